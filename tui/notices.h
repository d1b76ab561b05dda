#ifndef MOTCUA_TUI_NOTICES_H
#define MOTCUA_TUI_NOTICES_H

/*
 * What happened elsewhere (a paper of an earlier citizen, the link) waiting to be read on the line above
 * the keys: one after the other, each for long enough, none ever moving the focus. Pure; tell.c holds the
 * timer.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/uuid.h"
#include "tui/term.h"

#define NOTICES_MAX 8
#define NOTICE_READ_MS 4000 /* to be read in, looking up from a citizen */

struct notice {
	char text[400];
	enum style style;
	char about[UUID_SIZE]; /* of two about the same the later one counts; "" about nothing */
};

/* Starts zeroed. */
struct notices {
	struct notice list[NOTICES_MAX]; /* the first is in sight */
	size_t n;
	bool read; /* the first has been in sight for long enough: it goes when there is something else */
};

/* Where there is no room, what went well gives way first, then the oldest that waits. True: another one is
 * in sight than before, for NOTICE_READ_MS from now on. */
bool notices_add(struct notices *n, enum style style, const char *about, const char *text);
/* The time of the first is up: the next comes, or it stays until something else is to be shown there.
 * True: another one is in sight. */
bool notices_turn(struct notices *n, bool may_stay);
/* Settled meanwhile: nothing is left to be told of it. True as above. */
bool notices_forget(struct notices *n, const char *about);
/* The one to be shown; NULL when there is none. */
const struct notice *notices_shown(const struct notices *n);

#endif
