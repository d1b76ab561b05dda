#include "core/procedure.h"

#include "base/mem.h"
#include "base/str.h"
#include "core/terms_json.h"
#include "i18n/lang.h"

#define PROCEDURE_JSON_MAX (1024 * 1024)

static void read_terms(struct procedure *p, struct json_in *root)
{
	static const struct {
		enum channel channel;
		const char *member;
	} channels[] = {
		{CHANNEL_DIRECT, "direct"}, {CHANNEL_ONLINE, "online"}, {CHANNEL_POSTAL, "postal"},
	};
	struct json_in in = json_in_object(root, "channels", JSON_REQUIRED);
	bool any = !in.object;

	for (size_t i = 0; i < ARRAY_LEN(channels); i++) {
		struct channel_terms *t = &p->terms[channels[i].channel];
		struct json_in terms = json_in_object(&in, channels[i].member, JSON_OPTIONAL);
		if (!terms.object)
			continue;
		any = t->offered = true;
		t->time = terms_read_time(&terms, "time");
		t->fee = terms_read_fee(&terms, "fee", &t->lines, &t->n_lines);
	}
	if (!any && !root->doc->wrong)
		json_in_wrong(root, "channels", "required", "%s",
			_("Thủ tục phải nhận hồ sơ theo ít nhất một cách: trực tiếp, trực tuyến hoặc bưu điện."));
}

static void read_component(struct component *c, struct json_in *in)
{
	c->id = json_in_text(in, "id", JSON_REQUIRED, COMPONENT_ID_MAX);
	c->name = json_in_text(in, "name", JSON_REQUIRED, COMPONENT_NAME_MAX);
	c->required = json_in_bool(in, "required", JSON_REQUIRED);
	terms_read_counts(in, c->count);
}

static void read_case(struct procedure_case *c, struct json_in *in)
{
	c->id = json_in_text(in, "id", JSON_REQUIRED, COMPONENT_ID_MAX);
	c->name = json_in_text(in, "name", JSON_REQUIRED, CASE_NAME_MAX);
	c->n_components = json_in_array(in, "components", JSON_REQUIRED, 0, COMPONENTS_MAX);
	c->components = arena_alloc(in->doc->arena, (c->n_components + 1) * sizeof(*c->components));
	for (size_t i = 0; i < c->n_components; i++) {
		struct json_in item = json_in_item(in, "components", i);
		read_component(&c->components[i], &item);
		for (size_t k = 0; k < i; k++) {
			if (c->components[i].id[0] && str_eq(c->components[k].id, c->components[i].id))
				json_in_wrong(&item, "id", "duplicate", "%s", _("Mã thành phần bị trùng."));
		}
	}
}

static void read_cases(struct procedure *p, struct json_in *root)
{
	p->n_cases = json_in_array(root, "cases", JSON_REQUIRED, 1, CASES_MAX);
	p->cases = arena_alloc(&p->arena, (p->n_cases + 1) * sizeof(*p->cases));
	for (size_t i = 0; i < p->n_cases; i++) {
		struct json_in item = json_in_item(root, "cases", i);
		read_case(&p->cases[i], &item);
		for (size_t k = 0; k < i; k++) {
			if (p->cases[i].id[0] && str_eq(p->cases[k].id, p->cases[i].id))
				json_in_wrong(&item, "id", "duplicate", "%s", _("Mã trường hợp bị trùng."));
		}
	}
}

bool procedure_from_json(struct procedure *p, const char *json, size_t len, struct err *err)
{
	json_t *value = json_parse(json, len, PROCEDURE_JSON_MAX, err);

	*p = (struct procedure){0};
	if (!value)
		return false;
	struct json_doc doc = {.arena = &p->arena, .cleaning = true};
	struct json_in root = json_in_root(&doc, value);
	p->code = json_in_text(&root, "code", JSON_REQUIRED, COMPONENT_ID_MAX);
	p->name = json_in_text(&root, "name", JSON_REQUIRED, PROCEDURE_NAME_MAX);
	p->field = json_in_text(&root, "field", JSON_REQUIRED, 200);
	p->note = json_in_text(&root, "note", JSON_OPTIONAL | JSON_LINES, 1000);
	if (p->code[0] && !procedure_code_valid(p->code))
		json_in_wrong(&root, "code", "format", "%s", _("Mã thủ tục phải như 1.014027."));
	read_terms(p, &root);
	read_cases(p, &root);
	json_decref(value);
	bool ok = json_doc_end(&doc, err);
	if (!ok)
		procedure_clear(p);
	return ok;
}
