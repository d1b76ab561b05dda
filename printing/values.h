#ifndef MOTCUA_PRINTING_VALUES_H
#define MOTCUA_PRINTING_VALUES_H

/*
 * The names a template may use, and the words each stands for: one table, whose column of
 * documentation is held against docs/forms.md by a test. Always Vietnamese, as the law's templates
 * are, whatever the language of the screen. What a value says comes from the data of the order alone.
 * A name stays for ever: forms that papers were printed from are kept and printed again (store/print_templates.h).
 *
 * The data is one JSON object: dossier (canonical), procedure, period {from, to}, asked {…}, agency
 * {id, name, level, parent, desk, place, address, phone, tax_code}, officer {id, name}, counter, tracking_url,
 * register_no, problem, handovers [{at, from, to, verdict, note}], dated_at (RFC 3339). Anything may be
 * absent. Rows are objects of the same shape: what a row has not, the whole has.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "core/dossier.h"
#include "core/node.h"
#include "core/problem.h"

/* What values are made of. */
struct facts {
	const struct facts *outer;    /* of a row: the whole's; else NULL */
	const struct json_t *data;    /* of the whole or of the row; may be NULL */
	const struct dossier *dossier; /* an empty one where there is none; never NULL */
	const struct procedure *procedure; /* that is explained; NULL: none */
	const struct problem *problem; /* what central said; NULL: nothing */
	int64_t dated_at;             /* 0: not known */
	int copy;                     /* 0: original */
	size_t row;                   /* within a list: 0 … */
	const struct json_t *item;    /* within a list that lies in JSON */
	const char *rows;             /* of the order, one object a line; NULL: none */
};

typedef void value_words_fn(const struct facts *facts, struct buf *out);

enum value_kind {
	VALUE_WORDS, /* something to print */
	VALUE_FLAG,  /* only for conditions: words mean yes */
};

/* One of the three sources. */
struct value {
	const char *name;
	enum value_kind kind;
	const char *about;            /* for docs/forms.md */
	value_words_fn *words;        /* made by this */
	size_t member;                /* or a const char * in struct dossier, at this offset */
	const char *path;             /* or a text in the data */
};

/* A list of the data: `table NAME` or `each NAME`; {row.n} counts in each of them. */
struct value_list {
	const char *name;
	const char *about;
	size_t (*count)(const struct facts *facts);
	const char *path;             /* or: an array in the data, its items are facts->item */
	const struct value *row;      /* names "row.…" */
	size_t n_row;
	bool is_rows;                 /* the order's rows, each with all names */
};

/* What was asked as a list: its items are texts. No name leads to it. */
extern const struct value_list value_list_asked;

/* NULL: no such name. list: within which it stands, or NULL. */
const struct value *value_find(const char *name, const struct value_list *list);
const struct value_list *value_list_find(const char *name);
/* The name most like that one, for whoever mistyped it; NULL where none is. */
const char *value_nearest(const char *name, const struct value_list *list);
/* For the manual's test: each in turn, NULL after the last. */
const struct value *value_at(size_t i);
const struct value_list *value_list_at(size_t i);

/* Appends the words, cleaned. */
void value_words(const struct value *value, const struct facts *facts, struct buf *out);
size_t value_list_count(const struct value_list *list, const struct facts *facts);
/* Of the row, or where it has none of the whole. NULL when absent. */
const struct json_t *facts_at(const struct facts *facts, const char *path);

#endif
