#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "core/id_number.h"

static void what_a_number_says(void **state)
{
	(void)state;
	static const struct {
		const char *number;
		enum id_place known;
		const char *place;
		enum sex sex;
		int year;
	} rows[] = {
		{"001099012345", ID_PLACE_KNOWN, "Hà Nội", SEX_MALE, 1999},
		{"089199000001", ID_PLACE_KNOWN, "An Giang", SEX_FEMALE, 1999},
		{"096205000001", ID_PLACE_KNOWN, "Cà Mau", SEX_MALE, 2005},
		{"079305000001", ID_PLACE_KNOWN, "TP.HCM", SEX_FEMALE, 2005},
		{"077400000001", ID_PLACE_KNOWN, "Bà Rịa–Vũng Tàu", SEX_MALE, 2100},
		{"046999000001", ID_PLACE_KNOWN, "Thừa Thiên Huế", SEX_FEMALE, 2399},
		{"000000000000", ID_PLACE_UNKNOWN, "", SEX_MALE, 1900},
		{"003099000001", ID_PLACE_UNKNOWN, "", SEX_MALE, 1999},
		{"099099000001", ID_PLACE_UNKNOWN, "", SEX_MALE, 1999},
		{"100099000001", ID_PLACE_ABROAD, "", SEX_MALE, 1999},
		{"999999999999", ID_PLACE_ABROAD, "", SEX_FEMALE, 2399},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct id_number n;
		assert_true(id_number_parse(rows[i].number, &n, NULL));
		assert_int_equal(n.known, rows[i].known);
		assert_string_equal(n.place_name, rows[i].place);
		assert_int_equal(n.sex, rows[i].sex);
		assert_int_equal(n.birth_year, rows[i].year);
	}
}

static void sixty_three_places(void **state)
{
	(void)state;
	int known = 0;
	for (int place = 0; place < 1000; place++) {
		char number[16];
		struct id_number n;
		snprintf(number, sizeof(number), "%03d099000001", place);
		assert_true(id_number_parse(number, &n, NULL));
		assert_int_equal(n.place, place);
		known += n.known == ID_PLACE_KNOWN;
		assert_int_equal(n.known == ID_PLACE_ABROAD, place >= 100);
		assert_int_equal(n.known == ID_PLACE_KNOWN, n.place_name[0] != '\0');
	}
	assert_int_equal(known, 63);
}

static void refused(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "00109901234", "0010990123456", "00109901234a",
		" 01099012345",
		"001099012345 ", "+01099012345", "001.099.01234", "٠٠١٠٩٩٠١٢٣٤٥"};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct id_number n;
		struct err err = ERR_INIT;
		assert_false(id_number_parse(bad[i], &n, &err));
		assert_int_equal(err.kind, ERR_DATA);
		assert_string_equal(err.field, "id_number");
		assert_true(err.text[0] && (!bad[i][0] || !strstr(err.text, bad[i])));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_number_says), cmocka_unit_test(sixty_three_places),
		cmocka_unit_test(refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
