#include "core/asked.h"

#include "base/mem.h"
#include "core/record.h"
#include "core/written.h"
#include "i18n/lang.h"

static bool put_text(struct record *json, const char *name, const char *text, struct date today)
{
	(void)today;
	record_text(json, name, text);
	return true;
}

static bool put_time(struct record *json, const char *name, const char *text, struct date today)
{
	int64_t at;
	if (!written_moment(text, today, &at))
		return false;
	record_time(json, name, at);
	return true;
}

static bool put_date(struct record *json, const char *name, const char *text, struct date today)
{
	struct date day;
	char iso[DATE_SIZE];
	if (!written_day(text, today, &day))
		return false;
	date_format_iso(day, iso);
	record_text(json, name, iso);
	return true;
}

static bool put_number(struct record *json, const char *name, const char *text, struct date today)
{
	int64_t n;
	(void)today;
	if (!written_amount(text, &n))
		return false;
	record_int(json, name, n);
	return true;
}

static bool put_line(struct record *json, const char *name, const char *text, struct date today)
{
	(void)today;
	record_push_text(json, name, text);
	return true;
}

static const struct kind {
	bool (*put)(struct record *json, const char *name, const char *text, struct date today);
	const char *wanted;
} kinds[] = {
	[ASK_TEXT] = {put_text, ""},
	[ASK_TIME] = {put_time, N_("Phải là giờ và ngày, như \"17:00 08/12/2026\" hoặc 2026-12-08T17:00.")},
	[ASK_DATE] = {put_date, N_("Phải là ngày, như 08/12/2026 hoặc 2026-12-08.")},
	[ASK_NUMBER] = {put_number, N_("Phải là một số từ 0 đến 1.000.000.000.000.000, như 250000 hoặc 250.000.")},
	[ASK_LIST] = {put_line, ""},
};

bool asked_put(struct record *json, const char *name, enum ask_kind kind, const char *text,
	struct date today, struct err *err)
{
	return kinds[kind].put(json, name, text, today) ||
		err_at(err, ERR_DATA, name, "%s", _(kinds[kind].wanted));
}
