#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <string.h>
#include "base/mem.h"
#include "printing/marks.h"
#include "printing/output.h"
#include "tests/harness/escpos_read.h"

#define OUT_MAX (4 * 1024 * 1024)
#define HEIGHT 200.0 /* pt, of the page; more than any mark */

static double text_width(const struct paper_kind *paper)
{
	return paper_page_width(paper) - paper->left - paper->right;
}

/* A QR of n characters on that paper, in dots a module; 0 when it is left out. */
static int qr_dots(const char *paper, int dpi, int n)
{
	char text[1600];
	struct qr qr;
	const struct paper_kind *kind = paper_find(paper, NULL);

	memset(text, 'a', (size_t)n);
	text[n] = '\0';
	assert_true(qr_encode(text, &qr, NULL));
	double module = marks_qr_module(kind, dpi, &qr, text_width(kind));
	qr_clear(&qr);
	double dots = module * paper_dots_per_pt(dpi);
	assert_true(fabs(dots - round(dots)) < 1e-6);
	return (int)round(dots);
}

static int code_dots(const char *paper, int dpi, const char *text)
{
	struct code128 code;
	const struct paper_kind *kind = paper_find(paper, NULL);

	assert_true(code128_encode(text, &code));
	double dots = marks_code128_module(kind, dpi, &code, text_width(kind)) * paper_dots_per_pt(dpi);
	assert_true(fabs(dots - round(dots)) < 1e-6);
	return (int)round(dots);
}

/* A tracking address of 330 characters is 69 modules a side: 77 with its quiet zone. */
static void a_tracking_address_fits_each_roll(void **state)
{
	(void)state;
	assert_int_equal(qr_dots("80mm", 203, 330), 4);
	assert_int_equal(qr_dots("58mm", 203, 330), 4);
	assert_int_equal(qr_dots("80mm", 300, 330), 5);
	assert_int_equal(qr_dots("58mm", 300, 330), 5);
	assert_int_equal(qr_dots("80mm", 180, 330), 3);
	assert_int_equal(qr_dots("58mm", 203, 700), 3); /* smaller rather than none */
	assert_int_equal(qr_dots("58mm", 203, 1500), 0);
}

/* A label has not the height for a long one. */
static void a_label_is_not_high(void **state)
{
	(void)state;
	assert_int_equal(qr_dots("label", 203, 21), 4);
	assert_int_equal(qr_dots("label", 203, 330), 3);
	assert_int_equal(qr_dots("label", 203, 400), 0);
	assert_int_equal(qr_dots("label", 300, 330), 4);
}

/* Never narrower bars than readers can read: rather none. */
static void a_barcode_is_readable_or_left_out(void **state)
{
	(void)state;
	assert_int_equal(code_dots("80mm", 203, "H01.91.12-261123-0043"), 2);
	assert_int_equal(code_dots("80mm", 300, "H01.91.12-261123-0043"), 3);
	assert_int_equal(code_dots("58mm", 203, "H01.91.12-261123-0043"), 0);
	assert_int_equal(code_dots("58mm", 203, "261123-0043"), 2);
	assert_int_equal(code_dots("80mm", 203, "H01.91.12.34.56-261123-0043"), 0);
	assert_int_equal(code_dots("58mm", 300, "H01.91.12.34.56-261123-0043"), 0);
}

static void margins_count_as_quiet_zones_only_beside_them(void **state)
{
	const struct paper_kind *a5 = paper_find("A5", NULL);
	struct code128 code;
	(void)state;

	assert_true(code128_encode("H01.91.12-261123-0043", &code));
	double bars = code.modules * MARKS_CODE128_MODULE;
	assert_true(marks_code128_module(a5, 0, &code, text_width(a5)) > 0);
	assert_true(marks_code128_module(a5, 0, &code, bars) == 0);
	assert_true(marks_code128_module(a5, 0, &code, bars + 20 * MARKS_CODE128_MODULE) > 0);
	assert_true(marks_code128_module(a5, 0, &code, bars + 19 * MARKS_CODE128_MODULE) == 0);
}

/* Where the mark is put, in dots: on none, nearly half way to the next. */
#define X0 40.4995
#define Y0 9.4995

/* The dot at x, y of the page, as the symbol has it. */
static int dot_of(const struct qr *qr, int d, int x, int y)
{
	bool in = x >= 0 && y >= 0 && x < qr->size * d && y < qr->size * d;
	return in ? qr->modules[y / d * qr->size + x / d] : 0;
}

static void assert_exact(const struct output_how *how, const struct qr *qr, double module,
	const struct escpos_piece *p)
{
	int d = (int)round(module * paper_dots_per_pt(how->dpi));

	for (int y = 0; y < p->height; y++) {
		for (int x = 0; x < p->width; x++) {
			if (p->dots[y * p->width + x] != dot_of(qr, d, x - (int)X0, y - (int)Y0))
				fail_msg("%s at %d dpi: dot %d, %d", how->paper->name, how->dpi, x, y);
		}
	}
}

static void draw_exact(const char *paper, int dpi)
{
	const struct output_how how = {.paper = paper_find(paper, NULL), .dpi = dpi};
	const double dot = 1 / paper_dots_per_pt(dpi);
	struct escpos_paper read;
	struct buf out;
	struct qr qr;
	char url[300] = "https://example.vn/t/H01.91.12-261123-0043/";

	memset(url + strlen(url), 'A', 250);
	buf_init(&out, OUT_MAX);
	assert_true(qr_encode(url, &qr, NULL));
	double module = marks_qr_module(how.paper, dpi, &qr, text_width(how.paper));
	cairo_surface_t *stencil = marks_qr(&qr);
	struct output *o = output_new(&how, &out, NULL);
	marks_draw(output_page(o, HEIGHT), stencil, how.paper->left + X0 * dot, Y0 * dot, module, module);
	output_page_end(o);
	assert_true(output_end(o, NULL));
	assert_true(escpos_read(out.data, out.len, &read));
	assert_exact(&how, &qr, module, &read.pieces[0]);
	cairo_surface_destroy(stencil);
	qr_clear(&qr);
	escpos_paper_clear(&read);
	buf_clear(&out);
}

/* Every module is the same square of dots, wherever on the page it was put. */
static void modules_are_whole_dots(void **state)
{
	static const int heads[] = {203, 300, 180};
	(void)state;

	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		draw_exact("80mm", heads[i]);
		draw_exact("58mm", heads[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tracking_address_fits_each_roll),
		cmocka_unit_test(a_label_is_not_high),
		cmocka_unit_test(a_barcode_is_readable_or_left_out),
		cmocka_unit_test(margins_count_as_quiet_zones_only_beside_them),
		cmocka_unit_test(modules_are_whole_dots),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
