#include "central/import_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

/*
 * A spreadsheet of procedures, one row a component. The procedure's own columns need to be filled
 * in only in its first row; rows of one code belong together wherever they stand.
 *
 *   code  name  field  note
 *   channel      direct (also when empty), online, postal; time and fee are of that channel
 *   time         "10 working_days", "30 calendar_days", "8 working_hours", "same_day"; empty: not
 *                published
 *   fee          "free", or "charge: NAME: AMOUNT", "fee: NAME: AMOUNT", several with ";" between;
 *                empty: not published
 *   case         name of the case; empty: "Trường hợp chung"
 *   component  required (0 or 1)  original  certified  copy  translation
 */

static const char *cell(const json_t *row, const char *name)
{
	const char *s = json_string_value(json_object_get(row, name));
	return s ? s : "";
}

static json_t *find_or_add(json_t *array, const char *member, const char *value)
{
	size_t i;
	json_t *one;
	json_array_foreach(array, i, one) {
		if (str_eq(json_string_value(json_object_get(one, member)), value))
			return one;
	}
	one = json_pack("{s:s}", member, value);
	json_array_append_new(array, one);
	return one;
}

static bool number(const json_t *row, const char *name, int64_t max, int64_t *out)
{
	const char *s = cell(row, name);
	*out = 0;
	return !*s || str_to_int(s, 0, max, out);
}

static json_t *time_json(const char *text)
{
	static const char *const units[] = {"working_days", "calendar_days", "working_hours"};
	char count[16];
	int64_t n;
	if (!*text)
		return json_pack("{s:s, s:i}", "unit", "not_published", "count", 0);
	if (str_eq(text, "same_day"))
		return json_pack("{s:s, s:i}", "unit", "same_day", "count", 0);
	const char *space = strchr(text, ' ');
	if (!space || space - text >= (ptrdiff_t)sizeof(count))
		return NULL;
	snprintf(count, sizeof(count), "%.*s", (int)(space - text), text);
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (str_eq(space + 1, units[i]) && str_to_int(count, 0, 3650, &n))
			return json_pack("{s:s, s:I}", "unit", units[i], "count", (json_int_t)n);
	}
	return NULL;
}

/* "charge: Lệ phí đăng ký: 8000" */
static json_t *fee_line(char *text)
{
	int64_t amount;
	text += strspn(text, " ");
	char *name = strchr(text, ':');
	char *tail = name ? strrchr(text, ':') : NULL;
	if (!name || tail == name)
		return NULL;
	*name++ = '\0';
	*tail++ = '\0';
	tail += strspn(tail, " ");
	name += strspn(name, " ");
	if ((!str_eq(text, "fee") && !str_eq(text, "charge")) ||
		!str_to_int(tail, 0, INT64_C(1000000000000), &amount))
		return NULL;
	return json_pack("{s:s, s:s, s:I}", "kind", text, "name", name, "amount_vnd",
		(json_int_t)amount);
}

static json_t *fee_lines(const char *text)
{
	json_t *lines = json_array();
	char *copy = xstrdup(text), *rest = copy, *part;
	while ((part = strsep(&rest, ";"))) {
		json_t *line = part[strspn(part, " ")] ? fee_line(part) : json_null();
		if (!line) {
			json_decref(lines);
			lines = NULL;
			break;
		}
		if (!json_is_null(line))
			json_array_append_new(lines, line);
	}
	free(copy);
	return lines;
}

static json_t *fee_json(const char *text)
{
	if (!*text)
		return json_pack("{s:s, s:[]}", "status", "not_published", "lines");
	if (str_eq(text, "free"))
		return json_pack("{s:s, s:[]}", "status", "free", "lines");
	json_t *lines = fee_lines(text);
	return lines ? json_pack("{s:s, s:o}", "status", "published", "lines", lines) : NULL;
}

