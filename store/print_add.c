/* Papers that come to be owed: of a document that is there, or of a new one. */
#include "store/print_jobs.h"

#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/canonical.h"
#include "core/date.h"
#include "core/ed25519.h"
#include "core/seal.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "store/handovers.h"
#include "store/holder.h"
#include "store/print_rows.h"
#include "store/room.h"
#include "store/store.h"
#include "store/vault.h"

#define NONE INT64_MIN /* SQL NULL */

/* One wish on its way. */
struct adding {
	struct store *store;
	const struct print_wish *wish;
	int64_t now;
	struct buf asked;        /* canonical; empty: nothing */
	int64_t dossier;         /* ordinal, NONE: several or none */
	int64_t *parts;          /* ordinals of several */
	char about[PRINT_HASH_SIZE];
	char original[UUID_SIZE]; /* of the document there is; "" */
	bool same;               /* it is the one that is wished for */
};

static const char *given(const char *s)
{
	return s ? s : "";
}

void print_row_read(struct rows *r, struct print_job *job)
{
	memset(job, 0, sizeof(*job));
	str_copy(job->id, sizeof(job->id), rows_text(r, 0));
	str_copy(job->original, sizeof(job->original), rows_text(r, 1));
	job->subject = (enum print_subject)rows_int(r, 2);
	str_copy(job->dossier, sizeof(job->dossier), rows_text(r, 3));
	str_copy(job->code, sizeof(job->code), rows_text(r, 4));
	job->n_dossiers = (int)rows_int(r, 5);
	if (job->subject == PRINT_PROCEDURE || job->subject == PRINT_PERIOD)
		job->n_dossiers = 0;
	str_copy(job->form, sizeof(job->form), rows_text(r, 6));
	str_copy(job->paper, sizeof(job->paper), rows_text(r, 7));
	str_copy(job->template, sizeof(job->template), rows_text(r, 8));
	job->copy = (int)rows_int(r, 9);
	job->file_copy = (int)rows_int(r, 10);
	job->state = (enum print_state)rows_int(r, 11);
	str_copy(job->target, sizeof(job->target), rows_text(r, 12));
	job->printer_job = (int)rows_int(r, 13);
	text_clean_to(job->detail, sizeof(job->detail), rows_text(r, 14));
	str_copy(job->officer, sizeof(job->officer), rows_text(r, 15));
	str_copy(job->officer_name, sizeof(job->officer_name), rows_text(r, 16));
	job->counter = (int)rows_int(r, 17);
	job->created_at = rows_int(r, 18);
	job->changed_at = rows_int(r, 19);
	job->printed_at = rows_int(r, 20);
	job->elsewhere = job->state == PRINT_SENT && holder_is_other(rows_text(r, 21));
	job->lost = job->state == PRINT_UNCERTAIN && str_eq(rows_text(r, 21), PRINT_LOST);
}

/* ---- what it is about */

static bool find_dossier(struct db *db, const char *uuid, int64_t *ordinal, struct err *err)
{
	bool found;
	return db_get_int(db, err, ordinal, &found, "SELECT ordinal FROM dossier WHERE uuid = ?", "t", uuid) &&
		(found || err_set(err, ERR_DATA, _("Trên máy này không có hồ sơ đó để in.")));
}

/* Several are known by all of them, in their order. */
static bool find_parts(struct adding *a, struct err *err)
{
	struct buf all;
	uint8_t hash[SHA256_SIZE];
	bool ok = true;
	buf_init(&all, PRINT_DOSSIERS_MAX * UUID_SIZE);
	a->parts = xcalloc(a->wish->n_dossiers, sizeof(*a->parts));
	for (size_t i = 0; ok && i < a->wish->n_dossiers; i++) {
		ok = find_dossier(store_db(a->store), a->wish->dossiers[i], &a->parts[i], err);
		buf_printf(&all, "%s ", a->wish->dossiers[i]);
	}
	sha256(buf_str(&all), all.len, hash);
	hex_encode(hash, sizeof(hash), a->about);
	buf_clear(&all);
	return ok;
}

