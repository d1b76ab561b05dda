#ifndef MOTCUA_TESTS_POWER_DISK_H
#define MOTCUA_TESTS_POWER_DISK_H

/*
 * What a disk would hold if the power went now: for every file of one folder the bytes that were
 * synced, apart from the writes and cuts that were not yet; for the folder the names that were
 * synced, apart from those it has now. power_vfs.c feeds it. One folder at a time, one thread.
 */

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct disk_file;

/* Everything that lies in the folder now is taken for safely on the disk. */
void disk_begin(const char *dir);
void disk_end(void);

/* The file behind that name, new ones empty; NULL when it is not in the folder. */
struct disk_file *disk_at(const char *path);
void disk_write(struct disk_file *file, const void *bytes, size_t len, off_t at);
void disk_truncate(struct disk_file *file, off_t size);
void disk_sync(struct disk_file *file);
/* A sync that failed: the kernel forgets what it could not write, so no later sync brings it. */
void disk_sync_failed(struct disk_file *file);
/* A sync of the folder: its names of now are on the disk. */
void disk_sync_names(void);

/*
 * The power goes: the folder becomes what the disk holds. Seed 0: nothing that was not synced; 1:
 * all of it; any other: some of it, in no order, writes torn at sectors or inside one, holes filled
 * with what lay there before. Nobody may have a file open. Ends the watch as disk_end does.
 */
void disk_power_cut(uint64_t seed);

/* The next of a row of numbers that a seed begins (splitmix64). */
uint64_t disk_random(uint64_t *state);

#endif
