#ifndef MOTCUA_TUI_SCAN_H
#define MOTCUA_TUI_SCAN_H

/*
 * Watches what is typed for the text of a scanner that plays keyboard: characters without any other
 * key between them, then Enter (three times for the lines of an MRZ). No clock is needed: nobody
 * types a card's text by hand, and if somebody does it is a card too. A scan presses no button: the
 * Enter that ends it is swallowed. Pure.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "tui/key.h"

#define SCAN_MAX 4200 /* bytes kept; more than any card (CARD_TEXT_MAX), so that too long is seen */
#define SCAN_LEAST 6  /* fewer characters before an Enter are a person's */

enum scan_result {
	SCAN_NONE, /* an ordinary key */
	SCAN_MORE, /* an Enter inside a scan, swallow it */
	SCAN_CARD, /* complete: scan_text() */
};

struct scan {
	struct buf typed;
	size_t characters;
	int lines; /* of an MRZ, already complete */
};

void scan_init(struct scan *scan);
void scan_clear(struct scan *scan);
/* Sees each key before the screen does. */
enum scan_result scan_feed(struct scan *scan, struct key key);
/* Where the card's text begins in what was typed (someone may have typed before it). */
const char *scan_text(const struct scan *scan);
/* Starts over; called when the scan has been dealt with. */
void scan_reset(struct scan *scan);
/* Characters since the last other key, Enter not counted. */
static inline size_t scan_pending(const struct scan *scan)
{
	return scan->characters;
}
/* Does the text hold a card's QR text or the beginning of an MRZ? Returns where, NULL if not. */
const char *scan_find_card(const char *text);
/* Takes a card's text out of the field it was typed into, up to the cursor. */
struct field;
void scan_take_back(struct field *field);

#endif
