#include "core/dossier.h"

#include "base/str.h"
#include "core/correction_json.h"
#include "core/instant_json.h"
#include "core/terms_json.h"
#include "i18n/lang.h"

static const char *const sources[] = {
	[ID_TYPED] = "typed", [ID_CARD_QR] = "card_qr", [ID_CARD_MRZ] = "card_mrz",
};
static const char *const sexes[] = {"male", "female"};

/* ---- writing */

static void set_text(json_t *object, const char *key, const char *text)
{
	json_object_set_new(object, key, json_string(text));
}

/* What is not known is left out. */
static void set_optional(json_t *object, const char *key, const char *text)
{
	if (*text)
		set_text(object, key, text);
}

static void set_int(json_t *object, const char *key, int64_t n)
{
	json_object_set_new(object, key, json_integer(n));
}

static void set_bool(json_t *object, const char *key, bool truth)
{
	json_object_set_new(object, key, json_boolean(truth));
}

static json_t *write_person(const struct person *a)
{
	json_t *object = json_object();
	char birth[DATE_SIZE] = "";

	if (a->birth.year)
		date_format_iso(a->birth, birth);
	set_int(object, "kind", a->kind);
	set_text(object, "name", a->name);
	set_optional(object, "id_number", a->id_number);
	set_optional(object, "birth_date", birth);
	set_optional(object, "sex", sex_code(a->sex));
	set_optional(object, "address", a->address);
	set_optional(object, "phone", a->phone);
	set_optional(object, "email", a->email);
	set_optional(object, "tax_code", a->tax_code);
	set_text(object, "source", sources[a->source]);
	return object;
}

static json_t *write_procedure(const struct dossier *d)
{
	json_t *object = json_object();

	set_text(object, "code", d->procedure_code);
	set_text(object, "name", d->procedure_name);
	set_int(object, "version", d->procedure_version);
	set_optional(object, "sha256", d->procedure_hash);
	set_text(object, "case_id", d->case_id);
	set_text(object, "case_name", d->case_name);
	return object;
}

static json_t *write_components(const struct dossier *d)
{
	json_t *list = json_array();

	for (size_t i = 0; i < d->n_components; i++) {
		json_t *item = json_object();
		set_text(item, "id", d->components[i].id);
		set_text(item, "name", d->components[i].name);
		for (int kind = 0; kind < COPY_KINDS; kind++)
			set_int(item, copy_kind_code((enum copy_kind)kind), d->components[i].count[kind]);
		json_array_append_new(list, item);
	}
	return list;
}

static void write_origin(json_t *root, const struct dossier *d)
{
	json_t *officer = json_object();

	set_text(officer, "id", d->officer);
	set_text(officer, "name", d->officer_name);
	set_text(root, "uuid", d->uuid);
	set_text(root, "code", d->code);
	set_text(root, "number_block", d->block);
	set_int(root, "sequence", d->sequence);
	set_text(root, "workstation", d->workstation);
	set_text(root, "agency", d->agency);
	set_text(root, "agency_name", d->agency_name);
	set_int(root, "counter", d->counter);
	json_object_set_new(root, "officer", officer);
	json_set_instant(root, "received_at", d->received_at);
	if (d->due_at)
		json_set_instant(root, "due_at", d->due_at);
	set_bool(root, "due_provisional", d->due_provisional);
	set_bool(root, "offline", d->offline);
	set_bool(root, "clock_trusted", d->clock_trusted);
}

void dossier_to_json(const struct dossier *d, struct buf *out)
{
	json_t *root = json_object();

	write_origin(root, d);
	set_int(root, "channel", d->channel);
	json_object_set_new(root, "procedure", write_procedure(d));
	json_object_set_new(root, "time", terms_write_time(d->time));
	json_object_set_new(root, "applicant", write_person(&d->applicant));
	set_optional(root, "delegate", d->delegate);
	json_object_set_new(root, "components", write_components(d));
	set_int(root, "copies", d->copies);
	json_object_set_new(root, "fee", terms_write_fee(d->fee, d->fee_lines, d->n_fee_lines));
	set_int(root, "result_delivery", d->result);
	set_optional(root, "note", d->note);
	if (d->correction.at)
		json_object_set_new(root, "correction", correction_write(&d->correction));
	bool ok = json_write(root, out, NULL);
	BUG_ON(!ok);
	json_decref(root);
}

