#include "store/numbers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "store/fallback.h"
#include "store/store.h"
#include "store/workstation.h"

/* ---- blocks that arrive */

static bool check_content(const struct workstation *ws, const struct number_block *b,
	const uint8_t signature[ED25519_SIGNATURE], struct err *err)
{
	if (!number_block_verify(b, ws->server_key, signature))
		return err_set(err, ERR_DATA, _("Dải số hồ sơ không mang chữ ký đúng của hệ thống trung "
			"tâm; không dùng."));
	if (!str_eq(b->workstation, ws->id))
		return err_set(err, ERR_DATA, _("Dải số hồ sơ được cấp cho máy khác; không dùng."));
	if (!str_eq(b->agency, ws->agency))
		return err_set(err, ERR_DATA, _("Dải số hồ sơ được cấp cho đơn vị khác; không dùng."));
	if ((!number_block_standing(b) && !date_valid(b->day)) || !number_block_range_valid(b) ||
		!uuid_parse(b->id, NULL))
		return err_set(err, ERR_DATA,
			_("Dải số hồ sơ ghi ngày hoặc số không hợp lệ; không dùng."));
	return true;
}

/* *known: exactly this block is here already. */
static bool check_known(struct db *db, const struct number_block *b, const char *day, bool *known,
	struct err *err)
{
	struct rows *r = db_rows(db, "SELECT agency = ? AND workstation = ? AND day = ? AND first = ?"
		" AND last = ? FROM number_block WHERE id = ?", "tttiit", b->agency, b->workstation, day,
		b->first, b->last, b->id);
	bool there = rows_next(r);
	bool same = there && rows_int(r, 0);
	if (!rows_end(r, err))
		return false;
	*known = there;
	return !there || same || err_set(err, ERR_DATA,
		_("Dải số hồ sơ này đã nhận với nội dung khác; không dùng."));
}

static bool check_place(struct db *db, const struct number_block *b, const char *day,
	struct err *err)
{
	bool clash = false, other_day = false;
	int64_t one;
	if (!db_get_int(db, err, &one, &clash, "SELECT 1 FROM number_block WHERE day = ? AND agency = ?"
		" AND first <= ? AND last >= ?", "ttii", day, b->agency, b->last, b->first) ||
		!db_get_int(db, err, &one, &other_day,
		"SELECT 1 FROM number_wish WHERE id = ? AND day <> ?", "tt", b->id, day))
		return false;
	if (clash)
		return err_set(err, ERR_DATA,
			_("Dải số hồ sơ trùng với số đã có trên máy này; không dùng."));
	return !other_day || err_set(err, ERR_DATA,
		_("Dải số hồ sơ được cấp cho ngày khác với ngày đã xin; không dùng."));
}

static bool insert_block(struct db *db, const struct number_block *b, const char *day,
	const uint8_t signature[ED25519_SIGNATURE], struct err *err)
{
	return db_run(db, err,
		"INSERT INTO number_block (id, agency, workstation, day, first, last, next,"
		" issued_at, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", "ttttiiiib", b->id, b->agency,
		b->workstation, day, b->first, b->last, b->first, b->issued_at,
		(const void *)signature, (size_t)ED25519_SIGNATURE);
}

bool numbers_add(struct store *store, const struct workstation *ws, const struct number_block *b,
	const uint8_t signature[ED25519_SIGNATURE], struct err *err)
{
	struct db *db = store_db(store);
	char day[DATE_SIZE];
	if (!check_content(ws, b, signature, err))
		return false;
	day[0] = '\0';
	if (!number_block_standing(b))
		date_format_iso(b->day, day);
	if (!db_begin(db, err))
		return false;
	bool known = false;
	bool ok = check_known(db, b, day, &known, err);
	if (ok && !known)
		ok = check_place(db, b, day, err) && insert_block(db, b, day, signature, err);
	ok = ok && db_run(db, err, "DELETE FROM number_wish WHERE id = ?", "t", b->id);
	return db_finish(db, ok, err);
}

/* ---- numbers that go out */

static bool fallback_left(struct db *db, const char *day, int64_t *left, struct err *err)
{
	bool found;
	*left = 0;
	return db_get_int(db, err, left, &found, "SELECT b.last + 1 - b.first - max(0,"
		" max(coalesce((SELECT next FROM fallback_day WHERE day = ?), 1), " FALLBACK_FROM ") - 1)"
		" FROM number_block b WHERE b.day = '' AND b.retired = 0", "t", day);
}

bool numbers_stock(struct store *store, struct date day, struct number_stock *out, struct err *err)
{
	char iso[DATE_SIZE];
	date_format_iso(day, iso);
	*out = (struct number_stock){0};
	struct rows *r = db_rows(store_db(store), "SELECT coalesce(sum(last + 1 - next), 0),"
		" coalesce(sum(last + 1 - first), 0) FROM number_block WHERE day = ? AND retired = 0",
		"t", iso);
	if (rows_next(r)) {
		out->left = rows_int(r, 0);
		out->total = rows_int(r, 1);
	}
	return rows_end(r, err) && fallback_left(store_db(store), iso, &out->fallback_left, err);
}

