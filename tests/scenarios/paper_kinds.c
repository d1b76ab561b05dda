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
#include "printing/render.h"
#include "tests/harness/escpos_read.h"
#include "tests/harness/process.h"
#include "tests/harness/receipt_room.h"
#include "tests/harness/says.h"

/* One receipt on the kinds of paper: two parts on a sheet that is cut apart, and rolls, where the PDF
 * and the dots for the printer are the same picture. Read by pdfinfo, pdftotext, pdftoppm, zbarimg. */

#define OUT_MAX (16 * 1024 * 1024)

static void render(struct room *room, const char *paper, int dpi, struct buf *out)
{
	struct err err = ERR_INIT;

	buf_init(out, OUT_MAX);
	room->in.paper = paper;
	room->in.dpi = dpi;
	if (!sample_render(&room->in, out, &err))
		fail_msg("%s", err.text);
}

static void render_pdf(struct room *room, const char *paper)
{
	struct err err = ERR_INIT;
	struct buf pdf;

	render(room, paper, 0, &pdf);
	if (!fs_write_atomic(room->pdf, pdf.data, pdf.len, 0600, &err))
		fail_msg("%s", err.text);
	buf_clear(&pdf);
}

/* Forty papers with names of 300 characters. */
static void many_components(struct room *room)
{
	enum { N = 40 };
	struct arena *arena = &room->d.arena;
	struct dossier_component *list = arena_alloc(arena, N * sizeof(*list));

	for (int i = 0; i < N; i++) {
		char *name = arena_printf(arena, "đầu%d", i);
		while (strlen(name) < 300)
			name = arena_printf(arena, "%s xác nhận", name);
		list[i] = (struct dossier_component){"x", arena_printf(arena, "%s cuối%d", name, i), {1}};
	}
	room->d.components = list;
	room->d.n_components = N;
}

static char *run(const char *const argv[])
{
	struct buf out;

	buf_init(&out, OUT_MAX);
	assert_int_equal(process_run(argv, &out), 0);
	return buf_take(&out);
}

/* What pdfinfo says of the first page and how many there are. */
static char *info(struct room *room)
{
	return run((const char *[]){"pdfinfo", room->pdf, NULL});
}

/* ---- two parts on a sheet */

/* The words of half a sheet: x is "0" or "421". */
static char *half(struct room *room, int page, const char *x)
{
	char no[12];

	snprintf(no, sizeof(no), "%d", page);
	return run((const char *[]){"pdftotext", "-f", no, "-l", no, "-x", x, "-y", "0", "-W", "421", "-H",
		"596", "-layout", room->pdf, "-", NULL});
}

static void both_parts_lie_side_by_side(void **state)
{
	static const char *const both[] = {SAMPLE_NAME, SAMPLE_ID, "Mã hồ sơ: " SAMPLE_CODE,
		"GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Trần Văn Mẫu"};
	struct room *room = *state;

	render_pdf(room, "2xA5");
	char *about = info(room), *left = half(room, 1, "0"), *right = half(room, 1, "421");
	says(about, "841.89 x 595.276 pts (A4)");
	says(about, "Pages:           1\n");
	for (size_t i = 0; i < ARRAY_LEN(both); i++) {
		says(left, both[i]);
		says(right, both[i]);
	}
	says(left, "Liên: Lưu");
	says_not(left, "Liên: Giao khách hàng");
	says(right, "Liên: Giao khách hàng");
	says_not(right, "Liên: Lưu");
	free(right);
	free(left);
	free(about);
}

static int pages_of(struct room *room, const char *paper)
{
	int pages = 0;

	render_pdf(room, paper);
	char *about = info(room), *at = strstr(about, "Pages:");
	assert_true(at && sscanf(at, "Pages: %d", &pages) == 1);
	free(about);
	return pages;
}

