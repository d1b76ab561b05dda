#include "db/postgres_conn.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "db/postgres_err.h"
#include "i18n/lang.h"

#define ANSWER_MS 40000 /* longer than a statement may take there: then nobody is there any more */
#define PATIENT_MS (24 * 3600 * 1000)
#define RETRY_MS 1000

/* What holds for every session, unless the administrator has set something of their own. A commit
 * that is not on the disk when it is reported would break what db.h promises. */
static const char setup[] =
	"SET client_min_messages = warning;"
	"SET bytea_output = hex;"
	"SET standard_conforming_strings = on;"
	"SELECT set_config(name, value, false) FROM (VALUES ('statement_timeout', '30s'),"
	" ('lock_timeout', '5s'), ('idle_in_transaction_session_timeout', '20s')) AS ours (name, value)"
	" WHERE current_setting(name) = '0';"
	"SELECT set_config('synchronous_commit', 'on', false)"
	" WHERE current_setting('synchronous_commit') = 'off';";

/* ---- answers */

void postgres_conn_drop(struct postgres_conn *c)
{
	if (c->pg)
		PQfinish(c->pg);
	c->pg = NULL;
}

bool postgres_conn_alive(const struct postgres_conn *c)
{
	return c->pg && PQstatus(c->pg) == CONNECTION_OK;
}

static bool fail_lost(struct err *err)
{
	return err_set(err, ERR_UNAVAILABLE,
		_("Mất liên lạc với máy chủ cơ sở dữ liệu; việc vừa làm có thể chưa được lưu. Hãy thử lại."));
}

/* False when nothing came until then. */
static bool wait_input(struct postgres_conn *c, int64_t until_ms)
{
	int64_t left = until_ms - clock_mono_ms();
	struct pollfd ready = {.fd = PQsocket(c->pg), .events = POLLIN};
	int n = left > 0 ? poll(&ready, 1, (int)left) : 0;
	return (n > 0 && PQconsumeInput(c->pg)) || (n < 0 && errno == EINTR);
}

/* The next result, NULL after the last; *lost when the wait was in vain. */
static PGresult *next_result(struct postgres_conn *c, int64_t until_ms, bool *lost)
{
	while (!*lost && PQisBusy(c->pg))
		*lost = !wait_input(c, until_ms);
	return *lost ? NULL : PQgetResult(c->pg);
}

static bool failed(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);
	return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK;
}

PGresult *postgres_conn_answer(struct postgres_conn *c, int sent, struct err *err)
{
	PGresult *kept = NULL, *one;
	bool lost = !sent;
	int64_t until_ms = clock_mono_ms() + (c->patient ? PATIENT_MS : ANSWER_MS);
	while ((one = next_result(c, until_ms, &lost))) {
		PGresult *worse = kept && failed(kept) ? one : kept;
		kept = worse == one ? kept : one;
		PQclear(worse);
	}
	bool bad = lost || !kept || failed(kept);
	if (!lost && kept && failed(kept))
		postgres_fail(kept, &c->read_only, err);
	else if (bad)
		fail_lost(err);
	if (lost || !postgres_conn_alive(c))
		postgres_conn_drop(c);
	if (!bad)
		return kept;
	PQclear(kept);
	return NULL;
}

bool postgres_conn_exec(struct postgres_conn *c, const char *sql, struct err *err)
{
	PGresult *result = postgres_conn_answer(c, PQsendQuery(c->pg, sql), err);
	PQclear(result);
	return result != NULL;
}

/* ---- opening */

static void on_notice(void *user, const PGresult *notice)
{
	struct postgres_conn *c = user;
	(void)notice;
	c->warned = true;
}

static bool is_local(const char *host)
{
	return !*host || *host == '/' || *host == '@' || str_starts(host, "localhost") ||
		str_starts(host, "127.") || str_starts(host, "::1");
}

static bool all_local(const char *hosts)
{
	while (hosts) {
		if (!is_local(hosts))
			return false;
		hosts = strchr(hosts, ',');
		hosts = hosts ? hosts + 1 : NULL;
	}
	return true;
}

