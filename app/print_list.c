#include "app/print_list.h"

#include <stdio.h>
#include <stdlib.h>
#include "app/paper.h"
#include "app/paper_recall.h"
#include "app/print_target.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/record.h"
#include "i18n/lang.h"
#include "store/dossiers.h"

#define RECOVER_MS 3000

/* ---- saying */

/* The number it bears where it is, or would bear. */
static int copy_of(const struct print_job *job)
{
	return print_target_is_file(job->target) ? job->file_copy : job->copy;
}

void print_list_record(const struct print_job *job, const char *message)
{
	struct record *r = record_new();
	record_text(r, "job", job->id);
	record_text(r, "code", job->code);
	record_text(r, "form", job->form);
	record_int(r, "copy", copy_of(job));
	record_text(r, "state", print_state_code(job->state));
	if (job->paper[0])
		record_text(r, "paper", job->paper);
	if (job->target[0])
		record_text(r, print_target_is_file(job->target) ? "file" : "printer", job->target);
	if (job->template[0])
		record_text(r, "template", job->template);
	if (job->n_dossiers > 1)
		record_int(r, "dossiers", job->n_dossiers);
	record_text(r, "officer", job->officer);
	record_int(r, "counter", job->counter);
	record_time(r, "created_at", job->created_at);
	record_time(r, "printed_at", job->printed_at);
	record_text(r, "message", message);
	record_print(r, stdout);
}

static void say(const struct print_job *job)
{
	static const char *const states[] = {
		[PRINT_OWED] = N_("chưa in"), [PRINT_SENT] = N_("đang ở máy in"), [PRINT_CONFIRMED] = N_("đã in"),
		[PRINT_UNCERTAIN] = N_("không rõ đã in chưa"), [PRINT_GIVEN_UP] = N_("đã bỏ"),
	};
	char at[INSTANT_SIZE];
	instant_format(job->printed_at ? job->printed_at : job->created_at, at);
	printf("%s  %.16s  %s  %s", job->id, at, job->code, job->form);
	if (copy_of(job) > 0)
		printf(_("  BẢN SAO %d"), copy_of(job));
	bool saved = job->state == PRINT_CONFIRMED && print_target_is_file(job->target);
	printf("  %s", saved ? _("đã lưu thành tệp") : _(states[job->state]));
	if (job->target[0])
		printf("  %s", job->target);
	putchar('\n');
	if (job->detail[0] && job->state != PRINT_CONFIRMED)
		printf("    %s\n", job->detail);
}

static void say_all(const struct print_job *jobs, size_t n, bool json)
{
	for (size_t i = 0; i < n; i++) {
		if (json)
			print_list_record(&jobs[i], jobs[i].detail);
		else
			say(&jobs[i]);
	}
}

/* ---- which */

static bool list_open(struct app *app, bool json, struct err *err)
{
	struct print_job *jobs;
	size_t n;
	if (!print_jobs_open(app->store, &jobs, &n, err))
		return false;
	say_all(jobs, n, json);
	if (n == 0 && !json)
		puts(_("Không có giấy nào chưa in."));
	free(jobs);
	return true;
}

/* Papers outlive what is personal of their dossier, so only its name has to be known. */
static bool find_uuid(struct app *app, const char *code, char uuid[UUID_SIZE], struct err *err)
{
	struct dossier d;
	struct dossier_row row = {.uuid = ""};
	struct err why = ERR_INIT;
	dossier_init(&d);
	bool ok = dossiers_load(app->store, code, &d, NULL, &row, &why) || row.uuid[0];
	dossier_clear(&d);
	str_copy(uuid, UUID_SIZE, row.uuid);
	return ok || err_set(err, why.kind, "%s", why.text);
}

static bool list_of(struct app *app, const char *code, bool json, struct err *err)
{
	struct print_job *jobs;
	char uuid[UUID_SIZE];
	size_t n;
	if (!find_uuid(app, code, uuid, err) || !print_jobs_of(app->store, uuid, &jobs, &n, err))
		return false;
	say_all(jobs, n, json);
	free(jobs);
	return true;
}

bool print_list(struct app *app, const struct print_request *request, struct err *err)
{
	if (!paper_recover(app, RECOVER_MS, err))
		return false;
	if (request->n_codes == 0)
		return list_open(app, request->json, err);
	for (size_t i = 0; i < request->n_codes; i++)
		if (!list_of(app, request->codes[i], request->json, err))
			return false;
	return true;
}

/* ---- settling */

static bool parse_how(const char *word, enum print_settle *how, struct err *err)
{
	static const char *const words[] = {
		[SETTLE_PRINTED] = "printed", [SETTLE_AGAIN] = "again", [SETTLE_DROP] = "drop",
	};
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (str_eq(words[i], word)) {
			*how = (enum print_settle)i;
			return true;
		}
	}
	return err_set(err, ERR_USAGE, _("Sau --settle JOB phải là printed (đã có giấy), again (in lại) hoặc drop "
		"(bỏ)."));
}

static void say_settled(const struct print_job *job, enum print_settle how)
{
	if (how == SETTLE_PRINTED)
		printf(_("Đã ghi là có giấy: mẫu %s của %s.\n"), job->form, job->code);
	else
		printf(_("Đã bỏ lệnh in mẫu %s của %s. Cần giấy thì in lại.\n"), job->form, job->code);
}

bool print_settle(struct app *app, const struct print_request *request, struct print_job *again,
	bool *owed, struct err *err)
{
	char id[64], name[200];
	enum print_settle how = SETTLE_DROP;
	char said[400] = "";
	*owed = false;
	if (!parse_how(request->codes[0], &how, err) || !app_need_workstation(app, err) ||
		!print_target_check_file(request->to, err) ||
		!print_jobs_recover(app->store, clock_now(), err) || (how != SETTLE_PRINTED &&
			!paper_recall(app, request->settle, PAPER_RECALL_MS, said, sizeof(said), err)))
		return false;
	if (said[0] && !request->json)
		puts(said);
	app_officer(app, id, sizeof(id), name, sizeof(name));
	if (!print_job_settle(app->store, request->settle, how, name, clock_now(), again, err))
		return false;
	*owed = how == SETTLE_AGAIN;
	struct print_job job;
	if (*owed || !print_job_get(app->store, request->settle, &job, NULL))
		return true;
	if (request->json)
		print_list_record(&job, job.detail);
	else
		say_settled(&job, how);
	return true;
}
