#include "core/calendar.h"

#include "base/mem.h"
#include "core/calendar_data.h"
#include "i18n/lang.h"

#define GROUPS_MAX 6 /* more would not fit on a line of the screen */

void time_limit_text(struct time_limit limit, struct buf *out)
{
	int n = limit.count;
	switch (limit.unit) {
	case TIME_WORKING_DAYS:
		buf_printf(out, P_("%d ngày làm việc", "%d ngày làm việc", n), n);
		break;
	case TIME_CALENDAR_DAYS:
		buf_printf(out, P_("%d ngày", "%d ngày", n), n);
		break;
	case TIME_WORKING_HOURS:
		buf_printf(out, P_("%d giờ làm việc", "%d giờ làm việc", n), n);
		break;
	case TIME_SAME_DAY:
		buf_str_add(out, _("trong ngày làm việc"));
		break;
	default:
		buf_str_add(out, _("chưa công bố"));
	}
}

/* The list of days off being written. */
struct off_list {
	struct buf *out;
	int groups;
};

/* "24/11", "28–29/11", "30/4–3/5" */
static void add_group(struct off_list *list, struct date first, struct date last)
{
	list->groups++;
	if (list->groups > GROUPS_MAX + 1)
		return;
	buf_str_add(list->out, list->groups == 1 ? _(" (nghỉ ") : ", ");
	if (list->groups > GROUPS_MAX) {
		buf_str_add(list->out, "…");
		return;
	}
	if (first.month != last.month)
		buf_printf(list->out, "%d/%d–", first.day, first.month);
	else if (first.day != last.day)
		buf_printf(list->out, "%d–", first.day);
	buf_printf(list->out, "%d/%d", last.day, last.month);
}

/* The days off from a to b, both included; runs joined. */
static void add_days_off(const struct calendar *cal, struct date a, struct date b,
	struct off_list *list)
{
	for (struct date d = a; date_compare(d, b) <= 0; d = date_add(d, 1)) {
		if (calendar_is_working_day(cal, d))
			continue;
		struct date first = d;
		while (date_compare(d, b) < 0 && !calendar_is_working_day(cal, date_add(d, 1)))
			d = date_add(d, 1);
		add_group(list, first, d);
	}
}

/* Why counting did not begin at once. Gives the day from which days off are still to be told. */
static struct date add_start(const struct calendar *cal, int64_t received_at, struct time_limit limit,
	struct buf *out)
{
	int64_t start = calendar_start(cal, received_at);
	struct date d = instant_date(start), received = instant_date(received_at);
	int second = instant_second_of_day(start), cutoff = cal->same_day_cutoff;
	bool same_day = date_compare(d, received) == 0;
	if (limit.unit == TIME_SAME_DAY && same_day) {
		if (instant_second_of_day(received_at) > cutoff)
			buf_printf(out, _(", nhận sau %02d:%02d"), cutoff / 3600, cutoff / 60 % 60);
		return received;
	}
	if (start != received_at) {
		buf_printf(out, _(", từ %02d:%02d"), second / 3600, second / 60 % 60);
		if (!same_day)
			buf_printf(out, _(" ngày %d/%d"), d.day, d.month);
	}
	return d;
}

void calendar_explain(const struct calendar *cal, int64_t received_at, struct time_limit limit,
	struct buf *out)
{
	time_limit_text(limit, out);
	if (limit.unit == TIME_NOT_PUBLISHED)
		return;
	struct date from = add_start(cal, received_at, limit, out);
	struct date due = instant_date(calendar_due(cal, received_at, limit).at);
	struct off_list list = {out, 0};
	/* days off among calendar days count: only those that moved the end are told */
	if (limit.unit == TIME_CALENDAR_DAYS)
		from = date_add(from, limit.count);
	add_days_off(cal, from, due, &list);
	if (list.groups)
		buf_char(out, ')');
}
