#include "db/driver.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "i18n/lang.h"

#define BUSY_TIMEOUT_MS 5000
#define PAGE_MIN 512 /* bytes; SQLite would take a file of 0 or 1 byte for a new database */

/*
 * WAL with FULL: a commit is on the disk before it is reported. The log is folded back every 16 MB,
 * which is a few hundred intakes, so that hardly one of them has to wait for it. Temporary tables
 * stay in memory: no citizen's data lands in /tmp. A planted schema may not call functions.
 */
#define SYNC_FULL "PRAGMA synchronous=FULL;"
#define SYNC_LAZY "PRAGMA synchronous=NORMAL;"
static const char setup[] =
	"PRAGMA journal_mode=WAL;"
	"PRAGMA wal_autocheckpoint=4000;"
	SYNC_FULL
	"PRAGMA foreign_keys=ON;"
	"PRAGMA temp_store=MEMORY;"
	"PRAGMA trusted_schema=OFF;";
static const char setup_readonly[] =
	"PRAGMA temp_store=MEMORY;"
	"PRAGMA trusted_schema=OFF;";

/* ---- errors */

/* What SQLite's primary result codes mean to the person in front of the screen. */
static const struct {
	int code;
	enum err_kind kind;
	const char *text;
} reasons[] = {
	{SQLITE_NOTADB, ERR_DISK, N_("Tệp dữ liệu bị hỏng hoặc không phải cơ sở dữ liệu; nó được giữ "
		"nguyên, không ghi đè. Hãy báo quản trị viên khôi phục từ bản sao lưu.")},
	{SQLITE_CORRUPT, ERR_DISK, N_("Tệp dữ liệu bị hỏng; nó được giữ nguyên. Hãy ngừng tiếp nhận "
		"trên máy này và báo quản trị viên khôi phục từ bản sao lưu.")},
	{SQLITE_FULL, ERR_DISK, N_("Ổ đĩa đã đầy; việc vừa làm chưa được lưu, dữ liệu cũ còn nguyên. "
		"Hãy giải phóng dung lượng rồi làm lại.")},
	{SQLITE_IOERR, ERR_DISK, N_("Ổ đĩa báo lỗi đọc ghi; việc vừa làm chưa được lưu. Hãy báo quản "
		"trị viên kiểm tra ổ đĩa.")},
	{SQLITE_READONLY, ERR_DISK, N_("Không được phép ghi vào tệp dữ liệu. Hãy kiểm tra quyền của "
		"tệp và thư mục.")},
	{SQLITE_CANTOPEN, ERR_DISK, N_("Không mở được tệp dữ liệu. Hãy kiểm tra thư mục và quyền truy "
		"cập.")},
	{SQLITE_PERM, ERR_DISK, N_("Không có quyền mở tệp dữ liệu.")},
	{SQLITE_BUSY, ERR_UNAVAILABLE, N_("Cơ sở dữ liệu đang bận vì chương trình khác; việc vừa làm "
		"chưa được lưu. Hãy thử lại.")},
	{SQLITE_LOCKED, ERR_UNAVAILABLE, N_("Cơ sở dữ liệu đang bận; việc vừa làm chưa được lưu. Hãy "
		"thử lại.")},
	{SQLITE_TOOBIG, ERR_DATA, N_("Nội dung quá lớn để lưu.")},
};

/* A full disk shows as FULL in the database and its log, but as an I/O error in the files beside. */
static bool disk_is_full(sqlite3 *conn)
{
	struct statvfs st;
	const char *path = sqlite3_db_filename(conn, "main");
	return path && *path && statvfs(path, &st) == 0 && st.f_bavail == 0;
}

/* SQLite's own words name tables and columns, never values. */
static bool fail(sqlite3 *conn, int rc, struct err *err)
{
	if ((rc & 0xff) == SQLITE_IOERR && disk_is_full(conn))
		rc = SQLITE_FULL;
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (reasons[i].code == (rc & 0xff))
			return err_set(err, reasons[i].kind, "%s", _(reasons[i].text));
	if ((rc & 0xff) == SQLITE_CONSTRAINT)
		return err_set(err, ERR_DATA, _("Dữ liệu bị từ chối vì trái ràng buộc (%s)."),
			sqlite3_errmsg(conn));
	return err_set(err, ERR_BUG, _("Lỗi chương trình khi dùng cơ sở dữ liệu (%s)."),
		sqlite3_errmsg(conn));
}

/* ---- opening */

