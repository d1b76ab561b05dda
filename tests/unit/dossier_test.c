#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "core/dossier.h"
#include "tests/harness/violation_at.h"

static const char procedure_json[] = "{\"code\":\"1.014027\",\"name\":\"Trợ cấp hưu trí\",\"field\":\"Bảo trợ\","
	"\"channels\":{\"direct\":{\"time\":{\"unit\":\"working_days\",\"count\":10},\"fee\":{\"status\":\"published\","
	"\"lines\":[{\"kind\":\"charge\",\"name\":\"Lệ phí\",\"amount_vnd\":10000}]}}},\"cases\":[{\"id\":\"1\",\"name\":"
	"\"Lần đầu\",\"components\":[{\"id\":\"a\",\"name\":\"Văn bản đề nghị\",\"required\":true,\"original\":1,"
	"\"certified\":0,\"copy\":0,\"translation\":0},{\"id\":\"b\",\"name\":\"Giấy khác\",\"required\":false,"
	"\"original\":0,\"certified\":0,\"copy\":0,\"translation\":0}]},{\"id\":\"2\",\"name\":\"Không giấy tờ\","
	"\"components\":[]},{\"id\":\"3\",\"name\":\"Tuỳ ý\",\"components\":[{\"id\":\"a\",\"name\":\"Giấy\","
	"\"required\":false,\"original\":0,\"certified\":0,\"copy\":0,\"translation\":0}]}]}";

#define NOW 1795398180 /* 2026-11-23T08:43:00+07:00 */

static struct procedure procedure;

static int set_up(void **state)
{
	(void)state;
	return procedure_from_json(&procedure, procedure_json, strlen(procedure_json), NULL) ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	procedure_clear(&procedure);
	return 0;
}

/* A made-up dossier that has everything. */
static void fill(struct dossier *d)
{
	dossier_init(d);
	d->applicant = (struct person){.kind = APPLICANT_CITIZEN, .name = "Nguyễn Thị Ánh Mẫu",
		.id_number = "089190001234", .birth = {1990, 9, 2}, .sex = SEX_FEMALE,
		.address = "Ấp Thử, xã Mẫu, An Giang", .phone = "0912345678", .email = "mau@example.vn",
		.tax_code = "0100109106", .source = ID_CARD_QR};
	assert_true(dossier_use_procedure(d, &procedure, "1", NULL));
	d->procedure_version = 7;
	d->procedure_hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
	d->delegate = "Lê Thị Mẫu";
	d->note = "Dòng một\nDòng hai";
	d->agency = "H01.91.12";
	d->agency_name = "Phường Long Xuyên";
	d->workstation = "0199c2a6-0a0b-7c0d-8e0f-101112131415";
	d->counter = 3;
	d->officer = "mau";
	d->officer_name = "Trần Thị Mẫu";
	str_copy(d->uuid, sizeof(d->uuid), "0199c2a6-0a0b-7c0d-8e0f-101112131416");
	str_copy(d->code, sizeof(d->code), "H01.91.12-261123-0043");
	str_copy(d->block, sizeof(d->block), "0199c2a6-0a0b-7c0d-8e0f-101112131417");
	d->sequence = 43;
	d->received_at = NOW;
	d->due_at = NOW + 10 * 86400;
	d->due_provisional = true;
	d->offline = true;
	d->clock_trusted = true;
}

static char *to_json(const struct dossier *d)
{
	struct buf out;
	buf_init(&out, DOSSIER_JSON_MAX);
	dossier_to_json(d, &out);
	assert_false(out.full);
	return buf_take(&out);
}

