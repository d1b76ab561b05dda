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

/* Appends the rows of what was received from `from` until before `to`. What was erased or is damaged has a
 * row all the same, with words in place of the name. ERR_DATA when they are more than out's maximum. */
bool ledger_period(struct store *store, int64_t from, int64_t to, struct buf *out,
	struct err *err) MUST_CHECK;
/* Those dossiers in that order; ERR_DATA when one is not here or was erased. */
bool ledger_dossiers(struct store *store, const char (*uuids)[UUID_SIZE], size_t n, struct buf *out,
	struct err *err) MUST_CHECK;

#endif
