#include "store/print_jobs.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "store/room.h"
#include "store/store.h"

/* ---- reading */

#define JOB_COLUMNS "SELECT p.id, d.uuid, d.code, p.form, p.copy, p.state, p.target, p.detail," \
	" p.created_at, p.changed_at FROM print_job p JOIN dossier d ON d.ordinal = p.dossier "

static void read_job(struct rows *r, struct print_job *job)
{
	memset(job, 0, sizeof(*job));
	str_copy(job->id, sizeof(job->id), rows_text(r, 0));
	str_copy(job->dossier, sizeof(job->dossier), rows_text(r, 1));
	str_copy(job->code, sizeof(job->code), rows_text(r, 2));
	str_copy(job->form, sizeof(job->form), rows_text(r, 3));
	job->copy = (int)rows_int(r, 4);
	job->state = (enum print_state)rows_int(r, 5);
	str_copy(job->target, sizeof(job->target), rows_text(r, 6));
	text_clean_to(job->detail, sizeof(job->detail), rows_text(r, 7));
	job->created_at = rows_int(r, 8);
	job->changed_at = rows_int(r, 9);
}

bool print_job_get(struct store *store, const char *id, struct print_job *out, struct err *err)
{
	struct rows *r = db_rows(store_db(store), JOB_COLUMNS "WHERE p.id = ?", "t", id);
	bool found = rows_next(r);
	if (found)
		read_job(r, out);
	if (!rows_end(r, err))
		return false;
	return found || err_set(err, ERR_DATA, _("Không có lệnh in đó."));
}

bool print_jobs_open(struct store *store, struct print_job **out, size_t *n, struct err *err)
{
	size_t size = 0;
	*out = NULL;
	*n = 0;
	struct rows *r = db_rows(store_db(store), JOB_COLUMNS "WHERE p.state IN (0, 1, 3)"
		" ORDER BY p.created_at, p.id", NULL);
	while (rows_next(r)) {
		if (*n == size) {
			size = size ? 2 * size : 16;
			*out = xreallocarray(*out, size, sizeof(**out));
		}
		read_job(r, &(*out)[(*n)++]);
	}
	if (rows_end(r, err))
		return true;
	free(*out);
	*out = NULL;
	*n = 0;
	return false;
}

/* ---- adding */

/* What papers of that form a dossier has. */
struct papers {
	int64_t ordinal;   /* of the dossier, 0: there is none */
	char owed[UUID_SIZE]; /* a job that was not begun, or "" */
	int64_t copy;      /* for the next: 1 + the highest that came out or may have, 0 when none */
};

static bool look_up(struct db *db, const char *dossier_uuid, const char *form, struct papers *p,
	struct err *err)
{
	memset(p, 0, sizeof(*p));
	struct rows *r = db_rows(db, "SELECT d.ordinal,"
		" (SELECT max(id) FROM print_job WHERE dossier = d.ordinal AND form = ? AND state = 0),"
		" (SELECT coalesce(max(copy) + 1, 0) FROM print_job WHERE dossier = d.ordinal AND form = ?"
		"  AND state IN (1, 2, 3))"
		" FROM dossier d WHERE d.uuid = ?", "ttt", form, form, dossier_uuid);
	if (rows_next(r)) {
		p->ordinal = rows_int(r, 0);
		str_copy(p->owed, sizeof(p->owed), rows_text(r, 1));
		p->copy = rows_int(r, 2);
	}
	if (!rows_end(r, err))
		return false;
	return p->ordinal || err_set(err, ERR_DATA, _("Trên máy này không có hồ sơ đó để in."));
}

/* A job not yet begun is taken as it is: a second one would put two originals on paper. */
static bool add(struct db *db, const char *dossier_uuid, const char *form, int64_t now,
	char id[UUID_SIZE], struct err *err)
{
	struct papers p;
	if (!look_up(db, dossier_uuid, form, &p, err))
		return false;
	if (p.owed[0]) {
		str_copy(id, UUID_SIZE, p.owed);
		return db_run(db, err, "UPDATE print_job SET copy = ?, changed_at = ? WHERE id = ?", "iit",
			p.copy, now, id);
	}
	uuid_new(id);
	return db_run(db, err, "INSERT INTO print_job (id, dossier, form, copy, state, created_at,"
		" changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)", "titiiii", id, p.ordinal, form, p.copy,
		(int64_t)PRINT_OWED, now, now);
}

bool print_job_add(struct store *store, const char *dossier_uuid, const char *form, int64_t now,
	struct print_job *out, struct err *err)
{
	struct db *db = store_db(store);
	char id[UUID_SIZE] = "";
	if (strlen(form) == 0 || strlen(form) >= sizeof(out->form))
		return err_set(err, ERR_DATA, _("Không có mẫu giấy tờ đó."));
	store_room_for_rest(store);
	if (!db_begin(db, err))
		return false;
	bool ok = add(db, dossier_uuid, form, now, id, err) && print_job_get(store, id, out, err);
	return db_finish(db, ok, err);
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

bool print_job_set(struct store *store, const char *id, enum print_state state, const char *target,
	const char *detail, int64_t now, struct err *err)
{
	struct db *db = store_db(store);
	char clean_target[256], clean_detail[300];
	copy_target(clean_target, sizeof(clean_target), target ? target : "");
	text_clean_to(clean_detail, sizeof(clean_detail), detail ? detail : "");
	store_room_for_rest(store);
	/* A paper that came out cannot be taken back: confirmed stays confirmed. */
	if (!db_run(db, err, "UPDATE print_job SET state = ?, target = ?, detail = ?, changed_at = ?"
		" WHERE id = ? AND (state <> 2 OR 2 = ?)", "ittiti", (int64_t)state, clean_target,
		clean_detail, now, id, (int64_t)state))
		return false;
	if (db_changes(db) > 0)
		return true;
	struct print_job job;
	return print_job_get(store, id, &job, err) &&
		err_set(err, ERR_DATA, _("Giấy này đã in. Cần thêm một bản thì in bản sao."));
}

bool print_jobs_recover(struct store *store, int64_t now, struct err *err)
{
	store_room_for_rest(store);
	return db_run(store_db(store), err, "UPDATE print_job SET state = ?, changed_at = ?, detail = ?"
		" WHERE state = ?", "iiti", (int64_t)PRINT_UNCERTAIN, now,
		_("Chương trình dừng giữa lúc in: không biết giấy đã ra chưa. Hãy xem ở máy in."),
		(int64_t)PRINT_SENT);
}