static void test_canonical_text(void **state)
{
	struct dossier d;
	struct buf again;
	(void)state;
	fill(&d);
	char *json = to_json(&d);
	assert_string_equal(json, "{\"agency\":\"H01.91.12\",\"agency_name\":\"Phường Long Xuyên\",\"applicant\":"
		"{\"address\":\"Ấp Thử, xã Mẫu, An Giang\",\"birth_date\":\"1990-09-02\",\"email\":\"mau@example.vn\","
		"\"id_number\":\"089190001234\",\"kind\":1,\"name\":\"Nguyễn Thị Ánh Mẫu\",\"phone\":\"0912345678\","
		"\"sex\":\"female\",\"source\":\"card_qr\",\"tax_code\":\"0100109106\"},\"channel\":1,"
		"\"clock_trusted\":true,\"code\":\"H01.91.12-261123-0043\",\"components\":[{\"certified\":0,\"copy\":0,"
		"\"id\":\"a\",\"name\":\"Văn bản đề nghị\",\"original\":1,\"translation\":0},{\"certified\":0,\"copy\":0,"
		"\"id\":\"b\",\"name\":\"Giấy khác\",\"original\":0,\"translation\":0}],\"copies\":1,\"counter\":3,"
		"\"delegate\":\"Lê Thị Mẫu\",\"due_at\":\"2026-12-03T08:43:00+07:00\",\"due_provisional\":true,"
		"\"fee\":{\"lines\":[{\"amount_vnd\":10000,\"kind\":\"charge\",\"name\":\"Lệ phí\"}],\"status\":"
		"\"published\"},\"note\":\"Dòng một\\nDòng hai\",\"number_block\":"
		"\"0199c2a6-0a0b-7c0d-8e0f-101112131417\",\"officer\":{\"id\":\"mau\",\"name\":\"Trần Thị Mẫu\"},"
		"\"offline\":true,\"procedure\":{\"case_id\":\"1\",\"case_name\":\"Lần đầu\",\"code\":\"1.014027\","
		"\"name\":\"Trợ cấp hưu trí\",\"sha256\":\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\","
		"\"version\":7},\"received_at\":\"2026-11-23T08:43:00+07:00\",\"result_delivery\":0,\"sequence\":43,"
		"\"time\":{\"count\":10,\"unit\":\"working_days\"},\"uuid\":\"0199c2a6-0a0b-7c0d-8e0f-101112131416\","
		"\"workstation\":\"0199c2a6-0a0b-7c0d-8e0f-101112131415\"}");
	buf_init(&again, DOSSIER_JSON_MAX);
	assert_true(json_canonical(json, strlen(json), &again, NULL));
	assert_string_equal(buf_str(&again), json);
	buf_clear(&again);
	free(json);
	dossier_clear(&d);
}

static void correct(struct dossier *d)
{
	static struct replaced_receipt old[2] = {{"0123456789abcdef", NOW}, {"fedcba9876543210", NOW + 60}};
	d->correction = (struct correction){.at = NOW + 3600, .officer = "binh", .officer_name =
		"Lê Thị Mẫu", .replaces = old, .n_replaces = 2};
}

static void test_correction(void **state)
{
	struct dossier d, back;
	struct violations v = {.n = 0};
	(void)state;
	fill(&d);
	correct(&d);
	char *json = to_json(&d);
	assert_non_null(strstr(json, ",\"correction\":{\"at\":\"2026-11-23T09:43:00+07:00\",\"officer\":"
		"{\"id\":\"binh\",\"name\":\"Lê Thị Mẫu\"},\"replaces\":[{\"issued_at\":"
		"\"2026-11-23T08:43:00+07:00\",\"link\":\"0123456789abcdef\"},{\"issued_at\":"
		"\"2026-11-23T08:44:00+07:00\",\"link\":\"fedcba9876543210\"}]},"));
	dossier_init(&back);
	assert_true(dossier_from_json(&back, json, strlen(json), &v, NULL));
	assert_int_equal(back.correction.at, NOW + 3600);
	assert_int_equal(back.correction.n_replaces, 2);
	assert_string_equal(back.correction.replaces[1].link, "fedcba9876543210");
	assert_int_equal(back.correction.replaces[1].issued_at, NOW + 60);
	char *again = to_json(&back);
	assert_string_equal(again, json);
	dossier_clear(&back);
	*strstr(json, "89abcdef") = 'x';
	dossier_init(&back);
	assert_false(dossier_from_json(&back, json, strlen(json), &v, NULL));
	assert_string_equal(v.list[0].field, "correction.replaces[0].link");
	free(json);
	free(again);
	dossier_clear(&back);
	dossier_clear(&d);
}

