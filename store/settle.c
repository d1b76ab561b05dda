#include "store/settle.h"

#include "base/log.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "store/alarms.h"
#include "store/store.h"

#define CONFLICT_STATUS 409

bool settle_possible(const struct outbox_row *row)
{
	return row->rejected && row->problem.status == CONFLICT_STATUS;
}

static bool find(struct store *store, const char *key, struct outbox_row *row, struct err *err)
{
	bool found;
	if (!outbox_find(store, key, row, &found, err))
		return false;
	return (found && settle_possible(row)) || err_set(err, ERR_DATA, _("%.64s không phải hồ sơ mà trung tâm đang giữ một "
		"bản khác, nên không có gì để chọn."), key);
}

/* Kept as an alarm that was seen to: those are never forgotten, nor is who saw to them. */
static bool record(struct store *store, const char *code, const char *officer, int64_t now, struct err *err)
{
	return alarm_raise(store, SETTLE_KIND, code, now, err) &&
		db_run(store_db(store), err, "UPDATE alarm SET dismissed_at = ?, dismissed_by = ? WHERE kind = ?"
			" AND subject = ?", "ittt", now, officer, SETTLE_KIND, code);
}

bool settle_by_central(struct store *store, const char *uuid_or_code, const char *officer, int64_t now,
	char code[DOSSIER_CODE_SIZE], struct err *err)
{
	struct db *db = store_db(store);
	struct outbox_row row;
	if (!find(store, uuid_or_code, &row, err) || !db_begin(db, err))
		return false;
	str_copy(code, DOSSIER_CODE_SIZE, row.code);
	bool ok = db_run(db, err, "DELETE FROM outbox WHERE rejected = 1 AND ordinal ="
			" (SELECT ordinal FROM dossier WHERE uuid = ?)", "t", row.uuid) &&
		db_run(db, err, "UPDATE dossier SET delivered_at = ? WHERE uuid = ?", "it", now, row.uuid) &&
		record(store, row.code, officer, now, err);
	if (!db_finish(db, ok, err))
		return false;
	log_line(LOG_WARN, "settle: %s: %s says that central's version counts", row.code, officer);
	return true;
}

bool settle_record(struct store *store, const char *code, char *by, int64_t *at, bool *found,
	struct err *err)
{
	struct rows *r = db_rows(store_db(store), "SELECT dismissed_by, dismissed_at FROM alarm WHERE kind = ?"
		" AND subject = ?", "tt", SETTLE_KIND, code);
	by[0] = '\0';
	*at = 0;
	*found = rows_next(r);
	if (*found) {
		text_clean_to(by, SETTLED_BY, rows_text(r, 0));
		*at = rows_int(r, 1);
	}
	return rows_end(r, err);
}
