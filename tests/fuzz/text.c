#include "tests/fuzz/fuzz.h"

#include <string.h>
#include "i18n/fold.h"
#include "i18n/text.h"

/* Whatever comes in, clean text comes out, and all that trusts clean text can. */

static void check_clean(const struct buf *out, unsigned flags)
{
	struct buf again;

	buf_init(&again, out->max + 1);
	HOLDS(text_clean(buf_str(out), out->len, flags, &again) == 0);
	HOLDS(again.len == out->len && memcmp(buf_str(&again), buf_str(out), out->len) == 0);
	HOLDS(flags & TEXT_LINES ? text_is_clean_lines(buf_str(out)) : text_is_clean(buf_str(out)));
	for (size_t i = 0; i < out->len; i++)
		HOLDS((unsigned char)out->data[i] >= 0x20 || (flags && out->data[i] == '\n'));
	buf_clear(&again);
}

static void check_steps(const char *s, size_t len)
{
	int count = 0;

	for (size_t at = 0, n; at < len; at += n) {
		n = text_next(s + at);
		HOLDS(n > 0 && at + n <= len);
		count++;
	}
	HOLDS(count == text_length(s));
	HOLDS(len == 0 || (text_prev(s, len) > 0 && text_prev(s, len) <= len));
}

static void check_columns(const char *s, int cols)
{
	struct buf out;

	for (int align = TEXT_LEFT; align <= TEXT_CENTRE; align++) {
		buf_init(&out, 100000);
		text_fit(s, cols, (enum text_align)align, &out);
		HOLDS(text_width(buf_str(&out)) == cols);
		buf_clear(&out);
	}
	for (size_t at = 0, next; s[at]; at += next) {
		size_t len = text_wrap(s + at, cols, &next);
		HOLDS(next > 0 && len <= next);
		HOLDS(text_width_n(s + at, len) <= cols);
	}
}

static void check_search(const char *s)
{
	struct buf plain, marked;
	struct fold_query *q = fold_query_new(s);
	struct fold_list *list = fold_list_new();

	buf_init(&plain, 4000);
	buf_init(&marked, 4000);
	fold_keys(s, &plain, &marked);
	HOLDS(plain.len == marked.len);
	fold_list_add(list, s);
	int score = fold_list_match(q, list, 0);
	HOLDS(score == fold_match(q, buf_str(&plain), buf_str(&marked)));
	HOLDS(score > 0 || plain.len > 100); /* a line finds itself; a query may be cut */
	fold_list_free(list);
	fold_query_free(q);
	buf_clear(&plain);
	buf_clear(&marked);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf out, other;

	if (size < 2)
		return 0;
	unsigned flags = data[0] & TEXT_LINES;
	buf_init(&out, data[1]);
	(void)text_clean((const char *)data + 2, size - 2, flags, &out);
	HOLDS(out.len <= out.max && !out.full);
	check_clean(&out, flags);
	check_steps(buf_str(&out), out.len);
	check_columns(buf_str(&out), data[0] % 40 + 1);
	check_search(buf_str(&out));
	buf_init(&other, 4000);
	text_upper(buf_str(&out), &other);
	text_lower(buf_str(&out), &other);
	buf_clear(&other);
	buf_clear(&out);
	return 0;
}
