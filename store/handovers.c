#include "store/handovers.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/date.h"
#include "core/node.h"
#include "core/seal.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "store/print_jobs.h"
#include "store/room.h"
#include "store/store.h"
#include "store/vault.h"

#define TABLE "handover"
#define CONTENT_MAX 4096 /* bytes */

static const char *const verdicts[] = {"early", "on_time", "late"};

const char *handover_verdict_code(enum handover_verdict v)
{
	return (unsigned)v < ARRAY_LEN(verdicts) ? verdicts[v] : "";
}

bool handover_verdict_parse(const char *code, enum handover_verdict *out)
{
	for (size_t i = 0; i < ARRAY_LEN(verdicts); i++) {
		if (str_eq(verdicts[i], code)) {
			*out = (enum handover_verdict)i;
			return true;
		}
	}
	return false;
}

enum handover_verdict handover_judge(int64_t due_at, int64_t at)
{
	struct date due = instant_date(due_at), day = instant_date(at);
	if (!due_at || (date_compare(due, day) == 0 && at <= due_at))
		return HANDOVER_ON_TIME;
	return at <= due_at ? HANDOVER_EARLY : HANDOVER_LATE;
}

/* ---- one field a line; the row it is sealed to is its place */

static void add_line(struct buf *out, const char *text)
{
	char clean[600];
	text_clean_to(clean, sizeof(clean), text);
	buf_printf(out, "%s\n", clean);
}

static void take_line(char **rest, char *dst, size_t size)
{
	char *line = strsep(rest, "\n");
	text_clean_to(dst, size, line ? line : "");
}

static void place_of(int64_t ordinal, char out[24])
{
	snprintf(out, 24, "%" PRId64, ordinal);
}

static bool insert(struct store *store, const char *uuid, const struct handover *h, struct err *err)
{
	struct db *db = store_db(store);
	struct buf text, sealed;
	char place[24];
	int64_t ordinal = 0;
	buf_init(&text, CONTENT_MAX);
	buf_init(&sealed, CONTENT_MAX + SEAL_OVERHEAD);
	add_line(&text, handover_verdict_code(h->verdict));
	add_line(&text, h->from);
	add_line(&text, h->to);
	add_line(&text, h->note);
	bool ok = db_get_int(db, err, &ordinal, NULL, "SELECT coalesce(max(ordinal), 0) + 1 FROM handover",
		NULL);
	place_of(ordinal, place);
	ok = ok && vault_seal(store, TABLE, place, buf_str(&text), text.len, &sealed) &&
		db_run(db, err, "INSERT INTO handover (ordinal, dossier, at, content)"
			" SELECT ?, ordinal, ?, ? FROM dossier WHERE uuid = ?", "iibt", ordinal, h->at,
			(const void *)sealed.data, sealed.len, uuid) &&
		(db_changes(db) == 1 || err_set(err, ERR_DATA, _("Trên máy này không có hồ sơ đó.")));
	seal_wipe(text.data, text.size);
	buf_clear(&text);
	buf_clear(&sealed);
	return ok;
}

bool handover_add(struct store *store, const char *dossier_uuid, const struct handover *h,
	struct err *err)
{
	store_room_for_rest(store);
	if (!db_begin(store_db(store), err))
		return false;
	return db_finish(store_db(store), insert(store, dossier_uuid, h, err), err);
}

/* ---- from a control slip */

/* Text may begin with any case: people type it. */
static bool parse_verdict(const char *text, enum handover_verdict *out)
{
	static const char *const words[] = {"trước hạn", "đúng hạn", "quá hạn"};
	struct buf lower;
	bool found = handover_verdict_parse(text, out);
	buf_init(&lower, 200);
	text_lower(text, &lower);
	for (size_t i = 0; i < ARRAY_LEN(words) && !found; i++) {
		found = str_eq(words[i], buf_str(&lower));
		*out = (enum handover_verdict)i;
	}
	buf_clear(&lower);
	return found;
}

