#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <regex.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "core/dossier_code.h"
#include "core/status.h"

static void codes(void **state)
{
	(void)state;
	static const char *const good[] = {
		"000.00.01.H01-180412-0001", "H15.50.05.13-261008-0975", "H01-260101-0001",
		"G01-260101-9999999",
		"G12.1-000000-1234", "H89.999.999.999-261123-000001", "000.00.00.G09.22-261123-00001",
	};
	static const char *const bad[] = {
		"", "H", "H01", "H1-260101-0001", "H001-260101-0001", "X01-260101-0001", "h01-260101-0001",
		"H01-26010-0001", "H01-2601011-0001", "H01-260101-001", "H01-260101-00000001",
		"H01-260101-0001 ",
		" H01-260101-0001", "H01-260101-0001\n", "H01.-260101-0001", "H01.1.2.3.4-260101-0001",
		"H01.1234-260101-0001", "00.00.01.H01-180412-0001", "000.00.01H01-180412-0001",
		"000.00.H01-180412-0001",
		"000.00.01.000.00.01.H01-180412-0001", "H01-260101-", "H01--0001", "H01-260101_0001",
		"H01-260101-0001/../x", "Н01-260101-0001", "H01-260101-000١",
	};
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		if (!dossier_code_valid(good[i]))
			fail_msg("refused: %s", good[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		if (dossier_code_valid(bad[i]))
			fail_msg("taken: %s", bad[i]);
	}
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Mutations of a good code, judged by the same pattern as a regular expression. */
static void agrees_with_the_pattern(void **state)
{
	(void)state;
	regex_t re;
	assert_int_equal(regcomp(&re,
		"^([0-9]{3}\\.[0-9]{2}\\.[0-9]{2}\\.)?[GH][0-9]{2}(\\.[0-9]{1,3}){0,3}"
		"-[0-9]{6}-[0-9]{4,7}$", REG_EXTENDED | REG_NOSUB), 0);
	static const char alphabet[] = "0123456789..--GHX";
	uint32_t seed = 20261123;
	int taken = 0;
	for (int round = 0; round < 50000; round++) {
		char code[80] = "000.00.01.H15.50.05.13-261008-00975";
		size_t len = strlen(code);
		if (round % 2)
			memmove(code, code + 10, len -= 10), code[len] = '\0';
		for (uint32_t n = next_random(&seed) % 3; n > 0; n--) {
			size_t at = next_random(&seed) % len;
			if (next_random(&seed) % 2) {
				code[at] = alphabet[next_random(&seed) % (sizeof(alphabet) - 1)];
			} else {
				memmove(code + at, code + at + 1, len - at);
				len--;
			}
		}
		bool want = regexec(&re, code, 0, NULL, 0) == 0;
		if (dossier_code_valid(code) != want)
			fail_msg("%s: the pattern says %d", code, want);
		taken += want;
	}
	assert_in_range(taken, 1000, 49000);
	regfree(&re);
}

static void agencies(void **state)
{
	(void)state;
	assert_true(agency_id_valid("H01"));
	assert_true(agency_id_valid("000.00.12.H89"));
	assert_true(agency_id_valid("H89.12.3.456"));
	assert_false(agency_id_valid(""));
	assert_false(agency_id_valid("H01-"));
	assert_false(agency_id_valid("H01.1.2.3.4"));
	assert_false(agency_id_valid("000.00.12"));
}

static void making_codes(void **state)
{
	(void)state;
	char out[DOSSIER_CODE_SIZE];
	struct date d = {2026, 11, 3};
	assert_true(dossier_code_format("H89.12", d, 1, out));
	assert_string_equal(out, "H89.12-261103-0001");
	assert_true(dossier_code_format("000.00.12.H89", d, 12345, out));
	assert_string_equal(out, "000.00.12.H89-261103-12345");
	assert_true(dossier_code_format("H89", d, DOSSIER_SEQUENCE_MAX, out));
	assert_true(dossier_code_valid(out));
	assert_false(dossier_code_format("H89", d, DOSSIER_SEQUENCE_MAX + 1, out));
	assert_string_equal(out, "");
	assert_false(dossier_code_format("H89", d, 0, out));
	assert_false(dossier_code_format("H89", (struct date){2026, 2, 29}, 1, out));
	assert_false(dossier_code_format("xã", d, 1, out));
}

static void statuses(void **state)
{
	(void)state;
	assert_string_equal(status_text(STATUS_SUBMITTED), "mới đăng ký");
	assert_string_equal(status_text(STATUS_RETURNED), "đã trả kết quả");
	for (int s = 1; s <= 10; s++)
		assert_true(status_text(s)[0] != '\0');
	assert_string_equal(status_text(17), "khác (17)");
	assert_string_equal(status_text(0), "khác (0)");
	assert_string_equal(status_text(-2147483647 - 1), "khác (-2147483648)");
}

static void the_fallback_series_is_told_by_its_number(void **state)
{
	(void)state;
	static const struct {
		const char *code;
		int64_t number;
		bool fallback;
	} rows[] = {
		{"H89-261123-0001", 1, false}, {"H89-261123-8999999", 8999999, false},
		{"H89-261123-9001001", 9001001, true}, {"H89-261123-9999999", 9999999, true},
		{"H89-261123-9000001", 9000001, false}, {"H89-261123-9001000", 9001000, false},
		{"H89-261123-9001", 9001, false}, {"", 0, false}, {"H89-261123", 0, false},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(dossier_code_number(rows[i].code), rows[i].number);
		assert_int_equal(dossier_code_fallback(rows[i].code), rows[i].fallback);
	}
	assert_int_equal(FALLBACK_FIRST(1), 9001001);
	assert_int_equal(FALLBACK_LAST(FALLBACK_SLOTS), DOSSIER_SEQUENCE_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes), cmocka_unit_test(agrees_with_the_pattern),
		cmocka_unit_test(agencies),
		cmocka_unit_test(making_codes), cmocka_unit_test(statuses),
		cmocka_unit_test(the_fallback_series_is_told_by_its_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
