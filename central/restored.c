#include "central/restored.h"

#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/str.h"
#include "central/leases.h"
#include "core/dossier_code.h"

/* What cannot be read is as foreign as what is not signed. */
static bool read_signed(const json_t *one, struct number_block *b,
	uint8_t signature[ED25519_SIGNATURE])
{
	size_t len = 0;
	const char *text = json_text(one, "signature");
	char *json = json_dumps(json_object_get(one, "block"), JSON_COMPACT | JSON_ENCODE_ANY);
	bool ok = json && number_block_from_json(b, json, strlen(json), NULL) &&
		b64url_decode(text, strlen(text), signature, ED25519_SIGNATURE, &len) &&
		len == ED25519_SIGNATURE;
	free(json);
	return ok;
}

static bool ours(const struct central *c, const struct number_block *b, const uint8_t *signature,
	const struct caller *caller)
{
	return number_block_verify(b, c->public_key, signature) && str_eq(b->workstation, caller->id) &&
		str_eq(b->agency, caller->agency) && number_block_range_valid(b);
}

static bool is_known(struct db *db, const char *id, bool *known, struct err *err)
{
	int64_t one;
	return db_get_int(db, err, &one, known, "SELECT 1 FROM number_blocks WHERE id = ?"
		" UNION SELECT 1 FROM restored_blocks WHERE id = ?", "tt", id, id);
}

/* What was leased behind the block, before all was forgotten: to others, who have not told it yet. As many
 * as ten of the largest blocks; a day has numbers for nine hundred such leaps. */
#define LEAP (10 * LEASE_MAX)

static int64_t behind(const struct number_block *b)
{
	int64_t most = ORDINARY_SEQUENCE_MAX - b->last;
	return b->last + 1 + (most < LEAP ? most : LEAP);
}

/* Behind the block where the series is not, and never back. Standing blocks are counted by their
 * slots. */
static bool raise_series(struct db *db, const struct number_block *b, const char *day,
	struct err *err)
{
	bool standing = number_block_standing(b);
	int64_t least = standing ? (b->first - FALLBACK_FIRST(0)) / 1000 + 1 : b->last + 1;
	return db_run(db, err, "INSERT INTO number_series (agency, day, next_number) VALUES (?, ?, 1)"
			" ON CONFLICT DO NOTHING", "tt", b->agency, day) &&
		db_run(db, err, "UPDATE number_series SET next_number = ? WHERE agency = ? AND day = ?"
			" AND next_number < ?", "itti", standing ? least : behind(b), b->agency, day, least);
}

static bool insert(struct db *db, const struct number_block *b, const char *day,
	const uint8_t *signature, struct err *err)
{
	char hex[HEX_SIZE(ED25519_SIGNATURE)];
	hex_encode(signature, ED25519_SIGNATURE, hex);
	if (!db_run(db, err, "INSERT INTO number_blocks (id, agency, day, first_number, last_number,"
			" workstation, issued_at, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
			" ON CONFLICT DO NOTHING", "tttiitit", b->id, b->agency, day, b->first, b->last,
			b->workstation, b->issued_at, hex))
		return false;
	if (db_changes(db) > 0)
		return true;
	return db_run(db, err, "INSERT INTO restored_blocks (id, agency, day, first_number, last_number,"
		" workstation, issued_at, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", "tttiitit", b->id,
		b->agency, day, b->first, b->last, b->workstation, b->issued_at, hex);
}

static bool take_back(struct db *db, const struct number_block *b, const uint8_t *signature,
	enum restored *result, struct err *err)
{
	char day[DATE_SIZE] = "";
	bool known;
	if (!is_known(db, b->id, &known, err))
		return false;
	*result = known ? RESTORED_KNOWN : RESTORED_NOW;
	if (known)
		return true;
	if (!number_block_standing(b))
		date_format_iso(b->day, day);
	return insert(db, b, day, signature, err) && raise_series(db, b, day, err) &&
		(!number_block_standing(b) || db_run(db, err, "INSERT INTO standing_blocks (workstation, block)"
			" VALUES (?, ?) ON CONFLICT DO NOTHING", "tt", b->workstation, b->id));
}

bool block_restore(struct central *c, const json_t *signed_block, const struct caller *caller,
	enum restored *result, struct err *err)
{
	struct number_block b;
	uint8_t signature[ED25519_SIGNATURE];
	*result = RESTORED_FOREIGN;
	if (!read_signed(signed_block, &b, signature) || !ours(c, &b, signature, caller))
		return true;
	if (!db_begin(c->db, err))
		return false;
	return db_finish(c->db, take_back(c->db, &b, signature, result, err), err);
}

bool dossier_held(struct db *db, const char *uuid, const char *sha256, enum held *out,
	struct err *err)
{
	struct rows *r = db_rows(db, "SELECT sha256 FROM dossiers WHERE uuid = ?", "t", uuid);
	*out = !rows_next(r) ? HELD_MISSING : str_eq(rows_text(r, 0), sha256) ? HELD_SAME : HELD_OTHER;
	return rows_end(r, err);
}
