#ifndef MOTCUA_PRINTING_NOTICE_H
#define MOTCUA_PRINTING_NOTICE_H

/*
 * The notice to a citizen whose dossier was taken in at the counter and then not taken by central:
 * what is wrong, in plain words, and what to do. Only for printing/form.c.
 */

#include "printing/form01.h"

void notice_build(struct form01 *f);

/* ---- printing/notice_words.c */

/* What to do about it: each is one sentence. */
enum notice_task { TASK_ID, TASK_CONTACT, TASK_TAX, TASK_DELEGATE, TASK_PAPERS, TASK_RESULT,
	TASK_OFFICE, TASKS };
const char *notice_task_words(enum notice_task task);
/* The name of the field a violation is at, as a citizen knows it, into out; and who does what. */
enum notice_task notice_field(const struct dossier *d, const char *path, struct buf *out);

#endif
