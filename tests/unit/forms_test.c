/* Where templates come from: the program's, a province's, and what is said of one that is wrong. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "printing/forms.h"
#include "tests/harness/process.h"

static int setup(void **state)
{
	char *dir = xstrdup("/tmp/motcua-forms.XXXXXX");
	BUG_ON(!mkdtemp(dir));
	*state = dir;
	return 0;
}

static int teardown(void **state)
{
	process_run((const char *[]){"rm", "-rf", *state, NULL}, NULL);
	free(*state);
	return 0;
}

static void put(const char *dir, const char *name, const char *text)
{
	struct err err = ERR_INIT;
	char *path = fs_join(dir, name);
	if (!fs_write_atomic(path, text, strlen(text), 0644, &err))
		fail_msg("%s", err.text);
	free(path);
}

static void load(struct form_file *file, const char *dir, const char *id)
{
	struct err err = ERR_INIT;
	if (!form_file_load(file, dir, id, &err))
		fail_msg("%s: %s", id, err.text);
}

#define OWN "form 01\nversion tinh-1\nname Giấy của tỉnh\nsubject dossier\npapers A5\ntitle GIẤY CỦA TỈNH\n"

/* Every form of the program is sound, and named as its file. */
static void all_of_the_program_are_sound(void **state)
{
	char ids[FORMS_MAX][FORM_ID_SIZE];
	size_t n;
	struct err err = ERR_INIT;
	(void)state;
	assert_true(forms_list("", ids, &n, &err));
	assert_true(n >= 2);
	for (size_t i = 0; i < n; i++) {
		struct form_file file;
		load(&file, "", ids[i]);
		assert_false(file.province);
		assert_string_equal(file.form->form, ids[i]);
		assert_true(*file.form->name && *file.form->name_en && *file.form->version);
		if (i)
			assert_true(strcmp(ids[i - 1], ids[i]) < 0);
		form_file_clear(&file);
	}
}

static void a_province_s_file_wins(void **state)
{
	struct form_file file;
	char hash[FORM_HASH_SIZE];
	put(*state, "01.form", OWN);
	load(&file, *state, "01");
	assert_true(file.province);
	assert_string_equal(file.form->version, "tinh-1");
	assert_string_equal(file.text, OWN);
	form_hash(OWN, hash);
	assert_string_equal(file.hash, hash);
	assert_int_equal(strlen(hash), 64);
	form_file_clear(&file);
	load(&file, *state, "notice"); /* what it has not is the program's */
	assert_false(file.province);
	form_file_clear(&file);
}

static void a_province_may_have_forms_of_its_own(void **state)
{
	char ids[FORMS_MAX][FORM_ID_SIZE];
	size_t n, own;
	struct err err = ERR_INIT;
	struct form_file file;
	assert_true(forms_list("", ids, &own, &err));
	put(*state, "phieu-moi.form", "form phieu-moi\nversion 1\nname Phiếu mới\nsubject dossier\npapers A5\ntext a\n");
	put(*state, "01.form", OWN);
	put(*state, "README", "không phải mẫu");
	put(*state, "Tên Lạ.form", "x");
	assert_true(forms_list(*state, ids, &n, &err));
	assert_int_equal(n, own + 1);
	bool found = false;
	for (size_t i = 0; i < n; i++)
		found = found || str_eq(ids[i], "phieu-moi");
	assert_true(found);
	load(&file, *state, "phieu-moi");
	form_file_clear(&file);
}

static void refused(const char *dir, const char *id, enum err_kind kind, const char *says)
{
	struct err err = ERR_INIT;
	struct form_file file;
	assert_false(form_file_load(&file, dir, id, &err));
	assert_int_equal(err.kind, kind);
	if (!strstr(err.text, says))
		fail_msg("said: %s\nwanted: %s", err.text, says);
	form_file_clear(&file);
}

