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
#include "base/mem.h"
#include "printing/marks.h"
#include "printing/output.h"
#include "tests/harness/escpos_read.h"
#include "tests/harness/process.h"
#include "tests/harness/receipt_sample.h"

/* What thermal printers are sent, read as they would print it: the bytes by a strict decoder, the
 * codes by zbarimg from the very dots. */

#define OUT_MAX (16 * 1024 * 1024)
#define LONG_CODE "000.00.01.H01.123.123.123-261123-1234567"

struct room {
	char dir[64];
	char *picture;
};

static const struct head {
	const char *paper;
	int dpi;
} heads[] = {
	{"80mm", 203}, {"58mm", 203}, {"80mm", 300}, {"58mm", 300}, {"80mm", 180}, {"58mm", 180},
};

static int setup(void **state)
{
	struct room *room = xcalloc(1, sizeof(*room));
	snprintf(room->dir, sizeof(room->dir), "/tmp/motcua-thermal.XXXXXX");
	BUG_ON(!mkdtemp(room->dir));
	room->picture = fs_join(room->dir, "paper.pgm");
	*state = room;
	return 0;
}

static int teardown(void **state)
{
	struct room *room = *state;
	process_run((const char *[]){"rm", "-rf", room->dir, NULL}, NULL);
	free(room->picture);
	free(room);
	return 0;
}

/* What zbarimg reads on that piece of paper. */
static void read_codes(struct room *room, const struct head *head, const struct escpos_piece *piece,
	struct buf *out)
{
	const struct paper_kind *paper = paper_find(head->paper, NULL);
	int margin = (int)(paper->left * paper_dots_per_pt(head->dpi));

	buf_init(out, 1 << 16);
	escpos_save(piece, margin, room->picture);
	process_run((const char *[]){"zbarimg", "--quiet", "--nodbus", room->picture, NULL}, out);
}

/* ---- the codes alone */

static void draw(cairo_t *cr, cairo_surface_t *stencil, const struct paper_kind *paper, double y,
	double modules, double module, double height)
{
	double x = (paper_page_width(paper) - modules * module) / 2;

	marks_draw(cr, stencil, x, y, module, height);
	cairo_surface_destroy(stencil);
}

/* Both codes below each other; false when the barcode has not the room. */
static bool draw_codes(const struct head *head, const char *url, const char *code, struct buf *out)
{
	const struct output_how how = {.paper = paper_find(head->paper, NULL), .dpi = head->dpi};
	double width = how.paper->width - how.paper->left - how.paper->right;
	struct code128 bars;
	struct qr qr;

	assert_true(qr_encode(url, &qr, NULL) && code128_encode(code, &bars));
	double square = marks_qr_module(how.paper, head->dpi, &qr, width);
	double bar = marks_code128_module(how.paper, head->dpi, &bars, width);
	struct output *o = output_new(&how, out, NULL);
	cairo_t *cr = output_page(o, 240);
	assert_true(square > 0);
	draw(cr, marks_qr(&qr), how.paper, 15, qr.size, square, square);
	if (bar > 0)
		draw(cr, marks_code128(&bars), how.paper, 190, bars.modules, bar, 28);
	output_page_end(o);
	assert_true(output_end(o, NULL));
	qr_clear(&qr);
	return bar > 0;
}

static void codes_are_read_from(struct room *room, const struct head *head, const char *url,
	const char *code)
{
	char *qr = xasprintf("QR-Code:%s\n", url), *bars = xasprintf("CODE-128:%s\n", code);
	struct escpos_paper paper;
	struct buf bytes, read;

	buf_init(&bytes, OUT_MAX);
	bool barcode = draw_codes(head, url, code, &bytes);
	assert_true(escpos_read(bytes.data, bytes.len, &paper));
	read_codes(room, head, &paper.pieces[0], &read);
	if (!strstr(buf_str(&read), qr) || (barcode && !strstr(buf_str(&read), bars)))
		fail_msg("%s at %d dpi: %s", head->paper, head->dpi, buf_str(&read));
	escpos_paper_clear(&paper);
	buf_clear(&read);
	buf_clear(&bytes);
	free(bars);
	free(qr);
}

static void codes_are_read_at_every_head(void **state)
{
	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		codes_are_read_from(*state, &heads[i], SAMPLE_URL, SAMPLE_CODE);
}

static void the_longest_address_is_read(void **state)
{
	char url[501] = SAMPLE_URL;
	memset(url + strlen(url), 'Q', sizeof(url) - strlen(url) - 1);
	url[sizeof(url) - 1] = '\0';

	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		codes_are_read_from(*state, &heads[i], url, LONG_CODE);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(codes_are_read_at_every_head),
		TEST(the_longest_address_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
