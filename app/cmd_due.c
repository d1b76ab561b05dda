/* motcua due: when the result is due, by the same rules as at the counter. */

#include "app/command.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/fs.h"
#include "base/str.h"
#include "core/procedure.h"
#include "i18n/lang.h"
#include "store/catalogue.h"

#define COUNT_MAX 3650

struct options {
	const char *received, *procedure, *days, *hours;
	bool calendar_days;
};

static bool read_options(struct options *o, int argc, char **argv)
{
	static const struct option longs[] = {
		{"received", required_argument, NULL, 'r'}, {"procedure", required_argument, NULL, 'p'},
		{"days", required_argument, NULL, 'd'}, {"hours", required_argument, NULL, 'h'},
		{"calendar-days", no_argument, NULL, 'c'}, {0},
	};
	int c;
	opterr = 0;
	optind = 1;
	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		switch (c) {
		case 'r': o->received = optarg; break;
		case 'p': o->procedure = optarg; break;
		case 'd': o->days = optarg; break;
		case 'h': o->hours = optarg; break;
		case 'c': o->calendar_days = true; break;
		default: return false;
		}
	}
	int ways = !!o->procedure + !!o->days + !!o->hours;
	return optind == argc && o->received && ways == 1 && !(o->calendar_days && !o->days);
}

static bool count_limit(const struct options *o, struct time_limit *limit, struct err *err)
{
	int64_t n;
	if (!str_to_int(o->days ? o->days : o->hours, 0, COUNT_MAX, &n))
		return err_set(err, ERR_DATA, _("Thời hạn phải là một số từ 0 đến 3650."));
	limit->count = (int)n;
	limit->unit = o->hours ? TIME_WORKING_HOURS :
		o->calendar_days ? TIME_CALENDAR_DAYS : TIME_WORKING_DAYS;
	return true;
}

static bool procedure_limit(struct app *app, const char *code, struct time_limit *limit,
	struct err *err)
{
	struct procedure p = {0};
	char hash[65];
	bool ok = app_need_store(app, err) && catalogue_procedure(app->store, code, &p, hash, err);
	if (ok) {
		*limit = p.terms[CHANNEL_DIRECT].time;
		if (limit->unit == TIME_NOT_PUBLISHED)
			ok = err_set(err, ERR_DATA, _("Thủ tục %s chưa công bố thời hạn giải quyết."), code);
	}
	procedure_clear(&p);
	return ok;
}

/* The cached calendar where this PC has one; a calculation alone makes no database. */
static struct calendar *calendar_of(struct app *app)
{
	char *path = app_db_path(app);
	bool there = app->config.data_dir[0] && fs_exists(path);
	struct err err = ERR_INIT;
	free(path);
	if (there && app_need_store(app, &err))
		return catalogue_calendar(app->store);
	return calendar_builtin();
}

int cmd_due(struct app *app, int argc, char **argv, struct err *err)
{
	struct options o = {0};
	struct time_limit limit = {0};
	int64_t received;
	if (!read_options(&o, argc, argv))
		return command_usage(err, "due");
	if (!instant_parse(o.received, &received)) {
		err_set(err, ERR_DATA, _("Giờ nhận phải viết như 2026-11-23T08:43:00+07:00."));
		return command_fail(err);
	}
	if (!(o.procedure ? procedure_limit(app, o.procedure, &limit, err) : count_limit(&o, &limit, err)))
		return command_fail(err);
	struct calendar *calendar = calendar_of(app);
	struct due due = calendar_due(calendar, received, limit);
	calendar_free(calendar);
	char text[INSTANT_SIZE];
	instant_format(due.at, text);
	puts(text);
	if (due.provisional)
		fprintf(stderr, "motcua: %s\n", _("Tạm tính: năm đó chưa có lịch nghỉ chính thức."));
	return 0;
}
