#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/fs.h"
#include "printing/flow_parts.h"
#include "printing/output.h"
#include "tests/harness/fonts_case.h"
#include "tests/harness/process.h"

/* Rows on pages: nothing is cut off, nothing is lost, heads come again, and it can be read back. */

#define SIZE 10.0
#define LINE 12.0 /* its height */

/* Room for ten lines. */
static const struct page_size small = {
	.width = 320, .height = 140, .left = 10, .right = 10, .top = 10, .bottom = 10,
};
static const double rules[] = {10, 160, 310};

static void add(struct flow *flow, unsigned flags, const char *text)
{
	const struct cell cell = {.x = 12, .width = 140, .size = SIZE, .spans = {{FACE_REGULAR, text}}};
	flow_row(flow, 0, flags, &cell, 1);
}

/* "L\nL\n…L" */
static const char *lines_of(struct flow *flow, int n)
{
	char *text = arena_alloc(flow_arena(flow), (size_t)n * 2 + 1);
	for (int i = 0; i < n; i++)
		memcpy(text + 2 * i, "L\n", 3);
	text[2 * n - 1] = '\0';
	return text;
}

static void within_pages(const struct flow *flow)
{
	double bottom = flow->size.height - flow->size.bottom;
	for (int page = 0; page < flow->pages; page++) {
		double y = flow->size.top;
		for (size_t i = flow->first[page]; i < flow->first[page + 1]; i++) {
			const struct block *b = &flow->blocks[i];
			assert_true((double)b->y > y - 0.01);
			y = (double)b->y + (double)b->height;
		}
		assert_true(y < bottom + 0.01);
	}
}

/* Lines that begin on a page, counting pieces of text. */
static int on_page(const struct flow *flow, int page)
{
	int n = 0;
	for (size_t i = flow->first[page - 1]; i < flow->first[page]; i++)
		n += (int)flow->blocks[i].n_pieces;
	return n;
}

static void long_rows_break_but_leave_no_line_alone(void **state)
{
	(void)state;
	struct flow *flow = flow_new(&small);
	add(flow, 0, lines_of(flow, 9));
	add(flow, 0, lines_of(flow, 11)); /* its first line would stand alone on page 1 … */
	assert_int_equal(flow_paginate(flow), 3);
	assert_int_equal(on_page(flow, 1), 9);
	assert_int_equal(on_page(flow, 2), 9);
	assert_int_equal(on_page(flow, 3), 2); /* … and its last one on page 3 */
	within_pages(flow);
	flow_free(flow);
}

static void short_rows_stay_together(void **state)
{
	(void)state;
	struct flow *flow = flow_new(&small);
	add(flow, 0, lines_of(flow, 8));
	add(flow, 0, lines_of(flow, 4));
	add(flow, ROW_KEEP, lines_of(flow, 4));
	add(flow, 0, lines_of(flow, 3));
	assert_int_equal(flow_paginate(flow), 3);
	assert_int_equal(on_page(flow, 2), 4);
	assert_int_equal(on_page(flow, 3), 7);
	within_pages(flow);
	flow_free(flow);
}

/* However high it is and whatever it asked for. */
static void what_is_higher_than_a_page_is_broken(void **state)
{
	(void)state;
	static const unsigned kinds[] = {0, ROW_KEEP, ROW_WHOLE, ROW_TABLE, ROW_WHOLE | ROW_TABLE,
		ROW_WHOLE | ROW_TABLE | ROW_HEAD};
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		struct flow *flow = flow_new(&small);
		flow_table(flow, rules, ARRAY_LEN(rules));
		add(flow, 0, "trước");
		add(flow, kinds[i], lines_of(flow, 35));
		add(flow, kinds[i] & ~(unsigned)ROW_HEAD, "sau");
		assert_true(flow_paginate(flow) >= 4);
		within_pages(flow);
		int all = 0;
		for (int page = 1; page <= flow->pages; page++)
			all += on_page(flow, page);
		assert_int_equal(all, 37);
		flow_free(flow);
	}
}

/* ---- heads */

static void table(struct flow *flow, const char *head, int rows)
{
	flow_table(flow, rules, ARRAY_LEN(rules));
	add(flow, ROW_KEEP | ROW_WHOLE | ROW_TABLE | ROW_HEAD, head);
	for (int i = 0; i < rows; i++)
		add(flow, ROW_TABLE, "dòng");
}

static char *read_pdf(struct flow *flow, const char *paper)
{
	char path[] = "/tmp/motcua-flow.XXXXXX";
	const struct output_how how = {.paper = paper_find(paper, NULL), .title = "Thử", .created_at = 1};
	struct err err = ERR_INIT;
	struct buf pdf, text;
	buf_init(&pdf, 1 << 24);
	buf_init(&text, 1 << 24);
	struct output *out = output_new(&how, &pdf, &err);
	flow_draw(flow, out, 1, NULL, NULL);
	assert_true(output_end(out, &err));
	close(mkstemp(path));
	assert_true(fs_write_atomic(path, pdf.data, pdf.len, 0600, &err));
	assert_int_equal(process_run((const char *[]){"pdftotext", path, "-", NULL}, &text), 0);
	unlink(path);
	buf_clear(&pdf);
	return buf_take(&text);
}

static int count(const char *text, const char *what)
{
	int n = 0;
	for (; (text = strstr(text, what)); text++)
		n++;
	return n;
}

