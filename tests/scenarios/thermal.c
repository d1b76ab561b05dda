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
#include "base/str.h"
#include "i18n/text.h"
#include "printing/deliver.h"
#include "printing/marks.h"
#include "printing/output.h"
#include "printing/render.h"
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

/* ---- whole papers */

static void render(const struct sample_input *in, struct buf *out)
{
	struct err err = ERR_INIT;

	buf_init(out, OUT_MAX);
	if (!sample_render(in, out, &err))
		fail_msg("%s", err.text);
}

/* Rendered for that head, and read. */
static void print(struct sample_input *in, const struct head *head, struct escpos_paper *paper)
{
	struct buf bytes;

	in->paper = head->paper;
	in->dpi = head->dpi;
	render(in, &bytes);
	if (!escpos_read(bytes.data, bytes.len, paper))
		fail_msg("%s at %d dpi: %s", head->paper, head->dpi, paper->wrong);
	buf_clear(&bytes);
}

/* Each part is a piece of its own, both with the codes that the paper has room for. */
static void a_receipt_is_read_from_each_roll(void **state)
{
	struct sample_input in;
	struct dossier d;

	sample_dossier(&d);
	in = sample_input(&d);
	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		struct escpos_paper paper;
		print(&in, &heads[i], &paper);
		assert_int_equal(paper.n, 2);
		for (size_t k = 0; k < paper.n; k++) {
			struct buf read;
			bool wide = str_eq(heads[i].paper, "80mm");
			read_codes(*state, &heads[i], &paper.pieces[k], &read);
			assert_non_null(strstr(buf_str(&read), "QR-Code:" SAMPLE_URL "\n"));
			assert_int_equal(strstr(buf_str(&read), "CODE-128:" SAMPLE_CODE "\n") != NULL, wide);
			assert_null(strstr(buf_str(&read), SAMPLE_ID));
			buf_clear(&read);
		}
		escpos_paper_clear(&paper);
	}
	dossier_clear(&d);
}

static void the_same_bytes_each_time(void **state)
{
	struct dossier d;
	struct buf one, two;
	(void)state;

	sample_dossier(&d);
	struct sample_input in = sample_input(&d);
	in.paper = "58mm";
	in.dpi = 203;
	render(&in, &one);
	render_teardown();
	render(&in, &two);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	buf_clear(&one);
	buf_clear(&two);
	dossier_clear(&d);
}

static void assert_same_dots(const struct escpos_paper *one, const struct escpos_paper *two)
{
	assert_int_equal(one->n, two->n);
	for (size_t i = 0; i < one->n; i++) {
		const struct escpos_piece *a = &one->pieces[i], *b = &two->pieces[i];
		assert_int_equal(a->height, b->height);
		assert_memory_equal(a->dots, b->dots, (size_t)a->height * (size_t)a->width);
	}
}

/* What would be commands, formats or tags elsewhere is what it looks like, or nothing: the dots are
 * those of the same words without what is no letter. */
static void fields_are_only_ink(void **state)
{
	static const char *const hostile[] = {
		"Long \x1B@\x1DV\x42\x01Xuyên", "A \x1Dv0\x01\x01\x01\x01\x10", "\x1Bp\x01@P \x10\x14\x01\x0C\x07",
		"%s%n%p%999d <b>{code}</b> \\ | \xC2\x9B" "31m",
	};
	struct dossier d;
	(void)state;

	sample_dossier(&d);
	for (size_t i = 0; i < ARRAY_LEN(hostile); i++) {
		struct sample_input in = sample_input(&d);
		struct escpos_paper one, two;
		char clean[100];
		text_clean_to(clean, sizeof(clean), hostile[i]);
		in.place = in.parent_name = hostile[i];
		print(&in, &heads[0], &one);
		in.place = in.parent_name = clean;
		print(&in, &heads[0], &two);
		assert_int_equal(one.n, 2);
		assert_same_dots(&one, &two);
		escpos_paper_clear(&one);
		escpos_paper_clear(&two);
	}
	dossier_clear(&d);
}

/* ---- labels */

static void print_label(struct dossier *d, int dpi, struct escpos_paper *paper)
{
	const struct head head = {"label", dpi};
	struct sample_input in = sample_input(d);

	in.form = "label";
	print(&in, &head, paper);
}

