#include "store/damage.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/ed25519.h"
#include "core/problem.h"
#include "i18n/lang.h"
#include "store/alarms.h"
#include "store/outbox.h"
#include "store/outbox_words.h"
#include "store/room.h"
#include "store/store.h"

#define LOOK_MS 500   /* of a start that may take 2 s */
#define PORTION 20    /* dossiers; some milliseconds */
#define DAY 86400
#define LOOKED_AT "damage.looked_at"
#define LOOKED_BOOT "damage.looked_boot"
#define BOOT_ID "/proc/sys/kernel/random/boot_id"

bool damage_hash_fits(const char *json, size_t len, const char *hex)
{
	uint8_t stored[SHA256_SIZE], now[SHA256_SIZE];
	sha256(json, len, now);
	return strlen(hex) == 2 * SHA256_SIZE && hex_decode(hex, stored, sizeof(stored)) &&
		memcmp(stored, now, sizeof(now)) == 0;
}

/* ---- one dossier */

static bool mark(struct store *store, int64_t ordinal, struct err *err)
{
	struct problem why = {.type = DAMAGE_TYPE};
	str_copy(why.title, sizeof(why.title), _("Nội dung lưu bị hỏng"));
	str_copy(why.detail, sizeof(why.detail), _("Nội dung hồ sơ này lưu trên máy bị hỏng nên không "
		"gửi được. Số và giấy hẹn đã đưa cho người nộp vẫn đúng. Hãy báo quản trị viên khôi phục "
		"bản sao lưu; nếu không có, nhập lại hồ sơ theo giấy tờ đã nhận."));
	return outbox_words_refuse(store, ordinal, &why, false, clock_now(), err);
}

static void name_of(struct db *db, int64_t ordinal, char *name, size_t size)
{
	struct rows *r = db_rows(db, "SELECT code FROM dossier WHERE ordinal = ?", "i", ordinal);
	bool found = rows_next(r) && str_copy(name, size, rows_text(r, 0));
	if (!rows_end(r, NULL) || !found)
		snprintf(name, size, "#%" PRId64, ordinal);
}

bool damage_set_aside(struct store *store, int64_t ordinal, struct err *err)
{
	struct db *db = store_db(store);
	char name[ALARM_SUBJECT];
	name_of(db, ordinal, name, sizeof(name));
	log_line(LOG_ERROR, "store: the content of dossier %s is damaged", name);
	store_room_for_rest(store);
	if (!db_begin(db, err))
		return false;
	return db_finish(db, mark(store, ordinal, err) &&
		alarm_raise(store, DAMAGE_TYPE, name, clock_now(), err), err);
}

/* ---- the tables */

/* What a start cannot do without, the smaller first; big ones last, for they may take too long. */
static const char *const tables[] = {
	"meta", "vault_key", "own_key", "number_block", "number_wish", "relay", "print_job", "draft",
	"outbox", "receipt", "dossier", "dossier_vault",
};

static char *boot_id(void)
{
	struct buf id;
	buf_init(&id, 64);
	if (!fs_read(BOOT_ID, &id, NULL))
		buf_reset(&id);
	return buf_take(&id);
}

static bool is_due(struct store *store, int64_t now, const char *boot)
{
	int64_t last = store_meta_int(store, LOOKED_AT, 0);
	char *before = store_meta_get(store, LOOKED_BOOT);
	bool due = now < last || now - last >= DAY || !before || !boot || !str_eq(before, boot);
	free(before);
	return due;
}

/* Where it cannot be noted, the next start looks again. */
static void note_look(struct store *store, int64_t now, const char *boot)
{
	struct err err = ERR_INIT;
	if (!store_meta_set_int(store, LOOKED_AT, now, &err) ||
		!store_meta_set(store, LOOKED_BOOT, boot ? boot : "", &err))
		log_line(LOG_WARN, "store: %s", err.text);
}

bool damage_look(struct store *store, int64_t now, struct err *err)
{
	char *boot = boot_id();
	int64_t start = clock_mono_ms(), left = LOOK_MS;
	bool ok = true, due = is_due(store, now, boot);
	for (size_t i = 0; ok && due && left > 0 && i < ARRAY_LEN(tables); i++) {
		ok = db_check(store_db(store), tables[i], left, err);
		left = LOOK_MS - (clock_mono_ms() - start);
	}
	if (ok && due)
		note_look(store, now, boot);
	free(boot);
	return ok;
}

bool damage_look_through(struct store *store, struct err *err)
{
	return db_check(store_db(store), NULL, 0, err);
}

bool damage_look_on(struct store *store, struct damage_round *round, struct err *err)
{
	struct outbox_item items[PORTION];
	size_t n;
	if (!outbox_next(store, round->after, items, PORTION, &n, err))
		return false;
	round->done = n == 0;
	round->looked += (int64_t)n;
	for (size_t i = 0; i < n; i++) {
		round->after = items[i].sequence;
		outbox_item_clear(&items[i]);
	}
	return true;
}
