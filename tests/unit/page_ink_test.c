#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include "tests/harness/page_ink.h"

/* How much a page may differ from its golden one: the comparison must let pass what is the same to
 * the eye, and nothing else. */

#define ROWS 30

struct page {
	char text[ROWS * 80 + 100];
};

/* A page of lines of text, every third row, each a little different. */
static void lines_of_text(struct page *p)
{
	static const char head[] = "page 1: 148 × 210 mm\n";
	char *at = p->text + strlen(head);
	memcpy(p->text, head, strlen(head));
	for (int r = 0; r < ROWS; r++) {
		for (int c = 0; r % 3 == 0 && c < 50; c++)
			*at++ = c < 2 ? '.' : "4586375"[(c * 5 + r) % 7];
		*at++ = '\n';
	}
	*at = '\0';
}

static bool same(const struct page *a, const struct page *b)
{
	struct buf why;
	buf_init(&why, 4096);
	bool yes = page_ink_same(a->text, b->text, &why);
	assert_int_equal(yes, why.len == 0);
	buf_clear(&why);
	return yes;
}

static void the_same_page_passes(void **state)
{
	(void)state;
	struct page a, b;
	lines_of_text(&a);
	lines_of_text(&b);
	assert_true(same(&a, &b));
	for (char *p = strchr(b.text, '\n') + 1; *p; p++) /* a little darker everywhere */
		if (*p >= '1' && *p <= '7')
			++*p;
	assert_true(same(&a, &b) && same(&b, &a));
}

static void a_line_more_or_gone_fails(void **state)
{
	(void)state;
	struct page a, b;
	lines_of_text(&a);
	b = a;
	char *line = strstr(b.text, "\n\n\n") + 3;
	for (; *line != '\n'; line++)
		*line = '.';
	assert_false(same(&a, &b) || same(&b, &a));
}

static void text_that_moved_two_rows_fails(void **state)
{
	(void)state;
	struct page a, b;
	lines_of_text(&a);
	b = a;
	memmove(strstr(b.text, "\n\n\n") + 2, strstr(a.text, "\n\n\n"), strlen(strstr(a.text, "\n\n\n")) + 1);
	assert_false(same(&a, &b) || same(&b, &a));
}

static void a_black_box_fails(void **state)
{
	(void)state;
	struct page a, b;
	lines_of_text(&a);
	b = a;
	for (char *p = strchr(b.text, '\n') + 1; p < strchr(b.text, '\n') + 20; p++)
		*p = 'F';
	assert_false(same(&a, &b) || same(&b, &a));
}

static void pages_and_their_size_count(void **state)
{
	(void)state;
	struct page a, b;
	lines_of_text(&a);
	b = a;
	memcpy(b.text + strlen(b.text), "page 2: 148 × 210 mm\n", sizeof("page 2: 148 × 210 mm\n"));
	assert_false(same(&a, &b) || same(&b, &a));
	b = a;
	b.text[8] = '2';
	assert_false(same(&a, &b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_page_passes),
		cmocka_unit_test(a_line_more_or_gone_fails),
		cmocka_unit_test(text_that_moved_two_rows_fails),
		cmocka_unit_test(a_black_box_fails),
		cmocka_unit_test(pages_and_their_size_count),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
