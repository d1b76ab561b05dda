#include "core/problem.h"

#include "base/str.h"
#include "core/json.h"
#include "i18n/text.h"

#define PROBLEM_JSON_MAX (256 * 1024)

static void set_text(json_t *object, const char *key, const char *text)
{
	json_object_set_new(object, key, json_string(text));
}

void problem_to_json(const struct problem *p, struct buf *out)
{
	json_t *root = json_object();

	set_text(root, "type", p->type);
	set_text(root, "title", p->title);
	json_object_set_new(root, "status", json_integer(p->status));
	if (p->detail[0])
		set_text(root, "detail", p->detail);
	if (p->violations.n > 0) {
		json_t *list = json_array();
		for (size_t i = 0; i < p->violations.n; i++) {
			const struct violation *v = &p->violations.list[i];
			json_t *item = json_object();
			set_text(item, "field", v->field);
			set_text(item, "code", v->code);
			set_text(item, "message", v->message);
			json_array_append_new(list, item);
		}
		json_object_set_new(root, "violations", list);
	}
	bool ok = json_write(root, out, NULL);
	BUG_ON(!ok);
	json_decref(root);
}

static void get_text(const json_t *object, const char *key, char *dst, size_t size)
{
	const char *text = json_string_value(json_object_get(object, key));
	text_clean_to(dst, size, text ? text : "");
}

static void get_violations(const json_t *list, struct violations *v)
{
	for (size_t i = 0; i < json_array_size(list) && v->n < VIOLATIONS_MAX; i++) {
		const json_t *item = json_array_get(list, i);
		struct violation *new = &v->list[v->n];
		get_text(item, "field", new->field, sizeof(new->field));
		get_text(item, "code", new->code, sizeof(new->code));
		get_text(item, "message", new->message, sizeof(new->message));
		if (new->message[0] || new->code[0])
			v->n++;
	}
}

bool problem_from_json(struct problem *p, const char *json, size_t len)
{
	json_t *root = json_parse(json, len, PROBLEM_JSON_MAX, NULL);

	*p = (struct problem){.status = 0};
	if (!json_is_object(root)) {
		json_decref(root);
		return false;
	}
	const json_t *status = json_object_get(root, "status");
	get_text(root, "type", p->type, sizeof(p->type));
	get_text(root, "title", p->title, sizeof(p->title));
	get_text(root, "detail", p->detail, sizeof(p->detail));
	if (json_integer_value(status) >= 100 && json_integer_value(status) <= 599)
		p->status = (int)json_integer_value(status);
	get_violations(json_object_get(root, "violations"), &p->violations);
	json_decref(root);
	bool is_problem = p->type[0] || p->title[0];
	if (!p->type[0])
		str_copy(p->type, sizeof(p->type), "about:blank"); /* RFC 9457 §4.2.1 */
	return is_problem;
}
