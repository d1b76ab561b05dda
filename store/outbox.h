#ifndef MOTCUA_STORE_OUTBOX_H
#define MOTCUA_STORE_OUTBOX_H

/*
 * What waits to be delivered, in order of intake. An item leaves only with central's checked echo
 * (delivered) or with a typed rejection (into the rejected list, with its reason). Link, server and
 * authorisation faults leave it where it is; attempts are counted for the screen only.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/uuid.h"
#include "core/dossier_code.h"
#include "core/problem.h"
#include "core/receipt_token.h"

struct store;

struct outbox_item {
	char uuid[UUID_SIZE], code[DOSSIER_CODE_SIZE];
	char *json;      /* canonical dossier, owned */
	size_t json_len;
	char sha256[65]; /* hex */
	char token[RECEIPT_TOKEN_SIZE];
	char key[B64_SIZE(ED25519_PUBLIC)]; /* of the workstation that took it in; "": this one */
	int64_t sequence; /* place in the order of intake on this machine: for `after` */
};
void outbox_item_clear(struct outbox_item *item);

/* The first `max` items waiting with sequence > after, in order; *n of them. One whose content is
 * damaged is set aside on the way (store/damage.h). */
bool outbox_next(struct store *store, int64_t after, struct outbox_item *items, size_t max,
	size_t *n, struct err *err) MUST_CHECK;
/* Central has it: checked echo. status: national code; at: when central received it, Unix
 * seconds. This and outbox_reject move only what is waiting; else they change nothing. */
bool outbox_delivered(struct store *store, const char *uuid, int status, int64_t at,
	struct err *err) MUST_CHECK;
/* Out of the queue into the rejected list. */
bool outbox_reject(struct store *store, const char *uuid, const struct problem *why, int64_t at,
	struct err *err) MUST_CHECK;
/* A fault that is not the item's: counted and noted for the queue screen. reason: short text. */
bool outbox_note(struct store *store, const char *uuid, const char *reason, int64_t at,
	struct err *err) MUST_CHECK;
/* Back from the rejected list into the queue, as it is. ERR_DATA when it is not rejected. */
bool outbox_retry(struct store *store, const char *uuid, struct err *err) MUST_CHECK;

struct outbox_counts {
	int64_t waiting, rejected;
	int64_t oldest_at; /* received time of the oldest waiting, 0 when none */
};
bool outbox_counts(struct store *store, struct outbox_counts *out, struct err *err) MUST_CHECK;

/* A line of the queue screen: waiting and rejected together, waiting first, in order. */
struct outbox_row {
	char uuid[UUID_SIZE], code[DOSSIER_CODE_SIZE];
	char applicant[256];
	bool rejected;
	int relayed;             /* counter that took it in, where this machine delivers it; else 0 */
	int64_t received_at, attempts, last_at;
	char reason[400];        /* last note, or the rejection's detail */
	struct problem problem;  /* filled when rejected */
};
/* waiting or rejected false: without those. *total counts what is asked for. */
bool outbox_part(struct store *store, bool waiting, bool rejected, int64_t offset, int limit,
	struct outbox_row **rows, size_t *n, int64_t *total, struct err *err) MUST_CHECK;
/* The one of that UUID or code; *found false when it is not in the outbox. */
bool outbox_find(struct store *store, const char *key, struct outbox_row *row, bool *found,
	struct err *err) MUST_CHECK;
/* All that were rejected go back into the queue; *n of them. */
bool outbox_retry_all(struct store *store, int64_t *n, struct err *err) MUST_CHECK;
/* Both parts. */
/* "chờ gửi", "bị từ chối", "bị hỏng". */
const char *outbox_row_state(const struct outbox_row *row);
bool outbox_list(struct store *store, int64_t offset, int limit, struct outbox_row **rows,
	size_t *n, int64_t *total, struct err *err) MUST_CHECK;

#endif
