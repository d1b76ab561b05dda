#include "core/date.h"

#include <string.h>

#define DAY_S 86400

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
	static const signed char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return days[month - 1] + (month == 2 && is_leap(year));
}

bool date_valid(struct date d)
{
	return d.year >= 1900 && d.year <= 2199 && d.month >= 1 && d.month <= 12 && d.day >= 1 &&
		d.day <= days_in_month(d.year, d.month);
}

int date_compare(struct date a, struct date b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return (a.day > b.day) - (a.day < b.day);
}

static int32_t floor_div(int32_t a, int32_t b)
{
	return a / b - (a % b < 0);
}

/* Days from the epoch to 1 January of the year. */
static int32_t year_start(int32_t year)
{
	int32_t y = year - 1;
	return y * 365 + floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400) - 719162;
}

int32_t date_to_days(struct date d)
{
	int32_t days = year_start(d.year);
	for (int m = 1; m < d.month; m++)
		days += days_in_month(d.year, m);
	return days + d.day - 1;
}

struct date date_from_days(int32_t days)
{
	/* a guess by years of 365 days, less one in 1461; the loops mend what it misses */
	struct date d = {1970 + floor_div(days, 365) - floor_div(floor_div(days, 365), 1461), 1, 1};
	while (year_start(d.year) > days)
		d.year--;
	while (year_start(d.year + 1) <= days)
		d.year++;
	days -= year_start(d.year);
	while (days >= days_in_month(d.year, d.month))
		days -= days_in_month(d.year, d.month++);
	d.day += days;
	return d;
}

struct date date_add(struct date d, int32_t days)
{
	return date_from_days(date_to_days(d) + days);
}

int date_weekday(struct date d)
{
	int32_t days = date_to_days(d) + 3; /* 1970-01-01 was a Thursday */
	return days - floor_div(days, 7) * 7 + 1;
}

/* ---- reading */

/* Reads min to max digits; NULL when there are fewer. Never reads past what is not a digit. */
static const char *read_number(const char *s, int min, int max, int *out)
{
	int n = 0;
	*out = 0;
	while (n < max && s[n] >= '0' && s[n] <= '9')
		*out = *out * 10 + (s[n++] - '0');
	return n >= min ? s + n : NULL;
}

static const char *read_char(const char *s, const char *allowed, char *out)
{
	if (!s || !*s || !strchr(allowed, *s))
		return NULL;
	*out = *s;
	return s + 1;
}

/* 2026-11-23 at the start of s; what follows it. */
static const char *read_iso(const char *s, struct date *out)
{
	struct date d;
	char c;
	if (!(s = read_number(s, 4, 4, &d.year)) || !(s = read_char(s, "-", &c)) ||
		!(s = read_number(s, 2, 2, &d.month)) || !(s = read_char(s, "-", &c)) ||
		!(s = read_number(s, 2, 2, &d.day)) || !date_valid(d))
		return NULL;
	*out = d;
	return s;
}

bool date_parse_iso(const char *s, struct date *out)
{
	struct date d;
	const char *end = read_iso(s, &d);
	if (!end || *end)
		return false;
	*out = d;
	return true;
}

bool date_parse_dmy8(const char *s, struct date *out)
{
	struct date d;
	if (!(s = read_number(s, 2, 2, &d.day)) || !(s = read_number(s, 2, 2, &d.month)) ||
		!(s = read_number(s, 4, 4, &d.year)) || *s || !date_valid(d))
		return false;
	*out = d;
	return true;
}

/* ---- writing */

/* Fixed width, so that no year, however odd, can overrun the caller's array. */
static char *put_number(char *out, int value, int width)
{
	unsigned v = value < 0 ? 0 : (unsigned)value;
	for (int i = width - 1; i >= 0; i--, v /= 10)
		out[i] = (char)('0' + v % 10);
	out[width] = '\0';
	return out + width;
}

static char *put_char(char *out, char c)
{
	out[0] = c;
	out[1] = '\0';
	return out + 1;
}

