#ifndef MOTCUA_STORE_DRAFTS_H
#define MOTCUA_STORE_DRAFTS_H

/* Half-filled forms, kept as the form's own JSON so that nothing typed is lost. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct store;

/* id: a name such as "intake". */
bool draft_save(struct store *store, const char *id, const char *json, int64_t at,
	struct err *err) MUST_CHECK;
/* The caller frees; NULL when there is none. */
char *draft_load(struct store *store, const char *id, int64_t *at);
bool draft_drop(struct store *store, const char *id, struct err *err) MUST_CHECK;

#endif
