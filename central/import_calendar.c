#include "central/import_rows.h"

#include "base/mem.h"
#include "base/str.h"
#include "core/date.h"
#include "i18n/lang.h"

/*
 * A spreadsheet of days off: date | kind (off, worked) | official (1 or empty, said once a year is
 * enough). Working hours are not in it: they are the usual ones.
 */

static json_t *year_of(json_t *years, int year)
{
	size_t i;
	json_t *one;
	json_array_foreach(years, i, one) {
		if (json_integer_value(json_object_get(one, "year")) == year)
			return one;
	}
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
	if (!text || !date_parse_entry(text, &day))
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

void import_join_calendar(const struct import_rows *flat, struct import_rows *out)
{
	json_t *years = json_array();
	for (size_t i = 0; i < flat->n; i++) {
		const struct import_row *row = &flat->rows[i];
		const char *why = row->object ? day_add(years, row->object) : NULL;
		if (!row->object)
			import_rows_add(out, row->line, NULL, xstrdup(row->why));
		else if (why)
			import_rows_add(out, row->line, NULL, xstrdup(_(why)));
	}
	import_rows_add(out, 1, json_pack("{s:s, s:[[s,s],[s,s]], s:s, s:o}", "id", "vn", "windows",
		"07:00", "11:30", "13:30", "17:00", "same_day_cutoff", "15:00", "years", years), NULL);
}
