#include "store/print_templates.h"

#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/ed25519.h"
#include "i18n/lang.h"
#include "store/room.h"
#include "store/store.h"

static void hash_of(const char *text, char sha256_hex[PRINT_HASH_SIZE])
{
	uint8_t hash[SHA256_SIZE];
	sha256(text, strlen(text), hash);
	hex_encode(hash, sizeof(hash), sha256_hex);
}

bool print_template_keep(struct store *store, const char *form, const char *text, int64_t now,
	char sha256[PRINT_HASH_SIZE], struct err *err)
{
	bool found;
	int64_t one;
	hash_of(text, sha256);
	if (!db_get_int(store_db(store), err, &one, &found, "SELECT 1 FROM print_template WHERE sha256 = ?",
		"t", sha256))
		return false;
	if (found)
		return true;
	store_room_for_rest(store);
	return db_run(store_db(store), err, "INSERT OR IGNORE INTO print_template (sha256, form, text, since)"
		" VALUES (?, ?, ?, ?)", "ttti", sha256, form, text, now);
}

char *print_template_text(struct store *store, const char *sha256, struct err *err)
{
	char real[PRINT_HASH_SIZE] = "", *text = NULL;
	struct rows *r = db_rows(store_db(store), "SELECT text FROM print_template WHERE sha256 = ?", "t",
		sha256);
	if (rows_next(r)) {
		text = xstrdup(rows_text(r, 0));
		hash_of(text, real);
	}
	if (rows_end(r, err) && str_eq(real, sha256))
		return text;
	free(text);
	err_set(err, ERR_DAMAGED, _("Bản mẫu lưu kèm giấy này bị mất hoặc bị sửa, nên không in lại y như cũ "
		"được. Hãy báo quản trị viên khôi phục từ bản sao lưu."));
	return NULL;
}

bool print_template_set_receipt(struct store *store, const char *text, int64_t now, struct err *err)
{
	char sha256[PRINT_HASH_SIZE] = "";
	if (text && !print_template_keep(store, "01", text, now, sha256, err))
		return false;
	char *before = store_meta_get(store, PRINT_RECEIPT_KEY);
	bool same = str_eq(before ? before : "", sha256);
	free(before);
	return same || store_meta_set(store, PRINT_RECEIPT_KEY, sha256, err);
}

static bool pin(struct db *db, const struct print_job *job, const char *sha256, struct err *err)
{
	return db_run(db, err, "UPDATE print_job SET template = ? WHERE original = ? AND template = ''", "tt",
			sha256, job->original) &&
		(!str_eq(job->form, "01") || db_run(db, err, "UPDATE dossier SET template = ? WHERE uuid = ?"
			" AND template = ''", "tt", sha256, job->dossier));
}

bool print_template_pin(struct store *store, const struct print_job *job, const char *sha256,
	struct err *err)
{
	struct db *db = store_db(store);
	store_room_for_rest(store);
	if (!db_begin(db, err))
		return false;
	return db_finish(db, pin(db, job, sha256, err), err);
}
