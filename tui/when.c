#include "tui/when.h"

#include <stdio.h>
#include "core/date.h"
#include "i18n/lang.h"

static const char *weekday(struct date d)
{
	static const char *const names[] = {
		N_("T2"), N_("T3"), N_("T4"), N_("T5"), N_("T6"), N_("T7"), N_("CN"),
	};
	return _(names[date_weekday(d) - 1]);
}

void when_time(int64_t at, char out[WHEN_SIZE])
{
	int s = instant_second_of_day(at);
	snprintf(out, WHEN_SIZE, "%02d:%02d", s / 3600, s / 60 % 60);
}

void when_clock(int64_t at, char out[WHEN_SIZE])
{
	when_moment(at, at, out);
}

void when_moment(int64_t at, int64_t now, char out[WHEN_SIZE])
{
	struct date d = instant_date(at);
	int s = instant_second_of_day(at);
	char year[8] = "";
	out[0] = '\0';
	if (at == 0)
		return;
	if (d.year != instant_date(now).year)
		snprintf(year, sizeof(year), "/%04u", (unsigned)d.year % 10000);
	snprintf(out, WHEN_SIZE, "%s %02d/%02d%s %02d:%02d", weekday(d), d.day, d.month, year, s / 3600,
		s / 60 % 60);
}

void when_due(int64_t at, int64_t now, char out[WHEN_SIZE])
{
	struct date d = instant_date(at);
	int days = date_to_days(d) - date_to_days(instant_date(now));
	char time[WHEN_SIZE];
	out[0] = '\0';
	if (at == 0)
		return;
	when_time(at, time);
	if (at < now)
		snprintf(out, WHEN_SIZE, _("quá hạn %02d/%02d"), d.day, d.month);
	else if (days == 0)
		snprintf(out, WHEN_SIZE, _("hôm nay %s"), time);
	else if (days == 1)
		snprintf(out, WHEN_SIZE, _("mai %s"), time);
	else if (d.year == instant_date(now).year)
		snprintf(out, WHEN_SIZE, "%s %02d/%02d", weekday(d), d.day, d.month);
	else
		snprintf(out, WHEN_SIZE, "%02d/%02d/%04d", d.day, d.month, d.year);
}