static void test_round_trip(void **state)
{
	struct dossier d, back;
	struct violations v = {.n = 0};
	struct err err = ERR_INIT;
	(void)state;
	for (int least = 0; least < 2; least++) {
		fill(&d);
		if (least) { /* nothing optional */
			struct person *a = &d.applicant;
			a->id_number = a->address = a->phone = a->email = a->tax_code = d.delegate = d.note = "";
			a->birth = (struct date){0};
			a->sex = SEX_UNKNOWN;
			a->source = ID_TYPED;
			d.procedure_hash = "";
			d.due_at = 0;
			d.n_components = d.n_fee_lines = 0;
			d.fee = FEE_NOT_PUBLISHED;
			d.time = (struct time_limit){0};
		}
		char *json = to_json(&d);
		dossier_init(&back);
		if (!dossier_from_json(&back, json, strlen(json), &v, &err))
			fail_msg("%s: %s", err.field, err.text);
		assert_int_equal(v.n, 0);
		char *json2 = to_json(&back);
		assert_string_equal(json, json2);
		assert_int_equal(back.received_at, NOW);
		assert_int_equal(back.due_at, least ? 0 : NOW + 10 * 86400);
		free(json);
		free(json2);
		dossier_clear(&back);
		dossier_clear(&d);
	}
}

/* ---- every member, missing and of every wrong type */

static void expect(json_t *root, const char *path, const char *what, bool accepted)
{
	struct dossier d;
	struct violations v = {.n = 0};
	struct err err = ERR_INIT;
	char *json = json_dumps(root, 0);
	dossier_init(&d);
	bool ok = dossier_from_json(&d, json, strlen(json), &v, &err);
	if (ok != accepted)
		fail_msg("%s as %s: %s", path, what, ok ? "accepted" : err.text);
	if (!accepted) {
		if (!violation_at(&v, path))
			fail_msg("%s as %s: no violation there, but at %s", path, what, err.field);
		assert_string_equal(err.field, v.list[0].field);
		assert_int_equal(err.kind, ERR_DATA);
	}
	dossier_clear(&d);
	free(json);
}

static bool is_optional(const char *path)
{
	static const char *const optional[] = {"applicant.id_number", "applicant.birth_date",
		"applicant.sex", "applicant.address", "applicant.phone", "applicant.email",
		"applicant.tax_code", "delegate", "due_at", "note", "procedure.sha256"};
	for (size_t i = 0; i < sizeof(optional) / sizeof(*optional); i++) {
		if (str_eq(optional[i], path))
			return true;
	}
	return false;
}

static void walk(json_t *root, json_t *parent, const char *at, int *members)
{
	static const char *const others[] = {"null", "true", "3", "1.5", "\"\\u0001\"", "\"\\u202e\"", "[]",
		"{}", "\"\"", "\" \"", "9007199254740993", "-5"};
	json_t *keys = json_array(), *entry;
	const char *each;
	size_t k;
	json_object_foreach(parent, each, entry)
		json_array_append_new(keys, json_string(each));
	json_array_foreach(keys, k, entry) {
		const char *key = json_string_value(entry);
		json_t *old = json_object_get(parent, key);
		char path[128];
		snprintf(path, sizeof(path), "%s%s%s", at, *at ? "." : "", key);
		json_incref(old);
		++*members;
		for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
			json_t *other = json_loads(others[i], JSON_DECODE_ANY, NULL);
			bool same = json_typeof(other) == json_typeof(old) ||
				(json_is_boolean(other) && json_is_boolean(old));
			bool within = same && !json_is_string(old) && strchr(others[i], '-') == NULL &&
				strlen(others[i]) < 5;
			json_object_set_new(parent, key, other);
			if (!within)
				expect(root, path, others[i], false);
			json_object_set(parent, key, old);
		}
		json_object_del(parent, key);
		expect(root, path, "nothing", is_optional(path));
		json_object_set(parent, key, old);
		walk(root, old, path, members);
		for (size_t i = 0; i < json_array_size(old); i++) {
			char item[160];
			snprintf(item, sizeof(item), "%s[%zu]", path, i);
			json_t *was = json_incref(json_array_get(old, i));
			json_array_set_new(old, i, json_integer(1));
			expect(root, item, "1", false);
			json_array_set(old, i, was);
			walk(root, was, item, members);
			json_decref(was);
		}
		json_decref(old);
	}
	json_decref(keys);
}

