#include "db/sqlite_conn.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "i18n/lang.h"

#define BUSY_TIMEOUT_MS 5000
#define LOG_PAGES 4000 /* 16 MB, a few hundred intakes: hardly one waits for the folding back */
#define PAGE_MIN 512 /* bytes; SQLite would take a file of 0 or 1 byte for a new database */

/*
 * WAL with FULL: a commit is on the disk before it is reported. Temporary tables stay in memory: no
 * citizen's data lands in /tmp. What is deleted is overwritten. A planted schema may not call functions.
 */
static const char setup[] =
	"PRAGMA journal_mode=WAL;"
	PRAGMA_FULL
	"PRAGMA foreign_keys=ON;"
	"PRAGMA temp_store=MEMORY;"
	"PRAGMA secure_delete=ON;"
	"PRAGMA trusted_schema=OFF;";
static const char setup_readonly[] =
	"PRAGMA temp_store=MEMORY;"
	"PRAGMA trusted_schema=OFF;";

/* ---- errors */

/* What SQLite's result codes mean to the person in front of the screen: the whole code, else its
 * primary part. */
static const struct {
	int code;
	enum err_kind kind;
	const char *text;
} reasons[] = {
	{SQLITE_NOTADB, ERR_DAMAGED, N_("Tệp dữ liệu bị hỏng hoặc không phải cơ sở dữ liệu; nó được giữ "
		"nguyên, không ghi đè. Hãy báo quản trị viên khôi phục từ bản sao lưu.")},
	{SQLITE_CORRUPT, ERR_DAMAGED, N_("Tệp dữ liệu bị hỏng; nó được giữ nguyên. Hãy ngừng tiếp nhận "
		"trên máy này và báo quản trị viên khôi phục từ bản sao lưu.")},
	{SQLITE_FULL, ERR_DISK, N_("Ổ đĩa đã đầy; việc vừa làm chưa được lưu, dữ liệu cũ còn nguyên. "
		"Hãy giải phóng dung lượng rồi làm lại.")},
	{SQLITE_IOERR, ERR_DISK, N_("Ổ đĩa báo lỗi đọc ghi; việc vừa làm chưa được lưu. Hãy báo quản "
		"trị viên kiểm tra ổ đĩa.")},
	{SQLITE_IOERR_FSYNC, ERR_DISK, N_("Ổ đĩa không xác nhận đã ghi xong, nên việc vừa làm có thể "
		"chưa được lưu. Hãy thoát chương trình và báo quản trị viên kiểm tra ổ đĩa; khi mở lại, "
		"hãy tra cứu xem đã có hồ sơ vừa nhập chưa rồi mới nhập lại.")},
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

static int last_errno(sqlite3 *db, int which)
{
	sqlite3_file *file = NULL;
	int why = 0;
	if (sqlite3_file_control(db, "main", which, &file) == SQLITE_OK && file && file->pMethods)
		file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &why);
	return why;
}

static bool means_full(int why)
{
	return why == ENOSPC || why == EDQUOT || why == EFBIG;
}

/* A full disk shows as FULL in the database and its log, but as an I/O error in the files beside;
 * so does somebody's share of a disk that is used up. */
static bool disk_is_full(sqlite3 *db)
{
	struct statvfs st;
	const char *path = sqlite3_db_filename(db, "main");
	return means_full(last_errno(db, SQLITE_FCNTL_FILE_POINTER)) ||
		means_full(last_errno(db, SQLITE_FCNTL_JOURNAL_POINTER)) ||
		(path && *path && statvfs(path, &st) == 0 && st.f_bavail == 0);
}

/* Mounted so, or made so by the system after an error of the disk: no rights of a file help. */
static bool disk_is_read_only(sqlite3 *db)
{
	struct statvfs st;
	const char *path = sqlite3_db_filename(db, "main");
	return path && *path && statvfs(path, &st) == 0 && (st.f_flag & ST_RDONLY);
}

