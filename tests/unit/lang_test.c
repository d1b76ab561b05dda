#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wchar.h>
#include "base/fs.h"
#include "i18n/lang.h"

/* The one sentence of the catalogue, kept away from xgettext. */
static const char sentence[] = "Hồ sơ thử đã lưu.";

static char dir[] = "/tmp/motcua-lang-XXXXXX";

static int make_catalogue(void **state)
{
	static const char po[] = "msgid \"\"\n"
		"msgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
		"msgid \"Hồ sơ thử đã lưu.\"\nmsgstr \"The “test” dossier is saved.\"\n";
	char source[128], folder[128], command[400];
	struct err err = ERR_INIT;
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	snprintf(source, sizeof(source), "%s/en.po", dir);
	snprintf(folder, sizeof(folder), "%s/en/LC_MESSAGES", dir);
	snprintf(command, sizeof(command), "%s/motcua.mo", folder);
	if (!fs_mkdirs(folder, 0700, &err) || !fs_write_atomic(source, po, sizeof(po) - 1, 0600, &err))
		return -1;
	pid_t pid = fork();
	if (pid == 0) {
		execlp("msgfmt", "msgfmt", "-o", command, source, (char *)NULL);
		_exit(127);
	}
	int status;
	return waitpid(pid, &status, 0) == pid && status == 0 ? 0 : -1;
}

static int remove_catalogue(void **state)
{
	char path[128];
	(void)state;
	snprintf(path, sizeof(path), "%s/en/LC_MESSAGES/motcua.mo", dir);
	unlink(path);
	snprintf(path, sizeof(path), "%s/en/LC_MESSAGES", dir);
	rmdir(path);
	snprintf(path, sizeof(path), "%s/en", dir);
	rmdir(path);
	snprintf(path, sizeof(path), "%s/en.po", dir);
	unlink(path);
	return rmdir(dir);
}

/* In a process of its own, with only these variables: does it say `want`, in UTF-8? */
static void says(const char *const env[], const char *lang, const char *want)
{
	pid_t pid = fork();
	if (pid == 0) {
		clearenv();
		for (; *env; env += 2)
			setenv(env[0], env[1], 1);
		lang_init(lang, dir);
		wchar_t wide[2];
		if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0 || mbstowcs(wide, "ễ", 2) != 1)
			_exit(2);
		_exit(strcmp(gettext(sentence), want) == 0 ? 0 : 1);
	}
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void test_in_any_environment(void **state)
{
	static const char *const environments[][8] = {
		{NULL},
		{"LANG", "C", NULL},
		{"LC_ALL", "C", NULL},
		{"LC_ALL", "POSIX", "LANGUAGE", "vi", NULL},
		{"LANG", "C.UTF-8", NULL},
		{"LANG", "vi_VN.UTF-8", "LANGUAGE", "en", NULL},
		{"LC_ALL", "xx_YY.ISO-8859-1", "LANGUAGE", "fr:de", NULL},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(environments) / sizeof(*environments); i++) {
		says(environments[i], "vi", sentence);
		says(environments[i], "en", "The “test” dossier is saved.");
		says(environments[i], "klingon", sentence);
		says(environments[i], NULL, sentence);
	}
}

static void test_can_be_changed(void **state)
{
	(void)state;
	lang_init("en", dir);
	assert_string_equal(lang_current(), "en");
	assert_string_equal(gettext(sentence), "The “test” dossier is saved.");
	lang_init("qps", dir);
	assert_string_equal(lang_current(), "qps");
	lang_init("klingon", dir);
	assert_string_equal(lang_current(), "vi");
	lang_init("vi", dir);
	assert_string_equal(lang_current(), "vi");
	assert_string_equal(gettext(sentence), sentence);
	lang_init("en", "/nonexistent");
	assert_string_equal(gettext(sentence), sentence);
}

static void test_finds_a_folder_by_itself(void **state)
{
	(void)state;
	lang_init("en", NULL);
	assert_string_equal(gettext(sentence), sentence); /* no catalogue has it */
	assert_non_null(bindtextdomain("motcua", NULL));
	assert_true(bindtextdomain("motcua", NULL)[0] == '/');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_in_any_environment),
		cmocka_unit_test(test_can_be_changed),
		cmocka_unit_test(test_finds_a_folder_by_itself),
	};
	return cmocka_run_group_tests(tests, make_catalogue, remove_catalogue);
}
