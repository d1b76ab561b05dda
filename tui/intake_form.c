#include "tui/intake_form.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/delegate.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "tui/tidy.h"

/* What is typed in them; the others are words. */
static const struct {
	enum intake_field field;
	enum field_kind kind;
} kinds[] = {
	{IN_ID, FIELD_ID}, {IN_BIRTH, FIELD_BIRTH}, {IN_PHONE, FIELD_PHONE}, {IN_EMAIL, FIELD_CODE},
	{IN_COPIES, FIELD_CODE},
};

void intake_form_init(struct intake_form *form)
{
	*form = (struct intake_form){.kind = APPLICANT_CITIZEN};
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		form->text[kinds[i].field].kind = kinds[i].kind;
	field_set(&form->text[IN_COPIES], "1");
}

void intake_form_reset(struct intake_form *form)
{
	procedure_clear(&form->procedure);
	intake_form_init(form);
}

bool intake_form_is_blank(const struct intake_form *form)
{
	for (int i = 0; i < IN_FIELDS; i++)
		if (i != IN_COPIES && !field_empty(&form->text[i]))
			return false;
	return !form->has_procedure;
}

bool intake_is_text(enum intake_field field)
{
	return field != IN_KIND && field != IN_SEX && field != IN_CASE && field != IN_COMPONENTS &&
		field != IN_RESULT;
}

bool intake_is_organisation(const struct intake_form *form)
{
	return form->kind == APPLICANT_ENTERPRISE || form->kind == APPLICANT_STATE_BODY;
}

bool intake_can_focus(const struct intake_form *form, enum intake_field field)
{
	switch (field) {
	case IN_BIRTH:
	case IN_SEX:
		return !intake_is_organisation(form);
	case IN_CASE:
		return form->has_procedure && form->procedure.n_cases > 1;
	case IN_COMPONENTS:
		return intake_form_case(form) && intake_form_case(form)->n_components > 0;
	default:
		return true;
	}
}

void intake_focus_step(struct intake_form *form, int step)
{
	int at = (int)form->focus;
	do {
		at += step;
	} while (at >= 0 && at < IN_FIELDS && !intake_can_focus(form, (enum intake_field)at));
	if (at >= 0 && at < IN_FIELDS)
		form->focus = (enum intake_field)at;
}

struct field *intake_focus_text(struct intake_form *form)
{
	form->text[IN_ID].kind = intake_is_organisation(form) ? FIELD_TAX : FIELD_ID;
	return intake_is_text(form->focus) ? &form->text[form->focus] : NULL;
}

static void forget_wrong(struct intake_form *form, enum intake_field field)
{
	size_t kept = 0, row;
	for (size_t i = 0; i < form->wrong.n; i++)
		if (intake_field_of(form->wrong.list[i].field, &row) != field)
			form->wrong.list[kept++] = form->wrong.list[i];
	form->wrong.n = kept;
}

void intake_form_edited(struct intake_form *form, enum intake_field field)
{
	form->edits++;
	forget_wrong(form, field);
	if (field == IN_NAME || field == IN_ID || field == IN_BIRTH || field == IN_SEX) {
		form->source = ID_TYPED;
		form->n_warnings = 0;
	}
}

/* An MRZ has no marks and no address, and what came garbled has no name: of the same person they do not
 * take away what was typed, or read better before. */
static void use_words(struct intake_form *form, const struct card *card)
{
	bool same = str_eq(form->text[IN_ID].text, card->id_number);
	bool poor = card->source == ID_CARD_MRZ || !card->name[0];
	if (!same || !poor || field_empty(&form->text[IN_NAME]))
		field_set(&form->text[IN_NAME], card->name);
	if (!same || card->address[0])
		field_set(&form->text[IN_ADDRESS], card->address);
}

void intake_form_use_card(struct intake_form *form, const struct card *card)
{
	char birth[DATE_SIZE] = "";
	static const enum intake_field touched[] = {IN_NAME, IN_KIND, IN_ID, IN_BIRTH, IN_SEX, IN_ADDRESS};
	if (date_valid(card->birth))
		date_format_vn(card->birth, birth);
	use_words(form, card);
	field_set(&form->text[IN_ID], card->id_number);
	field_set(&form->text[IN_BIRTH], birth);
	for (size_t i = 0; i < ARRAY_LEN(touched); i++)
		intake_form_edited(form, touched[i]);
	form->kind = APPLICANT_CITIZEN;
	form->sex = card->sex;
	form->source = card->source;
	form->n_warnings = card->n_warnings;
	memcpy(form->warnings, card->warnings, sizeof(form->warnings));
}