static bool is_sync_failure(int rc)
{
	return rc == SQLITE_IOERR_FSYNC || rc == SQLITE_IOERR_DIR_FSYNC;
}

static bool explain(int code, struct err *err)
{
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (reasons[i].code == code) {
			err_set(err, reasons[i].kind, "%s", _(reasons[i].text));
			return true;
		}
	return false;
}

/* SQLite's own words name tables and columns, never values. */
bool sqlite_conn_fail(struct sqlite_conn *conn, int rc, struct err *err)
{
	if (is_sync_failure(rc)) {
		conn->sync_failed = true;
		rc = SQLITE_IOERR_FSYNC;
	} else if ((rc & 0xff) == SQLITE_IOERR && disk_is_full(conn->db))
		rc = SQLITE_FULL;
	int part = rc & 0xff;
	if ((part == SQLITE_READONLY || part == SQLITE_CANTOPEN) && disk_is_read_only(conn->db))
		return err_set(err, ERR_DISK, _("Ổ đĩa đang ở chế độ chỉ đọc, nên không lưu được gì; dữ liệu cũ còn nguyên. "
			"Hệ thống chuyển ổ đĩa sang chế độ này khi gặp lỗi: hãy báo quản trị viên kiểm tra ổ đĩa rồi gắn lại."));
	if (explain(rc, err) || explain(rc & 0xff, err))
		return false;
	if ((rc & 0xff) == SQLITE_CONSTRAINT)
		return err_set(err, ERR_DATA, _("Dữ liệu bị từ chối vì trái ràng buộc (%s)."),
			sqlite3_errmsg(conn->db));
	return err_set(err, ERR_BUG, _("Lỗi chương trình khi dùng cơ sở dữ liệu (%s)."),
		sqlite3_errmsg(conn->db));
}

bool sqlite_conn_may_write(const struct sqlite_conn *conn, struct err *err)
{
	return !conn->sync_failed || err_set(err, ERR_DISK,
		_("Ổ đĩa đã báo lỗi khi ghi, nên chương trình ngừng lưu để không báo nhầm là đã lưu. Những "
		  "gì đã lưu trước đó vẫn xem được. Hãy thoát chương trình, báo quản trị viên kiểm tra ổ "
		  "đĩa, rồi mở lại."));
}

