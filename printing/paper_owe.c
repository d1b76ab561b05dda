#include "printing/paper_owe.h"

#include "base/buf.h"
#include "base/str.h"
#include "core/record.h"
#include "core/seal.h"
#include "i18n/lang.h"
#include "printing/paper_data.h"
#include "printing/paper_rules.h"
#include "store/correction.h"
#include "store/dossiers.h"

/* ---- what central said is what a notice is asked */

static bool write_problem(const struct outbox_row *row, struct buf *out, struct err *err)
{
	struct record *asked = record_new();
	struct buf problem;
	buf_init(&problem, PRINT_ASKED_MAX);
	problem_to_json(&row->problem, &problem);
	bool ok = record_json(asked, PAPER_PROBLEM, buf_str(&problem), err);
	record_time(asked, PAPER_PROBLEM_AT, row->last_at);
	record_write(asked, out);
	buf_clear(&problem);
	return ok;
}

static bool is_copied(struct store *store, const struct print_wish *wish, bool *copied, struct err *err)
{
	struct print_document before = {.found = false};
	bool ok = !wish->copy || print_document_find(store, wish, &before, err);
	*copied = before.found;
	return ok;
}

/* Refused again for other reasons it is another notice; taken by now, the old one can still be copied. */
static bool ask_central(struct store *store, struct print_wish *wish, struct buf *asked, struct err *err)
{
	struct outbox_row row;
	bool rejected, copied;
	if (!str_eq(wish->form, "notice") || wish->n_dossiers != 1)
		return true;
	if (!is_copied(store, wish, &copied, err) || copied)
		return copied;
	if (!correction_find(store, wish->dossiers[0], &row, &rejected, err))
		return false;
	if (!rejected)
		return err_set(err, ERR_DATA, _("Hồ sơ này không bị trung tâm từ chối, nên không có gì để thông báo."));
	bool ok = write_problem(&row, asked, err);
	wish->asked = buf_str(asked);
	return ok;
}

/* ---- together */

static bool check_one(struct store *store, const struct print_wish *wish, const char *uuid, int64_t now,
	struct err *err)
{
	struct dossier d;
	dossier_init(&d);
	bool ok = dossiers_load(store, uuid, &d, NULL, NULL, err) &&
		paper_rules_check(wish->form, &d, wish->asked ? wish->asked : "", now, err);
	dossier_clear(&d);
	return ok;
}

static bool check(struct store *store, const struct print_wish *wish, int64_t now, struct err *err)
{
	struct print_document before;
	bool ok = print_document_find(store, wish, &before, err);
	if (!ok || before.same || wish->subject != PRINT_DOSSIER)
		return ok;
	return check_one(store, wish, wish->dossiers[0], now, err);
}

/* out NULL: only whether it may be. */
static bool owe(struct store *store, const struct print_wish *wish, int64_t now, struct print_job *out,
	struct err *err)
{
	struct print_wish w = *wish;
	struct buf asked;
	buf_init(&asked, PRINT_ASKED_MAX);
	bool ok = ask_central(store, &w, &asked, err) && check(store, &w, now, err) &&
		(!out || print_job_new(store, &w, now, out, err));
	seal_wipe(asked.data, asked.size);
	buf_clear(&asked);
	return ok;
}

bool paper_may_be_owed(struct store *store, const struct print_wish *wish, int64_t now, struct err *err)
{
	return owe(store, wish, now, NULL, err);
}

bool paper_owe(struct store *store, const struct print_wish *wish, int64_t now, struct print_job *out,
	struct err *err)
{
	return owe(store, wish, now, out, err);
}