/* ---- reading */

static void read_uuid(struct json_in *in, const char *member, char out[UUID_SIZE])
{
	const char *text = json_in_text(in, member, JSON_REQUIRED, UUID_SIZE - 1);

	if (!*text || !uuid_parse(text, NULL) || !str_copy(out, UUID_SIZE, text)) {
		out[0] = '\0';
		if (*text)
			json_in_wrong(in, member, "format", "%s", _("Phải là một UUID chữ thường."));
	}
}

static void read_date(struct json_in *in, const char *member, struct date *out)
{
	const char *text = json_in_text(in, member, JSON_OPTIONAL, DATE_SIZE - 1);

	if (*text && !date_parse_iso(text, out))
		json_in_wrong(in, member, "format", "%s", _("Phải là ngày có thật, như 1999-01-15."));
}

static void read_person(struct person *a, struct json_in *in)
{
	a->kind = (enum applicant_kind)json_in_int(in, "kind", JSON_REQUIRED, 1, 999);
	a->name = json_in_text(in, "name", JSON_REQUIRED, PERSON_NAME_MAX);
	a->id_number = json_in_text(in, "id_number", JSON_OPTIONAL, 12);
	if (*a->id_number && !str_digits(a->id_number, 12))
		json_in_wrong(in, "id_number", "format", "%s", _("Số định danh phải có 12 chữ số."));
	read_date(in, "birth_date", &a->birth);
	int sex = json_in_word(in, "sex", JSON_OPTIONAL, sexes, ARRAY_LEN(sexes));
	a->sex = sex < 0 ? SEX_UNKNOWN : sex == 0 ? SEX_MALE : SEX_FEMALE;
	a->address = json_in_text(in, "address", JSON_OPTIONAL, ADDRESS_MAX);
	a->phone = json_in_text(in, "phone", JSON_OPTIONAL, 20);
	a->email = json_in_text(in, "email", JSON_OPTIONAL, 254);
	a->tax_code = json_in_text(in, "tax_code", JSON_OPTIONAL, 20);
	int source = json_in_word(in, "source", JSON_REQUIRED, sources, ARRAY_LEN(sources));
	a->source = source < 0 ? ID_TYPED : (enum id_source)source;
}

static void read_procedure(struct dossier *d, struct json_in *root)
{
	struct json_in in = json_in_object(root, "procedure", JSON_REQUIRED);

	d->procedure_code = json_in_text(&in, "code", JSON_REQUIRED, COMPONENT_ID_MAX);
	d->procedure_name = json_in_text(&in, "name", JSON_REQUIRED, PROCEDURE_NAME_MAX);
	d->procedure_version = json_in_int(&in, "version", JSON_REQUIRED, 0, JSON_INTEGER_MAX);
	d->procedure_hash = json_in_text(&in, "sha256", JSON_OPTIONAL, 2 * SHA256_SIZE);
	d->case_id = json_in_text(&in, "case_id", JSON_REQUIRED, COMPONENT_ID_MAX);
	d->case_name = json_in_text(&in, "case_name", JSON_REQUIRED, CASE_NAME_MAX);
	if (*d->procedure_code && !procedure_code_valid(d->procedure_code))
		json_in_wrong(&in, "code", "format", "%s", _("Mã thủ tục phải như 1.014027."));
	if (*d->procedure_hash && (strlen(d->procedure_hash) != 2 * SHA256_SIZE ||
		strspn(d->procedure_hash, "0123456789abcdef") != 2 * SHA256_SIZE))
		json_in_wrong(&in, "sha256", "format", "%s", _("Phải là 64 chữ số thập lục phân."));
}

