#include "core/record.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "core/date.h"
#include "core/json.h"

struct record {
	json_t *object;
};

struct record *record_new(void)
{
	struct record *r = xmalloc(sizeof(*r));
	r->object = json_object();
	BUG_ON(!r->object);
	return r;
}

void record_free(struct record *r)
{
	if (!r)
		return;
	json_decref(r->object);
	free(r);
}

static void put(struct record *r, const char *key, json_t *value)
{
	BUG_ON(json_object_set_new(r->object, key, value) != 0);
}

void record_text(struct record *r, const char *key, const char *value)
{
	json_t *text = value ? json_string(value) : json_null();
	put(r, key, text ? text : json_null()); /* not UTF-8: nothing rather than rubbish */
}

void record_int(struct record *r, const char *key, int64_t value)
{
	put(r, key, json_integer(value));
}

void record_bool(struct record *r, const char *key, bool value)
{
	put(r, key, json_boolean(value));
}

void record_time(struct record *r, const char *key, int64_t at)
{
	char text[INSTANT_SIZE];
	instant_format(at, text);
	record_text(r, key, at ? text : NULL);
}

void record_array(struct record *r, const char *key)
{
	if (!json_object_get(r->object, key))
		put(r, key, json_array());
}

void record_push(struct record *r, const char *key, struct record *child)
{
	record_array(r, key);
	BUG_ON(json_array_append(json_object_get(r->object, key), child->object) != 0);
	record_free(child);
}

void record_push_text(struct record *r, const char *key, const char *value)
{
	json_t *text = json_string(value);
	record_array(r, key);
	BUG_ON(json_array_append_new(json_object_get(r->object, key), text ? text : json_null()) != 0);
}

void record_child(struct record *r, const char *key, struct record *child)
{
	BUG_ON(json_object_set(r->object, key, child->object) != 0);
	record_free(child);
}

bool record_json(struct record *r, const char *key, const char *json, struct err *err)
{
	json_t *value = json_parse(json, strlen(json), SIZE_MAX, err);
	if (value)
		put(r, key, value);
	return value;
}

static int write_bytes(const char *bytes, size_t len, void *out)
{
	buf_add(out, bytes, len); /* too much: the caller looks at full */
	return 0;
}

void record_write(struct record *r, struct buf *out)
{
	json_dump_callback(r->object, write_bytes, out, JSON_COMPACT);
	record_free(r);
}

bool record_print(struct record *r, FILE *to)
{
	bool ok = json_dumpf(r->object, to, JSON_COMPACT) == 0 && fputc('\n', to) != EOF;
	record_free(r);
	return ok && fflush(to) == 0;
}
