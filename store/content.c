#include "store/content.h"

#include <string.h>
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "store/search_index.h"
#include "store/store.h"
#include "store/vault.h"

#define PEOPLE_MAX 8192 /* bytes */
#define BODY "dossier_body"
#define PEOPLE "dossier_vault"

/* ---- one field a line */

static void add_line(struct buf *out, const char *text)
{
	for (; *text; text++)
		buf_char(out, (unsigned char)*text < 0x20 ? ' ' : *text);
	buf_char(out, '\n');
}

void people_join(const struct people_text *p, struct buf *out)
{
	buf_reset(out);
	add_line(out, p->applicant);
	add_line(out, p->id_number);
	add_line(out, p->phone);
	add_line(out, p->delegate);
}

static void take_line(char **rest, char *dst, size_t size)
{
	char *line = strsep(rest, "\n");
	text_clean_to(dst, size, line ? line : "");
}

static void people_split(char *text, struct people *out)
{
	take_line(&text, out->applicant, sizeof(out->applicant));
	take_line(&text, out->id_number, sizeof(out->id_number));
	take_line(&text, out->phone, sizeof(out->phone));
	take_line(&text, out->delegate, sizeof(out->delegate));
}

/* ---- writing */

static bool write_people(struct db *db, struct vault_box *box, int64_t ordinal,
	const struct dossier *d, const uint8_t wrapped[VAULT_WRAPPED], struct err *err)
{
	struct buf text, sealed;
	buf_init(&text, PEOPLE_MAX);
	buf_init(&sealed, PEOPLE_MAX + SEAL_OVERHEAD);
	people_join(&(struct people_text){d->applicant.name, d->applicant.id_number,
		d->applicant.phone, d->delegate}, &text);
	bool ok = vault_box_seal(box, PEOPLE, buf_str(&text), text.len, &sealed) &&
		db_run(db, err, "INSERT INTO dossier_vault (ordinal, key, people) VALUES (?, ?, ?)"
			" ON CONFLICT (ordinal) DO UPDATE SET key = excluded.key, people = excluded.people",
			"ibb", ordinal, (const void *)wrapped, (size_t)VAULT_WRAPPED, (const void *)sealed.data,
			sealed.len);
	seal_wipe(text.data, text.size);
	buf_clear(&text);
	buf_clear(&sealed);
	return ok;
}

static bool write_body(struct db *db, struct vault_box *box, int64_t ordinal,
	const struct content *c, struct err *err)
{
	struct buf sealed;
	buf_init(&sealed, c->len + SEAL_OVERHEAD);
	bool ok = vault_box_seal(box, BODY, c->json, c->len, &sealed) &&
		db_run(db, err, "INSERT INTO dossier_body (ordinal, sha256, token, json)"
			" VALUES (?, ?, ?, ?) ON CONFLICT (ordinal) DO UPDATE SET sha256 = excluded.sha256,"
			" token = excluded.token, json = excluded.json", "ittb", ordinal, c->sha256, c->token,
			(const void *)sealed.data, sealed.len);
	buf_clear(&sealed);
	return ok;
}

/* What is already known to the searches of other processes has changed. */
static bool tell_search(struct db *db, int64_t ordinal, struct err *err)
{
	bool known = false;
	int64_t one;
	return db_get_int(db, err, &one, &known, "SELECT 1 FROM dossier_vault WHERE ordinal = ?", "i",
			ordinal) && (!known || search_index_outdate(db, err));
}

bool content_write(struct store *store, int64_t ordinal, const struct dossier *d,
	const struct content *c, struct err *err)
{
	struct db *db = store_db(store);
	struct vault_box box;
	uint8_t wrapped[VAULT_WRAPPED];
	if (!tell_search(db, ordinal, err))
		return false;
	vault_box_new(&box, store, d->uuid, wrapped);
	bool ok = write_people(db, &box, ordinal, d, wrapped, err) &&
		write_body(db, &box, ordinal, c, err);
	vault_box_clear(&box);
	return ok;
}

/* ---- reading */

static enum content_state open_column(struct store *store, struct rows *r, int col, int which,
	const char *uuid, const char *table, struct buf *out)
{
	struct vault_box box;
	size_t len, wrapped_len;
	const void *wrapped = rows_blob(r, col, &wrapped_len);
	buf_reset(out);
	if (rows_int(r, col + 2))
		return CONTENT_ERASED;
	bool ok = vault_box_open(&box, store, uuid, wrapped, wrapped_len);
	const void *sealed = rows_blob(r, which, &len);
	ok = ok && vault_box_unseal(&box, table, sealed, len, out);
	vault_box_clear(&box);
	return ok ? CONTENT_READ : CONTENT_DAMAGED;
}

enum content_state content_people(struct store *store, struct rows *r, int col, const char *uuid,
	struct people *out)
{
	struct buf text;
	memset(out, 0, sizeof(*out));
	buf_init(&text, PEOPLE_MAX);
	enum content_state state = open_column(store, r, col, col + 1, uuid, PEOPLE, &text);
	if (state == CONTENT_READ && text.data)
		people_split(text.data, out);
	seal_wipe(text.data, text.size);
	buf_clear(&text);
	return state;
}

enum content_state content_people_shown(struct store *store, struct rows *r, int col,
	const char *uuid, struct people *out)
{
	enum content_state state = content_people(store, r, col, uuid, out);
	if (state == CONTENT_ERASED)
		str_copy(out->applicant, sizeof(out->applicant), _("(đã xóa dữ liệu cá nhân)"));
	else if (state == CONTENT_DAMAGED)
		str_copy(out->applicant, sizeof(out->applicant), _("(dữ liệu hỏng)"));
	return state;
}

enum content_state content_json(struct store *store, struct rows *r, int col, int json,
	const char *uuid, struct buf *out)
{
	return open_column(store, r, col, json, uuid, BODY, out);
}

bool content_fail(enum content_state state, const char *code, struct err *err)
{
	if (state == CONTENT_ERASED)
		return err_set(err, ERR_DATA, _("Dữ liệu cá nhân của hồ sơ %s đã được xóa khỏi máy này vì hết "
			"hạn lưu; trung tâm đã nhận hồ sơ. Số hồ sơ và mã xác thực của giấy hẹn vẫn còn."), code);
	return err_set(err, ERR_DAMAGED, _("Nội dung lưu của hồ sơ %s bị hỏng. Hãy báo quản trị viên khôi "
		"phục từ bản sao lưu."), code);
}
