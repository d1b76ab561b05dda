#ifndef MOTCUA_TUI_UI_H
#define MOTCUA_TUI_UI_H

/*
 * The application an officer sees. Everything it stands on is made by app/ and lent to it here.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "tui/typing.h"

struct loop;
struct store;
struct workstation;
struct sync;
struct desk;
struct worker;
struct serial_wish;

struct ui_env {
	struct loop *loop;
	struct store *store;
	const struct workstation *ws;
	struct sync *sync;
	struct desk *desk;
	struct worker *worker; /* for its descriptor */
	const char *forms_dir; /* of the province's forms, "" for none */
	bool english;          /* papers bear small English lines */
	enum typing_method typing; /* for an officer who has not chosen another */
	enum ime_style tones;
	bool tour;             /* each officer sees it once */
	int64_t lock_after_ms; /* without a key for so long the screen locks */
	const struct serial_wish *scanner; /* on a serial port */
	int test_fd;           /* -1; else told "keys N flight M" just before each block, for tests */
};

/* Runs until the officer leaves (or TERM, HUP); returns false only when it could not start. */
bool ui_run(const struct ui_env *env, struct err *err) MUST_CHECK;
/* Restores the terminal at once; safe from a fatal signal handler. */
void ui_restore_terminal(void);

#endif
