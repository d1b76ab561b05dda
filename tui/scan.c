#include "tui/scan.h"

#include <string.h>
#include "base/str.h"
#include "tui/field.h"

#define MRZ_LINE 30
#define ID_DIGITS 12
#define QR_BARS 6 /* seven fields at least */

void scan_init(struct scan *scan)
{
	*scan = (struct scan){0};
	buf_init(&scan->typed, SCAN_MAX);
}

void scan_clear(struct scan *scan)
{
	buf_clear(&scan->typed);
}

void scan_reset(struct scan *scan)
{
	buf_clear(&scan->typed);
	scan->characters = 0;
	scan->lines = 0;
}

static bool mrz_letter(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '<';
}

/* How many letters of an MRZ stand at s. */
static size_t mrz_run(const char *s)
{
	size_t n = 0;
	while (mrz_letter(s[n]))
		n++;
	return n;
}

static const char *find_mrz(const char *s)
{
	for (; (s = strstr(s, "IDVNM")); s++)
		if (mrz_run(s) >= MRZ_LINE)
			return s;
	return NULL;
}

const char *scan_find_card(const char *text)
{
	const char *bar = strchr(text, '|');
	int bars = 0;
	for (const char *p = text; *p; p++)
		bars += *p == '|';
	if (bars >= QR_BARS && bar) {
		const char *start = bar;
		while (start > text && start[-1] >= '0' && start[-1] <= '9' && bar - start < ID_DIGITS)
			start--;
		return start;
	}
	return find_mrz(text);
}

void scan_take_back(struct field *field)
{
	const char *found = scan_find_card(field->text);
	if (found)
		field_take_back(field, (size_t)(found - field->text));
}

/* An Enter after the first or second line of an MRZ; scanners may also send all in one line. */
static bool mrz_goes_on(const struct scan *scan)
{
	const char *start = find_mrz(buf_str(&scan->typed));
	return start && strlen(start) < 3 * MRZ_LINE && scan->lines < 2;
}

static enum scan_result enter(struct scan *scan)
{
	const char *found = scan_find_card(buf_str(&scan->typed));
	if (found && mrz_goes_on(scan)) {
		scan->lines++;
		buf_char(&scan->typed, '\n');
		return SCAN_MORE;
	}
	if (found)
		return SCAN_CARD;
	return SCAN_NONE;
}

enum scan_result scan_feed(struct scan *scan, struct key key)
{
	char utf8[4];
	if (key.kind == KIND_FUNCTION && (key.code == K_ENTER || key.code == K_TAB))
		return enter(scan);
	if (key.kind != KIND_CHAR) {
		scan_reset(scan);
		return SCAN_NONE;
	}
	buf_add(&scan->typed, utf8, (size_t)utf8_encode(key.code, utf8));
	scan->characters++;
	return SCAN_NONE;
}

const char *scan_text(const struct scan *scan)
{
	const char *found = scan_find_card(buf_str(&scan->typed));
	return found ? found : buf_str(&scan->typed);
}
