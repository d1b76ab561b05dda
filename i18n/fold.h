#ifndef MOTCUA_I18N_FOLD_H
#define MOTCUA_I18N_FOLD_H

/*
 * Search without diacritics. fold("Trợ cấp hưu trí") = "tro cap huu tri". A query word written with
 * marks requires them; without, it finds all. hoà = hòa: both are brought to one tone position.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"

/* Lower case, marks off, đ→d, punctuation → space, runs of spaces folded, trimmed. */
void fold_text(const char *s, struct buf *out);
/* Lower case with marks, tones at one place (old style), punctuation as in fold_text: to match
 * query words that carry marks. */
void fold_marked(const char *s, struct buf *out);

/* A prepared query: its words, each to be looked for in the plain or in the marked key. */
struct fold_query;
struct fold_query *fold_query_new(const char *text);
void fold_query_free(struct fold_query *q);
bool fold_query_empty(const struct fold_query *q);

/* 0: no match. Else the higher the better: the whole start > all words at word starts, in order >
 * initials ("dkks" for "đăng ký khai sinh") > anywhere. plain and marked are keys made as above. */
int fold_match(const struct fold_query *q, const char *plain, const char *marked);

#endif
