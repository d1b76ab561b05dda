/*
 * The file, all text, each part in its place so that no writer moves another's:
 *     0     "PID SINCE PROGRAM", blanks, line break
 *     128   "N TEXT N", blanks, line break: the note, written for the Nth time
 *     1152  20 digits, line break: how often a round was asked for
 */
#include "store/drain.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/text.h"
#include "store/store.h"

#define OWNER_AT 0
#define OWNER_LEN 128
#define NOTE_AT 128
#define NOTE_LEN 1024
#define ASKED_AT 1152
#define ASKED_LEN 21

struct drain {
	struct store *store;
	char *path;
	const char *wal_name, *file_name; /* in the folder; into the strings below */
	char *wal, program[40];
	int fd, notify;
	bool mine;
	int64_t notes, version;
};

static char *path_of(struct store *store)
{
	return xasprintf("%s-drain", store_path(store));
}

static int open_file(const char *path)
{
	return open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* ---- parts of the file */

static void put_part(int fd, off_t at, size_t len, const char *text)
{
	char part[NOTE_LEN];
	size_t n = strlen(text);
	memset(part, ' ', len);
	memcpy(part, text, n < len - 1 ? n : len - 1);
	part[len - 1] = '\n';
	if (pwrite(fd, part, len, at) != (ssize_t)len)
		log_line(LOG_WARN, "the file of who drains could not be written");
}

/* Without the blanks; "" when it is not there. */
static void get_part(int fd, off_t at, size_t len, char *out)
{
	ssize_t n = pread(fd, out, len - 1, at);
	size_t end = n > 0 ? (size_t)n : 0;
	while (end > 0 && (out[end - 1] == ' ' || out[end - 1] == '\n' || out[end - 1] == '\0'))
		end--;
	out[end] = '\0';
}

/* ---- the lock */

static bool lock_call(int fd, int command, struct flock *lock, short type)
{
	*lock = (struct flock){.l_type = type, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1};
	return fcntl(fd, command, lock) == 0;
}

/* A file that was removed or put in another's place would be a lock of our own. */
static bool is_current(const struct drain *d)
{
	struct stat ours, there;
	return d->fd >= 0 && fstat(d->fd, &ours) == 0 && stat(d->path, &there) == 0 &&
		ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
}

static bool reopen(struct drain *d)
{
	if (is_current(d))
		return true;
	if (d->fd >= 0)
		close(d->fd);
	d->mine = false;
	d->fd = open_file(d->path);
	if (d->fd < 0)
		log_line(LOG_WARN, "cannot open the file of who drains: errno %d", errno);
	return d->fd >= 0;
}

static void sign(struct drain *d)
{
	char words[OWNER_LEN];
	snprintf(words, sizeof(words), "%ld %" PRId64 " %s", (long)getpid(), clock_now(), d->program);
	put_part(d->fd, OWNER_AT, OWNER_LEN, words);
	put_part(d->fd, NOTE_AT, NOTE_LEN, "");
}

bool drain_take(struct drain *d)
{
	struct flock lock;
	if (!reopen(d))
		return false;
	if (d->mine)
		return true;
	d->mine = lock_call(d->fd, F_OFD_SETLK, &lock, F_WRLCK);
	if (d->mine)
		sign(d);
	return d->mine;
}

bool drain_is_mine(const struct drain *d)
{
	return d->mine;
}

static bool read_owner(const char *words, struct drain_owner *out)
{
	char copy[OWNER_LEN], *rest = copy, *pid, *since;
	int64_t n;
	*out = (struct drain_owner){0};
	str_copy(copy, sizeof(copy), words);
	pid = strsep(&rest, " ");
	since = strsep(&rest, " ");
	if (!since || !rest || !str_to_int(pid, 1, INT32_MAX, &n) ||
		!str_to_int(since, 0, INT64_MAX, &out->since))
		return false;
	out->pid = (pid_t)n;
	text_clean_to(out->program, sizeof(out->program), rest);
	return true;
}

/* Words that cannot be read yet are another's who has just begun. */
bool drain_owner(struct store *store, struct drain_owner *out)
{
	char *path = path_of(store), words[OWNER_LEN];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct flock lock;
	bool held = fd >= 0 && lock_call(fd, F_OFD_GETLK, &lock, F_WRLCK) && lock.l_type != F_UNLCK;
	free(path);
	*out = (struct drain_owner){0};
	if (held) {
		get_part(fd, OWNER_AT, OWNER_LEN, words);
		(void)read_owner(words, out);
	}
	if (fd >= 0)
		close(fd);
	return held;
}

/* ---- notes and requests */

void drain_note(struct drain *d, const char *text)
{
	char note[NOTE_LEN];
	if (!d->mine)
		return;
	d->notes++;
	snprintf(note, sizeof(note), "%" PRId64 " %.*s %" PRId64, d->notes, DRAIN_NOTE_MAX - 1, text, d->notes);
	put_part(d->fd, NOTE_AT, NOTE_LEN, note);
}

bool drain_read_note(struct drain *d, char out[DRAIN_NOTE_MAX])
{
	char note[NOTE_LEN], *text, *last;
	struct flock lock;
	out[0] = '\0';
	if (d->mine || !is_current(d) || !lock_call(d->fd, F_OFD_GETLK, &lock, F_WRLCK) ||
		lock.l_type == F_UNLCK)
		return false;
	get_part(d->fd, NOTE_AT, NOTE_LEN, note);
	text = strchr(note, ' ');
	last = strrchr(note, ' ');
	if (!text || last <= text)
		return false;
	*text++ = '\0';
	*last++ = '\0';
	return str_eq(note, last) && str_copy(out, DRAIN_NOTE_MAX, text);
}

static int64_t asked(int fd)
{
	char text[ASKED_LEN];
	int64_t n = 0;
	get_part(fd, ASKED_AT, ASKED_LEN, text);
	return str_to_int(text, 0, INT64_MAX / 2, &n) ? n : 0;
}

/* Two that ask in the same instant may get the same number: one round does for both. */
static int64_t ask(int fd)
{
	char text[ASKED_LEN];
	int64_t n = asked(fd) + 1;
	snprintf(text, sizeof(text), "%020" PRId64, n);
	put_part(fd, ASKED_AT, ASKED_LEN, text);
	return n;
}

int64_t drain_ask(struct drain *d)
{
	return d->fd >= 0 ? ask(d->fd) : 0;
}

int64_t drain_asked(const struct drain *d)
{
	return d->fd >= 0 ? asked(d->fd) : 0;
}

void drain_poke(struct store *store)
{
	char *path = path_of(store);
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	free(path);
	if (fd < 0)
		return;
	(void)ask(fd);
	close(fd);
}

/* ---- hearing of it */

int drain_fd(const struct drain *d)
{
	return d->notify;
}

static unsigned event_of(const struct drain *d, const struct inotify_event *e)
{
	if (e->mask & IN_Q_OVERFLOW)
		return DRAIN_FILE | DRAIN_DATA;
	if (e->len == 0)
		return 0;
	return str_eq(e->name, d->file_name) ? DRAIN_FILE : str_eq(e->name, d->wal_name) ? DRAIN_DATA : 0;
}

unsigned drain_look(struct drain *d)
{
	_Alignas(struct inotify_event) char bytes[8192];
	unsigned seen = 0;
	ssize_t n;
	while (d->notify >= 0 && (n = read(d->notify, bytes, sizeof(bytes))) > 0) {
		const struct inotify_event *e;
		for (char *at = bytes; at < bytes + n; at += sizeof(*e) + e->len) {
			e = (const struct inotify_event *)(const void *)at;
			seen |= event_of(d, e);
		}
	}
	return seen;
}

bool drain_news(struct drain *d)
{
	int64_t version = d->version;
	if (!db_get_int(store_db(d->store), NULL, &version, NULL, "PRAGMA data_version", NULL))
		return false;
	bool changed = version != d->version;
	d->version = version;
	return changed;
}

int64_t drain_newest(struct drain *d)
{
	int64_t newest = 0;
	if (!db_get_int(store_db(d->store), NULL, &newest, NULL,
		"SELECT ordinal FROM outbox WHERE rejected = 0 ORDER BY ordinal DESC LIMIT 1", NULL))
		return 0;
	return newest;
}

static int watch_folder(const char *path)
{
	char *dir = fs_dir(path);
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (fd >= 0 && inotify_add_watch(fd, dir, IN_MODIFY | IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO) < 0) {
		close(fd);
		fd = -1;
	}
	if (fd < 0)
		log_line(LOG_WARN, "changes of the database are not told by the system: errno %d", errno);
	free(dir);
	return fd;
}

struct drain *drain_open(struct store *store, const char *program)
{
	struct drain *d = xcalloc(1, sizeof(*d));
	d->store = store;
	d->path = path_of(store);
	d->wal = xasprintf("%s-wal", store_path(store));
	d->file_name = name_of(d->path);
	d->wal_name = name_of(d->wal);
	str_copy(d->program, sizeof(d->program), program);
	d->fd = -1;
	d->notify = watch_folder(d->path);
	(void)reopen(d);
	(void)drain_news(d);
	return d;
}

void drain_close(struct drain *d)
{
	if (!d)
		return;
	if (d->fd >= 0)
		close(d->fd);
	if (d->notify >= 0)
		close(d->notify);
	free(d->path);
	free(d->wal);
	free(d);
}
