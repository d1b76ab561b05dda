#include "store/vault.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "i18n/lang.h"
#include "store/store.h"

#define NAME_MAX_BYTES 200 /* of table and row together */
#define STORE_KEY "store"  /* its name in vault_key */

/* Both keys lie in a page of their own that is kept out of swap and core dumps where that is allowed. */
struct page {
	uint8_t workstation[SEAL_KEY], store[SEAL_KEY];
};

struct vault {
	char *file;
	struct seal *seal;
	struct page *page;
	struct vault_key key; /* its bytes in page */
	bool loaded, unlocked;
};

/* ---- the keys' page */

static struct page *page_new(void)
{
	struct page *page = mmap(NULL, sizeof(*page), PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	BUG_ON(page == MAP_FAILED);
	(void)mlock(page, sizeof(*page)); /* a process may be allowed none */
	(void)madvise(page, sizeof(*page), MADV_DONTDUMP);
	return page;
}

struct vault *vault_new(const char *file)
{
	struct vault *vault = xcalloc(1, sizeof(*vault));
	vault->file = xstrdup(file);
	vault->seal = seal_new();
	vault->page = page_new();
	vault->key.bytes = vault->page->workstation;
	return vault;
}

void vault_free(struct vault *vault)
{
	if (!vault)
		return;
	seal_wipe(vault->page, sizeof(*vault->page));
	munmap(vault->page, sizeof(*vault->page));
	seal_free(vault->seal);
	free(vault->file);
	free(vault);
}

enum vault_place vault_place(const struct vault *vault)
{
	return vault->key.place;
}

const char *vault_file(const struct vault *vault)
{
	return vault->file;
}

/* ---- sealing: what it is goes in as "table", 0, "row" */

struct name {
	char bytes[NAME_MAX_BYTES];
	size_t len;
};

static void name_set(struct name *name, const char *table, const char *row)
{
	size_t n = strlen(table) + 1, m = strlen(row);
	BUG_ON(n + m > sizeof(name->bytes));
	memcpy(name->bytes, table, n);
	memcpy(name->bytes + n, row, m);
	name->len = n + m;
}

static bool close_to(struct vault *vault, const uint8_t *key, const struct name *name,
	const void *text, size_t len, struct buf *out)
{
	uint8_t *bytes = xmalloc(len + SEAL_OVERHEAD);
	seal_close(vault->seal, key, name->bytes, name->len, text, len, bytes);
	buf_reset(out);
	bool ok = buf_add(out, bytes, len + SEAL_OVERHEAD);
	free(bytes);
	return ok;
}

static bool open_to(struct vault *vault, const uint8_t *key, const struct name *name,
	const void *sealed, size_t len, struct buf *out)
{
	buf_reset(out);
	if (!sealed || len < SEAL_OVERHEAD)
		return false;
	size_t text_len = len - SEAL_OVERHEAD;
	uint8_t *text = xmalloc(text_len + 1);
	bool ok = seal_open(vault->seal, key, name->bytes, name->len, sealed, len, text) &&
		buf_add(out, text, text_len);
	seal_wipe(text, text_len);
	free(text);
	return ok;
}

bool vault_seal_in(struct vault *vault, const char *table, const char *row, const void *text,
	size_t len, struct buf *out)
{
	struct name name;
	BUG_ON(!vault->unlocked);
	name_set(&name, table, row);
	return close_to(vault, vault->page->store, &name, text, len, out);
}

bool vault_seal(struct store *store, const char *table, const char *row, const void *text,
	size_t len, struct buf *out)
{
	return vault_seal_in(store_vault(store), table, row, text, len, out);
}

bool vault_open(struct store *store, const char *table, const char *row, const void *sealed,
	size_t len, struct buf *out)
{
	struct vault *vault = store_vault(store);
	struct name name;
	name_set(&name, table, row);
	return open_to(vault, vault->page->store, &name, sealed, len, out);
}

/* ---- a dossier's key */

void vault_box_new_in(struct vault_box *box, struct vault *vault, const char *uuid,
	uint8_t wrapped[VAULT_WRAPPED])
{
	struct name name;
	box->vault = vault;
	str_copy(box->uuid, sizeof(box->uuid), uuid);
	random_bytes(box->key, sizeof(box->key));
	name_set(&name, "dossier_key", uuid);
	seal_close(vault->seal, vault->page->workstation, name.bytes, name.len, box->key,
		sizeof(box->key), wrapped);
}

void vault_box_new(struct vault_box *box, struct store *store, const char *uuid,
	uint8_t wrapped[VAULT_WRAPPED])
{
	vault_box_new_in(box, store_vault(store), uuid, wrapped);
}

bool vault_box_open(struct vault_box *box, struct store *store, const char *uuid,
	const void *wrapped, size_t len)
{
	struct name name;
	*box = (struct vault_box){.vault = store_vault(store)};
	if (!wrapped || len != VAULT_WRAPPED || !str_copy(box->uuid, sizeof(box->uuid), uuid))
		return false;
	name_set(&name, "dossier_key", uuid);
	return seal_open(box->vault->seal, box->vault->page->workstation, name.bytes, name.len, wrapped,
		len, box->key);
}

bool vault_box_seal(struct vault_box *box, const char *table, const void *text, size_t len,
	struct buf *out)
{
	struct name name;
	name_set(&name, table, box->uuid);
	return close_to(box->vault, box->key, &name, text, len, out);
}

bool vault_box_unseal(struct vault_box *box, const char *table, const void *sealed, size_t len,
	struct buf *out)
{
	struct name name;
	name_set(&name, table, box->uuid);
	return open_to(box->vault, box->key, &name, sealed, len, out);
}

void vault_box_clear(struct vault_box *box)
{
	seal_wipe(box->key, sizeof(box->key));
}

/* ---- the store's key and whose it is */

static bool foreign(struct vault *vault, struct err *err)
{
	char *path = vault_key_path(vault->file, vault->key.place);
	err_set(err, ERR_CONFIG, _("Khóa dữ liệu trong %s không phải khóa đã niêm phong cơ sở dữ liệu này, "
		"nên không đọc được hồ sơ đã lưu. Dữ liệu còn nguyên, chưa có gì bị thay đổi. Hãy đặt lại đúng "
		"khóa của máy đã tạo ra cơ sở dữ liệu."), path);
	free(path);
	return false;
}

static bool read_id(struct db *db, char id[VAULT_KEY_ID_SIZE], bool *there, struct err *err)
{
	int64_t tables = 0;
	*there = false;
	if (!db_get_int(db, err, &tables, NULL,
		"SELECT count(*) FROM sqlite_master WHERE name = 'vault_key'", NULL))
		return false;
	if (!tables)
		return true;
	struct rows *r = db_rows(db, "SELECT workstation FROM vault_key WHERE name = '" STORE_KEY "'", NULL);
	*there = rows_next(r) && str_copy(id, VAULT_KEY_ID_SIZE, rows_text(r, 0));
	return rows_end(r, err);
}

bool vault_check(struct vault *vault, struct db *db, struct err *err)
{
	char id[VAULT_KEY_ID_SIZE];
	bool sealed;
	if (!read_id(db, id, &sealed, err))
		return false;
	if (!sealed)
		return true;
	if (!vault_key_load(&vault->key, vault->file, err))
		return false;
	vault->loaded = true;
	return str_eq(id, vault->key.id) || foreign(vault, err);
}

bool vault_begin(struct vault *vault, struct db *db, struct err *err)
{
	uint8_t wrapped[VAULT_WRAPPED];
	struct name name;
	if (!vault->loaded && !vault_key_load_or_make(&vault->key, vault->file, err))
		return false;
	vault->loaded = vault->unlocked = true;
	random_bytes(vault->page->store, SEAL_KEY);
	name_set(&name, "vault_key", STORE_KEY);
	seal_close(vault->seal, vault->page->workstation, name.bytes, name.len, vault->page->store,
		SEAL_KEY, wrapped);
	return db_run(db, err, "INSERT INTO vault_key (name, workstation, wrapped) VALUES (?, ?, ?)",
		"ttb", STORE_KEY, vault->key.id, (const void *)wrapped, sizeof(wrapped));
}

static bool unwrap(struct vault *vault, struct db *db, bool *ok, struct err *err)
{
	struct name name;
	size_t len;
	name_set(&name, "vault_key", STORE_KEY);
	struct rows *r = db_rows(db, "SELECT wrapped FROM vault_key WHERE name = '" STORE_KEY "'", NULL);
	*ok = false;
	if (rows_next(r)) {
		const void *wrapped = rows_blob(r, 0, &len);
		*ok = wrapped && len == VAULT_WRAPPED && seal_open(vault->seal, vault->page->workstation,
			name.bytes, name.len, wrapped, len, vault->page->store);
	}
	return rows_end(r, err);
}

bool vault_unlock(struct vault *vault, struct db *db, struct err *err)
{
	bool ok;
	if ((!vault->loaded && !vault_check(vault, db, err)) || !unwrap(vault, db, &ok, err))
		return false;
	vault->unlocked = ok;
	return ok || err_set(err, ERR_DISK, _("Phần khóa nằm trong tệp dữ liệu bị hỏng; tệp được giữ nguyên. "
		"Hãy ngừng tiếp nhận trên máy này và báo quản trị viên khôi phục từ bản sao lưu."));
}
