/* Reading the queue for another workstation, as far as it can be read. */
#include "store/relay.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/dossier.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "store/content.h"
#include "store/damage.h"
#include "store/outbox_words.h"
#include "store/receipts.h"
#include "store/store.h"

#define PAGE 64
#define NAMES_MAX (256 * 1024)
#define PROBLEM_MAX (256 * 1024)

struct reading {
	struct store *store;
	struct own_key *keys; /* of all enrolments of this machine */
	size_t n_keys;
	struct relay_left *left;
};

/* ---- one */

/* The key its receipt was signed with: of this machine, or of whom it was taken over from. */
static void find_key(const struct reading *rd, int64_t ordinal, struct queue_item *item)
{
	struct receipt receipt;
	struct rows *r = db_rows(store_db(rd->store), "SELECT key FROM relay WHERE ordinal = ?", "i",
		ordinal);
	bool taken_over = rows_next(r) && str_copy(item->key, sizeof(item->key), rows_text(r, 0));
	if ((rows_end(r, NULL) && taken_over) || !receipt_parse(item->token, &receipt, NULL))
		return;
	for (size_t i = 0; i < rd->n_keys; i++) {
		uint8_t id[KEY_ID_SIZE];
		ed25519_key_id(rd->keys[i].key, id);
		if (memcmp(id, receipt.key_id, sizeof(id)) == 0)
			b64url_encode(rd->keys[i].key, ED25519_PUBLIC, item->key);
	}
}

static bool read_counter(struct queue_item *item)
{
	struct dossier d;
	dossier_init(&d);
	bool ok = dossier_from_json(&d, item->json, item->json_len, NULL, NULL);
	item->counter = d.counter;
	dossier_clear(&d);
	return ok;
}

static bool read_content(const struct reading *rd, int64_t ordinal, struct queue_item *item)
{
	struct buf json;
	struct rows *r = db_rows(store_db(rd->store), "SELECT d.uuid, d.code, d.workstation, b.sha256,"
		" b.token, b.json, " CONTENT_COLUMNS " FROM dossier d CROSS JOIN dossier_body b"
		" ON b.ordinal = d.ordinal" CONTENT_JOIN " WHERE d.ordinal = ?", "i", ordinal);
	buf_init(&json, DOSSIER_JSON_MAX);
	bool found = rows_next(r);
	if (found) {
		str_copy(item->uuid, sizeof(item->uuid), rows_text(r, 0));
		str_copy(item->code, sizeof(item->code), rows_text(r, 1));
		str_copy(item->workstation, sizeof(item->workstation), rows_text(r, 2));
		str_copy(item->sha256, sizeof(item->sha256), rows_text(r, 3));
		str_copy(item->token, sizeof(item->token), rows_text(r, 4));
		found = content_json(rd->store, r, 6, 5, item->uuid, &json) == CONTENT_READ;
	}
	item->json_len = json.len;
	item->json = buf_take(&json);
	return rows_end(r, NULL) && found &&
		damage_hash_fits(item->json, item->json_len, item->sha256) && read_counter(item);
}

/* Where that cannot be read it counts as waiting: asked again central will say the same again. */
static void read_state(const struct reading *rd, int64_t ordinal, struct queue_item *item)
{
	struct buf reason, problem;
	struct rows *r = db_rows(store_db(rd->store), "SELECT rejected, attempts, last_at, reason,"
		" problem FROM outbox WHERE ordinal = ?", "i", ordinal);
	if (rows_next(r)) {
		item->rejected = rows_int(r, 0);
		item->attempts = rows_int(r, 1);
		item->last_at = rows_int(r, 2);
		outbox_words_read(rd->store, r, 3, ordinal, &reason, &problem);
		text_clean_to(item->reason, sizeof(item->reason), buf_str(&reason));
		if (problem.len && problem.len < PROBLEM_MAX)
			item->problem = xstrdup(buf_str(&problem));
		buf_clear(&reason);
		buf_clear(&problem);
	}
	if (!rows_end(r, NULL))
		item->rejected = false;
}

