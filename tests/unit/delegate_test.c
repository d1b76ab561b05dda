/* Who hands in for another: a card is read, or refused, and never stands raw on a receipt. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "base/mem.h"
#include "core/delegate.h"

static const struct date today = {2026, 11, 23};

#define CARD "089190001234||Nguyễn Thị Ánh Mẫu|02091990|Nữ|Ấp Thử Nghiệm, An Giang|01012022"

static void check(const char *text, const char *wanted)
{
	struct buf out;
	struct err err = ERR_INIT;
	buf_init(&out, 4096);
	assert_int_equal(delegate_read(text, today, &out, &err), wanted != NULL);
	assert_string_equal(buf_str(&out), wanted ? wanted : "");
	assert_string_equal(err.field, wanted ? "" : "delegate");
	buf_clear(&out);
}

static void a_card_is_read(void **state)
{
	(void)state;
	check(CARD, "Nguyễn Thị Ánh Mẫu, số định danh 089190001234");
	check("\xEF\xBB\xBF  " CARD "\r\n", "Nguyễn Thị Ánh Mẫu, số định danh 089190001234");
	check("IDVNM1900012345089190001234<<4 9009025F3009025VNM<<<<<<<<<<<8 NGUYEN<<THI<ANH<MAU<<<<<<<<<<<<",
		NULL); /* check digits */
}

static void what_is_no_card_stays(void **state)
{
	static const char *const texts[] = {"Lê Thị Mẫu", "Lê Thị Mẫu, con ruột, 0912345678", "089190001234", "Ông A | bà B", ""};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		check(texts[i], texts[i]);
	check("  Lê  Thị\tMẫu ", "Lê Thị Mẫu");
}

static void a_card_that_cannot_be_read_is_refused(void **state)
{
	static const char *const texts[] = {"089190001234|", "089190001234||Nguyễn Thị Ánh Mẫu|0209",
		"089190001234||Nguy?n Th? ?nh M?u|99999999|Nữ|Ấp|01012022", "123456789|x", "NGUYEN<<THI"};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		check(texts[i], NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_card_is_read), cmocka_unit_test(what_is_no_card_stays),
		cmocka_unit_test(a_card_that_cannot_be_read_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