static json_t *sample_tree(void)
{
	struct dossier d;
	fill(&d);
	char *json = to_json(&d);
	json_t *root = json_loads(json, 0, NULL);
	free(json);
	dossier_clear(&d);
	return root;
}

static void test_every_member_every_type(void **state)
{
	int members = 0;
	(void)state;
	json_t *root = sample_tree();
	walk(root, root, "", &members);
	assert_int_equal(members, 61);
	json_decref(root);
}

static void set(const char *path_object, const char *key, const char *value, const char *field,
	const char *code)
{
	struct dossier d;
	struct violations v = {.n = 0};
	json_t *root = sample_tree();
	json_t *object = *path_object ? json_object_get(root, path_object) : root;
	json_object_set_new(object, key, json_loads(value, JSON_DECODE_ANY, NULL));
	char *json = json_dumps(root, 0);
	dossier_init(&d);
	bool ok = dossier_from_json(&d, json, strlen(json), &v, NULL);
	if (ok == (code != NULL))
		fail_msg("%s.%s = %s: %s", path_object, key, value, ok ? "accepted" : v.list[0].message);
	if (code) {
		assert_string_equal(v.list[0].field, field);
		assert_string_equal(v.list[0].code, code);
	}
	dossier_clear(&d);
	free(json);
	json_decref(root);
}

static void test_wrong_values(void **state)
{
	(void)state;
	set("", "uuid", "\"0199C2A6-0a0b-7c0d-8e0f-101112131416\"", "uuid", "format");
	set("", "code", "\"H01.91.12-261123-43\"", "code", "format");
	set("", "agency", "\"X01\"", "agency", "format");
	set("", "number_block", "\"1\"", "number_block", "format");
	set("", "sequence", "0", "sequence", "range");
	set("", "sequence", "9007199254740992", "sequence", "range");
	set("", "counter", "1000", "counter", "range");
	set("", "copies", "21", "copies", "range");
	set("", "copies", "0", "copies", "range");
	set("", "result_delivery", "2", "result_delivery", "range");
	set("", "channel", "9", NULL, NULL); /* shown as "other" */
	set("applicant", "kind", "9", NULL, NULL);
	set("applicant", "kind", "0", "applicant.kind", "range");
	set("applicant", "sex", "\"x\"", "applicant.sex", "unknown");
	set("applicant", "id_number", "\"08919000123\"", "applicant.id_number", "format");
	set("applicant", "birth_date", "\"1990-02-30\"", "applicant.birth_date", "format");
	set("applicant", "birth_date", "\"02/09/1990\"", "applicant.birth_date", "format");
	set("applicant", "name", "\"a  b\"", "applicant.name", "format");
	set("applicant", "name", "\"e\\u0302\"", "applicant.name", "format");
	set("applicant", "name", "\"a\\nb\"", "applicant.name", "format");
	set("applicant", "name", "\"\\u001b[31mA\"", "applicant.name", "control_characters");
	set("", "received_at", "\"2026-11-23T08:43:00Z\"", "received_at", "format");
	set("", "received_at", "\"2026-11-23\"", "received_at", "format");
	set("", "due_at", "\"2026-11-23T08:42:59+07:00\"", "due_at", "range");
	set("time", "unit", "\"weeks\"", "time.unit", "unknown");
	set("time", "unit", "\"same_day\"", "time.count", "range");
	set("fee", "status", "\"later\"", "fee.status", "unknown");
	set("fee", "lines", "[]", "fee.lines", "required");
	set("procedure", "code", "\"abc\"", "procedure.code", "format");
	set("procedure", "sha256", "\"9F\"", "procedure.sha256", "format");
	set("procedure", "version", "-1", "procedure.version", "range");
	set("", "unknown_member", "{\"later\":[1,null]}", NULL, NULL);
}

static void test_too_much(void **state)
{
	char name[1000], list[8000] = "[";
	(void)state;
	snprintf(name, sizeof(name), "\"%0151d\"", 0);
	set("applicant", "name", name, "applicant.name", "too_long");
	snprintf(name, sizeof(name), "\"%0150d\"", 0);
	set("applicant", "name", name, NULL, NULL); /* the form's check asks for letters */
	for (int i = 0; i <= COMPONENTS_MAX; i++)
		strcat(list, i ? ",{}" : "{}");
	strcat(list, "]");
	set("", "components", list, "components", "too_long");
	/* More wrong than fit: the first are told. */
	list[0] = '\0';
	strcat(list, "[{}");
	for (int i = 1; i < COMPONENTS_MAX; i++)
		strcat(list, ",{}");
	strcat(list, "]");
	set("", "components", list, "components[0].id", "required");
}

