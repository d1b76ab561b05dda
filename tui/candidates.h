#ifndef MOTCUA_TUI_CANDIDATES_H
#define MOTCUA_TUI_CANDIDATES_H

/*
 * A list under the field one types in, of what may be meant. It never takes a key the field needs: where
 * the field may also hold what is in no list, nothing is chosen until Down is pressed, and Enter goes on
 * as without the list. Esc closes it. What the lines are is their screen's; nothing here remembers them.
 */

#include <stdbool.h>
#include <stddef.h>
#include "tui/bindings.h"
#include "tui/term.h"

struct candidates {
	bool open;
	bool must;        /* the field takes only what is in the list: the first is chosen at once */
	size_t n, total;  /* lines, and how many there would be */
	long chosen;      /* -1: none yet */
};

/* Other lines now, nothing chosen by hand yet. */
void candidates_begin(struct candidates *c, size_t n, size_t total);
/* The same search again: what is chosen stays as far as it can. */
void candidates_again(struct candidates *c, size_t n, size_t total);

enum candidates_key {
	CANDIDATES_PASS,   /* not theirs */
	CANDIDATES_MOVED,
	CANDIDATES_TAKEN,  /* c->chosen; with c->must that may be -1, of an empty list */
	CANDIDATES_CLOSED, /* closed by Esc */
};
enum candidates_key candidates_key(struct candidates *c, enum action action);

struct candidate {
	char head[24], text[700], note[120]; /* head: never cut; note: at the right end; "" none */
	bool middle;                         /* text is cut in the middle where it is too long */
};

struct candidates_look {
	void (*line)(const void *user, size_t i, struct candidate *out);
	const void *user;
	const char *none;        /* said of an empty list */
	const char *left, *right; /* in the lower edge */
};
/* In a box whose top left corner is there; most: lines it may have. */
void candidates_draw(const struct candidates *c, const struct candidates_look *look, int row, int col,
	int cols, int most);

#endif