/* Cut once, each part is a pile of its own in the right order. */
static void page_lies_beside_page(void **state)
{
	struct room *room = *state;

	many_components(room);
	int pages = pages_of(room, "2xA5");
	assert_true(pages > 3);
	for (int page = 1; page <= pages; page++) {
		char *left = half(room, page, "0"), *right = half(room, page, "421"), foot[80];
		snprintf(foot, sizeof(foot), "Liên: Lưu · trang %d/%d", page, pages);
		says(left, foot);
		snprintf(foot, sizeof(foot), "Liên: Giao khách hàng · trang %d/%d", page, pages);
		says(right, foot);
		free(right);
		free(left);
	}
}

static void the_codes_of_both_are_read(void **state)
{
	static const char *const halves[] = {"0", "1188"};
	struct room *room = *state;

	render_pdf(room, "2xA5");
	for (int i = 0; i < 2; i++) {
		char *image = fs_join(room->dir, "half"), *file = fs_join(room->dir, "half.pgm");
		free(run((const char *[]){"pdftoppm", "-r", "203", "-gray", "-x", halves[i], "-y", "0", "-W",
			"1186", "-H", "1679", "-singlefile", room->pdf, image, NULL}));
		char *read = run((const char *[]){"zbarimg", "--quiet", "--nodbus", file, NULL});
		says(read, "QR-Code:" SAMPLE_URL "\n");
		says(read, "CODE-128:" SAMPLE_CODE "\n");
		free(read);
		free(file);
		free(image);
	}
}

/* A form without parts: its pages follow each other, two to a sheet. */
static void one_part_is_set_page_after_page(void **state)
{
	struct room *room = *state;
	struct problem p = {.status = 422, .type = "invalid", .title = "Không nhận"};

	for (int i = 0; i < VIOLATIONS_MAX; i++)
		violation_add(&p.violations, "note", "format", "%.300s", SAMPLE_URL " " SAMPLE_URL);
	room->in.form = "notice";
	room->in.problem = &p;
	int pages = pages_of(room, "A5"), sheets = pages_of(room, "2xA5");
	assert_true(pages > 2);
	assert_int_equal(sheets, (pages + 1) / 2);
	for (int page = 1; page <= 2 * sheets; page++) {
		char *words = half(room, (page + 1) / 2, page % 2 ? "0" : "421"), foot[40];
		snprintf(foot, sizeof(foot), "trang %d/%d", page, pages);
		if (page <= pages)
			says(words, foot);
		else
			assert_int_equal(strspn(words, " \n\f"), strlen(words));
		free(words);
	}
}

/* ---- rolls */

static void nothing_is_cut_on_58_mm(void **state)
{
	struct room *room = *state;

	many_components(room);
	render_pdf(room, "58mm");
	char *about = info(room);
	char *text = run((const char *[]){"pdftotext", "-f", "1", "-l", "1", room->pdf, "-", NULL});
	says(about, "Pages:           2\n"); /* each part is a piece, however long */
	says(about, "Page size:       164.409 x ");
	for (int i = 0; i < 40; i++) {
		char *ends = xasprintf("cuối%d\n", i);
		char *begins = xasprintf("đầu%d ", i);
		says(text, begins);
		says(text, ends);
		free(begins);
		free(ends);
	}
	free(text);
	free(about);
}

/* How high the letters of a word are, pt. */
static double height_of(const char *boxes, const char *word)
{
	double top, bottom;
	char *end = xasprintf(">%s</word>", word), *at = strstr(boxes, end);
	free(end);
	if (!at)
		fail_msg("no “%s” in:\n%s", word, boxes);
	while (strncmp(at, "<word", 5) != 0)
		at--;
	assert_int_equal(sscanf(strstr(at, "yMin="), "yMin=\"%lf\"", &top), 1);
	assert_int_equal(sscanf(strstr(at, "yMax="), "yMax=\"%lf\"", &bottom), 1);
	return bottom - top;
}

