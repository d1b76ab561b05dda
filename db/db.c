#include "db/db.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/driver.h"
#include "i18n/lang.h"

#define STATEMENTS_MAX 128 /* kept prepared; an idle one makes room for the next */

/* A prepared statement and its run. Its own text, so that built SQL works too. */
struct rows {
	struct db *db;
	char *sql;
	uint64_t hash;
	void *stmt;          /* NULL: could not be prepared */
	int64_t used;        /* db->clock when last started */
	bool busy;           /* started, rows_end not yet called */
	bool more;           /* a further step is allowed */
	struct err err;
};

struct db {
	const struct db_driver *driver;
	void *conn;
	struct rows *kept[STATEMENTS_MAX];
	size_t n_kept;
	int64_t clock;       /* counts starts */
	int64_t changes;
	bool in_transaction;
};

#define DRIVERS_MAX 4
static const struct db_driver *drivers[DRIVERS_MAX] = {&db_sqlite};

void db_driver_add(const struct db_driver *driver)
{
	size_t i = 0;
	while (drivers[i] && drivers[i] != driver)
		BUG_ON(++i == DRIVERS_MAX);
	drivers[i] = driver;
}

/* The URL may carry a password: only its scheme is repeated. */
static bool fail_scheme(const char *url, struct err *err)
{
	struct buf forms;
	buf_init(&forms, 256);
	for (size_t i = 0; i < DRIVERS_MAX && drivers[i]; i++)
		buf_printf(&forms, "%s%s", i > 0 ? _(", hoặc ") : "", _(drivers[i]->form));
	err_set(err, ERR_CONFIG, _("Không biết loại cơ sở dữ liệu \"%.*s\". Viết %s."),
		(int)strcspn(url, ":/"), url, buf_str(&forms));
	buf_clear(&forms);
	return false;
}

bool db_open(struct db **db, const char *url, unsigned flags, struct err *err)
{
	for (size_t i = 0; i < DRIVERS_MAX && drivers[i]; i++) {
		const struct db_driver *driver = drivers[i];
		if (!str_starts(url, driver->scheme))
			continue;
		void *conn;
		if (!driver->open(&conn, url + strlen(driver->scheme), flags, err))
			return false;
		*db = xcalloc(1, sizeof(**db));
		(*db)->driver = driver;
		(*db)->conn = conn;
		return true;
	}
	return fail_scheme(url, err);
}

char *db_where(struct db *db)
{
	return db->driver->where(db->conn);
}

static void rows_free(struct rows *r)
{
	if (r->stmt)
		r->db->driver->finalize(r->stmt);
	free(r->sql);
	free(r);
}

void db_close(struct db *db)
{
	if (!db)
		return;
	db_rollback(db);
	for (size_t i = 0; i < db->n_kept; i++)
		rows_free(db->kept[i]);
	db->driver->close(db->conn);
	free(db);
}

/* ---- statements kept by text */

static uint64_t hash_text(const char *s)
{
	uint64_t h = 14695981039346656037u; /* FNV-1a */
	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h;
}

static struct rows *find_idle(struct db *db, const char *sql, uint64_t hash)
{
	for (size_t i = 0; i < db->n_kept; i++) {
		struct rows *r = db->kept[i];
		if (r->hash == hash && !r->busy && str_eq(r->sql, sql))
			return r;
	}
	return NULL;
}

/* The place to keep one more: a free one, else that of the idle statement used longest ago. */
static struct rows **make_room(struct db *db)
{
	if (db->n_kept < STATEMENTS_MAX)
		return &db->kept[db->n_kept++];
	struct rows **oldest = NULL;
	for (size_t i = 0; i < db->n_kept; i++) {
		struct rows **at = &db->kept[i];
		if (!(*at)->busy && (!oldest || (*at)->used < (*oldest)->used))
			oldest = at;
	}
	BUG_ON(!oldest); /* somebody never calls rows_end */
	rows_free(*oldest);
	return oldest;
}

