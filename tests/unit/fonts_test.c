#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include "printing/fonts.h"

/* Pango sorts fonts on a thread that may still run at the end; fontconfig keeps pointers as offsets,
 * which the leak checker cannot follow. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig";
}

static PangoFont *open_face(enum face face)
{
	PangoFont *font = pango_font_map_load_font(pango_context_get_font_map(fonts_context()),
		fonts_context(), fonts_describe(face, 9));
	assert_non_null(font);
	return font;
}

static void assert_is(enum face face, const char *name)
{
	PangoFont *font = open_face(face);
	PangoFontDescription *is = pango_font_describe(font);
	char *words = pango_font_description_to_string(is);

	if (strncmp(words, name, strlen(name)) != 0)
		fail_msg("%s instead of %s", words, name);
	g_free(words);
	pango_font_description_free(is);
	g_object_unref(font);
}

static void thermal_faces_come_beside_the_others(void **state)
{
	(void)state;
	assert_true(fonts_setup(NULL));
	assert_is(FACE_REGULAR, "Liberation Serif 9");
	assert_true(fonts_setup_sans(NULL) && fonts_setup_sans(NULL));
	assert_is(FACE_REGULAR, "Liberation Serif 9");
	assert_is(FACE_BOLD, "Liberation Serif Bold");
	assert_is(fonts_sans(FACE_REGULAR), "Liberation Sans 9");
	assert_is(fonts_sans(FACE_BOLD), "Liberation Sans Bold");
	assert_is(fonts_sans(FACE_ITALIC), "Liberation Sans Italic");
	assert_int_equal(fonts_sans(FACE_SANS_BOLD), FACE_SANS_BOLD);
}

static void each_face_has_every_vietnamese_letter(void **state)
{
	static const char letters[] = "ăâđêôơưĂÂĐÊÔƠƯáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợ"
		"úùủũụứừửữựýỳỷỹỵẤẦẨẪẬẮẰẲẴẶẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰÝỲỶỸỴ₫–…×“”";
	(void)state;

	assert_true(fonts_setup_sans(NULL));
	for (enum face face = 0; face < FACES; face++) {
		PangoFont *font = open_face(face);
		for (const char *p = letters; *p; p = g_utf8_next_char(p))
			assert_true(pango_font_has_char(font, g_utf8_get_char(p)));
		g_object_unref(font);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thermal_faces_come_beside_the_others),
		cmocka_unit_test(each_face_has_every_vietnamese_letter),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	fonts_teardown();
	return failed;
}
