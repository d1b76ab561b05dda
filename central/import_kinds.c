#include "central/import_kinds.h"

#include "base/mem.h"
#include "base/str.h"
#include "central/import.h"
#include "central/import_rows.h"
#include "central/items.h"
#include "core/calendar.h"
#include "core/dossier_code.h"
#include "core/procedure.h"
#include "i18n/lang.h"
#include "i18n/text.h"

/* A member that is text. */
struct field {
	const char *name;
	bool required;
	int max; /* graphemes */
	bool (*ok)(const char *value);
	const char *hint; /* what is expected, when ok refuses */
};

static bool agency_level_ok(const char *s)
{
	return str_eq(s, "province") || str_eq(s, "department") || str_eq(s, "commune");
}

static bool area_level_ok(const char *s)
{
	return str_eq(s, "province") || str_eq(s, "commune");
}

static bool area_code_ok(const char *s)
{
	return str_digits(s, 2) || str_digits(s, 5);
}

static bool province_ok(const char *s)
{
	return str_digits(s, 2);
}

static bool account_id_ok(const char *s)
{
	return strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@-") ==
		strlen(s);
}

#define AGENCY_HINT N_("phải là mã đơn vị như H01.91.12")

static const struct field agency_fields[] = {
	{"id", true, 39, agency_id_valid, AGENCY_HINT},
	{"name", true, 150, NULL, NULL},
	{"parent", false, 39, agency_id_valid, AGENCY_HINT},
	{"parent_name", false, 150, NULL, NULL},
	{"place", false, 60, NULL, NULL},
	{"level", true, 20, agency_level_ok, N_("phải là province, department hoặc commune")},
	{"area", false, 5, area_code_ok, N_("phải là mã địa bàn 2 hoặc 5 chữ số")},
	{"desk", false, 150, NULL, NULL},
	{"address", false, 300, NULL, NULL},
	{"phone", false, 60, NULL, NULL},
	{"tax_code", false, 20, NULL, NULL},
	{"register", false, 30, NULL, NULL},
};

static const struct field area_fields[] = {
	{"code", true, 5, area_code_ok, N_("phải là mã địa bàn 2 hoặc 5 chữ số")},
	{"name", true, 150, NULL, NULL},
	{"province", true, 2, province_ok, N_("phải là mã tỉnh 2 chữ số")},
	{"level", true, 20, area_level_ok, N_("phải là province hoặc commune")},
};

static bool account_role_ok(const char *s)
{
	return str_eq(s, "officer") || str_eq(s, "supervisor");
}

static const struct field account_fields[] = {
	{"id", true, 39, account_id_ok, N_("chỉ gồm chữ không dấu, chữ số và . _ @ -")},
	{"name", true, 100, NULL, NULL},
	{"title", true, 80, NULL, NULL},
	{"agency", true, 39, agency_id_valid, AGENCY_HINT},
	{"role", false, 20, account_role_ok, N_("phải là officer hoặc supervisor")},
};

static bool field_check(const json_t *object, const struct field *f, struct err *err)
{
	const json_t *member = json_object_get(object, f->name);
	const char *value = json_string_value(member);
	if (!member && !f->required)
		return true;
	if (!member || (value && !*value && f->required))
		return err_at(err, ERR_DATA, f->name, _("thiếu giá trị"));
	if (!value)
		return err_at(err, ERR_DATA, f->name, _("phải là chữ, viết trong dấu nháy kép"));
	if (text_length(value) > f->max)
		return err_at(err, ERR_DATA, f->name, _("dài quá %d ký tự"), f->max);
	if (*value && f->ok && !f->ok(value))
		return err_at(err, ERR_DATA, f->name, "%s", _(f->hint));
	return true;
}

static bool fields_check(const json_t *object, const struct field *fields, size_t n,
	struct err *err)
{
	for (size_t i = 0; i < n; i++) {
		if (!field_check(object, &fields[i], err))
			return false;
	}
	return true;
}

static bool agency_check(struct db *db, const json_t *object, const char *text, size_t len,
	struct err *err)
{
	(void)db;
	(void)text;
	(void)len;
	return fields_check(object, agency_fields, ARRAY_LEN(agency_fields), err);
}

static bool area_check(struct db *db, const json_t *object, const char *text, size_t len,
	struct err *err)
{
	(void)db;
	(void)text;
	(void)len;
	return fields_check(object, area_fields, ARRAY_LEN(area_fields), err);
}

static bool account_check(struct db *db, const json_t *object, const char *text, size_t len,
	struct err *err)
{
	bool known;
	(void)text;
	(void)len;
	if (!fields_check(object, account_fields, ARRAY_LEN(account_fields), err))
		return false;
	const char *agency = json_string_value(json_object_get(object, "agency"));
	if (!items_exists(db, "agency", agency, &known, err))
		return false;
	return known || err_at(err, ERR_DATA, "agency",
		_("đơn vị %.40s chưa có trong danh mục; hãy nhập danh mục đơn vị trước"), agency);
}

static bool procedure_check(struct db *db, const json_t *object, const char *text, size_t len,
	struct err *err)
{
	struct procedure p = {.version = 0};
	(void)db;
	(void)object;
	bool ok = procedure_from_json(&p, text, len, err);
	procedure_clear(&p);
	return ok;
}

static bool calendar_check(struct db *db, const json_t *object, const char *text, size_t len,
	struct err *err)
{
	(void)db;
	if (!str_eq(json_string_value(json_object_get(object, "id")), "vn"))
		return err_at(err, ERR_DATA, "id", _("phải là \"vn\": chỉ có một lịch làm việc"));
	struct calendar *cal = calendar_from_json(text, len, err);
	calendar_free(cal);
	return cal != NULL;
}

static const struct import_kind kinds[] = {
	{"procedures", "procedure", "code", NULL, procedure_check, "code", import_join_procedures},
	{"agencies", "agency", "id", NULL, agency_check, "id", NULL},
	{"areas", "area", "code", NULL, area_check, "code", NULL},
	{"calendar", "calendar", "id", NULL, calendar_check, "date kind", import_join_calendar},
	{"accounts", "account", "id", "agency", account_check, "id", NULL},
};

const struct import_kind *import_kind_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (str_eq(kinds[i].name, name))
			return &kinds[i];
	}
	return NULL;
}

const char *const *import_kinds(void)
{
	static const char *names[ARRAY_LEN(kinds) + 1];
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		names[i] = kinds[i].name;
	return names;
}
