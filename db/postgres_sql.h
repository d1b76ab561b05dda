#ifndef MOTCUA_DB_POSTGRES_SQL_H
#define MOTCUA_DB_POSTGRES_SQL_H

/* SQL as db.h takes it, made into what PostgreSQL takes. Pure; needs no server. */

#include <stdbool.h>

/* `?` becomes $1, $2 …, but not inside '…', "…" or a comment. The caller frees; *n: how many. */
char *postgres_sql(const char *sql, int *n);
/* May it change something? Whatever does not plainly only read, does. */
bool postgres_sql_writes(const char *sql);

#endif
