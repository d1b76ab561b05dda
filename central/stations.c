#include "central/stations.h"

#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "central/items.h"
#include "central/station_items.h"
#include "core/spoken_code.h"
#include "i18n/lang.h"

#define CODE_LETTERS 12

static void code_hash(const char *code, char out[HEX_SIZE(SHA256_SIZE)])
{
	uint8_t hash[SHA256_SIZE];
	sha256(code, strlen(code), hash);
	hex_encode(hash, sizeof(hash), out);
}

bool enrol_code_make(struct db *db, const char *agency, int64_t counter, int64_t now,
	char out[ENROL_CODE_SIZE], struct err *err)
{
	char code[CODE_LETTERS + 1], hash[HEX_SIZE(SHA256_SIZE)];
	struct agency_info info;
	bool known;
	if (counter < 1 || counter > 999)
		return err_at(err, ERR_DATA, "counter", _("Số quầy phải từ 1 đến 999."));
	if (!items_agency(db, agency, &info, &known, err))
		return false;
	if (!known)
		return err_at(err, ERR_DATA, "agency",
			_("Chưa có đơn vị %.40s trong danh mục. Hãy nhập danh mục đơn vị trước."), agency);
	spoken_code_make(CODE_LETTERS, out);
	BUG_ON(!spoken_code_read(out, CODE_LETTERS, code));
	code_hash(code, hash);
	return db_run(db, err, "INSERT INTO enrol_codes (hash, agency, counter, created_at, expires_at)"
		" VALUES (?, ?, ?, ?, ?)",
		"ttiii", hash, agency, counter, now, now + ENROL_CODE_VALID_S);
}

struct code_row {
	bool found;
	char agency[40], station[UUID_SIZE];
	int64_t counter, expires_at;
};

static bool code_load(struct db *db, const char *hash, struct code_row *row, struct err *err)
{
	struct rows *r = db_rows(db,
		"SELECT agency, counter, expires_at, workstation FROM enrol_codes WHERE hash = ?", "t",
		hash);
	row->found = rows_next(r);
	if (row->found) {
		str_copy(row->agency, sizeof(row->agency), rows_text(r, 0));
		row->counter = rows_int(r, 1);
		row->expires_at = rows_int(r, 2);
		str_copy(row->station, sizeof(row->station), rows_text(r, 3));
	}
	return rows_end(r, err);
}

static void caller_read(struct rows *r, struct caller *out)
{
	str_copy(out->id, sizeof(out->id), rows_text(r, 0));
	str_copy(out->agency, sizeof(out->agency), rows_text(r, 1));
	out->counter = (int)rows_int(r, 2);
	if (!hex_decode(rows_text(r, 3), out->key, sizeof(out->key)))
		memset(out->key, 0, sizeof(out->key)); /* no signature fits it */
}

static bool read_one(struct rows *r, struct caller *out, bool *found, struct err *err)
{
	*found = rows_next(r);
	if (*found)
		caller_read(r, out);
	return rows_end(r, err);
}

bool station_find(struct db *db, const char *id, struct caller *out, bool *found, struct err *err)
{
	return read_one(db_rows(db, "SELECT id, agency, counter, public_key FROM workstations"
		" WHERE id = ?", "t", id), out, found, err);
}

bool station_vouched(struct db *db, const char *id, struct caller *out, bool *found,
	struct err *err)
{
	return read_one(db_rows(db, "SELECT id, agency, counter, public_key FROM vouched_stations"
		" WHERE id = ?", "t", id), out, found, err);
}

bool station_by_key_id(struct db *db, const uint8_t key_id[KEY_ID_SIZE], struct caller *out,
	size_t max, size_t *n, struct err *err)
{
	char hex[HEX_SIZE(KEY_ID_SIZE)];
	hex_encode(key_id, KEY_ID_SIZE, hex);
	struct rows *r = db_rows(db,
		"SELECT id, agency, counter, public_key FROM workstations WHERE key_id = ?"
		" UNION ALL SELECT id, agency, counter, public_key FROM vouched_stations WHERE key_id = ?",
		"tt", hex, hex);
	*n = 0;
	while (*n < max && rows_next(r))
		caller_read(r, &out[(*n)++]);
	return rows_end(r, err);
}

