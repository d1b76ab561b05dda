/* What was typed into blanks, as the data of a paper. */
#include "tui/blanks.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "core/date.h"
#include "core/record.h"
#include "i18n/lang.h"
#include "i18n/text.h"

/* "8/12": the next 8th of December. */
static bool read_day(const char *word, struct date today, struct date *out)
{
	char full[32];
	if (date_parse_entry(word, out) && date_valid(*out))
		return true;
	for (int year = today.year; year <= today.year + 1; year++) {
		snprintf(full, sizeof(full), "%.16s/%04d", word, year);
		if (date_parse_entry(full, out) && date_valid(*out) && date_compare(*out, today) >= 0)
			return true;
	}
	return false;
}

/* "17:00", "8h30", "8g", "8:05:00" is none. */
static bool read_clock(const char *word, int *second_of_day)
{
	int hour = 0, minute = 0, digits = 0;
	const char *p = word;
	for (; isdigit((unsigned char)*p) && digits < 3; p++, digits++)
		hour = hour * 10 + (*p - '0');
	if (digits == 0 || digits > 2 || !*p || !strchr(":hHgG", *p))
		return false;
	bool colon = *p++ == ':';
	for (digits = 0; isdigit((unsigned char)*p) && digits < 3; p++, digits++)
		minute = minute * 10 + (*p - '0');
	*second_of_day = hour * 3600 + minute * 60;
	return !*p && (digits == 2 || (digits == 0 && !colon)) && hour < 24 && minute < 60;
}

/* A time and a day, in whichever order, with "ngày" or a comma between. */
static bool read_moment(const char *text, struct date today, int64_t *out)
{
	char word[32];
	struct date day = {0}, found;
	int second = -1, at;
	size_t n;
	for (text += strspn(text, " ,"); (n = strcspn(text, " ,")) > 0; text += n + strspn(text + n, " ,")) {
		if (n >= sizeof(word))
			return false;
		memcpy(word, text, n);
		word[n] = '\0';
		if (read_clock(word, &at) && second < 0)
			second = at;
		else if (read_day(word, today, &found) && !date_valid(day))
			day = found;
		else if (isdigit((unsigned char)*word))
			return false; /* a third number */
	}
	if (second < 0 || !date_valid(day))
		return false;
	*out = instant_make(day, second);
	return true;
}

/* "1.250.000" is a number as people write one. */
static bool read_number(const char *text, int64_t *out)
{
	char digits[32];
	size_t n = 0;
	for (const char *p = text; *p; p++) {
		if (*p == '.' || *p == ' ')
			continue;
		if (n == sizeof(digits) - 1)
			return false;
		digits[n++] = *p;
	}
	digits[n] = '\0';
	return str_to_int(digits, 0, INT64_C(1000000000000000), out);
}

static void put_list(struct record *r, const struct blank *blank)
{
	for (size_t i = 0; i < blank->n; i++) {
		char line[FIELD_MAX + 1];
		text_clean_to(line, sizeof(line), blank->lines[i].text);
		if (line[0])
			record_push_text(r, blank->name, line);
	}
}

static const char *const wishes[] = {
	[BLANK_TIME] = N_("Hãy gõ giờ và ngày, như 17:00 08/12/2026."),
	[BLANK_DATE] = N_("Hãy gõ ngày, như 08/12/2026."),
	[BLANK_NUMBER] = N_("Hãy gõ một số, như 250.000."),
};

/* False: not what its kind asks for. */
static bool put(struct record *r, const struct blank *blank, struct date today)
{
	char text[FIELD_MAX + 1], iso[DATE_SIZE];
	struct date day;
	int64_t n = 0;
	text_clean_to(text, sizeof(text), blank->lines[0].text);
	if (blank->kind == BLANK_LIST)
		put_list(r, blank);
	else if (!text[0])
		return true;
	else if (blank->kind == BLANK_TEXT)
		record_text(r, blank->name, text);
	else if (blank->kind == BLANK_TIME && read_moment(text, today, &n))
		record_time(r, blank->name, n);
	else if (blank->kind == BLANK_NUMBER && read_number(text, &n))
		record_int(r, blank->name, n);
	else if (blank->kind == BLANK_DATE && read_day(text, today, &day)) {
		date_format_iso(day, iso);
		record_text(r, blank->name, iso);
	} else {
		return false;
	}
	return true;
}

bool blanks_json(struct blanks *b, int64_t now, struct buf *out, struct err *err)
{
	struct record *r = record_new();
	for (size_t i = 0; i < b->n; i++) {
		struct blank *blank = &b->list[i];
		blank->wrong = !put(r, blank, instant_date(now));
		if (blank->wrong) {
			b->at = i;
			b->line = 0;
			record_free(r);
			return err_set(err, ERR_DATA, "%s: %s", blank->label, _(wishes[blank->kind]));
		}
	}
	record_write(r, out);
	return !out->full || err_set(err, ERR_DATA, _("Nội dung gõ vào quá dài để in."));
}
