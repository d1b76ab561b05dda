/*
 * The engine is a machine of five phases. A round goes
 *
 *     REST → PROBE → TOKEN → WORK → REST
 *
 * and leaves out what is not needed: no probe when central answered lately, no token while the one
 * at hand is good. Before any of them stands the lock of who drains: where another process holds it,
 * the engine looks on in WATCH, passes kicks on and takes over when that process ends. In WORK two lanes run side by side: deliveries, several in flight, in order of
 * intake; and the chores, one request at a time: numbers first, then catalogue and changes feed.
 *
 * The link's, the server's, authorisation's and an item's own failures are four different things, and
 * two more can look like the last:
 *  - the link's (nothing answers, a portal, a certificate) and the server's (5xx, 429) end the round;
 *    after a rest with full jitter it begins again with a probe. No dossier is counted against.
 *  - authorisation: a 401 costs the token, a new one is asked for once; refused again, the round ends
 *    as LINK_LOGIN. The queue waits, intake goes on.
 *  - an item's own: central's typed rejection moves that one into the rejected list, the others go on.
 *  - central's memory: one restored from a backup does not know numbers it leased or dossiers it
 *    acknowledged. Then deliveries wait until it was told (sync_reconcile.c), and go on with nothing
 *    rejected; only a number refused again after that is a rejection.
 *  - what may be one item's or everybody's (500 on one dossier, an echo that does not match): the
 *    item steps behind the others for a while (sync_hold.c), and only several in a row end the round.
 *    So neither can one bad item hold up the rest, nor an outage burn through the queue.
 *
 * Durable before effect: an item leaves the outbox only by outbox_delivered or outbox_reject, after
 * the answer was checked in full; leases are asked for under ids the store made before; pages of
 * catalogue and feed are stored with their cursor; what central lost is back in the outbox in one
 * transaction with the wish to compare everything. Whatever is in memory here may be lost at any
 * instruction: the next start begins with a round.
 */
#include "net/sync_engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/date.h"
#include "i18n/lang.h"

/* ---- the machine */

#define PHASE_NEXT PHASES /* the first of PROBE, TOKEN, WORK that is needed now */

static void forget_back_off(struct sync *s)
{
	s->failures = 0;
	sync_hold_release(s);
}

/* Whoever drains is asked already by the first kick of one that only looks on. */
static void begin_anew(struct sync *s)
{
	forget_back_off(s);
	if (!sync_is_ours(s))
		sync_pass_on(s);
}

static void cut_short(struct sync *s)
{
	sync_take_requests(s);
	sync_hold_release(s);
	sync_deliver_again(s);
}

static const struct transition {
	enum sync_phase in;
	enum sync_event on;
	enum sync_phase to;
	void (*act)(struct sync *s);
} transitions[] = {
	{PHASE_REST,  EV_KICK,    PHASE_NEXT, begin_anew},
	{PHASE_REST,  EV_NEWS,    PHASE_NEXT, NULL},
	{PHASE_REST,  EV_TIMER,   PHASE_NEXT, NULL},
	{PHASE_WATCH, EV_KICK,    PHASE_NEXT, sync_pass_on},
	{PHASE_WATCH, EV_NEWS,    PHASE_NEXT, NULL},
	{PHASE_WATCH, EV_TIMER,   PHASE_NEXT, NULL},
	{PHASE_PROBE, EV_OK,      PHASE_NEXT, NULL},
	{PHASE_PROBE, EV_FAULT,   PHASE_REST, sync_back_off},
	{PHASE_TOKEN, EV_OK,      PHASE_NEXT, NULL},
	{PHASE_TOKEN, EV_FAULT,   PHASE_REST, sync_back_off},
	{PHASE_WORK,  EV_KICK,    PHASE_WORK, cut_short},
	{PHASE_WORK,  EV_NEWS,    PHASE_WORK, sync_deliver_again},
	{PHASE_WORK,  EV_AGAIN,   PHASE_NEXT, NULL},
	{PHASE_WORK,  EV_REFUSED, PHASE_NEXT, sync_drop_token},
	{PHASE_WORK,  EV_FAULT,   PHASE_REST, sync_back_off},
	{PHASE_WORK,  EV_DONE,    PHASE_REST, sync_round_done},
	/* No row: the event comes too late or too early and means nothing; a kick on the way to WORK,
	 * or what a delivery still in flight reports after its round has ended. */
};

static void rested(void *user)
{
	struct sync *s = user;

	s->timer = NULL;
	sync_event(s, EV_TIMER);
}

static void rest(struct sync *s)
{
	if (sync_asked_again(s))
		s->rest_ms = 0;
	s->state.next_try_ms = clock_mono_ms() + s->rest_ms;
	s->timer = loop_timer(s->loop, s->rest_ms, rested, s);
}

static void work(struct sync *s)
{
	sync_chores(s);
	if (s->phase == PHASE_WORK)
		sync_deliver(s);
	sync_work_check(s);
}

static void (*const enter[])(struct sync *s) = {
	[PHASE_REST] = rest, [PHASE_WATCH] = sync_watch, [PHASE_PROBE] = sync_probe, [PHASE_TOKEN] = sync_token, [PHASE_WORK] = work,
};

static enum sync_phase next_phase(struct sync *s)
{
	if (!sync_is_ours(s))
		return PHASE_WATCH;
	if (sync_need_probe(s))
		return PHASE_PROBE;
	return sync_need_token(s) ? PHASE_TOKEN : PHASE_WORK;
}

