#include "tests/harness/soak_records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "store/outbox.h"
#include "store/store.h"
#include "store/workstation.h"

#define PAGE 200

void check_wrong(struct check *c, const char *what, const char *which, int counter)
{
	if (c->v->wrong++ < 40)
		buf_printf(&c->v->why, "  %s: %s (counter %d)\n", what, which, counter);
}

/* ---- the stores */

static struct record *add_record(struct check *c)
{
	if (c->n == c->room) {
		c->room = c->room ? c->room * 2 : 1024;
		c->records = xreallocarray(c->records, c->room, sizeof(*c->records));
	}
	c->records[c->n] = (struct record){.sequence = 0};
	return &c->records[c->n++];
}

static void read_dossier(struct check *c, struct store *store, const struct dossier_row *row, int counter)
{
	struct err err = ERR_INIT;
	struct dossier d;
	struct record *r = add_record(c);
	uint8_t hash[SHA256_SIZE];
	str_copy(r->uuid, sizeof(r->uuid), row->uuid);
	str_copy(r->code, sizeof(r->code), row->code);
	r->counter = counter;
	r->delivery = row->delivery;
	bool ok = dossiers_load(store, row->uuid, &d, r->token, NULL, &err);
	char *json = ok ? dossiers_json(store, row->uuid, &err) : NULL;
	if (json) {
		sha256(json, strlen(json), hash);
		hex_encode(hash, sizeof(hash), r->sha256);
		r->sequence = d.sequence;
	} else {
		check_wrong(c, "a dossier cannot be read", err.text, counter);
	}
	free(json);
	dossier_clear(&d);
}

static void read_dossiers(struct check *c, struct store *store, int counter)
{
	struct err err = ERR_INIT;
	struct dossier_list page;
	int64_t at = 0, total = 1;
	while (at < total) {
		if (!dossiers_list(store, NULL, at, PAGE, &page, &err)) {
			check_wrong(c, "the list cannot be read", err.text, counter);
			return;
		}
		for (size_t i = 0; i < page.n; i++)
			read_dossier(c, store, &page.rows[i], counter);
		at += PAGE;
		total = page.n ? page.total : 0;
		dossier_list_clear(&page);
	}
}

static int by_uuid(const void *a, const void *b)
{
	return strcmp(a, b); /* a UUID stands first in records and rows */
}

struct record *check_find(struct check *c, const char *uuid)
{
	return c->n ? bsearch(uuid, c->records, c->n, sizeof(*c->records), by_uuid) : NULL;
}

/* Rejected ones need a word for the officer; and what the queue shows is what the dossiers say. */
static void read_queue(struct check *c, struct store *store, int counter)
{
	struct err err = ERR_INIT;
	int64_t offset = 0, total = 1;
	while (offset < total) {
		struct outbox_row *rows;
		size_t n;
		if (!outbox_list(store, offset, PAGE, &rows, &n, &total, &err)) {
			check_wrong(c, "the queue cannot be read", err.text, counter);
			return;
		}
		for (size_t i = 0; i < n; i++) {
			struct record *r = check_find(c, rows[i].uuid);
			if (!r || (r->delivery == DELIVERY_REJECTED) != rows[i].rejected)
				check_wrong(c, "the queue and the dossiers disagree", rows[i].code, counter);
			else
				r->reason = rows[i].reason[0] || rows[i].problem.title[0];
		}
		free(rows);
		offset += PAGE;
	}
}

/* One link after the other, from the first receipt on. */
static int by_sequence(const void *a, const void *b)
{
	const struct record *x = a, *y = b;
	if (x->counter != y->counter)
		return x->counter < y->counter ? -1 : 1;
	return (x->sequence > y->sequence) - (x->sequence < y->sequence);
}

