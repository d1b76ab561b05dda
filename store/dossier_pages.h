#ifndef MOTCUA_STORE_DOSSIER_PAGES_H
#define MOTCUA_STORE_DOSSIER_PAGES_H

/*
 * A list of dossiers looked at page by page, however many they are: what matches is counted (or, when
 * narrowed by text, found) once, and each page is read by key from the page before, so that a step costs
 * the same in the middle of a million. dossiers_list is for those who want a page only once.
 */

#include "store/dossiers.h"

struct dossier_pages {
	int64_t total;        /* how many match */
	/* private */
	struct dossier_filter filter; /* its text is only told apart from none */
	int64_t *found;       /* narrowed by text: the ordinals in their order */
	struct dossier_list rows;     /* the page last read */
	int64_t top;          /* where it begins, from 0 */
};

/* Looks through the whole list anew; the page stays as it was until the next is read. f->text is not kept.
 * Starts zeroed; clear by the caller, also on failure. */
bool dossier_pages_open(struct dossier_pages *p, struct store *store, const struct dossier_filter *f,
	struct err *err) MUST_CHECK;
/* Reads the lines from top on (0 … total), at most limit, into p->rows. False: it stays as it was. */
bool dossier_pages_read(struct dossier_pages *p, struct store *store, int64_t top, int limit,
	struct err *err) MUST_CHECK;
/* After open: how many now come before the page last read, should other dossiers have come or gone. */
bool dossier_pages_place(struct dossier_pages *p, struct store *store, int64_t *top,
	struct err *err) MUST_CHECK;
void dossier_pages_clear(struct dossier_pages *p);

#endif
