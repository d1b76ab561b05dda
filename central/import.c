#include "central/import.h"

#include <stdarg.h>
#include <stdlib.h>
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "central/import_kinds.h"
#include "central/import_rows.h"
#include "central/items.h"
#include "core/dossier.h"
#include "i18n/lang.h"
#include "i18n/text.h"

struct import {
	struct db *db;
	const struct import_kind *kind;
	int64_t now;
	json_t *seen; /* ids met so far → line */
	struct import_report *report;
};

void import_report_clear(struct import_report *report)
{
	buf_clear(&report->lines);
}

static void bad_row(struct import *im, int line, const char *why)
{
	im->report->bad++;
	if (im->report->bad <= IMPORT_REPORT_MAX)
		buf_printf(&im->report->lines, _("dòng %d: %s\n"), line, why);
	else if (im->report->bad == IMPORT_REPORT_MAX + 1)
		buf_printf(&im->report->lines, "%s\n", _("… và những dòng sau nữa"));
}

/* Every string of the tree cleaned, in place. */
static json_t *clean_copy(const json_t *value, struct buf *scratch)
{
	const char *key;
	json_t *child, *copy;
	size_t i;
	if (json_is_string(value)) {
		buf_reset(scratch);
		text_clean(json_string_value(value), json_string_length(value), TEXT_LINES, scratch);
		return json_stringn(buf_str(scratch), scratch->len);
	}
	if (json_is_array(value)) {
		copy = json_array();
		json_array_foreach(value, i, child)
			json_array_append_new(copy, clean_copy(child, scratch));
		return copy;
	}
	if (!json_is_object(value))
		return json_incref((json_t *)(uintptr_t)value);
	copy = json_object();
	json_object_foreach((json_t *)(uintptr_t)value, key, child)
		json_object_set_new(copy, key, clean_copy(child, scratch));
	return copy;
}

/* "deleted": true, or a CSV cell 1 / x / true. The member itself is not part of the item. */
static bool take_deleted(json_t *object)
{
	const json_t *mark = json_object_get(object, "deleted");
	const char *text = json_string_value(mark);
	bool deleted = json_is_true(mark) ||
		(text && (str_eq(text, "1") || str_eq(text, "x") || str_eq(text, "true")));
	json_object_del(object, "deleted");
	return deleted;
}

static bool canonical(const json_t *object, struct buf *out, struct err *err)
{
	char *text = json_dumps(object, JSON_COMPACT);
	BUG_ON(!text);
	bool ok = json_canonical(text, strlen(text), out, err);
	free(text);
	return ok;
}

static bool row_id(struct import *im, const json_t *object, int line, const char **id,
	struct err *err)
{
	*id = json_string_value(json_object_get(object, im->kind->id_member));
	if (!*id || !**id)
		return err_set(err, ERR_DATA, _("Thiếu \"%s\"."), im->kind->id_member);
	if (strlen(*id) > 64)
		return err_set(err, ERR_DATA, _("\"%s\" dài quá 64 ký tự."), im->kind->id_member);
	const json_t *before = json_object_get(im->seen, *id);
	if (before)
		return err_set(err, ERR_DATA, _("\"%s\" đã có ở dòng %d."), *id,
			(int)json_integer_value(before));
	json_object_set_new(im->seen, *id, json_integer(line));
	return true;
}

static bool row_store(struct import *im, const struct item *item, struct err *err)
{
	enum item_change change;
	if (!items_put(im->db, item, im->now, &change, err))
		return false;
	int64_t *count[] = {
		[ITEM_SAME] = &im->report->same,
		[ITEM_ADDED] = &im->report->added,
		[ITEM_CHANGED] = &im->report->changed,
		[ITEM_REMOVED] = &im->report->removed,
	};
	++*count[change];
	return true;
}

