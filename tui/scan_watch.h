#ifndef MOTCUA_TUI_SCAN_WATCH_H
#define MOTCUA_TUI_SCAN_WATCH_H

/*
 * Stands between the keys and the screens: what a scanner types goes to ui_scanned, and the screen that
 * saw its characters gets back what it had before them.
 */

#include <stdbool.h>
#include "tui/field.h"
#include "tui/scan.h"
#include "tui/scan_hold.h"
#include "tui/state.h"

struct scan_watch {
	struct ui *ui;
	struct scan scan;
	struct scan_hold hold;
	struct screen *marked; /* where the run began; looked into only while it is there */
	struct field *field;   /* of a screen that does not remember by itself; NULL none */
	struct field_mark before;
	struct loop_timer *silence;
};

void scan_watch_init(struct scan_watch *w, struct ui *ui);
void scan_watch_clear(struct scan_watch *w);
/* True: the key is held until the next one tells what it is (tui/scan_hold.h). False: what
 * scan_watch_held gives is to be dealt with first, then the key. */
bool scan_watch_holds(struct scan_watch *w, struct key key);
/* How many are held, into keys; they are not held any longer. */
size_t scan_watch_held(struct scan_watch *w, struct key keys[SCAN_HOLD_MAX]);
/* True: the key was part of a scan and must not reach the screen. */
bool scan_watch_key(struct scan_watch *w, struct key key);
/* Keys were taken in: is there a scan that only waits for its end? */
void scan_watch_rest(struct scan_watch *w);
/* A paste that holds a scan where it means more than text. False: it is text. */
bool scan_watch_paste(struct scan_watch *w, const char *bytes);

#endif
