#include "core/written.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"

#define WORD_SIZE 32
#define DAY_SIZE 64 /* longer is no day */
#define SPACES " \t,;"

/* ---- a day: numbers with signs or words between */

struct numbers {
	int value[3], digits[3];
	char sign[3]; /* before each: one of /-. or a space */
	size_t n;
};

/* Bytes of a word that says which number follows; 0: none. */
static size_t filler(const char *s)
{
	static const char *const words[] = {"ngày", "Ngày", "mùng", "Mùng", "tháng", "năm"};
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_starts(s, words[i]))
			return strlen(words[i]);
	return 0;
}

/* What stands between two numbers; where the next begins. */
static const char *skip_between(const char *s, char *sign)
{
	*sign = ' ';
	for (;;) {
		size_t word = filler(s);
		if (word)
			s += word;
		else if (*s == ' ' || *s == ',')
			s++;
		else if (*s && strchr("/-.", *s) && *sign == ' ')
			*sign = *s++;
		else
			return s;
	}
}

static const char *read_digits(const char *s, int *value, int *digits)
{
	*value = *digits = 0;
	for (; *s >= '0' && *s <= '9' && *digits < 9; s++, ++*digits)
		*value = *value * 10 + (*s - '0');
	return s;
}

/* One to three numbers and nothing else. */
static bool read_numbers(const char *s, struct numbers *out)
{
	*out = (struct numbers){.n = 0};
	s = skip_between(s, &out->sign[0]);
	if (out->sign[0] != ' ')
		return false;
	while (out->n < 3) {
		s = read_digits(s, &out->value[out->n], &out->digits[out->n]);
		if (out->digits[out->n++] == 0)
			return false;
		s += strspn(s, " ");
		if (!*s)
			return true;
		if (out->n < 3)
			s = skip_between(s, &out->sign[out->n]);
	}
	return false;
}

/* Digits of the year: 4, 2, or 0 for none. */
struct day_parts {
	struct date d;
	int year_digits;
};

static bool at_most_two(const struct numbers *n, size_t i)
{
	return n->digits[i] <= 2;
}

/* All in one: 08122026, 20261208, 081226. */
static bool from_one(const struct numbers *n, struct day_parts *out)
{
	int v = n->value[0];
	struct date dmy = {v % 10000, v / 10000 % 100, v / 1000000};
	struct date ymd = {v / 10000, v / 100 % 100, v % 100};
	if (n->digits[0] == 6)
		*out = (struct day_parts){{v % 100, v / 100 % 100, v / 10000}, 2};
	else
		*out = (struct day_parts){date_valid(dmy) ? dmy : ymd, 4};
	return n->digits[0] == 6 || n->digits[0] == 8;
}

/* The same sign twice: 8/12-2026 may be anything. */
static bool same_signs(const struct numbers *n)
{
	return n->sign[1] == n->sign[2] || n->sign[1] == ' ';
}

static bool read_parts(const char *text, struct day_parts *out)
{
	struct numbers n;
	if (strnlen(text, DAY_SIZE) == DAY_SIZE || !read_numbers(text, &n))
		return false;
	if (n.n == 1)
		return from_one(&n, out);
	if (n.n == 2) {
		*out = (struct day_parts){{0, n.value[1], n.value[0]}, 0};
		return at_most_two(&n, 0) && at_most_two(&n, 1);
	}
	bool year_first = n.digits[0] == 4;
	size_t y = year_first ? 0 : 2, d = 2 - y;
	*out = (struct day_parts){{n.value[y], n.value[1], n.value[d]}, n.digits[y]};
	return same_signs(&n) && at_most_two(&n, 1) && at_most_two(&n, d) &&
		(n.digits[y] == 4 || n.digits[y] == 2);
}

static bool take(struct date d, struct date *out)
{
	if (!date_valid(d))
		return false;
	*out = d;
	return true;
}

bool written_date(const char *text, struct date *out)
{
	struct day_parts parts;
	return read_parts(text, &parts) && parts.year_digits == 4 && take(parts.d, out);
}