static bool find_subject(struct adding *a, struct err *err)
{
	const struct print_wish *w = a->wish;
	a->dossier = NONE;
	if (w->subject == PRINT_DOSSIER)
		return w->n_dossiers == 1 ? find_dossier(store_db(a->store), w->dossiers[0], &a->dossier, err) :
			err_set(err, ERR_DATA, _("Mẫu này in cho từng hồ sơ một."));
	if (w->subject == PRINT_DOSSIERS)
		return w->n_dossiers >= 1 && w->n_dossiers <= PRINT_DOSSIERS_MAX ? find_parts(a, err) :
			err_set(err, ERR_DATA, _("Mẫu này in cho 1 đến %d hồ sơ trên một giấy."), PRINT_DOSSIERS_MAX);
	return (str_copy(a->about, sizeof(a->about), given(w->about)) && a->about[0]) ||
		err_set(err, ERR_DATA, _("Chưa cho biết in về thủ tục nào hay thời gian nào."));
}

static bool read_asked(struct adding *a, struct err *err)
{
	const char *text = given(a->wish->asked);
	if (!*text)
		return true;
	if (!json_canonical(text, strlen(text), &a->asked, err))
		return false;
	if (a->asked.full)
		return err_set(err, ERR_DATA, _("Nội dung nhập cho giấy này quá dài."));
	if (str_eq(buf_str(&a->asked), "{}"))
		buf_reset(&a->asked);
	return true;
}

/* ---- the document there is */

static bool was_asked(struct adding *a, const void *sealed, size_t len)
{
	struct buf text;
	buf_init(&text, PRINT_ASKED_MAX);
	bool same = (!sealed || vault_open(a->store, PRINT_ASKED, a->original, sealed, len, &text)) &&
		str_eq(buf_str(&text), buf_str(&a->asked));
	seal_wipe(text.data, text.size);
	buf_clear(&text);
	return same;
}

/* The newest of that form and subject; is it this one? Of procedures and periods there is a new one each
 * time, for the day's list is another an hour later; only one still owed is not asked for twice. */
static bool find_document(struct adding *a, struct err *err)
{
	const struct print_wish *w = a->wish;
	bool changes = w->subject == PRINT_PROCEDURE || w->subject == PRINT_PERIOD;
	struct rows *r = db_rows(store_db(a->store), "SELECT id, asked, asked_erased,"
		" EXISTS (SELECT 1 FROM print_job j WHERE j.original = o.id AND j.state = 0)"
		" FROM print_job o WHERE form = ? AND subject = ? AND about = ? AND dossier IS ?"
		" AND id = original ORDER BY ordinal DESC LIMIT 1", "titn", w->form, (int64_t)w->subject,
		a->about, a->dossier);
	if (rows_next(r)) {
		size_t len;
		str_copy(a->original, UUID_SIZE, rows_text(r, 0));
		const void *sealed = rows_blob(r, 1, &len);
		bool equal = !rows_int(r, 2) && was_asked(a, sealed, len);
		a->same = w->copy || (changes ? rows_int(r, 3) && equal : !a->asked.len || equal);
	}
	return rows_end(r, err);
}

/* ---- writing */

/* The numbers its next paper and file bear. What is, or may be, out counts with the number that stands on
 * it: a file's or a paper's; where nobody knows which of the two it became, with the higher one. */
#define IS_FILE "(target GLOB '*.pdf' OR target GLOB '*.bin')"
#define BORNE "CASE WHEN target = '' THEN max(copy, file_copy) WHEN " IS_FILE " THEN file_copy ELSE copy END"
#define NEXT_COPY "(SELECT coalesce(max(" BORNE ") + 1, 0) FROM print_job" \
	" WHERE original = ? AND printed_at > 0)"
#define NEXT_PAPER "(SELECT CASE WHEN sum(NOT " IS_FILE ") > 0 THEN max(" BORNE ") + 1 ELSE 0 END" \
	" FROM print_job WHERE original = ? AND printed_at > 0)"

static bool number(struct db *db, const char *original, const char *id, struct err *err)
{
	return db_run(db, err, "UPDATE print_job SET file_copy = " NEXT_COPY ", copy = " NEXT_PAPER
		" WHERE id = ?", "ttt", original, original, id);
}

bool print_row_number(struct store *store, const struct print_job *job, struct err *err)
{
	return job->subject == PRINT_PROCEDURE || job->subject == PRINT_PERIOD ||
		db_run(store_db(store), err, "UPDATE print_job SET file_copy = max(file_copy, " NEXT_COPY "),"
			" copy = max(copy, " NEXT_PAPER ") WHERE id = ?", "ttt", job->original, job->original, job->id);
}

