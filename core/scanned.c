#include "core/scanned.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "base/str.h"
#include "core/mrz.h"
#include "core/receipt_token.h"

#define ID_DIGITS 12
#define QR_BARS 6      /* seven fields at least */
#define QR_BARS_2024 10
#define QR_BARS_BEGUN 3
#define DATE_DIGITS 8
#define MRZ_CUT_LEAST 14 /* the head and nine digits */

static const char mrz_head[] = "IDVNM";

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static char capital(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static int bars_in(const char *text)
{
	int bars = 0;
	for (; *text; text++)
		bars += *text == '|';
	return bars;
}

/* ---- the QR of a card */

/* So many digits stand before it. */
static int digits_before(const char *text, const char *at)
{
	int n = 0;
	while (n < ID_DIGITS && at - n > text && is_digit(at[-n - 1]))
		n++;
	return n;
}

/* At the number; what was typed before may end with digits, or have bars in it. */
static const char *qr_start(const char *text)
{
	const char *first = strchr(text, '|');
	for (const char *bar = first; bar && bars_in(bar) >= QR_BARS; bar = strchr(bar + 1, '|'))
		if (digits_before(text, bar) == ID_DIGITS)
			return bar - ID_DIGITS;
	return first - digits_before(text, first);
}

/* ---- MRZ */

static bool mrz_letter(char c)
{
	return is_digit(c) || (capital(c) >= 'A' && capital(c) <= 'Z') || c == '<';
}

/* Where one begins; NULL when there is none, or not a whole line of it. */
static const char *mrz_start(const char *text)
{
	for (const char *s = text; *s; s++) {
		size_t n = 0;
		if (strncasecmp(s, mrz_head, sizeof(mrz_head) - 1) != 0)
			continue;
		while (mrz_letter(s[n]))
			n++;
		if (n >= MRZ_LINE)
			return s;
	}
	return NULL;
}

/* So many of its letters are there. */
static size_t mrz_letters(const char *start)
{
	size_t n = 0;
	for (; *start; start++)
		n += mrz_letter(*start);
	return n;
}

/* ---- the QR of a receipt */

/* The last address in the text: one may have been typed before. */
static const char *url_start(const char *text)
{
	const char *found = NULL;
	for (const char *s = text; *s; s++)
		if (strncasecmp(s, "http://", 7) == 0 || strncasecmp(s, "https://", 8) == 0)
			found = s;
	return found;
}

static bool is_receipt(const char *url, char token[RECEIPT_TOKEN_SIZE])
{
	char code[DOSSIER_CODE_SIZE];
	return receipt_url_parse(url, code, token);
}

/* ---- a bar code */

void scanned_code(const char *start, char out[DOSSIER_CODE_SIZE])
{
	size_t n = 0;
	for (; start[n] && n < DOSSIER_CODE_SIZE - 1; n++)
		out[n] = capital(start[n]);
	out[n] = '\0';
}

static bool is_code(const char *s)
{
	char code[DOSSIER_CODE_SIZE];
	if (strlen(s) >= DOSSIER_CODE_SIZE)
		return false;
	scanned_code(s, code);
	return dossier_code_valid(code);
}

/* The longest end of the text that is one. */
static const char *code_start(const char *text)
{
	size_t len = strlen(text), most = DOSSIER_CODE_SIZE - 1;
	for (const char *s = len > most ? text + len - most : text; *s; s++)
		if (is_code(s))
			return s;
	return NULL;
}

/* ---- all of them */

enum scanned_kind scanned_find(const char *text, const char **start)
{
	char token[RECEIPT_TOKEN_SIZE];
	*start = text;
	if (bars_in(text) >= QR_BARS) {
		*start = qr_start(text);
		return SCANNED_CARD;
	}
	const char *found = mrz_start(text);
	if (found) {
		*start = found;
		return SCANNED_CARD;
	}
	found = url_start(text);
	if (found && is_receipt(found, token)) {
		*start = found;
		return SCANNED_RECEIPT;
	}
	found = code_start(text);
	if (found) {
		*start = found;
		return SCANNED_CODE;
	}
	return SCANNED_NONE;
}

bool scanned_goes_on(const char *text)
{
	const char *start = bars_in(text) < QR_BARS ? mrz_start(text) : NULL;
	return start && mrz_letters(start) < MRZ_SIZE;
}

/* The seventh field is a whole date, or the fields of a newer card follow it. */
static bool qr_is_complete(const char *start)
{
	int bars = bars_in(start);
	const char *last = strrchr(start, '|');
	return bars >= QR_BARS_2024 || (bars == QR_BARS && str_digits(last + 1, DATE_DIGITS));
}

bool scanned_is_short(const char *start)
{
	return bars_in(start) == QR_BARS && !str_ends(start, "|") && !qr_is_complete(start);
}

bool scanned_is_complete(const char *text)
{
	const char *start;
	char token[RECEIPT_TOKEN_SIZE];
	switch (scanned_find(text, &start)) {
	case SCANNED_CARD:
		return bars_in(text) >= QR_BARS ? qr_is_complete(start) : mrz_letters(start) == MRZ_SIZE;
	case SCANNED_RECEIPT:
		return is_receipt(start, token) && strlen(token) == RECEIPT_TOKEN_SIZE - 1;
	default:
		return false;
	}
}

/* A number, a bar and more, but not all seven fields. */
static const char *cut_qr(const char *text)
{
	const char *bar = strchr(text, '|');
	while (bar && digits_before(text, bar) < ID_DIGITS)
		bar = strchr(bar + 1, '|');
	return bar && bars_in(bar) < QR_BARS ? bar - ID_DIGITS : NULL;
}

/* The end of the text is the beginning of a first line. */
static const char *cut_mrz(const char *text)
{
	const char *end = text + strlen(text), *start = end;
	while (start > text && mrz_letter(start[-1]))
		start--;
	return end - start >= MRZ_CUT_LEAST && end - start < MRZ_LINE &&
		strncasecmp(start, mrz_head, sizeof(mrz_head) - 1) == 0 ? start : NULL;
}

bool scanned_is_cut(const char *text, const char **start)
{
	if (scanned_find(text, start) != SCANNED_NONE)
		return false;
	const char *found = cut_qr(text), *url = url_start(text);
	if (!found)
		found = cut_mrz(text);
	if (!found && url && strstr(url, "/t/"))
		found = url;
	*start = found ? found : text;
	return found != NULL;
}

bool scanned_has_begun(const char *text)
{
	const char *url = url_start(text);
	return bars_in(text) >= QR_BARS_BEGUN || cut_qr(text) || mrz_start(text) || cut_mrz(text) || (url && strstr(url, "/t/"));
}
