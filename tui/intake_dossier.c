/* The form's way into a dossier, and back from what is wrong with it to the field. */
#include "tui/intake_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/str.h"
#include "core/written.h"
#include "i18n/lang.h"
#include "i18n/text.h"

/* What was typed, trimmed and folded, in the dossier's memory. */
static const char *taken(const struct intake_form *form, enum intake_field field, struct dossier *d)
{
	struct buf clean;
	buf_init(&clean, FIELD_MAX);
	text_clean(form->text[field].text, form->text[field].len, 0, &clean);
	const char *s = arena_strdup(&d->arena, buf_str(&clean));
	buf_clear(&clean);
	return s;
}

static void take_applicant(const struct intake_form *form, struct dossier *d, struct violations *v)
{
	struct person *p = &d->applicant;
	const char *birth = taken(form, IN_BIRTH, d), *number = taken(form, IN_ID, d);
	bool organisation = intake_is_organisation(form);
	p->kind = form->kind;
	p->name = taken(form, IN_NAME, d);
	p->address = taken(form, IN_ADDRESS, d);
	p->phone = taken(form, IN_PHONE, d);
	p->email = taken(form, IN_EMAIL, d);
	p->source = form->source;
	p->id_number = organisation ? "" : number;
	p->tax_code = organisation ? number : "";
	if (organisation)
		return;
	p->sex = form->sex;
	if (birth[0] && !written_birth(birth, instant_date(clock_now()), &p->birth))
		violation_add(v, "applicant.birth_date", "format",
			_("Ngày sinh không đúng. Ghi ngày/tháng/năm, ví dụ 02/09/1990."));
}

static void take_components(const struct intake_form *form, struct dossier *d)
{
	for (size_t i = 0; i < d->n_components && i < COMPONENTS_MAX; i++)
		memcpy(d->components[i].count, form->count[i], sizeof(form->count[i]));
}

static void take_copies(const struct intake_form *form, struct dossier *d, struct violations *v)
{
	int64_t copies;
	const char *text = taken(form, IN_COPIES, d);
	if (str_to_int(text, 1, COPIES_MAX, &copies)) {
		d->copies = (int)copies;
		return;
	}
	d->copies = 1;
	violation_add(v, "copies", "range", _("Số bộ hồ sơ phải từ 1 đến %d."), COPIES_MAX);
}

bool intake_form_to_dossier(const struct intake_form *form, struct dossier *d, struct violations *v,
	struct err *err)
{
	take_applicant(form, d, v);
	d->delegate = taken(form, IN_DELEGATE, d);
	d->note = taken(form, IN_NOTE, d);
	d->channel = CHANNEL_DIRECT;
	d->result = form->result;
	take_copies(form, d, v);
	if (!form->has_procedure) {
		violation_add(v, "procedure.code", "required",
			_("Chưa chọn thủ tục. Gõ vài chữ của tên hoặc mã rồi Enter."));
		return true;
	}
	const struct procedure_case *c = intake_form_case(form);
	if (!dossier_use_procedure(d, &form->procedure, c ? c->id : NULL, err))
		return false;
	d->procedure_version = form->procedure.version;
	d->procedure_hash = arena_strdup(&d->arena, form->procedure_hash);
	take_components(form, d);
	return true;
}

static const struct {
	const char *path;
	enum intake_field field;
} paths[] = {
	{"applicant.name", IN_NAME}, {"applicant.kind", IN_KIND}, {"applicant.id_number", IN_ID},
	{"applicant.tax_code", IN_ID}, {"applicant.birth_date", IN_BIRTH}, {"applicant.sex", IN_SEX},
	{"applicant.address", IN_ADDRESS}, {"applicant.phone", IN_PHONE},
	{"applicant.email", IN_EMAIL}, {"applicant", IN_NAME}, {"delegate", IN_DELEGATE},
	{"procedure.case", IN_CASE}, {"procedure", IN_PROCEDURE}, {"time", IN_PROCEDURE},
	{"fee", IN_PROCEDURE}, {"channel", IN_PROCEDURE}, {"components", IN_COMPONENTS},
	{"copies", IN_COPIES}, {"result_delivery", IN_RESULT}, {"note", IN_NOTE},
};

enum intake_field intake_field_of(const char *path, size_t *row)
{
	*row = 0;
	if (str_starts(path, "components[")) {
		unsigned long n = strtoul(path + strlen("components["), NULL, 10);
		*row = n < COMPONENTS_MAX ? n : 0;
	}
	for (size_t i = 0; i < ARRAY_LEN(paths); i++)
		if (str_starts(path, paths[i].path))
			return paths[i].field;
	return IN_NAME;
}

bool intake_has_field(const char *path)
{
	for (size_t i = 0; i < ARRAY_LEN(paths); i++)
		if (str_starts(path, paths[i].path))
			return true;
	return false;
}

const struct violation *intake_form_wrong(const struct intake_form *form, enum intake_field field)
{
	size_t row;
	for (size_t i = 0; i < form->wrong.n; i++)
		if (intake_field_of(form->wrong.list[i].field, &row) == field)
			return &form->wrong.list[i];
	return NULL;
}

/* ---- drafts */

static const char *const draft_keys[IN_FIELDS] = {
	[IN_NAME] = "name", [IN_ID] = "id_number", [IN_BIRTH] = "birth", [IN_ADDRESS] = "address",
	[IN_PHONE] = "phone", [IN_EMAIL] = "email", [IN_DELEGATE] = "delegate",
	[IN_PROCEDURE] = "procedure_text", [IN_COPIES] = "copies", [IN_NOTE] = "note",
};

