#include "tests/harness/page_ink.h"

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
#include "tests/harness/process.h"

#define CELL_MM 3
#define CELL_DOTS 10               /* a cell's side as drawn */
#define RESOLUTION "84.6667"       /* CELL_DOTS dots in CELL_MM */
#define LEVELS 16
#define NEAR 3                     /* of 15 */
#define PICTURE_MAX (256 * 1024 * 1024)
#define GOLDEN_MAX (1024 * 1024)
#define SIDE_MAX 4000              /* cells */
static const char letters[LEVELS + 1] = ".123456789ABCDEF";

/* ---- from a picture to cells */

struct picture {
	int width, height;
	const unsigned char *grey; /* 255 is white */
};

/* One PGM of several that follow one another; what is left after it. */
static const char *picture_next(const char *p, const char *end, struct picture *out)
{
	int taken = 0, most = 0;
	assert_int_equal(sscanf(p, "P5 %d %d %d%n", &out->width, &out->height, &most, &taken), 3);
	assert_int_equal(most, 255);
	out->grey = (const unsigned char *)p + taken + 1;
	p += taken + 1 + (ptrdiff_t)out->width * out->height;
	assert_true(p <= end);
	return p;
}

static int level(const struct picture *pic, int column, int row)
{
	long ink = 0;
	for (int y = row * CELL_DOTS; y < (row + 1) * CELL_DOTS && y < pic->height; y++)
		for (int x = column * CELL_DOTS; x < (column + 1) * CELL_DOTS && x < pic->width; x++)
			ink += 255 - pic->grey[(long)y * pic->width + x];
	const long full = 255L * CELL_DOTS * CELL_DOTS, n = ink * LEVELS / full;
	if (ink * LEVELS * 2 < full)
		return 0;
	return n < 1 ? 1 : n < LEVELS ? (int)n : LEVELS - 1;
}

static void picture_cells(const struct picture *pic, int page, struct buf *out)
{
	int columns = (pic->width + CELL_DOTS - 1) / CELL_DOTS, rows = (pic->height + CELL_DOTS - 1) /
		CELL_DOTS;
	char line[SIDE_MAX + 1];
	assert_in_range(columns, 1, SIDE_MAX);
	buf_printf(out, "page %d: %d × %d mm\n", page, (pic->width * CELL_MM + CELL_DOTS / 2) / CELL_DOTS,
		(pic->height * CELL_MM + CELL_DOTS / 2) / CELL_DOTS);
	for (int r = 0; r < rows; r++) {
		int used = 0;
		for (int c = 0; c < columns; c++) {
			line[c] = letters[level(pic, c, r)];
			if (line[c] != '.')
				used = c + 1;
		}
		line[used] = '\0';
		buf_printf(out, "%s\n", line);
	}
}

void page_ink_read(const char *pdf, struct buf *out)
{
	struct buf pgm;
	struct picture pic;
	int page = 0;
	buf_init(&pgm, PICTURE_MAX);
	assert_int_equal(process_run((const char *[]){"pdftoppm", "-r", RESOLUTION, "-gray", pdf, NULL},
		&pgm), 0);
	const char *end = pgm.data + pgm.len;
	for (const char *p = pgm.data; p < end; ) {
		p = picture_next(p, end, &pic);
		picture_cells(&pic, ++page, out);
	}
	buf_clear(&pgm);
	assert_true(page > 0 && !out->full);
}

/* ---- comparing */

/* A page in the text of cells: lines without what is white at their ends. */
struct cells {
	const char *head;    /* the line that says its size; not terminated */
	size_t head_len;
	const char **line;
	size_t *len, n;
};

static const char *cells_next(const char *p, struct cells *out)
{
	const size_t room = SIDE_MAX;
	*out = (struct cells){.head = p, .head_len = strcspn(p, "\n"),
		.line = xcalloc(room, sizeof(*out->line)), .len = xcalloc(room, sizeof(*out->len))};
	p += out->head_len + (p[out->head_len] == '\n');
	for (; *p && *p != 'p'; out->n++) {
		assert_true(out->n < room);
		out->line[out->n] = p;
		out->len[out->n] = strcspn(p, "\n");
		p += out->len[out->n] + (p[out->len[out->n]] == '\n');
	}
	return p;
}

