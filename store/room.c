#include "store/room.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include "base/mem.h"
#include "db/db.h"
#include "i18n/lang.h"
#include "store/store.h"

#define KIB ((int64_t)1024)
#define LITTLE (4096 * KIB)     /* from here on the log is written back each time */
#define FOR_INTAKE (512 * KIB)  /* an intake takes about 100 */
#define AN_INTAKE (100 * KIB)
#define KEPT (256 * KIB)        /* in the file beside */

/* Bytes that may still be written, as far as the system tells. */
static int64_t room(const char *path)
{
	struct statvfs st;
	return statvfs(path, &st) == 0 ? (int64_t)(st.f_bavail * st.f_frsize) : INT64_MAX;
}

static char *kept_path(const char *path)
{
	return xasprintf("%s-reserve", path);
}

static bool is_kept(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0 && st.st_size == KEPT;
}

/* Something else lies where it should be, so that none can be kept. */
static bool is_in_the_way(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

static bool keep(const char *path)
{
	if (is_kept(path))
		return true;
	int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool ok = fd >= 0 && posix_fallocate(fd, 0, KEPT) == 0;
	if (fd >= 0)
		close(fd);
	if (!ok)
		unlink(path);
	return ok;
}

bool store_room_reserved(struct store *store)
{
	char *path = kept_path(store_path(store));
	bool ok = !is_in_the_way(path);
	free(path);
	return ok;
}

int64_t store_room_intakes(struct store *store)
{
	char *path = kept_path(store_path(store));
	int64_t left = room(store_path(store)) - (is_kept(path) ? FOR_INTAKE : FOR_INTAKE + KEPT);
	free(path);
	return left < 0 ? 0 : left / AN_INTAKE + 1;
}

bool store_room_for_intake(struct store *store, struct err *err)
{
	char *path = kept_path(store_path(store));
	if (room(store_path(store)) < LITTLE)
		db_tidy(store_db(store));
	bool ok = room(store_path(store)) >= (is_kept(path) ? FOR_INTAKE : FOR_INTAKE + KEPT) &&
		(keep(path) || is_in_the_way(path));
	free(path);
	return ok || err_set(err, ERR_DISK,
		_("Ổ đĩa đã đầy, nên chưa nhận thêm hồ sơ; chưa có số nào bị dùng và hồ sơ đang nhập chưa "
		  "lưu. Hồ sơ đã nhận vẫn gửi và in được. Hãy giải phóng dung lượng rồi làm lại."));
}

bool store_room_to_open(const char *path)
{
	if (room(path) >= KEPT)
		return false;
	char *kept = kept_path(path);
	bool gave = unlink(kept) == 0;
	free(kept);
	return gave;
}

void store_room_closed(const char *path)
{
	char *kept = kept_path(path);
	if (room(path) >= KEPT)
		keep(kept);
	free(kept);
}

void store_room_for_rest(struct store *store)
{
	if (room(store_path(store)) >= LITTLE)
		return;
	store_room_to_open(store_path(store));
	db_tidy(store_db(store));
}
