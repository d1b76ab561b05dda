/* The catalogue, page by page from the last change number seen. */
#include "net/sync_engine.h"

#include <inttypes.h>
#include <stdio.h>

#define PAGE_ITEMS 200
#define PAGE_MAX (8u << 20)

static void ask(struct sync *s);

/* Stored with the number it came with, or not at all. */
static bool apply(struct sync *s, const struct api_catalogue *page)
{
	struct err err = ERR_INIT;

	if (catalogue_apply(s->store, page->items, page->n, page->since, &err)) {
		s->state.catalogue_changes += page->n > 0;
		return true;
	}
	if (err.kind == ERR_DATA)
		sync_chore_failed(s, err.text);
	else
		sync_store_fault(s, &err);
	return false;
}

static void answered(void *user, const struct http_response *r)
{
	struct sync *s = user;
	struct api_catalogue page;
	struct err err = ERR_INIT;
	bool more, applied;

	if (!sync_chore_answered(s, r))
		return;
	if (!api_catalogue_answer(r->body, catalogue_since(s->store), &page, &err)) {
		sync_chore_failed(s, err.text);
		return;
	}
	more = page.more;
	applied = apply(s, &page);
	api_catalogue_clear(&page);
	if (applied && more)
		ask(s);
	else if (applied)
		sync_chore_next(s);
	sync_tell(s);
}

static void ask(struct sync *s)
{
	char path[80];

	snprintf(path, sizeof(path), "/v1/catalogue?since=%" PRId64 "&limit=%d", catalogue_since(s->store),
		PAGE_ITEMS);
	sync_chore_request(s, "GET", path, NULL, PAGE_MAX, answered);
}

bool sync_catalogue(struct sync *s)
{
	ask(s);
	return true;
}
