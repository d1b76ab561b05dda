#include "net/api_json.h"

#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"

json_t *api_json_object(const struct buf *body, struct err *err)
{
	json_t *root = json_loadb(buf_str(body), body->len, JSON_REJECT_DUPLICATES, NULL);

	if (json_is_object(root))
		return root;
	json_decref(root);
	api_json_bad(err, "JSON");
	return NULL;
}

const char *api_json_text(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

bool api_json_copy(const json_t *object, const char *key, char *dst, size_t size)
{
	const char *text = api_json_text(object, key);

	return text && !(text_clean_to(dst, size, text) & TEXT_TRUNCATED);
}

bool api_json_int(const json_t *object, const char *key, int64_t min, int64_t max, int64_t *out)
{
	const json_t *value = json_object_get(object, key);
	int64_t n = json_integer_value(value);

	if (!json_is_integer(value) || n < min || n > max)
		return false;
	*out = n;
	return true;
}

bool api_json_bool(const json_t *object, const char *key, bool *out)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_boolean(value))
		return false;
	*out = json_is_true(value);
	return true;
}

bool api_json_bad(struct err *err, const char *what)
{
	return err_set(err, ERR_DATA, _("Máy chủ trung tâm trả lời không đúng dạng đã thỏa thuận (%s)."),
		what);
}