static void each_table_repeats_its_own_head(void **state)
{
	(void)state;
	struct flow *flow = flow_new(&small);
	table(flow, "Bảng một", 12);
	add(flow, 0, "giữa");
	table(flow, "Bảng hai", 14);
	assert_int_equal(flow_paginate(flow), 4);
	within_pages(flow);
	char *text = read_pdf(flow, "A5");
	assert_int_equal(count(text, "Bảng một"), 2);
	assert_int_equal(count(text, "Bảng hai"), 2);
	assert_int_equal(count(text, "dòng"), 26);
	free(text);
	flow_free(flow);
}

static void a_head_higher_than_half_a_page_comes_once(void **state)
{
	(void)state;
	struct flow *flow = flow_new(&small);
	table(flow, "một\nhai\nba\nbốn\nnăm\nsáu", 12);
	flow_paginate(flow);
	within_pages(flow);
	char *text = read_pdf(flow, "A5");
	assert_int_equal(count(text, "bốn"), 1);
	assert_int_equal(count(text, "dòng"), 12);
	free(text);
	flow_free(flow);
}

/* ---- rolls, parts, words */

static void a_roll_is_as_long_as_what_is_on_it(void **state)
{
	(void)state;
	struct page_size roll = small;
	roll.height = 0;
	struct flow *flow = flow_new(&roll);
	add(flow, 0, lines_of(flow, 100));
	assert_int_equal(flow_paginate(flow), 1);
	const struct block *last = &flow->blocks[flow->n - 1];
	assert_float_equal((double)last->y + (double)last->height, 10 + 100 * LINE, 0.1);
	add(flow, 0, lines_of(flow, 2000));
	assert_true(flow_paginate(flow) == 2);
	flow_free(flow);
}

static void nothing_is_a_page(void **state)
{
	(void)state;
	struct flow *flow = flow_new(&small);
	assert_int_equal(flow_paginate(flow), 1);
	char *text = read_pdf(flow, "A5");
	assert_int_equal(count(text, "\f"), 1);
	free(text);
	flow_free(flow);
}

/* Whole letters, in the order they are read, from every way text is set. */
static void words_can_be_selected(void **state)
{
	(void)state;
	struct flow *flow = flow_new(&small);
	const struct cell cells[] = {
		{.x = 12, .width = 140, .size = SIZE, .spans = {{FACE_REGULAR, "Họ tên: "},
			{FACE_BOLD, "Nguyễn Thị Ước"}, {FACE_ITALIC, " ở Ấp Đông"}}},
		{.x = 165, .width = 140, .size = SIZE, .align = ALIGN_RIGHT,
			.spans = {{FACE_REGULAR, "Số 12 ₫ – x\xCC\x84"}}},
		{.x = 12, .width = 140, .size = SIZE, .part = 2, .spans = {{FACE_BOLD, "Liên hai"}}},
	};
	flow_row(flow, 0, 0, cells, ARRAY_LEN(cells));
	flow_paginate(flow);
	char *text = read_pdf(flow, "A5");
	assert_non_null(strstr(text, "Họ tên: Nguyễn Thị Ước ở Ấp"));
	assert_non_null(strstr(text, "Đông"));
	assert_non_null(strstr(text, "Số 12 ₫ – x\xCC\x84"));
	assert_null(strstr(text, "Liên hai"));
	free(text);
	flow_free(flow);
}

/* Bytes of any kind, whole characters of any script, in cells of any width: drawn to the end. */
static void any_bytes_are_some_text(void **state)
{
	(void)state;
	static const char *const scraps[] = {"ượ", "x\xCC\x84", "\xCC\x84", "שלום", "\n", " ", "中", "\xF0\x9F\x98\x80",
		"\xE2\x80\x8D", "\xE2\x80\xA8", "\xEF\xBB\xBF", "\xC2\xAD", "العربية", "-", "\t", "\xC3", "\xED\xA0\x80"};
	unsigned seed = 3;
	struct flow *flow = flow_new(&small);
	for (int i = 0; i < 400; i++) {
		char text[200] = "";
		size_t len = 0;
		for (int k = 0; k < 20 && len < sizeof(text) - 16; k++) {
			seed = seed * 1103515245 + 12345;
			const char *scrap = scraps[(seed >> 16) % ARRAY_LEN(scraps)];
			if (seed >> 30 == 0)
				text[len++] = (char)(1 + (seed >> 8) % 255);
			else
				len += (size_t)snprintf(text + len, 16, "%s", scrap);
		}
		const struct cell cells[] = {
			{.x = 12, .width = 1 + i % 140, .size = SIZE, .align = (enum align)(i % 3),
				.extra = (enum cell_extra)(i % 4), .spans = {{FACE_REGULAR, text}, {FACE_BOLD, text}}},
			{.x = 165, .width = 140, .size = SIZE, .spans = {{FACE_ITALIC, text}}},
		};
		flow_row(flow, 0, i % 2 ? ROW_WHOLE : 0, cells, ARRAY_LEN(cells));
	}
	assert_true(flow_unknown(flow) > 0);
	assert_true(flow_paginate(flow) > 50);
	within_pages(flow);
	char *text = read_pdf(flow, "A5");
	assert_true(count(text, "[4E2D]") > 100);
	free(text);
	flow_free(flow);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(long_rows_break_but_leave_no_line_alone),
		cmocka_unit_test(short_rows_stay_together),
		cmocka_unit_test(what_is_higher_than_a_page_is_broken),
		cmocka_unit_test(each_table_repeats_its_own_head),
		cmocka_unit_test(a_head_higher_than_half_a_page_comes_once),
		cmocka_unit_test(a_roll_is_as_long_as_what_is_on_it),
		cmocka_unit_test(nothing_is_a_page),
		cmocka_unit_test(words_can_be_selected),
		cmocka_unit_test(any_bytes_are_some_text),
	};
	return cmocka_run_group_tests(tests, fonts_case_open, fonts_case_close);
}
