#ifndef MOTCUA_PRINTING_PAPER_H
#define MOTCUA_PRINTING_PAPER_H

/*
 * The kinds of paper a form can go on, as one table: sizes, margins, the size of its type, and how
 * many dots a thermal head has across it. Plain data, no drawing, so every program may ask.
 *
 * Lengths are points (1/72 inch). A sheet is what a printer pulls in; a page is what a form is set
 * on, and a sheet may take two of them.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"

#define PAPER_NAME_SIZE 16

enum paper_shape {
	PAPER_SHEET,
	PAPER_ROLL,  /* as long as what is on it */
	PAPER_LABEL, /* a thermal printer's, each of one size */
};

struct paper_kind {
	const char *name;  /* in templates, in config.ini and after --paper: "A5", "80mm" … */
	const char *words; /* for people; to be put through _() */
	const char *media; /* of the sheet, PWG 5101.1; "" for rolls and labels, which vary */
	enum paper_shape shape;
	int across;        /* pages side by side on a sheet: 1, or 2 to be cut apart */
	double width, height;             /* of the sheet; height 0 for a roll */
	double left, right, top, bottom;  /* margins of a page; left and right of a roll and a label
	                                   * are what the printer's head does not reach */
	double type;       /* usual size of the type */
};

/* Resolutions of thermal heads that are known here, dots an inch. "203" is 8 dots a millimetre. */
#define PAPER_DPI_USUAL 203
bool paper_dpi_known(int dpi);
/* Dots a point at that resolution. */
double paper_dots_per_pt(int dpi);
/* Dots across the printable width, a multiple of 8. Rolls and labels only, 0 for others. */
int paper_dots(const struct paper_kind *paper, int dpi);

/* By name, upper and lower case alike; NULL with ERR_USAGE, a sentence that lists them all. */
const struct paper_kind *paper_find(const char *name, struct err *err);
/* Each in turn, for menus; NULL after the last. */
const struct paper_kind *paper_at(size_t i);

/* Of one page. */
double paper_page_width(const struct paper_kind *paper);

#endif
