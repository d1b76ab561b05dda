#include "tui/tidy.h"

#include <stdio.h>
#include <string.h>
#include "base/buf.h"
#include "base/str.h"
#include "core/contact.h"
#include "core/procedure.h"
#include "core/written.h"
#include "i18n/text.h"

#define SIZE 64 /* of anything tidied but words */

/* text is cleaned. False: it stays as it is. */
typedef bool tidy_fn(const char *text, struct date today, char out[SIZE]);

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "089 190 001 234": signs between the digits go. */
static bool tidy_id(const char *text, struct date today, char out[SIZE])
{
	size_t n = 0;
	(void)today;
	for (; *text; text++) {
		if (is_digit(*text) && n < SIZE - 1)
			out[n++] = *text;
		else if (!strchr(" .-", *text))
			return false;
	}
	out[n] = '\0';
	return n > 0;
}

static bool tidy_tax(const char *text, struct date today, char out[SIZE])
{
	struct err err = ERR_INIT;
	(void)today;
	return tax_code_parse(text, out, SIZE, &err);
}

/* 0912 345 678; 028 3829 1234 in the two cities with a short code, else 0296 384 1234. */
static bool tidy_phone(const char *text, struct date today, char out[SIZE])
{
	char n[SIZE];
	struct err err = ERR_INIT;
	(void)today;
	if (!phone_parse(text, n, sizeof(n), &err))
		return false;
	bool city = str_starts(n, "024") || str_starts(n, "028");
	int head = city ? 3 : 4, middle = city ? 4 : 3;
	snprintf(out, SIZE, "%.*s %.*s %s", head, n, middle, n + head, n + head + middle);
	return true;
}

static bool tidy_birth(const char *text, struct date today, char out[SIZE])
{
	struct date day;
	if (!written_birth(text, today, &day))
		return false;
	date_format_vn(day, out);
	return true;
}

static bool tidy_day(const char *text, struct date today, char out[SIZE])
{
	struct date day;
	if (!written_day(text, today, &day))
		return false;
	date_format_vn(day, out);
	return true;
}

static bool tidy_moment(const char *text, struct date today, char out[SIZE])
{
	char day[DATE_SIZE];
	int64_t at;
	if (!written_moment(text, today, &at))
		return false;
	int second = instant_second_of_day(at);
	date_format_vn(instant_date(at), day);
	snprintf(out, SIZE, "%02d:%02d %s", second / 3600, second / 60 % 60, day);
	return true;
}

static bool tidy_amount(const char *text, struct date today, char out[SIZE])
{
	struct buf grouped;
	int64_t n;
	(void)today;
	if (!written_amount(text, &n))
		return false;
	buf_init(&grouped, SIZE - 1);
	amount_text(n, &grouped);
	memcpy(out, buf_str(&grouped), grouped.len + 1);
	buf_clear(&grouped);
	return true;
}

/* NULL: only spaces that were too many go. */
static tidy_fn *const tidiers[FIELD_KINDS] = {
	[FIELD_ID] = tidy_id, [FIELD_TAX] = tidy_tax, [FIELD_PHONE] = tidy_phone, [FIELD_BIRTH] = tidy_birth,
	[FIELD_DAY] = tidy_day, [FIELD_MOMENT] = tidy_moment, [FIELD_AMOUNT] = tidy_amount,
};

bool tidy_field(struct field *f, struct date today)
{
	char clean[FIELD_MAX + 1], out[SIZE];
	text_clean_to(clean, sizeof(clean), f->text);
	bool masked = tidiers[f->kind] && tidiers[f->kind](clean, today, out);
	const char *text = masked ? out : clean;
	if (str_eq(text, f->text))
		return false;
	f->cursor = f->len;
	return field_replace(f, 0, text);
}
