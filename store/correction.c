#include "store/correction.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/calendar.h"
#include "i18n/lang.h"
#include "store/catalogue.h"
#include "store/content.h"
#include "store/dossiers.h"
#include "store/print_jobs.h"
#include "store/receipt_issue.h"
#include "store/room.h"
#include "store/store.h"
#include "store/vault.h"

#define PAGE 200

/* One correction on its way. */
struct change {
	struct store *store;
	const struct workstation *ws;
	struct dossier *d;            /* becomes the corrected one */
	const struct correction_options *opt;
	struct intake_result *out;
	struct dossier old;
	char old_token[RECEIPT_TOKEN_SIZE];
	char *old_json;
	int64_t ordinal;
	struct issued issued;
};

bool correction_find(struct store *store, const char *uuid_or_code, struct outbox_row *row,
	bool *found, struct err *err)
{
	struct outbox_counts counts;
	struct outbox_row *rows;
	int64_t total;
	size_t n = 0;
	*found = false;
	if (!outbox_counts(store, &counts, err))
		return false;
	for (int64_t at = counts.waiting; !*found; at += PAGE) { /* the rejected stand behind them */
		if (!outbox_list(store, at, PAGE, &rows, &n, &total, err))
			return false;
		for (size_t i = 0; i < n && !*found; i++) {
			*found = rows[i].rejected && (str_eq(rows[i].uuid, uuid_or_code) ||
				strcasecmp(rows[i].code, uuid_or_code) == 0);
			if (*found)
				*row = rows[i];
		}
		free(rows);
		if (n < PAGE)
			break;
	}
	return true;
}

/* ---- what it was */

static bool load_old(struct change *c, struct err *err)
{
	struct dossier_row row;
	if (!dossiers_load(c->store, c->d->uuid, &c->old, c->old_token, &row, err))
		return false;
	if (row.delivery != DELIVERY_REJECTED)
		return err_set(err, ERR_DATA, _("Hồ sơ %s không còn trong danh sách bị từ chối, nên không sửa "
			"được nữa. Nội dung đã lưu giữ nguyên."), row.code);
	if (!str_eq(c->old.workstation, c->ws->id))
		return err_set(err, ERR_DATA, _("Hồ sơ %s do đăng ký trước của máy này tiếp nhận, khóa ký giấy hẹn "
			"đã khác. Hãy tiếp nhận lại thành hồ sơ mới."), row.code);
	c->old_json = dossiers_json(c->store, c->d->uuid, err);
	return c->old_json && db_get_int(store_db(c->store), err, &c->ordinal, NULL,
		"SELECT ordinal FROM dossier WHERE uuid = ?", "t", c->d->uuid);
}

/* ---- what it becomes */

static void keep_origin(struct dossier *d, const struct dossier *old)
{
	struct arena *a = &d->arena;
	str_copy(d->code, sizeof(d->code), old->code);
	str_copy(d->block, sizeof(d->block), old->block);
	d->sequence = old->sequence;
	d->agency = arena_strdup(a, old->agency);
	d->agency_name = arena_strdup(a, old->agency_name);
	d->workstation = arena_strdup(a, old->workstation);
	d->counter = old->counter;
	d->officer = arena_strdup(a, old->officer);
	d->officer_name = arena_strdup(a, old->officer_name);
	d->received_at = old->received_at;
	d->offline = old->offline;
	d->clock_trusted = old->clock_trusted;
}

static void reckon_due(struct change *c)
{
	struct calendar *own = c->opt->calendar ? NULL : catalogue_calendar(c->store);
	struct due due = calendar_due(own ? own : c->opt->calendar, c->d->received_at, c->d->time);
	calendar_free(own);
	c->d->due_at = due.at;
	c->d->due_provisional = due.provisional;
}

/* Is it, but for who corrected it, what was rejected? */
static bool is_same(struct change *c)
{
	struct buf json;
	struct correction before = c->d->correction;
	buf_init(&json, DOSSIER_JSON_MAX);
	c->d->correction = c->old.correction;
	dossier_to_json(c->d, &json);
	c->d->correction = before;
	bool same = str_eq(buf_str(&json), c->old_json);
	seal_wipe(json.data, json.size);
	buf_clear(&json);
	return same;
}

