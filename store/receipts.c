#include "store/receipts.h"

#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/copies.h"
#include "store/store.h"

#define PAGE 500
#define COLUMNS "SELECT ordinal, sequence, workstation, uuid, code, token, cause, at FROM receipt "

static void read_row(struct rows *r, struct receipt_row *row)
{
	memset(row, 0, sizeof(*row));
	row->ordinal = rows_int(r, 0);
	row->sequence = rows_int(r, 1);
	str_copy(row->workstation, sizeof(row->workstation), rows_text(r, 2));
	str_copy(row->uuid, sizeof(row->uuid), rows_text(r, 3));
	str_copy(row->code, sizeof(row->code), rows_text(r, 4));
	str_copy(row->token, sizeof(row->token), rows_text(r, 5));
	row->cause = (enum receipt_cause)rows_int(r, 6);
	row->at = rows_int(r, 7);
}

/* ---- issuing */

bool receipts_previous(struct store *store, const char *workstation, uint8_t link[8],
	struct err *err)
{
	struct rows *r = db_rows(store_db(store), "SELECT token FROM receipt WHERE workstation = ?"
		" ORDER BY sequence DESC LIMIT 1", "t", workstation);
	memset(link, 0, 8);
	if (rows_next(r))
		receipt_link(rows_text(r, 0), link);
	return rows_end(r, err);
}

bool receipts_add(struct store *store, const struct receipt_row *row, struct err *err)
{
	return db_run(store_db(store), err, "INSERT INTO receipt (workstation, sequence, uuid, code,"
		" token, cause, at) SELECT ?, coalesce(max(sequence), 0) + 1, ?, ?, ?, ?, ? FROM receipt"
		" WHERE workstation = ?", "ttttiit", row->workstation, row->uuid, row->code, row->token,
		(int64_t)row->cause, row->at, row->workstation);
}

/* ---- reading */

bool receipts_find(struct store *store, const char *token, struct receipt_row *out)
{
	struct receipt receipt;
	if (!receipt_parse(token, &receipt, NULL))
		return false;
	struct rows *r = db_rows(store_db(store), COLUMNS "WHERE uuid = ? AND token = ?", "tt",
		receipt.uuid, token);
	bool found = rows_next(r);
	if (found)
		read_row(r, out);
	return rows_end(r, NULL) && found;
}

bool receipts_newest(struct store *store, const char *uuid, struct receipt_row *out, bool *found,
	struct err *err)
{
	struct rows *r = db_rows(store_db(store), COLUMNS "WHERE uuid = ? ORDER BY ordinal DESC LIMIT 1",
		"t", uuid);
	*found = rows_next(r);
	if (*found)
		read_row(r, out);
	return rows_end(r, err);
}

/* Page by page: no statement stays open over what fn does. */
bool receipts_each(struct store *store, bool (*fn)(void *user, const struct receipt_row *row),
	void *user, struct err *err)
{
	struct receipt_row *rows = xcalloc(PAGE, sizeof(*rows));
	int64_t after = 0;
	size_t n = PAGE;
	bool ok = true, go_on = true;
	while (ok && go_on && n == PAGE) {
		struct rows *r = db_rows(store_db(store), COLUMNS "WHERE ordinal > ? ORDER BY ordinal"
			" LIMIT ?", "ii", after, (int64_t)PAGE);
		for (n = 0; n < PAGE && rows_next(r); n++)
			read_row(r, &rows[n]);
		ok = rows_end(r, err);
		for (size_t i = 0; ok && go_on && i < n; i++) {
			go_on = fn(user, &rows[i]);
			after = rows[i].ordinal;
		}
	}
	free(rows);
	return ok;
}

