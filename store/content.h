#ifndef MOTCUA_STORE_CONTENT_H
#define MOTCUA_STORE_CONTENT_H

/*
 * What is personal of a dossier, sealed under its own key: its JSON (dossier_body.json) and what lists
 * and the search need of its people (dossier_vault.people). Whoever writes or reads a dossier's content
 * does it through here.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/uuid.h"
#include "core/dossier.h"
#include "db/db.h"

struct store;
struct vault_box;

/* ---- writing, inside the caller's transaction */

struct content {
	const char *json;     /* canonical */
	size_t len;
	const char *sha256;   /* hex */
	const char *token;
};

/* Of a new dossier whose row is there, or in place of the content it had: under a new key, the old one
 * is destroyed, and the search learns of it. */
bool content_write(struct store *store, int64_t ordinal, const struct dossier *d,
	const struct content *c, struct err *err) MUST_CHECK;
/* Put together and taken apart for sealing: one field a line. */
struct people_text {
	const char *applicant, *id_number, *phone, *delegate;
};
void people_join(const struct people_text *p, struct buf *out);

/* ---- reading: a statement over dossier d that has joined dossier_vault as v; col is where its
 * CONTENT_COLUMNS begin */

#define CONTENT_COLUMNS "v.key, v.people, d.erased_at"
#define CONTENT_COLUMN_COUNT 3
#define CONTENT_JOIN " LEFT JOIN dossier_vault v ON v.ordinal = d.ordinal"

enum content_state { CONTENT_READ, CONTENT_ERASED, CONTENT_DAMAGED };

struct people {
	char applicant[256], id_number[64], phone[64], delegate[256];
};
enum content_state content_people(struct store *store, struct rows *r, int col, const char *uuid,
	struct people *out);
/* The same; where there are none, words that say so stand for the applicant. */
enum content_state content_people_shown(struct store *store, struct rows *r, int col,
	const char *uuid, struct people *out);
/* json: the column dossier_body.json. out is emptied first. */
enum content_state content_json(struct store *store, struct rows *r, int col, int json,
	const char *uuid, struct buf *out);
/* False, with why it cannot be shown; state is not CONTENT_READ. */
bool content_fail(enum content_state state, const char *code, struct err *err);

#endif