/* Every receipt so far, and who replaces them. */
static bool note_correction(struct change *c, struct err *err)
{
	struct correction *new = &c->d->correction, *old = &c->old.correction;
	struct receipt_row last;
	uint8_t link[8];
	bool found;
	if (old->n_replaces >= CORRECTIONS_MAX)
		return err_set(err, ERR_DATA, _("Hồ sơ này đã được sửa %d lần, không sửa thêm được. Hãy báo quản "
			"trị viên."), CORRECTIONS_MAX);
	if (!receipts_newest(c->store, c->d->uuid, &last, &found, err))
		return false;
	*new = (struct correction){.at = c->opt->now, .n_replaces = old->n_replaces + 1,
		.officer = arena_strdup(&c->d->arena, c->opt->officer),
		.officer_name = arena_strdup(&c->d->arena, c->opt->officer_name)};
	new->replaces = arena_alloc(&c->d->arena, new->n_replaces * sizeof(*new->replaces));
	for (size_t i = 0; i < old->n_replaces; i++)
		new->replaces[i] = old->replaces[i];
	struct replaced_receipt *r = &new->replaces[old->n_replaces];
	receipt_link(c->old_token, link);
	hex_encode(link, sizeof(link), r->link);
	r->issued_at = found ? last.at : c->old.received_at;
	return true;
}

/* ---- writing */

static bool write_content(struct change *c, struct err *err)
{
	const struct dossier *d = c->d;
	return db_run(store_db(c->store), err, "UPDATE dossier SET procedure_code = ?, procedure = ?,"
			" due_at = ? WHERE ordinal = ?", "ttii", d->procedure_code, d->procedure_name, d->due_at,
			c->ordinal) &&
		content_write(c->store, c->ordinal, d, &(struct content){.json = buf_str(&c->issued.json),
			.len = c->issued.json.len, .sha256 = c->issued.sha256, .token = c->out->token}, err);
}

/* Under the store's key: the dossier's own is destroyed with its old content. */
static bool keep_before(struct change *c, struct err *err)
{
	struct buf sealed;
	size_t len = strlen(c->old_json);
	buf_init(&sealed, len + SEAL_OVERHEAD);
	bool ok = vault_seal(c->store, "dossier_before", c->old_token, c->old_json, len, &sealed) &&
		db_run(store_db(c->store), err, "INSERT INTO dossier_before (dossier, token, at, content)"
			" VALUES (?, ?, ?, ?)", "itib", c->ordinal, c->old_token, c->opt->now,
			(const void *)sealed.data, sealed.len);
	buf_clear(&sealed);
	return ok;
}

/* Papers of the old content that did not come out are owed no more; the new one is an original. */
static bool owe_paper(struct change *c, struct err *err)
{
	struct db *db = store_db(c->store);
	if (!db_run(db, err, "UPDATE print_job SET state = ?, changed_at = ?, detail = ? WHERE dossier = ?"
		" AND form IN ('01', 'notice') AND state IN (?, ?)", "iitiii", (int64_t)PRINT_GIVEN_UP, c->opt->now,
		_("Hồ sơ đã sửa: giấy mới thay giấy này."), c->ordinal, (int64_t)PRINT_OWED,
		(int64_t)PRINT_UNCERTAIN))
		return false;
	if (!c->opt->print)
		return true;
	const struct print_receipt receipt = {.ordinal = c->ordinal, .at = c->opt->now,
		.officer = c->opt->officer, .officer_name = c->opt->officer_name, .counter = c->ws->counter};
	return print_job_owe_receipt(c->store, &receipt, c->out->print_job, err);
}

static bool write_all(struct change *c, struct err *err)
{
	return note_correction(c, err) &&
		receipt_issue(c->store, c->ws, c->d, c->opt->now, &c->issued, c->out, err) &&
		keep_before(c, err) && write_content(c, err) && owe_paper(c, err) &&
		outbox_retry(c->store, c->d->uuid, err);
}

static bool only_again(struct change *c, struct err *err)
{
	str_copy(c->out->token, sizeof(c->out->token), c->old_token);
	return receipt_url(c->ws->public_url, c->d->code, c->old_token, c->out->url) &&
		outbox_retry(c->store, c->d->uuid, err);
}

static bool commit(struct change *c, bool *changed, struct err *err)
{
	struct db *db = store_db(c->store);
	store_room_for_rest(c->store);
	if (!db_begin(db, err))
		return false;
	bool ok = load_old(c, err);
	if (ok) {
		keep_origin(c->d, &c->old);
		reckon_due(c);
		*changed = !is_same(c);
		ok = *changed ? write_all(c, err) : only_again(c, err);
	}
	return db_finish(db, ok, err);
}

bool correction_commit(struct store *store, const struct workstation *ws, struct dossier *d,
	const struct correction_options *opt, struct intake_result *out, bool *changed, struct err *err)
{
	struct change c = {.store = store, .ws = ws, .d = d, .opt = opt, .out = out};
	memset(out, 0, sizeof(*out));
	*changed = false;
	issued_init(&c.issued);
	dossier_init(&c.old);
	bool ok = commit(&c, changed, err);
	if (!ok)
		memset(out, 0, sizeof(*out));
	dossier_clear(&c.old);
	issued_clear(&c.issued);
	if (c.old_json)
		seal_wipe(c.old_json, strlen(c.old_json));
	free(c.old_json);
	return ok;
}
