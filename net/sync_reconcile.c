/*
 * Comparing with central what it acknowledged: every day, and fully when something says that it was
 * restored from a backup. Fully means: first the blocks of numbers it leased us, so that it takes what
 * stands on paper and leases none of it to others, then every dossier whose content is kept here.
 * Nothing is remembered of a comparison that was broken off: it begins anew, and a repeat does no harm.
 */
#include "net/sync_engine.h"

#include <stdlib.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#define ITEMS 500
#define BLOCKS 150
#define ANSWER_MAX (256u << 10)
#define NO_ROUTE(status) ((status) == 404 || (status) == 405)

static struct date today(void)
{
	return instant_date(clock_now());
}

static void ask(struct sync *s);

static void begin(struct sync *s)
{
	s->re = (struct reconciling){.blocks = reconcile_need(s->store, today()) == RECONCILE_FULLY};
	s->re.fully = s->re.blocks;
	ask(s);
}

/* Deliveries waited for it: what was answered before would only be refused again. */
static void let_go(struct sync *s)
{
	if (!s->gated)
		return;
	s->gated = false;
	sync_deliver_again(s);
}

static void finished(struct sync *s)
{
	struct err err = ERR_INIT;

	if (!reconcile_done(s->store, today(), s->re.fully, &err)) {
		sync_store_fault(s, &err);
		return;
	}
	s->blocks_told += s->re.fully;
	if (!s->re.fully && reconcile_need(s->store, today()) == RECONCILE_FULLY) {
		begin(s); /* it lost something: the numbers, too */
		return;
	}
	let_go(s);
	sync_chore_next(s);
}

static bool take(struct sync *s, const struct api_reconcile *answer, struct err *err)
{
	size_t back;

	if (!reconcile_apply(s->store, (const char (*)[UUID_SIZE])answer->missing, answer->n_missing,
		(const char (*)[UUID_SIZE])answer->different, answer->n_different, clock_now(), &back, err))
		return false;
	if (back > 0) {
		log_line(LOG_WARN, "sync: central has lost %zu dossiers: they are sent again", back);
		s->gated = true;
	}
	if (answer->n_different > 0)
		log_line(LOG_ERROR, "sync: central has %zu dossiers with other content", answer->n_different);
	return true;
}

static void answered(void *user, const struct http_response *r)
{
	struct sync *s = user;
	struct api_reconcile answer;
	struct err err = ERR_INIT;

	if (r->outcome == HTTP_PROBLEM && NO_ROUTE(r->status)) {
		s->request = NULL;
		sync_hear(s, r);
		finished(s); /* an older central: there is nothing to ask */
		return;
	}
	if (!sync_chore_answered(s, r)) {
		let_go(s);
		return;
	}
	if (!api_reconcile_answer(r->body, s->re.asked, &answer, &err)) {
		let_go(s);
		sync_chore_failed(s, err.text);
		return;
	}
	if (!take(s, &answer, &err))
		sync_store_fault(s, &err);
	else
		ask(s);
	api_reconcile_clear(&answer);
	sync_tell(s);
}

static bool next_blocks(struct sync *s, struct leased *blocks, size_t *n, struct err *err)
{
	*n = 0;
	if (!s->re.blocks)
		return true;
	if (!reconcile_blocks(s->store, s->ws, s->re.after, blocks, BLOCKS, n, err))
		return false;
	s->re.blocks = *n > 0;
	s->re.after = *n > 0 ? blocks[*n - 1].ordinal : 0;
	return true;
}

static bool next_items(struct sync *s, struct acknowledged *items, size_t *n, struct err *err)
{
	*n = 0;
	if (s->re.blocks) /* this request has those */
		return true;
	if (!reconcile_page(s->store, s->re.after, s->re.fully, items, ITEMS, n, err))
		return false;
	if (*n > 0)
		s->re.after = items[*n - 1].ordinal;
	return true;
}

/* The next page; the end when there is none. */
static void ask(struct sync *s)
{
	struct leased *blocks = xcalloc(BLOCKS, sizeof(*blocks));
	struct acknowledged *items = xcalloc(ITEMS, sizeof(*items));
	size_t n_blocks, n_items;
	struct err err = ERR_INIT;
	char *body = NULL;

	bool ok = next_blocks(s, blocks, &n_blocks, &err) && next_items(s, items, &n_items, &err);
	if (ok && n_blocks + n_items > 0)
		body = api_reconcile_request(blocks, n_blocks, items, n_items);
	free(blocks);
	free(items);
	if (!ok) {
		sync_store_fault(s, &err);
	} else if (!body) {
		finished(s);
	} else {
		s->re.asked = n_items;
		sync_chore_request(s, "POST", "/v1/reconcile", body, ANSWER_MAX, answered);
	}
	free(body);
}

/* Before numbers are leased: what central has forgotten must not be leased to others. */
bool sync_reconcile_fully(struct sync *s)
{
	if (reconcile_need(s->store, today()) != RECONCILE_FULLY)
		return false;
	s->gated = true;
	begin(s);
	return true;
}

bool sync_reconcile(struct sync *s)
{
	if (reconcile_need(s->store, today()) == RECONCILE_NOT)
		return false;
	begin(s);
	return true;
}

bool sync_want_reconcile(struct sync *s)
{
	struct err err = ERR_INIT;

	if (reconcile_want(s->store, &err))
		return true;
	sync_store_fault(s, &err);
	return false;
}

static void tell_now(struct sync *s)
{
	if (!sync_want_reconcile(s) || s->phase != PHASE_WORK)
		return;
	s->gated = true;
	sync_event(s, EV_AGAIN);
}

bool sync_tell_blocks(struct sync *s, unsigned *told)
{
	if (*told == s->round)
		return false;
	*told = s->round;
	tell_now(s);
	return true;
}

/* Told once that the number is one of ours, central takes it, or the refusal is meant. */
bool sync_number_unknown(struct sync *s, int64_t sequence)
{
	struct held *h = sync_hold_find(s, sequence);
	bool gated = s->gated;

	if (h && h->unknown_at && s->blocks_told >= h->unknown_at)
		return false;
	sync_hold(s, sequence);
	h = sync_hold_find(s, sequence);
	if (!h)
		return false;
	h->unknown_at = s->blocks_told + 1;
	h->until_ms = 0;
	h->round = s->round - 1; /* again in this round */
	if (!gated)
		tell_now(s);
	return true;
}
