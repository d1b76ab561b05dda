#ifndef MOTCUA_STORE_QUEUE_FILE_H
#define MOTCUA_STORE_QUEUE_FILE_H

/*
 * A queue carried to another PC in a file (core/sealed_file.h, core/queue_record.h): written whole or
 * not at all, read whole or not at all. Exporting changes nothing here; delivering twice is harmless.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "core/queue_record.h"
#include "core/sealed_file.h"
#include "store/workstation.h"

struct store;

struct queue_export {
	int64_t waiting, rejected;
	int64_t left;        /* could not be read … */
	struct buf names;    /* … these, a line each */
	char code[SEALED_CODE_SIZE];
};
/* path must be free; where there is nothing to export no file is made. out is initialised here; its names are the caller's to clear. */
bool queue_file_export(struct store *store, const char *path, int64_t now, struct queue_export *out,
	struct err *err) MUST_CHECK;

struct queue_import {
	struct queue_head from;
	int64_t added, known; /* known: here already */
	int64_t left;         /* could not be read where it was exported */
};
/* ERR_DENIED for a wrong code, and, after some in a row, for a while for any; ERR_DATA when the file is
 * none, was changed, or something in it must not come in here: then nothing has. dry: only looks. */
bool queue_file_import(struct store *store, const struct workstation *ws, const char *path,
	const char *code, bool dry, int64_t now, struct queue_import *out, struct err *err) MUST_CHECK;
/* Is that file an exported queue? ERR_DATA when not. */
bool queue_file_look(const char *path, struct err *err) MUST_CHECK;

#endif
