#include "core/json.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"

/* ---- parsing */

/* Brackets outside strings; jansson's own limit of 2048 is more than anything here needs. */
static bool is_too_deep(const char *text, size_t len)
{
	bool in_string = false;
	int depth = 0;

	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		if (in_string) {
			if (c == '\\')
				i++;
			else if (c == '"')
				in_string = false;
			continue;
		}
		if (c == '"')
			in_string = true;
		else if (c == '[' || c == '{')
			depth++;
		else if (c == ']' || c == '}')
			depth--;
		if (depth > JSON_DEPTH_MAX)
			return true;
	}
	return false;
}

static bool refuse(const json_error_t *why, struct err *err)
{
	static const struct {
		enum json_error_code code;
		const char *message;
	} reasons[] = {
		{json_error_duplicate_key, N_("Dữ liệu JSON có một mục ghi hai lần (dòng %d, cột %d).")},
		{json_error_invalid_utf8, N_("Dữ liệu JSON không phải UTF-8 (dòng %d, cột %d).")},
		{json_error_null_character, N_("Dữ liệu JSON có ký tự NUL (dòng %d, cột %d).")},
		{json_error_null_byte_in_key, N_("Dữ liệu JSON có ký tự NUL (dòng %d, cột %d).")},
		{json_error_numeric_overflow, N_("Dữ liệu JSON có số quá lớn (dòng %d, cột %d).")},
		{json_error_premature_end_of_input, N_("Dữ liệu JSON bị cắt cụt (dòng %d, cột %d).")},
	};
	const char *message = N_("Dữ liệu không phải JSON hợp lệ (dòng %d, cột %d).");

	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		if (json_error_code(why) == reasons[i].code)
			message = reasons[i].message;
	}
	/* Each has the two numbers. */
	_Pragma("GCC diagnostic push")
	_Pragma("GCC diagnostic ignored \"-Wformat-nonliteral\"")
	return err_set(err, ERR_DATA, _(message), why->line, why->column);
	_Pragma("GCC diagnostic pop")
}

json_t *json_parse(const char *text, size_t len, size_t max, struct err *err)
{
	json_error_t why;

	if (len > max) {
		err_set(err, ERR_DATA, _("Dữ liệu JSON quá lớn."));
		return NULL;
	}
	if (is_too_deep(text, len)) {
		err_set(err, ERR_DATA, _("Dữ liệu JSON lồng nhau quá sâu."));
		return NULL;
	}
	json_t *value = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	if (!value)
		refuse(&why, err);
	return value;
}

/* ---- violations */

void json_in_wrong(struct json_in *in, const char *member, const char *code, const char *fmt, ...)
{
	struct violations one = {.n = 0};
	char path[128], message[480];
	va_list ap;

	snprintf(path, sizeof(path), "%s%s%s", in->path, in->path[0] && member ? "." : "",
		member ? member : "");
	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	violation_add(&one, path, code, "%s", message);
	violation_add(in->doc->v, path, code, "%s", message);
	if (!in->doc->wrong)
		in->doc->first = one.list[0];
	in->doc->wrong = true;
}

bool json_doc_end(const struct json_doc *doc, struct err *err)
{
	return !doc->wrong || err_at(err, ERR_DATA, doc->first.field, "%s", doc->first.message);
}

/* The member, when it is there and of that type; else NULL, with a violation where that is wrong. */
static const json_t *member_of(struct json_in *in, const char *member, unsigned flags, bool is(const json_t *),
	const char *message)
{
	const json_t *value = json_object_get(in->object, member);

	if (!in->object)
		return NULL;
	if (!value && (flags & JSON_REQUIRED))
		json_in_wrong(in, member, "required", _("Thiếu mục %s."), member);
	if (!value || is(value))
		return value;
	json_in_wrong(in, member, "type", "%s", _(message));
	return NULL;
}

/* ---- by type */

static bool is_text(const json_t *value)
{
	return json_is_string(value);
}

static bool is_integer(const json_t *value)
{
	return json_is_integer(value);
}

static bool is_truth(const json_t *value)
{
	return json_is_boolean(value);
}

static bool is_object(const json_t *value)
{
	return json_is_object(value);
}

static bool is_array(const json_t *value)
{
	return json_is_array(value);
}

struct json_in json_in_root(struct json_doc *doc, const json_t *value)
{
	struct json_in in = {.doc = doc, .object = json_is_object(value) ? value : NULL};