static void a_code_without_bars_is_large(void **state)
{
	static const char *const papers[] = {"80mm", "58mm"};
	struct room *room = *state;

	for (size_t i = 0; i < ARRAY_LEN(papers); i++) {
		render_pdf(room, papers[i]);
		char *boxes = run((const char *[]){"pdftotext", "-bbox", room->pdf, "-", NULL});
		double code = height_of(boxes, SAMPLE_CODE), other = height_of(boxes, SAMPLE_ID);
		assert_int_equal(code > 1.25 * other, i == 1);
		free(boxes);
	}
}

/* ---- the same picture as a PDF and as dots */

enum { CELL = 24 }; /* dots: 3 mm */

/* How much of a cell is ink, 0 … CELL². Outside of the picture is white. */
static int ink(const uint8_t *dots, int width, int height, int x0, int y0)
{
	int n = 0;

	for (int y = y0; y < y0 + CELL && y < height; y++) {
		for (int x = x0; x < x0 + CELL && x < width; x++)
			n += dots[y * width + x];
	}
	return n;
}

/* What pdftoppm draws of the first page, as the head would see it: from its left edge on. */
static uint8_t *draw_pdf(struct room *room, int width, int height)
{
	const struct paper_kind *paper = paper_find(room->in.paper, NULL);
	char *image = fs_join(room->dir, "page"), *file = fs_join(room->dir, "page.pgm");
	char left[12], across[12], down[12];
	struct buf pgm;
	struct err err = ERR_INIT;

	snprintf(left, sizeof(left), "%.0f", paper->left * paper_dots_per_pt(203));
	snprintf(across, sizeof(across), "%d", width);
	snprintf(down, sizeof(down), "%d", height);
	free(run((const char *[]){"pdftoppm", "-r", "203.2", "-gray", "-x", left, "-y", "0", "-W", across,
		"-H", down, "-singlefile", room->pdf, image, NULL}));
	buf_init(&pgm, OUT_MAX);
	assert_true(fs_read(file, &pgm, &err));
	size_t n = (size_t)width * (size_t)height;
	assert_true(pgm.len > n);
	uint8_t *dots = xmalloc(n);
	for (size_t i = 0; i < n; i++)
		dots[i] = (uint8_t)pgm.data[pgm.len - n + i] < 140;
	buf_clear(&pgm);
	free(file);
	free(image);
	return dots;
}

/* Letters may lie half a dot beside each other: a cell is off by an eighth of its dots, and one in 200
 * may be. */
static void assert_alike(const char *paper, const struct escpos_piece *p, const uint8_t *pdf)
{
	int cells = 0, off = 0;

	for (int y = 0; y < p->height; y += CELL) {
		for (int x = 0; x < p->width; x += CELL) {
			int one = ink(p->dots, p->width, p->height, x, y);
			int two = ink(pdf, p->width, p->height, x, y);
			cells += one || two;
			off += abs(one - two) > CELL * CELL / 8;
		}
	}
	if (cells < 500 || off * 200 > cells)
		fail_msg("%s: %d of %d cells are off", paper, off, cells);
}

static void dots_are_what_the_pdf_shows(void **state)
{
	static const char *const papers[] = {"80mm", "58mm"};
	struct room *room = *state;

	for (size_t i = 0; i < ARRAY_LEN(papers); i++) {
		struct escpos_paper paper;
		struct buf bytes;
		render_pdf(room, papers[i]);
		render(room, papers[i], 203, &bytes);
		assert_true(escpos_read(bytes.data, bytes.len, &paper));
		uint8_t *pdf = draw_pdf(room, paper.pieces[0].width, paper.pieces[0].height);
		assert_alike(papers[i], &paper.pieces[0], pdf);
		free(pdf);
		escpos_paper_clear(&paper);
		buf_clear(&bytes);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, room_setup, room_teardown)
	const struct CMUnitTest tests[] = {
		TEST(both_parts_lie_side_by_side),
		TEST(page_lies_beside_page),
		TEST(the_codes_of_both_are_read),
		TEST(one_part_is_set_page_after_page),
		TEST(nothing_is_cut_on_58_mm),
		TEST(a_code_without_bars_is_large),
		TEST(dots_are_what_the_pdf_shows),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	render_teardown();
	return failed;
}
