#ifndef MOTCUA_STORE_INTAKE_H
#define MOTCUA_STORE_INTAKE_H

/*
 * The one path: number, dossier, outbox item and print job in one durable transaction, online or
 * not. When it returns true everything is on the disk and the number is final.
 */

#include <stdbool.h>
#include "core/dossier.h"
#include "core/receipt_token.h"

struct store;
struct workstation;
struct calendar;

struct intake_options {
	int64_t now;           /* Unix seconds */
	bool offline;          /* the link is down: marked in dossier and receipt */
	bool clock_trusted;
	bool print;            /* owe a receipt */
	const struct calendar *calendar;
};

struct intake_result {
	char token[RECEIPT_TOKEN_SIZE];
	char url[RECEIPT_URL_SIZE];
	char print_job[UUID_SIZE]; /* "" when none was asked for */
};

/* d: filled in and checked (dossier_check); gets uuid, code, block, sequence, times. On failure
 * nothing was kept and d's given parts are empty again. */
bool intake_commit(struct store *store, const struct workstation *ws, struct dossier *d,
	const struct intake_options *opt, struct intake_result *out, struct err *err) MUST_CHECK;

#endif
