#ifndef MOTCUA_CENTRAL_IMPORT_KINDS_H
#define MOTCUA_CENTRAL_IMPORT_KINDS_H

/* The kinds of lists that can be imported: one row each, with what makes a row of it right. */

#include <stdbool.h>
#include <stddef.h>
#include <jansson.h>
#include "base/err.h"
#include "central/import_rows.h"
#include "db/db.h"

struct import_kind {
	const char *name;         /* "procedures" */
	const char *item;         /* the item's kind, "procedure" */
	const char *id_member;
	const char *scope_member; /* NULL: for all agencies */
	/* Refuses with ERR_DATA; the canonical text is of the same object. */
	bool (*check)(struct db *db, const json_t *object, const char *text, size_t len,
		struct err *err);
	const char *columns;      /* of CSV, that must be there, with spaces between */
	/* CSV rows to objects where one object takes several rows; NULL: one row, one object. */
	import_join_fn *join;
};

const struct import_kind *import_kind_find(const char *name);

#endif
