#include "app/take_in.h"

#include <stdio.h>
#include "app/paper.h"
#include "app/receipt_form.h"
#include "base/clock.h"
#include "base/str.h"
#include "core/record.h"
#include "i18n/lang.h"
#include "net/sync.h"
#include "store/catalogue.h"
#include "store/numbers.h"
#include "store/correction.h"
#include "store/workstation.h"

#define LINK_WAIT_MS 1000
#define DELIVERY_WAIT_MS 3000 /* for central's word */
#define CENTRAL_WAIT_MS 5000  /* for its numbers, without which there is no intake */

/* The dossier as asked for; what is wrong with it is in t->refused, its first fault in err. */
static bool build(struct app *app, const struct intake_request *req, struct taken_in *t,
	struct err *err)
{
	struct dossier *d = &t->dossier;
	struct procedure p = {0};
	char hash[65], officer[64], officer_name[200];
	if (!req->procedure)
		return err_at(err, ERR_DATA, "procedure", _("Thiếu mã thủ tục."));
	bool ok = catalogue_procedure(app->store, req->procedure, &p, hash, err);
	if (!ok && err->kind == ERR_DATA)
		str_copy(err->field, sizeof(err->field), "procedure");
	ok = ok && intake_request_fill(req, &p, instant_date(clock_now()), d, err);
	if (ok) {
		app_officer(app, officer, sizeof(officer), officer_name, sizeof(officer_name));
		d->officer = arena_strdup(&d->arena, officer);
		d->officer_name = arena_strdup(&d->arena, officer_name);
		d->procedure_hash = arena_strdup(&d->arena, hash);
		ok = dossier_check(d, &p, &t->refused) || err_at(err, ERR_DATA, t->refused.list[0].field,
			"%s", t->refused.list[0].message);
	}
	procedure_clear(&p);
	return ok;
}

static bool commit(struct app *app, const struct intake_request *req, struct taken_in *t,
	struct err *err)
{
	const struct sync_state *link = app->sync ? sync_state(app->sync) : NULL;
	struct calendar *calendar = catalogue_calendar(app->store);
	const struct intake_options opt = {
		.now = clock_now(),
		.offline = !link || (link->link != LINK_ONLINE && link->link != LINK_SLOW),
		.clock_trusted = clock_trusted(),
		.print = req->print,
		.calendar = calendar,
	};
	bool ok = intake_commit(app->store, app->ws, &t->dossier, &opt, &t->intake, err);
	calendar_free(calendar);
	return ok;
}

/* Which dossier it corrects, by UUID or number. */
static bool find_rejected(struct app *app, const struct intake_request *req, struct taken_in *t,
	struct err *err)
{
	struct outbox_row row;
	bool found;
	if (!correction_find(app->store, req->uuid, &row, &found, err))
		return false;
	if (!found)
		return err_at(err, ERR_DATA, "uuid", _("Hồ sơ này không nằm trong danh sách bị từ chối, nên không "
			"sửa được."));
	str_copy(t->dossier.uuid, sizeof(t->dossier.uuid), row.uuid);
	return true;
}

static bool correct(struct app *app, const struct intake_request *req, struct taken_in *t,
	struct err *err)
{
	const struct dossier *d = &t->dossier;
	const struct correction_options opt = {.now = clock_now(), .officer = d->officer,
		.officer_name = d->officer_name, .print = req->print};
	bool changed;
	return find_rejected(app, req, t, err) &&
		correction_commit(app->store, app->ws, &t->dossier, &opt, &t->intake, &changed, err);
}

static bool is_up(const struct sync_state *state)
{
	return state->link == LINK_ONLINE || state->link == LINK_SLOW;
}

/* A batch can use up the day's numbers faster than the engine, which waits meanwhile, fetches more.
 * Fallback numbers are for when central cannot be asked. */
static bool commit_with_numbers(struct app *app, const struct intake_request *req, struct taken_in *t,
	struct err *err)
{
	struct number_stock stock;
	struct err ignored = ERR_INIT;
	if (app->sync && is_up(sync_state(app->sync)) &&
		numbers_stock(app->store, instant_date(clock_now()), &stock, &ignored) && stock.left == 0)
		app_sync_round(app, CENTRAL_WAIT_MS);
	if (commit(app, req, t, err))
		return true;
	if (err->kind != ERR_UNAVAILABLE || !app->sync)
		return false;
	*err = (struct err)ERR_INIT;
	app_sync_round(app, CENTRAL_WAIT_MS);
	return commit(app, req, t, err);
}

/* What the link is like and, where there is one, whether this database is the only one of its kind. */
static bool knows_enough(const struct sync_state *state)
{
	return state->link != LINK_UNKNOWN && (!is_up(state) || state->compared || state->drained_by[0]);
}

