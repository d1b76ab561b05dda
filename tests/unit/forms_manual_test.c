/* docs/forms.md names every value, flag and list of the tables, with the same words, and no other. Tests run
 * in the project's folder. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/fs.h"
#include "base/mem.h"
#include "printing/values.h"

static struct buf manual;

static const char *section(const char *title)
{
	const char *at = strstr(buf_str(&manual), title);
	if (!at)
		fail_msg("docs/forms.md has no %s", title);
	return at;
}

/* The row stands in the table under that title. */
static void has_row(const char *title, const char *row)
{
	const char *start = section(title), *end = strstr(start + 1, "\n## ");
	const char *found = strstr(start, row);
	if (!found || found > end)
		fail_msg("docs/forms.md, %s: not there, or in other words: %s", title, row);
}

static void names_every_value(void **state)
{
	const struct value *v;
	(void)state;
	for (size_t i = 0; (v = value_at(i)); i++) {
		char *row = xasprintf("\n| `%s` | %s |\n", v->name, v->about);
		has_row(v->kind == VALUE_FLAG ? "## Flags" : "## Values", row);
		free(row);
	}
}

static void names_every_list(void **state)
{
	const struct value_list *list;
	(void)state;
	for (size_t i = 0; (list = value_list_at(i)); i++) {
		struct buf rows;
		buf_init(&rows, 1 << 16);
		buf_printf(&rows, "\n| `%s` | | %s |\n", list->name, list->about);
		for (size_t k = 0; k < list->n_row; k++)
			buf_printf(&rows, "| | `%s` | %s |\n", list->row[k].name, list->row[k].about);
		has_row("## Lists", buf_str(&rows));
		buf_clear(&rows);
	}
}

static size_t count_rows(const char *title, const char *start)
{
	const char *at = section(title), *end = strstr(at + 1, "\n## ");
	size_t n = 0;
	while ((at = strstr(at + 1, start)) && at < end)
		n++;
	return n;
}

static void names_nothing_else(void **state)
{
	size_t values = 0, flags = 0, lists = 0, rows = 0;
	const struct value *v;
	const struct value_list *list;
	(void)state;
	for (size_t i = 0; (v = value_at(i)); i++)
		v->kind == VALUE_FLAG ? flags++ : values++;
	for (size_t i = 0; (list = value_list_at(i)); i++, lists++)
		rows += list->n_row;
	assert_int_equal(count_rows("## Values", "\n| `"), values);
	assert_int_equal(count_rows("## Flags", "\n| `"), flags);
	assert_int_equal(count_rows("## Lists", "\n| `"), lists);
	assert_int_equal(count_rows("## Lists", "\n| | `"), rows);
}

/* No name twice: the second would never be found. */
static void names_are_unique(void **state)
{
	const struct value *v;
	(void)state;
	for (size_t i = 0; (v = value_at(i)); i++)
		assert_ptr_equal(value_find(v->name, NULL), v);
}

static int read_manual(void **state)
{
	struct err err = ERR_INIT;
	(void)state;
	buf_init(&manual, 1 << 20);
	return fs_read("docs/forms.md", &manual, &err) ? 0 : -1;
}

static int drop_manual(void **state)
{
	(void)state;
	buf_clear(&manual);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_every_value),
		cmocka_unit_test(names_every_list),
		cmocka_unit_test(names_nothing_else),
		cmocka_unit_test(names_are_unique),
	};
	return cmocka_run_group_tests(tests, read_manual, drop_manual);
}
