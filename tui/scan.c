#include "tui/scan.h"

#include <string.h>

#define FAST_MS 35     /* a character, of a bar code on the average; people need 65 */
#define FAST_SPARE 60  /* once, for a line that stutters */
#define SAME_BURST 100 /* from one key to the next */
#define END_AGAIN 1000 /* an Enter so soon after a scan that ended by silence is its own */

void scan_init(struct scan *scan)
{
	*scan = (struct scan){0};
	buf_init(&scan->typed, SCANNED_MAX);
}

void scan_clear(struct scan *scan)
{
	buf_clear(&scan->typed);
}

void scan_reset(struct scan *scan)
{
	buf_clear(&scan->typed);
	scan->characters = 0;
	scan->spoilt = scan->line_ended = scan->rest = false;
}

static const char *found(const struct scan *scan, enum scanned_kind *kind)
{
	const char *start;
	*kind = scanned_find(buf_str(&scan->typed), &start);
	if (*kind == SCANNED_NONE)
		(void)scanned_is_cut(buf_str(&scan->typed), &start);
	return start;
}

enum scanned_kind scan_kind(const struct scan *scan)
{
	enum scanned_kind kind;
	found(scan, &kind);
	return kind;
}

const char *scan_text(const struct scan *scan)
{
	enum scanned_kind kind;
	return found(scan, &kind);
}

/* "]Q1": scanners can be set to say first which kind of code it is (AIM, ISO/IEC 15424). */
static bool is_symbology(const char *s)
{
	return s[0] == ']' && ((s[1] >= 'A' && s[1] <= 'Z') || (s[1] >= 'a' && s[1] <= 'z')) && s[2] >= '0' &&
		s[2] <= '9';
}

size_t scan_before(const struct scan *scan)
{
	const char *run = buf_str(&scan->typed);
	size_t before = (size_t)(scan_text(scan) - run);
	return before >= 3 && is_symbology(run + before - 3) ? before - 3 : before;
}

/* Characters, of UTF-8. */
static size_t length(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

/* Did its last n characters come faster than anybody types? Of many, those whose times are known. */
static bool is_fast(const struct scan *scan, size_t n, int64_t now_ms)
{
	if (n > SCAN_TIMES)
		n = SCAN_TIMES;
	if (n == 0 || n > scan->characters)
		return false;
	int64_t began = scan->at_ms[(scan->characters - n) % SCAN_TIMES];
	return now_ms - began <= (int64_t)n * FAST_MS + FAST_SPARE;
}

static int64_t last_ms(const struct scan *scan)
{
	return scan->at_ms[(scan->characters - 1) % SCAN_TIMES];
}

/* key: what ended it, {0} silence. */
static void end(struct scan *scan, struct key key, int64_t now_ms)
{
	scan->ended = true;
	scan->ended_by = key;
	scan->ended_ms = now_ms;
	scan->cut = false;
}

static enum scan_result cut(struct scan *scan, struct key key, int64_t now_ms)
{
	end(scan, key, now_ms);
	scan->cut = true;
	return SCAN_CUT;
}

/* ---- each kind of key */

/* After the scan's own end: the LF of a CR LF, or the Enter that was waited for in vain. */
static bool is_second_end(const struct scan *scan, struct key key, int64_t now_ms)
{
	if (scan->characters > 0)
		return scan->line_ended && key.code == K_LINEFEED;
	bool silence = scan->ended_by.kind == KIND_NONE;
	bool line_feed = scan->ended_by.code == K_ENTER && key.code == K_LINEFEED;
	return scan->ended && (silence || line_feed) && now_ms - scan->ended_ms <= END_AGAIN;
}

static enum scan_result line_end(struct scan *scan, struct key key, int64_t now_ms, bool at_field)
{
	enum scanned_kind kind;
	if (is_second_end(scan, key, now_ms))
		return SCAN_DROP;
	const char *start = found(scan, &kind);
	if (scan->spoilt) {
		end(scan, key, now_ms);
		return SCAN_SPOILT;
	}
	if (kind == SCANNED_CARD && scanned_goes_on(start)) {
		buf_char(&scan->typed, '\n');
		scan->line_ended = true;
		return SCAN_DROP;
	}
	if (kind == SCANNED_CODE && at_field && !is_fast(scan, strlen(start), now_ms))
		kind = SCANNED_NONE;
	if (kind != SCANNED_NONE) {
		end(scan, key, now_ms);
		scan->cut = kind == SCANNED_CARD && scanned_is_short(start);
		return SCAN_DONE;
	}
	if (scanned_is_cut(start, &start) && is_fast(scan, length(start), now_ms))
		return cut(scan, key, now_ms);
	if (scan->rest && is_fast(scan, scan->characters, now_ms))
		return cut(scan, key, now_ms);
	scan->ended = false;
	return scan->characters >= SCAN_LEAST && !at_field && is_fast(scan, scan->characters, now_ms) ?
		SCAN_UNKNOWN : SCAN_NONE;
}

/* Keys of other kinds that come with a scan are in its text: they press nothing. */
static enum scan_result other_key(struct scan *scan, int64_t now_ms)
{
	const char *run = buf_str(&scan->typed);
	bool begun = scan->characters > 0 && scanned_has_begun(run);
	if (begun && now_ms - last_ms(scan) <= SAME_BURST) {
		scan->spoilt = true;
		return SCAN_DROP;
	}
	scan->ended = false;
	return begun && (scan->line_ended || scan->spoilt) ? SCAN_BROKEN : SCAN_NONE;
}

/* Long texts typed by hand are not gone back over. */
static bool begins(struct scan *scan)
{
	if (scan->characters % SCAN_REPLAY_MAX == 0 && !scanned_has_begun(buf_str(&scan->typed)))
		scan_reset(scan);
	return scan->characters == 0;
}

static enum scan_result character(struct scan *scan, struct key key, int64_t now_ms)
{
	char utf8[4];
	bool first = begins(scan);
	if (first)
		scan->rest = scan->cut && now_ms - scan->ended_ms <= SAME_BURST;
	scan->ended = scan->line_ended = scan->cut = false;
	buf_add(&scan->typed, utf8, (size_t)utf8_encode(key.code, utf8));
	scan->at_ms[scan->characters++ % SCAN_TIMES] = now_ms;
	return first ? SCAN_BEGINS : SCAN_NONE;
}

enum scan_result scan_feed(struct scan *scan, struct key key, int64_t now_ms, bool at_field)
{
	bool function = key.kind == KIND_FUNCTION;
	if (function && (key.code == K_ENTER || key.code == K_TAB || key.code == K_LINEFEED))
		return line_end(scan, key, now_ms, at_field);
	if (key.kind != KIND_CHAR)
		return other_key(scan, now_ms);
	return character(scan, key, now_ms);
}

/* ---- silence */

bool scan_waits(const struct scan *scan)
{
	return scan->characters > 0 && !scan->spoilt && scanned_is_complete(buf_str(&scan->typed));
}

void scan_silence(struct scan *scan, int64_t now_ms)
{
	end(scan, (struct key){KIND_NONE, 0}, now_ms);
}
