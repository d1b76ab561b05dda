#ifndef MOTCUA_TESTS_PTY_H
#define MOTCUA_TESTS_PTY_H

/*
 * A program on a terminal of our own: forkpty and libvterm in this process. Keys go in, the program
 * tells on a descriptor (MOTCUA_TEST_FD) how many it has taken in just before it blocks, and then
 * the screen is read: text, attributes, cursor. Every wait is for a condition, with a deadline;
 * nothing sleeps. A wait that fails prints the screen and ends the test.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "base/buf.h"

struct pty;

struct pty_options {
	const char *const *argv;  /* NULL-terminated, argv[0] the program's path */
	const char *const *env;   /* "NAME=VALUE", NULL-terminated; over a small fixed environment:
	                           * TERM, TZ, PATH, HOME (nowhere). "NAME" alone takes it away. */
	int rows, cols;           /* 0: 24 × 80 */
};

struct pty *pty_start(const struct pty_options *options);
/* Kills what still runs. */
void pty_free(struct pty *pty);

/* ---- keys. Each counts what the program will count. None waits. */
/* Characters, one key each. */
void pty_type(struct pty *pty, const char *text);
/* "F9", "Enter", "Tab", "Esc", "Up", "PgDn", "Ctrl-S", "Alt-T" … */
void pty_key(struct pty *pty, const char *name);
/* A bracketed paste: one key. */
void pty_paste(struct pty *pty, const char *bytes, size_t len);
/* Raw bytes that make so many keys. */
void pty_raw(struct pty *pty, const char *bytes, size_t len, unsigned keys);

/* ---- waiting */
/* All keys sent have been taken in and painted. */
void pty_settle(struct pty *pty);
/* The same, and nothing is in flight (requests, papers, a draft to be kept). */
void pty_settle_all(struct pty *pty);
/* The screen shows that text. */
void pty_expect(struct pty *pty, const char *text);
/* The screen does not (any more). */
void pty_expect_no(struct pty *pty, const char *text);
/* The whole screen is tests/golden/NAME.txt. UPDATE=1 writes it. False with a message on stderr. */
bool pty_golden(struct pty *pty, const char *name);
/* The program ended: its exit status (128 + signal when killed). */
int pty_exit_status(struct pty *pty);

/* ---- looking */
/* Every occurrence is shown as the other text, which should be as wide, in goldens and pty_screen:
 * for what differs from run to run (a folder's random name). */
void pty_mask(struct pty *pty, const char *text, const char *instead);
/* Lines without the spaces at their ends. */
void pty_screen(struct pty *pty, struct buf *out);
/* The line at that row, into a static buffer. */
const char *pty_line(struct pty *pty, int row);
void pty_cursor(struct pty *pty, int *row, int *col);
/* Is that cell drawn reversed, bold, underlined, or in a colour? */
struct pty_look {
	bool bold, reverse, underline;
	int colour; /* 0–255 of the palette, -1 the terminal's own */
};
struct pty_look pty_look(struct pty *pty, int row, int col);

/* Closes our side of the terminal, as a lost connection does. */
void pty_hang_up(struct pty *pty);
void pty_resize(struct pty *pty, int rows, int cols);
pid_t pty_pid(const struct pty *pty);
/* Everything the program wrote to the terminal so far. */
uint64_t pty_bytes(const struct pty *pty);
/* The last bytes it wrote, for what must be restored; NUL-terminated, static. */
const char *pty_tail(const struct pty *pty);
/* Has it written that text since the last key was sent, whatever it has written over it since? */
bool pty_wrote(const struct pty *pty, const char *text);
/* Microseconds from the last key sent to the report that it was taken in and painted. */
double pty_last_us(const struct pty *pty);

#endif
