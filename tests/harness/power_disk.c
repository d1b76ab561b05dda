#include "tests/harness/power_disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"

#define SECTOR 512
#define FILES_MAX 64

struct bytes {
	unsigned char *data;
	size_t len;
};

/* A write, or with bytes.data NULL a cut to the length `at`. */
struct change {
	struct bytes bytes;
	size_t at;
};

struct disk_file {
	dev_t dev;
	ino_t ino;
	int hold;              /* keeps the inode's number from being given out again */
	struct bytes synced;
	struct change *changes; /* since, in order */
	size_t n_changes, room;
};

struct name {
	char *text;
	struct disk_file *file;
};

struct names {
	struct name list[FILES_MAX];
	size_t n;
};

static struct {
	char *dir;
	dev_t dev;
	struct disk_file *files[FILES_MAX];
	size_t n_files;
	struct names synced;
} disk;

uint64_t disk_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15u);
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* ---- bytes */

static void resize(struct bytes *b, size_t len)
{
	b->data = xrealloc(b->data, len + 1);
	if (len > b->len)
		memset(b->data + b->len, 0, len - b->len);
	b->len = len;
}

static void put(struct bytes *b, size_t at, const unsigned char *data, size_t len)
{
	if (at + len > b->len)
		resize(b, at + len);
	memcpy(b->data + at, data, len);
}

static void apply(struct bytes *b, const struct change *c)
{
	if (c->bytes.data)
		put(b, c->at, c->bytes.data, c->bytes.len);
	else
		resize(b, c->at);
}

/* ---- files */

static struct disk_file *add_file(const struct stat *st, const char *path)
{
	struct disk_file *file = xcalloc(1, sizeof(*file));
	BUG_ON(disk.n_files == FILES_MAX);
	*file = (struct disk_file){.dev = st->st_dev, .ino = st->st_ino,
		.hold = open(path, O_PATH | O_CLOEXEC)};
	disk.files[disk.n_files++] = file;
	return file;
}

struct disk_file *disk_at(const char *path)
{
	struct stat st;
	if (!disk.dir || !str_starts(path, disk.dir) || stat(path, &st) != 0)
		return NULL;
	for (size_t i = 0; i < disk.n_files; i++)
		if (disk.files[i]->ino == st.st_ino && disk.files[i]->dev == st.st_dev)
			return disk.files[i];
	return add_file(&st, path);
}

static struct change *add_change(struct disk_file *file)
{
	if (file->n_changes == file->room) {
		file->room = file->room ? 2 * file->room : 16;
		file->changes = xreallocarray(file->changes, file->room, sizeof(*file->changes));
	}
	struct change *c = &file->changes[file->n_changes++];
	*c = (struct change){0};
	return c;
}

void disk_write(struct disk_file *file, const void *bytes, size_t len, off_t at)
{
	if (!file || len == 0)
		return;
	struct change *c = add_change(file);
	c->at = (size_t)at;
	put(&c->bytes, 0, bytes, len);
}

void disk_truncate(struct disk_file *file, off_t size)
{
	if (file)
		add_change(file)->at = (size_t)size;
}

static void drop_changes(struct disk_file *file)
{
	for (size_t i = 0; i < file->n_changes; i++)
		free(file->changes[i].bytes.data);
	file->n_changes = 0;
}

void disk_sync(struct disk_file *file)
{
	if (!file)
		return;
	for (size_t i = 0; i < file->n_changes; i++)
		apply(&file->synced, &file->changes[i]);
	drop_changes(file);
}

void disk_sync_failed(struct disk_file *file)
{
	if (file)
		drop_changes(file);
}

/* ---- names */

static bool is_index(const char *name)
{
	return str_ends(name, "-shm");
}

static void list_names(struct names *names)
{
	DIR *dir = opendir(disk.dir);
	struct dirent *entry;
	names->n = 0;
	while (dir && (entry = readdir(dir)) != NULL) {
		if (entry->d_type != DT_REG)
			continue;
		char *path = fs_join(disk.dir, entry->d_name);
		BUG_ON(names->n == FILES_MAX);
		names->list[names->n++] = (struct name){xstrdup(entry->d_name), disk_at(path)};
		free(path);
	}
	if (dir)
		closedir(dir);
}

static void clear_names(struct names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->list[i].text);
	names->n = 0;
}

static struct disk_file *find_name(const struct names *names, const char *text)
{
	for (size_t i = 0; i < names->n; i++)
		if (str_eq(names->list[i].text, text))
			return names->list[i].file;
	return NULL;
}

