/* The standing block, asked for once; and what is told of blocks that are over. */
#include "net/sync_engine.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/log.h"

#define ANSWER_MAX 16384

/* ---- the standing block */

static void granted(void *user, const struct http_response *r)
{
	struct sync *s = user;
	struct number_block block;
	uint8_t signature[ED25519_SIGNATURE];
	struct err err = ERR_INIT;

	if (r->outcome == HTTP_PROBLEM && (r->status == 409 || r->status == 422)) {
		s->request = NULL; /* all slots are taken; the next round asks again */
		sync_hear(s, r);
		log_line(LOG_WARN, "sync: no standing block: %d", r->status);
		sync_chore_next(s);
		sync_tell(s);
		return;
	}
	if (!sync_chore_answered(s, r))
		return;
	if (api_standing_answer(r->body, &block, signature, &err) &&
	    numbers_add(s->store, s->ws, &block, signature, &err))
		sync_chore_next(s);
	else if (err.kind == ERR_DATA)
		sync_chore_failed(s, err.text);
	else
		sync_store_fault(s, &err);
	sync_tell(s);
}

bool sync_standing(struct sync *s)
{
	char lineage[UUID_SIZE];
	struct err err = ERR_INIT;
	bool has;

	if (!numbers_standing(s->store, s->ws, &has, &err) ||
	    (!has && !copies_lineage(s->store, lineage, &err))) {
		sync_store_fault(s, &err);
		return false;
	}
	if (has)
		return false;
	char *body = api_standing_request(s->ws, lineage);
	sync_chore_request(s, "POST", "/v1/number-blocks", body, ANSWER_MAX, granted);
	free(body);
	return true;
}

/* ---- closings */

static void closed(void *user, const struct http_response *r);

static void tell_next(struct sync *s)
{
	char path[64 + UUID_SIZE], *body;

	if (s->closing == s->n_closings) {
		sync_chore_next(s);
		sync_tell(s);
		return;
	}
	snprintf(path, sizeof(path), "/v1/number-blocks/%s/closing", s->closings[s->closing].id);
	body = api_closing_request(&s->closings[s->closing]);
	sync_chore_request(s, "PUT", path, body, ANSWER_MAX, closed);
	free(body);
}

/* Central knows no such block of ours, though it was told of all (this machine was enrolled at another
 * agency then), or cannot make sense of it: saying it again would not help. */
static bool is_refusal(const struct http_response *r)
{
	return r->outcome == HTTP_PROBLEM && (r->status == 404 || r->status == 409 || r->status == 422);
}

static void closed(void *user, const struct http_response *r)
{
	struct sync *s = user;
	const struct number_closing *c = &s->closings[s->closing];
	struct err err = ERR_INIT;

	if (is_refusal(r)) {
		s->request = NULL;
		sync_hear(s, r);
		if (r->status == 404 && sync_tell_blocks(s, &s->closing_told))
			return; /* a restored one: it is told of the block, then of its end */
		log_line(LOG_WARN, "sync: closing block %s refused: %d", c->id, r->status);
	} else if (!sync_chore_answered(s, r)) {
		return;
	} else if (!api_closing_answer(r->body, c, &err)) {
		sync_chore_failed(s, err.text);
		return;
	}
	if (!numbers_closed(s->store, c->id, &err)) {
		sync_store_fault(s, &err);
		return;
	}
	s->closing++;
	tell_next(s);
}

/* By central's calendar: with a clock that is wrong, days would be over that are not. */
bool sync_closings(struct sync *s)
{
	struct err err = ERR_INIT;

	s->closing = s->n_closings = 0;
	if (!s->state.server_time_known)
		return false;
	if (!numbers_closings(s->store, instant_date(sync_server_now(s)), s->closings, SYNC_CLOSINGS_MAX,
		&s->n_closings, &err)) {
		sync_store_fault(s, &err);
		return false;
	}
	if (s->n_closings == 0)
		return false;
	tell_next(s);
	return true;
}
