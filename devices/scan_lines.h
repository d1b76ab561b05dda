#ifndef MOTCUA_DEVICES_SCAN_LINES_H
#define MOTCUA_DEVICES_SCAN_LINES_H

/*
 * Bytes of a scanner on a serial port, put together into scans: in whatever pieces they come, ended by
 * CR, LF, both, a tab, or silence; the lines of an MRZ are one scan. Control characters and escape
 * sequences are dropped, so is the same scan again within SCAN_REPEAT_MS. What has no end is bounded.
 * Pure: the clock is given.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "core/scanned.h"

#define SCAN_REPEAT_MS 150
#define SCAN_WHOLE_MS 150  /* silence that ends a scan which needs nothing more */
#define SCAN_HALF_MS 1000  /* and any other */

struct scan_lines {
	struct buf line;   /* being put together */
	struct buf last;   /* the scan before, wiped with the rest */
	int64_t last_ms;
	bool any_last;
	enum scan_state { SCAN_PLAIN, SCAN_ESCAPE, SCAN_SEQUENCE, SCAN_STRING, SCAN_STRING_ESCAPE } state;
};

void scan_lines_init(struct scan_lines *l);
/* Wipes; for a port that was closed too. Usable again. */
void scan_lines_clear(struct scan_lines *l);
/* One byte at now_ms. True: a scan is complete, and in scan_lines_text until the next call. */
bool scan_lines_feed(struct scan_lines *l, unsigned char byte, int64_t now_ms);
/* How long the silence may last before scan_lines_pause; -1: nothing is pending. */
int64_t scan_lines_patience_ms(const struct scan_lines *l);
/* It did. True as above. */
bool scan_lines_pause(struct scan_lines *l, int64_t now_ms);
/* Without control characters but line feeds between an MRZ's lines; not yet known to be UTF-8. Cut where
 * it was longer than SCANNED_MAX. */
const char *scan_lines_text(const struct scan_lines *l);

#endif
