#include "store/receipt_trust.h"

#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/date.h"
#include "store/receipts.h"
#include "store/store.h"

static void add_key(struct trust_store *t, const struct receipt_key *key)
{
	for (size_t i = 0; i < t->trust.n_keys; i++)
		if (memcmp(t->keys[i].key, key->key, ED25519_PUBLIC) == 0)
			return;
	if (t->trust.n_keys == t->keys_room) {
		t->keys_room = t->keys_room ? 2 * t->keys_room : 16;
		t->keys = xreallocarray(t->keys, t->keys_room, sizeof(*t->keys));
	}
	struct receipt_key *k = &t->keys[t->trust.n_keys++];
	*k = *key;
	ed25519_key_id(k->key, k->id);
	t->trust.keys = t->keys;
}

static void add_origin(struct trust_store *t, const char *url)
{
	char origin[ORIGIN_SIZE];
	if (!url_origin(url, origin))
		return;
	for (size_t i = 0; i < t->trust.n_origins; i++)
		if (str_eq(t->origins[i], origin))
			return;
	if (t->trust.n_origins == t->origins_room) {
		t->origins_room = t->origins_room ? 2 * t->origins_room : 4;
		t->origins = xreallocarray(t->origins, t->origins_room, sizeof(*t->origins));
	}
	memcpy(t->origins[t->trust.n_origins++], origin, sizeof(origin));
	t->trust.origins = (const char (*)[ORIGIN_SIZE])t->origins;
}

static bool add_own(struct trust_store *t, struct store *store, const struct workstation *ws,
	struct err *err)
{
	struct receipt_key now = {.counter = ws->counter, .own = true};
	struct own_key *own;
	size_t n;
	signing_key_public(ws->key, now.key);
	str_copy(now.workstation, sizeof(now.workstation), ws->id);
	str_copy(now.agency, sizeof(now.agency), ws->agency);
	add_key(t, &now);
	add_origin(t, ws->public_url);
	if (!own_keys_list(store, &own, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct receipt_key k = {.counter = own[i].counter, .own = true, .since = own[i].since,
			.until = own[i].until};
		memcpy(k.key, own[i].key, sizeof(k.key));
		str_copy(k.workstation, sizeof(k.workstation), own[i].workstation);
		str_copy(k.agency, sizeof(k.agency), own[i].agency);
		add_key(t, &k);
		add_origin(t, own[i].public_url);
	}
	free(own);
	return true;
}

/* A row that is not as agreed verifies nothing and is passed over. */
static void add_row(struct trust_store *t, struct rows *r)
{
	struct receipt_key k = {.counter = (int)rows_int(r, 3)};
	const char *key = rows_text(r, 2);
	size_t len = 0;
	if (!b64url_decode(key, strlen(key), k.key, sizeof(k.key), &len) || len != sizeof(k.key) ||
		!str_copy(k.workstation, sizeof(k.workstation), rows_text(r, 0)) ||
		!str_copy(k.agency, sizeof(k.agency), rows_text(r, 1)))
		return;
	if (!instant_parse(rows_text(r, 4), &k.since))
		k.since = 0;
	if (!instant_parse(rows_text(r, 5), &k.until))
		k.until = 0;
	add_key(t, &k);
}

static bool add_catalogue(struct trust_store *t, struct store *store, const char *agency,
	struct err *err)
{
	struct rows *r = db_rows(store_db(store), "SELECT id, json_extract(body, '$.agency'),"
		" json_extract(body, '$.public_key'), json_extract(body, '$.counter'),"
		" json_extract(body, '$.since'), json_extract(body, '$.until') FROM catalogue_item"
		" WHERE kind = 'workstation' AND json_extract(body, '$.agency') = ? ORDER BY id", "t", agency);
	while (rows_next(r))
		add_row(t, r);
	return rows_end(r, err);
}

bool trust_load(struct store *store, const struct workstation *ws, struct trust_store *out,
	struct err *err)
{
	*out = (struct trust_store){.trust = {.agency = ws->agency}};
	return add_own(out, store, ws, err) && add_catalogue(out, store, ws->agency, err);
}

void trust_clear(struct trust_store *t)
{
	free(t->keys);
	free(t->origins);
	*t = (struct trust_store){.trust = {.agency = ""}};
}
