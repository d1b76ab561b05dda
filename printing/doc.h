#ifndef MOTCUA_PRINTING_DOC_H
#define MOTCUA_PRINTING_DOC_H

/*
 * A template with its values put in: resolved blocks, one by one, to a sink that sets them on paper
 * (printing/set.h) or writes them as text. Conditions are decided here, lists are repeated row by row
 * (a ledger of 10,000 rows needs the memory of one), and what comes out is text with styles and nothing
 * else: no value can have become a tag.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "printing/template.h"

#define DOC_DATA_MAX (1024 * 1024)
#define DOC_ROW_MAX (256 * 1024)

struct doc_input {
	const struct template *form;
	const struct paper_kind *paper;
	const char *data;      /* one JSON object, see printing/values.h */
	const char *rows;      /* such objects, one a line; NULL or "" for none */
	bool rows_in_file;     /* they are a mapped file: what was read of them is let go */
	int copy;              /* 0: original */
	bool english;          /* with the small English lines of the template */
};

struct doc_run {
	unsigned style;        /* enum style of printing/template.h */
	const char *text;      /* clean UTF-8; \n breaks the line */
};

struct doc_text {
	const struct doc_run *runs;
	size_t n;              /* 0: empty, as an absent value */
};

enum doc_kind {
	DOC_BEGIN,     /* first: 1 text, for the foot of each page of several; name, at, parts */
	DOC_HEAD,      /* 4: at the left above and below, at the right national title and motto */
	DOC_PLACE,     /* 1, place and date: stands at the right */
	DOC_CODES,     /* lines beside the codes; qr, barcode */
	DOC_TITLE,     /* 1 */
	DOC_PART,      /* after the title: a text for each part ("Liên: Lưu"), or none; copy */
	DOC_CENTRE,    /* 1 */
	DOC_FIELDS,    /* label, value, label, value …: side by side; an empty value is dots */
	DOC_TEXT,      /* 1, a paragraph */
	DOC_ITEM,      /* mark, text */
	DOC_DOTS,      /* lines to write on by hand: dots */
	DOC_TABLE,     /* headings; columns. Then rows, then its end */
	DOC_ROW,       /* cells */
	DOC_TABLE_END,
	DOC_SIGN,      /* title, hint, name; title, hint, name …: side by side */
	DOC_NOTE,      /* 1, small */
	DOC_KINDS,
};

struct doc_column {
	int mille;             /* of the whole width, 1–1000; all together 1000 */
	enum column_align align;
};

/* Everything in it is the walk's, and gone after the call. */
struct doc_block {
	enum doc_kind kind;
	int line;              /* of the template */
	const struct doc_text *texts;
	size_t n;
	const char *qr, *barcode;          /* CODES: what they hold; NULL: none */
	const char *copy;                  /* PART: "BẢN SAO 2", "" for the original */
	const struct doc_column *columns;  /* TABLE and ROW: as many as texts */
	int dots;                          /* DOTS */
	bool keep;                         /* not to be the last on its page: a list or signatures follow */
	const char *name;                  /* BEGIN: of the form */
	int64_t at;                        /* BEGIN: the paper's date, Unix seconds */
	size_t parts;                      /* BEGIN: 1 … */
};

/* False with err set ends the walk. */
typedef bool doc_sink_fn(void *user, const struct doc_block *block, struct err *err);

/* ERR_DATA: the data is no such object, or its dossier is none; or the address for the QR holds the
 * citizen's number. */
bool doc_walk(const struct doc_input *in, doc_sink_fn *sink, void *user, struct err *err) MUST_CHECK;

/* The styles apart: the words alone, appended. */
struct buf;
void doc_text_plain(const struct doc_text *text, struct buf *out);

#endif
