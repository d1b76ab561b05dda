#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>
#include "printing/output.h"
#include "printing/raster.h"
#include "tests/harness/escpos_read.h"

#define OUT_MAX (4 * 1024 * 1024)
#define MM (72 / 25.4)

static struct output *begin(const char *paper, int dpi, struct buf *out)
{
	const struct output_how how = {
		.paper = paper_find(paper, NULL), .dpi = dpi, .title = "Thử", .created_at = 1795398180,
	};
	struct err err = ERR_INIT;
	buf_init(out, OUT_MAX);
	struct output *o = output_new(&how, out, &err);
	if (!o)
		fail_msg("%s", err.text);
	return o;
}

static void end(struct output *o)
{
	struct err err = ERR_INIT;
	if (!output_end(o, &err))
		fail_msg("%s", err.text);
}

/* A black box, mm from the page's corner. */
static void box(struct output *o, double height, double x, double y, double w, double h)
{
	cairo_t *cr = output_page(o, height * MM);
	cairo_rectangle(cr, x * MM, y * MM, w * MM, h * MM);
	cairo_fill(cr);
	output_page_end(o);
}

static void read_all(const struct buf *out, struct escpos_paper *paper)
{
	if (!escpos_read(out->data, out->len, paper))
		fail_msg("%s", paper->wrong);
}

static int black_in(const struct escpos_piece *p, int x, int y, int w, int h)
{
	int n = 0;
	for (int i = y; i < y + h; i++) {
		for (int k = x; k < x + w; k++)
			n += p->dots[i * p->width + k];
	}
	return n;
}

/* 8 dots a millimetre, counted from where the head begins; every part is cut. */
static void dots_lie_where_they_were_drawn(void **state)
{
	struct escpos_paper paper;
	struct buf out;
	(void)state;

	struct output *o = begin("80mm", 203, &out);
	box(o, 100, 4 + 10, 50, 20, 30);
	output_part(o);
	box(o, 20, 0, 5, 80, 5);
	end(o);
	read_all(&out, &paper);
	assert_int_equal(paper.n, 2);
	const struct escpos_piece *p = &paper.pieces[0];
	assert_int_equal(p->width, 576);
	assert_int_equal(p->height, 800);
	assert_int_equal(black_in(p, 0, 0, 576, 800), 160 * 240);
	assert_int_equal(black_in(p, 80, 400, 160, 240), 160 * 240);
	p = &paper.pieces[1];
	assert_int_equal(p->height, 160);
	assert_int_equal(black_in(p, 0, 0, 576, 160), 576 * 40);
	escpos_paper_clear(&paper);
	buf_clear(&out);
}

/* What is longer than a page goes on without a cut. */
static void pages_of_a_part_are_one_piece(void **state)
{
	struct escpos_paper paper;
	struct buf out;
	(void)state;

	struct output *o = begin("58mm", 203, &out);
	box(o, 100, 5, 90, 48, 10);
	box(o, 50, 5, 0, 48, 10);
	end(o);
	read_all(&out, &paper);
	assert_int_equal(paper.n, 1);
	assert_int_equal(paper.pieces[0].height, 1200);
	assert_int_equal(black_in(&paper.pieces[0], 0, 720, 384, 160), 384 * 160);
	escpos_paper_clear(&paper);
	buf_clear(&out);
}

static void each_resolution_has_its_width(void **state)
{
	static const struct { const char *paper; int dpi, width, height; } heads[] = {
		{"80mm", 300, 848, 119}, {"58mm", 203, 384, 80}, {"58mm", 300, 560, 119}, {"80mm", 180, 504, 71},
	};
	(void)state;

	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
		struct escpos_paper paper;
		struct buf out;
		struct output *o = begin(heads[i].paper, heads[i].dpi, &out);
		box(o, 10, 0, 0, 80, 10);
		end(o);
		read_all(&out, &paper);
		assert_int_equal(paper.n, 1);
		assert_int_equal(paper.pieces[0].width, heads[i].width);
		assert_int_equal(paper.pieces[0].height, heads[i].height);
		escpos_paper_clear(&paper);
		buf_clear(&out);
	}
}

