/* motcua print: a receipt (again) for a dossier taken in here. */

#include "app/command.h"

#include <getopt.h>
#include <stdio.h>
#include "app/paper.h"
#include "base/clock.h"
#include "base/str.h"
#include "core/record.h"
#include "i18n/lang.h"
#include "store/dossiers.h"

struct options {
	const char *form, *to;
	bool json;
};

static bool read_options(struct options *o, int argc, char **argv)
{
	static const struct option longs[] = {
		{"form", required_argument, NULL, 'f'}, {"to", required_argument, NULL, 't'},
		{"copy", no_argument, NULL, 'c'}, {"json", no_argument, NULL, 'j'}, {0},
	};
	int c;
	opterr = 0;
	optind = 1;
	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		switch (c) {
		case 'f': o->form = optarg; break;
		case 't': o->to = optarg; break;
		case 'c': break; /* a further paper is a copy by itself, and says so */
		case 'j': o->json = true; break;
		default: return false;
		}
	}
	return argc - optind == 1;
}

static bool find_dossier(struct app *app, const char *code, struct dossier_row *row, struct err *err)
{
	struct dossier d;
	dossier_init(&d);
	bool ok = dossiers_load(app->store, code, &d, NULL, row, err);
	dossier_clear(&d);
	return ok;
}

/* A notice is owed only where there is something to give notice of. */
static bool may_print(const char *form, const struct dossier_row *row, struct err *err)
{
	return !str_eq(form, "notice") || row->delivery == DELIVERY_REJECTED ||
		err_set(err, ERR_DATA, _("Hồ sơ này không bị trung tâm từ chối, nên không có gì để thông báo."));
}

static void report(const struct print_job *job, const struct print_result *result, bool json)
{
	if (json) {
		struct record *r = record_new();
		record_text(r, "job", job->id);
		record_text(r, "code", job->code);
		record_int(r, "copy", job->copy);
		record_text(r, result->to_file ? "file" : "printer", result->target);
		record_print(r, stdout);
		return;
	}
	puts(result->message);
}

int cmd_print(struct app *app, int argc, char **argv, struct err *err)
{
	struct options o = {.form = "01", .to = ""};
	struct dossier_row row;
	struct print_job job;
	struct print_result result;
	if (!read_options(&o, argc, argv))
		return command_usage(err, "print");
	if (!str_eq(o.form, "01") && !str_eq(o.form, "notice")) {
		err_set(err, ERR_DATA, _("Chưa có mẫu %.20s; hiện có mẫu 01 (giấy tiếp nhận và hẹn trả) và notice "
			"(thông báo về hồ sơ bị từ chối)."), o.form);
		return command_fail(err);
	}
	if (!app_need_workstation(app, err) || !find_dossier(app, argv[optind], &row, err) ||
		!may_print(o.form, &row, err) ||
		!print_job_add(app->store, row.uuid, o.form, clock_now(), &job, err) ||
		!paper_print(app, job.id, o.to, &result, err))
		return command_fail(err);
	report(&job, &result, o.json);
	return 0;
}
