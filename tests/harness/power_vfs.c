#include "tests/harness/power_vfs.h"

#include <dlfcn.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/mem.h"
#include "tests/harness/power_disk.h"

enum call { CALL_READ, CALL_WRITE, CALL_GROW, CALL_TRUNCATE, CALL_SYNC, CALL_SYNC_NAMES, CALL_NAME,
	CALLS };

/* Which calls each fault is about, and what SQLite is told. */
static const struct {
	const char *name;
	bool about[CALLS];
} faults[POWER_FAULTS] = {
	[POWER_NONE] = {"no fault", {false}},
	[POWER_OFF] = {"power off", {[CALL_WRITE] = true, [CALL_GROW] = true, [CALL_TRUNCATE] = true,
		[CALL_SYNC] = true, [CALL_SYNC_NAMES] = true, [CALL_NAME] = true}},
	[POWER_FULL] = {"disk full", {[CALL_GROW] = true}},
	[POWER_WRITE] = {"write error",
		{[CALL_WRITE] = true, [CALL_GROW] = true, [CALL_TRUNCATE] = true}},
	[POWER_SYNC] = {"sync error", {[CALL_SYNC] = true}},
	[POWER_SYNC_NAMES] = {"folder sync error", {[CALL_SYNC_NAMES] = true}},
	[POWER_READ] = {"read error", {[CALL_READ] = true}},
	[POWER_SHORT_READ] = {"short read", {[CALL_READ] = true}},
};

static struct {
	struct power_plan plan;
	int calls;
	bool struck;
	bool short_read;  /* the next one is */
	bool inside;      /* SQLite's own call is on its way down: counted already */
} power;

struct power_file {
	sqlite3_file base;
	struct disk_file *disk;
	sqlite3_file real[]; /* of the unix VFS, which knows its true size */
};

static sqlite3_vfs *unix_vfs;

const char *power_fault_name(enum power_fault fault)
{
	return faults[fault].name;
}

bool power_dead(void)
{
	return power.plan.fault == POWER_OFF && power.struck;
}

/* Counts; true: this call is struck. */
static bool strikes(enum call call)
{
	if (power_dead())
		return true;
	if (!faults[power.plan.fault].about[call])
		return false;
	power.calls++;
	bool now = power.calls == power.plan.at ||
		(power.plan.lasting && power.calls > power.plan.at);
	power.struck = power.struck || now;
	return now;
}

/* ---- files */

static struct power_file *file_of(sqlite3_file *file)
{
	return (struct power_file *)file;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
	return file_of(file)->real;
}

static int x_close(sqlite3_file *file)
{
	return real_of(file)->pMethods->xClose(real_of(file));
}

static int x_read(sqlite3_file *file, void *out, int n, sqlite3_int64 at)
{
	sqlite3_file *real = real_of(file);
	bool struck = strikes(CALL_READ);
	if (struck && power.plan.fault != POWER_SHORT_READ)
		return SQLITE_IOERR_READ;
	power.short_read = struck;
	int rc = real->pMethods->xRead(real, out, n, at);
	power.short_read = false;
	return rc;
}

/* What the unix VFS reads with. The system may always give less than was asked for. */
static ssize_t read_at(int fd, void *out, size_t n, off_t at)
{
	if (power.short_read && n > 1)
		n /= 2;
	power.short_read = false;
	return pread(fd, out, n, at);
}

static int write_through(struct power_file *f, const void *bytes, int n, sqlite3_int64 at)
{
	disk_write(f->disk, bytes, (size_t)n, at);
	return f->real->pMethods->xWrite(f->real, bytes, n, at);
}

static int x_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
	struct power_file *f = file_of(file);
	sqlite3_int64 size = 0;
	if (power_dead())
		return SQLITE_IOERR_WRITE;
	f->real->pMethods->xFileSize(f->real, &size);
	if (!strikes(at + n > size ? CALL_GROW : CALL_WRITE))
		return write_through(f, bytes, n, at);
	if (power.plan.fault == POWER_OFF)
		disk_write(f->disk, bytes, (size_t)n, at); /* it may have got there */
	else
		write_through(f, bytes, n / 2, at);
	return power.plan.fault == POWER_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int x_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	struct power_file *f = file_of(file);
	bool was_dead = power_dead(), struck = strikes(CALL_TRUNCATE);
	if (was_dead || (struck && !power_dead()))
		return SQLITE_IOERR_TRUNCATE;
	disk_truncate(f->disk, size);
	return struck ? SQLITE_IOERR_TRUNCATE : f->real->pMethods->xTruncate(f->real, size);
}

static int x_sync(sqlite3_file *file, int flags)
{
	struct power_file *f = file_of(file);
	if (strikes(CALL_SYNC)) {
		if (!power_dead())
			disk_sync_failed(f->disk);
		return SQLITE_IOERR_FSYNC;
	}
	disk_sync(f->disk);
	return f->real->pMethods->xSync(f->real, flags); /* it syncs the folder where it thinks so */
}

