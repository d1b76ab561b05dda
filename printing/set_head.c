/* Who issues the paper at the left, national title and motto at the right; on rolls one below the other. */
#include "printing/set_parts.h"

#include <string.h>
#include "base/buf.h"
#include "i18n/text.h"
#include "printing/glyphs.h"

#define NAME_MAX_LEN 4000

/* Type of the head: what the decree on papers of state bodies gives for A4, in proportion below; the
 * national title is to stand on one line of the narrowest roll. */
static double head_size(const struct set *set)
{
	return set->type >= 12 ? 13 : set->type * (set->narrow ? 0.81 : 0.84);
}

/* Of that many bytes on one line, pt. */
static double width_of(const char *text, size_t len, enum face face, double size)
{
	unsigned long width = 0;
	uint32_t c;

	for (size_t n; len > 0 && (n = text_char(text, len, &c)) > 0; text += n, len -= n)
		width += glyphs_find(face, c).width;
	return (double)width * size / GLYPH_EM;
}

/* The space at which two lines are most alike, the first not being the shorter; NULL where there is none
 * at which both fit. */
static char *middle(char *text, enum face face, double size, double room)
{
	size_t len = strlen(text);
	char *best = NULL;

	for (char *space = strchr(text, ' '); space; space = strchr(space + 1, ' ')) {
		double first = width_of(text, (size_t)(space - text), face, size);
		double second = width_of(space + 1, len - (size_t)(space + 1 - text), face, size);
		if (first <= room && second <= first) {
			best = space;
			break;
		}
	}
	return best;
}

/* "ỦY BAN NHÂN DÂN" on a line of its own, where the place it governs fits on the second; else NULL. */
static char *before_place(char *text, enum face face, double size, double room)
{
	static const char committee[] = "ỦY BAN NHÂN DÂN ";
	size_t len = sizeof(committee) - 1;

	if (strncmp(text, committee, len) != 0 || width_of(text + len, strlen(text + len), face, size) > room)
		return NULL;
	return text + len - 1;
}

/* A name that needs two lines is broken before the place in it, else where they are most alike: not one word
 * on the second. */
static struct doc_text balanced(struct set *set, const struct doc_text *text, unsigned style,
	double room)
{
	struct buf plain;
	enum face face = set_face(set, style);
	struct doc_run *run = arena_alloc(&set->block, sizeof(*run));

	if (text->n == 0 || text->n > 1)
		return set_styled(set, text, style);
	buf_init(&plain, NAME_MAX_LEN);
	doc_text_plain(text, &plain);
	char *words = arena_strdup(&set->block, buf_str(&plain));
	bool one_line = width_of(words, strlen(words), face, head_size(set)) <= room;
	bool whole = !plain.full && !strchr(words, '\n');
	buf_clear(&plain);
	if (one_line || !whole)
		return set_styled(set, text, style);
	char *space = before_place(words, face, head_size(set), room);
	if (!space)
		space = middle(words, face, head_size(set), room);
	if (space)
		*space = '\n';
	*run = (struct doc_run){text->runs[0].style | style, words};
	return (struct doc_text){run, 1};
}

bool set_head(struct set *set, const struct doc_block *b, struct err *err)
{
	static const struct doc_run newline = {0, "\n"};
	double left = set->narrow ? set->width : set->width * (set->type >= 12 ? 0.4 : 0.43);
	double right = set->narrow ? set->width : set->width - left;
	const struct doc_text above = balanced(set, &b->texts[0], 0, left);
	const struct doc_text below = balanced(set, &b->texts[1], STYLE_BOLD, left);
	const struct doc_text who[] = {above, {&newline, 1}, below};
	const struct doc_text nation[] = {b->texts[2], {&newline, 1}, b->texts[3]};
	struct cell cells[2] = {
		{.x = set->left, .width = left, .size = head_size(set), .align = ALIGN_CENTRE,
			.extra = CELL_SHORT_RULE},
		{.x = set->left + set->width - right, .width = right, .size = head_size(set),
			.align = ALIGN_CENTRE, .extra = CELL_RULE},
	};

	(void)err;
	set_spans(set, &cells[0], who, b->texts[1].n ? 3 : 1, 0, RUNS_USUAL);
	set_spans(set, &cells[1], nation, 3, 0, RUNS_USUAL);
	if (set->narrow) {
		flow_row(set->flow, 0, ROW_KEEP, &cells[1], 1);
		flow_row(set->flow, set_scaled(set, 7), ROW_KEEP, &cells[0], 1);
		return true;
	}
	flow_row(set->flow, 0, ROW_KEEP, cells, 2);
	return true;
}

bool set_place(struct set *set, const struct doc_block *b, struct err *err)
{
	double left = set->narrow ? 0 : set->width * 0.43;
	struct cell cell = set_cell(set, set->left + left, set->width - left, ALIGN_CENTRE, b->texts, 0);

	(void)err;
	flow_row(set->flow, set_scaled(set, 7), ROW_KEEP, &cell, 1);
	return true;
}
