#include "core/canonical.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "core/json.h"
#include "i18n/lang.h"

/* ---- order of members */

/* UTF-16 puts what is beyond U+FFFF (surrogates, from U+D800) before U+E000–U+FFFF; the bytes of
 * UTF-8 tell these by EE, EF and F0 … */
static int code_unit_rank(unsigned char byte)
{
	if (byte >= 0xF0)
		return 0xEE + (byte - 0xF0);
	return byte >= 0xEE ? byte + 0x10 : byte;
}

static int compare_keys(const void *a, const void *b)
{
	const unsigned char *x = *(const unsigned char *const *)a;
	const unsigned char *y = *(const unsigned char *const *)b;

	while (*x && *x == *y) {
		x++;
		y++;
	}
	return code_unit_rank(*x) - code_unit_rank(*y);
}

/* ---- writing */

static void write_string(const char *s, size_t len, struct buf *out)
{
	static const char *const escapes[0x20] = {
		['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r",
	};
	size_t done = 0;

	buf_char(out, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(out, s + done, i - done);
		done = i + 1;
		if (c >= 0x20)
			buf_printf(out, "\\%c", c);
		else if (escapes[c])
			buf_str_add(out, escapes[c]);
		else
			buf_printf(out, "\\u%04x", c);
	}
	buf_add(out, s + done, len - done);
	buf_char(out, '"');
}

static bool write_object(const json_t *value, struct buf *out, struct err *err)
{
	size_t n = json_object_size(value), i = 0;
	const char **keys = xcalloc(n + 1, sizeof(*keys));
	bool ok = true;
	/* Looking at it needs no change to it; jansson's iterators want it writable. */
	json_t *object = (json_t *)(uintptr_t)value;

	for (void *it = json_object_iter(object); it; it = json_object_iter_next(object, it))
		keys[i++] = json_object_iter_key(it);
	qsort(keys, n, sizeof(*keys), compare_keys);
	buf_char(out, '{');
	for (i = 0; i < n && ok; i++) {
		if (i > 0)
			buf_char(out, ',');
		write_string(keys[i], strlen(keys[i]), out);
		buf_char(out, ':');
		ok = json_write(json_object_get(object, keys[i]), out, err);
	}
	buf_char(out, '}');
	free(keys);
	return ok;
}

static bool write_array(const json_t *value, struct buf *out, struct err *err)
{
	bool ok = true;

	buf_char(out, '[');
	for (size_t i = 0; i < json_array_size(value) && ok; i++) {
		if (i > 0)
			buf_char(out, ',');
		ok = json_write(json_array_get(value, i), out, err);
	}
	buf_char(out, ']');
	return ok;
}

static bool write_integer(json_int_t n, struct buf *out, struct err *err)
{
	if (n > JSON_INTEGER_MAX || n < -JSON_INTEGER_MAX)
		return err_set(err, ERR_DATA, _("Dữ liệu JSON có số quá lớn."));
	return buf_printf(out, "%lld", (long long)n) || true; /* full: the caller looks */
}

bool json_write(const json_t *value, struct buf *out, struct err *err)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return write_object(value, out, err);
	case JSON_ARRAY:
		return write_array(value, out, err);
	case JSON_STRING:
		write_string(json_string_value(value), json_string_length(value), out);
		return true;
	case JSON_INTEGER:
		return write_integer(json_integer_value(value), out, err);
	case JSON_REAL:
		return err_set(err, ERR_DATA, _("Dữ liệu JSON có số không phải số nguyên."));
	case JSON_TRUE:
		return buf_str_add(out, "true") || true;
	case JSON_FALSE:
		return buf_str_add(out, "false") || true;
	default:
		return buf_str_add(out, "null") || true;
	}
}

bool json_canonical(const char *json, size_t len, struct buf *out, struct err *err)
{
	json_t *value = json_parse(json, len, SIZE_MAX, err);

	if (!value)
		return false;
	bool ok = json_write(value, out, err);
	json_decref(value);
	if (ok && out->full)
		return err_set(err, ERR_DATA, _("Dữ liệu JSON quá lớn."));
	return ok;
}
