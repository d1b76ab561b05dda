#ifndef MOTCUA_TESTS_OLD_STORE_H
#define MOTCUA_TESTS_OLD_STORE_H

/*
 * A database as version 1 left it, everything in the clear, with what a store of today holds: dossiers,
 * queue, drafts, papers, numbers, enrolment. For tests of the upgrade. Fails the test itself.
 */

struct store;

/* path: a new file; from stays open. */
void old_store_make(struct store *from, const char *path);

#endif
