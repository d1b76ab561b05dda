/* What the link is like, what central's clock says, and how long to leave both alone. */
#include "net/sync_engine.h"

#include <stdlib.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "base/uuid.h"
#include "store/clock_store.h"

#define POLL_MS 30000
#define BACK_OFF_BASE_MS 1000
#define BACK_OFF_CAP_MS 60000
#define BACK_OFF_FLOOR_MS 100 /* luck alone must not make it spin */
#define SLOW_MS 2000
#define QUICK_MS 1000
#define OFFLINE_SINCE "link.offline_since"

/* ---- its name */

enum link_state sync_link_of(enum http_outcome outcome)
{
	static const enum link_state links[] = {
		[HTTP_OK] = LINK_ONLINE,   [HTTP_PROBLEM] = LINK_SERVER,  [HTTP_AUTH] = LINK_LOGIN,
		[HTTP_SERVER] = LINK_SERVER, [HTTP_LINK] = LINK_OFFLINE,  [HTTP_TLS] = LINK_CERTIFICATE,
		[HTTP_PORTAL] = LINK_PORTAL, [HTTP_BAD] = LINK_SERVER,
	};
	return links[outcome];
}

static bool is_up(enum link_state link)
{
	return link == LINK_ONLINE || link == LINK_SLOW;
}

bool sync_link_is_up(const struct sync *s)
{
	return is_up(s->state.link);
}

/* Since when, over restarts: a workstation switched on in an outage says when it began. */
static int64_t offline_since(struct sync *s, int64_t now)
{
	int64_t stored = store_meta_int(s->store, OFFLINE_SINCE, 0);

	if (s->state.link == LINK_UNKNOWN && stored > 0 && stored <= now)
		return stored;
	if (!store_meta_set_int(s->store, OFFLINE_SINCE, now, NULL))
		log_line(LOG_WARN, "sync: the time of the outage could not be stored");
	return now;
}

static void forget_outage(struct sync *s)
{
	if (store_meta_int(s->store, OFFLINE_SINCE, 0) != 0 &&
	    !store_meta_set_int(s->store, OFFLINE_SINCE, 0, NULL))
		log_line(LOG_WARN, "sync: the end of the outage could not be stored");
}

void sync_set_link(struct sync *s, enum link_state link, const char *reason)
{
	if (!str_copy(s->state.reason, sizeof(s->state.reason), reason))
		s->state.reason[0] = '\0';
	if (link == s->state.link)
		return;
	s->state.since = link == LINK_OFFLINE ? offline_since(s, clock_now()) : clock_now();
	if (is_up(link) && !is_up(s->state.link))
		forget_outage(s);
	log_line(LOG_INFO, "sync: link %d → %d: %s", (int)s->state.link, (int)link, reason);
	s->state.link = link;
}

/* ---- clock and speed */

static void take_clock(struct sync *s, const struct http_response *r)
{
	if (!r->date || r->took_ms > 10000)
		return; /* an answer that took long was not made just now */
	s->server_date = r->date;
	s->server_date_ms = clock_mono_ms();
	s->state.server_offset_s = r->date - clock_wall();
	s->state.server_time_known = true;
	clock_store_hear(s->store, &s->witness, &(struct heard_date){r->date, r->valid_from, r->valid_until});
}

/* By the monotonic clock from what central last said: whatever happens to ours in between. */
int64_t sync_server_now(const struct sync *s)
{
	if (!s->state.server_time_known)
		return clock_now();
	return s->server_date + (clock_mono_ms() - s->server_date_ms) / 1000;
}

void sync_hear(struct sync *s, const struct http_response *r)
{
	take_clock(s, r);
	if (r->outcome == HTTP_OK || r->outcome == HTTP_PROBLEM)
		s->heard_ms = clock_mono_ms();
	if (r->outcome != HTTP_OK || r->body->len > 16384)
		return;
	if (s->state.link == LINK_ONLINE && r->took_ms > SLOW_MS)
		sync_set_link(s, LINK_SLOW, "");
	else if (s->state.link == LINK_SLOW && r->took_ms < QUICK_MS)
		sync_set_link(s, LINK_ONLINE, "");
}

/* ---- rests */

static int64_t random_up_to(int64_t max)
{
	uint64_t bits;

	random_bytes(&bits, sizeof(bits));
	return (int64_t)(bits % ((uint64_t)max + 1));
}

int64_t sync_back_off_ms(int failures)
{
	int64_t window = BACK_OFF_CAP_MS;

	if (failures < 7)
		window = BACK_OFF_BASE_MS << (failures > 1 ? failures - 1 : 0);
	if (window > BACK_OFF_CAP_MS)
		window = BACK_OFF_CAP_MS;
	return random_up_to(window);
}

/* Retry-After is the least; the jitter comes on top, or all would come back at that second. */
static void back_off(struct sync *s, bool chores_only)
{
	s->state.chores_only = chores_only;
	s->state.store_since = !s->fault.store ? 0 : s->state.store_since ? s->state.store_since : clock_now();
	clock_store_keep(s->store);
	s->failures++;
	s->heard_ms = 0;
	s->rest_ms = s->fault.retry_after_ms + sync_back_off_ms(s->failures);
	if (s->rest_ms < BACK_OFF_FLOOR_MS)
		s->rest_ms = BACK_OFF_FLOOR_MS;
	if (s->fault.link == LINK_SERVER)
		s->out.careful = true;
	sync_set_link(s, s->fault.link, s->fault.reason);
}

void sync_back_off(struct sync *s)
{
	back_off(s, false);
}

/* A round whose chores failed is a failed one, though its deliveries are done. */
void sync_round_done(struct sync *s)
{
	clock_store_keep(s->store);
	if (s->chore_failed) {
		back_off(s, true);
		return;
	}
	s->state.chores_only = false;
	s->state.store_since = 0;
	if (!sync_link_is_up(s))
		sync_set_link(s, LINK_ONLINE, "");
	s->failures = 0;
	s->rest_ms = POLL_MS - POLL_MS / 10 + random_up_to(POLL_MS / 5);
	s->rest_ms = sync_hold_wait_ms(s, s->rest_ms);
	if (s->rest_ms < BACK_OFF_FLOOR_MS)
		s->rest_ms = BACK_OFF_FLOOR_MS;
}
