#ifndef MOTCUA_PRINTING_NOTICE_WORDS_H
#define MOTCUA_PRINTING_NOTICE_WORDS_H

/*
 * What central found wrong with a dossier, in the words of a citizen, and what he is to do about it:
 * the lists "reasons" and "tasks" of printing/values.h.
 */

#include "printing/values.h"

enum { NOTICE_REASON_ROW = 2, NOTICE_TASK_ROW = 1 };
extern const struct value notice_reason_row[NOTICE_REASON_ROW], notice_task_row[NOTICE_TASK_ROW];

size_t notice_reasons(const struct facts *f);
size_t notice_tasks(const struct facts *f);

#endif
