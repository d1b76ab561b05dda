#include "core/calendar.h"

#include "base/mem.h"
#include "core/calendar_data.h"

/*
 * The days off announced for 2025 and 2026. For 2027 nothing is announced yet; the provisional list
 * reads the Labour Code (article 112: five days at Tết, two at National Day; article 111: a day off
 * that falls on a week-end is made up on the next working day):
 *   Tết five days from 6/2 (a Saturday), the two on the week-end made up on 11/2 and 12/2;
 *   1/5 (a Saturday) made up on 3/5; National Day with the Friday beside it, as in 2021.
 */
static const struct {
	struct date first, last;
} days_off[] = {
	{{2025, 1, 1}, {2025, 1, 1}},
	{{2025, 1, 25}, {2025, 2, 2}},
	{{2025, 4, 7}, {2025, 4, 7}},
	{{2025, 4, 30}, {2025, 5, 2}},
	{{2025, 9, 1}, {2025, 9, 2}},

	{{2026, 1, 1}, {2026, 1, 2}},
	{{2026, 2, 14}, {2026, 2, 22}},
	{{2026, 4, 27}, {2026, 4, 27}},
	{{2026, 4, 30}, {2026, 5, 1}},
	{{2026, 8, 31}, {2026, 9, 2}},
	{{2026, 11, 24}, {2026, 11, 24}},

	{{2027, 1, 1}, {2027, 1, 1}},
	{{2027, 2, 6}, {2027, 2, 12}},
	{{2027, 4, 16}, {2027, 4, 16}},
	{{2027, 4, 30}, {2027, 5, 1}},
	{{2027, 5, 3}, {2027, 5, 3}},
	{{2027, 9, 2}, {2027, 9, 3}},
	{{2027, 11, 24}, {2027, 11, 24}},
};

/* Saturdays worked in exchange for a day off. */
static const struct date worked[] = {{2025, 4, 26}, {2026, 1, 10}, {2026, 8, 22}};

static void mark_year(struct calendar_year *y)
{
	for (size_t i = 0; i < ARRAY_LEN(days_off); i++) {
		if (days_off[i].first.year != y->year)
			continue;
		struct date d = days_off[i].first;
		for (; date_compare(d, days_off[i].last) <= 0; d = date_add(d, 1))
			calendar_year_mark(y, d, true);
	}
	for (size_t i = 0; i < ARRAY_LEN(worked); i++) {
		if (worked[i].year == y->year)
			calendar_year_mark(y, worked[i], false);
	}
}

struct calendar *calendar_builtin(void)
{
	struct calendar *cal = xcalloc(1, sizeof(*cal));
	cal->windows[0] = (struct window){7 * 3600, 11 * 3600 + 1800};
	cal->windows[1] = (struct window){13 * 3600 + 1800, 17 * 3600};
	cal->n_windows = 2;
	cal->same_day_cutoff = 15 * 3600;
	for (int year = 2025; year <= 2027; year++)
		mark_year(calendar_year_add(cal, year, year < 2027));
	return cal;
}
