#include "store/ledger.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "core/dossier.h"
#include "core/seal.h"
#include "db/db.h"
#include "i18n/lang.h"
#include "store/content.h"
#include "store/damage.h"
#include "store/dossiers.h"
#include "store/returned.h"
#include "store/store.h"

#define ROW_MAX (DOSSIER_JSON_MAX + 128)

static bool too_long(struct err *err)
{
	return err_set(err, ERR_DATA, _("Danh sách quá dài để in một lần. Hãy chọn khoảng thời gian ngắn hơn."));
}

bool ledger_to_buf(void *user, const char *row, size_t len, struct err *err)
{
	return buf_add(user, row, len) || too_long(err);
}

static bool add_row(struct buf *out, const char *json, int64_t status, int64_t returned, struct err *err)
{
	char at[INSTANT_SIZE];
	instant_format(returned, at);
	return buf_printf(out, "{\"dossier\":%s,\"status\":%" PRId64 "%s%s%s}\n", json, status,
			returned ? ",\"returned_at\":\"" : "", returned ? at : "", returned ? "\"" : "") ||
		too_long(err);
}

static int64_t returned_of(struct store *store, const char *json)
{
	struct dossier d;
	dossier_init(&d);
	int64_t at = dossier_from_json(&d, json, strlen(json), NULL, NULL) ? returned_at(store, &d) : 0;
	dossier_clear(&d);
	return at;
}

/* ---- of a period */

#define ROWS_SQL "SELECT d.uuid, d.code, d.procedure_code, d.procedure, d.received_at, d.due_at, d.status," \
	" d.workstation, d.sequence, b.sha256, b.json, " RETURNED_MAY_BE ", " CONTENT_COLUMNS " FROM dossier d" \
	" JOIN dossier_body b ON b.ordinal = d.ordinal" CONTENT_JOIN \
	" WHERE d.received_at >= ? AND d.received_at < ? ORDER BY d.received_at, d.ordinal"
#define JSON_COLUMN 10
#define RETURNED_COLUMN 11
#define CONTENT_COLUMN 12

/* What is known of a dossier without its content. */
static void stand_in(struct store *store, struct rows *r, struct buf *out)
{
	struct people people;
	struct dossier d;
	char *agency_name = store_meta_get(store, "workstation.agency_name");
	char agency[DOSSIER_CODE_SIZE];
	dossier_init(&d);
	(void)content_people_shown(store, r, CONTENT_COLUMN, rows_text(r, 0), &people);
	str_copy(d.uuid, sizeof(d.uuid), rows_text(r, 0));
	str_copy(d.block, sizeof(d.block), rows_text(r, 0));
	str_copy(d.code, sizeof(d.code), rows_text(r, 1));
	d.procedure_code = rows_text(r, 2);
	d.procedure_name = rows_text(r, 3);
	d.case_id = d.case_name = "-";
	d.received_at = rows_int(r, 4);
	d.due_at = rows_int(r, 5);
	d.workstation = rows_text(r, 7);
	d.sequence = rows_int(r, 8);
	d.applicant.kind = APPLICANT_OTHER;
	d.applicant.name = people.applicant;
	str_copy(agency, sizeof(agency), d.code); /* AGENCY-DAY-NUMBER */
	agency[strcspn(agency, "-")] = '\0';
	d.agency = agency;
	d.agency_name = agency_name && *agency_name ? agency_name : agency;
	d.officer = d.officer_name = "-";
	d.counter = 1;
	d.copies = 1;
	d.procedure_version = 1;
	d.channel = CHANNEL_DIRECT;
	dossier_to_json(&d, out);
	dossier_clear(&d);
	free(agency_name);
}

struct reading {
	struct store *store;
	ledger_take *take;
	void *user;
	struct buf json, row;
};

static bool period_row(struct reading *in, struct rows *r, struct err *err)
{
	struct buf *json = &in->json;
	enum content_state state = content_json(in->store, r, CONTENT_COLUMN, JSON_COLUMN, rows_text(r, 0), json);
	if (state != CONTENT_READ || !damage_hash_fits(buf_str(json), json->len, rows_text(r, 9))) {
		buf_reset(json);
		stand_in(in->store, r, json);
	}
	int64_t returned = rows_int(r, RETURNED_COLUMN) ? returned_of(in->store, buf_str(json)) : 0;
	buf_reset(&in->row);
	return add_row(&in->row, buf_str(json), rows_int(r, 6), returned, err) &&
		in->take(in->user, in->row.data, in->row.len, err);
}

static void wipe(struct buf *text)
{
	seal_wipe(text->data, text->size);
	buf_clear(text);
}

bool ledger_period(struct store *store, int64_t from, int64_t to, ledger_take *take, void *user,
	struct err *err)
{
	struct reading in = {.store = store, .take = take, .user = user};
	bool ok = true;
	buf_init(&in.json, DOSSIER_JSON_MAX);
	buf_init(&in.row, ROW_MAX);
	struct rows *r = db_rows(store_db(store), ROWS_SQL, "ii", from, to);
	while (ok && rows_next(r))
		ok = period_row(&in, r, err);
	wipe(&in.json);
	wipe(&in.row);
	return rows_end(r, ok ? err : NULL) && ok;
}

/* ---- chosen */

bool ledger_dossiers(struct store *store, const char (*uuids)[UUID_SIZE], size_t n, struct buf *out,
	struct err *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i < n; i++) {
		int64_t status = 0;
		char *json = dossiers_json(store, uuids[i], err);
		ok = json && db_get_int(store_db(store), err, &status, NULL,
			"SELECT status FROM dossier WHERE uuid = ?", "t", uuids[i]) &&
			add_row(out, json, status, returned_of(store, json), err);
		if (json)
			seal_wipe(json, strlen(json));
		free(json);
	}
	return ok;
}