static bool run_setup(sqlite3 *conn, const char *text, struct err *err)
{
	int rc = sqlite3_exec(conn, text, NULL, NULL, NULL);
	return rc == SQLITE_OK || fail(conn, rc, err);
}

static bool connect_file(sqlite3 **conn, const char *path, unsigned flags, struct err *err)
{
	int mode = flags & DB_READONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	int rc = sqlite3_open_v2(path, conn, mode | SQLITE_OPEN_NOMUTEX, NULL);
	bool ok = rc == SQLITE_OK || fail(*conn, rc, err);
	if (ok) {
		sqlite3_extended_result_codes(*conn, 1);
		sqlite3_busy_timeout(*conn, BUSY_TIMEOUT_MS);
		ok = run_setup(*conn, flags & DB_READONLY ? setup_readonly : setup, err);
	}
	/* Reads the first page even where no pragma did: damage shows here, not at the first intake. */
	ok = ok && run_setup(*conn, "SELECT count(*) FROM sqlite_master", err);
	if (!ok)
		sqlite3_close_v2(*conn);
	return ok;
}

static bool fail_errno(const char *path, struct err *err)
{
	if (errno == ENOENT)
		return err_set(err, ERR_DISK, _("Chưa có thư mục của tệp dữ liệu %s. Hãy tạo thư mục trước."),
			path);
	return err_set(err, ERR_DISK, _("Không tạo được tệp dữ liệu %s: %s."), path, say_errno(errno));
}

/* An empty file of mode 0600 that SQLite fills with its first page; wanted is its later name. */
static bool fill_new(const char *path, const char *wanted, struct err *err)
{
	int fd = open(path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 || fchmod(fd, 0600) != 0)
		return fail_errno(wanted, err);
	close(fd);
	sqlite3 *conn;
	if (!connect_file(&conn, path, DB_CREATE, err))
		return false;
	int rc = sqlite3_close(conn);
	return rc == SQLITE_OK || fail(conn, rc, err);
}

/*
 * Makes the database beside and links it into place when it has its first page. So a file of that
 * name is never legitimately empty: one cut to nothing is damage, not a new database.
 */
static bool create_file(const char *path, struct err *err)
{
	char *new_path = xasprintf("%s.new-%ld", path, (long)getpid());
	bool ok = fill_new(new_path, path, err);
	if (ok && link(new_path, path) != 0 && errno != EEXIST)
		ok = fail_errno(path, err);
	unlink(new_path);
	free(new_path);
	return ok;
}

static bool check_file(const char *path, unsigned flags, struct err *err)
{
	struct stat st;
	if (stat(path, &st) != 0) {
		if (errno == ENOENT && (flags & DB_CREATE))
			return create_file(path, err);
		return err_set(err, ERR_DISK, _("Không mở được tệp dữ liệu %s: %s."), path,
			say_errno(errno));
	}
	if (!S_ISREG(st.st_mode))
		return err_set(err, ERR_DISK, _("%s không phải là tệp dữ liệu."), path);
	if (st.st_size < PAGE_MIN)
		return err_set(err, ERR_DISK, _("Tệp dữ liệu %s đã mất nội dung. Nó được giữ nguyên, không "
			"tạo lại. Hãy báo quản trị viên khôi phục từ bản sao lưu."), path);
	return true;
}

/* Puts the file's name before the reason. */
static bool name_file(const char *path, struct err *err)
{
	if (err) {
		struct err why = *err;
		err_set(err, why.kind, "%s: %s", path, why.text);
	}
	return false;
}

static bool open_sqlite(void **conn, const char *where, unsigned flags, struct err *err)
{
	sqlite3 *c;
	bool memory = str_eq(where, ":memory:");
	if (!memory && (!*where || strlen(where) > PATH_MAX - 32))
		return err_set(err, ERR_CONFIG, _("Tên tệp dữ liệu rỗng hoặc quá dài."));
	if (!memory && !check_file(where, flags, err))
		return false;
	if (!connect_file(&c, where, flags, err))
		return name_file(where, err);
	*conn = c;
	return true;
}

static void close_sqlite(void *conn)
{
	sqlite3_close_v2(conn);
}

/* ---- statements */

static bool prepare(void *conn, const char *sql, void **stmt, struct err *err)
{
	int rc = sqlite3_prepare_v3(conn, sql, -1, SQLITE_PREPARE_PERSISTENT, (sqlite3_stmt **)stmt,
		NULL);
	return rc == SQLITE_OK || fail(conn, rc, err);
}