static void cells_clear(struct cells *c)
{
	free(c->line);
	free(c->len);
}

static int cell(const struct cells *c, long column, long row)
{
	if (row < 0 || column < 0 || (size_t)row >= c->n || (size_t)column >= c->len[row])
		return 0;
	const char *at = strchr(letters, c->line[row][column]);
	return at && *at ? (int)(at - letters) : 0;
}

static bool alike(int here, int there)
{
	return abs(here - there) <= NEAR && !here == !there;
}

/* Has b as much there as a has, or beside it? */
static bool found_near(const struct cells *a, const struct cells *b, long column, long row)
{
	int here = cell(a, column, row);
	for (long x = column - 1; x <= column + 1; x++)
		if (alike(here, cell(b, x, row)))
			return true;
	return false;
}

static bool page_same(const struct cells *a, const struct cells *b, struct buf *why)
{
	long with_ink = 0, off = 0, first_x = 0, first_y = 0;
	for (long y = 0; (size_t)y < a->n || (size_t)y < b->n; y++) {
		long width_a = (size_t)y < a->n ? (long)a->len[y] : 0;
		long width_b = (size_t)y < b->n ? (long)b->len[y] : 0;
		for (long x = 0; x < width_a || x < width_b; x++) {
			with_ink += cell(a, x, y) || cell(b, x, y);
			if (found_near(a, b, x, y) && found_near(b, a, x, y))
				continue;
			if (off++ == 0)
				first_x = x, first_y = y;
		}
	}
	if (off <= PAGE_INK_ODD && off * 200 <= with_ink)
		return true;
	buf_printf(why, "%.*s %ld of %ld cells differ, the first %ld mm from the left, %ld mm from the top\n",
		(int)a->head_len, a->head, off, with_ink, first_x * CELL_MM, first_y * CELL_MM);
	return false;
}

bool page_ink_same(const char *ink, const char *golden, struct buf *why)
{
	bool same = true;
	struct cells a, b;
	while (*ink && *golden) {
		ink = cells_next(ink, &a);
		golden = cells_next(golden, &b);
		bool size = a.head_len == b.head_len && memcmp(a.head, b.head, a.head_len) == 0;
		if (!size)
			buf_printf(why, "%.*s, golden %.*s\n", (int)a.head_len, a.head, (int)b.head_len, b.head);
		same = size && page_same(&a, &b, why) && same;
		cells_clear(&a);
		cells_clear(&b);
	}
	if (*ink || *golden)
		buf_printf(why, "pages are %s\n", *ink ? "too many" : "missing");
	return same && !*ink && !*golden;
}

static void write_ink(const char *path, const struct buf *ink)
{
	struct err err = ERR_INIT;
	if (!fs_write_atomic(path, ink->data, ink->len, 0644, &err))
		fail_msg("%s", err.text);
}

void page_ink_golden(const char *pdf, const char *name, const char *seen)
{
	struct err err = ERR_INIT;
	struct buf ink, golden, why;
	char path[300];
	buf_init(&ink, GOLDEN_MAX);
	buf_init(&golden, GOLDEN_MAX);
	buf_init(&why, 4096);
	page_ink_read(pdf, &ink);
	snprintf(path, sizeof(path), "tests/golden/pages/%s.txt", name);
	if (getenv("UPDATE")) {
		write_ink(path, &ink);
	} else if (!fs_read(path, &golden, &err)) {
		fail_msg("%s", err.text);
	} else if (!page_ink_same(buf_str(&ink), buf_str(&golden), &why)) {
		snprintf(path, sizeof(path), "%s/%s.txt", seen, name);
		write_ink(path, &ink);
		fail_msg("page %s is not the golden one (seen: %s): %s", name, path, buf_str(&why));
	}
	buf_clear(&ink);
	buf_clear(&golden);
	buf_clear(&why);
}
