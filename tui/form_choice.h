#ifndef MOTCUA_TUI_FORM_CHOICE_H
#define MOTCUA_TUI_FORM_CHOICE_H

/*
 * The forms an officer may choose from, in the order they are needed in, with their papers and what
 * they ask for: read from the templates, so that what a province adds or takes away is here too.
 */

#include "base/mem.h"
#include "store/print_jobs.h"
#include "tui/blanks.h"

struct store;

#define FORM_PAPERS_MAX 8
#define FORM_CHOICES_MAX 64

struct form_choice {
	char id[PRINT_FORM_SIZE];
	const char *name;            /* in the language of the screen */
	enum print_subject subject;
	const char *papers[FORM_PAPERS_MAX]; /* names; the first is its usual one */
	size_t n_papers;
	struct {
		const char *name, *label;
		enum ask_kind kind;
	} asks[BLANKS_MAX];
	size_t n_asks;
};

struct form_choices {
	struct arena arena;
	struct form_choice list[FORM_CHOICES_MAX];
	size_t n;
	char refused[500]; /* the first template that could not be read, in a sentence; "" */
};

/* Starts zeroed. dir: of the province's templates, "" for none. */
void form_choices_load(struct form_choices *c, const char *dir);
/* Those of the dossier's documents whose form is refused or gone: they are printed again from the text kept with
 * them, so nothing is asked. */
void form_choices_add_kept(struct form_choices *c, struct store *store, const char *dossier);
void form_choices_clear(struct form_choices *c);
/* In words: "A5", "cuộn 80 mm". */
const char *form_paper_words(const char *paper);

#endif
