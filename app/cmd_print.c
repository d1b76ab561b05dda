/* motcua print: papers of dossiers, procedures and periods; what is open, and settling it. */

#include "app/command.h"

#include <stdio.h>
#include <stdlib.h>
#include "app/paper.h"
#include "app/print_list.h"
#include "app/print_request.h"
#include "app/print_what.h"
#include "base/clock.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/paper_owe.h"

/* How long a paper is followed. The environment may only make it shorter. */
static int wait_ms(void)
{
	const char *env = getenv("MOTCUA_TEST_PRINT_MS");
	int64_t ms;
	return env && str_to_int(env, 1, PAPER_WAIT_MS, &ms) ? (int)ms : PAPER_WAIT_MS;
}

static void say_paper(struct app *app, const struct print_job *before, const struct print_result *result,
	const struct err *why, bool json)
{
	struct print_job job;
	if (!print_job_get(app->store, before->id, &job, NULL))
		job = *before;
	if (json)
		print_list_record(&job, why->kind == ERR_NONE ? result->message : why->text);
	else if (why->kind == ERR_NONE)
		puts(result->message);
}

/* One paper on its way; what went wrong with it is told with its code when there are several. */
static enum err_kind print_one(struct app *app, const struct print_request *r,
	const struct print_wish *wish, bool several, struct err *err)
{
	struct print_job job;
	struct print_result result = {.phase = PHASE_FAILED};
	struct err why = ERR_INIT;
	if (!paper_owe(app->store, wish, clock_now(), &job, &why)) {
		if (str_eq(why.field, "again"))
			err_set(err, why.kind, "%s %s", why.text, _("Yêu cầu bổ sung quá một lần thì hồ sơ bị tính là quá "
				"hạn. Vẫn cần lập thì thêm --again; chỉ cần bản sao thì dùng --copy."));
		else
			*err = why;
		return err->kind;
	}
	bool out = paper_print(app, job.id, r->to, wait_ms(), &result, &why);
	if (out || r->json)
		say_paper(app, &job, &result, &why, r->json);
	if (why.kind != ERR_NONE && several)
		fprintf(stderr, "motcua: %s: %s\n", job.code, why.text);
	else if (why.kind != ERR_NONE)
		*err = why;
	return why.kind;
}

/* All of them, whatever becomes of one; what did not come out at all says more than what stands still. */
static int print_all(struct app *app, const struct print_request *r, const struct print_what *what,
	struct err *err)
{
	enum err_kind worst = ERR_NONE;
	size_t missing = 0;
	for (size_t i = 0; i < what->n; i++) {
		enum err_kind kind = print_one(app, r, &what->wishes[i], what->n > 1, err);
		missing += kind != ERR_NONE;
		if (worst == ERR_NONE || (worst == ERR_WAITING && kind != ERR_NONE))
			worst = kind;
	}
	if (missing && err->kind == ERR_NONE)
		err_set(err, worst, _("%zu trong %zu giấy chưa in xong."), missing, what->n);
	return err_exit_status(worst);
}

static int print(struct app *app, const struct print_request *r, struct err *err)
{
	struct print_what what = {.n = 0};
	int status = app_need_workstation(app, err) && print_what_read(&what, app, r, err) ?
		print_all(app, r, &what, err) : command_fail(err);
	print_what_clear(&what);
	return status;
}

/* The further paper of a job that was given up is printed at once. */
static int settle(struct app *app, const struct print_request *r, struct err *err)
{
	struct print_job again;
	struct print_result result;
	bool owed;
	if (!print_settle(app, r, &again, &owed, err))
		return command_fail(err);
	if (!owed)
		return 0;
	bool ok = paper_print(app, again.id, r->to, wait_ms(), &result, err);
	const struct err none = ERR_INIT;
	if (ok || r->json)
		say_paper(app, &again, &result, ok ? &none : err, r->json);
	return command_fail(err);
}

int cmd_print(struct app *app, int argc, char **argv, struct err *err)
{
	struct print_request r;
	if (!print_request_read(&r, argc, argv))
		return command_usage(err, "print");
	if (r.list)
		return print_list(app, &r, err) ? 0 : command_fail(err);
	return r.settle ? settle(app, &r, err) : print(app, &r, err);
}