/* The year with those last two digits that lies nearest. */
static int nearest_year(int two, int year)
{
	int first = year - year % 100 + two;
	return first > year + 50 ? first - 100 : first < year - 49 ? first + 100 : first;
}

bool written_day(const char *text, struct date today, struct date *out)
{
	struct day_parts parts;
	if (!read_parts(text, &parts))
		return false;
	if (parts.year_digits == 2)
		parts.d.year = nearest_year(parts.d.year, today.year);
	if (parts.year_digits > 0)
		return take(parts.d, out);
	for (parts.d.year = today.year; parts.d.year <= today.year + 8; parts.d.year++) /* 29/2 */
		if (date_compare(parts.d, today) >= 0 && take(parts.d, out))
			return true;
	return false;
}

bool written_birth(const char *text, struct date today, struct date *out)
{
	struct day_parts parts;
	if (!read_parts(text, &parts) || parts.year_digits == 0)
		return false;
	if (parts.year_digits == 2) {
		parts.d.year += today.year - today.year % 100;
		if (date_compare(parts.d, today) > 0)
			parts.d.year -= 100;
	}
	return take(parts.d, out);
}

/* ---- a moment */

/* One or two digits; how many. */
static size_t two_digits(const char *p, int *out)
{
	size_t n = strspn(p, "0123456789");
	*out = 0;
	for (size_t i = 0; n <= 2 && i < n; i++)
		*out = *out * 10 + (p[i] - '0');
	return n <= 2 ? n : 0;
}

/* "17:00", "8h30", "8g", "17 giờ" is two words and none. */
static bool read_clock(const char *word, int *second_of_day)
{
	int hour, minute;
	size_t n = two_digits(word, &hour);
	if (n == 0 || !word[n] || !strchr(":hHgG", word[n]))
		return false;
	bool colon = word[n] == ':';
	const char *rest = word + n + 1;
	n = two_digits(rest, &minute);
	*second_of_day = hour * 3600 + minute * 60;
	return !rest[n] && (n == 2 || (n == 0 && !*rest && !colon)) && hour < 24 && minute < 60;
}

/* The next word; false at the end, or where it is longer than any that could be meant. */
static bool next_word(const char **text, char word[WORD_SIZE])
{
	*text += strspn(*text, SPACES);
	size_t n = strcspn(*text, SPACES);
	if (n == 0 || n >= WORD_SIZE)
		return false;
	memcpy(word, *text, n);
	word[n] = '\0';
	*text += n;
	return true;
}

bool written_moment(const char *text, struct date today, int64_t *out)
{
	char word[WORD_SIZE];
	struct date day = {0}, found;
	int second = -1, at;
	if (instant_parse(text, out))
		return true;
	while (next_word(&text, word)) {
		if (second < 0 && read_clock(word, &at))
			second = at;
		else if (!day.year && written_day(word, today, &found))
			day = found;
		else if (strpbrk(word, "0123456789"))
			return false;
	}
	if (*text || second < 0 || !day.year)
		return false;
	*out = instant_make(day, second);
	return true;
}

/* ---- an amount */

/* Without the currency behind it. */
static size_t amount_len(const char *text)
{
	static const char *const units[] = {"đồng", "VNĐ", "VND", "đ", "Đ", "₫"};
	size_t len = strlen(text);
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		size_t n = strlen(units[i]);
		if (len > n && memcmp(text + len - n, units[i], n) == 0) {
			for (len -= n; len > 0 && text[len - 1] == ' ';)
				len--;
			break;
		}
	}
	return len;
}

bool written_amount(const char *text, int64_t *out)
{
	char digits[WORD_SIZE];
	size_t n = 0, group = 0;
	bool grouped = false;
	for (const char *p = text, *end = text + amount_len(text); p < end; p++) {
		if (*p == '.' || *p == ' ') {
			if (group == 0 || (grouped ? group != 3 : group > 3))
				return false;
			grouped = true;
			group = 0;
			continue;
		}
		if (n == sizeof(digits) - 1)
			return false;
		digits[n++] = *p;
		group++;
	}
	digits[n] = '\0';
	return (!grouped || group == 3) && str_digits(digits, 0) && str_to_int(digits, 0, WRITTEN_AMOUNT_MAX, out);
}
