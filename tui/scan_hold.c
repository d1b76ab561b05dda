#include "tui/scan_hold.h"

#include <stdbool.h>

#define AT_ONCE_MS 35
#define CARD_DIGITS 12

/* Also Alt with one: it may be an Esc before it. */
static bool is_digit(struct key key)
{
	return (key.kind == KIND_CHAR || key.kind == KIND_ALT) && key.code >= '0' && key.code <= '9';
}

/* Digits that the run ends with. */
static size_t digits_at_end(const struct scan *scan)
{
	const char *run = scan_run(scan);
	size_t n = 0;
	while (n < scan->typed.len && run[scan->typed.len - n - 1] >= '0' && run[scan->typed.len - n - 1] <= '9')
		n++;
	return n;
}

static enum scan_hold_result first_key(struct scan_hold *hold, const struct scan *scan, struct key key,
	int64_t now_ms)
{
	if (key.kind == KIND_CHAR || key.kind == KIND_PASTE || scan->characters == 0 ||
		now_ms - scan->at_ms[(scan->characters - 1) % SCAN_TIMES] > AT_ONCE_MS)
		return HOLD_NOTHING;
	size_t before = digits_at_end(scan);
	hold->digits = before + is_digit(key);
	if (before == 0 || hold->digits > CARD_DIGITS)
		return HOLD_NOTHING;
	hold->keys[hold->n++] = key;
	return HOLD_KEPT;
}

enum scan_hold_result scan_hold_feed(struct scan_hold *hold, const struct scan *scan, struct key key,
	int64_t now_ms)
{
	if (hold->n == 0)
		return first_key(hold, scan, key, now_ms);
	if (key.kind == KIND_CHAR && key.code == '|' && hold->digits == CARD_DIGITS)
		return HOLD_SCAN;
	if (hold->n == SCAN_HOLD_MAX || key.kind == KIND_PASTE || (key.kind == KIND_CHAR && !is_digit(key)) ||
		(is_digit(key) && ++hold->digits > CARD_DIGITS))
		return HOLD_GIVE;
	hold->keys[hold->n++] = key;
	return HOLD_KEPT;
}
