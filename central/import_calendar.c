#include "central/import_rows.h"

#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "central/import.h"
#include "central/items.h"
#include "core/date.h"
#include "core/written.h"
#include "i18n/lang.h"

/*
 * A spreadsheet of days off: date | kind (off, worked) | official (1 or empty, said once a year is
 * enough). The years it names are taken from it alone; years it does not name, and the working hours,
 * stay as the calendar has them.
 */

static json_t *year_find(const json_t *years, json_int_t year)
{
	size_t i;
	json_t *one;
	json_array_foreach(years, i, one) {
		if (json_integer_value(json_object_get(one, "year")) == year)
			return one;
	}
	return NULL;
}

static json_t *year_of(json_t *years, int year)
{
	json_t *one = year_find(years, year);
	if (one)
		return one;
	one = json_pack("{s:i, s:b, s:[], s:[]}", "year", year, "official", 0, "days_off", "worked");
	json_array_append_new(years, one);
	return one;
}

static const char *day_add(json_t *years, const json_t *row)
{
	const char *text = json_string_value(json_object_get(row, "date"));
	const char *kind = json_string_value(json_object_get(row, "kind"));
	const char *official = json_string_value(json_object_get(row, "official"));
	struct date day;
	char iso[DATE_SIZE];
	if (!text || !written_date(text, &day))
		return N_("date: phải là một ngày như 2026-11-24 hoặc 24/11/2026");
	if (!kind || (!str_eq(kind, "off") && !str_eq(kind, "worked")))
		return N_("kind: phải là off (nghỉ) hoặc worked (làm bù)");
	json_t *year = year_of(years, day.year);
	date_format_iso(day, iso);
	json_array_append_new(json_object_get(year, str_eq(kind, "off") ? "days_off" : "worked"),
		json_string(iso));
	if (official && str_eq(official, "1"))
		json_object_set_new(year, "official", json_true());
	return NULL;
}

static int by_year(const void *a, const void *b)
{
	json_int_t x = json_integer_value(json_object_get(*(json_t *const *)a, "year"));
	json_int_t y = json_integer_value(json_object_get(*(json_t *const *)b, "year"));
	return (x > y) - (x < y);
}

/* The years of both, the new ones where both have one, in order. */
static json_t *years_merge(const json_t *years, const json_t *before)
{
	size_t n = 0, i;
	json_t *one, *merged = json_array();
	json_t **list = xcalloc(json_array_size(years) + json_array_size(before) + 1, sizeof(*list));
	json_array_foreach(years, i, one)
		list[n++] = one;
	json_array_foreach(before, i, one) {
		if (!year_find(years, json_integer_value(json_object_get(one, "year"))))
			list[n++] = one;
	}
	qsort(list, n, sizeof(*list), by_year);
	for (i = 0; i < n; i++)
		json_array_append(merged, list[i]);
	free(list);
	return merged;
}

/* The calendar as it is, or one with the usual working hours and no years. */
static bool calendar_before(struct db *db, json_t **out, struct err *err)
{
	struct buf body;
	bool found;
	buf_init(&body, IMPORT_MAX);
	bool ok = items_body(db, "calendar", "vn", &body, &found, err);
	*out = ok && found ? json_loads(buf_str(&body), 0, NULL) : NULL;
	if (!*out)
		*out = json_pack("{s:s, s:[[s,s],[s,s]], s:s, s:[]}", "id", "vn", "windows",
			"07:00", "11:30", "13:30", "17:00", "same_day_cutoff", "15:00", "years");
	buf_clear(&body);
	return ok;
}

bool import_join_calendar(struct db *db, const struct import_rows *flat, struct import_rows *out,
	struct err *err)
{
	json_t *calendar, *years = json_array();
	bool ok = calendar_before(db, &calendar, err);
	for (size_t i = 0; i < flat->n; i++) {
		const struct import_row *row = &flat->rows[i];
		const char *why = row->object ? day_add(years, row->object) : NULL;
		if (!row->object)
			import_rows_add(out, row->line, NULL, xstrdup(row->why));
		else if (why)
			import_rows_add(out, row->line, NULL, xstrdup(_(why)));
	}
	json_object_set_new(calendar, "years", years_merge(years, json_object_get(calendar, "years")));
	import_rows_add(out, 1, calendar, NULL);
	json_decref(years);
	return ok;
}
