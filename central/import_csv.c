#include "central/import_rows.h"

#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "central/csv.h"
#include "central/import.h"
#include "i18n/lang.h"
#include "i18n/text.h"

struct columns {
	char names[CSV_COLUMNS_MAX][40];
	size_t n;
};

static bool columns_read(struct csv *csv, struct columns *out, struct err *err)
{
	if (csv_next(csv) != CSV_ROW)
		return err_set(err, ERR_DATA, _("Tệp CSV phải bắt đầu bằng một dòng tên cột."));
	for (size_t i = 0; i < csv->n; i++) {
		text_clean_to(out->names[i], sizeof(out->names[i]), csv->cells[i]);
		for (size_t j = 0; j < i; j++) {
			if (out->names[i][0] && str_eq(out->names[i], out->names[j]))
				return err_set(err, ERR_DATA, _("Tệp CSV có hai cột cùng tên \"%s\"."),
					out->names[i]);
		}
	}
	out->n = csv->n;
	return true;
}

static bool columns_have(const struct columns *columns, const char *name, size_t len)
{
	for (size_t i = 0; i < columns->n; i++) {
		if (strlen(columns->names[i]) == len && strncmp(columns->names[i], name, len) == 0)
			return true;
	}
	return false;
}

/* Without one of these every row would be refused, or, where there is none, nothing be noticed. */
static bool columns_check(const struct columns *columns, const char *wanted, struct err *err)
{
	for (const char *name = wanted; *name; name += strspn(name, " ")) {
		size_t len = strcspn(name, " ");
		if (!columns_have(columns, name, len))
			return err_set(err, ERR_DATA, _("Dòng đầu của tệp CSV phải là tên cột, trong đó có: %s. Tệp này "
				"thiếu cột %.*s."), wanted, (int)len, name);
		name += len;
	}
	return true;
}

static void row_read(const struct csv *csv, const struct columns *columns, struct import_rows *out)
{
	json_t *object = json_object();
	for (size_t i = 0; i < csv->n; i++) {
		bool named = i < columns->n && columns->names[i][0];
		if (!csv->cells[i][0])
			continue;
		if (named && json_object_set_new(object, columns->names[i],
				json_string(csv->cells[i])) == 0)
			continue;
		json_decref(object);
		import_rows_add(out, csv->row_line, NULL, xstrdup(named ?
			_("Văn bản không theo bảng mã UTF-8. Hãy lưu lại tệp theo bảng mã UTF-8.") :
			_("Dòng này có nhiều ô hơn dòng tên cột.")));
		return;
	}
	import_rows_add(out, csv->row_line, object, NULL);
}

static bool rows_read(struct csv *csv, const char *wanted, struct import_rows *out, struct err *err)
{
	struct columns columns;
	enum csv_result got;
	if (!columns_read(csv, &columns, err) || !columns_check(&columns, wanted, err))
		return false;
	while ((got = csv_next(csv)) != CSV_END) {
		if (got == CSV_BAD)
			import_rows_add(out, csv->row_line, NULL, xstrdup(_(csv->why)));
		else
			row_read(csv, &columns, out);
		if (out->n > IMPORT_ROWS_MAX)
			return err_set(err, ERR_DATA, _("Tệp có quá nhiều dòng (tối đa %d)."),
				IMPORT_ROWS_MAX);
	}
	return true;
}

bool import_csv(const char *text, size_t len, const char *columns, struct import_rows *out,
	struct err *err)
{
	struct csv csv;
	csv_init(&csv, text, len);
	bool ok = rows_read(&csv, columns, out, err);
	csv_clear(&csv);
	return ok;
}