/* A server elsewhere is spoken to over TLS that is verified, unless the URL asks for less. */
static bool choose_tls(const char *url, const char **mode, struct err *err)
{
	PQconninfoOption *options = PQconninfoParse(url, NULL);
	const char *host = getenv("PGHOST"), *asked = getenv("PGSSLMODE");
	if (!options)
		return err_set(err, ERR_CONFIG,
			_("Địa chỉ cơ sở dữ liệu không đúng dạng postgresql://NGƯỜI_DÙNG@MÁY/CSDL."));
	for (const PQconninfoOption *o = options; o->keyword; o++) {
		if (o->val && (str_eq(o->keyword, "host") || str_eq(o->keyword, "hostaddr")))
			host = o->val;
		if (o->val && str_eq(o->keyword, "sslmode"))
			asked = o->val;
	}
	*mode = !asked && !all_local(host) ? "verify-full" : NULL;
	PQconninfoFree(options);
	return true;
}

/* In the order libpq takes them: the URL goes over what stands before it, not over what is after. */
static bool dial(struct postgres_conn *c, struct err *err)
{
	const char *tls = NULL;
	if (!choose_tls(c->url, &tls, err))
		return false;
	const struct {
		const char *name, *value;
	} rows[] = {
		{"fallback_application_name", "motcua-central"}, {"connect_timeout", "3"},
		{"tcp_user_timeout", "10000"}, {"keepalives_idle", "5"}, {"keepalives_interval", "2"},
		{"keepalives_count", "3"},
		{"target_session_attrs", c->flags & DB_READONLY ? "any" : "read-write"},
		{"dbname", c->url}, {"client_encoding", "UTF8"}, {tls ? "sslmode" : NULL, tls}};
	const char *names[ARRAY_LEN(rows) + 1] = {NULL}, *values[ARRAY_LEN(rows) + 1] = {NULL};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		names[i] = rows[i].name;
		values[i] = rows[i].value;
	}
	c->pg = PQconnectdbParams(names, values, 1);
	return postgres_conn_alive(c) || postgres_fail_open(c->pg, err);
}

static bool set_up(struct postgres_conn *c, struct err *err)
{
	const char *encoding = PQparameterStatus(c->pg, "server_encoding");
	PQsetNoticeReceiver(c->pg, on_notice, c);
	if (!encoding || !str_eq(encoding, "UTF8"))
		return err_set(err, ERR_CONFIG, _("Cơ sở dữ liệu không theo bảng mã UTF8. Hãy tạo lại bằng: "
			"createdb -T template0 -E UTF8 --locale=C"));
	return postgres_conn_exec(c, setup, err) && (!(c->flags & DB_READONLY) ||
		postgres_conn_exec(c, "SET default_transaction_read_only = on", err));
}

static bool connect_now(struct postgres_conn *c, struct err *err)
{
	c->session++;
	c->read_only = false;
	if (dial(c, err) && set_up(c, err))
		return true;
	postgres_conn_drop(c);
	c->retry_at_ms = clock_mono_ms() + RETRY_MS;
	return false;
}

bool postgres_conn_ready(struct postgres_conn *c, struct err *err)
{
	bool alive = postgres_conn_alive(c);
	if (alive && (c->in_transaction || !c->read_only))
		return true;
	if (c->in_transaction || (!alive && clock_mono_ms() < c->retry_at_ms))
		return fail_lost(err);
	postgres_conn_drop(c);
	if (!connect_now(c, err))
		return false;
	log_line(LOG_WARN, "the database was away; connected again to %s", PQhost(c->pg));
	return true;
}

bool postgres_conn_open(struct postgres_conn **out, const char *url, unsigned flags,
	struct err *err)
{
	struct postgres_conn *c = xcalloc(1, sizeof(*c));
	c->url = xstrdup(url);
	c->flags = flags;
	if (connect_now(c, err)) {
		*out = c;
		return true;
	}
	postgres_conn_close(c);
	return false;
}

void postgres_conn_close(struct postgres_conn *c)
{
	postgres_conn_drop(c);
	explicit_bzero(c->url, strlen(c->url)); /* there may be a password in it */
	free(c->url);
	free(c);
}
