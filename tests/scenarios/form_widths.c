#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "printing/form.h"
#include "tests/harness/process.h"
#include "tests/harness/receipt_room.h"
#include "tests/harness/says.h"

/* Widths a province may ask for, that no sheet can give as they stand: all is on the paper, readable.
 * Where words lie is asked of pdftotext. */

#define HEAD "form x\nversion 1\nname Giấy thử\nsubject dossier\npapers A5\n"
#define A5_PT 419.528
#define MARGIN_LEAST 20 /* pt */
#define LETTER 10       /* what a letter needs, pt */

static void render(struct room *room, const char *text)
{
	struct err err = ERR_INIT;
	struct buf pdf;
	struct template *t = template_read(text, strlen(text), "x.form", &err);
	char *data = sample_data(&room->in);

	buf_init(&pdf, PDF_MAX);
	if (!t)
		fail_msg("%s", err.text);
	const struct form_input in = {.doc = {.form = t, .paper = paper_find("A5", NULL), .data = data},
		.subject = "x"};
	if (!form_setup(&err) || !form_render(&in, &pdf, &err) ||
		!fs_write_atomic(room->pdf, pdf.data, pdf.len, 0600, &err))
		fail_msg("%s", err.text);
	buf_clear(&pdf);
	free(data);
	template_free(t);
}

static char *run(struct room *room, const char *how)
{
	struct buf out;

	buf_init(&out, 1 << 20);
	assert_int_equal(process_run((const char *[]){"pdftotext", how, room->pdf, "-", NULL}, &out), 0);
	return buf_take(&out);
}

/* The headings "A", "B" … lie beside each other, each with room for a letter, all between the margins. */
static void columns_lie_on_the_paper(struct room *room, int n)
{
	char *words = run(room, "-bbox"), tail[16];
	double before = MARGIN_LEAST - LETTER;

	for (int i = 0; i < n; i++) {
		double left = 0, right = 0;
		snprintf(tail, sizeof(tail), "\">%c</word>", 'A' + i);
		char *at = strstr(words, tail);
		if (!at)
			fail_msg("column %d is not on the paper", i + 1);
		while (at > words && *at != '<')
			at--;
		assert_int_equal(sscanf(at, "<word xMin=\"%lf\" yMin=\"%*f\" xMax=\"%lf\"", &left, &right), 2);
		if (left < before + LETTER || right > A5_PT - MARGIN_LEAST)
			fail_msg("column %d stands at %.1f to %.1f, the one before at %.1f", i + 1, left, right, before);
		before = left;
	}
	free(words);
}

static void table(struct room *room, int n, const char *first, const char *others)
{
	struct buf form;

	buf_init(&form, 4096);
	buf_str_add(&form, HEAD "table components\n");
	for (int i = 0; i < n; i++)
		buf_printf(&form, "column %s left %c | {row.n}\n", i ? others : first, 'A' + i);
	buf_str_add(&form, "end\n");
	render(room, buf_str(&form));
	buf_clear(&form);
	columns_lie_on_the_paper(room, n);
}

static void every_column_has_room_for_a_letter(void **state)
{
	table(*state, 2, "10", "900");
	table(*state, 2, "900", "*");
	table(*state, 13, "500", "*");
	table(*state, 11, "1000", "*");
	table(*state, 20, "*", "*");
	table(*state, 20, "1000", "10");
	table(*state, 20, "*", "1000");
}

/* What tells the pages apart stays where the foot is too long for its line. */
static void a_long_foot_keeps_the_page(void **state)
{
	struct room *room = *state;
	struct buf form;

	buf_init(&form, 16384);
	buf_str_add(&form, HEAD "parts Lưu | Giao khách hàng\nfooter đầu");
	for (int i = 0; i < 300; i++)
		buf_str_add(&form, " chân");
	buf_str_add(&form, "\n");
	for (int i = 0; i < 4; i++)
		buf_str_add(&form, "dots 30\n");
	render(room, buf_str(&form));
	char *words = run(room, "-raw");
	says(words, "đầu chân");
	says(words, "… ");
	says(words, "Liên: Lưu · trang 1/");
	says(words, "Liên: Giao khách hàng · trang 2/");
	free(words);
	buf_clear(&form);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, room_setup, room_teardown)
	const struct CMUnitTest tests[] = {
		TEST(every_column_has_room_for_a_letter),
		TEST(a_long_foot_keeps_the_page),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	form_teardown();
	return failed;
}