/* Never the program's instead: the officer would print something else than the province wants. */
static void a_wrong_file_is_refused_not_replaced(void **state)
{
	char *big = xcalloc(1, TEMPLATE_MAX + 2);
	put(*state, "01.form", OWN "text {ai}\n");
	refused(*state, "01", ERR_CONFIG, "/01.form, dòng 7: không có giá trị tên “ai”");
	put(*state, "01.form", "");
	refused(*state, "01", ERR_CONFIG, "/01.form, dòng 1: thiếu dòng form");
	put(*state, "notice.form", OWN);
	refused(*state, "notice", ERR_CONFIG, "form 01");
	memset(big, '#', TEMPLATE_MAX + 1);
	put(*state, "01.form", big);
	refused(*state, "01", ERR_CONFIG, "/01.form");
	process_run((const char *[]){"rm", "-r", *state, NULL}, NULL);
	process_run((const char *[]){"mkdir", "-p", *state, NULL}, NULL);
	char *folder = fs_join(*state, "01.form");
	process_run((const char *[]){"mkdir", folder, NULL}, NULL);
	refused(*state, "01", ERR_CONFIG, "/01.form");
	process_run((const char *[]){"rmdir", folder, NULL}, NULL);
	process_run((const char *[]){"mkfifo", folder, NULL}, NULL);
	refused(*state, "01", ERR_CONFIG, "không phải tệp thường");
	free(folder);
	free(big);
}

/* The share the province's file lies on may only be away. */
static void a_link_to_nowhere_is_the_province_s(void **state)
{
	char *link = fs_join(*state, "01.form"), *away = fs_join(*state, "away/01.form");

	assert_int_equal(symlink(away, link), 0);
	refused(*state, "01", ERR_CONFIG, "/01.form");
	free(away);
	free(link);
}

static void a_name_nobody_prints_is_told(void **state)
{
	static const char *const names[] = {"Tên Lạ.form", "01 (2).form", "01.FORM", ".form",
		"mot-ten-dai-qua-muoi-sau.form"};
	char name[300];

	put(*state, "phieu-moi.form", OWN);
	put(*state, "README", "không phải mẫu");
	forms_misnamed(*state, name, sizeof(name));
	assert_string_equal(name, "");
	forms_misnamed("", name, sizeof(name));
	assert_string_equal(name, "");
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char *path = fs_join(*state, names[i]);
		put(*state, names[i], OWN);
		forms_misnamed(*state, name, sizeof(name));
		assert_string_equal(name, names[i]);
		assert_int_equal(unlink(path), 0);
		free(path);
	}
}

static void ids_lead_nowhere_else(void **state)
{
	static const char *const ids[] = {"", "../01", "..", "/etc/passwd", "01/../01", "A1", "giấy", "a b",
		"mot-ten-dai-qua-muoi-sau", "no-such"};
	for (size_t i = 0; i < ARRAY_LEN(ids); i++)
		refused(*state, ids[i], ERR_DATA, "Không có mẫu số");
}

static void a_folder_that_is_not_there(void **state)
{
	char ids[FORMS_MAX][FORM_ID_SIZE];
	size_t n;
	struct err err = ERR_INIT;
	struct form_file file;
	char *none = fs_join(*state, "none");
	assert_false(forms_list(none, ids, &n, &err));
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_non_null(strstr(err.text, none));
	err = (struct err)ERR_INIT;
	assert_false(form_file_load(&file, none, "01", &err)); /* nor the program's: it may only be unplugged */
	assert_int_equal(err.kind, ERR_CONFIG);
	form_file_clear(&file);
	free(none);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(all_of_the_program_are_sound),
		TEST(a_province_s_file_wins),
		TEST(a_province_may_have_forms_of_its_own),
		TEST(a_wrong_file_is_refused_not_replaced),
		TEST(a_link_to_nowhere_is_the_province_s),
		TEST(a_name_nobody_prints_is_told),
		TEST(ids_lead_nowhere_else),
		TEST(a_folder_that_is_not_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
