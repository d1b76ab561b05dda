#ifndef MOTCUA_CENTRAL_ITEMS_H
#define MOTCUA_CENTRAL_ITEMS_H

/*
 * The catalogue: procedures, agencies, areas, the calendar, accounts, each an item of canonical
 * JSON. Every change to an item takes the next number of one rising sequence; that number is the
 * item's version and its place in the feed. All versions are kept: a dossier is checked against the
 * one it was taken in under.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "db/db.h"

struct item {
	const char *kind, *id;
	const char *scope; /* agency an account belongs to; NULL: for all */
	const char *body;  /* canonical JSON; NULL: deleted */
};

enum item_change { ITEM_SAME, ITEM_ADDED, ITEM_CHANGED, ITEM_REMOVED };

/* Within the caller's transaction. The same content again changes nothing. */
bool items_put(struct db *db, const struct item *item, int64_t now, enum item_change *change,
	struct err *err) MUST_CHECK;
/* The newest change number, 0 when the catalogue is empty. */
bool items_version(struct db *db, int64_t *out, struct err *err) MUST_CHECK;
bool items_exists(struct db *db, const char *kind, const char *id, bool *out,
	struct err *err) MUST_CHECK;

/* The item as it is now, appended to body; *found false where there is none. */
bool items_body(struct db *db, const char *kind, const char *id, struct buf *body, bool *found,
	struct err *err) MUST_CHECK;

struct agency_info {
	char name[200], parent_name[200], place[100];
};
/* Names are "" when the agency is not in the catalogue; found may be NULL. */
bool items_agency(struct db *db, const char *id, struct agency_info *out, bool *found,
	struct err *err) MUST_CHECK;

enum version_match { VERSION_NONE, VERSION_EXACT, VERSION_CURRENT };
/*
 * The body of a procedure as a dossier names it: the version with that SHA-256 (when given) or that
 * number (EXACT), else the newest one of that code (CURRENT), even when it was withdrawn since.
 */
bool items_procedure(struct db *db, const char *code, const char *sha256, int64_t version,
	struct buf *body, enum version_match *match, struct err *err) MUST_CHECK;

#endif