/* The block the next number comes from: the one issued first that has any left. */
#define NEXT_BLOCK " FROM number_block WHERE day = ? AND workstation = ? AND agency = ?" \
	" AND retired = 0 AND next <= last ORDER BY issued_at, first LIMIT 1"

bool numbers_peek(struct store *store, const struct workstation *ws, struct date day,
	char out[DOSSIER_CODE_SIZE])
{
	char iso[DATE_SIZE];
	int64_t next = 0;
	bool found = false;
	date_format_iso(day, iso);
	return db_get_int(store_db(store), NULL, &next, &found, "SELECT next" NEXT_BLOCK, "ttt", iso,
			ws->id, ws->agency) &&
		(found || fallback_peek(store, ws, iso, &next)) &&
		dossier_code_format(ws->agency, day, next, out);
}

static bool take_ordinary(struct store *store, const struct workstation *ws, const char *iso,
	int64_t *number, char block[UUID_SIZE], struct err *err)
{
	struct rows *r = db_rows(store_db(store), "UPDATE number_block SET next = next + 1"
		" WHERE ordinal = (SELECT ordinal" NEXT_BLOCK ") RETURNING id, next - 1", "ttt", iso,
		ws->id, ws->agency);
	if (rows_next(r)) {
		*number = rows_int(r, 1);
		str_copy(block, UUID_SIZE, rows_text(r, 0));
	}
	return rows_end(r, err);
}

bool numbers_take(struct store *store, const struct workstation *ws, struct date day,
	char code[DOSSIER_CODE_SIZE], char block[UUID_SIZE], struct err *err)
{
	char iso[DATE_SIZE];
	int64_t number = 0;
	date_format_iso(day, iso);
	if (!take_ordinary(store, ws, iso, &number, block, err) ||
		(number == 0 && !fallback_take(store, ws, iso, &number, block, err)))
		return false;
	if (number == 0)
		return err_set(err, ERR_UNAVAILABLE,
			_("Máy này đã hết số hồ sơ cho hôm nay, cả số dự phòng; hồ sơ đang nhập chưa lưu và chưa "
			  "số nào bị dùng. Có mạng thì máy tự lấy thêm số; nếu không, hãy chuyển sang quầy khác."));
	return dossier_code_format(ws->agency, day, number, code) ||
		err_set(err, ERR_BUG, _("Lỗi chương trình: không lập được mã hồ sơ."));
}

/* ---- how far it is used */

int numbers_level(const struct number_stock *stock)
{
	static const int levels[] = {95, 80, 50};
	int64_t used = (stock->total - stock->left) * 100;
	if (stock->left == 0)
		return 100;
	for (size_t i = 0; i < ARRAY_LEN(levels); i++) {
		if (used >= levels[i] * stock->total)
			return levels[i];
	}
	return 0;
}

#define WARNED_KEY "numbers.warned" /* "2026-11-23 80" */

int numbers_warn(struct store *store, struct date day)
{
	struct number_stock stock;
	char said[DATE_SIZE + 8], iso[DATE_SIZE];
	int64_t level, before = 0;
	struct err err = ERR_INIT;
	date_format_iso(day, iso);
	if (!numbers_stock(store, day, &stock, &err) || (level = numbers_level(&stock)) == 0)
		return 0;
	char *last = store_meta_get(store, WARNED_KEY);
	if (last && strncmp(last, iso, strlen(iso)) == 0 && last[strlen(iso)] == ' ' &&
		!str_to_int(last + strlen(iso) + 1, 0, 100, &before))
		before = 0;
	free(last);
	snprintf(said, sizeof(said), "%s %d", iso, (int)level);
	return level > before && store_meta_set(store, WARNED_KEY, said, &err) ? (int)level : 0;
}

/* Has a fallback number of that day been given out already? */
static bool fallback_begun(struct store *store, struct date day)
{
	char iso[DATE_SIZE];
	int64_t one;
	bool found = false;
	date_format_iso(day, iso);
	return db_get_int(store_db(store), NULL, &one, &found, "SELECT 1 FROM fallback_day WHERE day = ?", "t",
		iso) && found;
}

bool numbers_warning(struct store *store, struct date day, char *out, size_t size)
{
	struct number_stock stock;
	int level = numbers_warn(store, day);
	if (level == 0 || !numbers_stock(store, day, &stock, NULL))
		return false;
	if (level < 100)
		snprintf(out, size, _("Đã dùng %d %% số hồ sơ hôm nay, còn %lld số."), level,
			(long long)stock.left);
	else if (stock.fallback_left > 0 && fallback_begun(store, day))
		snprintf(out, size, _("Đã hết số được cấp cho hôm nay; đang dùng số dự phòng (còn %lld)."),
			(long long)stock.fallback_left);
	else if (stock.fallback_left > 0)
		snprintf(out, size, _("Đã hết số được cấp cho hôm nay; từ hồ sơ sau dùng số dự phòng (còn "
			"%lld)."), (long long)stock.fallback_left);
	else
		snprintf(out, size, "%s", _("Đã hết số hồ sơ cho hôm nay, cả số dự phòng."));
	return true;
}
