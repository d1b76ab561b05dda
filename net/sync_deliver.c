/* The lane of deliveries: the outbox in order of intake, several in flight. */
#include "net/sync_engine.h"

#include <stdio.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/text.h"

/* Faults in a row that may be the items' own, before they are taken for central's. */
#define TROUBLE_MAX 3
#define ANSWER_MAX 65536

/* ---- how one went */

/* Its place is free for the next; the item is the caller's. */
static void land(struct flight *f, struct outbox_item *item)
{
	f->request = NULL;
	f->sync->out.n_flights--;
	*item = f->item;
	f->item = (struct outbox_item){.sequence = 0};
}

static void went_well(struct sync *s, const struct outbox_item *item, const struct http_response *r)
{
	sync_pace_good(s, r->took_ms);
	sync_hold_forget(s, item->sequence);
	s->out.trouble = 0;
	s->out.careful = false;
	sync_accepted(s);
	if (s->state.link == LINK_SERVER)
		sync_set_link(s, LINK_ONLINE, "");
}

/* Not the item's fault, as far as known: it stays, is noted, and steps behind the others. */
static void stays(struct sync *s, const struct outbox_item *item, const char *reason)
{
	struct err err = ERR_INIT;

	sync_hold(s, item->sequence);
	if (!outbox_note(s->store, item->uuid, reason, clock_now(), &err))
		sync_store_fault(s, &err);
}

/* It may be this item, it may be central: only several in a row say which. */
static void doubtful(struct sync *s, const struct outbox_item *item, const char *reason)
{
	log_line(LOG_WARN, "sync: dossier %s stays: %s", item->uuid, reason);
	stays(s, item, reason);
	if (++s->out.trouble >= (s->out.careful ? 1 : TROUBLE_MAX)) {
		s->out.trouble = 0;
		sync_fault(s, LINK_SERVER, reason, 0);
	}
}

static void delivered(struct sync *s, const struct outbox_item *item, const struct http_response *r)
{
	struct api_receipt receipt;
	struct err err = ERR_INIT;

	if (!api_dossier_answer(r->status, r->body, item, &receipt, &err)) {
		doubtful(s, item, err.text);
		return;
	}
	s->numbers_parted = s->numbers_parted || receipt.clash;
	/* the alarm first: a dossier that counts as delivered is not asked about again */
	if ((receipt.clash && !copies_clash(s->store, s->ws, item->code, true, clock_now(), &err)) ||
	    !outbox_delivered(s->store, item->uuid, receipt.status, receipt.received_at, &err)) {
		sync_hold(s, item->sequence);
		sync_store_fault(s, &err);
		return;
	}
	s->state.delivered++;
	went_well(s, item, r);
}

/* Only a problem that names its type, under a status that may say something about a dossier;
 * "about:blank" is no name (RFC 9457 §4.2.1). */
static bool is_rejection(const struct http_response *r, struct problem *why)
{
	static const int about_it[] = {400, 404, 409, 410, 413, 415, 422};

	for (size_t i = 0; i < ARRAY_LEN(about_it); i++) {
		if (about_it[i] == r->status)
			return problem_from_json(why, buf_str(r->body), r->body->len) && why->type[0] &&
				!str_eq(why->type, "about:blank");
	}
	return false;
}

static bool names_unknown_number(const struct problem *why)
{
	for (size_t i = 0; i < why->violations.n; i++) {
		if (str_eq(why->violations.list[i].code, "unknown_number"))
			return true;
	}
	return false;
}

static void refused(struct sync *s, const struct outbox_item *item, const struct http_response *r)
{
	struct problem why;
	struct err err = ERR_INIT;

	if (r->status == 403) {
		stays(s, item, r->reason);
		sync_fault(s, LINK_LOGIN, r->reason, 0);
		return;
	}
	if (!is_rejection(r, &why)) {
		doubtful(s, item, r->reason);
		return;
	}
	if (names_unknown_number(&why) && sync_number_unknown(s, item->sequence))
		return;
	why.status = r->status;
	if (!why.title[0]) /* a refusal without a word still needs one for the officer */
		text_clean_to(why.title, sizeof(why.title), r->reason);
	log_line(LOG_WARN, "sync: dossier %s rejected: %d %s", item->uuid, r->status, why.type);
	if (!outbox_reject(s->store, item->uuid, &why, clock_now(), &err)) {
		sync_hold(s, item->sequence);
		sync_store_fault(s, &err);
		return;
	}
	s->state.rejected++;
	went_well(s, item, r);
}

