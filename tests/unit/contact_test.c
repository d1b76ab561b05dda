#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "core/contact.h"

struct row {
	const char *text, *want; /* NULL: refused */
};

static void check(bool (*parse)(const char *, char *, size_t, struct err *), const char *field,
	const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char out[16] = "";
		struct err err = ERR_INIT;
		bool ok = parse(rows[i].text, out, sizeof(out), &err);
		if (ok != (rows[i].want != NULL) || (ok && strcmp(out, rows[i].want) != 0))
			fail_msg("\"%s\": %d \"%s\" %s", rows[i].text, ok, out, err.text);
		if (!ok) {
			assert_int_equal(err.kind, ERR_DATA);
			assert_string_equal(err.field, field);
			assert_true(err.text[0] != '\0');
		}
	}
}

static void phones(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{"0912345678", "0912345678"}, {"0912 345 678", "0912345678"},
		{"+84-912-345-678", "0912345678"},
		{"0296.3841234", "02963841234"}, {"(0296) 384 1234", "02963841234"},
		{"+84 (0)912 345 678", "0912345678"},
		{"84912345678", "0912345678"}, {"+842963841234", "02963841234"},
		{"024 3825 1234", "02438251234"},
		{"0312345678", "0312345678"}, {"0512345678", "0512345678"}, {"0712345678", "0712345678"},
		{"0812345678", "0812345678"}, {" 0912345678 ", "0912345678"}, {"0212345678", "0212345678"},
		{"", NULL}, {" ", NULL}, {"+", NULL}, {"0", NULL}, {"091234567", NULL},
		{"09123456789", NULL},
		{"0112345678", NULL}, {"0412345678", NULL}, {"0612345678", NULL}, {"0012345678", NULL},
		{"912345678", NULL}, {"+85912345678", NULL}, {"+0912345678", NULL}, {"091234567a", NULL},
		{"0912345678;0912345679", NULL}, {"0912345678\n", NULL}, {"٠٩١٢٣٤٥٦٧٨", NULL},
		{"020123456789", NULL},
		{"+84", NULL}, {"84", NULL}, {"++84912345678", NULL}, {"0912+345678", NULL},
		{"1900 1234", NULL},
		{"0000000000000000000000000000000000000000000000000000000000000000000000", NULL},
	};
	check(phone_parse, "phone", rows, ARRAY_LEN(rows));
	char small[8];
	assert_false(phone_parse("0912345678", small, sizeof(small), NULL));
}

static void tax_codes(void **state)
{
	(void)state;
	static const struct row rows[] = {
		/* by hand: 012345678 sums to 29+46+57+68+65+42+35+24 = 366 ≡ 3 (mod 11), so the tenth is 7 */
		{"0123456787", "0123456787"}, {"0123456787-001", "0123456787-001"},
		{"0123456787001", "0123456787-001"},
		{"0123 456 787", "0123456787"}, {"001099012345", "001099012345"},
		{" 0123456787 - 999 ", "0123456787-999"},
		{"0123456789", NULL}, {"0123456788-001", NULL}, {"0123456787-000", NULL},
		{"0123456787-01", NULL},
		{"0123456787-0001", NULL}, {"0000000000", NULL}, {"", NULL}, {"012345678", NULL},
		{"01234567870", NULL},
		{"0123456787-", NULL}, {"0123456787-1", NULL}, {"-0123456787", NULL}, {"01234-56787", NULL},
		{"0123456787-00a", NULL}, {"012345678x", NULL}, {"0123456787--01", NULL},
		{"0123456787\t", NULL},
		{"00109901234567890123456789", NULL},
	};
	check(tax_code_parse, "tax_code", rows, ARRAY_LEN(rows));
}

static void one_wrong_digit_is_caught(void **state)
{
	(void)state;
	char code[] = "0123456787", out[16];
	for (size_t i = 0; i < 10; i++) {
		char right = code[i];
		for (char c = '0'; c <= '9'; c++) {
			code[i] = c;
			assert_int_equal(tax_code_parse(code, out, sizeof(out), NULL), c == right);
		}
		code[i] = right;
	}
}

static void emails(void **state)
{
	(void)state;
	static const char *const good[] = {
		"a@b.vn", "thu.nguyen+mau@xa-mau.example", "x_y-z@mail-1.example.com", "A.B@C.Vn",
		"1@2.xn--p1ai",
	};
	static const char *const bad[] = {
		"", "@", "a@", "@b.vn", "a@b", "a.b.vn", "a@@b.vn", "a@b@c.vn", ".a@b.vn", "a.@b.vn",
		"a..b@c.vn",
		"a@.b.vn", "a@b.vn.", "a@b..vn", "a@-b.vn", "a@b-.vn", "a@b.v", "a@b.12", "a b@c.vn",
		" a@b.vn",
		"a@b.vn ", "a@b.vn\n", "thử@b.vn", "a@bé.vn", "a\"b@c.vn", "a,b@c.vn", "<a@b.vn>",
		"a@b_c.vn", "a@1.2.3.4",
	};
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		if (!email_valid(good[i]))
			fail_msg("refused: %s", good[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		if (email_valid(bad[i]))
			fail_msg("taken: %s", bad[i]);
	}
	char longest[400];
	memset(longest, 'a', sizeof(longest));
	longest[64] = '@';
	for (int i = 65; i < 254; i++)
		longest[i] = i % 32 == 0 ? '.' : 'b';
	longest[254] = '\0';
	assert_true(email_valid(longest));
	longest[254] = 'b';
	longest[255] = '\0';
	assert_false(email_valid(longest));
	memset(longest, 'a', 65);
	memcpy(longest + 65, "@b.vn", 6);
	assert_false(email_valid(longest));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phones), cmocka_unit_test(tax_codes),
		cmocka_unit_test(one_wrong_digit_is_caught), cmocka_unit_test(emails),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
