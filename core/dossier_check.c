#include "core/dossier.h"

#include <stdio.h>
#include "base/clock.h"
#include "base/str.h"
#include "core/card_parts.h"
#include "core/contact.h"
#include "core/id_number.h"
#include "i18n/lang.h"
#include "i18n/text.h"

/* A text of the form: not too long, and as text_clean leaves it. */
static void check_text(struct violations *v, const char *field, const char *text, int max, bool lines)
{
	if (!(lines ? text_is_clean_lines(text) : text_is_clean(text)))
		violation_add(v, field, "control_characters", "%s",
			_("Có ký tự không dùng được (ký tự điều khiển hoặc ký tự ẩn). Hãy gõ lại."));
	else if (text_length(text) > max)
		violation_add(v, field, "too_long", _("Dài quá %d ký tự. Hãy viết gọn lại."), max);
}

/* ---- the applicant */

static void check_name(const struct person *a, struct violations *v)
{
	if (!*a->name)
		violation_add(v, "applicant.name", "required", "%s", _("Chưa có tên người nộp."));
	else if (!text_has_letter(a->name))
		violation_add(v, "applicant.name", "format", "%s", _("Tên người nộp phải có chữ cái."));
	check_text(v, "applicant.name", a->name, PERSON_NAME_MAX, false);
}

static void check_id_number(const struct person *a, struct violations *v)
{
	struct id_number parsed;
	struct err err = ERR_INIT;

	if (!*a->id_number && a->kind == APPLICANT_CITIZEN)
		violation_add(v, "applicant.id_number", "required", "%s",
			_("Chưa có số định danh của người nộp. Hãy quét thẻ hoặc gõ 12 chữ số."));
	else if (*a->id_number && !id_number_parse(a->id_number, &parsed, &err))
		violation_add(v, "applicant.id_number", "format", "%s", err.text);
}

static void check_tax_code(struct dossier *d, struct violations *v)
{
	struct person *a = &d->applicant;
	struct err err = ERR_INIT;
	char tax_code[20];

	if (!*a->tax_code && a->kind == APPLICANT_ENTERPRISE)
		violation_add(v, "applicant.tax_code", "required", "%s", _("Chưa có mã số thuế của tổ chức."));
	if (!*a->tax_code)
		return;
	if (tax_code_parse(a->tax_code, tax_code, sizeof(tax_code), &err))
		a->tax_code = arena_strdup(&d->arena, tax_code);
	else
		violation_add(v, "applicant.tax_code", "format", "%s", err.text);
}

static void check_birth(const struct dossier *d, struct violations *v)
{
	struct date birth = d->applicant.birth;
	struct date today = instant_date(d->received_at ? d->received_at : clock_now());

	if (birth.year == 0)
		return;
	if (!date_valid(birth))
		violation_add(v, "applicant.birth_date", "format", "%s", _("Ngày sinh không có thật."));
	else if (card_today_known(today) && date_compare(birth, today) > 0)
		violation_add(v, "applicant.birth_date", "range", "%s", _("Ngày sinh ở tương lai."));
}

static void check_contact(struct dossier *d, struct violations *v)
{
	struct person *a = &d->applicant;
	struct err err = ERR_INIT;
	char phone[16];

	if (*a->phone && phone_parse(a->phone, phone, sizeof(phone), &err))
		a->phone = arena_strdup(&d->arena, phone);
	else if (*a->phone)
		violation_add(v, "applicant.phone", "format", "%s", err.text);
	if (*a->email && !email_valid(a->email))
		violation_add(v, "applicant.email", "format", "%s",
			_("Địa chỉ thư điện tử không đúng, ví dụ đúng: ten@example.vn."));
	check_text(v, "applicant.address", a->address, ADDRESS_MAX, false);
}

/* ---- the procedure and its components */

static void component_field(char out[64], size_t i, const char *member)
{
	snprintf(out, 64, "components[%zu]%s%s", i, member ? "." : "", member ? member : "");
}

static bool is_given(const struct dossier_component *c)
{
	for (int kind = 0; kind < COPY_KINDS; kind++) {
		if (c->count[kind] > 0)
			return true;
	}
	return false;
}

static const struct dossier_component *find_component(const struct dossier *d, const char *id,
	size_t before)
{
	for (size_t i = 0; i < before; i++) {
		if (str_eq(d->components[i].id, id))
			return &d->components[i];
	}
	return NULL;
}