void intake_form_use_person(struct intake_form *form, const struct person *p)
{
	static const enum intake_field touched[] = {IN_NAME, IN_KIND, IN_ID, IN_BIRTH, IN_SEX, IN_ADDRESS, IN_PHONE,
		IN_EMAIL};
	char birth[DATE_SIZE] = "";
	if (date_valid(p->birth))
		date_format_vn(p->birth, birth);
	form->kind = p->kind;
	form->sex = p->sex;
	field_set(&form->text[IN_NAME], p->name);
	field_set(&form->text[IN_ID], intake_is_organisation(form) ? p->tax_code : p->id_number);
	field_set(&form->text[IN_BIRTH], birth);
	field_set(&form->text[IN_ADDRESS], p->address);
	if (p->phone[0]) {
		field_set(&form->text[IN_PHONE], p->phone);
		tidy_field(&form->text[IN_PHONE], (struct date){0});
	}
	if (p->email[0])
		field_set(&form->text[IN_EMAIL], p->email);
	for (size_t i = 0; i < ARRAY_LEN(touched); i++)
		intake_form_edited(form, touched[i]);
}

void intake_form_use_delegate(struct intake_form *form, const struct card *card)
{
	struct buf text;
	buf_init(&text, FIELD_MAX);
	delegate_of_card(card, &text);
	field_set(&form->text[IN_DELEGATE], buf_str(&text));
	intake_form_edited(form, IN_DELEGATE);
	buf_clear(&text);
}

bool intake_form_is_of_another(const struct intake_form *form, const struct card *card)
{
	static const enum intake_field more[] = {IN_PHONE, IN_EMAIL, IN_DELEGATE, IN_NOTE};
	bool filled = form->has_procedure;
	for (size_t i = 0; i < ARRAY_LEN(more); i++)
		filled = filled || !field_empty(&form->text[more[i]]);
	return filled && !field_empty(&form->text[IN_ID]) &&
		!str_eq(form->text[IN_ID].text, card->id_number);
}

const struct procedure_case *intake_form_case(const struct intake_form *form)
{
	if (!form->has_procedure || form->chosen_case >= form->procedure.n_cases)
		return NULL;
	return &form->procedure.cases[form->chosen_case];
}

const struct channel_terms *intake_form_terms(const struct intake_form *form)
{
	return form->has_procedure ? &form->procedure.terms[CHANNEL_DIRECT] : NULL;
}

void intake_form_use_procedure(struct intake_form *form, struct procedure *p, const char *hash)
{
	procedure_clear(&form->procedure);
	form->procedure = *p;
	*p = (struct procedure){0};
	form->has_procedure = true;
	str_copy(form->procedure_hash, sizeof(form->procedure_hash), hash);
	field_set(&form->text[IN_PROCEDURE], form->procedure.name);
	intake_form_edited(form, IN_PROCEDURE);
	intake_form_choose_case(form, 0);
}

void intake_form_choose_case(struct intake_form *form, size_t index)
{
	memset(form->count, 0, sizeof(form->count));
	form->chosen_case = index;
	form->row = 0;
	form->column = COPY_ORIGINAL;
	intake_form_edited(form, IN_CASE);
	intake_form_edited(form, IN_COMPONENTS);
	const struct procedure_case *c = intake_form_case(form);
	for (size_t i = 0; c && i < c->n_components && i < COMPONENTS_MAX; i++)
		memcpy(form->count[i], c->components[i].count, sizeof(form->count[i]));
}

int intake_form_count(const struct intake_form *form)
{
	return form->count[form->row][form->column];
}

void intake_form_set_count(struct intake_form *form, int count)
{
	if (count < 0)
		count = 0;
	if (count > COMPONENT_COUNT_MAX)
		count = COMPONENT_COUNT_MAX;
	form->count[form->row][form->column] = count;
	intake_form_edited(form, IN_COMPONENTS);
}

/* value + step within low … high, going round. */
static int round_about(int value, int step, int low, int high)
{
	int n = high - low + 1;
	return low + ((value - low + step) % n + n) % n;
}

void intake_form_cycle(struct intake_form *form, int step)
{
	size_t cases = form->procedure.n_cases;
	switch (form->focus) {
	case IN_KIND:
		form->kind = (enum applicant_kind)round_about((int)form->kind, step, APPLICANT_CITIZEN,
			APPLICANT_OTHER);
		break;
	case IN_SEX:
		form->sex = (enum sex)round_about((int)form->sex, step, SEX_UNKNOWN, SEX_FEMALE);
		break;
	case IN_RESULT:
		form->result = (enum result_delivery)round_about((int)form->result, step, RESULT_DIRECT,
			RESULT_POSTAL);
		break;
	case IN_CASE:
		if (cases > 0)
			intake_form_choose_case(form,
				(size_t)round_about((int)form->chosen_case, step, 0, (int)cases - 1));
		break;
	default:
		return;
	}
	intake_form_edited(form, form->focus);
}
