#ifndef MOTCUA_PRINTING_VALUES_TABLES_H
#define MOTCUA_PRINTING_VALUES_TABLES_H

/* The tables behind printing/values.h, each in a file of its own: values_dossier.c, values_office.c,
 * values_paper.c, values_money.c, values_procedure.c, values_ledger.c. */

#include "base/mem.h"
#include "base/str.h"
#include "printing/values.h"

struct value_table {
	const struct value *values;
	size_t n;
};

struct value_list_table {
	const struct value_list *lists;
	size_t n;
};

extern const struct value_table values_of_dossier, values_of_office, values_of_paper,
	values_of_money, values_of_procedure, values_of_ledger;
extern const struct value_list_table lists_of_dossier, lists_of_order, lists_of_money,
	lists_of_procedure;

/* For rows of the tables. */
#define VALUE_MADE(n, fn, text) {.name = n, .about = text, .words = fn}
#define VALUE_FLAG_OF(n, fn, text) {.name = n, .kind = VALUE_FLAG, .about = text, .words = fn}
#define VALUE_OF_DOSSIER(n, m, text) {.name = n, .about = text, .member = offsetof(struct dossier, m)}
#define VALUE_IN_DATA(n, p, text) {.name = n, .about = text, .path = p}

/* An officer's name; nothing where only a login name of the machine is known (app_officer): the line stays
 * free for a hand. */
static inline void value_say_officer(const char *id, const char *name, struct buf *out)
{
	if (!str_starts(id, "unix:"))
		buf_str_add(out, name);
}

/* The name of a body as it stands in a sentence: a commune or “UBND …” in full as its People's Committee
 * (NĐ 30/2020/NĐ-CP, annex I: names of issuing bodies are not shortened). Any other name as it is. */
void value_say_body(const struct facts *f, const char *name, struct buf *out);
/* The same in capitals, for a head. */
void value_say_authority(const struct facts *f, const char *name, struct buf *out);

/* What a flag says where it holds. */
static inline void value_say_if(bool holds, struct buf *out)
{
	if (holds)
		buf_char(out, '1');
}

#endif