/* The first row that names a channel, or gives it a time or fee, makes its terms. */
static const char *add_terms(json_t *procedure, const json_t *row)
{
	const char *channel = *cell(row, "channel") ? cell(row, "channel") : "direct";
	json_t *channels = json_object_get(procedure, "channels");
	bool said = *cell(row, "time") || *cell(row, "fee") || json_object_size(channels) == 0;
	if (!str_eq(channel, "direct") && !str_eq(channel, "online") && !str_eq(channel, "postal"))
		return N_("channel: phải là direct, online hoặc postal");
	if (!said && json_object_get(channels, channel))
		return NULL;
	json_t *time = time_json(cell(row, "time")), *fee = fee_json(cell(row, "fee"));
	const char *why = !time ? N_("time: phải viết như \"10 working_days\" hoặc \"same_day\"") :
		!fee ? N_("fee: phải viết như \"free\" hoặc \"charge: Lệ phí đăng ký: 8000\"") : NULL;
	if (why) {
		json_decref(time);
		json_decref(fee);
		return why;
	}
	json_object_set_new(channels, channel, json_pack("{s:o, s:o}", "time", time, "fee", fee));
	return NULL;
}

static const char *add_component(json_t *procedure, const json_t *row)
{
	static const char *const kinds[] = {"original", "certified", "copy", "translation"};
	const char *name = *cell(row, "case") ? cell(row, "case") : "Trường hợp chung";
	json_t *cases = json_object_get(procedure, "cases");
	json_t *one = find_or_add(cases, "name", name);
	char id[24];
	int64_t n;
	if (!json_object_get(one, "id")) {
		snprintf(id, sizeof(id), "%zu", json_array_size(cases));
		json_object_set_new(one, "id", json_string(id));
		json_object_set_new(one, "components", json_array());
	}
	if (!*cell(row, "component"))
		return NULL;
	json_t *components = json_object_get(one, "components");
	if (!number(row, "required", 1, &n))
		return N_("required: phải là 0 hoặc 1");
	snprintf(id, sizeof(id), "%zu", json_array_size(components) + 1);
	json_t *component = json_pack("{s:s, s:s, s:b}", "id", id, "name", cell(row, "component"),
		"required", (int)n);
	json_array_append_new(components, component);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (!number(row, kinds[i], 99, &n))
			return N_("original, certified, copy, translation: phải là số từ 0 đến 99");
		json_object_set_new(component, kinds[i], json_integer(n));
	}
	return NULL;
}

static void copy_once(json_t *procedure, const json_t *row, const char *name)
{
	if (*cell(row, name) && !json_object_get(procedure, name))
		json_object_set(procedure, name, json_object_get(row, name));
}

/* The procedure of that code among the rows made so far, or a new one at this line. */
static json_t *procedure_of(struct import_rows *out, json_t *index, const char *code, int line)
{
	const json_t *at = json_object_get(index, code);
	if (at)
		return out->rows[json_integer_value(at)].object;
	json_object_set_new(index, code, json_integer((json_int_t)out->n));
	import_rows_add(out, line, json_pack("{s:s, s:{}, s:[]}", "code", code, "channels", "cases"),
		NULL);
	return out->rows[out->n - 1].object;
}

static const char *row_join(json_t *procedure, const json_t *row)
{
	static const char *const own[] = {"name", "field", "note", "deleted"};
	for (size_t i = 0; i < ARRAY_LEN(own); i++)
		copy_once(procedure, row, own[i]);
	const char *why = add_terms(procedure, row);
	return why ? why : add_component(procedure, row);
}

bool import_join_procedures(struct db *db, const struct import_rows *flat, struct import_rows *out,
	struct err *err)
{
	(void)db;
	(void)err;
	json_t *index = json_object();
	for (size_t i = 0; i < flat->n; i++) {
		const struct import_row *row = &flat->rows[i];
		const char *why = NULL;
		if (!row->object)
			import_rows_add(out, row->line, NULL, xstrdup(row->why));
		else if (!*cell(row->object, "code"))
			why = N_("code: thiếu mã thủ tục");
		else
			why = row_join(procedure_of(out, index, cell(row->object, "code"), row->line),
				row->object);
		if (why)
			import_rows_add(out, row->line, NULL, xstrdup(_(why)));
	}
	json_decref(index);
	return true;
}
