#ifndef MOTCUA_DB_POSTGRES_ERR_H
#define MOTCUA_DB_POSTGRES_ERR_H

/*
 * What PostgreSQL's SQLSTATE codes mean to the person in front of the screen and to db.h's kinds of
 * failure. The server's own sentences may quote values, so only the code and the name of the
 * constraint or table are repeated.
 */

#include <libpq-fe.h>
#include <stdbool.h>
#include "base/err.h"

/* Of a failed statement; always false. *read_only becomes true where the server takes no writes. */
bool postgres_fail(const PGresult *result, bool *read_only, struct err *err);
/* Of a session that could not be opened; always false. libpq's sentence names host, port, user and
 * database, never the password. */
bool postgres_fail_open(const PGconn *pg, struct err *err);

#endif
