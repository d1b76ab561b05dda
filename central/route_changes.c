#include "central/routes.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/str.h"
#include "central/schema.h"
#include "central/twins.h"
#include "i18n/lang.h"

#define PAGE_DEFAULT 500
#define PAGE_MAX 1000

/*
 * The cursor is "FEED.N.TAG": N the last change seen, in commit order, FEED the name this database
 * got when it was made, TAG the tail of that change's UUID. A cursor of another database, ahead of
 * this one, or of another change under that number (both: restored from a backup) cannot be served:
 * 410, and the caller reads from the start.
 */
#define TAG_LEN 12
#define NO_TAG "0"
struct feed {
	char *name;
	int64_t last, since, limit;
	char tag[UUID_SIZE]; /* as the cursor has it; "" in one of an older program */
	bool more;
};

static bool feed_open(struct central *c, struct feed *f, struct err *err)
{
	return meta_get(c->db, "feed", &f->name, err) &&
		db_get_int(c->db, err, &f->last, NULL,
			"SELECT value FROM counters WHERE name = 'changes'", "");
}

static bool cursor_read(struct feed *f, const char *cursor)
{
	size_t len = strlen(f->name ? f->name : "");
	char number[24];
	if (!cursor || !*cursor)
		return true;
	if (len == 0 || strncmp(cursor, f->name, len) != 0 || cursor[len] != '.')
		return false;
	const char *text = cursor + len + 1, *dot = strchr(text, '.');
	if (dot && !str_copy(f->tag, sizeof(f->tag), dot + 1))
		return false;
	snprintf(number, sizeof(number), "%.*s", dot ? (int)(dot - text) : (int)strlen(text), text);
	return (!dot || f->tag[0]) && str_to_int(number, 0, f->last, &f->since);
}

static bool tag_of(struct central *c, int64_t seq, char tag[TAG_LEN + 1], struct err *err)
{
	struct rows *r = db_rows(c->db, "SELECT uuid FROM changes WHERE seq = ?", "i", seq);
	str_copy(tag, TAG_LEN + 1, NO_TAG);
	if (rows_next(r) && strlen(rows_text(r, 0)) > TAG_LEN)
		str_copy(tag, TAG_LEN + 1, rows_text(r, 0) + strlen(rows_text(r, 0)) - TAG_LEN);
	return rows_end(r, err);
}

/* *same: that number still is the change the caller saw. */
static bool cursor_check(struct central *c, const struct feed *f, bool *same, struct err *err)
{
	char tag[TAG_LEN + 1];
	*same = !f->tag[0];
	if (*same)
		return true;
	bool ok = tag_of(c, f->since, tag, err);
	*same = str_eq(tag, f->tag);
	return ok;
}

static json_t *change_json(struct rows *r)
{
	json_t *change = json_pack("{s:s, s:s, s:I, s:o, s:o}", "uuid", rows_text(r, 1), "code",
		rows_text(r, 2), "status", (json_int_t)rows_int(r, 3), "due_at",
		json_instant(rows_int(r, 4)), "changed_at", json_instant(rows_int(r, 5)));
	if (rows_int(r, 6))
		json_object_set_new(change, "clash", json_true());
	if (rows_text(r, 7)[0])
		json_object_set_new(change, "possible_duplicate", json_string(rows_text(r, 7)));
	return change;
}

static bool page(struct central *c, const char *agency, struct feed *f, json_t *items,
	struct err *err)
{
	struct rows *r = db_rows(c->db,
		"SELECT seq, uuid, code, status, due_at, changed_at, " CLASHES_OF("changes.uuid") ", "
		DUPLICATE_OF("changes.uuid") " FROM changes"
		" WHERE agency = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?", "tiii", agency, f->since,
		f->last, f->limit + 1);
	while (rows_next(r)) {
		if ((int64_t)json_array_size(items) == f->limit) {
			f->more = true;
			break;
		}
		f->since = rows_int(r, 0);
		json_array_append_new(items, change_json(r));
	}
	if (!f->more)
		f->since = f->last;
	return rows_end(r, err);
}

static void send_page(struct central *c, const struct request *rq, struct feed *f,
	struct response *rs)
{
	struct err err = ERR_INIT;
	json_t *items = json_array();
	char cursor[120], tag[TAG_LEN + 1];
	if (page(c, rq->caller.agency, f, items, &err) && tag_of(c, f->since, tag, &err)) {
		snprintf(cursor, sizeof(cursor), "%s.%lld.%s", f->name, (long long)f->since, tag);
		response_json(rs, 200, json_pack("{s:O, s:s, s:b}", "items", items, "cursor", cursor,
			"more", (int)f->more));
	} else {
		response_failed(rs, &err);
	}
	json_decref(items);
}

void route_changes(struct central *c, const struct request *rq, struct response *rs)
{
	struct violations v = {.n = 0};
	struct err err = ERR_INIT;
	struct feed f = {.limit = request_query_int(rq, "limit", 1, PAGE_MAX, PAGE_DEFAULT, &v)};
	bool same = false;
	if (v.n)
		response_invalid(rs, &v);
	else if (!feed_open(c, &f, &err) ||
		(cursor_read(&f, request_query(rq, "since")) && !cursor_check(c, &f, &same, &err)))
		response_failed(rs, &err);
	else if (!same)
		response_problem(rs, 410, "gone", "%s",
			_("Con trỏ này không dùng được ở đây. Hãy đọc lại từ đầu; hàng chờ gửi không đổi."));
	else
		send_page(c, rq, &f, rs);
	free(f.name);
}
