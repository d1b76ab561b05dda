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
#include "printing/printer_list.h"
#include "store/alarms.h"
#include "store/areas.h"
#include "store/catalogue.h"
#include "store/dossiers.h"
#include "store/numbers.h"
#include "store/print_jobs.h"
#include "store/store.h"
#include "store/workstation.h"
#include "tui/entry.h"
#include "tui/notices.h"
#include "tui/screen.h"
#include "tui/term.h"
#include "tui/typing.h"
#include "tui/ui.h"

#define UI_STACK_MAX 20
#define UI_STACK_LOCK 8 /* of these are kept for a locked screen's own */
#define UI_VOUCHERS_MAX 100
#define UI_NEWS_MAX 64 /* of further ones only the end is told */
#define UI_ALARMS_MAX 200 /* more are only counted */

struct status_line {
	char text[640];        /* what happened */
	enum style style;
	char paper[640];       /* what became of the paper, its own line */
	enum style paper_style;
	char job[UUID_SIZE];   /* the print job `paper` is about, "" none */
	bool file_wanted;      /* that was to become a file */
};

/* Where a paper of ours is right now, as its printer says. */
struct paper_news {
	char job[UUID_SIZE];
	enum print_phase phase;
	char words[80];
};

/* Papers of one form for many dossiers. */
struct paper_batch {
	char (*uuids)[UUID_SIZE]; /* owned; NULL: none under way */
	size_t n, next;           /* next: the one to be owed */
	char (*jobs)[UUID_SIZE];  /* owed ones, owned */
	size_t owed, tried, sent, failed; /* tried: of jobs, handed to the desk */
	char form[PRINT_FORM_SIZE], paper[PRINT_PAPER_SIZE];
	char *asked;              /* owned: the same for each; "" nothing */
	char target[256];
	bool stopping;            /* asked to end after the paper at hand */
	size_t dropped;           /* owed, and not sent for that reason */
	struct loop_timer *timer;
};

