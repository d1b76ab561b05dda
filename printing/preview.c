#include "printing/preview.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "i18n/lang.h"
#include "printing/doc.h"
#include "printing/preview_cells.h"

enum {
	SIDE_BY_SIDE_MIN = 7, /* a column narrower than that cannot be read */
	ITEM_COLS = 3, LABEL_GAP = 1, TEXT_MAX = 64 * 1024,
};

struct setting {
	struct preview *p;
	int cols;
	bool listed;              /* the table's rows are told, not shown in columns */
	char *headings[TEMPLATE_COLUMNS_MAX];
	size_t n_headings;
};

/* ---- pieces */

/* On the arena: cells of one block live together. */
static const char *plain(struct setting *s, const struct doc_text *text)
{
	struct buf words;
	buf_init(&words, TEXT_MAX);
	doc_text_plain(text, &words);
	const char *kept = arena_strdup(&s->p->arena, buf_str(&words));
	buf_clear(&words);
	return kept;
}

static bool put_text(struct setting *s, const char *text, int indent, enum text_align align,
	bool strong)
{
	const struct preview_cell cell = {text, indent, s->cols - indent, align};
	return preview_cells(s->p, &cell, 1, false, strong);
}

static bool put_aligned(struct setting *s, const struct doc_block *b, enum text_align align, bool strong)
{
	bool ok = true;
	for (size_t i = 0; ok && i < b->n; i++)
		ok = put_text(s, plain(s, &b->texts[i]), 0, align, strong);
	return ok;
}

static bool put_empty(struct setting *s)
{
	return preview_put(s->p, "", false);
}

/* ---- blocks */

static bool put_head(struct setting *s, const struct doc_block *b)
{
	int half = s->cols / 2;
	bool ok = true;
	for (size_t i = 0; ok && i < 2 && i + 2 < b->n; i++) {
		const struct preview_cell cells[] = {
			{plain(s, &b->texts[i]), 0, half - 1, TEXT_CENTRE},
			{plain(s, &b->texts[i + 2]), half + 1, s->cols - half - 1, TEXT_CENTRE},
		};
		ok = preview_cells(s->p, cells, 2, false, i == 1);
	}
	return ok && put_empty(s);
}

/* One line: the end of a long address tells nobody anything, and is the receipt's proof. */
static bool put_code(struct setting *s, const char *what, const char *holds)
{
	struct buf line;
	int room = s->cols - text_width(what) - 3;
	if (!holds)
		return true;
	const char *end = strrchr(holds, '/');
	const char *shown = end ? arena_printf(&s->p->arena, "%.*s/…", (int)(end - holds), holds) : holds;
	buf_init(&line, TEXT_MAX);
	buf_printf(&line, "[%s ", what);
	text_fit(shown, text_width(shown) < room ? text_width(shown) : room, TEXT_LEFT, &line);
	buf_char(&line, ']');
	bool ok = preview_put(s->p, buf_str(&line), false);
	buf_clear(&line);
	return ok;
}

static bool put_codes(struct setting *s, const struct doc_block *b)
{
	return put_code(s, _("mã vạch"), b->barcode) && put_code(s, _("mã QR"), b->qr) &&
		put_aligned(s, b, TEXT_LEFT, false);
}

static bool put_title(struct setting *s, const struct doc_block *b)
{
	return put_empty(s) && put_aligned(s, b, TEXT_CENTRE, true);
}

static bool put_part(struct setting *s, const struct doc_block *b)
{
	struct buf line;
	buf_init(&line, TEXT_MAX);
	for (size_t i = 0; i < b->n; i++)
		buf_printf(&line, "%s%s", i ? " / " : "", plain(s, &b->texts[i]));
	if (b->copy && b->copy[0])
		buf_printf(&line, "%s%s", line.len ? " · " : "", b->copy);
	bool ok = !line.len || put_text(s, buf_str(&line), 0, TEXT_CENTRE, b->copy && b->copy[0]);
	buf_clear(&line);
	return ok && put_empty(s);
}