static void check_chain(struct check *c, size_t from, size_t to, const struct signing_key *key)
{
	uint8_t link[8] = {0}, public_key[ED25519_PUBLIC];
	struct receipt receipt;
	struct err err = ERR_INIT;
	signing_key_public(key, public_key);
	for (size_t i = from; i < to; i++) {
		const struct record *r = &c->records[i];
		if (r->sequence != (int64_t)(i - from) + 1)
			check_wrong(c, "the row of receipts has a gap", r->code, r->counter);
		if (!receipt_verify(r->token, r->code, public_key, &receipt, &err))
			check_wrong(c, "a receipt does not verify", r->code, r->counter);
		else if (memcmp(receipt.previous, link, sizeof(link)) != 0)
			check_wrong(c, "the chain of receipts is broken", r->code, r->counter);
		receipt_link(r->token, link);
		c->v->links++;
	}
}

static struct store *open_store(struct check *c, const struct soak_counter *counter, const char *file,
	struct err *err)
{
	char path[200];
	struct store *store = NULL;
	snprintf(path, sizeof(path), "%s/data/%s", counter->dir, file);
	if (!store_open(&store, path, err))
		check_wrong(c, "the store cannot be opened", err->text, counter->number);
	return store;
}

static void read_counter(struct check *c, const struct soak_counter *counter)
{
	struct err err = ERR_INIT;
	struct workstation ws = {.id = ""};
	char key[200];
	size_t from = c->n;
	struct store *store = open_store(c, counter, "motcua.db", &err);
	if (!store)
		return;
	snprintf(key, sizeof(key), "%s/data/workstation.key", counter->dir);
	read_dossiers(c, store, counter->number);
	qsort(c->records + from, c->n - from, sizeof(*c->records), by_sequence);
	if (workstation_load(&ws, store, key, &err))
		check_chain(c, from, c->n, ws.key);
	else
		check_wrong(c, "the workstation is not enrolled any more", err.text, counter->number);
	workstation_clear(&ws);
	store_close(store);
}

/* Again, once the records lie in order of their UUID. */
static void read_reasons(struct check *c, const struct soak_counter *counter)
{
	struct err err = ERR_INIT;
	struct store *store = open_store(c, counter, "motcua.db", &err);
	if (store)
		read_queue(c, store, counter->number);
	store_close(store);
}

void check_read_counters(struct check *c, const struct soak_counter *counters, size_t n)
{
	for (size_t i = 0; i < n; i++)
		read_counter(c, &counters[i]);
	if (c->n)
		qsort(c->records, c->n, sizeof(*c->records), by_uuid);
	for (size_t i = 1; i < c->n; i++)
		if (str_eq(c->records[i - 1].uuid, c->records[i].uuid))
			check_wrong(c, "one UUID stands for two", c->records[i].code, c->records[i].counter);
	for (size_t i = 0; i < n; i++)
		read_reasons(c, &counters[i]);
}

/* ---- central */

void check_read_central(struct check *c, const char *url)
{
	struct err err = ERR_INIT;
	struct db *db = NULL;
	size_t room = 0;
	if (!db_open(&db, url, DB_READONLY, &err)) {
		check_wrong(c, "central's database cannot be opened", err.text, -1);
		return;
	}
	struct rows *r = db_rows(db, "SELECT uuid, code, sha256, clash FROM dossiers ORDER BY uuid", NULL);
	while (rows_next(r)) {
		if (c->n_rows == room) {
			room = room ? room * 2 : 1024;
			c->rows = xreallocarray(c->rows, room, sizeof(*c->rows));
		}
		struct row *row = &c->rows[c->n_rows++];
		*row = (struct row){.clash = rows_int(r, 3) != 0};
		str_copy(row->uuid, sizeof(row->uuid), rows_text(r, 0));
		str_copy(row->code, sizeof(row->code), rows_text(r, 1));
		str_copy(row->sha256, sizeof(row->sha256), rows_text(r, 2));
	}
	if (!rows_end(r, &err))
		check_wrong(c, "central's dossiers cannot be read", err.text, -1);
	db_close(db);
}