struct ui {
	const struct ui_env *env;
	struct screen *stack[UI_STACK_MAX];
	size_t depth;
	char officer[40], officer_name[200]; /* "" before one was chosen */
	struct calendar *calendar;
	struct procedure_index *procedures;
	struct areas *areas; /* NULL: they could not be read */
	int64_t catalogue_seen, accounts_seen;
	struct dossier_figures figures;
	struct number_stock stock;
	struct alarm alarms[UI_ALARMS_MAX]; /* the open ones, the worst first */
	size_t n_alarms;
	int64_t alarms_total;
	struct status_line status;
	struct notices notices;  /* what happened elsewhere: tell.c */
	struct loop_timer *notice_timer;
	int64_t backlog;         /* dossiers that waited while there was no link */
	struct paper_news news[UI_NEWS_MAX]; /* of those that are under way */
	size_t n_news;
	char moving[UUID_SIZE], moving_to[256]; /* a paper taken back to be printed elsewhere; "" none */
	struct loop_timer *heeding; /* while another program has a paper in hand */
	struct paper_batch batch;
	struct typing typing;
	struct printer_list *printers; /* owned; NULL: not known yet */
	bool printers_asked;
	char scanner[500]; /* how the one on a serial port stands; "" where there is none, and none is asked for */
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

/* As if that key were pressed on the topmost screen (ui.c); an action that needs no key of it. */
void ui_press(struct ui *ui, struct key key);
void ui_act(struct ui *ui, enum action action);
/* An intake of that procedure: in the form that is open, when nothing is in its way (intake_begin.c). */
void ui_begin_intake(struct ui *ui, const char *procedure);
/* A new intake with the person and the procedure of an earlier dossier; nothing of it is ticked. */
void ui_copy_dossier(struct ui *ui, const char *uuid);

/* ---- the status line */
void ui_say(struct ui *ui, enum style style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* The line about paper. */
void ui_say_paper(struct ui *ui, enum style style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void ui_say_err(struct ui *ui, const struct err *err);
void ui_quiet(struct ui *ui);

/* ---- what happened elsewhere (tell.c): shown on the second line, each for a while; about: as in
 * notices.h */
void ui_tell(struct ui *ui, enum style style, const char *about, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* Settled: what was to be told of it is not told any more. */
void ui_told(struct ui *ui, const char *about);
/* Takes away what has been read. */
void ui_tell_nothing(struct ui *ui);
void ui_tell_clear(struct ui *ui);
/* After the figures were read: tells when what waited for the link has gone out. */
void ui_tell_delivered(struct ui *ui);
/* The second status line as it is now: a notice, how far long work is, or the officer's own paper. */
enum style ui_second_line(const struct ui *ui, char *out, size_t size);

/* ---- shared state */
/* Reads figures and stock, and the catalogue where it changed; then every screen's refresh. */
void ui_refresh(struct ui *ui);
struct date ui_today(void);
/* Opens a rejected dossier in the intake form, with central's reasons (intake_correct.c). */
void ui_correct(struct ui *ui, const char *uuid);

/* ---- paper (paper.c) */
/* Hands a job to the desk and follows it on the line about paper. */
void ui_send_paper(struct ui *ui, const struct print_job *job, const char *target);
/* A paper of that form for each of the wish's dossiers: owed and sent one after the other, while keys
 * go on. False, and said, while another such batch is under way. */
bool ui_print_batch(struct ui *ui, const struct print_wish *wish, const char *target);
/* Ends it after the paper at hand; what was not sent is dropped. False: none is under way. */
bool ui_batch_stop(struct ui *ui);
/* Goes on with it, as far as the desk has room. */
void ui_batch_step(struct ui *ui);
void ui_batch_clear(struct ui *ui);
/* The same of a receipt just owed. */
void ui_send_receipt(struct ui *ui, const char *job);
/* Takes a paper back from its printer; once it is, the document is printed at target. False: it is not at
 * a printer. */
bool ui_move_paper(struct ui *ui, const struct print_job *job, const char *target);
/* What the officer at the counter says of an open job; as print_job_settle. */
bool ui_settle_paper(struct ui *ui, const char *job, enum print_settle how, struct print_job *again,
	struct err *err) MUST_CHECK;
/* What other programs on this machine have left of papers is taken over, now and as soon as they end. */
void ui_heed_papers(struct ui *ui);
/* What came of a job. */
void ui_paper_result(struct ui *ui, const struct print_job *job, const struct print_result *result);
/* How many papers are owed, stand still at a printer or are uncertain: not those on their way. */
int64_t ui_unprinted(const struct ui *ui);
/* How a paper stands, in words for a column, and how they look. */
enum style ui_paper_state(const struct ui *ui, const struct print_job *job, char *out, size_t size);

/* ---- printers (printer_choice.c). A target is what the desk is told: "" whichever is for the paper, a
 * printer's name, DESK_FILE. */
#define TARGET_SIZE 256
/* Asks how they stand; the answer is in ui->printers later, and told by refresh. */
void ui_ask_printers(struct ui *ui);
/* Takes over a list that has come. */
void ui_take_printers(struct ui *ui);
/* The next one to choose from, round and round. */
void ui_printer_next(const struct ui *ui, char target[TARGET_SIZE]);
/* What officers call it. */
void ui_printer_label(const struct ui *ui, const char *target, char *out, size_t size);

/* Reads the alarms anew. */
void ui_load_alarms(struct ui *ui);
/* Is central out of reach right now? */
bool ui_offline(const struct ui *ui);
/* Chosen for today, and remembered. */
void ui_set_officer(struct ui *ui, const char *id, const char *name);
/* Alt-T: the next way of typing, remembered for who is at the counter. */
void ui_next_typing(struct ui *ui);
/* Nobody is, from now on. */
void ui_end_shift(struct ui *ui);
/* Who was chosen earlier today; false when nobody. */
bool ui_recall_officer(struct ui *ui);

#endif
