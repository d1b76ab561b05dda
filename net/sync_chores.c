/* The lane of chores: what else is to be asked for in a round, one request at a time. */
#include "net/sync_engine.h"

#include <string.h>
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"

/* Numbers first, for without them there is no intake; before them only what keeps a central that was
 * restored from a backup from leasing numbers that stand on paper. */
static const struct {
	const char *name;
	bool (*start)(struct sync *s);
} chores[] = {
	{"reconcile fully", sync_reconcile_fully},
	{"number blocks", sync_lease},
	{"fallback numbers", sync_standing},
	{"closed blocks", sync_closings},
	{"catalogue", sync_catalogue},
	{"changes", sync_changes},
	{"reconcile", sync_reconcile},
};
#define CHORES ((int)ARRAY_LEN(chores))

bool sync_chores_done(const struct sync *s)
{
	return s->chore >= CHORES;
}

/* To the first chore from `from` on that has something to do. */
static void go_on(struct sync *s, int from)
{
	for (s->chore = from; s->phase == PHASE_WORK && s->chore < CHORES; s->chore++) {
		if (chores[s->chore].start(s))
			return;
	}
	sync_work_check(s);
}

void sync_chores(struct sync *s)
{
	go_on(s, 0);
}

void sync_chore_next(struct sync *s)
{
	go_on(s, s->chore + 1);
}

void sync_chore_failed(struct sync *s, const char *reason)
{
	log_line(LOG_WARN, "sync: %s: %s", chores[s->chore].name, reason);
	s->chore_failed = true;
	s->fault = (struct sync_fault){.link = LINK_SERVER};
	str_copy(s->fault.reason, sizeof(s->fault.reason), reason);
	sync_chore_next(s);
}

/* Central is there, but this was not answered as agreed. */
static void failed(struct sync *s, const struct http_response *r)
{
	if (r->retry_after_ms || r->status == 429 || r->status == 503)
		sync_http_fault(s, r);
	else
		sync_chore_failed(s, r->reason);
}

bool sync_chore_answered(struct sync *s, const struct http_response *r)
{
	s->request = NULL;
	sync_hear(s, r);
	switch (r->outcome) {
	case HTTP_OK:
		sync_accepted(s);
		return true;
	case HTTP_AUTH:
		sync_refused(s, s->token_number, r->reason);
		break;
	case HTTP_PROBLEM:
	case HTTP_SERVER:
	case HTTP_BAD:
		failed(s, r);
		break;
	case HTTP_LINK:
	case HTTP_TLS:
	case HTTP_PORTAL:
		sync_http_fault(s, r);
		break;
	}
	sync_tell(s);
	return false;
}

void sync_chore_request(struct sync *s, const char *method, const char *path, const char *body,
	size_t max_body, http_done_fn *done)
{
	struct http_call call = {
		.method = method, .path = path, .bearer = s->token.access, .body = body,
		.body_len = body ? strlen(body) : 0, .max_body = max_body, .patience = 4, .done = done, .user = s,
	};
	s->request = http_start(s->http, &call);
}
