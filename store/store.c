#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/clock_store.h"
#include "store/room.h"
#include "store/scrub.h"
#include "store/search_index.h"
#include "store/upgrade.h"
#include "store/vault.h"

struct store {
	struct db *db;
	char *path;
	struct vault *vault;
	struct search_index *search;
	bool gave_room; /* to open it, see room.h */
};

static bool open_db(struct db **db, const char *path, struct err *err)
{
	char *dir = fs_dir(path);
	bool ok = fs_mkdirs(dir, 0700, err);
	free(dir);
	if (!ok)
		return false;
	char *url = xasprintf("sqlite:%s", path);
	ok = db_open(db, url, DB_CREATE, err);
	free(url);
	return ok;
}

/* The key is looked at before anything is changed. On failure *db may be closed, and is NULL then. */
static bool prepare(struct db **db, struct vault *vault, const char *path, struct err *err)
{
	return vault_check(vault, *db, err) && store_upgrade(db, path, vault, err) &&
		db_expect(*db, "SELECT count(*) FROM outbox WHERE 1 = 0", path, err) &&
		vault_unlock(vault, *db, err);
}

bool store_open_with(struct store **store, const char *path, const char *vault_file,
	struct err *err)
{
	struct db *db;
	bool gave_room = store_room_to_open(path);
	if (!open_db(&db, path, err))
		return false;
	struct vault *vault = vault_new(vault_file);
	if (!prepare(&db, vault, path, err)) {
		vault_free(vault);
		db_close(db);
		return false;
	}
	*store = xcalloc(1, sizeof(**store));
	**store = (struct store){.db = db, .path = xstrdup(path), .vault = vault,
		.search = search_index_new(), .gave_room = gave_room};
	store_scrub(*store);
	clock_store_load(*store);
	return true;
}

bool store_open_beside(struct store **out, const struct store *store, struct err *err)
{
	struct db *db;
	char *url = xasprintf("sqlite:%s", store->path);
	bool ok = db_open(&db, url, DB_READONLY, err);
	free(url);
	if (!ok)
		return false;
	struct vault *vault = vault_new(vault_file(store->vault));
	if (!vault_check(vault, db, err) || !vault_unlock(vault, db, err)) {
		vault_free(vault);
		db_close(db);
		return false;
	}
	*out = xcalloc(1, sizeof(**out));
	**out = (struct store){.db = db, .path = xstrdup(store->path), .vault = vault,
		.search = search_index_new()};
	return true;
}

bool store_open(struct store **store, const char *path, struct err *err)
{
	char *dir = fs_dir(path), *file = fs_join(dir, "vault.key");
	bool ok = store_open_with(store, path, file, err);
	free(dir);
	free(file);
	return ok;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	db_close(store->db);
	search_index_free(store->search);
	vault_free(store->vault);
	if (store->gave_room)
		store_room_closed(store->path);
	free(store->path);
	free(store);
}

struct vault *store_vault(struct store *store)
{
	return store->vault;
}

struct search_index *store_search(struct store *store)
{
	return store->search;
}

struct db *store_db(struct store *store)
{
	return store->db;
}

const char *store_path(const struct store *store)
{
	return store->path;
}

bool store_meta_set(struct store *store, const char *key, const char *value, struct err *err)
{
	return db_run(store->db, err,
		"INSERT INTO meta (key, value) VALUES (?, ?)"
		" ON CONFLICT (key) DO UPDATE SET value = excluded.value", "tt", key, value);
}

bool store_meta_read(struct store *store, const char *key, char **value, struct err *err)
{
	struct rows *r = db_rows(store->db, "SELECT value FROM meta WHERE key = ?", "t", key);
	*value = rows_next(r) ? xstrdup(rows_text(r, 0)) : NULL;
	if (rows_end(r, err))
		return true;
	free(*value);
	*value = NULL;
	return false;
}

char *store_meta_get(struct store *store, const char *key)
{
	char *value;
	return store_meta_read(store, key, &value, NULL) ? value : NULL;
}

int64_t store_meta_int(struct store *store, const char *key, int64_t fallback)
{
	char *value = store_meta_get(store, key);
	int64_t n = fallback;
	if (value && !str_to_int(value, INT64_MIN, INT64_MAX, &n))
		n = fallback;
	free(value);
	return n;
}

bool store_meta_set_int(struct store *store, const char *key, int64_t value, struct err *err)
{
	char text[24];
	snprintf(text, sizeof(text), "%lld", (long long)value);
	return store_meta_set(store, key, text, err);
}
