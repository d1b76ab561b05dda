#include "store/workstation.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "i18n/lang.h"
#include "store/receipts.h"
#include "store/copies.h"
#include "store/mark.h"
#include "store/store.h"

#define COUNTER_KEY "workstation.counter"
#define SERVER_KEY "workstation.server_key"
#define PUBLIC_KEY "workstation.public_key"

/* The text members, by the name each is stored under. */
static const struct {
	const char *key;
	size_t offset, size;
	bool required;
} members[] = {
	{"workstation.id", offsetof(struct workstation, id), 40, true},
	{"workstation.agency", offsetof(struct workstation, agency), 40, true},
	{"workstation.agency_name", offsetof(struct workstation, agency_name), 200, false},
	{"workstation.parent_name", offsetof(struct workstation, parent_name), 200, false},
	{"workstation.place", offsetof(struct workstation, place), 100, false},
	{"workstation.public_url", offsetof(struct workstation, public_url), 256, true},
};

static bool not_enrolled(struct err *err)
{
	return err_set(err, ERR_CONFIG,
		_("Máy này chưa đăng ký với hệ thống trung tâm. Hãy chạy: motcua enrol MÃ-ĐĂNG-KÝ"));
}

static bool load_member(struct workstation *ws, struct store *store, size_t i, struct err *err)
{
	char *value;
	if (!store_meta_read(store, members[i].key, &value, err))
		return false;
	bool ok = str_copy((char *)ws + members[i].offset, members[i].size, value ? value : "");
	ok = ok && (!members[i].required || (value && *value));
	free(value);
	return ok || not_enrolled(err);
}

/* False: it could not be read. *there: it is there, and of that length. */
static bool load_hex(struct store *store, const char *key, uint8_t *out, size_t len, bool *there,
	struct err *err)
{
	char *hex;
	if (!store_meta_read(store, key, &hex, err))
		return false;
	*there = hex && strlen(hex) == 2 * len && hex_decode(hex, out, len);
	free(hex);
	return true;
}

static bool load_counter(struct workstation *ws, struct store *store, struct err *err)
{
	char *text;
	int64_t n;
	if (!store_meta_read(store, COUNTER_KEY, &text, err))
		return false;
	bool ok = text && str_to_int(text, 1, 999, &n);
	ws->counter = ok ? (int)n : 0;
	free(text);
	return ok || not_enrolled(err);
}

static bool load_members(struct workstation *ws, struct store *store, struct err *err)
{
	bool there;
	for (size_t i = 0; i < ARRAY_LEN(members); i++)
		if (!load_member(ws, store, i, err))
			return false;
	return load_counter(ws, store, err) &&
		load_hex(store, SERVER_KEY, ws->server_key, sizeof(ws->server_key), &there, err) &&
		(there || not_enrolled(err));
}

static bool key_is_there(const char *path, struct err *err)
{
	return fs_exists(path) || err_set(err, ERR_CONFIG, _("Không còn tệp khóa ký %s của máy này. Hồ sơ đã lưu "
		"vẫn an toàn ở đây, nhưng chưa gửi được và chưa tiếp nhận thêm được. Hãy chép lại tệp từ bản sao; "
		"không còn bản sao thì xin quản trị viên mã mới rồi chạy: motcua enrol MÃ-ĐĂNG-KÝ"), path);
}

/* With another key every receipt would be taken for forged. */
static bool check_key(const struct workstation *ws, struct store *store, const char *key_path,
	struct err *err)
{
	uint8_t enrolled[ED25519_PUBLIC], own[ED25519_PUBLIC];
	bool there;
	if (!load_hex(store, PUBLIC_KEY, enrolled, sizeof(enrolled), &there, err))
		return false;
	signing_key_public(ws->key, own);
	return (there && memcmp(own, enrolled, sizeof(own)) == 0) || err_set(err, ERR_CONFIG,
		_("Khóa ký trong tệp %s không phải khóa máy này đã đăng ký. Hãy khôi phục đúng tệp "
		  "khóa, hoặc đăng ký lại: motcua enrol MÃ-ĐĂNG-KÝ"), key_path);
}

