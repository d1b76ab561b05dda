#include "core/dossier.h"

#include "base/str.h"
#include "core/json.h"
#include "core/written.h"
#include "i18n/lang.h"

/* The applicant as people and scripts write it, for one intake; what is wrong in substance
 * dossier_check tells. */

#define APPLICANT_JSON_MAX (64 * 1024)
#define FIELD_MAX 2000 /* graphemes; dossier_check has the narrower limits */

static void read_choices(struct person *a, struct json_in *in)
{
	static const char *const sexes[] = {"male", "female"};
	static const char *const sources[] = {"typed", "card_qr", "card_mrz"};
	int sex = json_in_word(in, "sex", JSON_OPTIONAL, sexes, ARRAY_LEN(sexes));
	int source = json_in_word(in, "source", JSON_OPTIONAL, sources, ARRAY_LEN(sources));

	if (json_object_get(in->object, "kind"))
		a->kind = (enum applicant_kind)json_in_int(in, "kind", JSON_REQUIRED, APPLICANT_CITIZEN,
			APPLICANT_OTHER);
	a->sex = sex < 0 ? SEX_UNKNOWN : sex == 0 ? SEX_MALE : SEX_FEMALE;
	a->source = source < 0 ? ID_TYPED : (enum id_source)source;
}

static void read_person(struct person *a, struct json_in *in)
{
	const struct {
		const char *member, **slot;
	} texts[] = {
		{"name", &a->name},   {"id_number", &a->id_number}, {"address", &a->address},
		{"phone", &a->phone}, {"email", &a->email},         {"tax_code", &a->tax_code},
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		*texts[i].slot = json_in_text(in, texts[i].member, JSON_OPTIONAL, FIELD_MAX);
	const char *birth = json_in_text(in, "birth_date", JSON_OPTIONAL, FIELD_MAX);
	if (*birth && !written_date(birth, &a->birth))
		json_in_wrong(in, "birth_date", "format", "%s",
			_("Ngày sinh phải là ngày có thật, như 1999-01-15 hoặc 15/01/1999."));
	read_choices(a, in);
}

/* A name written wrong would lose what stands under it. */
static void refuse_others(struct json_in *in)
{
	static const char *const members[] = {
		"kind", "name", "id_number", "birth_date", "sex", "address", "phone", "email", "tax_code",
		"source",
	};
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)in->object, key, value) {
		size_t i = 0;
		while (i < ARRAY_LEN(members) && !str_eq(key, members[i]))
			i++;
		if (i == ARRAY_LEN(members))
			json_in_wrong(in, key, "unknown", "%s", _("Người nộp không có mục này."));
	}
}

bool dossier_use_applicant(struct dossier *d, const char *json, size_t len, struct err *err)
{
	struct json_doc doc = {.arena = &d->arena, .cleaning = true};
	json_t *value = json_parse(json, len, APPLICANT_JSON_MAX, err);
	struct person person = {.kind = APPLICANT_CITIZEN};

	if (!value)
		return false;
	struct json_in in = json_in_root(&doc, value);
	str_copy(in.path, sizeof(in.path), "applicant");
	if (in.object) {
		refuse_others(&in);
		read_person(&person, &in);
	}
	if (!doc.wrong)
		d->applicant = person;
	json_decref(value);
	return json_doc_end(&doc, err);
}