static void finalize(void *stmt)
{
	sqlite3_finalize(stmt);
}

static int bind_one(sqlite3_stmt *stmt, int at, const struct db_value *v, bool copy)
{
	/* SQLITE_TRANSIENT is an integer cast to a pointer, by SQLite's design. */
	sqlite3_destructor_type keep = copy ? SQLITE_TRANSIENT : SQLITE_STATIC;
	if (v->type == 'i')
		return sqlite3_bind_int64(stmt, at, v->number);
	if (v->type == 't' && v->text)
		return sqlite3_bind_text64(stmt, at, v->text, strlen(v->text), keep, SQLITE_UTF8);
	if (v->type == 'b' && v->blob)
		return sqlite3_bind_blob64(stmt, at, v->blob, v->len, keep);
	return sqlite3_bind_null(stmt, at);
}

static bool bind(void *conn, void *stmt, const struct db_value *values, size_t n, bool copy,
	struct err *err)
{
	if ((size_t)sqlite3_bind_parameter_count(stmt) != n)
		return err_set(err, ERR_BUG, _("Lỗi chương trình: số giá trị không khớp câu lệnh."));
	for (size_t i = 0; i < n; i++) {
		int rc = bind_one(stmt, (int)i + 1, &values[i], copy);
		if (rc != SQLITE_OK)
			return fail(conn, rc, err);
	}
	return true;
}

static enum db_step step(void *conn, void *stmt, struct err *err)
{
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		return DB_STEP_ROW;
	if (rc == SQLITE_DONE)
		return DB_STEP_DONE;
	fail(conn, rc, err);
	return DB_STEP_FAILED;
}

static void reset(void *stmt)
{
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt); /* borrowed values must not outlive their run */
}

static int64_t column_int(void *stmt, int col)
{
	return sqlite3_column_int64(stmt, col);
}

static const char *column_text(void *stmt, int col)
{
	return (const char *)sqlite3_column_text(stmt, col);
}

static const void *column_blob(void *stmt, int col, size_t *len)
{
	const void *bytes = sqlite3_column_blob(stmt, col);
	*len = (size_t)sqlite3_column_bytes(stmt, col);
	return bytes;
}

static bool column_null(void *stmt, int col)
{
	return sqlite3_column_type(stmt, col) == SQLITE_NULL;
}

static bool script(void *conn, const char *sql, struct err *err)
{
	return run_setup(conn, sql, err);
}

static int64_t changes(void *conn)
{
	return sqlite3_changes64(conn);
}

/* ---- transactions */

static bool begin(void *conn, bool lazy, struct err *err)
{
	/* Set each time: the setting cannot change inside a transaction, nor outlive this one. */
	return run_setup(conn, lazy ? SYNC_LAZY : SYNC_FULL, err) &&
		run_setup(conn, "BEGIN IMMEDIATE", err);
}

/* Also after a commit, for the setting. */
static void rollback(void *conn)
{
	if (!sqlite3_get_autocommit(conn))
		sqlite3_exec(conn, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_exec(conn, SYNC_FULL, NULL, NULL, NULL);
}

static bool commit(void *conn, struct err *err)
{
	/* After a full disk or an I/O error SQLite may have rolled back by itself. */
	bool open = !sqlite3_get_autocommit(conn);
	bool done = open ? run_setup(conn, "COMMIT", err) : fail(conn, SQLITE_IOERR, err);
	rollback(conn);
	return done;
}

static bool version(void *conn, int64_t *out, struct err *err)
{
	sqlite3_stmt *stmt;
	int rc = sqlite3_prepare_v2(conn, "PRAGMA user_version", -1, &stmt, NULL);
	if (rc != SQLITE_OK)
		return fail(conn, rc, err);
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		*out = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return rc == SQLITE_ROW || fail(conn, rc, err);
}

static bool set_version(void *conn, int64_t n, struct err *err)
{
	char sql[64];
	snprintf(sql, sizeof(sql), "PRAGMA user_version=%lld", (long long)n);
	return run_setup(conn, sql, err);
}

const struct db_driver db_sqlite = {
	.scheme = "sqlite:",
	.open = open_sqlite,
	.close = close_sqlite,
	.prepare = prepare,
	.finalize = finalize,
	.bind = bind,
	.step = step,
	.reset = reset,
	.column_int = column_int,
	.column_text = column_text,
	.column_blob = column_blob,
	.column_null = column_null,
	.script = script,
	.changes = changes,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.version = version,
	.set_version = set_version,
};
