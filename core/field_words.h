#ifndef MOTCUA_CORE_FIELD_WORDS_H
#define MOTCUA_CORE_FIELD_WORDS_H

/*
 * What central says about a dossier, in the words of a counter: the path of a field, the type of a
 * problem. A newer central may name what we do not know: that is shown as "khác (…)", never left out.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"

/* "applicant.id_number" → "Số định danh"; "components[2].copy" → "Thành phần 3, bản photo". A leading
 * "dossier." is left out. path is clean text. */
void field_words(const char *path, char *out, size_t size);
/* "conflict" → "trùng mã định danh nhưng khác nội dung"; "" for the plain ones whose title says it. */
void problem_words(const char *type, char *out, size_t size);
/* What stands at that path of a JSON document, as text: cleaned, numbers as written, yes and no as
 * words. False when nothing does, or an object or a list. */
bool field_value(const char *json, size_t len, const char *path, struct buf *out);

#endif
