#ifndef MOTCUA_TESTS_DB_CASE_H
#define MOTCUA_TESTS_DB_CASE_H

/* A database in a cmocka test where nothing is meant to go wrong; what does fails the test. */

#include "db/db.h"

/* As db_open. */
struct db *case_db(const char *url, unsigned flags);
/* Statements divided by ";". */
void case_run(struct db *db, const char *sql);
/* The first column of the first row, which is there. */
int64_t case_int(struct db *db, const char *sql);

#endif