static void test_not_json(void **state)
{
	static const char *const bad[] = {"", "{", "[]", "null", "{\"uuid\":\"a\",\"uuid\":\"a\"}", "{\"a\":\"\\u0000\"}"};
	struct dossier d;
	struct err err = ERR_INIT;
	(void)state;
	dossier_init(&d);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct violations v = {.n = 0};
		assert_false(dossier_from_json(&d, bad[i], strlen(bad[i]), &v, &err));
		assert_int_equal(err.kind, ERR_DATA);
		assert_false(dossier_from_json(&d, bad[i], strlen(bad[i]), NULL, NULL));
	}
	char *big = malloc(DOSSIER_JSON_MAX + 1);
	memset(big, ' ', DOSSIER_JSON_MAX + 1);
	assert_false(dossier_from_json(&d, big, DOSSIER_JSON_MAX + 1, NULL, &err));
	assert_non_null(strstr(err.text, "quá lớn"));
	free(big);
	dossier_clear(&d);
}

/* ---- what an officer may have got wrong */

static struct dossier form;

static void fresh(void)
{
	fill(&form);
}

/* The only violation, or "ok" when there is none. */
static const char *checked(const struct procedure *p)
{
	static char told[128];
	struct violations v = {.n = 0};
	bool ok = dossier_check(&form, p, &v);
	assert_int_equal(ok, v.n == 0);
	if (v.n > 1)
		fail_msg("%s and %s", v.list[0].field, v.list[1].field);
	snprintf(told, sizeof(told), "%s %s", ok ? "ok" : v.list[0].field, ok ? "" : v.list[0].code);
	if (!ok)
		assert_true(strlen(v.list[0].message) > 15);
	dossier_clear(&form);
	return told;
}

#define WRONG(change, want)                                  \
	do {                                                     \
		fresh();                                             \
		change;                                              \
		assert_string_equal(checked(&procedure), want);      \
	} while (0)

static void test_check_applicant(void **state)
{
	struct person *a = &form.applicant;
	char longer[1000];
	(void)state;
	WRONG((void)0, "ok ");
	WRONG(a->name = "", "applicant.name required");
	WRONG(a->name = "123 - 4", "applicant.name format");
	WRONG(a->name = "An\033[2J", "applicant.name control_characters");
	WRONG(a->name = "An\u202E", "applicant.name control_characters");
	memset(longer, 'a', sizeof(longer));
	longer[PERSON_NAME_MAX] = '\0';
	WRONG(a->name = longer, "ok ");
	longer[PERSON_NAME_MAX] = 'a';
	longer[PERSON_NAME_MAX + 1] = '\0';
	WRONG(a->name = longer, "applicant.name too_long");
	WRONG(a->id_number = "", "applicant.id_number required");
	WRONG(a->id_number = "12345", "applicant.id_number format");
	WRONG(a->id_number = "08919000123a", "applicant.id_number format");
	WRONG((a->kind = APPLICANT_STATE_BODY, a->id_number = "", a->tax_code = ""), "ok ");
	WRONG((a->kind = APPLICANT_OTHER, a->id_number = "1"), "applicant.id_number format");
	WRONG((a->kind = APPLICANT_ENTERPRISE, a->tax_code = ""), "applicant.tax_code required");
	WRONG((a->kind = APPLICANT_ENTERPRISE, a->id_number = ""), "ok ");
	WRONG(a->tax_code = "0100109107", "applicant.tax_code format");
	WRONG(a->phone = "12345", "applicant.phone format");
	WRONG(a->phone = "", "ok ");
	WRONG(a->email = "mau@", "applicant.email format");
	WRONG(a->birth = ((struct date){1990, 2, 30}), "applicant.birth_date format");
	WRONG(a->birth = ((struct date){2026, 11, 24}), "applicant.birth_date range");
	WRONG(a->birth = ((struct date){2026, 11, 23}), "ok ");
	WRONG(form.received_at = 86400, "ok "); /* a clock at 1970 knows no future */
	WRONG(a->birth = ((struct date){0}), "ok ");
	memset(longer, 'a', sizeof(longer));
	longer[ADDRESS_MAX + 1] = '\0';
	WRONG(a->address = longer, "applicant.address too_long");
	WRONG(form.delegate = longer, "delegate too_long");
	WRONG(form.delegate = "a\nb", "delegate control_characters");
	WRONG(form.note = "a\n\nb", "ok ");
	WRONG(form.note = "a\tb", "note control_characters");
}

