#ifndef MOTCUA_BASE_FS_H
#define MOTCUA_BASE_FS_H

/* Files and folders, with a reason when it fails. Names are bytes; reasons are for an officer. */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "base/buf.h"
#include "base/err.h"

/* Makes the folder and its parents (mode for new ones), to last; fine when it is there. */
bool fs_mkdirs(const char *path, mode_t mode, struct err *err);
/* Appends the whole file to out; ERR_DATA when larger than out's maximum, ERR_DISK otherwise. */
bool fs_read(const char *path, struct buf *out, struct err *err);
/* The same from an open descriptor, to its end. */
bool fs_read_fd(int fd, const char *name, struct buf *out, struct err *err);
/* A key: refuses (ERR_CONFIG, with the remedy) what is no plain file or what others may read. The caller
 * overwrites what he took out of it. */
bool fs_read_private(const char *path, struct buf *out, struct err *err);
/* All of it, through interruptions; false when the descriptor takes no more (errno). */
bool fs_write_all(int fd, const void *from, size_t len);
/* Writes beside, syncs, renames over: the file is the old or the new one, never half. After a
 * failure to sync the folder it may be either. */
bool fs_write_atomic(const char *path, const void *bytes, size_t len, mode_t mode, struct err *err);
/* The same, but never over a file that is there: *made false then, and what is there stays. */
bool fs_write_new(const char *path, const void *bytes, size_t len, mode_t mode, bool *made,
	struct err *err);
/* What was made, renamed or removed in the folder that `path` lies in lasts from here on; ERR_DISK
 * when the disk did not say so. */
bool fs_sync_dir(const char *path, struct err *err);
bool fs_exists(const char *path);
/* PATH.WHY-YYYYMMDD-HHMMSS (Viet Nam time), with a number behind where that is taken; the caller
 * frees. */
char *fs_aside_name(const char *path, const char *why);
/* Renames to that; lasts. */
bool fs_set_aside(const char *path, const char *why, struct err *err) MUST_CHECK;
bool fs_rename(const char *from, const char *to, struct err *err) MUST_CHECK;
/* First in main(): where standard input, output or error came closed, holds its place so that no file
 * opened later is written to as if it were that one; using it then fails. */
void fs_guard_standard(void);
/* dir + "/" + name; the caller frees. */
char *fs_join(const char *dir, const char *name);
/* The folder part; the caller frees. */
char *fs_dir(const char *path);

#endif
