#include "store/pins.h"

#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "store/alarms.h"
#include "store/room.h"
#include "store/store.h"
#include "store/vault.h"

#define FREE_TRIES 5
#define WAIT_FIRST_MS INT64_C(30000)
#define WAIT_MAX_MS INT64_C(900000)

int64_t pin_wait_ms(int64_t failures)
{
	int64_t wait = WAIT_FIRST_MS;
	if (failures < FREE_TRIES)
		return 0;
	for (int64_t n = FREE_TRIES; n < failures && wait < WAIT_MAX_MS; n++)
		wait *= 2;
	return wait < WAIT_MAX_MS ? wait : WAIT_MAX_MS;
}

bool pin_state(struct store *store, const char *account, enum pin_state *state, struct err *err)
{
	int64_t set = 0;
	bool found;
	if (!db_get_int(store_db(store), err, &set, &found,
		"SELECT hash IS NOT NULL FROM pin WHERE account = ?", "t", account))
		return false;
	*state = !found ? PIN_NONE : set ? PIN_IS_SET : PIN_CLEARED;
	return true;
}

bool pin_accounts(struct store *store, char (*out)[PIN_ACCOUNT], size_t max, size_t *n,
	struct err *err)
{
	*n = 0;
	struct rows *r = db_rows(store_db(store), "SELECT account FROM pin WHERE hash IS NOT NULL"
		" ORDER BY account LIMIT ?", "i", (int64_t)max);
	while (*n < max && rows_next(r))
		if (str_copy(out[*n], PIN_ACCOUNT, rows_text(r, 0)))
			++*n;
	return rows_end(r, err);
}

/* ---- trying */

struct row {
	struct pin_secret secret;
	int64_t failures, since_ms;
	char boot[40];
};

static bool take_salt(struct rows *r, int col, uint8_t salt[PIN_SALT])
{
	size_t len = 0;
	const void *bytes = rows_blob(r, col, &len);
	if (!bytes || len != PIN_SALT)
		return false;
	memcpy(salt, bytes, len);
	return true;
}

static bool take_hash(struct store *store, const char *account, struct rows *r, int col,
	uint8_t hash[PIN_HASH])
{
	struct buf open;
	size_t len = 0;
	const void *sealed = rows_blob(r, col, &len);
	buf_init(&open, PIN_HASH);
	bool ok = sealed && vault_open(store, "pin", account, sealed, len, &open) && open.len == PIN_HASH;
	if (ok)
		memcpy(hash, open.data, PIN_HASH);
	buf_clear(&open);
	return ok;
}

static bool read_row(struct store *store, const char *account, struct row *row, struct err *err)
{
	struct rows *r = db_rows(store_db(store), "SELECT n, r, p, salt, hash, failures, boot, since_ms"
		" FROM pin WHERE account = ? AND hash IS NOT NULL", "t", account);
	bool found = rows_next(r), whole = false;
	if (found) {
		row->secret.n = rows_int(r, 0);
		row->secret.r = rows_int(r, 1);
		row->secret.p = rows_int(r, 2);
		whole = take_salt(r, 3, row->secret.salt) &&
			take_hash(store, account, r, 4, row->secret.hash);
		row->failures = rows_int(r, 5);
		str_copy(row->boot, sizeof(row->boot), rows_text(r, 6));
		row->since_ms = rows_int(r, 7);
	}
	if (!rows_end(r, err))
		return false;
	if (!found)
		return err_set(err, ERR_DATA, _("Tài khoản này chưa có mã PIN ở máy này."));
	return whole || err_set(err, ERR_DATA, _("Mã PIN lưu trên máy này bị hỏng. Người quản trị chạy: "
		"motcua pin clear"));
}

/* How much of the wait is over. What was measured since another boot, or from a later time than now,
 * is worth nothing: the wait begins anew, and never ends early. */
static bool waited_ms(const struct row *row, const struct pin_moment *at, int64_t *ms)
{
	*ms = at->boot_ms - row->since_ms;
	return at->boot[0] && str_eq(row->boot, at->boot) && *ms >= 0;
}

