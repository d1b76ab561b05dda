#ifndef MOTCUA_TUI_INTAKE_SCREEN_H
#define MOTCUA_TUI_INTAKE_SCREEN_H

/*
 * The intake screen's state, shared by its parts: intake_keys.c (what keys do), intake_view.c
 * (drawing), intake_pick.c (the procedure picker), intake_offer.c (other lists under fields),
 * intake_save.c (saving), intake_drafts.c.
 */

#include "store/people.h"
#include "tui/candidates.h"
#include "tui/intake_form.h"
#include "tui/state.h"
#include "tui/when.h"

#define PICK_MAX 100
#define OFFER_MAX 6
#define INTAKE_CASE_ROW 7  /* within the body */
#define INTAKE_TAIL_ROWS 4 /* fee, note, due time, number: at the end of the body */

struct picker {
	struct candidates list;
	struct procedure_hit hits[PICK_MAX]; /* borrowed from the index: searched again when it changes */
};

/* What the field one types in may mean: intake_offer.c. */
struct offer {
	struct candidates list;
	struct person_hit people[OFFER_MAX];
	struct area_hit areas[OFFER_MAX]; /* borrowed from the index: looked for again when it changes */
	size_t from;                      /* where the part of the address begins that an area replaces */
	bool dismissed;                   /* by Esc, until another field is come to */
};

/* All that characters can change, before those that may turn out to be a scanner's. */
struct intake_mark {
	enum intake_field focus, field; /* field: whose text that is; IN_FIELDS none */
	struct field_mark text;
	enum applicant_kind kind;
	enum sex sex;
	enum result_delivery result;
	enum id_source source;
	size_t chosen_case, n_warnings;
	int count[COMPONENTS_MAX][COPY_KINDS];
	struct violations wrong;
	bool picking, fresh_digit;
	long picked;
};

struct intake {
	struct screen base;
	struct intake_form form;
	struct picker pick;
	struct offer offer;
	/* said about the form as it is; made anew by intake_reckon, only read while drawing */
	char due[WHEN_SIZE], why[400], fee[200], number[DOSSIER_CODE_SIZE];
	/* the draft this form is kept as */
	int slot;            /* 1–DRAFT_SLOTS */
	unsigned kept_edits; /* form.edits when it was last kept, or tried to */
	bool unkept;         /* that failed */
	unsigned told_edits; /* form.edits + 1 when Esc said that it would be lost */
	size_t drafts;       /* others that wait */
	struct intake_mark mark;
	bool fresh_digit;    /* the next digit starts a component's count anew */
};

/* ---- intake_save.c */
/* Fee, due time, next number. */
void intake_reckon(struct intake *in);
/* F9. */
void intake_save(struct intake *in);
/* Marks what is wrong and puts the focus on the first such field from the top. */
void intake_mark_wrong(struct intake *in, const struct violations *v);
/* The field under the focus is being left: what is in it is tidied and looked at, and told when it is wrong. */
void intake_leave(struct intake *in);
/* An empty form in the place of the one just saved. */
void intake_start_over(struct intake *in);
/* Loads the procedure into the form; false with a word in the status line. */
bool intake_take_procedure(struct intake *in, const char *code);

/* ---- intake_correct.c */
/* F9 on a correction: saves it and closes the screen; false, and said, when it could not. */
bool intake_correct(struct intake *in, struct dossier *d);

/* ---- intake_keys.c */
/* Whenever the focus came to another field by itself. */
void intake_focus_moved(struct intake *in);
/* F8: keeps the form as a draft and opens an empty one. False, and said, when there is no room. */
bool intake_fresh(struct intake *in);

/* ---- intake_table.c */
/* False at the first and last line, where the focus goes on to the next field. */
bool intake_table_move(struct intake *in, enum action action);
bool intake_table_key(struct intake *in, struct key key);

/* ---- intake_card.c */
void intake_card(struct screen *self, const struct card *card);
void intake_mark(struct screen *self);
void intake_unscan(struct screen *self);

/* ---- intake_pick.c */
void pick_search(struct intake *in);
void pick_open(struct intake *in);
void pick_close(struct intake *in);
bool pick_key(struct intake *in, enum action action);
void pick_accept(struct intake *in);
/* A procedure was taken: the focus goes to what it asks for next. */
void pick_chosen(struct intake *in);
/* Opens the list of cases when there are several. */
void pick_case(struct intake *in);
void pick_draw(const struct intake *in, struct area body, int row, int col);

/* ---- intake_offer.c */
/* Something was typed at the focus. */
void offer_update(struct intake *in);
/* What it is looked for in may have changed. */
void offer_again(struct intake *in);
/* The focus is elsewhere. */
void offer_close(struct intake *in);
bool offer_key(struct intake *in, enum action action);
void offer_draw(const struct intake *in, struct area body, int row, int col);

/* ---- intake_view.c */
/* What the field is called on the screen. */
const char *intake_label(const struct intake_form *form, enum intake_field field);
void intake_draw(const struct screen *self, struct area body);
/* How many components are in sight in a body of that height. */
int intake_component_rows(struct area body);

/* ---- intake_drafts.c */
#define DRAFT_SLOTS 9
/* Gives drafts nobody owns to the officer at the counter, as far as there is room. */
void draft_adopt(struct ui *ui);
/* A slot nothing is kept in; 0 when all are taken. */
int draft_free_slot(struct ui *ui);
/* The slot of a half-way correction of that dossier; 0 when there is none. */
int draft_correcting(struct ui *ui, const char *uuid);
/* Keeps the form when it changed since; drops the draft when nothing is in the form. False, and said,
 * when it could not be kept: the form must not go then. */
bool intake_keep(struct intake *in);
void intake_drop_draft(struct intake *in);
bool intake_load_draft(struct intake *in, int slot);
/* How many drafts besides the one open. */
size_t draft_others(struct ui *ui, int slot);
/* F6: the list. */
void intake_show_drafts(struct intake *in);

#endif
