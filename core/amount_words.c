#include "core/amount_words.h"

#include <ctype.h>
#include <stddef.h>
#include "base/mem.h"

/* A number is groups of three digits; each has a name, and from 10^9 on they begin anew before "tỷ". */
#define GROUP 1000
#define TY INT64_C(1000000000)

static const char *const digits[10] = {
	"không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
};

/* Words are added with the space that follows; the last one, "đồng", has none. */
static void word(struct buf *out, const char *s)
{
	buf_str_add(out, s);
	buf_char(out, ' ');
}

/* The last digit after the word for tens: 21 mốt, 24 tư, 15 and 25 lăm, but 11 một, 14 bốn. */
static const char *unit_word(int tens, int unit)
{
	if (tens >= 1 && unit == 5)
		return "lăm";
	if (tens >= 2 && unit == 1)
		return "mốt";
	if (tens >= 2 && unit == 4)
		return "tư";
	return digits[unit];
}

/* 1–999; full: something was read before it, so its hundreds are read even where there are none. */
static void group_words(int n, bool full, struct buf *out)
{
	int hundreds = n / 100, tens = n / 10 % 10, unit = n % 10;
	bool has_hundreds = hundreds > 0 || full;

	if (has_hundreds) {
		word(out, digits[hundreds]);
		word(out, "trăm");
	}
	if (tens >= 2) {
		word(out, digits[tens]);
		word(out, "mươi");
	} else if (tens == 1) {
		word(out, "mười");
	} else if (has_hundreds && unit > 0) {
		word(out, "linh");
	}
	if (unit > 0)
		word(out, unit_word(tens, unit));
}

/* 1 … 999,999,999: triệu, nghìn, units. True when something was read. */
static bool below_ty(int64_t n, bool full, struct buf *out)
{
	static const struct {
		int64_t size;
		const char *name;
	} groups[] = {{GROUP * GROUP, "triệu"}, {GROUP, "nghìn"}, {1, NULL}};

	for (size_t i = 0; i < ARRAY_LEN(groups); i++) {
		int group = (int)(n / groups[i].size % GROUP);
		if (group == 0)
			continue;
		group_words(group, full, out);
		if (groups[i].name)
			word(out, groups[i].name);
		full = true;
	}
	return full;
}

static void number_words(int64_t n, struct buf *out)
{
	bool read = false;

	if (n == 0)
		word(out, digits[0]);
	if (n >= TY) {
		read = below_ty(n / TY, false, out);
		word(out, "tỷ");
	}
	below_ty(n % TY, read, out);
}

bool amount_words(int64_t amount_vnd, struct buf *out)
{
	if (amount_vnd < 0 || amount_vnd > AMOUNT_WORDS_MAX)
		return false;
	number_words(amount_vnd, out);
	buf_str_add(out, "đồng");
	return true;
}

/* No amount begins with a letter beyond ASCII. */
bool amount_sentence(int64_t amount_vnd, struct buf *out)
{
	size_t start = out->len;

	if (!amount_words(amount_vnd, out))
		return false;
	if (out->len > start)
		out->data[start] = (char)toupper((unsigned char)out->data[start]);
	return true;
}