static void test_check_brings_to_one_form(void **state)
{
	struct violations v = {.n = 0};
	(void)state;
	fresh();
	form.applicant.phone = "+84 912 345 678";
	form.applicant.tax_code = "0100109106";
	assert_true(dossier_check(&form, &procedure, &v));
	assert_string_equal(form.applicant.phone, "0912345678");
	assert_string_equal(form.applicant.tax_code, "0100109106");
	dossier_clear(&form);
}

static void test_check_procedure(void **state)
{
	(void)state;
	WRONG(form.procedure_code = "", "procedure.code required");
	WRONG(form.procedure_code = "x", "procedure.code unknown");
	WRONG(form.procedure_code = "1.014028", "procedure.code unknown");
	WRONG(form.case_id = "", "procedure.case_id required");
	WRONG(form.case_id = "9", "procedure.case_id unknown");
	WRONG(form.copies = 0, "copies range");
	WRONG(form.copies = COPIES_MAX + 1, "copies range");
	WRONG(form.result = (enum result_delivery)2, "result_delivery unknown");
	WRONG(form.result = RESULT_POSTAL, "ok ");
	fresh();
	form.procedure_code = "1.999999"; /* not to be found: the caller says so */
	assert_string_equal(checked(NULL), "ok ");
}

static void test_check_components(void **state)
{
	(void)state;
	WRONG(form.components[1].count[COPY_PHOTO] = -1, "components[1].copy range");
	WRONG(form.components[1].count[COPY_CERTIFIED] = 100, "components[1].certified range");
	WRONG(form.components[1].count[COPY_TRANSLATION] = 99, "ok ");
	WRONG(form.components[1].id = "z", "components[1].id unknown");
	WRONG(form.components[1].id = "a", "components[1].id duplicate");
	WRONG(form.components[0].count[COPY_ORIGINAL] = 0, "components[0] required");
	WRONG(form.n_components = 0, "components required");
	WRONG((form.components[0].count[COPY_ORIGINAL] = 0, form.components[0].count[COPY_PHOTO] = 1), "ok ");
	fresh();
	assert_true(dossier_use_procedure(&form, &procedure, "3", NULL));
	assert_string_equal(checked(&procedure), "components required"); /* nothing was handed in */
	fresh();
	assert_true(dossier_use_procedure(&form, &procedure, "2", NULL));
	assert_string_equal(checked(&procedure), "ok "); /* and nothing is asked for */
	fresh();
	form.components[0].count[COPY_ORIGINAL] = 0;
	assert_string_equal(checked(NULL), "components required");
}

static void test_check_tells_all(void **state)
{
	struct dossier d;
	struct violations v = {.n = 0};
	(void)state;
	dossier_init(&d);
	assert_false(dossier_check(&d, NULL, &v));
	assert_non_null(violation_at(&v, "applicant.name"));
	assert_non_null(violation_at(&v, "applicant.id_number"));
	assert_non_null(violation_at(&v, "procedure.code"));
	assert_int_equal(v.n, 3);
	assert_false(dossier_check(&d, NULL, NULL));
	dossier_clear(&d);
}

/* ---- filling it in */

