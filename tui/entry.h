#ifndef MOTCUA_TUI_ENTRY_H
#define MOTCUA_TUI_ENTRY_H

/*
 * Who may sit at the counter. As long as nobody has a PIN on this machine, whoever chooses a name is
 * let in. From the first PIN on:
 *  - who has a PIN types it: to enter, and to unlock;
 *  - who has none yet, or forgot it, needs somebody who vouches with a PIN of his own (for a new one
 *    anybody who has one here, for a forgotten one a supervisor), and then sets his own;
 *  - whose PIN an administrator took away (motcua pin clear) sets a new one by himself.
 *
 * A locked screen shows nothing of what lies below it; everything there stays as it was and comes
 * back to the same officer. Another one who enters finds an empty form; the first one's drafts wait
 * for him. Printing and sending go on.
 */

#include <stdbool.h>
#include "store/pins.h"
#include "tui/screen.h"

#define CLERK_NAME 200

struct clerk {
	char id[40], name[CLERK_NAME]; /* id "typed": a name that is in no catalogue */
};
/* Whose PIN it is: the account's id, with the name where that is all there is. */
void clerk_account(const struct clerk *p, char out[PIN_ACCOUNT]);

enum ask_for {
	ASK_UNLOCK, /* the officer at the counter, on a locked screen */
	ASK_ENTER,  /* another one comes */
	ASK_VOUCH,  /* for the one in ui->entrant */
	ASK_CHANGE, /* the old PIN, before a new one is set */
};

/* At the start: who was there earlier today is asked for the PIN; else the list of officers. */
void entry_begin(struct ui *ui);
/* Chosen from the list. */
void entry_choose(struct ui *ui, const struct clerk *who);
/* F12, or nobody at the keys for long. Without a PIN: asked to set one, or covered when idle. */
void entry_lock(struct ui *ui, bool idle);
/* After the catalogue changed, outside of a key: an officer whom central has withdrawn goes off shift. What he
 * was typing is kept as his draft. */
void entry_heed_catalogue(struct ui *ui);
/* F5 in the list of officers: sets or changes the PIN of who is at the counter. */
void entry_change(struct ui *ui);
/* F5 where a PIN is asked for. */
void entry_forgot(struct ui *ui, const struct clerk *who);

/* ---- for the screens that ask */
/* Now, as the store counts tries. */
void entry_moment(struct pin_moment *out);
/* The right PIN was given, or none is needed. May free the screen that asked. */
void entry_passed(struct ui *ui, const struct clerk *who, enum ask_for what);
/* A new PIN was set for `who`. Frees the screen that did. */
void entry_was_set(struct ui *ui, const struct clerk *who);

/* ---- the screens */
struct screen *screen_ask_new(struct ui *ui, const struct clerk *who, enum ask_for what);
/* by: the account that vouched. */
struct screen *screen_pin_new(struct ui *ui, const struct clerk *who, const char *by);

#endif
