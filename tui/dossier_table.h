#ifndef MOTCUA_TUI_DOSSIER_TABLE_H
#define MOTCUA_TUI_DOSSIER_TABLE_H

/*
 * A list of dossiers of which only the lines in sight are held, however many there are in all. The
 * chosen line stays on its dossier when the list is read again.
 */

#include "store/dossier_pages.h"
#include "tui/list.h"
#include "tui/marks.h"
#include "tui/screen.h"

struct dossier_table {
	struct dossier_filter filter;
	struct dossier_pages pages; /* its rows: from list.top on */
	struct list list;
	const char *agency; /* whose prefix is left out of codes where room is short */
	bool states;        /* with a column that tells the state */
	const struct marks *marks; /* those marked bear a "*"; may be NULL */
};

/* Reads the lines in sight; false with err when that failed (the lines stay as they were). */
bool dossier_table_load(struct dossier_table *t, struct store *store, int page, struct err *err);
/* Moves, reading further lines where needed. False: not a moving action. */
bool dossier_table_move(struct dossier_table *t, struct store *store, enum action action, int page,
	struct err *err);
/* The filter became another one: the next load begins at the first line. */
void dossier_table_start(struct dossier_table *t);
/* The chosen line; NULL in an empty list. */
const struct dossier_row *dossier_table_row(const struct dossier_table *t);
/* How many lines of the list such an area has: below them all words of the chosen one are told, when its
 * columns cut them. */
int dossier_table_page(int rows);
void dossier_table_draw(const struct dossier_table *t, struct area area, int64_t now);
void dossier_table_clear(struct dossier_table *t);
/* The code without "AGENCY-" before it, when it has that. */
const char *dossier_short_code(const char *code, const char *agency);
/* "chờ gửi", "bị từ chối", or the status central last told. */
const char *dossier_state_text(const struct dossier_row *row);

#endif