bool sqlite_conn_in_place(struct sqlite_conn *conn, struct err *err)
{
	int moved = 0;
	return sqlite3_file_control(conn->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK || !moved ||
		err_set(err, ERR_DISK, _("Tệp dữ liệu đã bị xóa, chuyển đi hoặc thay bằng tệp khác trong lúc chương "
		"trình đang chạy, nên việc vừa làm chưa được lưu. Hãy thoát chương trình, đặt lại đúng tệp rồi mở "
		"lại."));
}

bool sqlite_conn_exec(struct sqlite_conn *conn, const char *sql, struct err *err)
{
	int rc = sqlite3_exec(conn->db, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK || sqlite_conn_fail(conn, rc, err);
}

/* ---- the log */

void sqlite_conn_fold_back(struct sqlite_conn *conn)
{
	int rc = sqlite3_wal_checkpoint_v2(conn->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	conn->sync_failed = conn->sync_failed || is_sync_failure(rc);
}

bool sqlite_conn_empty_log(struct sqlite_conn *conn, struct err *err)
{
	sqlite3_busy_timeout(conn->db, 0); /* nobody waits for it */
	int rc = sqlite3_wal_checkpoint_v2(conn->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(conn->db, BUSY_TIMEOUT_MS);
	return rc == SQLITE_OK || sqlite_conn_fail(conn, rc, err);
}

/* In place of SQLite's own, which keeps a failed sync to itself. */
static int log_grew(void *user, sqlite3 *db, const char *name, int pages)
{
	(void)db;
	(void)name;
	if (pages >= LOG_PAGES)
		sqlite_conn_fold_back(user);
	return SQLITE_OK; /* the commit stands */
}

/* ---- opening */

/* The log may be new: SQLite syncs its name too, but says nothing when that fails. Or it may be of
 * a run whose disk did not take it all. Where this fails what is there can still be read. */
static bool trust_log(struct sqlite_conn *conn, unsigned flags)
{
	const char *path = sqlite3_db_filename(conn->db, "main");
	if (flags & DB_READONLY || !path || !*path)
		return true;
	conn->sync_failed = !fs_sync_dir(path, NULL);
	sqlite_conn_fold_back(conn);
	return true;
}

/* SQLite opens for reading alone what it may not write: that would show at the first intake. */
static bool may_change(struct sqlite_conn *conn, unsigned flags, struct err *err)
{
	return flags & DB_READONLY || sqlite3_db_readonly(conn->db, "main") != 1 ||
		sqlite_conn_fail(conn, SQLITE_READONLY, err);
}

/* "C", as PostgreSQL has it: by bytes, which is what SQLite does anyhow but knows under another name. */
static int compare_bytes(void *user, int len_a, const void *a, int len_b, const void *b)
{
	int order = memcmp(a, b, (size_t)(len_a < len_b ? len_a : len_b));
	(void)user;
	return order ? order : len_a - len_b;
}

/* Exclusive from the first look on is what keeps others out: each open connection holds a shared lock on
 * the file, those of older programs too. */
static bool set_up(struct sqlite_conn *conn, unsigned flags, struct err *err)
{
	sqlite3_extended_result_codes(conn->db, 1);
	sqlite3_busy_timeout(conn->db, flags & DB_ALONE ? 0 : BUSY_TIMEOUT_MS);
	sqlite3_wal_hook(conn->db, log_grew, conn);
	sqlite3_create_collation(conn->db, "C", SQLITE_UTF8, NULL, compare_bytes);
	return may_change(conn, flags, err) &&
		(!(flags & DB_ALONE) || sqlite_conn_exec(conn, "PRAGMA locking_mode=EXCLUSIVE", err)) &&
		sqlite_conn_exec(conn, flags & DB_READONLY ? setup_readonly : setup, err) &&
		/* Reads the first page even where no pragma did: damage shows here, not at an intake. */
		sqlite_conn_exec(conn, "SELECT count(*) FROM sqlite_master", err) &&
		trust_log(conn, flags);
}

static bool connect_file(struct sqlite_conn **out, const char *path, unsigned flags,
	struct err *err)
{
	struct sqlite_conn *conn = xcalloc(1, sizeof(*conn));
	int mode = flags & DB_READONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	int rc = sqlite3_open_v2(path, &conn->db, mode | SQLITE_OPEN_NOMUTEX, NULL);
	bool ok = (rc == SQLITE_OK || sqlite_conn_fail(conn, rc, err)) && set_up(conn, flags, err);
	if (ok)
		*out = conn;
	else
		sqlite_conn_close(conn);
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
	struct sqlite_conn *conn;
	if (!connect_file(&conn, path, DB_CREATE, err))
		return false;
	sqlite_conn_close(conn);
	return true;
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
		return err_set(err, ERR_DAMAGED, _("Tệp dữ liệu %s đã mất nội dung. Nó được giữ nguyên, không "
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

bool sqlite_conn_open(struct sqlite_conn **conn, const char *where, unsigned flags,
	struct err *err)
{
	bool memory = str_eq(where, ":memory:");
	if (!memory && (!*where || strlen(where) > PATH_MAX - 32))
		return err_set(err, ERR_CONFIG, _("Tên tệp dữ liệu rỗng hoặc quá dài."));
	if (!memory && !check_file(where, flags, err))
		return false;
	return connect_file(conn, where, flags, err) || name_file(where, err);
}

void sqlite_conn_close(struct sqlite_conn *conn)
{
	sqlite3_close_v2(conn->db);
	free(conn);
}
