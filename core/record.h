#ifndef MOTCUA_CORE_RECORD_H
#define MOTCUA_CORE_RECORD_H

/*
 * One JSON object put together member by member: a line of a command's --json output, or what one part
 * of the program hands to another (the data of a form).
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "base/buf.h"
#include "base/err.h"

struct record;

struct record *record_new(void);
void record_free(struct record *r);
void record_text(struct record *r, const char *key, const char *value); /* NULL: JSON null */
void record_int(struct record *r, const char *key, int64_t value);
void record_bool(struct record *r, const char *key, bool value);
/* An instant as RFC 3339; 0: null. */
void record_time(struct record *r, const char *key, int64_t at);
/* Appends an object to the array at key (made when missing); child is taken over. */
void record_push(struct record *r, const char *key, struct record *child);
/* The same with a text. */
void record_push_text(struct record *r, const char *key, const char *value);
/* An empty array, for a key that must be there. */
void record_array(struct record *r, const char *key);
/* An object at key; child is taken over. */
void record_child(struct record *r, const char *key, struct record *child);
/* What that JSON text says, at key; ERR_DATA when it is not JSON. */
bool record_json(struct record *r, const char *key, const char *json, struct err *err) MUST_CHECK;
/* Appends the object, compact, without a line's end; frees r. */
void record_write(struct record *r, struct buf *out);
/* Writes the line and frees r. False when the stream failed. */
bool record_print(struct record *r, FILE *to);

#endif
