#include "tests/harness/store_truth.h"

#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/ed25519.h"
#include "store/dossiers.h"
#include "store/numbers.h"
#include "store/outbox.h"
#include "store/receipts.h"

#define PAGE 1000 /* dossiers_list gives no more at once */

void truth_add(struct truth *truth, const struct told *told)
{
	if (truth->n == truth->room) {
		truth->room = truth->room ? 2 * truth->room : 64;
		truth->list = xreallocarray(truth->list, truth->room, sizeof(*truth->list));
	}
	truth->list[truth->n++] = *told;
}

void truth_told(struct truth *truth, const struct dossier *d, const struct intake_result *r)
{
	struct told t;
	BUG_ON(!str_copy(t.uuid, sizeof(t.uuid), d->uuid));
	BUG_ON(!str_copy(t.code, sizeof(t.code), d->code));
	BUG_ON(!str_copy(t.token, sizeof(t.token), r->token));
	truth_add(truth, &t);
}

bool truth_knows(const struct truth *truth, const char *code)
{
	for (size_t i = 0; i < truth->n; i++)
		if (str_eq(truth->list[i].code, code))
			return true;
	return false;
}

void truth_copy(struct truth *to, const struct truth *from)
{
	to->n = to->room = from->n;
	to->list = xreallocarray(to->list, from->n + 1, sizeof(*to->list));
	if (from->n)
		memcpy(to->list, from->list, from->n * sizeof(*from->list));
}

void truth_clear(struct truth *truth)
{
	free(truth->list);
	*truth = (struct truth){0};
}

/* ---- the checks; each says what it found wrong and returns false */

struct look {
	const struct truth *truth;
	struct store *store;
	struct buf *why;
	struct dossier_list all; /* newest first */
};

static bool wrong(struct look *look, const char *what, const char *which)
{
	buf_printf(look->why, "%s (%s)", what, which);
	return false;
}

/* SQL that must find nothing. */
static const char *const faults[] = {
	"SELECT 'damaged' FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
	"SELECT 'foreign key of ' || \"table\" FROM pragma_foreign_key_check",
	"SELECT 'no content: ' || d.code FROM dossier d LEFT JOIN dossier_body b"
		" ON b.ordinal = d.ordinal WHERE b.ordinal IS NULL",
	"SELECT 'no key: ' || d.code FROM dossier d LEFT JOIN dossier_vault v"
		" ON v.ordinal = d.ordinal WHERE (v.ordinal IS NULL) <> (d.erased_at > 0)",
	"SELECT 'not one first receipt: ' || d.code FROM dossier d WHERE 1 <> (SELECT count(*)"
		" FROM print_job p WHERE p.dossier = d.ordinal AND p.form = '01' AND p.copy = 0)",
	"SELECT 'not in the journal of receipts: ' || d.code FROM dossier d JOIN dossier_body b"
		" ON b.ordinal = d.ordinal WHERE b.token <> coalesce((SELECT r.token FROM receipt r"
		" WHERE r.uuid = d.uuid ORDER BY r.ordinal DESC LIMIT 1), '')",
	"SELECT 'receipt without its dossier: ' || r.code FROM receipt r WHERE r.uuid NOT IN"
		" (SELECT uuid FROM dossier)",
	"SELECT 'waiting and delivered: ' || d.code FROM dossier d WHERE"
		" (d.delivered_at > 0) = (d.ordinal IN (SELECT ordinal FROM outbox))",
};

static bool sql_finds_nothing(struct look *look, const char *sql)
{
	struct err err = ERR_INIT;
	char found[200] = "";
	struct rows *r = db_rows(store_db(look->store), sql, NULL);
	if (rows_next(r))
		str_copy(found, sizeof(found), rows_text(r, 0));
	if (!rows_end(r, &err))
		return wrong(look, err.text, "a check of the database");
	return !*found || wrong(look, found, "the database");
}

static bool content_is_whole(struct look *look, const struct dossier_row *row, const char *json,
	const struct dossier *d, const char *token, uint8_t link[8])
{
	struct receipt receipt;
	uint8_t hash[SHA256_SIZE];
	sha256(json, strlen(json), hash);
	if (!receipt_parse(token, &receipt, NULL))
		return wrong(look, "the receipt cannot be read", row->code);
	if (memcmp(receipt.content_hash, hash, sizeof(receipt.content_hash)) != 0)
		return wrong(look, "the receipt vouches for another content", row->code);
	if (!str_eq(receipt.uuid, d->uuid) || !str_eq(d->code, row->code))
		return wrong(look, "the content is another dossier's", row->code);
	if (memcmp(receipt.previous, link, sizeof(receipt.previous)) != 0)
		return wrong(look, "the chain of receipts is broken", row->code);
	receipt_link(token, link);
	return true;
}

/* Its receipt still is in the chain. */
static bool erased_is_proven(struct look *look, const struct dossier_row *row, uint8_t link[8])
{
	struct receipt_row journal;
	struct receipt receipt;
	bool found = false;
	if (!receipts_newest(look->store, row->uuid, &journal, &found, NULL) || !found ||
		!receipt_parse(journal.token, &receipt, NULL))
		return wrong(look, "erased, and its receipt with it", row->code);
	if (row->delivery != DELIVERY_DELIVERED)
		return wrong(look, "erased before central had it", row->code);
	if (memcmp(receipt.previous, link, sizeof(receipt.previous)) != 0)
		return wrong(look, "the chain of receipts is broken", row->code);
	receipt_link(journal.token, link);
	return true;
}

