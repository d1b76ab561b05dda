/* Number blocks, asked for ahead of time: today's first, then the next working days'. */
#include "net/sync_engine.h"

#include <stdlib.h>
#include "base/clock.h"
#include "base/log.h"

#define ANSWER_MAX 16384
#define DAYS_BEHIND 1 /* central leases from yesterday … */
#define DAYS_AHEAD 45 /* … to some weeks ahead */

/* The day intake will take numbers for: ours, unless our clock is far from central's. */
static struct date today(const struct sync *s)
{
	struct date ours = instant_date(clock_now()), central = instant_date(sync_server_now(s));
	int32_t off = date_to_days(ours) - date_to_days(central);

	return off >= -DAYS_BEHIND && off <= DAYS_AHEAD ? ours : central;
}

static void lease_next(struct sync *s);

static void refused(struct sync *s, const struct http_response *r)
{
	struct err err = ERR_INIT;

	s->request = NULL;
	sync_hear(s, r);
	log_line(LOG_WARN, "sync: number block %s refused: %d", s->wishes[s->wish].id, r->status);
	/* It will not be granted later either: the next round asks anew. */
	if (numbers_drop_wish(s->store, s->wishes[s->wish].id, &err))
		lease_next(s);
	else
		sync_store_fault(s, &err);
}

static void leased(void *user, const struct http_response *r)
{
	struct sync *s = user;
	struct number_block block;
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
		if (err.kind == ERR_DATA)
			sync_chore_failed(s, err.text);
		else
			sync_store_fault(s, &err);
		return;
	}
	lease_next(s);
}

static void ask(struct sync *s)
{
	char *body = api_lease_request(s->ws, &s->wishes[s->wish]);

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
