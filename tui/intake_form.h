#ifndef MOTCUA_TUI_INTAKE_FORM_H
#define MOTCUA_TUI_INTAKE_FORM_H

/*
 * The intake form as data: what was typed and chosen, and how it becomes a dossier. Pure: no
 * terminal, no store; intake_view.c draws it, intake_keys.c changes it.
 */

#include <stdbool.h>
#include <stddef.h>
#include "core/card.h"
#include "core/dossier.h"
#include "core/string_map.h"
#include "core/violations.h"
#include "tui/field.h"

enum intake_field {
	IN_NAME, IN_KIND, IN_ID, IN_BIRTH, IN_SEX, IN_ADDRESS, IN_PHONE, IN_EMAIL, IN_DELEGATE,
	IN_PROCEDURE, IN_CASE, IN_COMPONENTS, IN_RESULT, IN_NOTE, IN_COPIES, IN_FIELDS,
};

struct intake_form {
	struct field text[IN_FIELDS];       /* those that are typed; IN_ID also holds a tax code */
	enum applicant_kind kind;
	enum sex sex;
	enum id_source source;
	enum result_delivery result;
	struct card_warning warnings[CARD_WARNINGS_MAX];
	size_t n_warnings;

	bool has_procedure;
	struct procedure procedure;
	char procedure_hash[65];
	size_t chosen_case;
	int count[COMPONENTS_MAX][COPY_KINDS];
	size_t row;                         /* chosen component */
	enum copy_kind column;

	/* of a rejected dossier that is corrected: its UUID ("": a new intake), number and time */
	char correcting[UUID_SIZE], code[DOSSIER_CODE_SIZE];
	int64_t received_at;

	enum intake_field focus;
	struct violations wrong;            /* from the last attempt to save */
	unsigned edits;                     /* rises with each change; 0: untouched */
};

void intake_form_init(struct intake_form *form);
/* Empties it and leaves it usable. */
void intake_form_reset(struct intake_form *form);

/* Is nothing in it that would be worth keeping? */
bool intake_form_is_blank(const struct intake_form *form);
/* Is it a field one types in? */
bool intake_is_text(enum intake_field field);
/* Can the focus stand there now? (no case choice with one case, no table without a procedure, no
 * birth date and sex of an organisation) */
bool intake_can_focus(const struct intake_form *form, enum intake_field field);
/* The next such field, step +1 or -1; stays at the ends. */
void intake_focus_step(struct intake_form *form, int step);
/* The typed field under the focus, NULL where one does not type. */
struct field *intake_focus_text(struct intake_form *form);
/* Is the applicant an organisation: with a tax code in place of a personal number? */
bool intake_is_organisation(const struct intake_form *form);

/* Something was typed at the focus: its complaints go. */
void intake_form_edited(struct intake_form *form, enum intake_field field);
/* The applicant of an earlier dossier; what that did not tell stays. */
void intake_form_use_person(struct intake_form *form, const struct person *p);
void intake_form_use_card(struct intake_form *form, const struct card *card);
/* The card of who hands in for the applicant. */
void intake_form_use_delegate(struct intake_form *form, const struct card *card);
/* Is the form another person's, with more in it than a card could fill again? */
bool intake_form_is_of_another(const struct intake_form *form, const struct card *card);
/* Takes the procedure over (p is empty after) with its first case. */
void intake_form_use_procedure(struct intake_form *form, struct procedure *p, const char *hash);
void intake_form_choose_case(struct intake_form *form, size_t index);
const struct procedure_case *intake_form_case(const struct intake_form *form);
const struct channel_terms *intake_form_terms(const struct intake_form *form);
/* The count under the table's cursor, kept in 0–COMPONENT_COUNT_MAX. */
void intake_form_set_count(struct intake_form *form, int count);
int intake_form_count(const struct intake_form *form);
/* Left and Right, Space: the next of a field with few values. */
void intake_form_cycle(struct intake_form *form, int step);

/* The dossier's own parts (who and what); d has been through dossier_init. Adds to v what cannot
 * even be put into a dossier (a birth date that is no date, a number of copies that is none). */
bool intake_form_to_dossier(const struct intake_form *form, struct dossier *d, struct violations *v,
	struct err *err) MUST_CHECK;
/* Which field of the form a dossier's path is shown at; row is set for "components[2].…". */
enum intake_field intake_field_of(const char *path, size_t *row);
/* Is that path shown at a field of the form? */
bool intake_has_field(const char *path);
/* The first complaint about a field; NULL when there is none. */
const struct violation *intake_form_wrong(const struct intake_form *form, enum intake_field field);

/* A draft. The procedure is named by its code; the caller loads it, then intake_form_from_map. */
/* A dossier as the draft of a form would be. */
void intake_dossier_to_map(const struct dossier *d, struct string_map *map);
void intake_form_to_map(const struct intake_form *form, struct string_map *map);
void intake_form_from_map(struct intake_form *form, const struct string_map *map);

#endif
