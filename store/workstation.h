#ifndef MOTCUA_STORE_WORKSTATION_H
#define MOTCUA_STORE_WORKSTATION_H

/*
 * Who this workstation is: what enrolment gave, and its signing key, which lies in a file of its
 * own (mode 0600) outside the database.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "core/ed25519.h"

struct store;

struct workstation {
	char id[40];            /* UUID given by central; "" before enrolment */
	char agency[40];        /* agency id of the counter, "H01.91.12" */
	char agency_name[200];
	char parent_name[200];  /* the agency above, for the head of forms */
	char place[100];        /* for "Long Xuyên, ngày …" */
	int counter;
	char public_url[256];   /* central's address for citizens: base of the receipt's URL */
	uint8_t server_key[ED25519_PUBLIC];
	struct signing_key *key; /* owned */
	struct mark *mark;       /* owned; NULL: none is kept (store/copies.h) */
};

/* Loads what enrolment stored; ERR_CONFIG with "run: motcua enrol CODE" before it. */
bool workstation_load(struct workstation *ws, struct store *store, const char *key_path,
	struct err *err) MUST_CHECK;
/* *bound: dossiers are here, with numbers of the central of that key; no other takes them. */
bool workstation_bound(struct store *store, uint8_t server_key[ED25519_PUBLIC], bool *bound,
	struct err *err) MUST_CHECK;
/* Stores what enrolment gave (the key file is written by the caller before it asks central; ws->key
 * is set). Numbers leased to who this machine was before, or by another central, are
 * retired; ERR_DATA where dossiers are bound to another one. */
bool workstation_save(const struct workstation *ws, struct store *store,
	struct err *err) MUST_CHECK;
void workstation_clear(struct workstation *ws);

#endif
