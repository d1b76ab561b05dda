#ifndef MOTCUA_STORE_COPIES_H
#define MOTCUA_STORE_COPIES_H

/*
 * Is this database the only one of its kind? Three things say no:
 *  - the mark beside the key (store/mark.h), or central, has seen receipts that are not here: an older
 *    copy was put back, or another copy is at work;
 *  - the machine is another one (store/machine.h): the disk or the folder was cloned;
 *  - central holds another dossier under a number of ours (a clash).
 *
 * Numbers then may be in two hands. So the ordinary blocks are retired for good, new ones are leased
 * under a new lineage, receipts go on behind the highest sequence that is known, and an alarm stands
 * until somebody has looked. Until central can be reached, fallback numbers serve: those go on behind what
 * the mark knows, and on another machine from the middle, since the first machine has the same ones.
 * Nothing here ever stops an intake.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"
#include "base/uuid.h"

struct store;
struct workstation;

/* At the start, with ws loaded: opens ws's mark and looks at mark and machine. root: as in
 * machine.h. */
bool copies_check(struct store *store, struct workstation *ws, const char *key_path,
	const char *root, int64_t now, struct err *err) MUST_CHECK;

/* What central has seen of this workstation (POST /v1/token). lineage_sequence -1: it does not say. */
struct copies_seen {
	int64_t sequence, dossiers, lineage_sequence;
};
/* *copy: there is one, and what there is to do is done. */
bool copies_compare(struct store *store, const struct workstation *ws,
	const struct copies_seen *seen, int64_t now, bool *copy, struct err *err) MUST_CHECK;
/* Central says that two dossiers bear this code. second: ours came later. */
bool copies_clash(struct store *store, const struct workstation *ws, const char *code, bool second,
	int64_t now, struct err *err) MUST_CHECK;

/* What this copy calls itself towards central; "" before it had to. */
bool copies_lineage(struct store *store, char out[UUID_SIZE], struct err *err) MUST_CHECK;
/* The sequence of the next receipt. */
bool copies_next_sequence(struct store *store, const struct workstation *ws, int64_t *out,
	struct err *err) MUST_CHECK;
/* Within the transaction that saves an enrolment under another id: it begins a lineage of its own. */
bool copies_forget(struct store *store, const struct workstation *ws, struct err *err) MUST_CHECK;

#endif
