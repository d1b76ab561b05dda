#include "tests/harness/db_case.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

struct db *case_db(const char *url, unsigned flags)
{
	struct db *db;
	struct err err = ERR_INIT;
	if (!db_open(&db, url, flags, &err))
		fail_msg("%s: %s", url, err.text);
	return db;
}

void case_run(struct db *db, const char *sql)
{
	struct err err = ERR_INIT;
	if (!db_script(db, sql, &err))
		fail_msg("%s: %s", sql, err.text);
}

int64_t case_int(struct db *db, const char *sql)
{
	struct err err = ERR_INIT;
	int64_t n = -1;
	if (!db_get_int(db, &err, &n, NULL, sql, NULL))
		fail_msg("%s: %s", sql, err.text);
	return n;
}