void date_format_iso(struct date d, char out[DATE_SIZE])
{
	out = put_char(put_number(out, d.year, 4), '-');
	out = put_char(put_number(out, d.month, 2), '-');
	put_number(out, d.day, 2);
}

void date_format_vn(struct date d, char out[DATE_SIZE])
{
	out = put_char(put_number(out, d.day, 2), '/');
	out = put_char(put_number(out, d.month, 2), '/');
	put_number(out, d.year, 4);
}

void date_format_yymmdd(struct date d, char out[7])
{
	put_number(put_number(put_number(out, d.year % 100, 2), d.month, 2), d.day, 2);
}

/* ---- instants */

/* Years 1 to 9999: a clock gone mad stays printable. */
static int64_t local_seconds(int64_t t)
{
	const int64_t min = (int64_t)year_start(1) * DAY_S;
	const int64_t max = (int64_t)year_start(10000) * DAY_S - 1;
	if (t < min)
		return min;
	return t > max - VN_OFFSET_S ? max : t + VN_OFFSET_S;
}

int instant_second_of_day(int64_t t)
{
	int s = (int)(local_seconds(t) % DAY_S);
	return s < 0 ? s + DAY_S : s;
}

struct date instant_date(int64_t t)
{
	return date_from_days((int32_t)((local_seconds(t) - instant_second_of_day(t)) / DAY_S));
}

int64_t instant_make(struct date d, int second_of_day)
{
	return (int64_t)date_to_days(d) * DAY_S + second_of_day - VN_OFFSET_S;
}

void instant_format(int64_t t, char out[INSTANT_SIZE])
{
	int s = instant_second_of_day(t);
	date_format_iso(instant_date(t), out);
	out = put_char(out + 10, 'T');
	out = put_char(put_number(out, s / 3600, 2), ':');
	out = put_char(put_number(out, s / 60 % 60, 2), ':');
	out = put_number(out, s % 60, 2);
	memcpy(out, "+07:00", sizeof("+07:00"));
}

/* HH:MM[:SS[.fraction]]; seconds since midnight. */
static const char *read_time(const char *s, int *second_of_day)
{
	int h, m, sec = 0;
	char c;
	if (!(s = read_number(s, 2, 2, &h)) || !(s = read_char(s, ":", &c)) ||
		!(s = read_number(s, 2, 2, &m)))
		return NULL;
	if (*s == ':') {
		if (!(s = read_number(s + 1, 2, 2, &sec)))
			return NULL;
		if (*s == '.') {
			size_t digits = strspn(s + 1, "0123456789");
			if (!digits)
				return NULL;
			s += 1 + digits;
		}
	}
	*second_of_day = h * 3600 + m * 60 + sec;
	return h < 24 && m < 60 && sec < 60 ? s : NULL;
}

/* Nothing, Z or ±HH:MM. */
static const char *read_offset(const char *s, int *offset_s)
{
	int h, m;
	char sign, c;
	*offset_s = VN_OFFSET_S;
	if (!*s)
		return s;
	if (*s == 'Z' || *s == 'z') {
		*offset_s = 0;
		return s + 1;
	}
	if (!(s = read_char(s, "+-", &sign)) || !(s = read_number(s, 2, 2, &h)) ||
		!(s = read_char(s, ":", &c)) || !(s = read_number(s, 2, 2, &m)) || h > 23 || m > 59)
		return NULL;
	*offset_s = (h * 3600 + m * 60) * (sign == '-' ? -1 : 1);
	return s;
}

bool instant_parse(const char *s, int64_t *out)
{
	struct date d;
	int second_of_day, offset_s;
	char c;
	if (!(s = read_iso(s, &d)) || !(s = read_char(s, "Tt ", &c)) ||
		!(s = read_time(s, &second_of_day)) || !(s = read_offset(s, &offset_s)) || *s)
		return false;
	int64_t t = (int64_t)date_to_days(d) * DAY_S + second_of_day - offset_s;
	if (!date_valid(instant_date(t)))
		return false;
	*out = t;
	return true;
}
