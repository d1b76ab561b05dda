#ifndef MOTCUA_TUI_SCAN_H
#define MOTCUA_TUI_SCAN_H

/*
 * Watches the keys for a scanner that plays keyboard: a run of characters without any other key
 * between them, then Enter or Tab, or silence. What a card, an MRZ or a receipt looks like is told by
 * its shape (core/scanned.h), so that slow lines, and bursts that come all at once, make no difference.
 * A dossier's number is also something people type: that counts only when it comes faster than anybody
 * types. Pure: the clock is given.
 *
 * No character is held back (of keys among digits see scan_hold.h). So that the screen can be given back
 * exactly what it had, it is told to remember when a run begins (SCAN_BEGINS) and to go back to that
 * once the run was a scan; then the characters before the scan are typed again.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "core/scanned.h"
#include "tui/key.h"

#define SCAN_LEAST 6           /* fewer characters before an Enter are a person's */
#define SCAN_SILENCE_MS 400    /* of a scan that is all there: the scanner sends no Enter */
#define SCAN_TIMES 128         /* characters whose times are kept */
#define SCAN_REPLAY_MAX 1024   /* characters typed by hand before a run begins anew */

enum scan_result {
	SCAN_NONE,    /* an ordinary key; one that is no character has ended the run */
	SCAN_BEGINS,  /* the same, and the first of a run: the screen is to remember */
	SCAN_DROP,    /* part of a scan, or its second line end: not for the screen */
	SCAN_DONE,    /* a scan is complete: scan_kind, scan_text, scan_before */
	SCAN_SPOILT,  /* a scan with other keys in it has ended; scan_before */
	SCAN_CUT,     /* the end of a scan is missing, or this was that end; scan_before */
	SCAN_UNKNOWN, /* characters that may be anything ended with this Enter or Tab, at no field */
	SCAN_BROKEN,  /* this key of a person follows half an MRZ; scan_before */
};

struct scan {
	struct buf typed;
	size_t characters;         /* of the run, also those that no longer fitted */
	int64_t at_ms[SCAN_TIMES]; /* by character, modulo */
	int64_t ended_ms;          /* when the last scan ended */
	bool ended;
	struct key ended_by;       /* KIND_NONE: by silence */
	bool cut;                  /* the last scan ended too soon: what follows at once is its rest */
	bool rest;                 /* this run is such a rest */
	bool line_ended;           /* the last key was an Enter within a scan */
	bool spoilt;
};

void scan_init(struct scan *scan);
void scan_clear(struct scan *scan);
/* Sees each key before the screen does, at now_ms (monotonic). at_field: what was typed may stand in a
 * field, and the Enter be a person's. After SCAN_NONE of a key that is no character, and when DONE,
 * SPOILT, CUT, UNKNOWN or BROKEN were dealt with, call scan_reset. */
enum scan_result scan_feed(struct scan *scan, struct key key, int64_t now_ms, bool at_field);
/* A scan that needs nothing more: take it (SCAN_DONE) after SCAN_SILENCE_MS without a key. */
bool scan_waits(const struct scan *scan);
void scan_silence(struct scan *scan, int64_t now_ms);
/* What it is, and its text; the bytes of what was typed before it. */
enum scanned_kind scan_kind(const struct scan *scan);
const char *scan_text(const struct scan *scan);
size_t scan_before(const struct scan *scan);
/* All that was typed in this run, for typing the first scan_before bytes again. */
static inline const char *scan_run(const struct scan *scan)
{
	return buf_str(&scan->typed);
}
/* Starts over: the scan was dealt with, or the screen is another one. */
void scan_reset(struct scan *scan);

#endif
