#include "tests/harness/cut_db.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/str.h"
#include "db/driver.h"

static const struct db_driver *real;
static int left; /* moments until the end; 0: none is planned */
static bool lose_answer;

static void moment(void)
{
	if (left > 0 && --left == 0)
		kill(getpid(), SIGKILL);
}

void cut_at(int n)
{
	left = n;
}

void cut_commit_answer(void)
{
	lose_answer = true;
}

static bool bind(void *conn, void *stmt, const struct db_value *values, size_t n, bool copy,
	struct err *err)
{
	moment();
	return real->bind(conn, stmt, values, n, copy, err);
}

static enum db_step step(void *conn, void *stmt, struct err *err)
{
	moment();
	return real->step(conn, stmt, err);
}

static bool begin(void *conn, bool lazy, struct err *err)
{
	moment();
	return real->begin(conn, lazy, err);
}

static bool commit(void *conn, struct err *err)
{
	moment();
	bool ok = real->commit(conn, err);
	moment();
	if (lose_answer && ok) {
		lose_answer = false;
		return err_set(err, ERR_UNAVAILABLE, "the answer is lost");
	}
	return ok;
}

static struct db_driver cut;

static bool open_cut(void **conn, const char *where, unsigned flags, struct err *err)
{
	real = str_starts(where, "sqlite:") ? &db_sqlite : &db_postgres;
	cut = *real;
	cut.scheme = "cut:";
	cut.open = open_cut;
	cut.bind = bind;
	cut.step = step;
	cut.begin = begin;
	cut.commit = commit;
	return real->open(conn, where + strlen(real->scheme), flags, err);
}

void cut_url(const char *url, char out[TEST_DB_SIZE + 4])
{
	cut.scheme = "cut:";
	cut.open = open_cut;
	db_driver_add(&cut);
	snprintf(out, TEST_DB_SIZE + 4, "cut:%s", url);
}
