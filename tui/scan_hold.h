#ifndef MOTCUA_TUI_SCAN_HOLD_H
#define MOTCUA_TUI_SCAN_HOLD_H

/*
 * A key that is no character, among the digits that a card's QR begins with, may be the scan's own (a
 * control character in its text) or a person's who typed a number before. What follows tells: the rest
 * of twelve digits and a bar, or anything else. So such keys are held back, but only as long as more
 * keys are there already: nobody waits for one. Pure.
 */

#include <stddef.h>
#include <stdint.h>
#include "tui/scan.h"

#define SCAN_HOLD_MAX 24 /* keys; with more they are given back */

enum scan_hold_result {
	HOLD_NOTHING, /* nothing is held: the key is to be dealt with */
	HOLD_KEPT,    /* the key is held */
	HOLD_GIVE,    /* those held are a person's: deal with them, then with this key */
	HOLD_SCAN,    /* those held came with a scan: its digits belong to it, the others press nothing */
};

/* Starts zeroed; whoever gives back or drops what is held sets n to 0. */
struct scan_hold {
	struct key keys[SCAN_HOLD_MAX];
	size_t n, digits; /* digits: of the run before them, and held */
};

/* now_ms: monotonic, as scan_feed has it. */
enum scan_hold_result scan_hold_feed(struct scan_hold *hold, const struct scan *scan, struct key key,
	int64_t now_ms);

#endif