static void check_counts(const struct dossier *d, struct violations *v)
{
	char field[64];

	for (size_t i = 0; i < d->n_components; i++) {
		for (int kind = 0; kind < COPY_KINDS; kind++) {
			int n = d->components[i].count[kind];
			component_field(field, i, copy_kind_code((enum copy_kind)kind));
			if (n < 0 || n > COMPONENT_COUNT_MAX)
				violation_add(v, field, "range", _("Số bản phải từ 0 đến %d."), COMPONENT_COUNT_MAX);
		}
		component_field(field, i, "id");
		if (find_component(d, d->components[i].id, i))
			violation_add(v, field, "duplicate", "%s", _("Thành phần này bị ghi hai lần."));
	}
}

static bool is_in_case(const struct procedure_case *c, const char *id)
{
	for (size_t i = 0; i < c->n_components; i++) {
		if (str_eq(c->components[i].id, id))
			return true;
	}
	return false;
}

static void check_against_case(const struct dossier *d, const struct procedure_case *c,
	struct violations *v)
{
	char field[64];

	for (size_t i = 0; i < d->n_components; i++) {
		component_field(field, i, "id");
		if (!is_in_case(c, d->components[i].id))
			violation_add(v, field, "unknown", "%s",
				_("Trường hợp này không có thành phần đã ghi. Hãy chọn lại thủ tục."));
	}
	for (size_t i = 0; i < c->n_components; i++) {
		const struct component *needed = &c->components[i];
		const struct dossier_component *given = find_component(d, needed->id, d->n_components);
		if (!needed->required || (given && is_given(given)))
			continue;
		if (given)
			component_field(field, (size_t)(given - d->components), NULL);
		else
			str_copy(field, sizeof(field), "components");
		violation_add(v, field, "required", _("Thiếu thành phần bắt buộc: %s."), needed->name);
	}
}

/* Something must have been handed in, unless the case asks for nothing. */
static void check_not_empty(const struct dossier *d, bool asks, struct violations *v)
{
	for (size_t i = 0; i < d->n_components; i++) {
		if (is_given(&d->components[i]))
			return;
	}
	if (asks)
		violation_add(v, "components", "required", "%s",
			_("Chưa nhận thành phần nào. Hãy ghi số bản của ít nhất một thành phần."));
}

static void check_procedure(const struct dossier *d, const struct procedure *p, struct violations *v)
{
	bool known_code = procedure_code_valid(d->procedure_code);
	const struct procedure_case *c = p && *d->case_id ? procedure_case_find(p, d->case_id) : NULL;
	size_t before = v->n;

	if (!*d->procedure_code)
		violation_add(v, "procedure.code", "required", "%s", _("Chưa chọn thủ tục."));
	else if (!known_code || (p && !str_eq(p->code, d->procedure_code)))
		violation_add(v, "procedure.code", "unknown", "%s", _("Danh mục không có thủ tục này."));
	else if (!*d->case_id)
		violation_add(v, "procedure.case_id", "required", "%s", _("Chưa chọn trường hợp của thủ tục."));
	else if (p && !c)
		violation_add(v, "procedure.case_id", "unknown", "%s",
			_("Thủ tục này không có trường hợp đã chọn. Hãy chọn lại."));
	check_counts(d, v);
	if (v->n > before)
		return;
	if (c)
		check_against_case(d, c, v);
	if (v->n == before)
		check_not_empty(d, c ? c->n_components > 0 : d->n_components > 0, v);
}

bool dossier_check(struct dossier *d, const struct procedure *p, struct violations *v)
{
	struct violations found = {.n = 0};

	check_name(&d->applicant, &found);
	check_id_number(&d->applicant, &found);
	check_tax_code(d, &found);
	check_birth(d, &found);
	check_contact(d, &found);
	check_text(&found, "delegate", d->delegate, ADDRESS_MAX, false);
	check_procedure(d, p, &found);
	if (d->copies < 1 || d->copies > COPIES_MAX)
		violation_add(&found, "copies", "range", _("Số bộ hồ sơ phải từ 1 đến %d."), COPIES_MAX);
	if (d->result != RESULT_DIRECT && d->result != RESULT_POSTAL)
		violation_add(&found, "result_delivery", "unknown", "%s",
			_("Chọn nhận kết quả tại quầy hoặc qua bưu điện."));
	check_text(&found, "note", d->note, NOTE_MAX, true);
	for (size_t i = 0; i < found.n; i++)
		violation_add(v, found.list[i].field, found.list[i].code, "%s", found.list[i].message);
	return found.n == 0;
}