/* A disk that cannot be read must not look like a machine that is not enrolled. */
bool workstation_load(struct workstation *ws, struct store *store, const char *key_path,
	struct err *err)
{
	memset(ws, 0, sizeof(*ws));
	bool ok = load_members(ws, store, err) && key_is_there(key_path, err);
	if (ok && !signing_key_load(&ws->key, key_path, err)) {
		ws->key = NULL;
		ok = false;
	}
	ok = ok && check_key(ws, store, key_path, err);
	if (!ok)
		workstation_clear(ws);
	return ok;
}

static bool save_hex(struct store *store, const char *key, const uint8_t *bytes, struct err *err)
{
	char hex[HEX_SIZE(ED25519_PUBLIC)];
	hex_encode(bytes, ED25519_PUBLIC, hex);
	return store_meta_set(store, key, hex, err);
}

static bool save_members(const struct workstation *ws, struct store *store, struct err *err)
{
	uint8_t public_key[ED25519_PUBLIC];
	signing_key_public(ws->key, public_key);
	for (size_t i = 0; i < ARRAY_LEN(members); i++)
		if (!store_meta_set(store, members[i].key, (const char *)ws + members[i].offset, err))
			return false;
	return store_meta_set_int(store, COUNTER_KEY, ws->counter, err) &&
		save_hex(store, SERVER_KEY, ws->server_key, err) &&
		save_hex(store, PUBLIC_KEY, public_key, err);
}

bool workstation_bound(struct store *store, uint8_t server_key[ED25519_PUBLIC], bool *bound,
	struct err *err)
{
	int64_t dossiers;
	bool there;
	*bound = false;
	if (!load_hex(store, SERVER_KEY, server_key, ED25519_PUBLIC, &there, err) ||
		!db_get_int(store_db(store), err, &dossiers, NULL, "SELECT EXISTS (SELECT 1 FROM dossier)", NULL))
		return false;
	*bound = there && dossiers;
	return true;
}

/* A central that did not look is told apart here, too. Another one takes none of the old one's numbers. */
static bool same_central(const struct workstation *ws, struct store *store, bool *same, struct err *err)
{
	uint8_t before[ED25519_PUBLIC];
	bool there, bound;
	if (!load_hex(store, SERVER_KEY, before, sizeof(before), &there, err) ||
		!workstation_bound(store, before, &bound, err))
		return false;
	*same = !there || memcmp(before, ws->server_key, sizeof(before)) == 0;
	return *same || !bound || err_set(err, ERR_DATA, _("Hệ thống trung tâm này là hệ thống khác, không phải "
		"nơi đã cấp số cho máy này, nên ở đây không đổi gì. Hồ sơ và số trên giấy chỉ hệ thống cũ nhận: hãy "
		"xem lại [central] url. Muốn làm việc với hệ thống này, hãy dùng một data_dir mới."));
}

/* Numbers leased to who this machine was before must not be given out by who it is now. */
static bool retire_numbers(const struct workstation *ws, struct store *store, struct err *err)
{
	struct db *db = store_db(store);
	bool same;
	return same_central(ws, store, &same, err) &&
		db_run(db, err, "UPDATE number_block SET retired = CASE WHEN retired = 2 THEN 2"
			" WHEN workstation <> ? OR agency <> ? OR ? = 0 THEN 1 ELSE 0 END",
			"tti", ws->id, ws->agency, (int64_t)same) &&
		db_run(db, err, "DELETE FROM number_wish WHERE NOT EXISTS (SELECT 1 FROM meta"
			" WHERE key = 'workstation.id' AND value = ?)", "t", ws->id);
}

bool workstation_save(const struct workstation *ws, struct store *store, struct err *err)
{
	struct db *db = store_db(store);
	BUG_ON(!ws->key);
	if (!db_begin(db, err))
		return false;
	bool ok = retire_numbers(ws, store, err) && copies_forget(store, ws, err) && save_members(ws, store, err) &&
		own_keys_add(store, ws, clock_now(), err);
	return db_finish(db, ok, err);
}

void workstation_clear(struct workstation *ws)
{
	signing_key_free(ws->key);
	mark_close(ws->mark);
	memset(ws, 0, sizeof(*ws));
}