static int x_file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int x_lock(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int x_unlock(sqlite3_file *file, int level)
{
	return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int x_check_reserved_lock(sqlite3_file *file, int *out)
{
	return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}

static int x_file_control(sqlite3_file *file, int op, void *arg)
{
	return real_of(file)->pMethods->xFileControl(real_of(file), op, arg);
}

static int x_sector_size(sqlite3_file *file)
{
	return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int x_device_characteristics(sqlite3_file *file)
{
	return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int x_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
	return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, out);
}

static int x_shm_lock(sqlite3_file *file, int offset, int n, int flags)
{
	return real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags);
}

static void x_shm_barrier(sqlite3_file *file)
{
	real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int x_shm_unmap(sqlite3_file *file, int remove_it)
{
	return real_of(file)->pMethods->xShmUnmap(real_of(file), remove_it);
}

/* Version 2: shared memory, but no mapped pages, which would go past x_write. */
static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = x_close,
	.xRead = x_read,
	.xWrite = x_write,
	.xTruncate = x_truncate,
	.xSync = x_sync,
	.xFileSize = x_file_size,
	.xLock = x_lock,
	.xUnlock = x_unlock,
	.xCheckReservedLock = x_check_reserved_lock,
	.xFileControl = x_file_control,
	.xSectorSize = x_sector_size,
	.xDeviceCharacteristics = x_device_characteristics,
	.xShmMap = x_shm_map,
	.xShmLock = x_shm_lock,
	.xShmBarrier = x_shm_barrier,
	.xShmUnmap = x_shm_unmap,
};

/* ---- the VFS */

static int x_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
	struct power_file *f = file_of(file);
	(void)vfs;
	*f = (struct power_file){0};
	int rc = unix_vfs->xOpen(unix_vfs, name, f->real, flags, out_flags);
	if (rc != SQLITE_OK)
		return rc;
	f->base.pMethods = &methods;
	f->disk = name ? disk_at(name) : NULL;
	return SQLITE_OK;
}

static int x_delete(sqlite3_vfs *vfs, const char *name, int sync_names)
{
	(void)vfs;
	if (strikes(CALL_NAME))
		return SQLITE_IOERR_DELETE;
	power.inside = true;
	int rc = unix_vfs->xDelete(unix_vfs, name, sync_names);
	power.inside = false;
	return rc;
}

static void stand_between(void)
{
	static const char *const reads[] = {"pread", "pread64"}; /* as SQLite was built */
	static sqlite3_vfs vfs;
	if (unix_vfs)
		return;
	unix_vfs = sqlite3_vfs_find("unix");
	for (size_t i = 0; i < ARRAY_LEN(reads); i++)
		unix_vfs->xSetSystemCall(unix_vfs, reads[i], (sqlite3_syscall_ptr)read_at);
	vfs = *unix_vfs;
	vfs.zName = "power";
	vfs.szOsFile = (int)sizeof(struct power_file) + unix_vfs->szOsFile;
	vfs.xOpen = x_open;
	vfs.xDelete = x_delete;
	BUG_ON(sqlite3_vfs_register(&vfs, 1) != SQLITE_OK);
}

/* ---- what the program asks of the system itself, and the unix VFS on its behalf */

static int sync_descriptor(int fd)
{
	struct stat st;
	if (fstat(fd, &st) != 0)
		return -1;
	if (!S_ISDIR(st.st_mode))
		return 0; /* x_sync has seen to it */
	if (strikes(CALL_SYNC_NAMES)) {
		errno = EIO;
		return -1;
	}
	disk_sync_names();
	return 0;
}

int fsync(int fd)
{
	return sync_descriptor(fd);
}

int fdatasync(int fd)
{
	return sync_descriptor(fd);
}

static bool name_struck(void)
{
	if (power.inside || !strikes(CALL_NAME))
		return false;
	errno = EIO;
	return true;
}

static void *real_call(const char *name)
{
	void *call = dlsym(RTLD_NEXT, name);
	BUG_ON(!call);
	return call;
}

int unlink(const char *path)
{
	int (*real)(const char *) = (int (*)(const char *))real_call("unlink");
	return name_struck() ? -1 : real(path);
}

int link(const char *from, const char *to)
{
	int (*real)(const char *, const char *) =
		(int (*)(const char *, const char *))real_call("link");
	return name_struck() ? -1 : real(from, to);
}

int rename(const char *from, const char *to)
{
	int (*real)(const char *, const char *) =
		(int (*)(const char *, const char *))real_call("rename");
	return name_struck() ? -1 : real(from, to);
}

/* ---- for the test */

void power_watch(const char *dir)
{
	stand_between();
	power_plan(NULL);
	disk_begin(dir);
}

void power_plan(const struct power_plan *plan)
{
	power.plan = plan ? *plan : (struct power_plan){.fault = POWER_NONE};
	power.calls = 0;
	power.struck = false;
}

int power_calls(void)
{
	return power.calls;
}

bool power_struck(void)
{
	return power.struck;
}

void power_cut(uint64_t seed)
{
	power_plan(NULL);
	disk_power_cut(seed);
}
