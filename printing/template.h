#ifndef MOTCUA_PRINTING_TEMPLATE_H
#define MOTCUA_PRINTING_TEMPLATE_H

/*
 * A form as data: the text of a template file (docs/forms.md is its manual) read into blocks. All of
 * it is checked here, before anything is printed: unknown words and names, unclosed tags, what is too
 * long or not UTF-8 are refused with the line and what to write instead. Values are put in later, in
 * printing/doc.h, so no value can become a tag or a name.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"
#include "base/mem.h"
#include "core/asked.h"
#include "printing/paper.h"
#include "printing/values.h"

#define TEMPLATE_MAX (64 * 1024)       /* bytes of a file */
#define TEMPLATE_LINE_MAX 4000         /* bytes of a line, with those it goes on in */
#define TEMPLATE_BLOCKS_MAX 300
#define TEMPLATE_PARTS_MAX 4
#define TEMPLATE_PAPERS_MAX 8
#define TEMPLATE_ASKS_MAX 12
#define TEMPLATE_COLUMNS_MAX 20
#define TEMPLATE_PHRASES_MAX 40        /* of a line */
#define TEMPLATE_RUNS_MAX 60           /* of a phrase */
#define TEMPLATE_TERMS_MAX 6           /* of a condition */
#define TEMPLATE_DOTS_MAX 30            /* lines; also empty rows of a table */
#define FORM_ID_SIZE 16

enum style { STYLE_BOLD = 1, STYLE_ITALIC = 2, STYLE_SMALL = 4 };

/* Something asked when the form is printed: {asked.NAME}; a list: `each asked.NAME`. */
struct template_ask {
	const char *name;
	enum ask_kind kind;
	const char *label;
};

/* What a name stands for: one of the three. */
struct template_name {
	const struct value *value;
	const struct value_list *list;     /* in conditions: true when it has a row */
	const struct template_ask *ask;
};

/* A piece of one style: a text, or a name with the text that stands where it is empty. */
struct run {
	unsigned style;                    /* enum style */
	const char *text;
	bool named;
	struct template_name name;
};

struct phrase {
	const struct run *runs;
	size_t n;
};

enum term_kind { TERM_NAME, TERM_ROLL, TERM_SHEET, TERM_LABEL, TERM_PAPER };

struct term {
	bool negated;
	enum term_kind kind;
	struct template_name name;
	const struct paper_kind *paper;
};

enum block_kind {
	BLOCK_HEAD, BLOCK_PLACE, BLOCK_CODES, BLOCK_TITLE, BLOCK_CENTRE, BLOCK_FIELDS, BLOCK_TEXT, BLOCK_ITEM,
	BLOCK_DOTS, BLOCK_TABLE, BLOCK_COLUMN, BLOCK_EACH, BLOCK_END, BLOCK_SIGN, BLOCK_NOTE,
	BLOCK_FOOTER, BLOCK_KINDS,
};

enum column_align { COLUMN_LEFT, COLUMN_CENTRE, COLUMN_RIGHT };

struct block {
	enum block_kind kind;
	int line;                          /* of the file */
	bool optional;                     /* left out when its names are all empty */
	struct term when[TEMPLATE_TERMS_MAX];
	size_t n_when;
	/* HEAD: above, below · CODES: lines · TITLE: 1 · FIELDS: label, value, label, value … · ITEM: mark,
	 * text · COLUMN: heading, cell · SIGN: title, hint, name, title … · others: 1 */
	const struct phrase *phrases;
	size_t n;
	const struct phrase *english;      /* TITLE, TEXT, NOTE, COLUMN: 1 · FIELDS, SIGN: one each */
	size_t n_english;
	int english_line;                  /* of the file */
	bool barcode, qr;                  /* CODES */
	int number;                        /* DOTS: lines · TABLE: rows at least · COLUMN: per mille of the
	                                    * width, 0: the rest */
	enum column_align align;           /* COLUMN */
	struct template_name list;         /* TABLE, EACH */
	size_t last;                       /* TABLE, EACH: the place of their END */
};

enum form_subject { SUBJECT_DOSSIER, SUBJECT_DOSSIERS, SUBJECT_PROCEDURE, SUBJECT_PERIOD };

struct template {
	struct arena arena;
	char form[FORM_ID_SIZE];
	const char *version, *name, *name_en; /* name_en: "" where none is given */
	enum form_subject subject;
	const struct paper_kind *papers[TEMPLATE_PAPERS_MAX]; /* the first is its usual one */
	size_t n_papers;
	const char *parts[TEMPLATE_PARTS_MAX]; /* names of the parts (liên) */
	size_t n_parts;                    /* 0: one part without a name */
	struct template_ask asks[TEMPLATE_ASKS_MAX];
	size_t n_asks;
	struct block *blocks;
	size_t n_blocks;
};

/* NULL with ERR_CONFIG and a sentence that begins with "NAME, dòng N: ". file_name: for that only. */
struct template *template_read(const char *text, size_t len, const char *file_name,
	struct err *err) MUST_CHECK;
/* NULL is fine. */
void template_free(struct template *t);

/* May the form go on that paper? */
bool template_takes(const struct template *t, const struct paper_kind *paper);

#endif
