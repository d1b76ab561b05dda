#include "base/known_time.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/str.h"

#define DAY INT64_C(86400)
#define OWN_AGREES_S 300          /* our clock and the boot's, in one boot */
#define LATER_TRUSTED_S (30 * DAY)
#define LATER_USED_S (400 * DAY)

#define AGREES_S 5                /* Date has whole seconds, and answers take time */
#define DRIFTED_S 1
#define AGREES_WITH_KNOWN_S 120
#define FAR_S (40 * DAY)
#define FAR_APART_MS 20000
#define HITS 3
#define STRIKES 2
#define KEEP_S 600
#define RELEASED INT64_C(1767225600) /* 2026-01-01: this program did not run before */

static bool same_boot(const struct time_anchor *a, const struct clock_face *face)
{
	return a->at && str_eq(a->boot_id, face->boot_id) && face->boot_ms >= a->boot_ms;
}

static int64_t passed_s(const struct time_anchor *a, const struct clock_face *face)
{
	return (face->boot_ms - a->boot_ms) / 1000;
}

static bool near(int64_t a, int64_t b, int64_t within)
{
	return a - b <= within && b - a <= within;
}

static bool later(int64_t wall, int64_t least, int64_t within)
{
	return wall >= least - OWN_AGREES_S && wall <= least + within;
}

struct told_time known_time_tell(const struct time_anchor *a, const struct clock_face *face)
{
	int64_t least;

	if (!a->at)
		return (struct told_time){face->wall, false};
	if (same_boot(a, face)) {
		least = a->at + passed_s(a, face);
		if (a->central)
			return (struct told_time){least, !a->disputed};
		if (near(face->wall, least, OWN_AGREES_S))
			return (struct told_time){face->wall, true};
		return (struct told_time){later(face->wall, least, LATER_TRUSTED_S) ? face->wall : least, false};
	}
	least = a->at + face->boot_ms / 1000;
	if (later(face->wall, least, LATER_TRUSTED_S))
		return (struct told_time){face->wall, true};
	return (struct told_time){later(face->wall, least, LATER_USED_S) ? face->wall : least, false};
}

/* ---- what central says */

static void take(struct time_anchor *a, const struct clock_face *face, int64_t date)
{
	*a = (struct time_anchor){.at = date, .boot_ms = face->boot_ms, .central = true};
	str_copy(a->boot_id, sizeof(a->boot_id), face->boot_id);
}

static bool possible(const struct heard_date *h)
{
	return h->date >= RELEASED && (!h->valid_from || h->date >= h->valid_from) &&
		(!h->valid_until || h->date <= h->valid_until);
}

/* One more of a row in which each goes on where the first would be now. */
static void count(struct time_witness *w, const struct clock_face *face, const struct heard_date *h)
{
	int64_t now = w->first.date + (face->boot_ms - w->first_boot_ms) / 1000;

	if (w->hits > 0 && near(h->date, now, AGREES_S)) {
		w->hits++;
		return;
	}
	w->first = *h;
	w->first_boot_ms = face->boot_ms;
	w->hits = 1;
}

static bool convinced(const struct time_witness *w, const struct clock_face *face, int64_t told,
	int64_t date)
{
	bool far = !near(date, face->wall, FAR_S) && !near(date, told, FAR_S);

	return w->hits >= HITS && (!far || face->boot_ms - w->first_boot_ms >= FAR_APART_MS);
}

static bool contradicted(struct time_witness *w, struct time_anchor *a)
{
	bool was = a->disputed;

	if (++w->strikes >= STRIKES && w->hits < 2 && a->central)
		a->disputed = true;
	return a->disputed != was;
}

bool known_time_hear(struct time_witness *w, struct time_anchor *a, const struct clock_face *face,
	const struct heard_date *h)
{
	struct told_time told = known_time_tell(a, face);
	bool anchored = same_boot(a, face) && a->central;

	if (!possible(h))
		return contradicted(w, a);
	if (anchored && near(h->date, told.at, AGREES_S)) {
		bool changed = a->disputed || !near(h->date, told.at, DRIFTED_S);
		if (changed)
			take(a, face, h->date);
		w->hits = w->strikes = 0;
		return changed;
	}
	count(w, face, h);
	if ((!anchored && (near(h->date, face->wall, AGREES_WITH_KNOWN_S) ||
		(told.trusted && near(h->date, told.at, AGREES_WITH_KNOWN_S)))) ||
	    convinced(w, face, told.at, h->date)) {
		take(a, face, h->date);
		w->hits = w->strikes = 0;
		return true;
	}
	return contradicted(w, a);
}

bool known_time_keep(struct time_anchor *a, const struct clock_face *face)
{
	struct told_time told = known_time_tell(a, face);

	if (!a->at || !told.trusted || near(told.at, a->at, KEEP_S))
		return false;
	if (same_boot(a, face) && a->central) { /* by whole seconds: what is left over must not be lost */
		a->at += passed_s(a, face);
		a->boot_ms = face->boot_ms - (face->boot_ms - a->boot_ms) % 1000;
		return true;
	}
	a->central = false;
	a->at = told.at;
	a->boot_ms = face->boot_ms;
	str_copy(a->boot_id, sizeof(a->boot_id), face->boot_id);
	return true;
}

/* ---- as text */

static const char *const central_words[] = {"own", "central"}, *const dispute_words[] = {"agreed", "disputed"};

void known_time_format(const struct time_anchor *a, char out[TIME_ANCHOR_SIZE])
{
	snprintf(out, TIME_ANCHOR_SIZE, "%" PRId64 " %" PRId64 " %s %s %s", a->at, a->boot_ms,
		a->boot_id[0] ? a->boot_id : "-", central_words[a->central], dispute_words[a->disputed]);
}

static bool word_of(const char *word, const char *const words[2], bool *out)
{
	*out = str_eq(word, words[1]);
	return *out || str_eq(word, words[0]);
}

bool known_time_parse(const char *text, struct time_anchor *out)
{
	char copy[TIME_ANCHOR_SIZE], *rest = copy, *parts[5];

	*out = (struct time_anchor){.at = 0};
	if (!str_copy(copy, sizeof(copy), text))
		return false;
	for (size_t i = 0; i < 5; i++) {
		parts[i] = strsep(&rest, " ");
		if (!parts[i])
			return false;
	}
	bool ok = !rest && str_to_int(parts[0], 1, INT64_C(1) << 40, &out->at) &&
		str_to_int(parts[1], 0, INT64_C(1) << 50, &out->boot_ms) &&
		str_copy(out->boot_id, sizeof(out->boot_id), parts[2]) &&
		word_of(parts[3], central_words, &out->central) &&
		word_of(parts[4], dispute_words, &out->disputed);
	if (!ok)
		*out = (struct time_anchor){.at = 0};
	return ok;
}
