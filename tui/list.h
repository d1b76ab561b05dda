#ifndef MOTCUA_TUI_LIST_H
#define MOTCUA_TUI_LIST_H

/*
 * The place in a list: which line is chosen and which is the first in sight. Pure arithmetic; the
 * lines themselves are the screen's, which may hold only those in sight.
 */

#include <stdbool.h>
#include <stdint.h>
#include "tui/bindings.h"

struct list {
	int64_t total, cursor, top; /* cursor and top from 0; 0 in an empty list */
};

/* Moves by an action; page: lines in sight. False: not an action that moves. */
bool list_move(struct list *list, enum action action, int64_t page);
/* After total, page or cursor changed: cursor inside, cursor in sight, no empty page at the end. */
void list_settle(struct list *list, int64_t page);
/* "1–17 / 42", "1–16 / 1.000.000"; "" when all is in sight. */
void list_position(const struct list *list, int64_t page, char *out, int size);

#endif
