#include "store/numbers.h"

#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "core/calendar.h"
#include "i18n/lang.h"
#include "store/store.h"
#include "store/workstation.h"

#define WISH_MAX 1000 /* central leases no more at once */

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
	if (!date_valid(b->day) || b->first < 1 || b->last < b->first ||
		b->last > DOSSIER_SEQUENCE_MAX || !uuid_parse(b->id, NULL))
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
	return rows_end(r, err);
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
		found && dossier_code_format(ws->agency, day, next, out);
}

bool numbers_take(struct store *store, const struct workstation *ws, struct date day,
	char code[DOSSIER_CODE_SIZE], char block[UUID_SIZE], struct err *err)
{
	char iso[DATE_SIZE];
	int64_t number = 0;
	date_format_iso(day, iso);
	struct rows *r = db_rows(store_db(store), "UPDATE number_block SET next = next + 1"
		" WHERE ordinal = (SELECT ordinal" NEXT_BLOCK ") RETURNING id, next - 1", "ttt", iso,
		ws->id, ws->agency);
	if (rows_next(r)) {
		number = rows_int(r, 1);
		str_copy(block, UUID_SIZE, rows_text(r, 0));
	}
	if (!rows_end(r, err))
		return false;
	if (number == 0)
		return err_set(err, ERR_UNAVAILABLE,
			_("Máy này đã hết số hồ sơ cho hôm nay; hồ sơ đang nhập chưa lưu. Có mạng thì máy tự "
			  "lấy thêm số; nếu không, hãy chuyển sang quầy khác."));
	return dossier_code_format(ws->agency, day, number, code) ||
		err_set(err, ERR_BUG, _("Lỗi chương trình: không lập được mã hồ sơ."));
}

/* ---- wishes for more */

struct wishes {
	struct number_wish *list;
	size_t n, max;
};

/* The wish made earlier for that day, if any. */
static bool find_wish(struct db *db, const char *day, struct number_wish *w, bool *found,
	struct err *err)
{
	struct rows *r = db_rows(db, "SELECT id, count FROM number_wish WHERE day = ?", "t", day);
	*found = rows_next(r);
	if (*found) {
		str_copy(w->id, sizeof(w->id), rows_text(r, 0));
		w->count = rows_int(r, 1);
	}
	return rows_end(r, err);
}

static bool make_wish(struct store *store, const char *day, int64_t want, struct number_wish *w,
	bool *made, struct err *err)
{
	struct number_stock stock;
	*made = false;
	if (!numbers_stock(store, w->day, &stock, err))
		return false;
	if (stock.left * 2 > want)
		return true;
	uuid_new(w->id);
	w->count = want - stock.left;
	*made = true;
	return db_run(store_db(store), err, "INSERT INTO number_wish (day, id, count) VALUES (?, ?, ?)",
		"tti", day, w->id, w->count);
}

static bool wish_for_day(struct store *store, struct date day, int64_t want, struct wishes *wishes,
	struct err *err)
{
	if (wishes->n == wishes->max)
		return true;
	struct number_wish w = {.day = day};
	char iso[DATE_SIZE];
	bool found;
	date_format_iso(day, iso);
	if (!find_wish(store_db(store), iso, &w, &found, err))
		return false;
	if (!found && !make_wish(store, iso, want, &w, &found, err))
		return false;
	if (found)
		wishes->list[wishes->n++] = w;
	return true;
}

static bool collect(struct store *store, const struct calendar *cal, struct date today,
	int days_ahead, int64_t want, struct wishes *wishes, struct err *err)
{
	char iso[DATE_SIZE];
	date_format_iso(today, iso);
	bool ok = db_run(store_db(store), err, "DELETE FROM number_wish WHERE day < ?", "t", iso) &&
		wish_for_day(store, today, want, wishes, err);
	for (int i = 1; ok && i <= days_ahead; i++)
		ok = wish_for_day(store, calendar_add_working_days(cal, today, i), want, wishes, err);
	return ok;
}

bool numbers_wishes(struct store *store, const struct calendar *cal, struct date today,
	int days_ahead, int64_t want, struct number_wish *out, size_t max, size_t *n, struct err *err)
{
	struct db *db = store_db(store);
	struct wishes wishes = {.list = out, .max = max};
	*n = 0;
	if (want > WISH_MAX)
		want = WISH_MAX;
	if (want <= 0)
		return true;
	if (!db_begin(db, err))
		return false;
	if (!db_finish(db, collect(store, cal, today, days_ahead, want, &wishes, err), err))
		return false;
	*n = wishes.n;
	return true;
}

bool numbers_drop_wish(struct store *store, const char *id, struct err *err)
{
	return db_run(store_db(store), err, "DELETE FROM number_wish WHERE id = ?", "t", id);
}