static void test_use_procedure(void **state)
{
	struct dossier d;
	struct err err = ERR_INIT;
	(void)state;
	dossier_init(&d);
	assert_false(dossier_use_procedure(&d, &procedure, "9", &err));
	assert_string_equal(err.field, "procedure.case_id");
	d.channel = CHANNEL_ONLINE;
	assert_false(dossier_use_procedure(&d, &procedure, NULL, &err));
	assert_string_equal(err.field, "channel");
	d.channel = (enum channel)77;
	assert_false(dossier_use_procedure(&d, &procedure, NULL, &err));
	d.channel = CHANNEL_DIRECT;
	assert_true(dossier_use_procedure(&d, &procedure, NULL, &err));
	assert_string_equal(d.case_id, "1");
	assert_int_equal(d.components[0].count[COPY_ORIGINAL], 1);
	assert_ptr_not_equal(d.procedure_name, procedure.name); /* its own copy */
	assert_ptr_not_equal(d.fee_lines[0].name, procedure.terms[1].lines[0].name);
	assert_int_equal(d.time.count, 10);
	dossier_clear(&d);
}

static void test_use_card(void **state)
{
	struct card card = {.source = ID_CARD_QR, .id_number = "001099012345", .name = "Nguyễn Văn An",
		.birth = {1999, 1, 15}, .sex = SEX_MALE, .address = "Số 1, Phường Thử Nghiệm"};
	struct dossier d;
	(void)state;
	dossier_init(&d);
	dossier_use_card(&d, &card);
	assert_string_equal(d.applicant.name, "Nguyễn Văn An");
	assert_string_equal(d.applicant.id_number, "001099012345");
	assert_string_equal(d.applicant.address, "Số 1, Phường Thử Nghiệm");
	assert_int_equal(d.applicant.birth.year, 1999);
	assert_int_equal(d.applicant.source, ID_CARD_QR);
	card.address[0] = '\0';
	dossier_use_card(&d, &card);
	assert_string_equal(d.applicant.address, "Số 1, Phường Thử Nghiệm");
	dossier_clear(&d);
}

static void applicant(const char *json, const char *field)
{
	struct dossier d;
	struct err err = ERR_INIT;
	dossier_init(&d);
	bool ok = dossier_use_applicant(&d, json, strlen(json), &err);
	if (ok != (field == NULL))
		fail_msg("%s: %s", json, ok ? "accepted" : err.text);
	if (field)
		assert_string_equal(err.field, field);
	dossier_clear(&d);
}

static void test_use_applicant(void **state)
{
	struct dossier d;
	static const char json[] = "{\"name\":\" Nguyễn\\u00a0Văn  Thử \",\"id_number\":\"001099012345\","
		"\"birth_date\":\"15/01/1999\",\"sex\":\"male\",\"phone\":\"0912 345 678\"}";
	(void)state;
	dossier_init(&d);
	assert_true(dossier_use_applicant(&d, json, strlen(json), NULL));
	assert_string_equal(d.applicant.name, "Nguyễn Văn Thử");
	assert_int_equal(d.applicant.birth.year, 1999);
	assert_int_equal(d.applicant.kind, APPLICANT_CITIZEN);
	assert_int_equal(d.applicant.source, ID_TYPED);
	assert_string_equal(d.applicant.email, "");
	dossier_clear(&d);
	applicant("{\"kind\":2,\"name\":\"Công ty Ví Dụ\",\"tax_code\":\"0100109106\",\"source\":\"typed\"}", NULL);
	applicant("{}", NULL);
	applicant("{\"name\":5}", "applicant.name");
	applicant("{\"name\":null}", "applicant.name");
	applicant("{\"kind\":5}", "applicant.kind");
	applicant("{\"kind\":\"1\"}", "applicant.kind");
	applicant("{\"birth_date\":\"31/02/1999\"}", "applicant.birth_date");
	applicant("{\"sex\":\"Nam\"}", "applicant.sex");
	applicant("{\"adress\":\"x\"}", "applicant.adress");
	applicant("[]", "");
	applicant("{\"name\":\"a\",\"name\":\"b\"}", "");
	applicant("", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_canonical_text),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_correction),
		cmocka_unit_test(test_every_member_every_type),
		cmocka_unit_test(test_wrong_values),
		cmocka_unit_test(test_too_much),
		cmocka_unit_test(test_not_json),
		cmocka_unit_test(test_check_applicant),
		cmocka_unit_test(test_check_brings_to_one_form),
		cmocka_unit_test(test_check_procedure),
		cmocka_unit_test(test_check_components),
		cmocka_unit_test(test_check_tells_all),
		cmocka_unit_test(test_use_procedure),
		cmocka_unit_test(test_use_card),
		cmocka_unit_test(test_use_applicant),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