/* "Nhãn: điều ghi", an empty one with dots to write on. */
static const char *field_words(struct setting *s, const struct doc_block *b, size_t i)
{
	const char *label = plain(s, &b->texts[i]), *value = i + 1 < b->n ? plain(s, &b->texts[i + 1]) : "";
	return arena_printf(&s->p->arena, "%s%s%s", label, label[0] ? " " : "",
		value[0] ? value : "………………");
}

static bool put_fields(struct setting *s, const struct doc_block *b)
{
	struct preview_cell cells[PREVIEW_CELLS_MAX];
	size_t n = (b->n + 1) / 2;
	if (n == 0 || n > PREVIEW_CELLS_MAX)
		return true;
	int share = s->cols / (int)n;
	for (size_t i = 0; i < n; i++)
		cells[i] = (struct preview_cell){field_words(s, b, 2 * i), (int)i * share,
			share - (i + 1 < n), TEXT_LEFT};
	return preview_cells(s->p, cells, n, false, false);
}

static bool put_item(struct setting *s, const struct doc_block *b)
{
	if (b->n < 2)
		return put_aligned(s, b, TEXT_LEFT, false);
	const char *mark = plain(s, &b->texts[0]);
	int width = text_width(mark) < ITEM_COLS ? ITEM_COLS : text_width(mark) + 1;
	const struct preview_cell cells[] = {
		{mark, 0, width - 1, TEXT_LEFT}, {plain(s, &b->texts[1]), width, s->cols - width, TEXT_LEFT},
	};
	return preview_cells(s->p, cells, 2, false, false);
}

static bool put_dots(struct setting *s, const struct doc_block *b)
{
	struct buf line;
	bool ok = true;
	buf_init(&line, TEXT_MAX);
	for (int i = 0; i < s->cols; i++)
		buf_char(&line, '.');
	for (int i = 0; ok && i < b->dots; i++)
		ok = preview_put(s->p, buf_str(&line), false);
	buf_clear(&line);
	return ok;
}

static bool put_sign(struct setting *s, const struct doc_block *b)
{
	struct preview_cell cells[PREVIEW_CELLS_MAX];
	size_t n = b->n / 3;
	bool ok = put_empty(s);
	if (n == 0 || n > PREVIEW_CELLS_MAX)
		return ok;
	int share = s->cols / (int)n;
	for (size_t line = 0; ok && line < 3; line++) {
		for (size_t i = 0; i < n; i++)
			cells[i] = (struct preview_cell){plain(s, &b->texts[3 * i + line]), (int)i * share, share - 1,
				TEXT_CENTRE};
		if (line == 2)
			ok = put_empty(s) && put_empty(s);
		ok = ok && preview_cells(s->p, cells, n, false, line == 0);
	}
	return ok;
}

/* ---- tables */

static enum text_align align_of(enum column_align align)
{
	return align == COLUMN_RIGHT ? TEXT_RIGHT : align == COLUMN_CENTRE ? TEXT_CENTRE : TEXT_LEFT;
}

/* Widths in proportion, none too narrow to read; false when they have no room beside one another. */
static bool lay_columns(const struct setting *s, const struct doc_block *b, struct preview_cell *cells)
{
	int room = s->cols - (int)b->n + 1, taken = 0, widest = 0;
	if (b->n == 0 || b->n > PREVIEW_CELLS_MAX || room < (int)b->n * SIDE_BY_SIDE_MIN)
		return false;
	for (size_t i = 0; i < b->n; i++) {
		int least = b->columns[i].mille < 60 ? 4 : SIDE_BY_SIDE_MIN;
		cells[i].cols = b->columns[i].mille * room / 1000;
		if (cells[i].cols < least)
			cells[i].cols = least;
		taken += cells[i].cols;
		if (cells[i].cols > cells[widest].cols)
			widest = (int)i;
	}
	cells[widest].cols += room - taken;
	for (size_t i = 0; i < b->n; i++) {
		cells[i].col = i ? cells[i - 1].col + cells[i - 1].cols + 1 : 0;
		cells[i].align = align_of(b->columns[i].align);
	}
	return cells[widest].cols >= SIDE_BY_SIDE_MIN;
}

static bool put_rule(struct setting *s)
{
	struct buf line;
	buf_init(&line, TEXT_MAX);
	for (int i = 0; i < s->cols; i++)
		buf_str_add(&line, "─");
	bool ok = preview_put(s->p, buf_str(&line), false);
	buf_clear(&line);
	return ok;
}