/* Never a part of what was typed. */
static bool keep_whole(char *dst, size_t size, const char *name, const char *text, struct err *err)
{
	return !(text_clean_to(dst, size, text) & TEXT_TRUNCATED) ||
		err_at(err, ERR_DATA, name, _("Nội dung dài quá %d byte."), (int)size - 1);
}

static bool read_slip(struct store *store, const struct json_t *asked, int64_t due_at,
	struct handover *h, struct err *err)
{
	const char *verdict = node_text(node_at(asked, "verdict")), *from = node_text(node_at(asked, "from"));
	char *agency = store_meta_get(store, "workstation.agency_name");
	bool whole = keep_whole(h->to, sizeof(h->to), "to", node_text(node_at(asked, "to")), err) &&
		keep_whole(h->from, sizeof(h->from), "from", *from ? from : agency ? agency : "", err) &&
		keep_whole(h->note, sizeof(h->note), "note", node_text(node_at(asked, "note")), err);
	free(agency);
	if (!whole)
		return false;
	h->verdict = handover_judge(due_at, h->at);
	return !*verdict || parse_verdict(verdict, &h->verdict) ||
		err_at(err, ERR_DATA, "verdict", _("Kết quả giải quyết chỉ có: trước hạn, đúng hạn, quá hạn."));
}

bool handover_of_slip(struct store *store, const char *dossier_uuid, const char *asked, int64_t at,
	struct err *err)
{
	struct handover h = {.at = at};
	int64_t due_at = 0;
	struct json_t *doc = node_read(asked, strlen(asked), PRINT_ASKED_MAX, err);
	bool wanted = doc && *node_text(node_at(doc, "to"));
	bool ok = doc && (!wanted || (db_get_int(store_db(store), err, &due_at, NULL,
			"SELECT due_at FROM dossier WHERE uuid = ?", "t", dossier_uuid) &&
		read_slip(store, doc, due_at, &h, err) && insert(store, dossier_uuid, &h, err)));
	node_free(doc);
	return ok;
}

static void read_row(struct store *store, struct rows *r, struct handover *h)
{
	struct buf text;
	char place[24], verdict[16];
	size_t len;
	memset(h, 0, sizeof(*h));
	h->at = rows_int(r, 1);
	h->verdict = HANDOVER_ON_TIME;
	place_of(rows_int(r, 0), place);
	const void *sealed = rows_blob(r, 2, &len);
	buf_init(&text, CONTENT_MAX);
	if (sealed && vault_open(store, TABLE, place, sealed, len, &text)) {
		char *rest = text.data;
		take_line(&rest, verdict, sizeof(verdict));
		take_line(&rest, h->from, sizeof(h->from));
		take_line(&rest, h->to, sizeof(h->to));
		take_line(&rest, h->note, sizeof(h->note));
		(void)handover_verdict_parse(verdict, &h->verdict);
	}
	seal_wipe(text.data, text.size);
	buf_clear(&text);
}

bool handovers_of(struct store *store, const char *dossier_uuid, int64_t until, struct handover **out,
	size_t *n, struct err *err)
{
	size_t size = 0;
	*out = NULL;
	*n = 0;
	struct rows *r = db_rows(store_db(store), "SELECT h.ordinal, h.at, h.content FROM dossier d"
		" JOIN handover h ON h.dossier = d.ordinal WHERE d.uuid = ? AND (? = 0 OR h.at <= ?)"
		" ORDER BY h.ordinal", "tii", dossier_uuid, until, until);
	while (rows_next(r)) {
		if (*n == size) {
			size = size ? 2 * size : 8;
			*out = xreallocarray(*out, size, sizeof(**out));
		}
		read_row(store, r, &(*out)[(*n)++]);
	}
	if (rows_end(r, err))
		return true;
	free(*out);
	*out = NULL;
	*n = 0;
	return false;
}