/* The token is renewed, or the round ends; either way the item is sent again in its order. */
static void unauthorised(struct sync *s, const struct outbox_item *item, const struct http_response *r,
	unsigned token)
{
	sync_window_back_to(s, item->sequence);
	sync_refused(s, token, r->reason);
}

static void busy(struct sync *s, const struct outbox_item *item, const struct http_response *r)
{
	if (r->status != 429 && r->status != 503 && !r->retry_after_ms) {
		doubtful(s, item, r->reason);
		return;
	}
	stays(s, item, r->reason);
	sync_http_fault(s, r);
}

/* A portal would answer the probe, too: a 4xx page to this one alone is rather some proxy on the way
 * that does not like it (its size, say). */
static void link_fault(struct sync *s, const struct outbox_item *item, const struct http_response *r)
{
	if (r->outcome == HTTP_PORTAL && r->status >= 400 && r->status < 500) {
		doubtful(s, item, r->reason);
		return;
	}
	stays(s, item, r->reason);
	sync_http_fault(s, r);
}

static void judge(struct sync *s, const struct outbox_item *item, const struct http_response *r,
	unsigned token)
{
	switch (r->outcome) {
	case HTTP_OK:
		delivered(s, item, r);
		break;
	case HTTP_PROBLEM:
		refused(s, item, r);
		break;
	case HTTP_AUTH:
		unauthorised(s, item, r, token);
		break;
	case HTTP_SERVER:
		busy(s, item, r);
		break;
	case HTTP_BAD:
		doubtful(s, item, r->reason);
		break;
	case HTTP_LINK:
	case HTTP_TLS:
	case HTTP_PORTAL:
		link_fault(s, item, r);
		break;
	}
}

static void pump(struct sync *s);

static void answered(void *user, const struct http_response *r)
{
	struct flight *f = user;
	struct sync *s = f->sync;
	unsigned token = f->token;
	struct outbox_item item;

	land(f, &item);
	sync_hear(s, r);
	judge(s, &item, r, token);
	outbox_item_clear(&item);
	pump(s);
	sync_work_check(s);
	sync_tell(s);
}

/* ---- sending */

static void send_item(struct sync *s, struct outbox_item *item)
{
	struct flight *f = s->out.flights;
	char path[32 + UUID_SIZE];
	struct buf body;

	while (f->request)
		f++;
	buf_init(&body, item->json_len + 1024);
	api_dossier_request(item, &body);
	snprintf(path, sizeof(path), "/v1/dossiers/%s", item->uuid);
	*f = (struct flight){.sync = s, .item = *item, .token = s->token_number};
	struct http_call call = {
		.method = "PUT", .path = path, .bearer = s->token.access, .body = buf_str(&body),
		.body_len = body.len, .max_body = ANSWER_MAX, .done = answered, .user = f,
	};
	f->request = http_start(s->http, &call);
	s->out.n_flights++;
	buf_clear(&body);
}

static void pump(struct sync *s)
{
	struct outbox_item item;

	while (s->phase == PHASE_WORK && !s->gated && s->out.n_flights < sync_pace(s)) {
		if (sync_need_token(s)) {
			sync_event(s, EV_REFUSED); /* it ends soon: a new one first */
			return;
		}
		if (!sync_next_in_order(s, &item) && (s->phase != PHASE_WORK || !sync_next_held(s, &item)))
			return;
		send_item(s, &item);
	}
}

void sync_deliver_again(struct sync *s)
{
	sync_window_drop(s);
	s->out.after = 0;
	pump(s);
}

void sync_deliver(struct sync *s)
{
	s->out.trouble = 0;
	sync_pace_begin(s);
	sync_deliver_again(s);
}

bool sync_deliver_done(const struct sync *s)
{
	return s->out.n_flights == 0 && s->out.window_at == s->out.window_n;
}

void sync_deliver_cancel(struct sync *s)
{
	sync_window_drop(s);
	for (int i = 0; i < SYNC_PARALLEL_MAX; i++) {
		struct flight *f = &s->out.flights[i];
		if (f->request)
			http_cancel(f->request);
		f->request = NULL;
		outbox_item_clear(&f->item);
	}
	s->out.n_flights = 0;
}
