#include "app/paper.h"

#include <poll.h>
#include <string.h>
#include "base/clock.h"
#include "base/str.h"
#include "i18n/lang.h"

/* After the wait, for what only this command brings to its end. */
#define GRACE_MS (10 * 1000)     /* until the first word; until a printer that stands still is given up */
#define SLOW_MS (5 * 60 * 1000)  /* while a printer without CUPS is at it */
#define TAKE_BACK_MS (5 * 1000)

/* Waits for a result until then; false when none came. */
static bool wait_for_result(struct app *app, int64_t deadline)
{
	struct pollfd fd = {.fd = worker_fd(app->worker), .events = POLLIN};
	int64_t left = deadline - clock_mono_ms();
	return left > 0 && poll(&fd, 1, (int)left) > 0;
}

/* Results so far; those of other jobs are stored on the way. *told: one of this job's came. */
static bool collect(struct app *app, const char *job_id, struct print_result *result, bool *told)
{
	struct print_job job;
	struct print_result any;
	while (desk_collect(app->desk, &job, &any)) {
		if (!str_eq(any.job, job_id))
			continue;
		*result = any;
		*told = true;
		if (print_phase_is_last(any.phase))
			return true;
	}
	return false;
}

static bool still_there(const struct print_result *result, bool told, struct err *err)
{
	if (told && result->phase != PHASE_SENT)
		return err_set(err, ERR_WAITING, _("%s Lệnh in vẫn nằm ở máy in, chưa cần in lại. Xem: motcua print "
			"--list"), result->message);
	return err_set(err, ERR_WAITING, _("Máy in chưa báo in xong. Lệnh in vẫn nằm ở đó, chưa cần in lại. Xem: "
		"motcua print --list"));
}

/* True when the last result came by then. */
static bool ends_by(struct app *app, const char *job_id, int64_t deadline, struct print_result *result,
	bool *told)
{
	while (!collect(app, job_id, result, told)) {
		if (!wait_for_result(app, deadline))
			return false;
	}
	return true;
}

/* What CUPS has it keeps and prints when it can. What stands at a printer without CUPS goes nowhere once this
 * command has ended: it is brought to an end, and told as that. */
static bool brought_to_end(struct app *app, const char *job_id, int64_t deadline,
	struct print_result *result, bool *told)
{
	while (!*told) {
		if (!wait_for_result(app, deadline + GRACE_MS))
			return false;
		if (collect(app, job_id, result, told))
			return true;
	}
	if (result->cups_job)
		return false;
	if (ends_by(app, job_id, deadline + GRACE_MS, result, told))
		return true;
	while (result->phase == PHASE_PRINTING && clock_mono_ms() < deadline + SLOW_MS)
		if (ends_by(app, job_id, clock_mono_ms() + GRACE_MS, result, told))
			return true;
	return worker_cancel(app->worker, job_id) &&
		ends_by(app, job_id, clock_mono_ms() + TAKE_BACK_MS, result, told);
}

bool paper_print(struct app *app, const char *job_id, const char *target, int wait_ms,
	struct print_result *result, struct err *err)
{
	bool told = false;
	memset(result, 0, sizeof(*result));
	if (!app_need_desk(app, err))
		return false;
	desk_set_patience(app->desk, wait_ms);
	if (!desk_send(app->desk, job_id, target, err))
		return false;
	int64_t deadline = clock_mono_ms() + wait_ms;
	if (!ends_by(app, job_id, deadline, result, &told) &&
		!brought_to_end(app, job_id, deadline, result, &told))
		return still_there(result, told, err);
	return result->phase == PHASE_DONE || err_set(err, result->phase == PHASE_REFUSED ? ERR_DATA :
		result->to_file ? ERR_DISK : ERR_UNAVAILABLE, "%s", result->message);
}

bool paper_recover(struct app *app, int wait_ms, struct err *err)
{
	struct print_result result;
	struct print_job job;
	if (!app_need_desk(app, err) || !print_jobs_recover(app->store, clock_now(), err) ||
		!desk_follow_all(app->desk, err))
		return false;
	int64_t deadline = clock_mono_ms() + wait_ms;
	int standing = 0; /* and nothing more to hear of them for now */
	while (desk_pending(app->desk) > standing && wait_for_result(app, deadline))
		while (desk_collect(app->desk, &job, &result))
			standing += result.phase == PHASE_WAITING;
	return true;
}
