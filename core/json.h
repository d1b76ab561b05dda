#ifndef MOTCUA_CORE_JSON_H
#define MOTCUA_CORE_JSON_H

/*
 * Inside core's codecs: reading JSON strictly (jansson), and taking members out of an object by type,
 * each wrong one becoming a violation at its path.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <jansson.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "core/canonical.h"
#include "core/violations.h"

/* One JSON value of at most max bytes: no duplicate keys, no NUL, valid UTF-8, nothing after it, at
 * most JSON_DEPTH_MAX deep. NULL with ERR_DATA and the reason (never a piece of the text). */
json_t *json_parse(const char *text, size_t len, size_t max, struct err *err);
/* Canonical. False for numbers that have no such form. */
bool json_write(const json_t *value, struct buf *out, struct err *err);

/* A document being read. */
struct json_doc {
	struct violations *v;   /* may be NULL */
	struct arena *arena;    /* where texts are copied to */
	bool cleaning;          /* unclean text is cleaned; else it is a violation */
	bool wrong;             /* something was */
	struct violation first; /* the first that was */
};

/* An object in it. */
struct json_in {
	struct json_doc *doc;
	const json_t *object; /* NULL: everything is absent, and that was told already */
	char path[48];        /* "" for the whole document */
};

enum json_flags {
	JSON_OPTIONAL = 0,
	JSON_REQUIRED = 1,
	JSON_LINES = 2, /* text may have line breaks */
};

/* The whole document as an object; not one: a violation at "". */
struct json_in json_in_root(struct json_doc *doc, const json_t *value);
/* A violation at the member (NULL: at the object itself). code and message are for violation_add. */
void json_in_wrong(struct json_in *in, const char *member, const char *code, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* "" when absent or wrong. max: graphemes. Required text is not empty; optional text that is there
 * is not empty either. */
const char *json_in_text(struct json_in *in, const char *member, unsigned flags, int max);
/* min when absent or wrong. */
int64_t json_in_int(struct json_in *in, const char *member, unsigned flags, int64_t min, int64_t max);
bool json_in_bool(struct json_in *in, const char *member, unsigned flags);
/* The place of the word in the list; -1 when absent or unknown. */
int json_in_word(struct json_in *in, const char *member, unsigned flags, const char *const *words,
	size_t n);
struct json_in json_in_object(struct json_in *in, const char *member, unsigned flags);
/* Number of items, 0 when absent, wrong, or not from min to max. */
size_t json_in_array(struct json_in *in, const char *member, unsigned flags, size_t min, size_t max);
/* The i-th item, as an object. */
struct json_in json_in_item(struct json_in *in, const char *member, size_t i);
/* Fills err from the first violation; true when there is none. */
bool json_doc_end(const struct json_doc *doc, struct err *err);

#endif