static struct rows *get_statement(struct db *db, const char *sql)
{
	uint64_t hash = hash_text(sql);
	struct rows *r = find_idle(db, sql, hash);
	if (!r) {
		struct rows **place = make_room(db);
		r = *place = xcalloc(1, sizeof(*r));
		r->db = db;
		r->sql = xstrdup(sql);
		r->hash = hash;
	}
	r->busy = true;
	r->more = false;
	r->used = ++db->clock;
	r->err = (struct err)ERR_INIT;
	return r;
}

/* ---- running */

static void unpack(struct db_value *v, char type, va_list *args)
{
	*v = (struct db_value){.type = type};
	switch (type) {
	case 't':
		v->text = va_arg(*args, const char *);
		break;
	case 'i':
		v->number = va_arg(*args, int64_t);
		break;
	case 'n':
		v->number = va_arg(*args, int64_t);
		v->type = v->number == INT64_MIN ? 'n' : 'i';
		break;
	case 'b':
		v->blob = va_arg(*args, const void *);
		v->len = va_arg(*args, size_t);
		break;
	default:
		BUG_ON(type);
	}
}

static struct rows *start(struct db *db, const char *sql, const struct db_value *values, size_t n,
	bool copy)
{
	struct rows *r = get_statement(db, sql);
	if (!r->stmt && !db->driver->prepare(db->conn, sql, &r->stmt, &r->err))
		r->stmt = NULL;
	else
		r->more = db->driver->bind(db->conn, r->stmt, values, n, copy, &r->err);
	return r;
}

/* copy: the values may be gone before the last row is read. */
static struct rows *start_args(struct db *db, const char *sql, const char *types, bool copy,
	va_list *args)
{
	struct db_value values[DB_VALUES_MAX];
	size_t n = types ? strlen(types) : 0;
	BUG_ON(n > DB_VALUES_MAX);
	for (size_t i = 0; i < n; i++)
		unpack(&values[i], types[i], args);
	return start(db, sql, values, n, copy);
}

struct rows *db_rows(struct db *db, const char *sql, const char *types, ...)
{
	va_list args;
	va_start(args, types);
	struct rows *r = start_args(db, sql, types, true, &args);
	va_end(args);
	return r;
}

struct rows *db_rows_list(struct db *db, const char *sql, const struct db_value *values, size_t n)
{
	return start(db, sql, values, n, true);
}

bool rows_next(struct rows *r)
{
	if (!r->more)
		return false;
	r->more = r->db->driver->step(r->db->conn, r->stmt, &r->err) == DB_STEP_ROW;
	return r->more;
}

bool rows_end(struct rows *r, struct err *err)
{
	if (r->stmt)
		r->db->driver->reset(r->stmt);
	r->busy = false;
	if (r->err.kind == ERR_NONE)
		return true;
	if (err)
		*err = r->err;
	return false;
}

int64_t rows_int(struct rows *r, int col)
{
	return r->db->driver->column_int(r->stmt, col);
}

const char *rows_text(struct rows *r, int col)
{
	const char *text = r->db->driver->column_text(r->stmt, col);
	return text ? text : "";
}

const void *rows_blob(struct rows *r, int col, size_t *len)
{
	return r->db->driver->column_blob(r->stmt, col, len);
}

bool rows_is_null(struct rows *r, int col)
{
	return r->db->driver->column_null(r->stmt, col);
}

bool db_run(struct db *db, struct err *err, const char *sql, const char *types, ...)
{
	va_list args;
	va_start(args, types);
	struct rows *r = start_args(db, sql, types, false, &args);
	va_end(args);
	while (rows_next(r))
		;
	db->changes = r->err.kind == ERR_NONE ? db->driver->changes(db->conn) : 0;
	return rows_end(r, err);
}

int64_t db_changes(struct db *db)
{
	return db->changes;
}

bool db_script(struct db *db, const char *sql, struct err *err)
{
	return db->driver->script(db->conn, sql, err);
}