void take_in_probe(struct app *app)
{
	struct err ignored = ERR_INIT;
	if (app_need_workstation(app, &ignored))
		receipt_form_know(app);
	if (!app_need_sync(app, "motcua intake", &ignored))
		return; /* no address configured: offline it is */
	int64_t deadline = clock_mono_ms() + LINK_WAIT_MS;
	sync_kick(app->sync);
	while (!knows_enough(sync_state(app->sync)) && clock_mono_ms() < deadline)
		loop_turn(app->loop, (int)(deadline - clock_mono_ms()));
}

bool take_in(struct app *app, const struct intake_request *req, struct taken_in *t, struct err *err)
{
	dossier_init(&t->dossier);
	if (!build(app, req, t, err) ||
		!(req->uuid ? correct(app, req, t, err) : commit_with_numbers(app, req, t, err)))
		return false;
	(void)numbers_warning(app->store, instant_date(t->dossier.received_at), t->stock_warning,
		sizeof(t->stock_warning));
	if (t->intake.print_job[0])
		t->printed = paper_print(app, t->intake.print_job, "", PAPER_WAIT_INTAKE_MS, &t->paper, &t->paper_err);
	return true;
}

/* It is safe here: no officer waits long for a central that is known not to answer. */
static void wait_for_central(struct app *app)
{
	const struct sync_state *state = sync_state(app->sync);
	bool up = is_up(state);
	bool broken = state->link != LINK_UNKNOWN && !up && !state->chores_only;
	if (!broken)
		app_sync_round(app, up ? DELIVERY_WAIT_MS : LINK_WAIT_MS);
}

void take_in_deliver(struct app *app, struct taken_in *t)
{
	struct dossier d;
	struct dossier_row row;
	if (app->sync)
		wait_for_central(app);
	dossier_init(&d);
	if (dossiers_load(app->store, t->dossier.uuid, &d, NULL, &row, NULL))
		t->delivery = row.delivery;
	dossier_clear(&d);
}

void taken_in_clear(struct taken_in *t)
{
	dossier_clear(&t->dossier);
}

static void report_json(const struct taken_in *t)
{
	const struct dossier *d = &t->dossier;
	struct record *r = record_new();
	record_text(r, "uuid", d->uuid);
	record_text(r, "code", d->code);
	record_bool(r, "fallback", dossier_code_fallback(d->code));
	record_time(r, "received_at", d->received_at);
	record_time(r, "due_at", d->due_at);
	record_text(r, "state", delivery_code(t->delivery));
	record_text(r, "tracking_url", t->intake.url);
	record_text(r, "receipt", t->printed ? t->paper.target :
		t->intake.print_job[0] ? t->intake.print_job : NULL);
	record_print(r, stdout);
}

static void report_text(const struct taken_in *t)
{
	const struct dossier *d = &t->dossier;
	char received[INSTANT_SIZE], due[INSTANT_SIZE];
	static const char *const states[] = {
		[DELIVERY_WAITING] = N_("đã lưu ở máy này, chờ gửi về trung tâm"),
		[DELIVERY_DELIVERED] = N_("trung tâm đã nhận"),
		[DELIVERY_REJECTED] = N_("trung tâm từ chối; xem: motcua queue list"),
	};
	instant_format(d->received_at, received);
	instant_format(d->due_at, due);
	printf(_("Mã hồ sơ:   %s\n"), d->code);
	if (dossier_code_fallback(d->code))
		puts(_("            Số dự phòng: máy đã hết số được cấp cho hôm nay"));
	printf(_("Thủ tục:    %s %s\n"), d->procedure_code, d->procedure_name);
	printf(_("Tiếp nhận:  %s\n"), received);
	printf(_("Hẹn trả:    %s\n"), d->due_at ? due : _("chưa công bố thời hạn"));
	printf(_("Trạng thái: %s\n"), _(states[t->delivery]));
	printf(_("Tra cứu:    %s\n"), t->intake.url);
	if (t->printed)
		printf(_("Giấy hẹn:   %s\n"), t->paper.message);
}

void take_in_report(const struct taken_in *t, bool json)
{
	if (json)
		report_json(t);
	else
		report_text(t);
	if (t->paper_err.kind != ERR_NONE)
		fprintf(stderr, "motcua: %s: %s\n", t->paper.phase == PHASE_UNCERTAIN ? _("CHƯA RÕ") : _("CHƯA IN"),
			t->paper_err.text);
	if (t->stock_warning[0])
		fprintf(stderr, "motcua: %s\n", t->stock_warning);
}