/* Its bars would be too narrow there, so what they say is in a QR. */
static void a_label_can_be_scanned(void **state)
{
	static const int dpi[] = {203, 300, 180};
	struct dossier d;

	sample_dossier(&d);
	for (size_t i = 0; i < ARRAY_LEN(dpi); i++) {
		const struct head head = {"label", dpi[i]};
		struct escpos_paper paper;
		struct buf read;
		print_label(&d, dpi[i], &paper);
		assert_int_equal(paper.n, 1);
		assert_true(paper.pieces[0].label);
		read_codes(*state, &head, &paper.pieces[0], &read);
		assert_string_equal(buf_str(&read), "QR-Code:" SAMPLE_CODE "\n");
		buf_clear(&read);
		escpos_paper_clear(&paper);
	}
	dossier_clear(&d);
}

static void a_label_is_set_smaller_rather_than_on_two(void **state)
{
	struct escpos_paper paper;
	struct dossier d;
	(void)state;

	sample_dossier(&d);
	d.procedure_name = arena_printf(&d.arena, "%s %s", d.procedure_name, d.procedure_name);
	print_label(&d, 203, &paper);
	assert_int_equal(paper.n, 1);
	escpos_paper_clear(&paper);
	d.procedure_name = arena_printf(&d.arena, "%s %s %s", d.procedure_name, d.procedure_name,
		d.procedure_name);
	print_label(&d, 203, &paper);
	assert_true(paper.n > 1); /* but not cut */
	escpos_paper_clear(&paper);
	dossier_clear(&d);
}

/* ---- to a file */

/* FILE.bin has what the printer would be sent; no paper: the form's first that is thermal. */
static void assert_file(struct room *room, struct dossier *d, const char *form, const char *paper,
	int width)
{
	char *path = fs_join(room->dir, "paper.bin");
	struct print_order *order = sample_order(d, TO_FILE, path, room->dir);
	struct book book = {.n = 0};
	struct delivery delivery;
	struct escpos_paper read;
	struct buf bytes;
	struct err err = ERR_INIT;

	str_copy(order->form, sizeof(order->form), form);
	str_copy(order->paper, sizeof(order->paper), paper);
	deliver(order, &book, &delivery);
	if (delivery.result.phase != PHASE_DONE)
		fail_msg("%s", delivery.result.message);
	assert_non_null(strstr(delivery.result.message, path));
	assert_null(strstr(delivery.result.message, "PDF"));
	buf_init(&bytes, OUT_MAX);
	assert_true(fs_read(path, &bytes, &err));
	assert_true(escpos_read(bytes.data, bytes.len, &read));
	assert_int_equal(read.pieces[0].width, width);
	escpos_paper_clear(&read);
	buf_clear(&bytes);
	buf_clear(&delivery.bytes);
	print_order_free(order);
	unlink(path);
	free(path);
}

static void a_file_has_what_the_printer_is_sent(void **state)
{
	struct dossier d;

	sample_dossier(&d);
	assert_file(*state, &d, "01", "58mm", 384);
	assert_file(*state, &d, "01", "", 576);
	assert_file(*state, &d, "label", "", 472);
	assert_file(*state, &d, "label", "80mm", 576);
	dossier_clear(&d);
}

static void a_form_without_such_paper_says_so(void **state)
{
	static const char *const forms[][3] = {
		{"06", "", "Mẫu 06 không in được bằng máy in nhiệt, chỉ trên khổ A4."},
		{"01", "A5", "Máy in nhiệt không in được khổ A5"},
	};
	struct room *room = *state;
	char *path = fs_join(room->dir, "none.bin");
	struct dossier d;

	sample_dossier(&d);
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		struct print_order *order = sample_order(&d, TO_FILE, path, room->dir);
		struct book book = {.n = 0};
		struct delivery delivery;
		str_copy(order->form, sizeof(order->form), forms[i][0]);
		str_copy(order->paper, sizeof(order->paper), forms[i][1]);
		deliver(order, &book, &delivery);
		assert_int_equal(delivery.result.phase, PHASE_FAILED);
		assert_non_null(strstr(delivery.result.message, forms[i][2]));
		assert_int_not_equal(access(path, F_OK), 0);
		buf_clear(&delivery.bytes);
		print_order_free(order);
	}
	dossier_clear(&d);
	free(path);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(codes_are_read_at_every_head),
		TEST(the_longest_address_is_read),
		TEST(a_receipt_is_read_from_each_roll),
		TEST(the_same_bytes_each_time),
		TEST(fields_are_only_ink),
		TEST(a_label_can_be_scanned),
		TEST(a_label_is_set_smaller_rather_than_on_two),
		TEST(a_file_has_what_the_printer_is_sent),
		TEST(a_form_without_such_paper_says_so),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	render_teardown();
	return failed;
}
