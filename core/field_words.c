#include "core/field_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "core/dossier.h"
#include "core/json.h"
#include "i18n/lang.h"
#include "i18n/text.h"

struct words {
	const char *name, *text;
};

static const struct words fields[] = {
	{"dossier", N_("Cả hồ sơ")}, {"", N_("Cả hồ sơ")}, {"sha256", N_("Mã kiểm tra nội dung")},
	{"receipt_token", N_("Mã trên giấy hẹn")}, {"uuid", N_("Mã định danh hồ sơ")},
	{"code", N_("Mã hồ sơ")}, {"number_block", N_("Dải số được cấp")},
	{"sequence", N_("Thứ tự tiếp nhận")}, {"workstation", N_("Máy trạm")}, {"agency", N_("Đơn vị")},
	{"agency_name", N_("Tên đơn vị")}, {"counter", N_("Quầy")}, {"officer", N_("Cán bộ tiếp nhận")},
	{"officer.id", N_("Tài khoản cán bộ")}, {"officer.name", N_("Tên cán bộ")},
	{"received_at", N_("Thời điểm tiếp nhận")}, {"due_at", N_("Hẹn trả")},
	{"channel", N_("Hình thức nộp")}, {"procedure", N_("Thủ tục")},
	{"procedure.code", N_("Mã thủ tục")}, {"procedure.name", N_("Tên thủ tục")},
	{"procedure.version", N_("Phiên bản thủ tục")}, {"procedure.sha256", N_("Phiên bản thủ tục")},
	{"procedure.case_id", N_("Trường hợp")}, {"procedure.case_name", N_("Trường hợp")},
	{"time", N_("Thời hạn giải quyết")}, {"fee", N_("Lệ phí")}, {"applicant", N_("Người nộp")},
	{"applicant.kind", N_("Đối tượng")}, {"applicant.name", N_("Họ tên người nộp")},
	{"applicant.id_number", N_("Số định danh")}, {"applicant.tax_code", N_("Mã số thuế")},
	{"applicant.birth_date", N_("Ngày sinh")}, {"applicant.sex", N_("Giới tính")},
	{"applicant.address", N_("Địa chỉ")}, {"applicant.phone", N_("Điện thoại")},
	{"applicant.email", N_("Email")}, {"delegate", N_("Nộp thay")},
	{"components", N_("Thành phần hồ sơ")}, {"copies", N_("Số bộ")},
	{"result_delivery", N_("Trả kết quả")}, {"note", N_("Ghi chú")},
};

static const struct words copies[] = {
	{"original", N_("bản chính")}, {"certified", N_("bản chứng thực")}, {"copy", N_("bản photo")},
	{"translation", N_("bản dịch")}, {"name", N_("tên giấy tờ")}, {"id", N_("mã giấy tờ")},
};

static const struct words problems[] = {
	{"invalid", ""}, {"about:blank", ""}, {"unauthorised", ""}, {"internal", ""}, {"unavailable", ""},
	{"conflict", N_("trung tâm đã có bản khác của hồ sơ này")},
	{"not_found", N_("trung tâm không có nơi nhận hồ sơ này")},
	{"too_large", N_("hồ sơ quá lớn")}, {"unsupported_media_type", N_("dạng dữ liệu trung tâm không nhận")},
	{"damaged", N_("nội dung lưu trên máy này bị hỏng")}, {"method_not_allowed", ""}, {"gone", ""},
};

static const char *find(const struct words *words, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(words[i].name, name))
			return words[i].text;
	return NULL;
}

static void other(const char *word, char *out, size_t size)
{
	snprintf(out, size, _("khác (%s)"), word);
}

/* "components[2].copy"; false when it is not of that form. */
static bool component(const char *path, char *out, size_t size)
{
	static const char prefix[] = "components[";
	char *end;
	if (!str_starts(path, prefix))
		return false;
	const char *digits = path + sizeof(prefix) - 1;
	unsigned long at = strtoul(digits, &end, 10);
	const char *kind = end[0] == ']' && end[1] == '.' ? find(copies, ARRAY_LEN(copies), end + 2) : NULL;
	if (*digits < '0' || *digits > '9' || at >= COMPONENTS_MAX || *end != ']' || (end[1] && !kind))
		return false;
	snprintf(out, size, _("Thành phần %lu%s%s"), at + 1, kind ? ", " : "", kind ? _(kind) : "");
	return true;
}

static const char *inside(const char *path)
{
	return str_starts(path, "dossier.") ? path + strlen("dossier.") : path;
}

void field_words(const char *path, char *out, size_t size)
{
	const char *text = find(fields, ARRAY_LEN(fields), inside(path));
	if (text)
		str_copy(out, size, _(text));
	else if (!component(inside(path), out, size))
		other(path, out, size);
}

void problem_words(const char *type, char *out, size_t size)
{
	const char *text = find(problems, ARRAY_LEN(problems), type);
	if (text)
		str_copy(out, size, *text ? _(text) : "");
	else
		other(type, out, size);
}

/* ---- what was sent */

/* One step of the path: a member's name or "[3]". NULL when there is no such thing. */
static const json_t *step(const json_t *at, const char *word, size_t len)
{
	char name[64];
	int64_t index;
	if (len >= sizeof(name))
		return NULL;
	memcpy(name, word, len);
	name[len] = '\0';
	if (name[0] != '[')
		return json_object_get(at, name);
	name[len - 1] = '\0';
	return str_to_int(name + 1, 0, 100000, &index) ? json_array_get(at, (size_t)index) : NULL;
}

static const json_t *walk(const json_t *at, const char *path)
{
	while (at && *path) {
		size_t len = path[0] == '[' ? strcspn(path, "]") + 1 : strcspn(path, ".[");
		if (len == 0 || len > strlen(path))
			return NULL;
		at = step(at, path, len);
		path += len;
		path += *path == '.';
	}
	return at;
}

static bool put_value(const json_t *value, struct buf *out)
{
	if (json_is_string(value))
		text_clean(json_string_value(value), json_string_length(value), 0, out);
	else if (json_is_integer(value))
		buf_printf(out, "%lld", (long long)json_integer_value(value));
	else if (json_is_boolean(value))
		buf_str_add(out, json_is_true(value) ? _("có") : _("không"));
	return json_is_string(value) || json_is_integer(value) || json_is_boolean(value);
}

bool field_value(const char *json, size_t len, const char *path, struct buf *out)
{
	json_t *root = json_parse(json, len, DOSSIER_JSON_MAX, NULL);
	const json_t *value = walk(root, inside(path));
	bool ok = value && put_value(value, out);
	json_decref(root);
	return ok;
}
