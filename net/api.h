#ifndef MOTCUA_NET_API_H
#define MOTCUA_NET_API_H

/*
 * What central is asked, and what its answers must look like (api/openapi.yaml): bytes in, bytes
 * out, nothing is sent here. An answer that is not exactly what was agreed fails with ERR_DATA and a
 * sentence; members this version does not know are passed over. Text is cleaned.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "core/number_block.h"
#include "store/catalogue.h"
#include "store/copies.h"
#include "store/dossiers.h"
#include "store/numbers.h"
#include "store/outbox.h"
#include "store/reconcile.h"
#include "store/workstation.h"

/* ---- POST /v1/token */

#define API_TOKEN_MAX 4096
#define API_TOKEN_TYPE "application/x-www-form-urlencoded"

struct api_token {
	char access[API_TOKEN_MAX + 1]; /* only characters a header may carry */
	int64_t lifetime_s;             /* 30–86,400 */
	bool has_seen;                  /* central said what has arrived from this workstation */
	struct copies_seen seen;
};

/* now: central's clock as far as known, Unix seconds. lineage: "" or a UUID. The caller frees. */
char *api_token_request(const struct workstation *ws, const char *base_url, int64_t now,
	const char *lineage);
bool api_token_answer(const struct buf *body, struct api_token *out, struct err *err) MUST_CHECK;

/* ---- POST /v1/number-blocks */

/* held: the block of that day with the highest numbers here, so that a central that forgot it goes on
 * behind it; NULL for none. lineage: "" or a UUID. The caller frees. */
char *api_lease_request(const struct workstation *ws, const struct number_wish *wish,
	const struct leased *held, const char *lineage);
/* Form, and that it is the block that was asked for; the signature is numbers_add's to check. */
bool api_lease_answer(const struct buf *body, const struct number_wish *wish, struct number_block *block,
	uint8_t signature[ED25519_SIGNATURE], struct err *err) MUST_CHECK;

/* The standing block, whatever it was called when it was made. */
char *api_standing_request(const struct workstation *ws, const char *lineage);
bool api_standing_answer(const struct buf *body, struct number_block *block,
	uint8_t signature[ED25519_SIGNATURE], struct err *err) MUST_CHECK;

/* ---- PUT /v1/number-blocks/{id}/closing; the caller frees */

char *api_closing_request(const struct number_closing *closing);
bool api_closing_answer(const struct buf *body, const struct number_closing *closing,
	struct err *err) MUST_CHECK;

/* ---- PUT /v1/dossiers/{uuid} */

void api_dossier_request(const struct outbox_item *item, struct buf *out);
struct api_receipt {
	int status;          /* national code */
	int64_t received_at; /* at central, Unix seconds */
	bool clash;          /* another dossier there bears the same number */
};
/* status: 200 or 201; uuid, code and sha256 must be the item's own. */
bool api_dossier_answer(int status, const struct buf *body, const struct outbox_item *item,
	struct api_receipt *out, struct err *err) MUST_CHECK;

/* ---- POST /v1/reconcile */

/* The caller frees. */
char *api_reconcile_request(const struct leased *blocks, size_t n_blocks,
	const struct acknowledged *items, size_t n_items);
struct api_reconcile {
	char (*missing)[UUID_SIZE], (*different)[UUID_SIZE]; /* owned */
	size_t n_missing, n_different;
};
/* asked: how many items; more than that cannot be the answer. */
bool api_reconcile_answer(const struct buf *body, size_t asked, struct api_reconcile *out,
	struct err *err) MUST_CHECK;
void api_reconcile_clear(struct api_reconcile *r);

/* ---- GET /v1/catalogue */

struct api_catalogue {
	struct catalogue_item *items; /* strings owned by text */
	size_t n;
	int64_t since;
	bool more;
	struct arena *text;
};
/* since: what was asked for. Hashes are catalogue_apply's to check. */
bool api_catalogue_answer(const struct buf *body, int64_t since, struct api_catalogue *out,
	struct err *err) MUST_CHECK;
void api_catalogue_clear(struct api_catalogue *c);

/* ---- GET /v1/changes */

#define API_CURSOR_MAX 512

struct api_changes {
	struct dossier_change *list;
	size_t n;
	char cursor[API_CURSOR_MAX + 1];
	bool more;
};
/* The path with its query; the caller frees. */
char *api_changes_path(const char *cursor);
/* cursor: what was asked for. */
bool api_changes_answer(const struct buf *body, const char *cursor, struct api_changes *out,
	struct err *err) MUST_CHECK;
void api_changes_clear(struct api_changes *c);

/* ---- POST /v1/workstations */

/* With who it was, where ws has an id. server_key: of the central the dossiers here belong to; NULL: there
 * are none. waiting: the agency whose dossiers wait here, or "". NULL when code is not text. The caller
 * frees. */
char *api_enrol_request(const struct workstation *ws, const uint8_t *server_key, const char *waiting,
	const char *code, const char *host);
/* Fills all of ws but its key and its mark, which stay. */
bool api_enrol_answer(const struct buf *body, struct workstation *ws, struct err *err) MUST_CHECK;

#endif