bool print_row_repeat(struct store *store, const struct print_job *job, int64_t now, char id[UUID_SIZE],
	struct err *err)
{
	struct db *db = store_db(store);
	uuid_new(id);
	return db_run(db, err, "INSERT INTO print_job (id, original, subject, dossier, about, form, paper,"
			" template, copy, file_copy, state, officer, officer_name, counter, created_at, changed_at)"
			" SELECT ?, original, subject, dossier, about, form, paper, template, 0, 0, 0, officer,"
			" officer_name, counter, ?, ? FROM print_job WHERE id = ?", "tiit", id, now, now, job->id) &&
		number(db, job->original, id, err);
}

static bool insert(struct adding *a, const char *id, struct err *err)
{
	const struct print_wish *w = a->wish;
	const char *original = a->same ? a->original : id;
	return db_run(store_db(a->store), err, "INSERT INTO print_job (id, original, subject, dossier, about,"
		" form, paper, template, copy, file_copy, state, officer, officer_name, counter, created_at,"
		" changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, coalesce((SELECT template FROM print_job WHERE id = ?),"
		" (SELECT template FROM dossier WHERE ordinal = ? AND ? = '01'), ''), 0, 0, 0, ?, ?, ?, ?, ?)",
		"ttintttt" "nt" "ttiii", id, original, (int64_t)w->subject, a->dossier, a->about, w->form,
		given(w->paper), original, a->dossier, w->form, given(w->officer), given(w->officer_name),
		(int64_t)w->counter, a->now, a->now);
}

static bool insert_asked(struct adding *a, const char *id, struct err *err)
{
	struct buf sealed;
	if (!a->asked.len)
		return true;
	buf_init(&sealed, PRINT_ASKED_MAX + SEAL_OVERHEAD);
	bool ok = vault_seal(a->store, PRINT_ASKED, id, a->asked.data, a->asked.len, &sealed) &&
		db_run(store_db(a->store), err, "UPDATE print_job SET asked = ? WHERE id = ?", "bt",
			(const void *)sealed.data, sealed.len, id);
	buf_clear(&sealed);
	return ok;
}

static bool insert_parts(struct adding *a, const char *id, struct err *err)
{
	bool ok = true;
	for (size_t i = 0; ok && a->parts && i < a->wish->n_dossiers; i++)
		ok = db_run(store_db(a->store), err, "INSERT INTO print_job_part (job, place, dossier)"
			" VALUES (?, ?, ?)", "tii", id, (int64_t)i, a->parts[i]);
	return ok;
}

static bool note_handover(struct adding *a, struct err *err)
{
	return !str_eq(a->wish->form, "06") || a->wish->subject != PRINT_DOSSIER || !a->asked.len ||
		handover_of_slip(a->store, a->wish->dossiers[0], buf_str(&a->asked), a->now, err);
}

/* More than one request for supplements counts as overdue (QĐ 766): somebody has to mean it. */
static bool may_be_further(struct adding *a, struct err *err)
{
	char when[DATE_SIZE];
	int64_t last = 0;
	int n = 0;
	if (!a->wish->once || a->wish->subject != PRINT_DOSSIER)
		return true;
	if (!print_documents(a->store, a->wish->dossiers[0], a->wish->form, &n, &last, err))
		return false;
	date_format_vn(instant_date(last), when);
	return n == 0 || err_at(err, ERR_DATA, "again", _("Hồ sơ này đã có một giấy theo mẫu %s lập ngày %s, nên "
		"chưa lập giấy nữa."), a->wish->form, when);
}

static bool insert_new(struct adding *a, const char *id, struct err *err)
{
	if (a->same)
		return insert(a, id, err);
	return may_be_further(a, err) && insert(a, id, err) && insert_asked(a, id, err) &&
		insert_parts(a, id, err) && note_handover(a, err);
}

/* One that was not begun is taken as it is; an original that is owed stays so beside a wished copy. */
static bool find_owed(struct adding *a, char id[UUID_SIZE], struct err *err)
{
	struct rows *r = db_rows(store_db(a->store), "SELECT id FROM print_job WHERE original = ?"
		" AND state = 0 AND (? = 0 OR copy > 0) ORDER BY ordinal DESC LIMIT 1", "ti",
		a->same ? a->original : "", (int64_t)a->wish->copy);
	str_copy(id, UUID_SIZE, rows_next(r) ? rows_text(r, 0) : "");
	return rows_end(r, err);
}