void disk_sync_names(void)
{
	if (!disk.dir)
		return;
	clear_names(&disk.synced);
	list_names(&disk.synced);
}

/* ---- begin, end */

static void read_file(const char *dir, const struct name *name)
{
	char *path = fs_join(dir, name->text);
	struct buf all;
	buf_init(&all, (size_t)1 << 30);
	BUG_ON(!fs_read(path, &all, NULL));
	resize(&name->file->synced, 0);
	put(&name->file->synced, 0, (const unsigned char *)buf_str(&all), all.len);
	buf_clear(&all);
	free(path);
}

void disk_begin(const char *dir)
{
	disk_end();
	disk.dir = xstrdup(dir);
	disk_sync_names();
	for (size_t i = 0; i < disk.synced.n; i++)
		read_file(dir, &disk.synced.list[i]);
}

void disk_end(void)
{
	for (size_t i = 0; i < disk.n_files; i++) {
		drop_changes(disk.files[i]);
		close(disk.files[i]->hold);
		free(disk.files[i]->changes);
		free(disk.files[i]->synced.data);
		free(disk.files[i]);
	}
	clear_names(&disk.synced);
	free(disk.dir);
	memset(&disk, 0, sizeof(disk));
}

/* ---- the cut */

static bool chance(uint64_t *state)
{
	return disk_random(state) & 1;
}

/* Some of its sectors, perhaps one of them in part; what was not written of new room is rubbish. */
static void apply_torn(struct bytes *b, const struct change *c, uint64_t *state)
{
	size_t was = b->len, end = c->at + c->bytes.len;
	if (end > was)
		resize(b, end);
	for (size_t i = was; i < end && chance(state); i += SECTOR)
		b->data[i] = (unsigned char)disk_random(state);
	for (size_t at = c->at, next; at < end; at = next) {
		next = at - at % SECTOR + SECTOR;
		size_t len = (next < end ? next : end) - at;
		if (disk_random(state) % 16 == 0)
			len = disk_random(state) % (len + 1);
		if (chance(state))
			put(b, at, c->bytes.data + (at - c->at), len);
	}
}

static void apply_some(struct disk_file *file, uint64_t *state)
{
	unsigned often = (unsigned)(disk_random(state) % 4); /* how much of all this reached the disk */
	for (size_t i = 0; i < file->n_changes; i++) {
		const struct change *c = &file->changes[i];
		if (disk_random(state) % 4 < often)
			apply(&file->synced, c);
		else if (c->bytes.data && chance(state))
			apply_torn(&file->synced, c, state);
	}
}

static void settle(struct disk_file *file, uint64_t seed, uint64_t *state)
{
	if (seed == 1)
		disk_sync(file);
	else if (seed > 1)
		apply_some(file, state);
	drop_changes(file);
}

/* The shared index is memory, not disk: it may be gone or hold anything. */
static void leave_index(const char *path, uint64_t *state)
{
	unsigned char rubbish[4096];
	if (!chance(state))
		return;
	for (size_t i = 0; i < sizeof(rubbish); i++)
		rubbish[i] = (unsigned char)disk_random(state);
	BUG_ON(!fs_write_atomic(path, rubbish, sizeof(rubbish), 0600, NULL));
}

static void lay_out(const char *name, struct disk_file *file, uint64_t *state)
{
	char *path = fs_join(disk.dir, name);
	unlink(path);
	if (is_index(name))
		leave_index(path, state);
	else if (file) {
		int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
		ssize_t len = (ssize_t)file->synced.len;
		BUG_ON(fd < 0 || (len && write(fd, file->synced.data, (size_t)len) != len));
		close(fd);
	}
	free(path);
}

/* Where the name leads now and where it led when the folder was synced differ: one of both. */
static void settle_name(const char *name, const struct names *now, uint64_t seed, uint64_t *state)
{
	struct disk_file *before = find_name(&disk.synced, name), *after = find_name(now, name);
	bool taken = seed == 1 || (seed > 1 && chance(state));
	lay_out(name, taken ? after : before, state);
}

void disk_power_cut(uint64_t seed)
{
	struct names now;
	uint64_t state = seed;
	list_names(&now);
	for (size_t i = 0; i < disk.n_files; i++)
		settle(disk.files[i], seed, &state);
	for (size_t i = 0; i < disk.synced.n; i++)
		settle_name(disk.synced.list[i].text, &now, seed, &state);
	for (size_t i = 0; i < now.n; i++)
		if (!find_name(&disk.synced, now.list[i].text))
			settle_name(now.list[i].text, &now, seed, &state);
	clear_names(&now);
	disk_end();
}
