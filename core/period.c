#include "core/period.h"

#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "core/written.h"

/* "2026-11" or "11/2026", also 11-2026 and 1/2026. */
static bool parse_month(const char *text, struct date *first)
{
	char copy[12];
	int64_t year, month;
	if (!str_copy(copy, sizeof(copy), text))
		return false;
	char *mark = strpbrk(copy, "-/.");
	if (!mark)
		return false;
	*mark = '\0';
	bool year_first = strlen(copy) == 4;
	const char *y = year_first ? copy : mark + 1, *m = year_first ? mark + 1 : copy;
	if (strlen(y) != 4 || strlen(m) > 2 || !str_digits(y, 0) || !str_digits(m, 0) ||
		!str_to_int(y, 1900, 2199, &year) || !str_to_int(m, 1, 12, &month))
		return false;
	*first = (struct date){(int)year, (int)month, 1};
	return true;
}

static struct date last_of_month(struct date first)
{
	struct date next = first.month == 12 ? (struct date){first.year + 1, 1, 1} :
		(struct date){first.year, first.month + 1, 1};
	return date_add(next, -1);
}

static bool parse_one(const char *text, struct period *out)
{
	if (written_date(text, &out->from)) {
		out->to = out->from;
		return true;
	}
	if (!parse_month(text, &out->from))
		return false;
	out->to = last_of_month(out->from);
	return true;
}

static bool parse_both(const char *text, struct period *out)
{
	char from[40];
	struct period last;
	const char *mark = strstr(text, "..");
	if (!mark)
		return parse_one(text, out);
	size_t len = (size_t)(mark - text);
	if (len >= sizeof(from))
		return false;
	memcpy(from, text, len);
	from[len] = '\0';
	if (!parse_one(from, out) || !parse_one(mark + 2, &last))
		return false;
	out->to = last.to;
	return true;
}

bool period_parse(const char *text, struct period *out)
{
	return parse_both(text, out) && date_compare(out->from, out->to) <= 0;
}

bool period_is_backwards(const char *text)
{
	struct period p;
	return parse_both(text, &p) && date_compare(p.from, p.to) > 0;
}

void period_format(const struct period *p, char out[PERIOD_SIZE])
{
	char from[DATE_SIZE], to[DATE_SIZE];
	date_format_iso(p->from, from);
	date_format_iso(p->to, to);
	snprintf(out, PERIOD_SIZE, "%s..%s", from, to);
}

int64_t period_start(const struct period *p)
{
	return instant_make(p->from, 0);
}

int64_t period_end(const struct period *p)
{
	return instant_make(date_add(p->to, 1), 0);
}