bool receipts_strays(struct store *store, void (*fn)(void *user, const char *code), void *user,
	struct err *err)
{
	struct rows *r = db_rows(store_db(store), "SELECT d.code FROM dossier d JOIN dossier_body b"
		" ON b.ordinal = d.ordinal WHERE b.token IS NOT (SELECT r.token FROM receipt r"
		" WHERE r.uuid = d.uuid ORDER BY r.ordinal DESC LIMIT 1)"
		" AND NOT EXISTS (SELECT 1 FROM relay y WHERE y.ordinal = d.ordinal) ORDER BY d.ordinal", NULL);
	while (rows_next(r))
		fn(user, rows_text(r, 0));
	return rows_end(r, err);
}

bool receipts_gaps(struct store *store, const struct workstation *ws,
	void (*fn)(void *user, const char *before, int64_t most), void *user, struct err *err)
{
	struct db *db = store_db(store);
	int64_t next, last;
	struct rows *r = db_rows(db, "SELECT code, sequence - previous - 1 FROM (SELECT d.ordinal, d.code,"
		" d.sequence, lag(d.sequence, 1, 0) OVER (PARTITION BY d.workstation ORDER BY d.ordinal)"
		" AS previous FROM dossier d WHERE NOT EXISTS (SELECT 1 FROM relay y WHERE y.ordinal = d.ordinal))"
		" WHERE sequence > previous + 1 ORDER BY ordinal", NULL);
	while (rows_next(r))
		fn(user, rows_text(r, 0), rows_int(r, 1));
	if (!rows_end(r, err) || !copies_next_sequence(store, ws, &next, err) ||
		!db_get_int(db, err, &last, NULL, "SELECT coalesce(max(sequence), 0) FROM dossier"
			" WHERE workstation = ?", "t", ws->id))
		return false;
	if (next - 1 > last)
		fn(user, "", next - 1 - last);
	return true;
}

/* ---- keys */

bool own_keys_add(struct store *store, const struct workstation *ws, int64_t now, struct err *err)
{
	struct db *db = store_db(store);
	uint8_t public_key[ED25519_PUBLIC];
	char hex[HEX_SIZE(ED25519_PUBLIC)];
	signing_key_public(ws->key, public_key);
	hex_encode(public_key, sizeof(public_key), hex);
	return db_run(db, err, "UPDATE own_key SET until = ? WHERE until = 0 AND workstation <> ?", "it",
			now, ws->id) &&
		db_run(db, err, "INSERT INTO own_key (workstation, public_key, agency, counter,"
			" public_url, since) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (workstation) DO UPDATE SET"
			" public_key = excluded.public_key, agency = excluded.agency,"
			" counter = excluded.counter, public_url = excluded.public_url, until = 0", "tttiti",
			ws->id, hex, ws->agency, (int64_t)ws->counter, ws->public_url, now);
}

static bool read_key(struct rows *r, struct own_key *k)
{
	*k = (struct own_key){0};
	str_copy(k->workstation, sizeof(k->workstation), rows_text(r, 0));
	str_copy(k->agency, sizeof(k->agency), rows_text(r, 2));
	k->counter = (int)rows_int(r, 3);
	str_copy(k->public_url, sizeof(k->public_url), rows_text(r, 4));
	k->since = rows_int(r, 5);
	k->until = rows_int(r, 6);
	return strlen(rows_text(r, 1)) == 2 * ED25519_PUBLIC &&
		hex_decode(rows_text(r, 1), k->key, sizeof(k->key));
}

bool own_keys_list(struct store *store, struct own_key **out, size_t *n, struct err *err)
{
	size_t room = 0;
	*out = NULL;
	*n = 0;
	struct rows *r = db_rows(store_db(store), "SELECT workstation, public_key, agency, counter,"
		" public_url, since, until FROM own_key ORDER BY since, workstation", NULL);
	while (rows_next(r)) {
		if (*n == room) {
			room = room ? 2 * room : 8;
			*out = xreallocarray(*out, room, sizeof(**out));
		}
		*n += read_key(r, &(*out)[*n]); /* one that cannot be read verifies nothing */
	}
	if (rows_end(r, err))
		return true;
	free(*out);
	*out = NULL;
	*n = 0;
	return false;
}