static bool note_time(struct store *store, const char *account, int64_t failures,
	const struct pin_moment *at, struct err *err)
{
	return db_run(store_db(store), err, "UPDATE pin SET failures = ?, boot = ?, since_ms = ?"
		" WHERE account = ?", "itit", failures, at->boot, at->boot_ms, account);
}

static bool count_try(struct store *store, const char *account, const struct pin_moment *at,
	struct row *row, int64_t *wait_ms, struct err *err)
{
	int64_t waited, due;
	*wait_ms = 0;
	if (!read_row(store, account, row, err))
		return false;
	due = pin_wait_ms(row->failures);
	if (due > 0 && !waited_ms(row, at, &waited)) {
		*wait_ms = due;
		return note_time(store, account, row->failures, at, err);
	}
	if (due > 0 && waited < due) {
		*wait_ms = due - waited;
		return true;
	}
	return note_time(store, account, row->failures + 1, at, err);
}

bool pin_try(struct store *store, const char *account, const struct pin_moment *at,
	struct pin_secret *secret, int64_t *wait_ms, struct err *err)
{
	struct db *db = store_db(store);
	struct row row = {.failures = 0};
	store_room_for_rest(store);
	if (!db_begin(db, err) || !db_finish(db, count_try(store, account, at, &row, wait_ms, err), err))
		return false;
	*secret = row.secret;
	return true;
}

bool pin_right(struct store *store, const char *account, struct err *err)
{
	return db_run(store_db(store), err, "UPDATE pin SET failures = 0 WHERE account = ?", "t", account);
}

bool pin_wrong(struct store *store, const char *account, const char *name, int64_t now,
	struct err *err)
{
	int64_t failures = 0;
	if (!db_get_int(store_db(store), err, &failures, NULL, "SELECT failures FROM pin WHERE account = ?",
		"t", account))
		return false;
	/* seen to once, it is news again when it goes on */
	return failures < FREE_TRIES || (alarm_clear(store, "pin_wrong", name, err) &&
		alarm_raise(store, "pin_wrong", name, now, err));
}

/* ---- setting */

bool pin_set(struct store *store, const char *account, const struct pin_secret *secret,
	const char *by, int64_t now, struct err *err)
{
	struct buf sealed;
	buf_init(&sealed, PIN_HASH + SEAL_OVERHEAD);
	BUG_ON(!vault_seal(store, "pin", account, secret->hash, PIN_HASH, &sealed));
	bool ok = db_run(store_db(store), err,
		"INSERT INTO pin (account, n, r, p, salt, hash, set_by, set_at)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account) DO UPDATE SET n = excluded.n,"
		" r = excluded.r, p = excluded.p, salt = excluded.salt, hash = excluded.hash,"
		" set_by = excluded.set_by, set_at = excluded.set_at, failures = 0", "tiiibbti", account,
		secret->n, secret->r, secret->p, (const void *)secret->salt, (size_t)PIN_SALT,
		(const void *)sealed.data, sealed.len, by, now);
	buf_clear(&sealed);
	return ok;
}

static bool clear_row(struct store *store, const char *account, int64_t now, struct err *err)
{
	struct db *db = store_db(store);
	if (!db_run(db, err, "UPDATE pin SET hash = NULL, salt = NULL, failures = 0, set_by = '',"
		" set_at = ? WHERE account = ? AND hash IS NOT NULL", "it", now, account))
		return false;
	if (db_changes(db) == 0)
		return err_set(err, ERR_DATA, _("Tài khoản này chưa có mã PIN ở máy này."));
	return alarm_clear(store, "pin_cleared", account, err) &&
		alarm_raise(store, "pin_cleared", account, now, err);
}

bool pin_clear(struct store *store, const char *account, int64_t now, struct err *err)
{
	struct db *db = store_db(store);
	return db_begin(db, err) && db_finish(db, clear_row(store, account, now, err), err);
}