static void read_components(struct dossier *d, struct json_in *root)
{
	d->n_components = json_in_array(root, "components", JSON_REQUIRED, 0, COMPONENTS_MAX);
	d->components = arena_alloc(&d->arena, (d->n_components + 1) * sizeof(*d->components));
	for (size_t i = 0; i < d->n_components; i++) {
		struct json_in item = json_in_item(root, "components", i);
		d->components[i].id = json_in_text(&item, "id", JSON_REQUIRED, COMPONENT_ID_MAX);
		d->components[i].name = json_in_text(&item, "name", JSON_REQUIRED, COMPONENT_NAME_MAX);
		terms_read_counts(&item, d->components[i].count);
	}
}

static void read_number(struct dossier *d, struct json_in *root)
{
	const char *code = json_in_text(root, "code", JSON_REQUIRED, DOSSIER_CODE_SIZE - 1);

	if (*code && (!dossier_code_valid(code) || !str_copy(d->code, sizeof(d->code), code)))
		json_in_wrong(root, "code", "format", "%s", _("Phải là mã hồ sơ như H01.91.12-261123-0043."));
	read_uuid(root, "uuid", d->uuid);
	read_uuid(root, "number_block", d->block);
	d->sequence = json_in_int(root, "sequence", JSON_REQUIRED, 1, JSON_INTEGER_MAX);
}

static void read_origin(struct dossier *d, struct json_in *root)
{
	struct json_in officer = json_in_object(root, "officer", JSON_REQUIRED);

	d->officer = json_in_text(&officer, "id", JSON_REQUIRED, 64);
	d->officer_name = json_in_text(&officer, "name", JSON_REQUIRED, 200);
	d->workstation = json_in_text(root, "workstation", JSON_REQUIRED, 39);
	d->agency = json_in_text(root, "agency", JSON_REQUIRED, 39);
	if (*d->agency && !agency_id_valid(d->agency))
		json_in_wrong(root, "agency", "format", "%s", _("Phải là mã đơn vị như H01.91.12."));
	d->agency_name = json_in_text(root, "agency_name", JSON_REQUIRED, 200);
	d->counter = (int)json_in_int(root, "counter", JSON_REQUIRED, 1, 999);
	d->received_at = json_in_instant(root, "received_at", JSON_REQUIRED);
	d->due_at = json_in_instant(root, "due_at", JSON_OPTIONAL);
	if (d->due_at && d->due_at < d->received_at)
		json_in_wrong(root, "due_at", "range", "%s", _("Hẹn trả không thể trước lúc tiếp nhận."));
	d->due_provisional = json_in_bool(root, "due_provisional", JSON_REQUIRED);
	d->offline = json_in_bool(root, "offline", JSON_REQUIRED);
	d->clock_trusted = json_in_bool(root, "clock_trusted", JSON_REQUIRED);
}

static void read_dossier(struct dossier *d, struct json_in *root)
{
	struct json_in applicant = json_in_object(root, "applicant", JSON_REQUIRED);

	read_number(d, root);
	read_origin(d, root);
	d->channel = (enum channel)json_in_int(root, "channel", JSON_REQUIRED, 1, 999);
	read_procedure(d, root);
	d->time = terms_read_time(root, "time");
	read_person(&d->applicant, &applicant);
	d->delegate = json_in_text(root, "delegate", JSON_OPTIONAL, ADDRESS_MAX);
	read_components(d, root);
	d->copies = (int)json_in_int(root, "copies", JSON_REQUIRED, 1, COPIES_MAX);
	d->fee = terms_read_fee(root, "fee", &d->fee_lines, &d->n_fee_lines);
	d->result = (enum result_delivery)json_in_int(root, "result_delivery", JSON_REQUIRED,
		RESULT_DIRECT, RESULT_POSTAL);
	d->note = json_in_text(root, "note", JSON_OPTIONAL | JSON_LINES, NOTE_MAX);
	correction_read(d, root);
}

bool dossier_from_json(struct dossier *d, const char *json, size_t len, struct violations *v,
	struct err *err)
{
	json_t *value = json_parse(json, len, DOSSIER_JSON_MAX, err);

	if (!value)
		return false;
	struct json_doc doc = {.v = v, .arena = &d->arena};
	struct json_in root = json_in_root(&doc, value);
	if (root.object)
		read_dossier(d, &root);
	json_decref(value);
	return json_doc_end(&doc, err);
}
