#ifndef MOTCUA_STORE_LEDGER_H
#define MOTCUA_STORE_LEDGER_H

/*
 * Dossiers as rows of a paper: one JSON object a line, {"dossier": …, "status": N}, with "returned_at"
 * where that is known (store/returned.h). For the ledger
 * (form 07) those taken in within a time, in the order of receipt, read one by one; for a list of
 * several those that were chosen.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/uuid.h"

struct store;

#define LEDGER_ROWS_MAX (96 * 1024 * 1024) /* bytes; some 50,000 dossiers */

/* Takes a row, with its line end; false, with the reason, when it wants no more. */
typedef bool ledger_take(void *user, const char *row, size_t len, struct err *err);
/* Gives the rows of what was received from `from` until before `to`, one by one, so that a year needs no
 * more memory than a day. What was erased or is damaged has a row all the same, with words in place of
 * the name. False when reading failed, or take has said so. */
bool ledger_period(struct store *store, int64_t from, int64_t to, ledger_take *take, void *user,
	struct err *err) MUST_CHECK;
/* A ledger_take that appends to a struct buf; ERR_DATA when it is full. */
ledger_take ledger_to_buf;
/* Appends those dossiers in that order; ERR_DATA when one is not here or was erased. */
bool ledger_dossiers(struct store *store, const char (*uuids)[UUID_SIZE], size_t n, struct buf *out,
	struct err *err) MUST_CHECK;

#endif
