/* QR at the left, everything else beside it; a barcode too long for that stands below. */
#include "printing/set_parts.h"

#include "base/str.h"
#include "printing/marks.h"

#define BARCODE_HEIGHT 23
#define GAP 8
/* Type of a code that no barcode says, by that of other lines. */
#define LARGE 1.35
#define LARGE_ON_LABEL 1.2

/* The room that it and its quiet zone may take. */
static bool add_qr(struct set *set, const char *text, struct err *err)
{
	struct qr qr;

	if (!text)
		return true;
	if (!qr_encode(text, &qr, err))
		return false;
	set->qr_module = marks_qr_module(set->in->paper, set->dpi, &qr, set->width);
	if (set->qr_module > 0) {
		set->qr = marks_qr(&qr);
		set->qr_width = qr.size * set->qr_module;
	}
	qr_clear(&qr);
	return true;
}

/* What the QR and its quiet zone take of the line. */
static double qr_space(const struct set *set)
{
	return set->qr && !set->narrow ? set->qr_width + QR_QUIET * set->qr_module : 0;
}

/* *beside: it has the room next to the QR. */
static void add_barcode(struct set *set, const char *text, bool *beside)
{
	struct code128 code;

	*beside = true;
	if (!text || !code128_encode(text, &code))
		return;
	double width = set->width - qr_space(set);
	set->barcode_module = marks_code128_module(set->in->paper, set->dpi, &code, width);
	if (!(set->barcode_module > 0)) {
		*beside = false;
		set->barcode_module = marks_code128_module(set->in->paper, set->dpi, &code, set->width);
	}
	if (set->barcode_module > 0) {
		set->barcode = marks_code128(&code);
		set->barcode_width = code.modules * set->barcode_module;
	}
}

static void draw_qr(const struct sheet *sheet, double y, const void *user)
{
	const struct set *set = user;
	double x = set->narrow ? set->left + (set->width - set->qr_width) / 2 : set->left;

	marks_draw(sheet->cr, set->qr, x, y, set->qr_module, set->qr_module);
}

static void draw_beside(const struct sheet *sheet, double y, const void *user)
{
	const struct set *set = user;
	double space = qr_space(set);

	marks_draw(sheet->cr, set->barcode, set->left + space + (set->width - space - set->barcode_width) / 2,
		y, set->barcode_module, set_scaled(set, BARCODE_HEIGHT));
}

static void draw_below(const struct sheet *sheet, double y, const void *user)
{
	const struct set *set = user;

	marks_draw(sheet->cr, set->barcode, set->left + (set->width - set->barcode_width) / 2, y,
		set->barcode_module, set_scaled(set, BARCODE_HEIGHT));
}

static void draw_nothing(const struct sheet *sheet, double y, const void *user)
{
	(void)sheet, (void)y, (void)user;
}

static void add_barcode_box(struct set *set, double gap, flow_draw_fn *draw)
{
	flow_box(set->flow, set_scaled(set, gap), ROW_KEEP, set_scaled(set, BARCODE_HEIGHT), draw, set);
}

/* Does it say what the barcode would? */
static bool says_code(const struct doc_block *b, const struct doc_text *line)
{
	for (size_t i = 0; b->barcode && i < line->n; i++) {
		if (str_eq(line->runs[i].text, b->barcode))
			return true;
	}
	return false;
}

static bool on_label(const struct set *set)
{
	return set->in->paper->shape == PAPER_LABEL;
}

static struct cell line(struct set *set, const struct doc_block *b, const struct doc_text *text)
{
	double space = qr_space(set);
	struct cell cell = set_cell(set, set->left + space, set->width - space,
		on_label(set) ? ALIGN_LEFT : ALIGN_CENTRE, text, 0);

	if (!set->barcode && says_code(b, text))
		cell.size *= on_label(set) ? LARGE_ON_LABEL : LARGE;
	return cell;
}

/* The lines, with the barcode after the first of them where it is to stand among them. */
static void lines(struct set *set, const struct doc_block *b, bool barcode)
{
	for (size_t i = 0; i < b->n; i++) {
		struct cell cell = line(set, b, &b->texts[i]);
		flow_row(set->flow, i == 1 ? set_scaled(set, 3) : 0, ROW_KEEP, &cell, 1);
		if (i == 0 && barcode)
			add_barcode_box(set, 5, draw_beside);
	}
	if (b->n == 0 && barcode)
		add_barcode_box(set, 0, draw_beside);
}

static void stacked(struct set *set, const struct doc_block *b)
{
	double quiet = QR_QUIET * set->qr_module, gap = set_scaled(set, GAP);

	if (set->qr) {
		flow_box(set->flow, gap > quiet ? gap : quiet, ROW_KEEP, set->qr_width, draw_qr, set);
		flow_box(set->flow, 0, ROW_KEEP, quiet, draw_nothing, set);
	} else {
		flow_box(set->flow, gap, ROW_KEEP, 0, draw_nothing, set);
	}
	lines(set, b, set->barcode);
}

/* All that comes after stands beside the QR until it is below it: there is no room to lose. */
static void small(struct set *set, const struct doc_block *b)
{
	double quiet = QR_QUIET * set->qr_module, top = set->size.top;
	double gap = quiet > top ? quiet - top : 0;

	flow_box(set->flow, gap, ROW_KEEP, 0, set->qr ? draw_qr : draw_nothing, set);
	set->beside = qr_space(set);
	set->beside_until = flow_height(set->flow) + set->qr_width + quiet;
	lines(set, b, set->barcode);
}

static void beside_each_other(struct set *set, const struct doc_block *b, bool barcode_beside)
{
	double before = flow_height(set->flow), gap = set_scaled(set, GAP);

	flow_box(set->flow, gap, ROW_KEEP, 0, set->qr ? draw_qr : draw_nothing, set);
	lines(set, b, set->barcode && barcode_beside);
	double used = flow_height(set->flow) - before - gap;
	if (used < set->qr_width)
		flow_box(set->flow, 0, ROW_KEEP, set->qr_width - used, draw_nothing, set);
	if (set->barcode && !barcode_beside)
		add_barcode_box(set, 6, draw_below);
}

/* What a barcode has no room to say is said by a QR where there is no other: that takes a quarter of
 * the room. */
bool set_codes(struct set *set, const struct doc_block *b, struct err *err)
{
	bool beside;

	if (!add_qr(set, b->qr, err))
		return false;
	add_barcode(set, b->barcode, &beside);
	if (!set->barcode && !set->qr && !add_qr(set, b->barcode, err))
		return false;
	if (on_label(set))
		small(set, b);
	else if (set->narrow)
		stacked(set, b);
	else
		beside_each_other(set, b, beside);
	return true;
}
