/* What was typed into blanks, as the data of a paper. */
#include "tui/blanks.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "core/node.h"
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

#define JSON_MAX (128 * 1024)

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

static bool refuse(struct blanks *b, size_t i, struct err *err)
{
	struct blank *blank = &b->list[i];
	b->at = i;
	b->line = 0;
	blank->wrong = true;
	return err_set(err, ERR_DATA, "%s: %s", blank->label, _(wishes[blank->kind]));
}

bool blanks_json(struct blanks *b, size_t first, int64_t now, struct buf *out, struct err *err)
{
	struct record *r = record_new();
	for (size_t i = first; i < b->n; i++) {
		b->list[i].wrong = false;
		if (!put(r, &b->list[i], instant_date(now))) {
			record_free(r);
			return refuse(b, i, err);
		}
	}
	record_write(r, out);
	return !out->full || err_set(err, ERR_DATA, _("Nội dung gõ vào quá dài để in."));
}

bool blanks_date(struct blanks *b, size_t i, int64_t now, struct date *out, struct err *err)
{
	char text[FIELD_MAX + 1];
	text_clean_to(text, sizeof(text), b->list[i].lines[0].text);
	b->list[i].wrong = false;
	return read_day(text, instant_date(now), out) || refuse(b, i, err);
}

/* ---- and back */

static void set_line(struct blank *blank, size_t k, const char *text)
{
	if (k < blank->n)
		field_set(&blank->lines[k], text);
}

static void set_moment(struct blank *blank, int64_t at)
{
	char day[DATE_SIZE], text[32];
	int second = instant_second_of_day(at);
	date_format_vn(instant_date(at), day);
	snprintf(text, sizeof(text), "%02d:%02d %s", second / 3600, second / 60 % 60, day);
	set_line(blank, 0, at ? text : "");
}

static void set_scalar(struct blank *blank, const struct json_t *node)
{
	struct date day;
	char text[40];
	int64_t n = node_int(node, -1);
	if (blank->kind == BLANK_TIME) {
		set_moment(blank, node_time(node));
	} else if (blank->kind == BLANK_DATE && date_parse_iso(node_text(node), &day)) {
		date_format_vn(day, text);
		set_line(blank, 0, text);
	} else if (blank->kind == BLANK_NUMBER && n >= 0) {
		snprintf(text, sizeof(text), "%lld", (long long)n);
		set_line(blank, 0, text);
	} else if (blank->kind == BLANK_TEXT) {
		set_line(blank, 0, node_text(node));
	}
}

void blanks_from_json(struct blanks *b, const char *json)
{
	struct json_t *all = node_read(json, strlen(json), JSON_MAX, NULL);
	for (size_t i = 0; all && i < b->n; i++) {
		struct blank *blank = &b->list[i];
		const struct json_t *node = node_at(all, blank->name);
		if (blank->kind != BLANK_LIST)
			set_scalar(blank, node);
		for (size_t k = 0; blank->kind == BLANK_LIST && k < node_items(node) && k < BLANK_LINES_MAX; k++) {
			blanks_need_line(blank, k);
			set_line(blank, k, node_text(node_item(node, k)));
		}
	}
	node_free(all);
}
