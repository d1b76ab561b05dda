#ifndef MOTCUA_CORE_NODE_H
#define MOTCUA_CORE_NODE_H

/*
 * A JSON document in which things are only looked up: for those outside core that read what another
 * part of this program wrote (the data of a form). What is absent or of another type reads as empty,
 * so a chain of look-ups needs no check between. Nodes are borrowed from their document.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"

struct json_t; /* a value; jansson's, never looked into outside core */

/* At most max bytes of JSON, as strictly as core/json.h; NULL with ERR_DATA. node_free by the caller. */
struct json_t *node_read(const char *text, size_t len, size_t max, struct err *err) MUST_CHECK;
void node_free(struct json_t *document);

/* "applicant.name": members of members; NULL when any is absent. from may be NULL. */
const struct json_t *node_at(const struct json_t *from, const char *path);
/* "" for what is no text. Borrowed; not cleaned, may hold any character but NUL. */
const char *node_text(const struct json_t *node);
/* otherwise for what is no whole number. */
int64_t node_int(const struct json_t *node, int64_t otherwise);
/* Only true is. */
bool node_true(const struct json_t *node);
/* RFC 3339 as an instant; 0 for what is none. */
int64_t node_time(const struct json_t *node);
/* Of an array; 0 for what is none. */
size_t node_items(const struct json_t *node);
const struct json_t *node_item(const struct json_t *node, size_t i);
/* Canonical; nothing for NULL. */
bool node_write(const struct json_t *node, struct buf *out, struct err *err) MUST_CHECK;

#endif
