/*
 * motcua intake: a walk-in dossier without a screen, by options or as lines of JSON. The same path as
 * by key: checked, one durable transaction, receipt, delivery. What central has not got when the
 * command ends stays in the queue.
 */

#include "app/command.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "app/paper.h"
#include "base/clock.h"
#include "base/str.h"
#include "core/intake_request.h"
#include "core/record.h"
#include "i18n/lang.h"
#include "net/sync.h"
#include "store/catalogue.h"
#include "store/dossiers.h"
#include "store/intake.h"
#include "store/outbox.h"
#include "store/workstation.h"

#define LINK_WAIT_MS 1000     /* to learn whether the link is up, before the intake is marked */
#define DELIVERY_WAIT_MS 5000 /* for central's word, after it is safe */

struct options {
	struct intake_request req;
	bool json, lines;
};

static bool read_option(struct options *o, int c, struct err *err)
{
	switch (c) {
	case 'c': o->req.card = optarg; return true;
	case 'a': o->req.applicant = optarg; return true;
	case 'p': o->req.procedure = optarg; return true;
	case 's': o->req.case_id = optarg; return true;
	case 't': o->req.phone = optarg; return true;
	case 'd': o->req.delegate = optarg; return true;
	case 'n': o->req.note = optarg; return true;
	case 'P': o->req.print = true; return true;
	case 'j': o->json = true; return true;
	case 'k': return intake_request_component(&o->req, optarg, err);
	case 'r': return intake_request_result(&o->req, optarg, err);
	case 'N': return str_to_int(optarg, 1, COPIES_MAX, &o->req.copies) ||
		err_at(err, ERR_DATA, "copies", _("Số bộ phải từ 1 đến 20."));
	default: return err_set(err, ERR_USAGE, "%s", "");
	}
}

static bool read_options(struct options *o, int argc, char **argv, struct err *err)
{
	static const struct option longs[] = {
		{"card", required_argument, NULL, 'c'}, {"applicant", required_argument, NULL, 'a'},
		{"procedure", required_argument, NULL, 'p'}, {"case", required_argument, NULL, 's'},
		{"phone", required_argument, NULL, 't'}, {"component", required_argument, NULL, 'k'},
		{"delegate", required_argument, NULL, 'd'}, {"copies", required_argument, NULL, 'N'},
		{"result", required_argument, NULL, 'r'}, {"note", required_argument, NULL, 'n'},
		{"print", no_argument, NULL, 'P'}, {"json", no_argument, NULL, 'j'}, {0},
	};
	int c;
	opterr = 0;
	optind = 1;
	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (!read_option(o, c, err))
			return false;
	}
	o->lines = argc - optind == 1 && str_eq(argv[optind], "-");
	bool one = optind == argc && o->req.procedure && (o->req.card || o->req.applicant);
	return one || o->lines || err_set(err, ERR_USAGE, "%s", "");
}

/* What came of one intake, for the caller of the command. */
struct outcome {
	struct dossier dossier;
	struct intake_result intake;
	struct print_result paper;
	bool printed;
	struct err paper_err;
	enum delivery delivery;
};

/* The whole list on stderr, one line a field, and the first as the command's error. */
static bool refuse(const struct violations *v, struct err *err)
{
	for (size_t i = 1; i < v->n; i++)
		fprintf(stderr, "motcua: %s: %s\n", v->list[i].field, v->list[i].message);
	return err_at(err, ERR_DATA, v->list[0].field, "%s", v->list[0].message);
}

static bool build(struct app *app, const struct intake_request *req, struct dossier *d, struct err *err)
{
	struct procedure p = {0};
	struct violations v = {0};
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
		ok = dossier_check(d, &p, &v) || refuse(&v, err);
	}
	procedure_clear(&p);
	return ok;
}

static bool commit(struct app *app, const struct intake_request *req, struct outcome *out,
	struct err *err)
{
	const struct sync_state *link = app->sync ? sync_state(app->sync) : NULL;
	struct calendar *calendar = catalogue_calendar(app->store);
	const struct intake_options opt = {
		.now = clock_now(),
		.offline = !link || (link->link != LINK_ONLINE && link->link != LINK_SLOW),
		.clock_trusted = !link || sync_clock_trusted(link),
		.print = req->print,
		.calendar = calendar,
	};
	bool ok = intake_commit(app->store, app->ws, &out->dossier, &opt, &out->intake, err);
	calendar_free(calendar);
	return ok;
}

/* Learns the link's state; an answer that does not come in time counts as no link. */
static void probe(struct app *app)
{
	struct err ignored = ERR_INIT;
	if (!app_need_sync(app, &ignored))
		return; /* no address configured: offline it is */
	int64_t deadline = clock_mono_ms() + LINK_WAIT_MS;
	sync_kick(app->sync);
	while (sync_state(app->sync)->link == LINK_UNKNOWN && clock_mono_ms() < deadline)
		loop_turn(app->loop, (int)(deadline - clock_mono_ms()));
}

static void deliver(struct app *app, struct outcome *out)
{
	struct dossier d;
	struct dossier_row row;
	if (app->sync)
		app_sync_round(app, DELIVERY_WAIT_MS);
	dossier_init(&d);
	if (dossiers_load(app->store, out->dossier.uuid, &d, NULL, &row, NULL))
		out->delivery = row.delivery;
	dossier_clear(&d);
}