bool db_get_int(struct db *db, struct err *err, int64_t *out, bool *found, const char *sql,
	const char *types, ...)
{
	va_list args;
	va_start(args, types);
	struct rows *r = start_args(db, sql, types, false, &args);
	va_end(args);
	bool row = rows_next(r);
	if (row)
		*out = rows_int(r, 0);
	if (found)
		*found = row;
	return rows_end(r, err);
}

/* ---- transactions */

static bool begin(struct db *db, bool lazy, struct err *err)
{
	if (db->in_transaction)
		return err_set(err, ERR_BUG, _("Lỗi chương trình: giao dịch lồng nhau."));
	db->in_transaction = db->driver->begin(db->conn, lazy, err);
	return db->in_transaction;
}

bool db_begin(struct db *db, struct err *err)
{
	return begin(db, false, err);
}

bool db_begin_lazy(struct db *db, struct err *err)
{
	return begin(db, true, err);
}

bool db_commit(struct db *db, struct err *err)
{
	if (!db->in_transaction)
		return err_set(err, ERR_BUG, _("Lỗi chương trình: không có giao dịch để kết thúc."));
	db->in_transaction = false;
	return db->driver->commit(db->conn, err);
}

void db_rollback(struct db *db)
{
	if (db->in_transaction)
		db->driver->rollback(db->conn);
	db->in_transaction = false;
}

bool db_finish(struct db *db, bool ok, struct err *err)
{
	if (ok)
		return db_commit(db, err);
	db_rollback(db);
	return false;
}

void db_tidy(struct db *db)
{
	if (!db->in_transaction)
		db->driver->tidy(db->conn);
}

bool db_check(struct db *db, const char *table, int64_t budget_ms, struct err *err)
{
	return !db->driver->check || db->driver->check(db->conn, table, budget_ms, err);
}

bool db_rewrite(struct db *db, struct err *err)
{
	BUG_ON(db->in_transaction);
	return !db->driver->rewrite || db->driver->rewrite(db->conn, err);
}

bool db_empty_log(struct db *db, struct err *err)
{
	BUG_ON(db->in_transaction);
	return !db->driver->empty_log || db->driver->empty_log(db->conn, err);
}

/* ---- schema */

static bool refuse_newer(int64_t version, int n, struct err *err)
{
	return err_set(err, ERR_CONFIG,
		_("Cơ sở dữ liệu do bản chương trình mới hơn tạo ra (cấu trúc %d, bản này biết đến %d). "
		  "Dữ liệu được giữ nguyên. Hãy dùng lại bản mới hơn; không hạ cấp được."),
		(int)version, n);
}

static bool make_version(struct db *db, const struct db_version *v, void *context, struct err *err)
{
	return (!v->script || db_script(db, v->script, err)) && (!v->work || v->work(db, context, err));
}

/* Looks again inside the transaction: another process may have been faster. */
static bool migrate_step(struct db *db, const struct db_version *versions, int n, void *context,
	int64_t *version, struct err *err)
{
	if (!db_begin(db, err))
		return false;
	bool ok = db->driver->version(db->conn, version, err);
	if (ok && *version < n) {
		ok = make_version(db, &versions[*version], context, err) &&
			db->driver->set_version(db->conn, *version + 1, err);
		*version += 1;
	}
	return db_finish(db, ok, err);
}

bool db_migrate(struct db *db, const struct db_version *versions, int n, void *context,
	struct err *err)
{
	int64_t version;
	if (!db->driver->version(db->conn, &version, err))
		return false;
	while (version >= 0 && version < n)
		if (!migrate_step(db, versions, n, context, &version, err))
			return false;
	return version == n || refuse_newer(version, n, err);
}

bool db_schema(struct db *db, int64_t *version, struct err *err)
{
	return db->driver->version(db->conn, version, err);
}

bool db_expect(struct db *db, const char *sql, const char *name, struct err *err)
{
	struct err why = ERR_INIT;
	int64_t n;
	if (db_get_int(db, &why, &n, NULL, sql, NULL))
		return true;
	if (why.kind == ERR_BUG)
		return err_set(err, ERR_DISK, _("%s không phải là tệp dữ liệu."), name);
	return err_set(err, why.kind, "%s", why.text);
}