static void labels_are_not_cut(void **state)
{
	struct escpos_paper paper;
	struct buf out;
	(void)state;

	struct output *o = begin("label", 203, &out);
	box(o, 0, 10, 10, 5, 5);
	box(o, 0, 10, 10, 5, 5);
	end(o);
	read_all(&out, &paper);
	assert_int_equal(paper.n, 2);
	assert_true(paper.pieces[0].label && paper.pieces[1].label);
	assert_int_equal(paper.pieces[0].width, 472);
	assert_int_equal(paper.pieces[1].height, 29 * 8);
	assert_int_equal(black_in(&paper.pieces[1], 0, 0, 472, 232), 40 * 40);
	escpos_paper_clear(&paper);
	buf_clear(&out);
}

static void sheets_are_not_for_thermal_printers(void **state)
{
	static const char *const sheets[] = {"A5", "A4", "A4-landscape", "2xA5"};
	struct buf out;
	(void)state;

	buf_init(&out, OUT_MAX);
	for (size_t i = 0; i < sizeof(sheets) / sizeof(*sheets); i++) {
		const struct output_how how = {.paper = paper_find(sheets[i], NULL), .dpi = 203};
		struct err err = ERR_INIT;
		assert_null(output_new(&how, &out, &err));
		assert_int_equal(err.kind, ERR_USAGE);
		assert_non_null(strstr(err.text, sheets[i]));
	}
	const struct output_how odd = {.paper = paper_find("80mm", NULL), .dpi = 200};
	struct err err = ERR_INIT;
	assert_null(output_new(&odd, &out, &err));
	assert_non_null(strstr(err.text, "200"));
	assert_int_equal(out.len, 0);
}

/* A slanted stroke over the whole page, so that every seam is crossed. */
struct rows {
	uint8_t dots[72 * 800];
	int n;
};

static bool collect(void *user, const uint8_t *rows, int stride, int n)
{
	struct rows *all = user;
	assert_true(all->n + n <= 800 && stride == 72);
	memcpy(all->dots + all->n * stride, rows, (size_t)(n * stride));
	all->n += n;
	return true;
}

static void bands_leave_no_seam(void **state)
{
	static struct rows one, many;
	const struct paper_kind *roll = paper_find("80mm", NULL);
	(void)state;

	cairo_t *page = raster_page(roll, 203, 100 * MM);
	cairo_move_to(page, 10, 0);
	cairo_line_to(page, 200, 100 * MM);
	cairo_set_line_width(page, 7);
	cairo_stroke(page);
	assert_true(raster_rows(page, roll, 203, 100 * MM, 800, collect, &one));
	assert_true(raster_rows(page, roll, 203, 100 * MM, 7, collect, &many));
	cairo_destroy(page);
	assert_int_equal(one.n, 800);
	assert_int_equal(many.n, 800);
	assert_memory_equal(one.dots, many.dots, sizeof(one.dots));
}

static void too_much_is_said(void **state)
{
	struct err err = ERR_INIT;
	struct buf out;
	(void)state;

	struct output *o = begin("80mm", 203, &out);
	for (int i = 0; i < 15; i++)
		box(o, 4000, 0, 0, 80, 10);
	assert_false(output_end(o, &err));
	assert_int_equal(err.kind, ERR_DATA);
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dots_lie_where_they_were_drawn),
		cmocka_unit_test(pages_of_a_part_are_one_piece),
		cmocka_unit_test(each_resolution_has_its_width),
		cmocka_unit_test(labels_are_not_cut),
		cmocka_unit_test(sheets_are_not_for_thermal_printers),
		cmocka_unit_test(bands_leave_no_seam),
		cmocka_unit_test(too_much_is_said),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
