/* Taking in what another workstation exported. */
#include "store/relay.h"

#include <string.h>
#include "base/str.h"
#include "core/problem.h"
#include "core/status.h"
#include "i18n/lang.h"
#include "store/content.h"
#include "store/outbox_words.h"
#include "store/room.h"
#include "store/store.h"

bool relay_begin(struct relay_in *in, struct store *store, const struct workstation *ws, int64_t now,
	struct err *err)
{
	*in = (struct relay_in){.store = store, .ws = ws, .now = now};
	return store_room_for_intake(store, err) && db_begin(store_db(store), err);
}

/* ---- is it here */

static bool find_same(struct relay_in *in, const struct queue_item *item, bool *here, struct err *err)
{
	struct rows *r = db_rows(store_db(in->store), "SELECT b.sha256 FROM dossier d"
		" LEFT JOIN dossier_body b ON b.ordinal = d.ordinal WHERE d.uuid = ?", "t", item->uuid);
	*here = rows_next(r);
	bool same = *here && str_eq(rows_text(r, 0), item->sha256);
	if (!rows_end(r, err))
		return false;
	return !*here || same || err_set(err, ERR_DATA, _("Máy này đã có hồ sơ %s với nội dung khác. Hãy "
		"gửi hồ sơ đó từ máy đã tiếp nhận."), item->code);
}

static bool code_is_free(struct relay_in *in, const struct queue_item *item, struct err *err)
{
	int64_t one;
	bool taken;
	return db_get_int(store_db(in->store), err, &one, &taken, "SELECT 1 FROM dossier WHERE code = ?",
			"t", item->code) &&
		(!taken || err_set(err, ERR_DATA, _("Máy này đã có một hồ sơ khác mang số %s. Hãy gửi hồ sơ đó "
			"từ máy đã tiếp nhận."), item->code));
}

/* ---- putting it in */

static bool insert_dossier(struct relay_in *in, const struct queue_item *item,
	const struct dossier *d, int64_t ordinal, struct err *err)
{
	struct db *db = store_db(in->store);
	return db_run(db, err, "INSERT INTO dossier (ordinal, uuid, code, workstation, sequence,"
		" procedure_code, procedure, received_at, due_at, status)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", "itttittiii", ordinal, d->uuid, d->code,
		d->workstation, d->sequence, d->procedure_code, d->procedure_name, d->received_at,
		d->due_at, (int64_t)STATUS_RECEIVED) &&
		content_write(in->store, ordinal, d, &(struct content){.json = item->json,
			.len = item->json_len, .sha256 = item->sha256, .token = item->token}, err) &&
		db_run(db, err, "INSERT INTO relay (ordinal, counter, key, imported_at)"
			" VALUES (?, ?, ?, ?)", "iiti", ordinal, (int64_t)item->counter, item->key, in->now);
}

/* What was said of it, as it was said. */
static bool insert_words(struct relay_in *in, const struct queue_item *item, int64_t ordinal,
	struct err *err)
{
	struct problem why;
	if (!item->rejected)
		return !item->reason[0] ||
			outbox_words_note(in->store, ordinal, item->reason, item->last_at, err);
	if (!item->problem || !problem_from_json(&why, item->problem, strlen(item->problem))) {
		why = (struct problem){.type = "unknown"};
		str_copy(why.detail, sizeof(why.detail), item->reason);
	}
	return outbox_words_refuse(in->store, ordinal, &why, false, item->last_at, err);
}

static bool insert_outbox(struct relay_in *in, const struct queue_item *item, int64_t ordinal,
	struct err *err)
{
	struct db *db = store_db(in->store);
	return db_run(db, err, "INSERT INTO outbox (ordinal) VALUES (?)", "i", ordinal) &&
		insert_words(in, item, ordinal, err) &&
		db_run(db, err, "UPDATE outbox SET attempts = ?, last_at = ? WHERE ordinal = ?", "iii",
			item->attempts, item->last_at, ordinal);
}

/* One of our own comes back to a database older than itself: its number is not given out again. (Of
 * fallback numbers the mark beside the key knows the highest: store/mark.h.) */
static bool use_number(struct relay_in *in, const struct dossier *d, struct err *err)
{
	const char *tail = strrchr(d->code, '-');
	int64_t n;
	if (!str_eq(d->workstation, in->ws->id) || !tail || !str_to_int(tail + 1, 1, INT32_MAX, &n))
		return true;
	return db_run(store_db(in->store), err, "UPDATE number_block SET next = ? WHERE id = ?"
		" AND day <> '' AND next <= ? AND first <= ? AND last >= ?", "itiii", n + 1, d->block, n, n,
		n);
}

bool relay_take(struct relay_in *in, const struct queue_item *item, const struct dossier *d,
	struct err *err)
{
	int64_t ordinal = 1;
	bool here;
	if (!find_same(in, item, &here, err))
		return false;
	if (here) {
		in->known++;
		return true;
	}
	bool ok = code_is_free(in, item, err) && db_get_int(store_db(in->store), err, &ordinal, NULL,
			"SELECT coalesce(max(ordinal), 0) + 1 FROM dossier", NULL) &&
		insert_dossier(in, item, d, ordinal, err) && insert_outbox(in, item, ordinal, err) &&
		use_number(in, d, err);
	in->added += ok;
	return ok;
}

bool relay_end(struct relay_in *in, bool ok, struct err *err)
{
	return db_finish(store_db(in->store), ok, err);
}
