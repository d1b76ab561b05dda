#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include "base/mem.h"
#include "printing/code128.h"

/* A reader of its own: widths back to symbol values, values back to text. It knows the symbols only
 * as digits of the standard's table, written another way than the encoder's (hex of the widths). */
static const uint32_t table[] = {
	0x212222, 0x222122, 0x222221, 0x121223, 0x121322, 0x131222, 0x122213, 0x122312, 0x132212,
	0x221213, 0x221312, 0x231212, 0x112232, 0x122132, 0x122231, 0x113222, 0x123122, 0x123221,
	0x223211, 0x221132, 0x221231, 0x213212, 0x223112, 0x312131, 0x311222, 0x321122, 0x321221,
	0x312212, 0x322112, 0x322211, 0x212123, 0x212321, 0x232121, 0x111323, 0x131123, 0x131321,
	0x112313, 0x132113, 0x132311, 0x211313, 0x231113, 0x231311, 0x112133, 0x112331, 0x132131,
	0x113123, 0x113321, 0x133121, 0x313121, 0x211331, 0x231131, 0x213113, 0x213311, 0x213131,
	0x311123, 0x311321, 0x331121, 0x312113, 0x312311, 0x332111, 0x314111, 0x221411, 0x431111,
	0x111224, 0x111422, 0x121124, 0x121421, 0x141122, 0x141221, 0x112214, 0x112412, 0x122114,
	0x122411, 0x142112, 0x142211, 0x241211, 0x221114, 0x413111, 0x241112, 0x134111, 0x111242,
	0x121142, 0x121241, 0x114212, 0x124112, 0x124211, 0x411212, 0x421112, 0x421211, 0x212141,
	0x214121, 0x412121, 0x111143, 0x111341, 0x131141, 0x114113, 0x114311, 0x411113, 0x411311,
	0x113141, 0x114131, 0x311141, 0x411131, 0x211412, 0x211214, 0x211232,
};

static int value_at(const uint8_t *w)
{
	uint32_t v = 0;
	for (int i = 0; i < 6; i++)
		v = v << 4 | w[i];
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		if (table[i] == v)
			return (int)i;
	}
	return -1;
}

/* Text of the symbols between start and check; also proves check, stop and the sum of widths. */
static void read_back(const struct code128 *c, char *text, int *n_symbols)
{
	static const uint8_t stop[7] = {2, 3, 3, 1, 1, 1, 2};
	assert_true(c->n_widths >= 6 * 3 + 7 && (c->n_widths - 7) % 6 == 0);
	int n = (int)(c->n_widths - 7) / 6;
	int first = value_at(c->widths), sum = first, modules = 13;
	assert_true(first == 104 || first == 105);
	assert_memory_equal(c->widths + n * 6, stop, 7);
	bool in_c = first == 105;
	char *p = text;
	for (int i = 0; i < n; i++) {
		int v = value_at(c->widths + i * 6);
		assert_true(v >= 0);
		modules += 11;
		if (i == 0)
			continue;
		if (i == n - 1) {
			assert_int_equal(v, sum % 103);
			break;
		}
		sum += i * v;
		if (in_c && v < 100) {
			*p++ = (char)('0' + v / 10);
			*p++ = (char)('0' + v % 10);
		} else if (in_c) {
			assert_int_equal(v, 100);
			in_c = false;
		} else if (v == 99) {
			in_c = true;
		} else {
			assert_true(v <= 94);
			*p++ = (char)(v + 0x20);
		}
	}
	*p = '\0';
	assert_int_equal(c->modules, modules);
	*n_symbols = n + 1;
}

static void says_what_was_put_in(void **state)
{
	(void)state;
	/* text, symbols with start, check and stop */
	static const struct { const char *text; int symbols; } cases[] = {
		{"H01.91.12-261123-0043", 22}, {"000.00.01.H01-180412-0001", 26},
		{"H15.50.05.13-261008-0975", 25}, {"G09-260101-1234567", 18},
		{"1234", 5}, {"12345", 7}, {"0", 4}, {"A", 4}, {"12", 4}, {"A12", 6}, {"A1234", 7},
		{"A1234B", 9}, {"A123456B", 10}, {"~ }", 6},
		{"0123456789012345678901234567890123456789012345678901234567890123", 35},
		{"a1b23c4d56e7f89g0h12i3j45k6l78m9n01o2p34q5r67s8t90u1v23w4x56y7zA", 67},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct code128 c;
		char text[130];
		int n;
		assert_true(code128_encode(cases[i].text, &c));
		read_back(&c, text, &n);
		assert_string_equal(text, cases[i].text);
		assert_int_equal(n, cases[i].symbols);
	}
}

static void every_character_and_pair(void **state)
{
	(void)state;
	struct code128 c;
	char text[130];
	int n;
	for (int a = 0x20; a < 0x7F; a++) {
		for (int b = 0x20; b < 0x7F; b++) {
			const char in[] = {(char)a, (char)b, '\0'};
			assert_true(code128_encode(in, &c));
			read_back(&c, text, &n);
			assert_string_equal(text, in);
		}
	}
}

static void refuses_what_it_cannot_say(void **state)
{
	(void)state;
	struct code128 c;
	char long_text[CODE128_TEXT_MAX + 2];
	memset(long_text, '7', sizeof(long_text));
	long_text[CODE128_TEXT_MAX + 1] = '\0';
	assert_false(code128_encode("", &c));
	assert_false(code128_encode("H01\n", &c));
	assert_false(code128_encode("Hồ sơ", &c));
	assert_false(code128_encode("\x7F", &c));
	assert_false(code128_encode(long_text, &c));
	assert_int_equal(c.n_widths, 0);
	long_text[CODE128_TEXT_MAX] = '\0';
	assert_true(code128_encode(long_text, &c));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_what_was_put_in),
		cmocka_unit_test(every_character_and_pair),
		cmocka_unit_test(refuses_what_it_cannot_say),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
