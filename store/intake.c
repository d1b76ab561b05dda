#include "store/intake.h"

#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/calendar.h"
#include "core/status.h"
#include "i18n/lang.h"
#include "store/catalogue.h"
#include "store/content.h"
#include "store/copies.h"
#include "store/mark.h"
#include "store/numbers.h"
#include "store/print_jobs.h"
#include "store/print_templates.h"
#include "store/receipt_issue.h"
#include "store/room.h"
#include "store/store.h"
#include "store/workstation.h"

#define SLOW_COMMIT_MS 50

/* One intake on its way. */
struct intake {
	struct store *store;
	const struct workstation *ws;
	struct dossier *d;
	const struct intake_options *opt;
	struct intake_result *out;
	struct issued issued;    /* the receipt, and the text it vouches for */
	int64_t ordinal;         /* of the dossier here */
};

/* ---- before the transaction: what needs no database */

static void set_place(struct dossier *d, const struct workstation *ws)
{
	d->agency = arena_strdup(&d->arena, ws->agency);
	d->agency_name = arena_strdup(&d->arena, ws->agency_name);
	d->workstation = arena_strdup(&d->arena, ws->id);
	d->counter = ws->counter;
}

static void set_times(struct intake *in)
{
	struct dossier *d = in->d;
	struct calendar *own = in->opt->calendar ? NULL : catalogue_calendar(in->store);
	struct due due = calendar_due(own ? own : in->opt->calendar, in->opt->now, d->time);
	calendar_free(own);
	d->received_at = in->opt->now;
	d->due_at = due.at;
	d->due_provisional = due.provisional;
	d->offline = in->opt->offline;
	d->clock_trusted = in->opt->clock_trusted;
}

static void take_back(struct dossier *d, struct intake_result *out)
{
	d->uuid[0] = d->code[0] = d->block[0] = '\0';
	d->sequence = d->received_at = d->due_at = 0;
	d->due_provisional = d->offline = d->clock_trusted = false;
	memset(out, 0, sizeof(*out));
}

/* ---- inside */

/* What comes next: of this enrolment, and of this machine. */
static bool find_place(struct intake *in, struct err *err)
{
	return copies_next_sequence(in->store, in->ws, &in->d->sequence, err) &&
		db_get_int(store_db(in->store), err, &in->ordinal, NULL,
			"SELECT coalesce(max(ordinal), 0) + 1 FROM dossier", NULL);
}

static bool number(struct intake *in, struct err *err)
{
	struct dossier *d = in->d;
	if (!numbers_take(in->store, in->ws, instant_date(in->opt->now), d->code, d->block, err))
		return false;
	uuid_new(d->uuid);
	if (!find_place(in, err))
		return false;
	mark_reserve(in->ws->mark, d->sequence);
	return true;
}

static bool insert_dossier(struct intake *in, struct err *err)
{
	const struct dossier *d = in->d;
	return db_run(store_db(in->store), err, "INSERT INTO dossier (ordinal, uuid, code, workstation,"
		" sequence, procedure_code, procedure, received_at, due_at, status, template)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce((SELECT value FROM meta WHERE key = '"
		PRINT_RECEIPT_KEY "'), ''))", "itttittiii", in->ordinal, d->uuid, d->code,
		d->workstation, d->sequence, d->procedure_code, d->procedure_name, d->received_at,
		d->due_at, (int64_t)STATUS_RECEIVED) &&
		content_write(in->store, in->ordinal, d, &(struct content){
			.json = buf_str(&in->issued.json), .len = in->issued.json.len,
			.sha256 = in->issued.sha256, .token = in->out->token}, err);
}

static bool insert_print_job(struct intake *in, struct err *err)
{
	if (!in->opt->print)
		return true;
	const struct print_receipt receipt = {.ordinal = in->ordinal, .at = in->opt->now,
		.officer = in->d->officer, .officer_name = in->d->officer_name, .counter = in->d->counter};
	return print_job_owe_receipt(in->store, &receipt, in->out->print_job, err);
}

static bool insert_all(struct intake *in, struct err *err)
{
	struct db *db = store_db(in->store);
	return insert_dossier(in, err) &&
		db_run(db, err, "INSERT INTO outbox (ordinal) VALUES (?)", "i", in->ordinal) &&
		insert_print_job(in, err) &&
		numbers_count_day(in->store, instant_date(in->opt->now), err) &&
		db_run(db, err, "INSERT INTO procedure_usage (code, count) VALUES (?, 1)"
			" ON CONFLICT (code) DO UPDATE SET count = count + 1", "t", in->d->procedure_code);
}

static bool commit(struct intake *in, struct err *err)
{
	struct db *db = store_db(in->store);
	int64_t start = clock_mono_ms();
	if (!store_room_for_intake(in->store, err) || !db_begin(db, err))
		return false;
	bool ok = number(in, err) &&
		receipt_issue(in->store, in->ws, in->d, in->opt->now, &in->issued, in->out, err) &&
		insert_all(in, err);
	ok = db_finish(db, ok, err);
	if (ok)
		mark_reached(in->ws->mark, in->d->sequence);
	int64_t took = clock_mono_ms() - start;
	if (took > SLOW_COMMIT_MS)
		log_line(LOG_WARN, "intake %s: saving took %d ms", in->d->uuid, (int)took);
	return ok;
}

bool intake_commit(struct store *store, const struct workstation *ws, struct dossier *d,
	const struct intake_options *opt, struct intake_result *out, struct err *err)
{
	struct intake in = {.store = store, .ws = ws, .d = d, .opt = opt, .out = out};
	memset(out, 0, sizeof(*out));
	issued_init(&in.issued);
	set_place(d, ws);
	set_times(&in);
	bool ok = commit(&in, err);
	if (!ok)
		take_back(d, out);
	issued_clear(&in.issued);
	return ok;
}
