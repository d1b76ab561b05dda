/* Names as keyboards and input methods spoil them, and names that only look strange. All made up. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/mem.h"
#include "i18n/garbled.h"

static void names_of_people_are_left_alone(void **state)
{
	(void)state;
	static const char *const names[] = {
		"Nguyễn Văn Thử", "Lê Lưu Hữu", "Đỗ Quỳnh Như", "Hoàng Thúy Mẫu", "H’Mai Mlô", "K'Brơi Ƀŭ Čil",
		"Y Bhiông Niê Kđăm", "Ê Ban", "Mai Lan Hoa", "Ksor Rmah", "Nguyen Thi Anh Mau", "Le", "",
		"NGUYỄN VĂN THỬ", "-", "' -",
	};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (garbled_by_typing(names[i]))
			fail_msg("%s", names[i]);
	for (size_t i = 0; i < 8; i++)
		if (garbled_by_loss(names[i]))
			fail_msg("%s", names[i]);
	assert_false(garbled_by_loss("Nguyen Thi Anh Mau")); /* marks may be gone, letters are not */
}

static void what_typing_makes_of_them(void **state)
{
	(void)state;
	static const char *const names[] = {
		"Nguyeễn Thiị", "Trâần Văn Thử", "Nguyeenx Vawn Thuwr", "Thij Asnh", "NGUYEENX VAWN THUWR",
	};
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (!garbled_by_typing(names[i]))
			fail_msg("%s", names[i]);
}

static void letters_that_vanished(void **state)
{
	(void)state;
	assert_true(garbled_by_loss("Nguyn Th nh Mu"));
	assert_true(garbled_by_loss("Nguy Vn"));
	assert_true(garbled_is_plain("Nguyn Th nh Mu"));
	assert_false(garbled_is_plain("Nguyn Thị"));
	assert_false(garbled_by_loss("Nguyn Thị")); /* some came through, so none are dropped */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_people_are_left_alone),
		cmocka_unit_test(what_typing_makes_of_them),
		cmocka_unit_test(letters_that_vanished),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
