#include "store/print_jobs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "store/holder.h"
#include "store/print_rows.h"
#include "store/room.h"
#include "store/store.h"
#include "store/vault.h"

#define BIT(state) (1u << (state))

/* What may become of a job. A paper that is out cannot be taken back; a word that comes late, after
 * somebody else took the job for lost or dropped it, is still the truth. */
static const struct {
	const char *code;
	unsigned next;
} states[] = {
	[PRINT_OWED] = {"owed", BIT(PRINT_OWED) | BIT(PRINT_SENT) | BIT(PRINT_CONFIRMED) |
		BIT(PRINT_UNCERTAIN) | BIT(PRINT_GIVEN_UP)},
	[PRINT_SENT] = {"sent", BIT(PRINT_OWED) | BIT(PRINT_SENT) | BIT(PRINT_CONFIRMED) |
		BIT(PRINT_UNCERTAIN) | BIT(PRINT_GIVEN_UP)},
	[PRINT_CONFIRMED] = {"confirmed", BIT(PRINT_CONFIRMED)},
	[PRINT_UNCERTAIN] = {"uncertain", BIT(PRINT_OWED) | BIT(PRINT_SENT) | BIT(PRINT_CONFIRMED) |
		BIT(PRINT_UNCERTAIN) | BIT(PRINT_GIVEN_UP)},
	[PRINT_GIVEN_UP] = {"given_up", BIT(PRINT_CONFIRMED) | BIT(PRINT_GIVEN_UP)},
};

const char *print_state_code(enum print_state s)
{
	return (unsigned)s < ARRAY_LEN(states) ? states[s].code : "";
}

bool print_target_is_file(const char *target)
{
	return str_ends(target, ".pdf") || str_ends(target, ".bin");
}

/* ---- reading */

bool print_job_get(struct store *store, const char *id, struct print_job *out, struct err *err)
{
	struct rows *r = db_rows(store_db(store), PRINT_ROWS "WHERE p.id = ?", "t", id);
	bool found = rows_next(r);
	if (found)
		print_row_read(r, out);
	if (!rows_end(r, err))
		return false;
	return found || err_set(err, ERR_DATA, _("Không có lệnh in đó."));
}

static bool read_all(struct rows *r, struct print_job **out, size_t *n, struct err *err)
{
	size_t size = 0;
	*out = NULL;
	*n = 0;
	while (rows_next(r)) {
		if (*n == size) {
			size = size ? 2 * size : 16;
			*out = xreallocarray(*out, size, sizeof(**out));
		}
		print_row_read(r, &(*out)[(*n)++]);
	}
	if (rows_end(r, err))
		return true;
	free(*out);
	*out = NULL;
	*n = 0;
	return false;
}

bool print_jobs_open(struct store *store, struct print_job **out, size_t *n, struct err *err)
{
	/* sorted, and not read in that order: else all papers there ever were would be gone through */
	return read_all(db_rows(store_db(store), PRINT_ROWS "WHERE p.state IN (0, 1, 3)"
		" ORDER BY +p.ordinal", NULL), out, n, err);
}

bool print_jobs_of(struct store *store, const char *dossier_uuid, struct print_job **out, size_t *n,
	struct err *err)
{
	return read_all(db_rows(store_db(store), PRINT_ROWS "WHERE p.ordinal IN"
		" (SELECT j.ordinal FROM print_job j JOIN dossier t ON t.ordinal = j.dossier WHERE t.uuid = ?"
		"  UNION SELECT j.ordinal FROM dossier t JOIN print_job_part x ON x.dossier = t.ordinal"
		"  JOIN print_job j ON j.original = x.job WHERE t.uuid = ?)"
		" ORDER BY p.ordinal", "tt", dossier_uuid, dossier_uuid), out, n, err);
}

