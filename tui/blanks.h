#ifndef MOTCUA_TUI_BLANKS_H
#define MOTCUA_TUI_BLANKS_H

/*
 * What a form asks for when it is printed, being typed: each with a label above and a line to type in
 * below, a list with as many lines as are needed. Pure but for blanks_draw.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "core/asked.h"
#include "core/date.h"
#include "core/string_map.h"
#include "tui/field.h"
#include "tui/layout.h"
#include "tui/screen.h"
#include "tui/typing.h"

#define BLANKS_MAX 12
#define BLANK_LINES_MAX 40 /* of a list */

struct blank {
	const char *name, *label; /* borrowed */
	enum ask_kind kind;
	struct field *lines;      /* a list: the last one may be empty; others: one */
	size_t n;
	bool wrong;               /* not what its kind asks for, at the last attempt */
};

struct blanks {
	struct blank list[BLANKS_MAX];
	size_t n;
	size_t at, line;          /* the focus: blank, and line in it */
	unsigned edits;           /* rises with each change; 0: untouched */
	struct date today;        /* for days written short; zero: what is left is looked at by blanks_json only */
	char told[320];           /* what is wrong with the blank left last; "" nothing */
	struct typing *typing;    /* how one types in them, borrowed; NULL: keys as they are */
};

/* Starts zeroed. Further ones than the maximum are left out. */
void blanks_add(struct blanks *b, const char *name, const char *label, enum ask_kind kind);
void blanks_clear(struct blanks *b);
/* A list gets lines until it has line k. */
void blanks_need_line(struct blank *blank, size_t k);
/* Has nothing been typed? */
bool blanks_empty(const struct blanks *b);

/* The line under the focus; NULL without blanks. */
struct field *blanks_field(struct blanks *b);
/* The text under the focus is another now. */
void blanks_edited(struct blanks *b);
/* Moving and typing. False: not for it, or at its first or last line. */
bool blanks_key(struct blanks *b, struct key key, enum action action);
bool blanks_paste(struct blanks *b, const char *bytes, size_t len);

/* Those from `first` on as a JSON object, for the paper: times RFC 3339, dates YYYY-MM-DD, numbers as
 * such, lists as arrays; what is empty is left out. False, with the focus there, the blank marked and a
 * sentence, where something is not what is asked for. */
bool blanks_json(struct blanks *b, size_t first, int64_t now, struct buf *out, struct err *err) MUST_CHECK;
/* An answer was refused elsewhere, why->field the blank's name: the focus goes there, the blank is marked, and
 * err gets the sentence with its label. False. */
bool blanks_wrong(struct blanks *b, const struct err *why, struct err *err);
/* What such an object holds, as one would type it; what is not in it stays empty. */
void blanks_from_json(struct blanks *b, const char *json);
/* An ASK_DATE as a day; false as blanks_json. */
bool blanks_date(struct blanks *b, size_t i, int64_t now, struct date *out, struct err *err) MUST_CHECK;
/* As it was typed, for a draft; and back. */
void blanks_to_map(const struct blanks *b, struct string_map *map);
void blanks_from_map(struct blanks *b, const struct string_map *map);

/* Puts the cursor where the focus is when focused. */
void blanks_draw(const struct blanks *b, struct area area, bool focused);

#endif
