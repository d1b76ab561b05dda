/* Is central there, and does it know us: the probe and the access token. */
#include "net/sync_engine.h"

#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/str.h"
#include "i18n/lang.h"

#define HEARD_LATELY_MS 45000
#define CLOCK_DIFFERS_S 30
#define TOKEN_PROVEN_MS 10000

/* ---- probe */

bool sync_need_probe(const struct sync *s)
{
	return s->heard_ms == 0 || clock_mono_ms() - s->heard_ms > HEARD_LATELY_MS;
}

/* What the link's own faults left is over now; server's and login's are over when work went well. */
static void link_is_back(struct sync *s)
{
	if (s->state.link == LINK_SERVER || s->state.link == LINK_LOGIN || sync_link_is_up(s))
		return;
	sync_set_link(s, LINK_ONLINE, "");
}

static void probed(void *user, const struct http_response *r)
{
	struct sync *s = user;

	s->request = NULL;
	if (r->outcome == HTTP_OK && r->api_version < 1) {
		sync_fault(s, LINK_PORTAL,
			_("Nơi trả lời không phải máy chủ trung tâm (trang đăng nhập Wi-Fi?)."), 0);
		return;
	}
	if (r->outcome == HTTP_OK)
		link_is_back(s);
	sync_hear(s, r);
	if (r->outcome == HTTP_OK)
		sync_event(s, EV_OK);
	else
		sync_http_fault(s, r);
}

void sync_probe(struct sync *s)
{
	struct http_call call = {
		.method = "GET", .path = "/healthz", .accept = "", .max_body = 4096, .done = probed, .user = s,
	};
	s->request = http_start(s->http, &call);
}

/* ---- token */

bool sync_need_token(const struct sync *s)
{
	return !s->has_token || clock_mono_ms() >= s->token_until_ms;
}

void sync_drop_token(struct sync *s)
{
	s->has_token = false;
	memset(&s->token, 0, sizeof(s->token));
}

static void ask(struct sync *s);

/*
 * The assertion carries a time, and central refuses one that is not of now. Where its clock and ours
 * differ, the one that was not used is tried, once.
 */
static bool try_other_clock(struct sync *s)
{
	int64_t server = sync_server_now(s), local = clock_wall();

	if (s->token_tries >= 2)
		return false;
	if (llabs(server - s->asserted_at) > CLOCK_DIFFERS_S)
		s->use_local_clock = false;
	else if (llabs(local - s->asserted_at) > CLOCK_DIFFERS_S)
		s->use_local_clock = true;
	else
		return false;
	ask(s);
	return true;
}

static void token_refused(struct sync *s)
{
	if (!try_other_clock(s))
		sync_fault(s, LINK_LOGIN,
			_("Máy chủ trung tâm không chấp nhận khóa của máy này. Hồ sơ vẫn an toàn ở đây; hãy "
			  "báo quản trị viên."), 0);
}

/* Receipts at central that are not here: this database is an older copy, or not the only one. Fewer
 * dossiers there than it acknowledged: central's is an older copy. */
static bool compare_seen(struct sync *s)
{
	const struct copies_seen *seen = &s->token.seen;
	struct err err = ERR_INIT;
	int64_t told = 0;
	bool copy;

	if (!s->token.has_seen ||
	    (copies_compare(s->store, s->ws, seen, clock_now(), &copy, &err) &&
	     reconcile_acknowledged(s->store, s->ws, &told, &err) &&
	     (seen->dossiers >= told || reconcile_want(s->store, &err))))
		return true;
	sync_store_fault(s, &err);
	return false;
}

static void token_granted(struct sync *s, const struct http_response *r)
{
	struct err err = ERR_INIT;

	if (!api_token_answer(r->body, &s->token, &err)) {
		sync_fault(s, LINK_SERVER, err.text, 0);
		return;
	}
	if (!compare_seen(s))
		return;
	s->state.compared = true;
	s->has_token = true;
	s->token_number++;
	s->token_since_ms = clock_mono_ms();
	/* Renewed with a quarter of its life left: what is in flight then still carries a good one. */
	s->token_until_ms = clock_mono_ms() + s->token.lifetime_s * 750;
	sync_event(s, EV_OK);
}

/* RFC 6749 §5.2: a refusal may also be a 400 that names an error in plain JSON. */
static bool is_refusal(const struct http_response *r)
{
	return r->outcome == HTTP_AUTH || (r->outcome == HTTP_PROBLEM && r->status == 403) ||
		(r->status == 400 && (r->outcome == HTTP_BAD || r->outcome == HTTP_PROBLEM));
}

static void answered(void *user, const struct http_response *r)
{
	struct sync *s = user;

	s->request = NULL;
	sync_hear(s, r);
	if (r->outcome == HTTP_OK)
		token_granted(s, r);
	else if (is_refusal(r))
		token_refused(s);
	else
		sync_http_fault(s, r);
}

static void ask(struct sync *s)
{
	s->asserted_at = s->use_local_clock ? clock_wall() : sync_server_now(s);
	s->token_tries++;
	char lineage[UUID_SIZE] = "";
	struct err err = ERR_INIT;
	if (!copies_lineage(s->store, lineage, &err)) {
		sync_store_fault(s, &err);
		return;
	}
	char *form = api_token_request(s->ws, http_base_url(s->http), s->asserted_at, lineage);
	struct http_call call = {
		.method = "POST", .path = "/v1/token", .content_type = API_TOKEN_TYPE, .body = form,
		.body_len = strlen(form), .max_body = 16384, .done = answered, .user = s,
	};
	s->request = http_start(s->http, &call);
	free(form);
}

void sync_token(struct sync *s)
{
	s->token_tries = 0;
	sync_drop_token(s);
	ask(s);
}

/* A token just renewed that one route accepts and another refuses stays in doubt: renewing it for
 * every refusal would go on without end. */
void sync_accepted(struct sync *s)
{
	if (clock_mono_ms() - s->token_since_ms >= TOKEN_PROVEN_MS)
		s->token_doubted = false;
	if (s->state.link == LINK_LOGIN)
		sync_set_link(s, LINK_ONLINE, "");
}

void sync_refused(struct sync *s, unsigned token, const char *reason)
{
	if (s->phase != PHASE_WORK || token != s->token_number)
		return; /* an older one: that is known */
	if (s->token_doubted) {
		sync_drop_token(s);
		sync_fault(s, LINK_LOGIN, reason, 0);
		return;
	}
	s->token_doubted = true;
	sync_event(s, EV_REFUSED);
}
