#include "app/paper_recall.h"

#include <poll.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/worker.h"
#include "store/print_jobs.h"

/* Files are written, printers without CUPS remember nothing, and of what is uncertain though its end was heard
 * nothing is left there. */
static bool is_in_a_queue(const struct app *app, const struct print_job *job)
{
	return (job->state == PRINT_SENT || job->lost) && job->target[0] && !print_target_is_file(job->target) &&
		worker_can_ask(app->worker, job->target);
}

static struct print_order *order_to_follow(const struct print_job *job)
{
	struct print_order *o = xcalloc(1, sizeof(*o));

	str_copy(o->job, sizeof(o->job), job->id);
	str_copy(o->subject, sizeof(o->subject), job->code);
	o->target = TO_FOLLOW;
	o->name = xstrdup(job->target);
	o->cups_job = job->printer_job;
	return o;
}

static bool next_result(struct worker *worker, int64_t deadline, struct print_result *out)
{
	struct pollfd fd = {.fd = worker_fd(worker), .events = POLLIN};
	int64_t left;

	while (!worker_result(worker, out)) {
		if ((left = deadline - clock_mono_ms()) <= 0 || poll(&fd, 1, (int)left) <= 0)
			return false;
	}
	return true;
}

static bool still_there(const struct print_job *job, const struct print_result *last, struct err *err)
{
	if (last->cups_away)
		return err_set(err, ERR_UNAVAILABLE, _("Không liên lạc được với hệ thống in (CUPS) nên chưa lấy lại được lệnh "
			"in ở máy in %.60s: CUPS chạy lại thì giấy vẫn có thể ra. Chưa ghi nhận gì. Hãy khởi động lại CUPS rồi "
			"chạy lại lệnh này."), job->target);
	return err_set(err, ERR_UNAVAILABLE, _("Chưa lấy lại được lệnh in ở máy in %.60s, giấy vẫn có thể ra. Chưa ghi "
		"nhận gì. Hãy thử lại."), job->target);
}

/* Its last word; false where there is none in time. */
static bool take_back(struct worker *worker, const struct print_job *job, int wait_ms,
	struct print_result *last)
{
	int64_t deadline = clock_mono_ms() + wait_ms;

	*last = (struct print_result){.phase = PHASE_SENT};
	worker_submit(worker, order_to_follow(job));
	/* a press that could not even begin to follow knows nothing */
	if (!next_result(worker, deadline, last) || print_phase_is_last(last->phase))
		return false;
	(void)worker_cancel(worker, job->id); /* it may have ended by itself: that is heard, too */
	do {
		if (!next_result(worker, deadline, last) || last->cups_away)
			return false;
	} while (!print_phase_is_last(last->phase));
	return true;
}

bool paper_recall(struct app *app, const char *job_id, int wait_ms, char *said, size_t size,
	struct err *err)
{
	static const enum print_state after[] = {
		[PHASE_FAILED] = PRINT_OWED, [PHASE_DONE] = PRINT_CONFIRMED, [PHASE_UNCERTAIN] = PRINT_UNCERTAIN,
		[PHASE_CANCELLED] = PRINT_OWED, [PHASE_REFUSED] = PRINT_OWED,
	};
	struct print_job job;
	struct print_result last;

	str_copy(said, size, "");
	if (!print_job_get(app->store, job_id, &job, err) || !app_need_desk(app, err))
		return false;
	if (!is_in_a_queue(app, &job))
		return true;
	if (!print_job_take(app->store, job_id, clock_now(), &job, err))
		return false;
	if (!take_back(app->worker, &job, wait_ms, &last))
		return still_there(&job, &last, err);
	str_copy(said, size, last.message);
	return print_job_set(app->store, job_id, after[last.phase], job.target, last.message, clock_now(), err);
}
