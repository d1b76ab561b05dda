#ifndef MOTCUA_TUI_UNDO_H
#define MOTCUA_TUI_UNDO_H

/*
 * What was done to fields, to be undone and done again: one memory for all fields of the screen, so
 * that a field left and come back to is still undone. A step is a word typed, or letters taken out, or a
 * paste; it holds the field's whole text before and after, and counts only while the field still has
 * that text. What falls out of it, or is forgotten, is wiped.
 */

#include <stdbool.h>
#include <stddef.h>
#include "tui/field.h"

#define UNDO_STEPS 64
#define UNDO_BYTES (128 * 1024)

enum undo_sort {
	UNDO_TYPED,   /* keys of one word make one step */
	UNDO_ERASED,  /* letters taken out one after the other make one */
	UNDO_WHOLE,   /* a step of its own */
};

struct undo_step {
	unsigned field; /* its id */
	char *before, *after;
	size_t cursor_before, cursor_after;
	enum undo_sort sort;
	bool closed, undone;
};

/* Starts zeroed. */
struct undo {
	struct undo_step steps[UNDO_STEPS];
	size_t n, bytes;
};

/* f was changed; before and cursor are what it was. Its id is not 0. */
void undo_note(struct undo *u, const struct field *f, const char *before, size_t cursor,
	enum undo_sort sort);
/* False: there is nothing (any more). */
bool undo_back(struct undo *u, struct field *f);
bool undo_again(struct undo *u, struct field *f);
/* Forgets everything. */
void undo_clear(struct undo *u);

#endif
