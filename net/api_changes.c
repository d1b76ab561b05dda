#include "net/api.h"

#include <stdlib.h>
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "net/api_json.h"

#define PAGE_ITEMS 500
#define STATUS_MAX 9999

/* The cursor is central's own text: whatever it is, it is escaped. Without one: from the start. */
char *api_changes_path(const char *cursor)
{
	struct buf path;

	buf_init(&path, 4 * API_CURSOR_MAX);
	buf_printf(&path, "/v1/changes?limit=%d%s", PAGE_ITEMS, cursor[0] ? "&since=" : "");
	for (const unsigned char *c = (const unsigned char *)cursor; *c; c++) {
		bool plain = (*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') ||
			(*c >= 'a' && *c <= 'z') || strchr("-._~", *c);
		buf_printf(&path, plain ? "%c" : "%%%02X", *c);
	}
	return buf_take(&path);
}

static bool read_change(const json_t *from, struct dossier_change *change)
{
	const char *uuid = api_json_text(from, "uuid");
	uint8_t bytes[16];
	int64_t status;

	if (!uuid || !uuid_parse(uuid, bytes) || !api_json_int(from, "status", 0, STATUS_MAX, &status))
		return false;
	uuid_format(bytes, change->uuid);
	change->status = (int)status;
	change->clash = json_is_true(json_object_get(from, "clash"));
	if (!api_json_copy(from, "possible_duplicate", change->duplicate, sizeof(change->duplicate)) ||
	    !dossier_code_valid(change->duplicate))
		change->duplicate[0] = '\0';
	return true;
}

/* One that cannot be read is passed over: it must not hold up the feed for ever. */
static bool read_list(const json_t *list, struct api_changes *out)
{
	size_t n = json_array_size(list);

	if (!json_is_array(list) || n > 10 * PAGE_ITEMS)
		return false;
	out->list = xcalloc(n ? n : 1, sizeof(*out->list));
	for (size_t i = 0; i < n; i++) {
		if (read_change(json_array_get(list, i), &out->list[out->n]))
			out->n++;
	}
	if (out->n < n)
		log_line(LOG_WARN, "changes: %zu of %zu could not be read", n - out->n, n);
	return true;
}

static bool read_place(const json_t *root, const char *asked, struct api_changes *out)
{
	const char *cursor = api_json_text(root, "cursor");

	return cursor && cursor[0] && str_copy(out->cursor, sizeof(out->cursor), cursor) &&
		api_json_bool(root, "more", &out->more) && (!out->more || !str_eq(cursor, asked));
}

bool api_changes_answer(const struct buf *body, const char *cursor, struct api_changes *out,
	struct err *err)
{
	json_t *root = api_json_object(body, err);
	bool ok;

	*out = (struct api_changes){.n = 0};
	ok = root && (read_place(root, cursor, out) || api_json_bad(err, "cursor, more")) &&
		(read_list(json_object_get(root, "items"), out) || api_json_bad(err, "items"));
	json_decref(root);
	if (!ok)
		api_changes_clear(out);
	return ok;
}

void api_changes_clear(struct api_changes *c)
{
	free(c->list);
	*c = (struct api_changes){.n = 0};
}
