#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "i18n/ime.h"
#include "tests/harness/typist.h"

/* ---- the corpora: every line is right */

static void unescape(char *s)
{
	char *out = s;

	for (; *s; s++) {
		if (*s == '\\' && (s[1] == 'b' || s[1] == 'n'))
			*out++ = *++s == 'b' ? '\b' : '\n';
		else
			*out++ = *s;
	}
	*out = '\0';
}

static int line_wrong(char *line)
{
	char none[] = "", *field[5] = {line, none, none, none, none};
	struct typist t;

	line[strcspn(line, "\n")] = '\0';
	for (size_t i = 1; i < 5 && (line = strchr(line, '\t')); i++) {
		*line++ = '\0';
		field[i] = line;
	}
	unescape(field[1]);
	int wrong = 0;
	for (int style = IME_OLD; style <= IME_NEW; style++) {
		if (str_eq(field[3], style == IME_OLD ? "new" : "old"))
			continue;
		typist_begin(&t, str_eq(field[0], "vni") ? IME_VNI : IME_TELEX, (enum ime_style)style);
		typist_type(&t, field[1]);
		if (str_eq(t.text, field[2]))
			continue;
		printf("%s %s: '%s', not '%s' (%s)\n", field[0], field[1], t.text, field[2], field[4]);
		wrong = 1;
	}
	return wrong;
}

static void run_corpus(const char *path, int lines, bool styles)
{
	char line[500];
	FILE *f = fopen(path, "r");
	int n = 0, wrong = 0;

	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		if (line[0] == '#')
			continue;
		if (!styles) { /* the fourth field is a note, and the style the old one */
			char *note = strrchr(line, '\t');
			assert_non_null(note);
			str_copy(note, sizeof(line) - (size_t)(note - line), "\told\t");
		}
		n++;
		wrong += line_wrong(line);
	}
	fclose(f);
	assert_true(n >= lines);
	assert_int_equal(wrong, 0);
}

static void test_typing(void **state)
{
	(void)state;
	run_corpus("tests/data/typing.tsv", 3795, true);
}

static void test_tricky(void **state)
{
	(void)state;
	run_corpus("tests/data/typing_tricky.tsv", 50, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_typing),
		cmocka_unit_test(test_tricky),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
