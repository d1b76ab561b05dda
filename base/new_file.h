#ifndef MOTCUA_BASE_NEW_FILE_H
#define MOTCUA_BASE_NEW_FILE_H

/*
 * A file that is not there until it is whole: written piece by piece beside its place (mode 0600),
 * synced, then given its name. What is there already is never overwritten.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"

struct new_file {
	int fd;           /* -1: none */
	char *path, *tmp;
};

/* ERR_DISK when that name is taken, or nothing can be made there. */
bool new_file_begin(struct new_file *file, const char *path, struct err *err) MUST_CHECK;
bool new_file_write(struct new_file *file, const void *bytes, size_t len,
	struct err *err) MUST_CHECK;
/* Gives it its name, to last. Ends it in any case; where it fails nothing is left. */
bool new_file_finish(struct new_file *file, struct err *err) MUST_CHECK;
/* Leaves nothing; nothing to do after new_file_finish. */
void new_file_drop(struct new_file *file);

#endif