static bool put_columns(struct setting *s, const struct doc_block *b, bool strong)
{
	struct preview_cell cells[PREVIEW_CELLS_MAX];
	if (!lay_columns(s, b, cells))
		return true;
	for (size_t i = 0; i < b->n; i++)
		cells[i].text = plain(s, &b->texts[i]);
	return preview_cells(s->p, cells, b->n, true, strong);
}

static void forget_headings(struct setting *s)
{
	for (size_t i = 0; i < s->n_headings; i++)
		free(s->headings[i]);
	s->n_headings = 0;
}

static bool begin_table(struct setting *s, const struct doc_block *b)
{
	struct preview_cell cells[PREVIEW_CELLS_MAX];
	forget_headings(s);
	s->listed = !lay_columns(s, b, cells);
	for (size_t i = 0; i < b->n && i < TEMPLATE_COLUMNS_MAX; i++)
		s->headings[s->n_headings++] = xstrdup(plain(s, &b->texts[i]));
	return put_rule(s) && (s->listed || (put_columns(s, b, true) && put_rule(s)));
}

/* "STT: 1 · Mã hồ sơ: … · …" */
static bool put_row(struct setting *s, const struct doc_block *b)
{
	struct buf line;
	if (!s->listed)
		return put_columns(s, b, false);
	buf_init(&line, TEXT_MAX);
	for (size_t i = 0; i < b->n && i < s->n_headings; i++) {
		const char *words = plain(s, &b->texts[i]);
		if (words[0])
			buf_printf(&line, "%s%s: %s", line.len ? " · " : "", s->headings[i], words);
	}
	for (size_t i = 0; i < line.len; i++)
		if (line.data[i] == '\n')
			line.data[i] = ' ';
	bool ok = put_text(s, buf_str(&line), 0, TEXT_LEFT, false);
	buf_clear(&line);
	return ok;
}

/* ---- the walk */

static bool put_place(struct setting *s, const struct doc_block *b)
{
	return put_aligned(s, b, TEXT_RIGHT, false);
}

static bool put_centre(struct setting *s, const struct doc_block *b)
{
	return put_aligned(s, b, TEXT_CENTRE, false);
}

static bool put_paragraph(struct setting *s, const struct doc_block *b)
{
	return put_aligned(s, b, TEXT_LEFT, false);
}

static bool end_table(struct setting *s, const struct doc_block *b)
{
	(void)b;
	return put_rule(s);
}

typedef bool put_fn(struct setting *s, const struct doc_block *b);
static put_fn *const puts_of[DOC_KINDS] = {
	[DOC_HEAD] = put_head, [DOC_PLACE] = put_place, [DOC_CODES] = put_codes, [DOC_TITLE] = put_title,
	[DOC_PART] = put_part, [DOC_CENTRE] = put_centre, [DOC_FIELDS] = put_fields,
	[DOC_TEXT] = put_paragraph, [DOC_ITEM] = put_item, [DOC_DOTS] = put_dots,
	[DOC_TABLE] = begin_table, [DOC_ROW] = put_row, [DOC_TABLE_END] = end_table,
	[DOC_SIGN] = put_sign, [DOC_NOTE] = put_paragraph,
};

static bool sink(void *user, const struct doc_block *block, struct err *err)
{
	struct setting *s = user;
	if ((size_t)block->kind >= DOC_KINDS || !puts_of[block->kind] || puts_of[block->kind](s, block))
		return true;
	return err_set(err, ERR_DATA, "%s", _("Bản xem trước dài quá.")); /* ends the walk; p->cut says so */
}

bool preview_form(struct preview *p, const struct doc_input *in, int cols, struct err *err)
{
	struct setting s = {.p = p, .cols = cols < PREVIEW_COLS_MIN ? PREVIEW_COLS_MIN : cols};
	bool ok = doc_walk(in, sink, &s, err) || p->cut;
	forget_headings(&s);
	return ok;
}

void preview_clear(struct preview *p)
{
	arena_clear(&p->arena);
	free(p->lines);
	*p = (struct preview){.n = 0};
}