static bool dossier_is_whole(struct look *look, const struct dossier_row *row, int64_t sequence,
	uint8_t link[8])
{
	if (row->erased)
		return erased_is_proven(look, row, link);
	struct err err = ERR_INIT;
	struct dossier d;
	char token[RECEIPT_TOKEN_SIZE];
	bool ok = dossiers_load(look->store, row->uuid, &d, token, NULL, &err);
	char *json = ok ? dossiers_json(look->store, row->uuid, &err) : NULL;
	if (!json)
		ok = wrong(look, err.text, row->code);
	ok = ok && content_is_whole(look, row, json, &d, token, link);
	if (ok && d.sequence != sequence)
		ok = wrong(look, "the row of sequences has a gap", row->code);
	free(json);
	dossier_clear(&d);
	return ok;
}

static bool dossiers_are_whole(struct look *look)
{
	uint8_t link[8] = {0};
	for (size_t i = look->all.n; i-- > 0;)
		if (!dossier_is_whole(look, &look->all.rows[i], (int64_t)(look->all.n - i), link))
			return false;
	return true;
}

/* The content of what waits, one by one; *n: how many do. */
static bool waiting_is_whole(struct look *look, size_t *n)
{
	struct err err = ERR_INIT;
	struct outbox_item item;
	size_t got = 0;
	int64_t after = 0;
	for (*n = 0; outbox_next(look->store, after, &item, 1, &got, &err) && got; (*n)++) {
		uint8_t hash[SHA256_SIZE];
		char hex[HEX_SIZE(SHA256_SIZE)];
		sha256(item.json, item.json_len, hash);
		hex_encode(hash, sizeof(hash), hex);
		bool same = str_eq(hex, item.sha256) || wrong(look, "another content waits", item.code);
		after = item.sequence;
		outbox_item_clear(&item);
		if (!same)
			return false;
	}
	return err.kind == ERR_NONE || wrong(look, err.text, "the queue");
}

static bool queue_is_whole(struct look *look)
{
	struct outbox_counts counts;
	size_t waiting, expected = 0;
	for (size_t i = 0; i < look->all.n; i++)
		expected += look->all.rows[i].delivery == DELIVERY_WAITING;
	if (!waiting_is_whole(look, &waiting) || !outbox_counts(look->store, &counts, NULL))
		return false;
	return (waiting == expected && counts.waiting == (int64_t)waiting) ||
		wrong(look, "what waits is not what was not delivered", "the queue");
}

/* As many numbers are gone from the blocks as there are dossiers; no code is there twice. */
static bool numbers_are_true(struct look *look, struct date day)
{
	struct number_stock stock;
	struct err err = ERR_INIT;
	if (!numbers_stock(look->store, day, &stock, &err))
		return wrong(look, err.text, "the numbers");
	return stock.total - stock.left == (int64_t)look->all.n ||
		wrong(look, "numbers were spent on nothing, or twice", "the numbers");
}

static bool told_is_there(struct look *look, const struct told *t)
{
	struct err err = ERR_INIT;
	struct dossier d;
	struct dossier_row row = {.erased = false};
	char token[RECEIPT_TOKEN_SIZE];
	bool ok = dossiers_load(look->store, t->code, &d, token, &row, &err) || row.erased;
	if (!ok)
		wrong(look, "told as saved and not there", t->code);
	else if (!str_eq(row.uuid, t->uuid) || !str_eq(token, t->token))
		ok = wrong(look, "the number was given to two dossiers", t->code);
	dossier_clear(&d);
	return ok;
}

static bool all_hold(struct look *look, struct date day)
{
	for (size_t i = 0; i < ARRAY_LEN(faults); i++)
		if (!sql_finds_nothing(look, faults[i]))
			return false;
	for (size_t i = 0; i < look->truth->n; i++)
		if (!told_is_there(look, &look->truth->list[i]))
			return false;
	return dossiers_are_whole(look) && queue_is_whole(look) && numbers_are_true(look, day);
}

/* All of them, newest first. */
static bool list_all(struct look *look, struct err *err)
{
	struct dossier_list *all = &look->all, page;
	do {
		if (!dossiers_list(look->store, NULL, (int64_t)all->n, PAGE, &page, err))
			return false;
		all->rows = xreallocarray(all->rows, all->n + page.n + 1, sizeof(*all->rows));
		memcpy(all->rows + all->n, page.rows, page.n * sizeof(*page.rows));
		all->n += page.n;
		all->total = page.n ? page.total : (int64_t)all->n;
		dossier_list_clear(&page);
	} while ((int64_t)all->n < all->total);
	return true;
}

bool truth_holds(const struct truth *truth, struct store *store, struct date day, struct buf *why)
{
	struct look look = {.truth = truth, .store = store, .why = why};
	struct err err = ERR_INIT;
	bool ok = list_all(&look, &err) ? all_hold(&look, day) : wrong(&look, err.text, "the list");
	dossier_list_clear(&look.all);
	return ok;
}
