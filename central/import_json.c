#include "central/import_rows.h"

#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "central/import.h"
#include "i18n/lang.h"

void import_rows_clear(struct import_rows *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		json_decref(rows->rows[i].object);
		free(rows->rows[i].why);
	}
	free(rows->rows);
	*rows = (struct import_rows){0};
}

void import_rows_add(struct import_rows *rows, int line, json_t *object, char *why)
{
	if (rows->n == rows->size) {
		rows->size = rows->size ? rows->size * 2 : 64;
		rows->rows = xreallocarray(rows->rows, rows->size, sizeof(*rows->rows));
	}
	rows->rows[rows->n++] = (struct import_row){line, object, why};
}

/* Where a value of the outer array begins and ends. The text was parsed before, so it is JSON. */
struct cursor {
	const char *at, *end;
	int line;
};

static void skip_blank(struct cursor *c)
{
	while (c->at < c->end && strchr(" \t\r\n,", *c->at)) {
		c->line += *c->at == '\n';
		c->at++;
	}
}

/* Moves past one value; strings hide brackets and commas. */
static void skip_value(struct cursor *c)
{
	int depth = 0;
	bool quoted = false;
	for (; c->at < c->end; c->at++) {
		char ch = *c->at;
		c->line += ch == '\n';
		if (quoted && ch == '\\') {
			c->at++;
		} else if (ch == '"') {
			quoted = !quoted;
		} else if (quoted) {
			continue;
		} else if (ch == '{' || ch == '[') {
			depth++;
		} else if (ch == '}' || ch == ']') {
			if (depth == 0)
				return;
			depth--;
		} else if (ch == ',' && depth == 0) {
			return;
		}
	}
}

static void split_array(struct cursor *c, const json_t *array, struct import_rows *out)
{
	size_t i;
	json_t *value;
	json_array_foreach(array, i, value) {
		skip_blank(c);
		if (json_is_object(value))
			import_rows_add(out, c->line, json_incref(value), NULL);
		else
			import_rows_add(out, c->line, NULL, xstrdup(_("Phải là một đối tượng JSON {…}.")));
		skip_value(c);
	}
}

bool import_json(const char *text, size_t len, struct import_rows *out, struct err *err)
{
	json_error_t why;
	struct cursor c = {text, text + len, 1};
	json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &why);
	if (!root)
		return err_set(err, ERR_DATA, _("Tệp không phải JSON đúng: dòng %d, cột %d (%s)."),
			why.line, why.column, why.text);
	skip_blank(&c);
	if (json_is_array(root)) {
		c.at++;
		split_array(&c, root, out);
	} else {
		import_rows_add(out, c.line, json_incref(root), NULL);
	}
	json_decref(root);
	return out->n <= IMPORT_ROWS_MAX || err_set(err, ERR_DATA,
		_("Tệp có quá nhiều dòng (tối đa %d)."), IMPORT_ROWS_MAX);
}
