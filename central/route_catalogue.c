#include "central/routes.h"

#include "base/str.h"
#include "central/items.h"

#define PAGE_DEFAULT 200
#define PAGE_MAX 1000
#define PAGE_BYTES (4 * 1024 * 1024) /* a client takes 8 MB at most */

struct page {
	int64_t version, since; /* newest change; last one on this page */
	int64_t limit;
	size_t bytes;
	json_t *items;
	bool more;
};

/* An account that moved to another agency is a deleted one for its old agency. */
static json_t *item_json(struct rows *r, const char *agency)
{
	bool foreign = !rows_is_null(r, 4) && !str_eq(rows_text(r, 4), agency);
	bool deleted = foreign || rows_is_null(r, 5);
	json_t *body = deleted ? json_null() : json_loads(rows_text(r, 5), 0, NULL);
	return json_pack("{s:s, s:s, s:I, s:I, s:s, s:b, s:o}", "kind", rows_text(r, 0), "id",
		rows_text(r, 1), "change", (json_int_t)rows_int(r, 2), "version",
		(json_int_t)rows_int(r, 2), "sha256", deleted ? "" : rows_text(r, 3), "deleted",
		(int)deleted, "body", body);
}

static bool page_fill(struct central *c, const char *agency, struct page *page, struct err *err)
{
	struct rows *r = db_rows(c->db,
		"SELECT kind, id, change, sha256, scope, body FROM items i"
		" WHERE change > ? AND change <= ? AND (scope IS NULL OR scope = ? OR EXISTS"
		" (SELECT 1 FROM item_versions v WHERE v.kind = i.kind AND v.id = i.id AND v.scope = ?))"
		" ORDER BY change LIMIT ?", "iitti", page->since, page->version, agency, agency,
		page->limit + 1);
	while (rows_next(r)) {
		if ((int64_t)json_array_size(page->items) == page->limit || page->bytes > PAGE_BYTES) {
			page->more = true;
			break;
		}
		page->since = rows_int(r, 2);
		page->bytes += strlen(rows_text(r, 5));
		json_array_append_new(page->items, item_json(r, agency));
	}
	if (!page->more)
		page->since = page->version;
	return rows_end(r, err);
}

void route_catalogue(struct central *c, const struct request *rq, struct response *rs)
{
	struct violations v = {.n = 0};
	struct err err = ERR_INIT;
	struct page page = {.more = false};
	page.since = request_query_int(rq, "since", 0, INT64_MAX, 0, &v);
	page.limit = request_query_int(rq, "limit", 1, PAGE_MAX, PAGE_DEFAULT, &v);
	if (v.n) {
		response_invalid(rs, &v);
		return;
	}
	page.items = json_array();
	bool ok = items_version(c->db, &page.version, &err);
	if (page.since > page.version)
		page.since = 0; /* the database is older than what the caller knows: all of it again */
	if (ok && page_fill(c, rq->caller.agency, &page, &err))
		response_json(rs, 200, json_pack("{s:I, s:O, s:I, s:b}", "version",
			(json_int_t)page.version, "items", page.items, "since", (json_int_t)page.since,
			"more", (int)page.more));
	else
		response_failed(rs, &err);
	json_decref(page.items);
}
