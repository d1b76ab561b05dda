/* The changes feed: what became of our dossiers at central. */
#include "net/sync_engine.h"

#include <stdlib.h>
#include "base/clock.h"
#include "base/log.h"

#define PAGE_MAX (2u << 20)
#define GONE 410

static void ask(struct sync *s);

/* Before the cursor moves on: what is not stored then is told again. */
static bool tell_clashes(struct sync *s, const struct api_changes *page, struct err *err)
{
	char code[DOSSIER_CODE_SIZE];

	for (size_t i = 0; i < page->n; i++) {
		if (!page->list[i].clash)
			continue;
		if (!dossiers_code(s->store, page->list[i].uuid, code, err) ||
		    (code[0] && !copies_clash(s->store, s->ws, code, false, clock_now(), err)))
			return false;
		s->numbers_parted = s->numbers_parted || code[0];
	}
	return true;
}

static bool apply(struct sync *s, const struct api_changes *page)
{
	struct err err = ERR_INIT;

	if (tell_clashes(s, page, &err) && dossiers_apply_changes(s->store, page->list, page->n, page->cursor, &err))
		return true;
	sync_store_fault(s, &err);
	return false;
}

/* Central cannot serve our cursor any more: from the start, once a round. What waits is untouched. */
static void restart(struct sync *s, const struct http_response *r)
{
	static const struct api_changes nothing;

	s->request = NULL;
	sync_hear(s, r);
	s->feed_restarted = true;
	if (!sync_want_reconcile(s))
		return;
	log_line(LOG_INFO, "sync: the changes feed begins anew");
	if (apply(s, &nothing))
		ask(s);
}

static void answered(void *user, const struct http_response *r)
{
	struct sync *s = user;
	struct api_changes page;
	struct err err = ERR_INIT;
	bool more, applied;
	char *cursor;

	if (r->outcome == HTTP_PROBLEM && r->status == GONE && !s->feed_restarted) {
		restart(s, r);
		return;
	}
	if (!sync_chore_answered(s, r))
		return;
	cursor = dossiers_cursor(s->store);
	applied = api_changes_answer(r->body, cursor, &page, &err);
	free(cursor);
	if (!applied) {
		sync_chore_failed(s, err.text);
		return;
	}
	more = page.more;
	applied = apply(s, &page);
	api_changes_clear(&page);
	if (applied && more)
		ask(s);
	else if (applied)
		sync_chore_next(s);
	sync_tell(s);
}

static void ask(struct sync *s)
{
	char *cursor = dossiers_cursor(s->store);
	char *path = api_changes_path(cursor);

	sync_chore_request(s, "GET", path, NULL, PAGE_MAX, answered);
	free(path);
	free(cursor);
}

bool sync_changes(struct sync *s)
{
	ask(s);
	return true;
}
