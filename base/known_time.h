#ifndef MOTCUA_BASE_KNOWN_TIME_H
#define MOTCUA_BASE_KNOWN_TIME_H

/*
 * What time it is, as far as it can be known: a judgement over what the clocks show, without a clock
 * of its own. Three witnesses: central's Date when it was last heard (the anchor), CLOCK_BOOTTIME,
 * which goes on evenly in one boot and through suspend whatever is done to the clock, and the clock
 * of this machine, which may be set, dead or in another time zone's idea of UTC.
 *
 *   in the boot central was heard in        what passed since: trusted, whatever our clock shows
 *   in a later boot, our clock is past      our clock: trusted up to 30 days past; from there to
 *     what was known last                   400 days used, but not trusted
 *   in a later boot, our clock is before    what was known last, and the time since the boot: the
 *     that, or further past it              least it can be; not trusted
 *   central was never heard                 our clock, not trusted
 *
 * Central's own clock may be wrong, too: what it says is taken at once where it agrees with what is
 * known, else when three answers in a row agree with each other; where it is more than 40 days off
 * both our clock and what is known, the three must lie 20 s apart. What the TLS certificate excludes
 * is never taken. Answers that contradict what was taken, two in a row, make it not trusted.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BOOT_ID_SIZE 40
#define TIME_ANCHOR_SIZE 128

/* What the clocks show at one moment. */
struct clock_face {
	int64_t wall;             /* Unix seconds */
	int64_t boot_ms;          /* since the boot, suspend included */
	char boot_id[BOOT_ID_SIZE];
};

/* A time that was known, and where that was on the boot's clock. at 0: none. */
struct time_anchor {
	int64_t at;               /* Unix seconds */
	int64_t boot_ms;
	char boot_id[BOOT_ID_SIZE];
	bool central;             /* by central's clock in that boot, not by ours */
	bool disputed;            /* central's answers contradict each other */
};

struct told_time {
	int64_t at;               /* Unix seconds */
	bool trusted;
};
struct told_time known_time_tell(const struct time_anchor *a, const struct clock_face *face);

/* What an answer of central's says. */
struct heard_date {
	int64_t date;             /* its Date, Unix seconds */
	int64_t valid_from, valid_until; /* of its TLS certificate; 0: not known */
};
/* Who listens to central; all zero at first. */
struct time_witness {
	struct heard_date first;  /* of the row that agrees with itself */
	int64_t first_boot_ms;
	int hits, strikes;
};
/* Takes in an answer; true when *a changed enough to be stored. */
bool known_time_hear(struct time_witness *w, struct time_anchor *a, const struct clock_face *face,
	const struct heard_date *heard);
/* The anchor brought up to now, so that a later boot knows how late it is at least; true when that
 * is worth storing: ten minutes on, and the time is trusted. */
bool known_time_keep(struct time_anchor *a, const struct clock_face *face);

/* "AT BOOT_MS BOOT_ID central|own agreed|disputed" and back; false for anything else. */
void known_time_format(const struct time_anchor *a, char out[TIME_ANCHOR_SIZE]);
bool known_time_parse(const char *text, struct time_anchor *out);

#endif
