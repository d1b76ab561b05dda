#include "app/paper.h"

#include <poll.h>
#include "base/str.h"
#include "i18n/lang.h"

#define WAIT_MS (60 * 1000)

/* The result of this very job; those of others are stored on the way. */
static bool collect(struct app *app, const char *job_id, struct print_result *result)
{
	struct print_job job;
	while (desk_collect(app->desk, &job, result)) {
		if (str_eq(result->job, job_id) && print_phase_is_last(result->phase))
			return true;
	}
	return false;
}

bool paper_print(struct app *app, const char *job_id, const char *target,
	struct print_result *result, struct err *err)
{
	if (!app_need_desk(app, err) || !desk_send(app->desk, job_id, target, err))
		return false;
	while (!collect(app, job_id, result)) {
		struct pollfd fd = {.fd = worker_fd(app->worker), .events = POLLIN};
		if (poll(&fd, 1, WAIT_MS) == 0)
			return err_set(err, ERR_UNAVAILABLE, _("Máy in không trả lời. Hồ sơ đã lưu; in lại bằng: "
				"motcua print MÃ"));
	}
	return result->phase == PHASE_DONE ||
		err_set(err, result->to_file ? ERR_DISK : ERR_UNAVAILABLE, "%s", result->message);
}
