#ifndef MOTCUA_CORE_QUEUE_RECORD_H
#define MOTCUA_CORE_QUEUE_RECORD_H

/*
 * What an exported queue (core/sealed_file.h) holds, a JSON object a record: first who exported it,
 * then each dossier exactly as it was taken in, with what the other workstation needs to deliver it,
 * at the end how many there are. Members this version does not know are passed over.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/uuid.h"
#include "core/dossier.h"
#include "core/receipt_token.h"

#define QUEUE_KEY_SIZE B64_SIZE(ED25519_PUBLIC)
#define QUEUE_REASON_SIZE 400

struct queue_head {
	char agency[40], agency_name[200], workstation[40];
	int counter;
	int64_t exported_at;
};

/* Who took it in: any workstation of the agency, for what was imported is exported again. */
struct queue_item {
	char uuid[UUID_SIZE], code[DOSSIER_CODE_SIZE];
	char *json;                 /* canonical dossier, owned */
	size_t json_len;
	char sha256[65];            /* hex, of json */
	char token[RECEIPT_TOKEN_SIZE];
	char workstation[40];
	int counter;
	char key[QUEUE_KEY_SIZE];   /* its public key, base64url */
	bool rejected;
	int64_t attempts, last_at;
	char reason[QUEUE_REASON_SIZE];
	char *problem;              /* JSON of core/problem.h, owned; NULL when it waits */
};
void queue_item_clear(struct queue_item *item);

void queue_head_write(const struct queue_head *head, struct buf *out);
void queue_item_write(const struct queue_item *item, struct buf *out);
/* left: how many could not be read where they were exported. */
void queue_end_write(int64_t items, int64_t left, struct buf *out);

/* ERR_DATA for what is not such a record. */
bool queue_head_read(struct queue_head *head, const struct buf *record, struct err *err) MUST_CHECK;
bool queue_item_read(struct queue_item *item, const struct buf *record, struct err *err) MUST_CHECK;
bool queue_end_read(int64_t *items, int64_t *left, const struct buf *record,
	struct err *err) MUST_CHECK;

/* Is it a whole dossier of that agency, with its own hash and a receipt signed by that key? d is
 * initialised here, dossier_clear by the caller in any case. ERR_DATA with the reason. */
bool queue_item_check(const struct queue_item *item, const char *agency, struct dossier *d,
	struct err *err) MUST_CHECK;

#endif
