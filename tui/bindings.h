#ifndef MOTCUA_TUI_BINDINGS_H
#define MOTCUA_TUI_BINDINGS_H

/*
 * Which key does what on which screen: the one table that key handling, the footer and the F1 help
 * are made from. Every function key has a second key, for keyboards and terminals that keep the
 * function keys for themselves.
 */

#include <stdbool.h>
#include <stddef.h>
#include "tui/key.h"

enum scope {
	SCOPE_OFFICER = 1 << 0,
	SCOPE_HOME = 1 << 1,
	SCOPE_INTAKE = 1 << 2,
	SCOPE_DOSSIERS = 1 << 3,
	SCOPE_DETAIL = 1 << 4,
	SCOPE_QUEUE = 1 << 5,
	SCOPE_HELP = 1 << 6,
	SCOPE_MENU = 1 << 7,
	SCOPE_CONDITION = 1 << 8,
	SCOPE_LOCK = 1 << 9, /* the locked screen */
	SCOPE_PIN = 1 << 10, /* a PIN is asked for */
	SCOPE_NEW_PIN = 1 << 11, /* set, or asked of who vouches */
	SCOPE_JOBS = 1 << 12,
	SCOPE_PRINTERS = 1 << 13,
	SCOPE_PRINT = 1 << 14,   /* a form is chosen to be printed */
	SCOPE_FILL = 1 << 15,    /* what it asks for is typed */
	SCOPE_PREVIEW = 1 << 16,
	SCOPE_PALETTE = 1 << 17,
	SCOPE_TOUR = 1 << 18,
	SCOPE_LAST = SCOPE_TOUR,
};

enum action {
	ACT_NONE,
	ACT_HELP, ACT_INTAKE, ACT_SEARCH, ACT_QUEUE, ACT_RETRY, ACT_SEND, ACT_FILTER, ACT_DRAFTS,
	ACT_PRINT, ACT_OFFICER, ACT_FRESH, ACT_SAVE, ACT_QUIT, ACT_BACK, ACT_REDRAW,
	ACT_NEXT, ACT_PREV, ACT_ENTER, ACT_UP, ACT_DOWN, ACT_PAGE_UP, ACT_PAGE_DOWN, ACT_FIRST, ACT_LAST,
	ACT_DELETE, ACT_CAME_OUT, ACT_CORRECT, ACT_CONDITION, ACT_DISMISS,
	ACT_LOCK, ACT_FORGOT, ACT_NEW_PIN, ACT_MARK, ACT_MARK_ALL,
	ACT_JOBS, ACT_PRINTERS, ACT_LEDGER, ACT_PREVIEW, ACT_PAPER, ACT_PRINTER, ACT_TO_FILE,
	/* of the field one types in, see typing.h */
	ACT_TYPING, ACT_RAW, ACT_UNDO, ACT_REDO, ACT_WORD_LEFT, ACT_WORD_RIGHT, ACT_WORD_BACK,
	ACT_PALETTE, ACT_COPY, ACT_STOP, ACT_TOUR,
};

struct binding {
	unsigned scopes;
	struct key key, second; /* second.kind KIND_NONE: none */
	enum action action;     /* ACT_NONE: only told in the help, the screen sees to it */
	const char *label;      /* for the footer, short; NULL: not in the footer */
	const char *help;       /* a sentence for F1 */
	const char *shown;      /* how the key is written where its name will not do; else NULL */
};

extern const struct binding bindings[];
extern const size_t bindings_count;

/* What officers call the screens, each scope once. */
struct scope_name {
	enum scope scope;
	const char *name;
};
extern const struct scope_name scope_names[];
extern const size_t scope_names_count;

/* What a key does there; ACT_NONE when nothing. */
enum action bindings_find(enum scope scope, struct key key);
/* "F9 / Ctrl-S". */
void binding_keys(const struct binding *b, char *out, size_t size);

#endif
