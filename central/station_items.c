#include "central/station_items.h"

#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "central/items.h"
#include "core/canonical.h"

#define KEY_ITEM_MAX 4096

/* until 0: in use. */
static bool put(struct db *db, const struct caller *s, int64_t since, int64_t until, int64_t now,
	struct err *err)
{
	char key[B64_SIZE(ED25519_PUBLIC)];
	struct buf body;
	enum item_change change;
	b64url_encode(s->key, sizeof(s->key), key);
	json_t *json = json_pack("{s:s, s:s, s:i, s:s, s:o}", "id", s->id, "agency", s->agency,
		"counter", s->counter, "public_key", key, "since", json_instant(since));
	if (until)
		json_object_set_new(json, "until", json_instant(until));
	char *text = json_dumps(json, JSON_COMPACT);
	json_decref(json);
	BUG_ON(!text);
	buf_init(&body, KEY_ITEM_MAX);
	bool ok = json_canonical(text, strlen(text), &body, err);
	free(text);
	const struct item item = {.kind = "workstation", .id = s->id, .scope = s->agency,
		.body = buf_str(&body)};
	ok = ok && items_put(db, &item, now, &change, err);
	buf_clear(&body);
	return ok;
}

static void read_station(struct rows *r, struct caller *s)
{
	str_copy(s->id, sizeof(s->id), rows_text(r, 0));
	str_copy(s->agency, sizeof(s->agency), rows_text(r, 1));
	s->counter = (int)rows_int(r, 2);
	if (!hex_decode(rows_text(r, 3), s->key, sizeof(s->key)))
		memset(s->key, 0, sizeof(s->key));
}

/* The one enrolled last at that counter before; *found false when it is the first. */
static bool predecessor(struct db *db, const struct caller *station, struct caller *out,
	int64_t *since, bool *found, struct err *err)
{
	struct rows *r = db_rows(db, "SELECT id, agency, counter, public_key, enrolled_at"
		" FROM workstations WHERE agency = ? AND counter = ? AND id <> ?"
		" ORDER BY enrolled_at DESC, id DESC LIMIT 1", "tit", station->agency,
		(int64_t)station->counter, station->id);
	*found = rows_next(r);
	if (*found) {
		read_station(r, out);
		*since = rows_int(r, 4);
	}
	return rows_end(r, err);
}

bool station_publish(struct db *db, const struct caller *station, int64_t since, struct err *err)
{
	struct caller before = {0};
	int64_t before_since = 0;
	bool found;
	if (!predecessor(db, station, &before, &before_since, &found, err))
		return false;
	return (!found || put(db, &before, before_since, since, since, err)) &&
		put(db, station, since, 0, since, err);
}

struct unpublished {
	struct caller station;
	int64_t since;
};

/* Oldest first, so that each ends the one before it. */
static bool list_missing(struct db *db, struct unpublished **out, size_t *n, struct err *err)
{
	size_t room = 0;
	struct rows *r = db_rows(db, "SELECT w.id, w.agency, w.counter, w.public_key, w.enrolled_at"
		" FROM workstations w LEFT JOIN items i ON i.kind = 'workstation' AND i.id = w.id"
		" WHERE i.id IS NULL ORDER BY w.enrolled_at, w.id", "");
	*out = NULL;
	*n = 0;
	while (rows_next(r)) {
		if (*n == room) {
			room = room ? 2 * room : 16;
			*out = xreallocarray(*out, room, sizeof(**out));
		}
		struct unpublished *u = &(*out)[(*n)++];
		*u = (struct unpublished){.since = rows_int(r, 4)};
		read_station(r, &u->station);
	}
	return rows_end(r, err);
}

/* until: when the next one of that counter came; the list is in order of time. */
static int64_t end_of(const struct unpublished *list, size_t n, size_t i)
{
	for (size_t k = i + 1; k < n; k++)
		if (list[k].station.counter == list[i].station.counter &&
			str_eq(list[k].station.agency, list[i].station.agency))
			return list[k].since;
	return 0;
}

static bool publish_list(struct db *db, struct err *err)
{
	struct unpublished *list;
	size_t n;
	bool ok = list_missing(db, &list, &n, err);
	for (size_t i = 0; ok && i < n; i++)
		ok = put(db, &list[i].station, list[i].since, end_of(list, n, i), list[i].since, err);
	free(list);
	return ok;
}

bool stations_publish_missing(struct db *db, struct err *err)
{
	struct unpublished *list;
	size_t n;
	bool ok = list_missing(db, &list, &n, err);
	free(list);
	if (!ok || n == 0)
		return ok;
	return db_begin(db, err) && db_finish(db, publish_list(db, err), err);
}
