#include "core/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jansson.h>
#include "base/mem.h"
#include "core/calendar_data.h"
#include "i18n/lang.h"

/* ---- reading; `at` is the path of the member at fault */

static bool refuse(struct err *err, const char *at, const char *why)
{
	return err_at(err, ERR_DATA, at, _("Lịch làm việc không hợp lệ ở %s: %s"), at, why);
}

/* "07:00" → second of the day. */
static bool read_clock(const json_t *value, int *second)
{
	const char *s = json_string_value(value);
	if (!s || strlen(s) != 5 || strspn(s, "0123456789:") != 5 || s[2] != ':' ||
		strchr(s + 3, ':') || s[0] == ':' || s[1] == ':')
		return false;
	int hour = (s[0] - '0') * 10 + s[1] - '0', minute = (s[3] - '0') * 10 + s[4] - '0';
	*second = hour * 3600 + minute * 60;
	return hour < 24 && minute < 60;
}

static bool read_windows(struct calendar *cal, const json_t *list, struct err *err)
{
	size_t n = json_array_size(list);
	if (n < 1 || n > WINDOWS_MAX)
		return refuse(err, "windows", _("phải có từ 1 đến 8 khung giờ."));
	for (size_t i = 0; i < n; i++) {
		struct window *w = &cal->windows[i];
		const json_t *pair = json_array_get(list, i);
		char at[64];
		snprintf(at, sizeof(at), "windows[%zu]", i);
		if (json_array_size(pair) != 2 || !read_clock(json_array_get(pair, 0), &w->start) ||
			!read_clock(json_array_get(pair, 1), &w->end))
			return refuse(err, at, _("phải là hai giờ dạng \"07:00\"."));
		if (w->start >= w->end || (i && w->start < w[-1].end))
			return refuse(err, at,
				_("giờ đóng phải sau giờ mở, các khung giờ không chồng lên nhau."));
	}
	cal->n_windows = n;
	return true;
}

static bool read_days(struct calendar_year *y, const json_t *list, const char *at, bool off,
	bool seen[YEAR_DAYS], struct err *err)
{
	if (!json_is_array(list) || json_array_size(list) > YEAR_DAYS)
		return refuse(err, at, _("phải là danh sách không quá 366 ngày."));
	for (size_t i = 0; i < json_array_size(list); i++) {
		struct date d;
		char each[64];
		const char *s = json_string_value(json_array_get(list, i));
		snprintf(each, sizeof(each), "%s[%zu]", at, i);
		if (!s || !date_parse_iso(s, &d))
			return refuse(err, each, _("phải là ngày có thật, dạng \"2026-09-02\"."));
		if (d.year != y->year)
			return refuse(err, each, _("ngày không thuộc năm này."));
		bool *before = &seen[date_to_days(d) - date_to_days((struct date){d.year, 1, 1})];
		if (!off && *before)
			return refuse(err, each, _("một ngày không thể vừa nghỉ vừa làm bù."));
		*before = true;
		calendar_year_mark(y, d, off);
	}
	return true;
}

static bool read_year(struct calendar *cal, const json_t *json, size_t i, struct err *err)
{
	char at[64];
	bool seen[YEAR_DAYS] = {false};
	const json_t *number = json_object_get(json, "year");
	const json_t *official = json_object_get(json, "official");
	json_int_t year = json_integer_value(number);
	snprintf(at, sizeof(at), "years[%zu].year", i);
	if (!json_is_integer(number) || year < 1900 || year > 2199)
		return refuse(err, at, _("phải là một năm từ 1900 đến 2199."));
	if (calendar_year_find(cal, (int)year))
		return refuse(err, at, _("năm này có hai lần."));
	snprintf(at, sizeof(at), "years[%zu].official", i);
	if (!json_is_boolean(official))
		return refuse(err, at, _("phải là true hoặc false."));
	struct calendar_year *y = calendar_year_add(cal, (int)year, json_is_true(official));
	snprintf(at, sizeof(at), "years[%zu].days_off", i);
	if (!read_days(y, json_object_get(json, "days_off"), at, true, seen, err))
		return false;
	const json_t *worked = json_object_get(json, "worked");
	snprintf(at, sizeof(at), "years[%zu].worked", i);
	return !worked || read_days(y, worked, at, false, seen, err);
}

static bool read_calendar(struct calendar *cal, const json_t *root, struct err *err)
{
	const json_t *cutoff = json_object_get(root, "same_day_cutoff");
	const json_t *years = json_object_get(root, "years");
	if (!json_is_object(root))
		return err_set(err, ERR_DATA, _("Lịch làm việc phải là một đối tượng JSON."));
	if (!read_windows(cal, json_object_get(root, "windows"), err))
		return false;
	cal->same_day_cutoff = 15 * 3600;
	if (cutoff && !read_clock(cutoff, &cal->same_day_cutoff))
		return refuse(err, "same_day_cutoff", _("phải là giờ dạng \"15:00\"."));
	if (!json_is_array(years) || json_array_size(years) > YEARS_MAX)
		return refuse(err, "years", _("phải là danh sách không quá 100 năm."));
	for (size_t i = 0; i < json_array_size(years); i++) {
		if (!read_year(cal, json_array_get(years, i), i, err))
			return false;
	}
	return true;
}

struct calendar *calendar_from_json(const char *json, size_t len, struct err *err)
{
	json_error_t why;
	json_t *root = json_loadb(json, len, JSON_REJECT_DUPLICATES, &why);
	if (!root) {
		err_set(err, ERR_DATA, _("Lịch làm việc không phải JSON đúng, sai ở dòng %d."), why.line);
		return NULL;
	}
	struct calendar *cal = xcalloc(1, sizeof(*cal));
	if (!read_calendar(cal, root, err)) {
		calendar_free(cal);
		cal = NULL;
	}
	json_decref(root);
	return cal;
}