/* The code was used before: by this very key (a repeat whose answer got lost) or by another. */
static bool enrolled_before(struct db *db, const struct code_row *row, const uint8_t *key,
	struct enrolment *out, enum enrol_result *result, struct err *err)
{
	bool found;
	*result = ENROL_USED;
	if (!station_find(db, row->station, &out->caller, &found, err))
		return false;
	if (!found || memcmp(out->caller.key, key, ED25519_PUBLIC) != 0)
		return true;
	*result = ENROL_REPLAY;
	return db_get_int(db, err, &out->enrolled_at, NULL,
		"SELECT enrolled_at FROM workstations WHERE id = ?", "t", row->station);
}

static bool choose_id(struct db *db, const struct former *f, const struct code_row *row,
	char id[UUID_SIZE], struct err *err)
{
	struct caller other;
	bool taken = true;
	if (f->id[0] && str_eq(f->agency, row->agency) && f->counter == row->counter &&
		!station_find(db, f->id, &other, &taken, err))
		return false;
	if (taken)
		uuid_new(id);
	else
		str_copy(id, UUID_SIZE, f->id);
	return true;
}

static bool enrol_new(struct db *db, const char *hash, const struct code_row *row,
	const struct former *former, const char *host, struct enrolment *out, enum enrol_result *result,
	struct err *err)
{
	struct caller *me = &out->caller;
	char key[HEX_SIZE(ED25519_PUBLIC)], key_id[HEX_SIZE(KEY_ID_SIZE)];
	uint8_t id[KEY_ID_SIZE];
	hex_encode(me->key, sizeof(me->key), key);
	ed25519_key_id(me->key, id);
	hex_encode(id, sizeof(id), key_id);
	if (!choose_id(db, former, row, me->id, err))
		return false;
	str_copy(me->agency, sizeof(me->agency), row->agency);
	me->counter = (int)row->counter;
	if (!db_run(db, err,
		    "INSERT INTO workstations (id, public_key, key_id, agency, counter, host, enrolled_at)"
		    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		    "ttttiti", me->id, key, key_id, me->agency, row->counter, host, out->enrolled_at))
		return false;
	if (db_changes(db) == 0) {
		*result = ENROL_KEY_TAKEN;
		return true;
	}
	*result = ENROL_NEW;
	return station_publish(db, me, out->enrolled_at, err) &&
		db_run(db, err, "UPDATE enrol_codes SET workstation = ? WHERE hash = ?", "tt", me->id, hash);
}

static bool enrol_in_transaction(struct db *db, const char *hash, const struct former *former,
	const char *host,
	struct enrolment *out, enum enrol_result *result, struct err *err)
{
	struct code_row row;
	uint8_t key[ED25519_PUBLIC];
	memcpy(key, out->caller.key, sizeof(key));
	if (!code_load(db, hash, &row, err))
		return false;
	if (!row.found)
		*result = ENROL_UNKNOWN;
	else if (row.station[0])
		return enrolled_before(db, &row, key, out, result, err);
	else if (row.expires_at <= out->enrolled_at)
		*result = ENROL_EXPIRED;
	else if (former->waiting[0] && !str_eq(former->waiting, row.agency))
		*result = ENROL_ELSEWHERE;
	else
		return enrol_new(db, hash, &row, former, host, out, result, err);
	return true;
}

bool station_enrol(struct db *db, const char *code, const uint8_t key[ED25519_PUBLIC],
	const struct former *former, const char *host, int64_t now, struct enrolment *out,
	enum enrol_result *result, struct err *err)
{
	char plain[CODE_LETTERS + 1], hash[HEX_SIZE(SHA256_SIZE)];
	*out = (struct enrolment){.enrolled_at = now};
	memcpy(out->caller.key, key, ED25519_PUBLIC);
	*result = ENROL_UNKNOWN;
	if (!spoken_code_read(code, CODE_LETTERS, plain))
		return true;
	code_hash(plain, hash);
	if (!db_begin(db, err))
		return false;
	return db_finish(db, enrol_in_transaction(db, hash, former, host, out, result, err), err);
}
