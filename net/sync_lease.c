/* Number blocks, asked for ahead of time: today's first, then the next working days'. */
#include "net/sync_engine.h"

#include <stdlib.h>
#include "base/clock.h"
#include "base/log.h"

#define ANSWER_MAX 16384
#define DAYS_BEHIND 1 /* central leases from yesterday … */
#define DAYS_AHEAD 45 /* … to some weeks ahead */

static bool clocks_are_days_apart(const struct sync *s)
{
	int32_t ours = date_to_days(instant_date(clock_now()));
	int32_t central = date_to_days(instant_date(sync_server_now(s)));

	return ours - central < -DAYS_BEHIND || ours - central > DAYS_AHEAD;
}

/* The day intake will take numbers for: ours. Where central does not lease for that, its own. */
static struct date today(const struct sync *s)
{
	return instant_date(s->lease_by_central ? sync_server_now(s) : clock_now());
}

static void lease_next(struct sync *s);

static void refused(struct sync *s, const struct http_response *r)
{
	struct err err = ERR_INIT;

	s->request = NULL;
	sync_hear(s, r);
	log_line(LOG_WARN, "sync: number block %s refused: %d", s->wishes[s->wish].id, r->status);
	/* It will not be granted later either: the next round asks anew. */
	if (!numbers_drop_wish(s->store, s->wishes[s->wish].id, &err)) {
		sync_store_fault(s, &err);
	} else if (!s->lease_by_central && clocks_are_days_apart(s)) {
		s->lease_by_central = true;
		if (!sync_lease(s))
			sync_chore_next(s);
	} else {
		s->lease_by_central = false;
		lease_next(s);
	}
}

/* Numbers that are here already: central has forgotten that it leased them. Nobody is at fault for it:
 * what is here is told, and the wishes made anew in the same round. Where that was told before, this
 * one waits for the next round, since every wish takes central's series on. */
static void leased_twice(struct sync *s)
{
	struct err err = ERR_INIT;

	log_line(LOG_WARN, "sync: number block %s is here already: central is told", s->wishes[s->wish].id);
	if (!numbers_drop_wish(s->store, s->wishes[s->wish].id, &err))
		sync_store_fault(s, &err);
	else if (!sync_tell_blocks(s, &s->overlap_told))
		lease_next(s);
}

static void leased(void *user, const struct http_response *r)
{
	struct sync *s = user;
	struct number_block block = {.first = 0};
	uint8_t signature[ED25519_SIGNATURE];
	struct err err = ERR_INIT;

	if (r->outcome == HTTP_PROBLEM && (r->status == 409 || r->status == 422)) {
		refused(s, r);
		return;
	}
	if (!sync_chore_answered(s, r))
		return;
	if (!api_lease_answer(r->body, &s->wishes[s->wish], &block, signature, &err) ||
	    !numbers_add(s->store, s->ws, &block, signature, &err)) {
		if (err.kind == ERR_DATA && reconcile_overlaps(s->store, &block))
			leased_twice(s);
		else if (err.kind == ERR_DATA)
			sync_chore_failed(s, err.text);
		else
			sync_store_fault(s, &err);
		return;
	}
	lease_next(s);
}

static void ask(struct sync *s)
{
	char lineage[UUID_SIZE] = "";
	struct leased held;
	struct err err = ERR_INIT;
	bool has;

	if (!copies_lineage(s->store, lineage, &err) ||
	    !reconcile_highest(s->store, s->ws, s->wishes[s->wish].day, &held, &has, &err)) {
		sync_store_fault(s, &err);
		return;
	}
	char *body = api_lease_request(s->ws, &s->wishes[s->wish], has ? &held : NULL, lineage);
	sync_chore_request(s, "POST", "/v1/number-blocks", body, ANSWER_MAX, leased);
	free(body);
}

static void lease_next(struct sync *s)
{
	if (++s->wish < s->n_wishes)
		ask(s);
	else
		sync_chore_next(s);
	sync_tell(s);
}

bool sync_lease(struct sync *s)
{
	struct calendar *calendar = catalogue_calendar(s->store);
	struct err err = ERR_INIT;
	bool ok;

	s->wish = 0;
	s->lease_by_central = s->lease_by_central && clocks_are_days_apart(s);
	ok = numbers_wishes(s->store, calendar, today(s), s->opt.lease_days_ahead, s->opt.lease_count,
		s->wishes, SYNC_WISHES_MAX, &s->n_wishes, &err);
	calendar_free(calendar);
	if (!ok) {
		sync_store_fault(s, &err);
		return false;
	}
	if (s->n_wishes == 0)
		return false;
	ask(s);
	return true;
}