static void report_json(const struct outcome *out)
{
	const struct dossier *d = &out->dossier;
	struct record *r = record_new();
	record_text(r, "uuid", d->uuid);
	record_text(r, "code", d->code);
	record_time(r, "received_at", d->received_at);
	record_time(r, "due_at", d->due_at);
	record_text(r, "state", delivery_code(out->delivery));
	record_text(r, "tracking_url", out->intake.url);
	record_text(r, "receipt", out->printed ? out->paper.target :
		out->intake.print_job[0] ? out->intake.print_job : NULL);
	record_print(r, stdout);
}

static void report_text(const struct outcome *out)
{
	const struct dossier *d = &out->dossier;
	char received[INSTANT_SIZE], due[INSTANT_SIZE];
	static const char *const states[] = {
		[DELIVERY_WAITING] = N_("đã lưu ở máy này, chờ gửi về trung tâm"),
		[DELIVERY_DELIVERED] = N_("trung tâm đã nhận"),
		[DELIVERY_REJECTED] = N_("trung tâm từ chối; xem: motcua queue list"),
	};
	instant_format(d->received_at, received);
	instant_format(d->due_at, due);
	printf(_("Mã hồ sơ:   %s\n"), d->code);
	printf(_("Thủ tục:    %s %s\n"), d->procedure_code, d->procedure_name);
	printf(_("Tiếp nhận:  %s\n"), received);
	printf(_("Hẹn trả:    %s\n"), d->due_at ? due : _("thời hạn chưa công bố"));
	printf(_("Trạng thái: %s\n"), _(states[out->delivery]));
	printf(_("Tra cứu:    %s\n"), out->intake.url);
	if (out->printed)
		printf(_("Biên nhận:  %s\n"), out->paper.message);
}

/* The receipt that failed is owed, not lost: said, and no reason to call the intake failed. */
static void report(const struct outcome *out, bool json)
{
	if (json)
		report_json(out);
	else
		report_text(out);
	if (out->paper_err.kind != ERR_NONE)
		fprintf(stderr, "motcua: %s: %s\n", _("CHƯA IN"), out->paper_err.text);
}

static bool take_in(struct app *app, const struct intake_request *req, struct outcome *out,
	struct err *err)
{
	dossier_init(&out->dossier);
	if (!build(app, req, &out->dossier, err) || !commit(app, req, out, err))
		return false;
	if (out->intake.print_job[0])
		out->printed = paper_print(app, out->intake.print_job, "", &out->paper, &out->paper_err);
	return true;
}

static int one(struct app *app, const struct options *o, struct err *err)
{
	struct outcome out = {0};
	probe(app);
	bool ok = take_in(app, &o->req, &out, err);
	if (ok) {
		deliver(app, &out);
		report(&out, o->json);
	}
	int status = !ok ? command_fail(err) : err_exit_status(
		out.delivery == DELIVERY_DELIVERED ? ERR_NONE :
		out.delivery == DELIVERY_WAITING ? ERR_WAITING : ERR_DATA);
	dossier_clear(&out.dossier);
	return status;
}

static bool one_line(struct app *app, const struct options *o, const char *line, size_t len,
	struct err *err)
{
	struct outcome out = {0};
	struct intake_request req = {0};
	bool ok = intake_request_from_json(&req, line, len, err);
	req.print |= o->req.print;
	ok = ok && take_in(app, &req, &out, err);
	if (ok)
		report(&out, o->json);
	dossier_clear(&out.dossier);
	intake_request_clear(&req);
	return ok;
}

/* Refused lines are named on stderr; the others are safe. */
static int lines(struct app *app, const struct options *o, struct err *err)
{
	char *line = NULL;
	size_t size = 0, refused = 0, n = 0;
	ssize_t len;
	struct outbox_counts counts;
	probe(app);
	while ((len = getline(&line, &size, stdin)) > 0) {
		struct err why = ERR_INIT;
		n++;
		if (line[0] == '\n' || one_line(app, o, line, (size_t)len, &why))
			continue;
		refused++;
		fprintf(stderr, _("motcua: dòng %zu: %s%s%s\n"), n, why.field, why.field[0] ? ": " : "", why.text);
		if (why.kind != ERR_DATA) {
			*err = why; /* disk full, no numbers: the following lines would fail the same way */
			break;
		}
	}
	free(line);
	if (err->kind != ERR_NONE)
		return command_fail(err);
	if (app->sync)
		app_sync_round(app, DELIVERY_WAIT_MS);
	if (refused)
		err_set(err, ERR_DATA, _("%zu dòng bị từ chối; các dòng khác đã lưu."), refused);
	else if (outbox_counts(app->store, &counts, err) && counts.waiting)
		err_set(err, ERR_WAITING, _("Đã lưu ở máy này; còn %lld hồ sơ chờ gửi."), (long long)counts.waiting);
	return command_fail(err);
}

int cmd_intake(struct app *app, int argc, char **argv, struct err *err)
{
	struct options o = {0};
	int status;
	if (!read_options(&o, argc, argv, err))
		status = err->kind == ERR_USAGE ? command_usage(err, "intake") : command_fail(err);
	else if (!app_need_workstation(app, err))
		status = command_fail(err);
	else
		status = o.lines ? lines(app, &o, err) : one(app, &o, err);
	intake_request_clear(&o.req);
	return status;
}