/* ERR_DATA: the row is refused. Anything else: the database failed. */
static bool row_take(struct import *im, json_t *object, int line, struct buf *body, struct err *err)
{
	struct item item = {.kind = im->kind->item};
	bool deleted = take_deleted(object);
	if (!row_id(im, object, line, &item.id, err))
		return false;
	if (!deleted) {
		if (!canonical(object, body, err) ||
			!im->kind->check(im->db, object, buf_str(body), body->len, err))
			return false;
		item.body = buf_str(body);
	}
	if (im->kind->scope_member)
		item.scope = json_string_value(json_object_get(object, im->kind->scope_member));
	return row_store(im, &item, err);
}

static bool row_import(struct import *im, const struct import_row *row, struct buf *scratch,
	struct err *err)
{
	if (!row->object) {
		bad_row(im, row->line, row->why);
		return true;
	}
	struct err why = ERR_INIT;
	struct buf body;
	buf_init(&body, DOSSIER_JSON_MAX);
	json_t *object = clean_copy(row->object, scratch);
	bool ok = row_take(im, object, row->line, &body, &why);
	if (!ok && why.kind == ERR_DATA) {
		char line[560];
		snprintf(line, sizeof(line), "%s%s%s", why.field, why.field[0] ? ": " : "", why.text);
		bad_row(im, row->line, line);
		ok = true;
	} else if (!ok && err) {
		*err = why;
	}
	json_decref(object);
	buf_clear(&body);
	return ok;
}

static bool rows_import(struct import *im, const struct import_rows *rows, struct err *err)
{
	struct buf scratch;
	bool ok = true;
	buf_init(&scratch, IMPORT_MAX);
	for (size_t i = 0; ok && i < rows->n; i++)
		ok = row_import(im, &rows->rows[i], &scratch, err);
	buf_clear(&scratch);
	if (ok && im->report->bad)
		return err_set(err, ERR_DATA,
			_("%lld dòng bị từ chối, không dòng nào của tệp được nhập."),
			(long long)im->report->bad);
	return ok;
}

static bool rows_any(const struct import_rows *rows, struct err *err)
{
	return rows->n > 0 || err_set(err, ERR_DATA, _("Tệp không có dòng dữ liệu nào."));
}

static bool rows_parse(const struct import *im, const char *text, size_t len,
	struct import_rows *rows, struct err *err)
{
	struct import_rows flat = {0};
	size_t at = len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
	size_t first = at;
	if (len >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0))
		return err_set(err, ERR_DATA,
			_("Văn bản không theo bảng mã UTF-8. Hãy lưu lại tệp theo bảng mã UTF-8."));
	while (first < len && strchr(" \t\r\n", text[first]))
		first++;
	if (first == len)
		return err_set(err, ERR_DATA, _("Tệp rỗng."));
	if (text[first] == '[' || text[first] == '{')
		return import_json(text + at, len - at, rows, err);
	if (!im->kind->join)
		return import_csv(text, len, im->kind->columns, rows, err);
	bool ok = import_csv(text, len, im->kind->columns, &flat, err) && rows_any(&flat, err) &&
		im->kind->join(im->db, &flat, rows, err);
	import_rows_clear(&flat);
	return ok;
}

bool import_rows_in_transaction(struct db *db, const char *kind, const char *text, size_t len,
	int64_t now, struct import_report *report, struct err *err)
{
	struct import im = {.db = db, .kind = import_kind_find(kind), .now = now, .report = report};
	struct import_rows rows = {0};
	*report = (struct import_report){0};
	buf_init(&report->lines, 1024 * 1024);
	if (!im.kind)
		return err_set(err, ERR_USAGE, _("Không có loại danh mục \"%.40s\"."), kind);
	im.seen = json_object();
	bool ok = rows_parse(&im, text, len, &rows, err) && rows_any(&rows, err) &&
		rows_import(&im, &rows, err);
	json_decref(im.seen);
	import_rows_clear(&rows);
	return ok;
}

bool import_text(struct db *db, const char *kind, const char *text, size_t len, int64_t now,
	struct import_report *report, struct err *err)
{
	*report = (struct import_report){0};
	return db_begin(db, err) &&
		db_finish(db, import_rows_in_transaction(db, kind, text, len, now, report, err), err);
}
