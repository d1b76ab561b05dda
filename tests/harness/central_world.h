#ifndef MOTCUA_TESTS_CENTRAL_WORLD_H
#define MOTCUA_TESTS_CENTRAL_WORLD_H

/*
 * Central without sockets: a database of its own with a small catalogue, workstations that enrol,
 * and calls straight into central_handle. For cmocka; whatever fails in here fails the test.
 */

#include <stdbool.h>
#include <stdint.h>
#include <jansson.h>
#include "central/server.h"
#include "core/date.h"
#include "core/dossier_code.h"
#include "core/number_block.h"
#include "core/receipt_token.h"

#define WORLD_PROCEDURE_NAME "Thực hiện, điều chỉnh trợ cấp hưu trí xã hội"
#define WORLD_NOW 1795398180 /* Monday 2026-11-23 08:43 in Viet Nam */
#define WORLD_AGENCY "H01.91.12"
#define WORLD_OTHER_AGENCY "H01.91.13"
#define WORLD_PROCEDURE "1.014027"

struct world {
	struct central central;
	int64_t now;
	const char *url;     /* not NULL: calls go there over HTTP, and central above is not used */
	const char *ca_file; /* for https */
};

struct station {
	char id[UUID_SIZE], agency[40];
	int counter;
	struct signing_key *key;
	char *bearer; /* "Bearer …" */
	int64_t sequence;
	uint8_t previous[8];
};

/* What came back. json is NULL when the body is none. */
struct reply {
	int status;
	char *body, *content_type;
	json_t *json;
	struct response raw; /* for its headers; the body has moved */
};

/* With the database of that URL, which must be new. */
struct world *world_open(const char *url);
void world_close(struct world *w);
/* For cmocka: of the kind the suite's pass is for. */
int world_setup(void **state);
int world_teardown(void **state);

/* target: path with an optional ?query, not escaped. bearer and body may be NULL; a body is
 * application/json unless call_typed says otherwise. reply_clear by the caller. */
struct reply call(struct world *w, const char *method, const char *target, const char *bearer,
	const char *body);
struct reply call_typed(struct world *w, const char *method, const char *target, const char *bearer,
	const char *content_type, const char *body);
void reply_clear(struct reply *r);
/* "" when absent. */
const char *reply_header(const struct reply *r, const char *name);
/* Member of the JSON answer as text, "" when absent. */
const char *reply_text(const struct reply *r, const char *name);
/* The block in that answer with its signature, which must be central's. */
void reply_block(const struct world *w, const struct reply *r, struct number_block *out,
	uint8_t signature[ED25519_SIGNATURE]);
/* Is there a violation at that field with that code? */
bool reply_violates(const struct reply *r, const char *field, const char *code);

/* Imports these rows, which must be good. */
void world_import(struct world *w, const char *kind, const char *json);

/* Enrols with that code and gets a token. */
void station_enter_with(struct world *w, struct station *s, const char *code, const char *agency,
	int counter);
/* The same with a fresh code; not over HTTP. */
void station_enter(struct world *w, struct station *s, const char *agency, int counter);
void station_token(struct world *w, struct station *s);
void station_leave(struct station *s);
/* An assertion as the client makes it; the caller frees. */
char *station_assertion(const struct station *s, const char *jti, int64_t iat, int64_t lasts_s);
/* Leases first..last for the day of w->now; the block's id goes to block. */
void station_lease(struct world *w, struct station *s, int64_t count, char block[UUID_SIZE],
	int64_t *first);

/* A dossier ready to be delivered. */
struct sent {
	char uuid[UUID_SIZE], code[DOSSIER_CODE_SIZE], sha256[65], token[RECEIPT_TOKEN_SIZE];
	char target[64]; /* "/v1/dossiers/UUID" */
	json_t *dossier;
	char *canonical;
	char *body;      /* the envelope */
};
/* A good one with that number of the block, taken in at w->now by s. */
void sent_make(struct world *w, struct station *s, const char *block, int64_t number,
	struct sent *out);
/* After changing out->dossier: hash, token and envelope again. resign false keeps the old token. */
void sent_seal(struct station *s, struct sent *out, bool resign);
/* Delivered by that workstation; another status than this fails the test. */
struct reply sent_deliver(struct world *w, const struct station *by, const struct sent *sent, int status);
void sent_clear(struct sent *sent);

#endif
