#include "store/salvage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/say.h"
#include "i18n/lang.h"
#include "store/store.h"

#define CHUNK (256 * 1024)
#define HEAD 100          /* SQLite's file header: https://www.sqlite.org/fileformat.html#the_database_header */
#define PAGE_SIZE_AT 16   /* 2 bytes, big-endian; 1 stands for 65536 */
#define PAGES_AT 28       /* 4 bytes, big-endian */
#define FILE_SIZE_MAX (64LL << 30)

static const char *const beside[] = {"-wal", "-shm"};

static bool failed(const char *name, struct err *err)
{
	return err_set(err, ERR_DISK, _("Không chép được tệp dữ liệu ra %s: %s."), name,
		say_errno(errno));
}

static bool write_chunk(int to, const char *bytes, ssize_t left)
{
	while (left > 0) {
		ssize_t n = write(to, bytes, (size_t)left);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		left -= n;
	}
	return true;
}

/* A disk that fails at one place is not read past it: what lies before may hold what is wanted. */
static bool copy_bytes(int from, int to)
{
	char *chunk = xmalloc(CHUNK);
	bool ok = true;
	ssize_t n;
	do {
		n = read(from, chunk, CHUNK);
		ok = write_chunk(to, chunk, n);
	} while (ok && (n > 0 || (n < 0 && errno == EINTR)));
	free(chunk);
	return ok;
}

/* to is a file of mode 0600 that is made here; nothing is there before. */
static bool copy_file(const char *from, const char *to, struct err *err)
{
	int in = open(from, O_RDONLY | O_CLOEXEC);
	if (in < 0)
		return failed(from, err);
	int out = open(to, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	bool ok = out >= 0 && copy_bytes(in, out);
	int why = errno;
	close(in);
	if (out >= 0 && close(out) != 0) {
		why = errno;
		ok = false;
	}
	errno = why;
	return ok || failed(to, err);
}

static uint32_t big_endian(const uint8_t *bytes, int n)
{
	uint32_t value = 0;
	for (int i = 0; i < n; i++)
		value = value << 8 | bytes[i];
	return value;
}

/* A file cut short is refused whole. Made as long as its head says, what is left can be read page by
 * page. */
static void make_whole(const char *copy)
{
	uint8_t head[HEAD];
	struct stat st;
	int fd = open(copy, O_RDWR | O_CLOEXEC);
	if (fd >= 0 && pread(fd, head, sizeof(head), 0) == HEAD && fstat(fd, &st) == 0) {
		uint32_t page = big_endian(head + PAGE_SIZE_AT, 2);
		off_t size = (off_t)(page == 1 ? 65536 : page) * big_endian(head + PAGES_AT, 4);
		if (size > st.st_size && size <= FILE_SIZE_MAX && ftruncate(fd, size) != 0)
			size = 0; /* then it stays as short as it is, and opening it says so */
	}
	if (fd >= 0)
		close(fd);
}

static bool copy_log(const char *path, const char *copy, struct err *err)
{
	char *log = xasprintf("%s-wal", path), *to = xasprintf("%s-wal", copy);
	bool ok = access(log, F_OK) != 0 || copy_file(log, to, err);
	free(log);
	free(to);
	return ok;
}

bool salvage_open(struct salvage *s, const char *path, const char *vault_file, const char *near,
	struct err *err)
{
	*s = (struct salvage){.copy = xasprintf("%s.copy-%ld", near, (long)getpid())};
	bool ok = copy_file(path, s->copy, err) && copy_log(path, s->copy, err);
	if (ok)
		make_whole(s->copy);
	if (ok && store_open_with(&s->store, s->copy, vault_file, err))
		return true;
	s->store = NULL;
	salvage_close(s);
	return false;
}

void salvage_close(struct salvage *s)
{
	store_close(s->store);
	if (s->copy) {
		unlink(s->copy);
		for (size_t i = 0; i < ARRAY_LEN(beside); i++) {
			char *name = xasprintf("%s%s", s->copy, beside[i]);
			unlink(name);
			free(name);
		}
		char *reserve = xasprintf("%s-reserve", s->copy);
		unlink(reserve);
		free(reserve);
	}
	free(s->copy);
	*s = (struct salvage){.store = NULL};
}