bool print_documents(struct store *store, const char *dossier_uuid, const char *form, int *n,
	int64_t *last, struct err *err)
{
	struct rows *r = db_rows(store_db(store), "SELECT count(DISTINCT p.original),"
		" coalesce(max(o.created_at), 0) FROM dossier d JOIN print_job p ON p.dossier = d.ordinal"
		" JOIN print_job o ON o.id = p.original WHERE d.uuid = ? AND p.form = ?"
		" AND (p.printed_at > 0 OR p.state IN (0, 1, 3))", "tt", dossier_uuid, form);
	*n = 0;
	*last = 0;
	if (rows_next(r)) {
		*n = (int)rows_int(r, 0);
		*last = rows_int(r, 1);
	}
	return rows_end(r, err);
}

char *print_job_asked(struct store *store, const struct print_job *job, struct err *err)
{
	struct buf text;
	size_t len;
	buf_init(&text, PRINT_ASKED_MAX);
	struct rows *r = db_rows(store_db(store), "SELECT asked, asked_erased FROM print_job WHERE id = ?",
		"t", job->original);
	bool found = rows_next(r), erased = found && rows_int(r, 1);
	const void *sealed = found ? rows_blob(r, 0, &len) : NULL;
	bool ok = !erased && (!sealed || vault_open(store, PRINT_ASKED, job->original, sealed, len, &text));
	ok = rows_end(r, ok ? err : NULL) && ok;
	if (ok)
		return text.len ? buf_take(&text) : xstrdup("");
	buf_clear(&text);
	if (erased)
		err_set(err, ERR_DATA, _("Nội dung đã nhập cho giấy này được xóa khỏi máy cùng dữ liệu cá nhân của "
			"hồ sơ vì hết hạn lưu, nên không in lại được."));
	else
		err_set(err, ERR_DAMAGED, _("Nội dung đã nhập cho giấy này bị hỏng, không in lại được. Hãy lập giấy "
			"mới."));
	return NULL;
}

bool print_job_dossiers(struct store *store, const struct print_job *job, char (**uuids)[UUID_SIZE],
	size_t *n, struct err *err)
{
	*uuids = xcalloc((size_t)job->n_dossiers + 1, UUID_SIZE);
	*n = 0;
	struct rows *r = db_rows(store_db(store), "SELECT d.uuid FROM print_job p"
		" JOIN dossier d ON d.ordinal = p.dossier WHERE p.id = ? UNION ALL SELECT uuid FROM"
		" (SELECT d.uuid FROM print_job_part x JOIN dossier d ON d.ordinal = x.dossier"
		"  WHERE x.job = ? ORDER BY x.place)", "tt", job->id, job->original);
	while (*n < (size_t)job->n_dossiers && rows_next(r))
		str_copy((*uuids)[(*n)++], UUID_SIZE, rows_text(r, 0));
	if (rows_end(r, err))
		return true;
	free(*uuids);
	*uuids = NULL;
	return false;
}

/* ---- settling */

/* A path is kept byte for byte, unless it carries what a screen must not see. */
static void copy_target(char *dst, size_t size, const char *target)
{
	const char *p = target;
	while ((unsigned char)*p >= 0x20 && *p != 0x7F)
		p++;
	if (*p)
		text_clean_to(dst, size, target);
	else
		str_copy(dst, size, target);
}

static bool refuse(enum print_state from, struct err *err)
{
	static const char *const why[] = {
		[PRINT_SENT] = N_("Giấy này đang in."),
		[PRINT_CONFIRMED] = N_("Giấy này đã in. Cần thêm một bản thì in bản sao."),
		[PRINT_UNCERTAIN] = N_("Không biết giấy này đã ra chưa. Hãy xem ở máy in, rồi cho biết đã có giấy, in "
			"lại hay bỏ."),
		[PRINT_GIVEN_UP] = N_("Lệnh in này đã bỏ. Cần giấy thì in lại từ hồ sơ."),
	};
	return err_set(err, ERR_DATA, "%s", _(why[from]));
}