/* Deliveries in flight are left to end by themselves: their answers count in any phase. */
static void leave(struct sync *s)
{
	loop_cancel(s->loop, s->timer);
	s->timer = NULL;
	if (s->request)
		http_cancel(s->request);
	s->request = NULL;
	if (s->phase == PHASE_REST || s->phase == PHASE_WATCH) {
		sync_take_requests(s);
		s->state.next_try_ms = 0;
		s->round++;
		s->chore_failed = false;
		s->feed_restarted = false;
		s->gated = false;
	}
}

static void go(struct sync *s, const struct transition *t)
{
	if (t->act)
		t->act(s);
	if (t->to == t->in)
		return;
	leave(s);
	s->phase = t->to == PHASE_NEXT ? next_phase(s) : t->to;
	enter[s->phase](s);
}

void sync_event(struct sync *s, enum sync_event event)
{
	for (size_t i = 0; i < ARRAY_LEN(transitions); i++) {
		if (transitions[i].in == s->phase && transitions[i].on == event) {
			go(s, &transitions[i]);
			break;
		}
	}
	sync_tell(s);
}

void sync_work_check(struct sync *s)
{
	if (s->phase != PHASE_WORK || !sync_chores_done(s))
		return;
	if (s->numbers_parted) {
		s->numbers_parted = false;
		sync_chores(s);
	} else if (sync_deliver_done(s)) {
		sync_event(s, EV_DONE);
	}
}

/* ---- faults */

void sync_fault(struct sync *s, enum link_state link, const char *reason, int64_t retry_after_ms)
{
	if (s->phase == PHASE_REST)
		return; /* the round has failed already */
	s->fault = (struct sync_fault){.link = link, .retry_after_ms = retry_after_ms,
		.store = s->store_failed};
	str_copy(s->fault.reason, sizeof(s->fault.reason), reason);
	sync_event(s, EV_FAULT);
}

#define DAY_S 86400

/* Where it is known to be our clock that a certificate seems out of its time by, that is said. */
static bool our_clock_is_wrong(const struct http_response *r, char *reason, size_t size)
{
	int64_t now = clock_now(), wall = clock_wall();
	char ours[DATE_SIZE], known[DATE_SIZE];

	if (!r->clock_doubt || llabs(now - wall) < DAY_S)
		return false;
	date_format_vn(instant_date(wall), ours);
	date_format_vn(instant_date(now), known);
	snprintf(reason, size, _("Đồng hồ máy sai: đang là ngày %s, đúng ra là %s. Hãy chỉnh lại ngày giờ của "
		"máy."), ours, known);
	return true;
}

void sync_http_fault(struct sync *s, const struct http_response *r)
{
	char reason[sizeof(s->fault.reason)];

	sync_fault(s, sync_link_of(r->outcome),
		our_clock_is_wrong(r, reason, sizeof(reason)) ? reason : r->reason, r->retry_after_ms);
}

void sync_store_fault(struct sync *s, const struct err *err)
{
	char reason[sizeof(s->fault.reason)] = "";

	log_line(LOG_ERROR, "sync: %s", err->text);
	if (!str_copy(reason, sizeof(reason), err->text))
		reason[0] = '\0';
	s->store_failed = true;
	sync_fault(s, s->state.link, reason, 0);
	s->store_failed = false;
}

/* ---- telling */

static void tell(void *user)
{
	struct sync *s = user;

	s->telling = NULL;
	if (s->on_change)
		s->on_change(s->on_change_user);
}

void sync_tell(struct sync *s)
{
	struct sync_state *now = &s->state;

	now->in_flight = s->out.n_flights;
	now->idle = (s->phase == PHASE_REST || s->phase == PHASE_WATCH) && s->out.n_flights == 0;
	now->settled = now->idle && s->started && (s->phase == PHASE_REST || sync_watch_settled(s));
	sync_publish(s);
	if (memcmp(now, &s->told, sizeof(*now)) == 0)
		return;
	s->told = *now;
	if (!s->telling)
		s->telling = loop_timer(s->loop, 0, tell, s);
}

/* ---- for the others */

static void begin(void *user)
{
	struct sync *s = user;

	s->timer = NULL;
	s->started = true;
	sync_event(s, EV_TIMER);
}

struct sync *sync_new(struct loop *loop, struct http_client *http, struct store *store,
	const struct workstation *ws, const struct sync_options *opt)
{
	struct sync *s = xcalloc(1, sizeof(*s));

	s->loop = loop;
	s->http = http;
	s->store = store;
	s->ws = ws;
	if (opt)
		s->opt = *opt;
	if (s->opt.parallel > SYNC_PARALLEL_MAX)
		s->opt.parallel = SYNC_PARALLEL_MAX;
	if (s->opt.lease_days_ahead <= 0 || s->opt.lease_days_ahead >= SYNC_WISHES_MAX - 1)
		s->opt.lease_days_ahead = 10;
	if (s->opt.lease_count <= 0)
		s->opt.lease_count = 60;
	sync_watch_open(s);
	s->timer = loop_timer(loop, 0, begin, s);
	return s;
}

void sync_free(struct sync *sync)
{
	if (!sync)
		return;
	loop_cancel(sync->loop, sync->timer);
	loop_cancel(sync->loop, sync->telling);
	if (sync->request)
		http_cancel(sync->request);
	sync_deliver_cancel(sync);
	sync_watch_close(sync);
	free(sync->out.held);
	free(sync);
}

void sync_kick(struct sync *sync)
{
	sync->started = true;
	sync_event(sync, EV_KICK);
}

const struct sync_state *sync_state(const struct sync *sync)
{
	return &sync->state;
}

void sync_on_change(struct sync *sync, void (*fn)(void *user), void *user)
{
	sync->on_change = fn;
	sync->on_change_user = user;
}