/* By its code, which may be there although the content is not. */
static void leave(struct reading *rd, int64_t ordinal)
{
	struct rows *r = db_rows(store_db(rd->store), "SELECT code FROM dossier WHERE ordinal = ?", "i",
		ordinal);
	char code[DOSSIER_CODE_SIZE];
	bool named = rows_next(r) && str_copy(code, sizeof(code), rows_text(r, 0)) && code[0];
	rd->left->n++;
	if (rows_end(r, NULL) && named)
		buf_printf(&rd->left->names, "%s\n", code);
	else
		buf_printf(&rd->left->names, "#%" PRId64 "\n", ordinal);
}

typedef bool item_fn(void *user, const struct queue_item *item, struct err *err);

static bool read_one(struct reading *rd, int64_t ordinal, item_fn *fn, void *user, struct err *err)
{
	struct queue_item item = {.json = NULL};
	bool ok = true;
	if (read_content(rd, ordinal, &item)) {
		find_key(rd, ordinal, &item);
		read_state(rd, ordinal, &item);
		ok = fn(user, &item, err);
	} else {
		leave(rd, ordinal);
	}
	queue_item_clear(&item);
	return ok;
}

/* ---- which */

/* Those of the outbox after that one. */
static bool list_queue(struct db *db, int64_t after, int64_t *ordinals, size_t *n)
{
	struct rows *r = db_rows(db, "SELECT ordinal FROM outbox WHERE ordinal > ? ORDER BY ordinal"
		" LIMIT ?", "ii", after, (int64_t)PAGE);
	*n = 0;
	while (*n < PAGE && rows_next(r))
		ordinals[(*n)++] = rows_int(r, 0);
	return rows_end(r, NULL);
}

/* Where the outbox cannot be read to its end: whatever of the rest is not known to be delivered. One
 * too many is harmless, central knows it. */
static bool walk_dossiers(struct reading *rd, int64_t after, item_fn *fn, void *user, struct err *err)
{
	struct db *db = store_db(rd->store);
	int64_t last = 0;
	bool ok = true;
	if (!db_get_int(db, NULL, &last, NULL, "SELECT max(ordinal) FROM dossier", NULL))
		return err_set(err, ERR_DAMAGED, _("Tệp dữ liệu hỏng đến mức không đọc được hồ sơ nào."));
	for (int64_t at = after + 1; ok && at <= last; at++) {
		int64_t delivered = 0;
		bool there = true;
		bool read = db_get_int(db, NULL, &delivered, &there,
			"SELECT delivered_at FROM dossier WHERE ordinal = ?", "i", at);
		if (!read || (there && delivered == 0))
			ok = read_one(rd, at, fn, user, err);
	}
	return ok;
}

static bool walk(struct reading *rd, item_fn *fn, void *user, struct err *err)
{
	int64_t ordinals[PAGE], after = 0;
	size_t n = PAGE;
	bool ok = true;
	while (ok && n == PAGE) {
		if (!list_queue(store_db(rd->store), after, ordinals, &n))
			return walk_dossiers(rd, after, fn, user, err);
		for (size_t i = 0; ok && i < n; i++) {
			after = ordinals[i];
			ok = read_one(rd, after, fn, user, err);
		}
	}
	return ok;
}

bool relay_each(struct store *store, item_fn *fn, void *user, struct relay_left *left,
	struct err *err)
{
	struct reading rd = {.store = store, .left = left};
	*left = (struct relay_left){.n = 0};
	buf_init(&left->names, NAMES_MAX);
	if (!own_keys_list(store, &rd.keys, &rd.n_keys, NULL))
		rd.n_keys = 0;
	bool ok = walk(&rd, fn, user, err);
	if (rd.n_keys)
		free(rd.keys);
	return ok;
}