	if (!in.object)
		json_in_wrong(&in, NULL, "type", "%s", _("Dữ liệu phải là một đối tượng JSON."));
	return in;
}

/* Cleaned into the arena; "" with a violation when it is not clean and should be. */
static const char *clean_text(struct json_in *in, const char *member, const json_t *value, unsigned flags)
{
	size_t len = json_string_length(value);
	const char *s = json_string_value(value);
	struct buf out;

	buf_init(&out, len * 3);
	unsigned found = text_clean(s, len, flags & JSON_LINES ? TEXT_LINES : 0, &out);
	const char *text = arena_strndup(in->doc->arena, buf_str(&out), out.len);
	bool same = out.len == len && memcmp(text, s, len) == 0;
	buf_clear(&out);
	if (same || in->doc->cleaning)
		return text;
	if (found & (TEXT_CONTROL | TEXT_BAD_UTF8))
		json_in_wrong(in, member, "control_characters", "%s",
			_("Có ký tự điều khiển, không nhận được."));
	else
		json_in_wrong(in, member, "format", "%s",
			_("Chữ chưa ở dạng chuẩn (Unicode NFC, không thừa dấu cách)."));
	return NULL;
}

const char *json_in_text(struct json_in *in, const char *member, unsigned flags, int max)
{
	const json_t *value = member_of(in, member, flags, is_text, N_("Phải là chữ."));

	if (!value)
		return "";
	const char *text = clean_text(in, member, value, flags);
	if (!text)
		return "";
	if (!*text && !in->doc->cleaning)
		json_in_wrong(in, member, "required", "%s", _("Không được để trống."));
	else if (!*text && (flags & JSON_REQUIRED))
		json_in_wrong(in, member, "required", "%s", _("Không được để trống."));
	if (text_length(text) <= max)
		return text;
	json_in_wrong(in, member, "too_long", _("Dài quá %d ký tự."), max);
	return "";
}

int64_t json_in_int(struct json_in *in, const char *member, unsigned flags, int64_t min, int64_t max)
{
	const json_t *value = member_of(in, member, flags, is_integer, N_("Phải là số nguyên."));

	if (!value)
		return min;
	int64_t n = json_integer_value(value);
	if (n >= min && n <= max)
		return n;
	json_in_wrong(in, member, "range", _("Phải là số từ %lld đến %lld."), (long long)min,
		(long long)max);
	return min;
}

bool json_in_bool(struct json_in *in, const char *member, unsigned flags)
{
	return json_is_true(member_of(in, member, flags, is_truth, N_("Phải là true hoặc false.")));
}

int json_in_word(struct json_in *in, const char *member, unsigned flags, const char *const *words,
	size_t n)
{
	const json_t *value = member_of(in, member, flags, is_text, N_("Phải là chữ."));

	if (!value)
		return -1;
	for (size_t i = 0; i < n; i++) {
		if (str_eq(words[i], json_string_value(value)))
			return (int)i;
	}
	json_in_wrong(in, member, "unknown", "%s", _("Giá trị này không dùng được."));
	return -1;
}

struct json_in json_in_object(struct json_in *in, const char *member, unsigned flags)
{
	struct json_in sub = {.doc = in->doc};

	sub.object = member_of(in, member, flags, is_object, N_("Phải là một đối tượng JSON."));
	snprintf(sub.path, sizeof(sub.path), "%.20s%s%.20s", in->path, in->path[0] ? "." : "", member);
	return sub;
}

size_t json_in_array(struct json_in *in, const char *member, unsigned flags, size_t min, size_t max)
{
	const json_t *value = member_of(in, member, flags, is_array, N_("Phải là một danh sách."));
	size_t n = json_array_size(value);

	if (!value || (n >= min && n <= max))
		return n;
	if (n < min)
		json_in_wrong(in, member, "required", "%s", _("Danh sách không được để trống."));
	else
		json_in_wrong(in, member, "too_long", _("Danh sách dài quá %d dòng."), (int)max);
	return 0;
}

struct json_in json_in_item(struct json_in *in, const char *member, size_t i)
{
	struct json_in sub = {.doc = in->doc};
	const json_t *value = json_array_get(json_object_get(in->object, member), i);

	snprintf(sub.path, sizeof(sub.path), "%.20s%s%.16s[%zu]", in->path, in->path[0] ? "." : "",
		member, i);
	if (json_is_object(value))
		sub.object = value;
	else
		json_in_wrong(&sub, NULL, "type", "%s", _("Phải là một đối tượng JSON."));
	return sub;
}
