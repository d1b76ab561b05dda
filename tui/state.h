#ifndef MOTCUA_TUI_STATE_H
#define MOTCUA_TUI_STATE_H

/*
 * What all screens share: the stack, who is at the counter, today's figures, the status line.
 * Everything runs on the loop thread.
 */

#include <stdbool.h>
#include <stdint.h>
#include "core/dossier.h"
#include "net/sync.h"
#include "printing/desk.h"
#include "store/alarms.h"
#include "store/catalogue.h"
#include "store/dossiers.h"
#include "store/numbers.h"
#include "store/store.h"
#include "store/workstation.h"
#include "tui/entry.h"
#include "tui/screen.h"
#include "tui/term.h"
#include "tui/ui.h"

#define UI_STACK_MAX 20
#define UI_STACK_LOCK 8 /* of these are kept for a locked screen's own */
#define UI_VOUCHERS_MAX 100
#define UI_ALARMS_MAX 200 /* more are only counted */

struct status_line {
	char text[640];        /* what happened */
	enum style style;
	char paper[640];       /* what became of the paper, its own line */
	enum style paper_style;
	char job[UUID_SIZE];   /* the print job `paper` is about, "" none */
};

struct ui {
	const struct ui_env *env;
	struct screen *stack[UI_STACK_MAX];
	size_t depth;
	char officer[40], officer_name[200]; /* "" before one was chosen */
	struct calendar *calendar;
	struct procedure_index *procedures;
	int64_t catalogue_seen, accounts_seen;
	struct dossier_figures figures;
	struct number_stock stock;
	struct alarm alarms[UI_ALARMS_MAX]; /* the open ones, the worst first */
	size_t n_alarms;
	int64_t alarms_total;
	struct status_line status;
	bool quit;
	bool dirty; /* something changed outside a key: to be painted */

	/* the lock: entry.h */
	bool locked;
	bool may_quit;          /* also while it is locked */
	struct pin_work *work;  /* a PIN is being looked at: keys wait */
	bool drop_held;         /* what was typed meanwhile was meant for another screen */
	struct clerk entrant;  /* who wants to sit here */
	struct clerk vouchers[UI_VOUCHERS_MAX];
	size_t n_vouchers;
};

/* ---- the stack */
/* Takes over the screen. A stack that is full drops it with a word in the status line. */
void ui_push(struct ui *ui, struct screen *screen);
/* Frees the topmost; never the last one. */
void ui_pop(struct ui *ui);
/* Frees them all; a screen is to be pushed before anything else. */
void ui_unwind(struct ui *ui);
/* Puts it in the place of the topmost. */
void ui_replace(struct ui *ui, struct screen *screen);
struct screen *ui_top(const struct ui *ui);

/* ---- the status line */
void ui_say(struct ui *ui, enum style style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The line about paper. */
void ui_say_paper(struct ui *ui, enum style style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void ui_say_err(struct ui *ui, const struct err *err);
void ui_quiet(struct ui *ui);

/* ---- shared state */
/* Reads figures and stock, and the catalogue where it changed; then every screen's refresh. */
void ui_refresh(struct ui *ui);
struct date ui_today(void);
/* Owes and sends a further paper of that dossier, and says so. */
void ui_print_again(struct ui *ui, const char *uuid);
/* The same of the notice to the citizen whose dossier central rejected. */
void ui_print_notice(struct ui *ui, const char *uuid);
/* Opens a rejected dossier in the intake form, with central's reasons (intake_correct.c). */
void ui_correct(struct ui *ui, const char *uuid);
/* Hands a job to the desk and follows it on the paper line. */
void ui_send_job(struct ui *ui, const char *job, const char *form);
/* What came of a job. */
void ui_paper_result(struct ui *ui, const struct print_job *job, const struct print_result *result);
/* How many papers are owed and not on their way. */
int64_t ui_unprinted(const struct ui *ui);
/* Reads the alarms anew. */
void ui_load_alarms(struct ui *ui);
/* Is central out of reach right now? */
bool ui_offline(const struct ui *ui);
/* Chosen for today, and remembered. */
void ui_set_officer(struct ui *ui, const char *id, const char *name);
/* Nobody is, from now on. */
void ui_end_shift(struct ui *ui);
/* Who was chosen earlier today; false when nobody. */
bool ui_recall_officer(struct ui *ui);

#endif