/* When it was handed over, by the state it comes to: 0 again where nothing can be out, left alone where
 * it is dropped. And which of its two numbers it bears, once that is known. */
static const char set_sql[] = "UPDATE print_job SET state = ?1, target = ?2, detail = ?3,"
	" changed_at = ?4, holder = CASE ?1 WHEN 1 THEN ?5 ELSE '' END,"
	" printed_at = CASE ?1 WHEN 0 THEN 0 WHEN 4 THEN printed_at ELSE"
	"  coalesce(nullif(printed_at, 0), max(?4, 1)) END,"
	" copy = CASE WHEN ?1 = 2 AND ?6 THEN file_copy ELSE copy END,"
	" file_copy = CASE WHEN ?1 = 2 AND NOT ?6 THEN copy ELSE file_copy END"
	" WHERE id = ?7";

static bool set_within(struct store *store, const struct print_job *job, enum print_state state,
	const char *target, const char *detail, int64_t now, struct err *err)
{
	char clean_target[256], clean_detail[300], holder[HOLDER_SIZE];
	copy_target(clean_target, sizeof(clean_target), target ? target : "");
	text_clean_to(clean_detail, sizeof(clean_detail), detail ? detail : "");
	holder_self(holder);
	if (!(states[job->state].next & BIT(state)))
		return refuse(job->state, err);
	return db_run(store_db(store), err, set_sql, "ittitit", (int64_t)state, clean_target, clean_detail,
		now, holder, (int64_t)print_target_is_file(clean_target), job->id);
}

static bool is_held_elsewhere(struct store *store, const struct print_job *job)
{
	bool other = false;
	struct rows *r = db_rows(store_db(store), "SELECT holder FROM print_job WHERE id = ? AND state = 1", "t",
		job->id);
	while (rows_next(r))
		other = holder_is_other(rows_text(r, 0));
	return rows_end(r, NULL) && other;
}

bool print_job_set(struct store *store, const char *id, enum print_state state, const char *target,
	const char *detail, int64_t now, struct err *err)
{
	struct print_job job;
	store_room_for_rest(store);
	if (!db_begin(store_db(store), err))
		return false;
	bool ok = print_job_get(store, id, &job, err) &&
		((state != PRINT_CONFIRMED && is_held_elsewhere(store, &job)) ? refuse(PRINT_SENT, err) :
			set_within(store, &job, state, target, detail, now, err));
	return db_finish(store_db(store), ok, err);
}

bool print_job_take(struct store *store, const char *id, int64_t now, struct print_job *out,
	struct err *err)
{
	store_room_for_rest(store);
	if (!db_begin(store_db(store), err))
		return false;
	bool ok = print_job_get(store, id, out, err) && ((out->state == PRINT_SENT || out->state == PRINT_UNCERTAIN) ?
		set_within(store, out, PRINT_SENT, out->target, out->detail, now, err) : refuse(out->state, err));
	return db_finish(store_db(store), ok, err);
}

static bool begin(struct store *store, const char *id, const char *target, int64_t now,
	struct print_job *out, struct err *err)
{
	if (!print_job_get(store, id, out, err))
		return false;
	if (out->state != PRINT_OWED)
		return refuse(out->state, err);
	return print_row_number(store, out, err) &&
		set_within(store, out, PRINT_SENT, target, "", now, err) && print_job_get(store, id, out, err);
}

bool print_job_begin(struct store *store, const char *id, const char *target, int64_t now,
	struct print_job *out, struct err *err)
{
	store_room_for_rest(store);
	if (!db_begin(store_db(store), err))
		return false;
	return db_finish(store_db(store), begin(store, id, target, now, out, err), err);
}

bool print_job_owed_before(const struct print_job *job)
{
	return job->target[0] || job->detail[0] || (str_eq(job->form, "01") && str_eq(job->id, job->original));
}