/* Procedures and periods are no documents to copy; what was asked for as a copy says so. */
static bool settle_numbers(struct adding *a, const char *id, struct err *err)
{
	struct db *db = store_db(a->store);
	bool counted = a->wish->subject == PRINT_DOSSIER || a->wish->subject == PRINT_DOSSIERS;
	if ((counted || a->wish->copy) && !number(db, a->same ? a->original : id, id, err))
		return false;
	return (!a->wish->copy || db_run(db, err, "UPDATE print_job SET copy = max(copy, 1, file_copy),"
			" file_copy = max(file_copy, 1) WHERE id = ?", "t", id)) &&
		(!given(a->wish->paper)[0] || db_run(db, err, "UPDATE print_job SET paper = ? WHERE id = ?", "tt",
			a->wish->paper, id));
}

static bool add(struct adding *a, struct print_job *out, struct err *err)
{
	char id[UUID_SIZE];
	if (!find_subject(a, err) || !find_document(a, err) || !find_owed(a, id, err))
		return false;
	if (!id[0]) {
		uuid_new(id);
		if (!insert_new(a, id, err))
			return false;
	}
	return settle_numbers(a, id, err) && print_job_get(a->store, id, out, err);
}

static bool name_fits(const char *s, size_t size, bool required)
{
	return strlen(given(s)) < size && (!required || given(s)[0]);
}

bool print_job_new(struct store *store, const struct print_wish *wish, int64_t now,
	struct print_job *out, struct err *err)
{
	struct adding a = {.store = store, .wish = wish, .now = now};
	if (!name_fits(wish->form, PRINT_FORM_SIZE, true) || !name_fits(wish->paper, PRINT_PAPER_SIZE, false))
		return err_set(err, ERR_DATA, _("Không có mẫu giấy tờ đó."));
	buf_init(&a.asked, PRINT_ASKED_MAX);
	bool ok = read_asked(&a, err);
	store_room_for_rest(store);
	ok = ok && db_begin(store_db(store), err) &&
		db_finish(store_db(store), add(&a, out, err), err);
	seal_wipe(a.asked.data, a.asked.size);
	buf_clear(&a.asked);
	free(a.parts);
	return ok;
}

/* Of the document; of a receipt also where none was printed yet: its dossier's. */
static bool find_template(struct adding *a, char sha256[PRINT_HASH_SIZE], struct err *err)
{
	struct rows *r = db_rows(store_db(a->store), "SELECT coalesce(nullif((SELECT template FROM print_job"
		" WHERE id = ?), ''), (SELECT template FROM dossier WHERE ordinal = ? AND ? = '01'), '')", "tnt",
		a->original, a->dossier, a->wish->form);
	str_copy(sha256, PRINT_HASH_SIZE, rows_next(r) ? rows_text(r, 0) : "");
	return rows_end(r, err);
}

bool print_document_find(struct store *store, const struct print_wish *wish, struct print_document *out,
	struct err *err)
{
	struct adding a = {.store = store, .wish = wish};
	*out = (struct print_document){.found = false};
	buf_init(&a.asked, PRINT_ASKED_MAX);
	bool ok = read_asked(&a, err) && find_subject(&a, err) && find_document(&a, err) &&
		find_template(&a, out->template, err);
	if (ok) {
		str_copy(out->original, UUID_SIZE, a.original);
		out->found = a.original[0] != '\0';
		out->same = a.same;
	}
	seal_wipe(a.asked.data, a.asked.size);
	buf_clear(&a.asked);
	free(a.parts);
	return ok;
}

bool print_job_add(struct store *store, const char *dossier_uuid, const char *form, int64_t now,
	struct print_job *out, struct err *err)
{
	const struct print_wish wish = {.form = form, .subject = PRINT_DOSSIER, .dossiers = &dossier_uuid,
		.n_dossiers = 1};
	return print_job_new(store, &wish, now, out, err);
}

bool print_job_owe_receipt(struct store *store, const struct print_receipt *receipt, char id[UUID_SIZE],
	struct err *err)
{
	uuid_new(id);
	return db_run(store_db(store), err, "INSERT INTO print_job (id, original, subject, dossier, about, form,"
		" paper, template, copy, file_copy, state, officer, officer_name, counter, created_at, changed_at)"
		" SELECT ?, ?, 0, ordinal, '', '01', '', template, 0, 0, 0, ?, ?, ?, ?, ? FROM dossier"
		" WHERE ordinal = ?", "ttttiiii", id, id, given(receipt->officer), given(receipt->officer_name),
		(int64_t)receipt->counter, receipt->at, receipt->at, receipt->ordinal);
}
