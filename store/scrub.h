#ifndef MOTCUA_STORE_SCRUB_H
#define MOTCUA_STORE_SCRUB_H

/*
 * What was deleted is to be gone from the files too. SQLite overwrites what it deletes (secure_delete),
 * but the log keeps old pages until it is emptied, and a database of version 1 has old bytes in its
 * free room. What is owed of that is noted in the transaction that deletes, and done as soon as nobody
 * else holds the database; at the next opening if need be.
 */

#include <stdbool.h>
#include "base/err.h"

struct db;
struct store;

enum scrub { SCRUB_NONE, SCRUB_LOG, SCRUB_ALL }; /* empty the log; write the database anew first */

/* Inside a transaction. */
bool store_owe_scrub(struct db *db, enum scrub what, struct err *err) MUST_CHECK;
/* Does what is owed, if anything; what could not be done stays owed. Outside of transactions. */
void store_scrub(struct store *store);
enum scrub store_scrub_owed(struct store *store);

#endif