/* A slip that never was hands nothing over. */
static bool forget_handover(struct store *store, const struct print_job *job, struct err *err)
{
	return !str_eq(job->form, "06") || !str_eq(job->id, job->original) ||
		db_run(store_db(store), err, "DELETE FROM handover WHERE ordinal = (SELECT max(h.ordinal) FROM"
			" handover h JOIN dossier d ON d.ordinal = h.dossier WHERE d.uuid = ? AND h.at = ?)", "ti",
			job->dossier, job->created_at);
}

static bool drop_refused(struct store *store, const struct print_job *owed, const char *target,
	const char *detail, int64_t now, struct err *err)
{
	struct print_job job = *owed;
	job.state = PRINT_OWED;
	return set_within(store, &job, PRINT_GIVEN_UP, target, detail, now, err) &&
		forget_handover(store, owed, err);
}

bool print_job_refused(struct store *store, const char *id, bool owed_before, const char *target,
	const char *detail, int64_t now, struct err *err)
{
	struct print_job job;
	store_room_for_rest(store);
	if (!db_begin(store_db(store), err))
		return false;
	bool ok = print_job_get(store, id, &job, err) &&
		set_within(store, &job, PRINT_OWED, target, detail, now, err) &&
		(owed_before ? db_run(store_db(store), err, "UPDATE print_job SET paper = '' WHERE id = ?", "t", id) :
			drop_refused(store, &job, target, detail, now, err));
	return db_finish(store_db(store), ok, err);
}

bool print_jobs_used_cups(struct store *store, bool *used, struct err *err)
{
	int64_t found = 0;
	bool any;
	bool ok = db_get_int(store_db(store), err, &found, &any,
		"SELECT EXISTS (SELECT 1 FROM print_job WHERE printer_job > 0)", "");
	*used = ok && found;
	return ok;
}

bool print_job_set_printer_job(struct store *store, const char *id, int printer_job, struct err *err)
{
	return db_run(store_db(store), err, "UPDATE print_job SET printer_job = ? WHERE id = ?", "it",
		(int64_t)printer_job, id);
}

/* ---- what an officer says */

static bool print_again(struct store *store, const struct print_job *job, const char *said, int64_t now,
	struct print_job *again, struct err *err)
{
	char id[UUID_SIZE];
	if (job->state == PRINT_OWED) {
		*again = *job;
		return true;
	}
	return set_within(store, job, PRINT_GIVEN_UP, job->target, said, now, err) &&
		print_row_repeat(store, job, now, id, err) && print_job_get(store, id, again, err);
}

static bool settle(struct store *store, const char *id, enum print_settle how, const char *officer,
	int64_t now, struct print_job *again, struct err *err)
{
	static const char *const words[] = {
		[SETTLE_PRINTED] = N_("xác nhận đã có giấy."),
		[SETTLE_AGAIN] = N_("cho in lại thành giấy khác."),
		[SETTLE_DROP] = N_("bỏ, không in nữa."),
	};
	struct print_job job;
	char said[300];
	if (!print_job_get(store, id, &job, err))
		return false;
	if (job.state == PRINT_CONFIRMED || job.state == PRINT_GIVEN_UP)
		return refuse(job.state, err);
	snprintf(said, sizeof(said), "%.200s: %s", officer && *officer ? officer : "?", _(words[how]));
	if (how == SETTLE_AGAIN)
		return print_again(store, &job, said, now, again, err);
	return set_within(store, &job, how == SETTLE_PRINTED ? PRINT_CONFIRMED : PRINT_GIVEN_UP, job.target,
		said, now, err);
}

bool print_job_settle(struct store *store, const char *id, enum print_settle how, const char *officer,
	int64_t now, struct print_job *again, struct err *err)
{
	store_room_for_rest(store);
	if (!db_begin(store_db(store), err))
		return false;
	return db_finish(store_db(store), settle(store, id, how, officer, now, again, err), err);
}
