#ifndef MOTCUA_TUI_PRINT_SCREEN_H
#define MOTCUA_TUI_PRINT_SCREEN_H

/*
 * The screen on which a form is chosen and filled in, shared by its parts: screen_print.c (what keys
 * do), print_view.c (drawing), print_drafts.c (what was typed is kept), print_work.c (papers are owed
 * and sent).
 */

#include "tui/blanks.h"
#include "tui/form_choice.h"
#include "tui/list.h"
#include "tui/state.h"

/* What papers are to be about. */
struct print_about {
	enum print_subject subject; /* PRINT_DOSSIERS: the marked ones, also for a form of one dossier each */
	char (*uuids)[UUID_SIZE];   /* owned */
	size_t n;
	char code[DOSSIER_CODE_SIZE]; /* the dossier's or the procedure's */
	bool rejected, has_fee, has_charge;
	char line[400];             /* who and what, for the head of the screen */
};

/* What is known of a form for this dossier. */
struct form_count {
	int documents;    /* as print_documents */
	int64_t last;     /* when the newest was made */
	bool open;        /* one is owed, under way or uncertain */
};

enum { PERIOD_BLANKS = 2 }; /* from and to, before what a form of a period asks for */

struct printing {
	struct screen base;
	struct print_about about;
	struct form_choices forms;
	size_t shown[FORM_CHOICES_MAX]; /* those that fit what it is about */
	struct form_count counts[FORM_CHOICES_MAX]; /* beside forms.list */
	struct list list;               /* over shown */
	bool filling;                   /* the blanks are typed in */
	struct blanks blanks;           /* of the chosen form; empty while !filling */
	char *before;                   /* what the newest document of it was asked, "" none; owned */
	size_t paper;                   /* of the chosen form */
	char target[TARGET_SIZE];       /* the printer chosen */
	unsigned kept_edits;            /* blanks.edits when they were last kept */
	unsigned warned_edits;          /* blanks.edits + 1 when a second request was warned of */
};

/* The chosen one; NULL when there is none. */
const struct form_choice *printing_form(const struct printing *s);
const struct form_count *printing_count(const struct printing *s);
/* "" or a paper's name, for the wish. */
const char *printing_paper(const struct printing *s);

/* ---- screen_print.c */
/* Looked at, and to be printed: a preview_print_fn. */
void printing_seen(struct screen *self, bool to_file);

/* ---- print_view.c */
void printing_draw_list(const struct screen *self, struct area body);
void printing_draw_blanks(const struct screen *self, struct area body);
int printing_page(void); /* forms in sight */

/* ---- print_drafts.c */
/* The draft, else what the newest document was asked. */
void printing_load_blanks(struct printing *s);
void printing_keep(struct printing *s);
void printing_drop_draft(struct printing *s);

/* ---- print_work.c */
/* What is asked as JSON, "" for nothing; false, and said, when it is not what is asked for. */
bool printing_asked(struct printing *s, struct buf *out);
/* The period typed, "DAY..DAY"; false, and said, when it is none. */
bool printing_period(struct printing *s, char out[DOSSIER_CODE_SIZE]);
/* Owes the papers and sends them. False, and said, when nothing was. */
bool printing_print(struct printing *s);
/* F3: what the paper would say, as text. */
void printing_preview(struct printing *s);

#endif
