#ifndef MOTCUA_TUI_SCANNER_H
#define MOTCUA_TUI_SCANNER_H

/*
 * The scanner on a serial port, in the loop: read as it comes, opened again when it was taken out and
 * plugged in. However fast it sends, keys and the screen have their turn in between.
 */

#include <stdbool.h>
#include "devices/serial.h"

struct loop;
struct scanner;

struct scanner_calls {
	/* A scan; text as scan_lines_text, valid during the call. */
	void (*scan)(void *user, const char *text);
	/* It came, went, or may not be read: s says. */
	void (*changed)(void *user, const struct serial *s);
	void *user;
};

/* wish is borrowed. */
struct scanner *scanner_new(struct loop *loop, const struct serial_wish *wish,
	const struct scanner_calls *calls);
/* How it stands now. */
const struct serial *scanner_state(const struct scanner *s);
void scanner_free(struct scanner *s);

#endif
