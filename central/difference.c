#include "central/difference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "i18n/lang.h"
#include "i18n/text.h"

#define PATH_MAX_BYTES 200
#define VALUE_COLS 60 /* of each, so that both fit into one sentence */

static void value_words(const json_t *value, struct buf *out)
{
	char clean[600], *text = NULL;
	buf_reset(out);
	if (!value || json_is_null(value)) {
		buf_str_add(out, _("(không có)"));
		return;
	}
	if (!json_is_string(value))
		text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_SORT_KEYS);
	text_clean_to(clean, sizeof(clean), text ? text : json_string_value(value));
	free(text);
	if (text_width(clean) <= VALUE_COLS)
		buf_str_add(out, clean);
	else
		text_fit(clean, VALUE_COLS, TEXT_LEFT, out);
}

static void tell(const char *path, const json_t *stored, const json_t *sent, struct violations *out)
{
	struct buf a, b;
	buf_init(&a, 1024);
	buf_init(&b, 1024);
	value_words(stored, &a);
	value_words(sent, &b);
	violation_add(out, path, "differs", _("Trung tâm đang giữ: %s; bản gửi lên: %s"), buf_str(&a),
		buf_str(&b));
	buf_clear(&a);
	buf_clear(&b);
}

static void compare(const char *path, const json_t *stored, const json_t *sent,
	struct violations *out);

static void compare_objects(const char *path, const json_t *stored, const json_t *sent,
	struct violations *out)
{
	const char *key, *dot = *path ? "." : "";
	json_t *value;
	char inner[PATH_MAX_BYTES];
	json_object_foreach((json_t *)(uintptr_t)stored, key, value) {
		snprintf(inner, sizeof(inner), "%s%s%s", path, dot, key);
		compare(inner, value, json_object_get(sent, key), out);
	}
	json_object_foreach((json_t *)(uintptr_t)sent, key, value) {
		snprintf(inner, sizeof(inner), "%s%s%s", path, dot, key);
		if (!json_object_get(stored, key))
			tell(inner, NULL, value, out);
	}
}

static void compare(const char *path, const json_t *stored, const json_t *sent,
	struct violations *out)
{
	char inner[PATH_MAX_BYTES];
	if (sent && json_equal(stored, sent))
		return;
	if (json_is_object(stored) && json_is_object(sent)) {
		compare_objects(path, stored, sent, out);
		return;
	}
	if (!json_is_array(stored) || !json_is_array(sent) ||
		json_array_size(stored) != json_array_size(sent)) {
		tell(path, stored, sent, out);
		return;
	}
	for (size_t i = 0; i < json_array_size(stored); i++) {
		snprintf(inner, sizeof(inner), "%s[%zu]", path, i);
		compare(inner, json_array_get(stored, i), json_array_get(sent, i), out);
	}
}

void difference_find(const json_t *stored, const json_t *sent, struct violations *out)
{
	compare("", stored, sent, out);
}