static void add_int(struct string_map *map, const char *key, int value)
{
	char text[16];
	snprintf(text, sizeof(text), "%d", value);
	string_map_add(map, key, text);
}

static int get_int(const struct string_map *map, const char *key, int low, int high, int fallback)
{
	int64_t value;
	return str_to_int(string_map_get(map, key), low, high, &value) ? (int)value : fallback;
}

void intake_form_to_map(const struct intake_form *form, struct string_map *map)
{
	for (size_t i = 0; i < IN_FIELDS; i++)
		if (draft_keys[i])
			string_map_add(map, draft_keys[i], form->text[i].text);
	if (form->correcting[0]) {
		char at[24];
		snprintf(at, sizeof(at), "%lld", (long long)form->received_at);
		string_map_add(map, "correcting", form->correcting);
		string_map_add(map, "code", form->code);
		string_map_add(map, "received_at", at);
	}
	add_int(map, "kind", (int)form->kind);
	add_int(map, "sex", (int)form->sex);
	add_int(map, "source", (int)form->source);
	add_int(map, "result", (int)form->result);
	add_int(map, "focus", (int)form->focus);
	const struct procedure_case *c = intake_form_case(form);
	if (!c)
		return;
	string_map_add(map, "procedure", form->procedure.code);
	string_map_add(map, "case", c->id);
	for (size_t i = 0; i < c->n_components && i < COMPONENTS_MAX; i++) {
		char key[128], value[64];
		const int *n = form->count[i];
		snprintf(key, sizeof(key), "component.%s", c->components[i].id);
		snprintf(value, sizeof(value), "%d,%d,%d,%d", n[0], n[1], n[2], n[3]);
		string_map_add(map, key, value);
	}
}

void intake_dossier_to_map(const struct dossier *d, struct string_map *map)
{
	const struct person *a = &d->applicant;
	char birth[DATE_SIZE] = "", key[128], value[64];
	if (date_valid(a->birth))
		date_format_vn(a->birth, birth);
	const struct {
		const char *key, *value;
	} texts[] = {
		{"name", a->name}, {"id_number", *a->tax_code && !*a->id_number ? a->tax_code : a->id_number},
		{"birth", birth}, {"address", a->address}, {"phone", a->phone}, {"email", a->email},
		{"delegate", d->delegate}, {"note", d->note}, {"procedure", d->procedure_code},
		{"procedure_text", d->procedure_name}, {"case", d->case_id},
	};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		string_map_add(map, texts[i].key, texts[i].value);
	add_int(map, "kind", (int)a->kind);
	add_int(map, "sex", (int)a->sex);
	add_int(map, "source", (int)a->source);
	add_int(map, "result", (int)d->result);
	add_int(map, "copies", d->copies);
	for (size_t i = 0; i < d->n_components; i++) {
		const int *n = d->components[i].count;
		snprintf(key, sizeof(key), "component.%s", d->components[i].id);
		snprintf(value, sizeof(value), "%d,%d,%d,%d", n[0], n[1], n[2], n[3]);
		string_map_add(map, key, value);
	}
}

static void counts_from_text(const char *text, int count[COPY_KINDS])
{
	for (int kind = 0; kind < COPY_KINDS; kind++) {
		char *end;
		long n = strtol(text, &end, 10);
		if (end == text || n < 0 || n > COMPONENT_COUNT_MAX)
			return;
		count[kind] = (int)n;
		if (*end != ',')
			return;
		text = end + 1;
	}
}

static void case_from_map(struct intake_form *form, const struct string_map *map)
{
	const char *id = string_map_get(map, "case");
	for (size_t i = 0; i < form->procedure.n_cases; i++)
		if (str_eq(form->procedure.cases[i].id, id))
			intake_form_choose_case(form, i);
	const struct procedure_case *c = intake_form_case(form);
	for (size_t i = 0; c && i < c->n_components && i < COMPONENTS_MAX; i++) {
		char key[128];
		snprintf(key, sizeof(key), "component.%s", c->components[i].id);
		counts_from_text(string_map_get(map, key), form->count[i]);
	}
}

void intake_form_from_map(struct intake_form *form, const struct string_map *map)
{
	for (size_t i = 0; i < IN_FIELDS; i++)
		if (draft_keys[i] && !(i == IN_PROCEDURE && form->has_procedure))
			field_set(&form->text[i], string_map_get(map, draft_keys[i]));
	str_copy(form->correcting, sizeof(form->correcting), string_map_get(map, "correcting"));
	str_copy(form->code, sizeof(form->code), string_map_get(map, "code"));
	if (!str_to_int(string_map_get(map, "received_at"), 0, INT64_MAX, &form->received_at))
		form->received_at = 0;
	form->kind = (enum applicant_kind)get_int(map, "kind", APPLICANT_CITIZEN, APPLICANT_OTHER,
		APPLICANT_CITIZEN);
	form->sex = (enum sex)get_int(map, "sex", SEX_UNKNOWN, SEX_FEMALE, SEX_UNKNOWN);
	if (form->has_procedure)
		case_from_map(form, map);
	form->source = (enum id_source)get_int(map, "source", ID_TYPED, ID_CARD_MRZ, ID_TYPED);
	form->result = (enum result_delivery)get_int(map, "result", RESULT_DIRECT, RESULT_POSTAL,
		RESULT_DIRECT);
	enum intake_field focus = (enum intake_field)get_int(map, "focus", 0, IN_FIELDS - 1, (int)form->focus);
	if (intake_can_focus(form, focus))
		form->focus = focus;
}
