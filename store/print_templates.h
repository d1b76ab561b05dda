#ifndef MOTCUA_STORE_PRINT_TEMPLATES_H
#define MOTCUA_STORE_PRINT_TEMPLATES_H

/*
 * The texts of forms that papers were made from, by their SHA-256: a paper printed again looks as it did,
 * whatever became of the template's file. The receipt's is pinned when the dossier is taken in, another
 * form's when its document is first printed.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "store/print_jobs.h"

struct store;

/* Where the newest receipt's hash is kept (store_meta), for store/intake.c. */
#define PRINT_RECEIPT_KEY "printing.receipt_template"

/* Keeps a text, once; its hash (hex) into sha256. */
bool print_template_keep(struct store *store, const char *form, const char *text, int64_t now,
	char sha256[PRINT_HASH_SIZE], struct err *err) MUST_CHECK;
/* The text; the caller frees. NULL with ERR_DAMAGED when it is not there or not what its hash says. */
char *print_template_text(struct store *store, const char *sha256, struct err *err);
/* Dossiers taken in from now on have this text for their receipt; NULL: none is known, then the first
 * paper decides. */
bool print_template_set_receipt(struct store *store, const char *text, int64_t now,
	struct err *err) MUST_CHECK;
/* The document of that job is of this text from now on, if it had none; a receipt's dossier too. */
bool print_template_pin(struct store *store, const struct print_job *job, const char *sha256,
	struct err *err) MUST_CHECK;

#endif
