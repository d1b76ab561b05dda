/* motcua queue: what waits and what was refused, and putting refused ones back. */

#include "app/command.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "app/queue_export.h"
#include "app/queue_missing.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/field_words.h"
#include "core/record.h"
#include "i18n/lang.h"
#include "store/alarms.h"
#include "store/drain.h"
#include "store/outbox.h"
#include "store/settle.h"

#define PAGE 200

/* Calls fn for every row, page by page; stops with the first false. */
typedef bool row_fn(const struct outbox_row *row, void *user, struct err *err);

static bool each_row(struct app *app, row_fn *fn, void *user, struct err *err)
{
	int64_t offset = 0, total = 1;
	bool ok = true;
	while (ok && offset < total) {
		struct outbox_row *rows;
		size_t n;
		if (!outbox_list(app->store, offset, PAGE, &rows, &n, &total, err))
			return false;
		for (size_t i = 0; ok && i < n; i++)
			ok = fn(&rows[i], user, err);
		free(rows);
		offset += PAGE;
	}
	return ok;
}

static struct record *row_record(const struct outbox_row *row)
{
	struct record *r = record_new();
	record_text(r, "uuid", row->uuid);
	record_text(r, "code", row->code);
	record_text(r, "state", row->rejected ? "rejected" : "waiting");
	record_time(r, "received_at", row->received_at);
	record_int(r, "attempts", row->attempts);
	record_time(r, "last_at", row->last_at);
	if (row->relayed)
		record_int(r, "taken_in_by_counter", row->relayed);
	record_text(r, "reason", row->reason[0] ? row->reason : NULL);
	if (row->rejected) {
		record_text(r, "type", row->problem.type);
		record_array(r, "violations");
		for (size_t i = 0; i < row->problem.violations.n; i++) {
			const struct violation *v = &row->problem.violations.list[i];
			struct record *item = record_new();
			record_text(item, "field", v->field);
			record_text(item, "code", v->code);
			record_text(item, "message", v->message);
			record_push(r, "violations", item);
		}
	}
	return r;
}

static bool list_row(const struct outbox_row *row, void *user, struct err *err)
{
	const bool *json = user;
	(void)err;
	if (*json)
		return record_print(row_record(row), stdout);
	char at[INSTANT_SIZE];
	instant_format(row->received_at, at);
	char whose[64] = "";
	if (row->relayed)
		snprintf(whose, sizeof(whose), _(" (của quầy %d)"), row->relayed);
	printf("%s  %s  %.16s  %s%s%s%s\n", row->uuid, row->code, at,
		outbox_row_state(row), whose, row->reason[0] ? ": " : "",
		row->reason);
	return true;
}

/* What must not be overlooked by whoever reads only this list: numbers given out twice, data that was
 * copied. */
static bool list_alarms(struct app *app, bool json, struct err *err)
{
	static const char *const kinds[] = {"clash", "cloned", "restored"};
	struct alarm alarms[64];
	size_t n;
	int64_t total;
	char text[ALARM_TEXT];
	if (!alarms_list(app->store, clock_now(), alarms, ARRAY_LEN(alarms), &n, &total, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		bool ours = false;
		for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
			ours = ours || str_eq(alarms[i].kind->id, kinds[k]);
		if (!ours)
			continue;
		alarm_text(&alarms[i], text);
		if (json) {
			struct record *r = record_new();
			record_text(r, "state", "alarm");
			record_text(r, "type", alarms[i].kind->id);
			record_text(r, "code", str_eq(alarms[i].kind->id, "clash") ? alarms[i].subject : NULL);
			record_time(r, "at", alarms[i].at);
			record_text(r, "text", text);
			record_print(r, stdout);
		} else {
			printf(_("! CẢNH BÁO: %s\n"), text);
		}
	}
	return true;
}

static int list(struct app *app, bool json, struct err *err)
{
	return list_alarms(app, json, err) && each_row(app, list_row, &json, err) ? 0 :
		command_fail(err);
}

static void tell_violation(const struct violation *v)
{
	char field[120];
	field_words(v->field, field, sizeof(field));
	printf("    %s: %s\n", field, v->message[0] ? v->message : v->code);
}

static int show(struct app *app, const char *key, bool json, struct err *err)
{
	struct outbox_row row;
	bool found;
	if (!outbox_find(app->store, key, &row, &found, err))
		return command_fail(err);
	if (!found)
		err_set(err, ERR_DATA, _("Không có hồ sơ %.64s trong hàng đợi."), key);
	else
		(void)list_row(&row, &json, err);
	for (size_t i = 0; found && !json && row.rejected && i < row.problem.violations.n; i++)
		tell_violation(&row.problem.violations.list[i]);
	if (found && !json && settle_possible(&row))
		printf(_("Khi đã so hai bản và bản ở trung tâm là bản đúng: motcua queue settle %s\n"), row.code);
	return command_fail(err);
}

static int settle(struct app *app, const char *key, struct err *err)
{
	char code[DOSSIER_CODE_SIZE], officer[64], name[200];
	if (!app_need_workstation(app, err))
		return command_fail(err);
	app_officer(app, officer, sizeof(officer), name, sizeof(name));
	if (settle_by_central(app->store, key, officer, clock_now(), code, err))
		printf(_("Đã ghi nhận: bản ở trung tâm của hồ sơ %s là bản đúng. Bản ở máy này được cất đi, không gửi "
			"nữa.\n"), code);
	return command_fail(err);
}

static int retry_all(struct app *app, struct err *err)
{
	int64_t n;
	if (outbox_retry_all(app->store, &n, err)) {
		drain_poke(app->store);
		printf(_("Đã đưa %lld hồ sơ trở lại hàng đợi.\n"), (long long)n);
	}
	return command_fail(err);
}

int cmd_queue(struct app *app, int argc, char **argv, struct err *err)
{
	bool json = argc > 1 && str_eq(argv[argc - 1], "--json");
	argc -= json;
	const char *verb = argc > 1 ? argv[1] : "list";
	bool known = (str_eq(verb, "list") && argc <= 2) ||
		((str_eq(verb, "show") || str_eq(verb, "retry") || str_eq(verb, "settle") ||
			str_eq(verb, "missing") || str_eq(verb, "export")) && argc == 3);
	if (!known)
		return command_usage(err, "queue");
	if (str_eq(verb, "export"))
		return queue_export(app, argv[2], json, err);
	if (!app_need_store(app, err))
		return command_fail(err);
	if (str_eq(verb, "list"))
		return list(app, json, err);
	if (str_eq(verb, "show"))
		return show(app, argv[2], json, err);
	if (str_eq(verb, "missing"))
		return queue_missing(app, argv[2], json, err);
	if (str_eq(verb, "settle"))
		return settle(app, argv[2], err);
	if (str_eq(argv[2], "--all"))
		return retry_all(app, err);
	if (outbox_retry(app->store, argv[2], err)) {
		drain_poke(app->store);
		puts(_("Đã đưa hồ sơ trở lại hàng đợi."));
	}
	return command_fail(err);
}
