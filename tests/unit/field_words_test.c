/* What central says about a field, in words; and what was sent there. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "base/mem.h"
#include "core/field_words.h"

static const char *words(const char *path)
{
	static char out[120];
	field_words(path, out, sizeof(out));
	return out;
}

static void fields_have_names(void **state)
{
	(void)state;
	assert_string_equal(words("applicant.id_number"), "Số định danh");
	assert_string_equal(words("dossier.applicant.id_number"), "Số định danh");
	assert_string_equal(words("components[2].copy"), "Thành phần 3, bản photo");
	assert_string_equal(words("components[0]"), "Thành phần 1");
	assert_string_equal(words("dossier"), "Cả hồ sơ");
	assert_string_equal(words(""), "Cả hồ sơ");
}

static void unknown_ones_are_shown_too(void **state)
{
	(void)state;
	static const char *const odd[] = {"applicant.blood_type", "components[", "components[]",
		"components[x].copy", "components[1].colour", "components[99999999999999999999].copy",
		"components[1]copy", "%s%n", "dossier.nothing"};
	char out[120];
	for (size_t i = 0; i < ARRAY_LEN(odd); i++) {
		assert_non_null(strstr(words(odd[i]), odd[i]));
		assert_ptr_equal(strstr(words(odd[i]), "khác ("), words(odd[i]));
	}
	problem_words("quota_exceeded", out, sizeof(out));
	assert_string_equal(out, "khác (quota_exceeded)");
	problem_words("invalid", out, sizeof(out));
	assert_string_equal(out, "");
	problem_words("conflict", out, sizeof(out));
	assert_string_equal(out, "trung tâm đã có bản khác của hồ sơ này");
}

static const char *sent(const char *json, const char *path)
{
	static struct buf out;
	buf_clear(&out);
	buf_init(&out, 1000);
	return field_value(json, strlen(json), path, &out) ? buf_str(&out) : NULL;
}

static void what_was_sent(void **state)
{
	(void)state;
	static const char json[] = "{\"applicant\":{\"name\":\"Lê Thị\\u001b[31m Mẫu\"},\"copies\":2,"
		"\"offline\":true,\"components\":[{\"copy\":1},{\"copy\":7}],\"fee\":null}";
	assert_string_equal(sent(json, "applicant.name"), "Lê Thị Mẫu");
	assert_string_equal(sent(json, "dossier.applicant.name"), "Lê Thị Mẫu");
	assert_string_equal(sent(json, "copies"), "2");
	assert_string_equal(sent(json, "offline"), "có");
	assert_string_equal(sent(json, "components[1].copy"), "7");
	assert_null(sent(json, "components[2].copy"));
	assert_null(sent(json, "components[-1].copy"));
	assert_null(sent(json, "components[1"));
	assert_null(sent(json, "components[1]]"));
	assert_null(sent(json, "components"));
	assert_null(sent(json, "applicant"));
	assert_null(sent(json, "fee"));
	assert_null(sent(json, "copies.more"));
	assert_null(sent(json, "..."));
	assert_null(sent(json, "["));
	assert_null(sent("not json", "copies"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_have_names), cmocka_unit_test(unknown_ones_are_shown_too),
		cmocka_unit_test(what_was_sent),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
