#ifndef MOTCUA_STORE_CORRECTION_H
#define MOTCUA_STORE_CORRECTION_H

/*
 * A dossier that central rejected, corrected and sent again: the same UUID, number and time of
 * receipt, another content, and a new receipt that replaces the one the citizen holds. All of it is
 * one durable transaction; the content before stays, sealed, until central has taken the new one.
 */

#include <stdbool.h>
#include "core/dossier.h"
#include "store/intake.h"
#include "store/outbox.h"

struct correction_options {
	int64_t now;           /* Unix seconds */
	const char *officer, *officer_name; /* who corrects it */
	bool print;            /* owe the new receipt */
	const struct calendar *calendar; /* NULL: the cached one */
};

/* The rejected dossier's row, with central's reasons; *found false when it is not rejected (any
 * more), or not of this machine. uuid_or_code: codes in any case. */
bool correction_find(struct store *store, const char *uuid_or_code, struct outbox_row *row,
	bool *found, struct err *err) MUST_CHECK;

/* d: the corrected who and what (dossier_check), and its uuid; the rest is taken from what is
 * stored, the due time reckoned anew from the first time of receipt. *changed false: nothing differs
 * from what was rejected, so it only goes back into the queue and its receipt stays (out has its
 * token and no print job). ERR_DATA, with nothing kept, when it is not rejected any more or was
 * taken in under another enrolment. */
bool correction_commit(struct store *store, const struct workstation *ws, struct dossier *d,
	const struct correction_options *opt, struct intake_result *out, bool *changed,
	struct err *err) MUST_CHECK;

#endif
