#include "core/written.h"

#include <stdio.h>
#include <string.h>
#include "base/str.h"

#define WORD_SIZE 32
#define SPACES " \t,;"

bool written_day(const char *text, struct date today, struct date *out)
{
	char full[WORD_SIZE + 8];
	if (strlen(text) >= WORD_SIZE)
		return false;
	if (date_parse_entry(text, out))
		return true;
	for (int year = today.year; year <= today.year + 8; year++) { /* 29/2 */
		snprintf(full, sizeof(full), "%s/%04d", text, year);
		if (date_parse_entry(full, out) && date_compare(*out, today) >= 0)
			return true;
	}
	return false;
}

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

bool written_amount(const char *text, int64_t *out)
{
	char digits[WORD_SIZE];
	size_t n = 0, group = 0;
	bool grouped = false;
	for (const char *p = text; *p; p++) {
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
