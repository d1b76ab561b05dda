/* Reads templates, and leaves their types to itself: screens know only what is to be chosen. */
#include "tui/form_choice.h"

#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/order.h"
#include "i18n/text.h"
#include "printing/forms.h"
#include "store/print_templates.h"

/* As they are needed at a counter; others after them, by name. */
static const char *const order[] = {
	"01", "02", "03", "04", "05", "06", "fee", "charge", "label", "notice", "joint", "results", "07",
	"guidance",
};

static size_t rank(const char *id)
{
	size_t i = 0;
	while (i < ARRAY_LEN(order) && !str_eq(order[i], id))
		i++;
	return i;
}

static int compare(const void *a, const void *b)
{
	const struct form_choice *x = a, *y = b;
	size_t rx = rank(x->id), ry = rank(y->id);
	return rx < ry ? -1 : rx > ry;
}

static const char *name_of(const void *form)
{
	return ((const struct form_choice *)form)->name;
}

static void put_in_order(struct form_choices *c)
{
	size_t known = 0;
	qsort(c->list, c->n, sizeof(c->list[0]), compare);
	while (known < c->n && rank(c->list[known].id) < ARRAY_LEN(order))
		known++;
	order_array(c->list + known, c->n - known, sizeof(c->list[0]), name_of, ORDER_TEXT);
}

static void add(struct form_choices *c, const char *id, const struct template *form)
{
	static const enum print_subject subjects[] = {
		[SUBJECT_DOSSIER] = PRINT_DOSSIER, [SUBJECT_DOSSIERS] = PRINT_DOSSIERS,
		[SUBJECT_PROCEDURE] = PRINT_PROCEDURE, [SUBJECT_PERIOD] = PRINT_PERIOD,
	};
	bool english = str_eq(lang_current(), "en") && form->name_en && form->name_en[0];
	struct form_choice *f = &c->list[c->n++];
	*f = (struct form_choice){.subject = subjects[form->subject],
		.name = arena_strdup(&c->arena, english ? form->name_en : form->name)};
	str_copy(f->id, sizeof(f->id), id);
	for (size_t i = 0; i < form->n_papers && i < FORM_PAPERS_MAX; i++)
		f->papers[f->n_papers++] = form->papers[i]->name;
	for (size_t i = 0; i < form->n_asks && i < BLANKS_MAX; i++) {
		f->asks[i].name = arena_strdup(&c->arena, form->asks[i].name);
		f->asks[i].label = arena_strdup(&c->arena, form->asks[i].label);
		f->asks[i].kind = form->asks[i].kind;
		f->n_asks++;
	}
}

void form_choices_load(struct form_choices *c, const char *dir)
{
	char ids[FORMS_MAX][FORM_ID_SIZE];
	size_t n = 0;
	struct err err = ERR_INIT;
	if (!forms_list(dir, ids, &n, &err))
		str_copy(c->refused, sizeof(c->refused), err.text);
	for (size_t i = 0; i < n && c->n < FORM_CHOICES_MAX; i++) {
		struct form_file file = {.form = NULL};
		struct err why = ERR_INIT;
		if (form_file_load(&file, dir, ids[i], &why))
			add(c, ids[i], file.form);
		else if (!c->refused[0])
			text_clean_to(c->refused, sizeof(c->refused), why.text);
		form_file_clear(&file);
	}
	put_in_order(c);
}

/* ---- kept with papers */

static bool has(const struct form_choices *c, const char *id)
{
	size_t i = 0;
	while (i < c->n && !str_eq(c->list[i].id, id))
		i++;
	return i < c->n;
}

static void add_kept(struct form_choices *c, struct store *store, const char *id, const char *sha256)
{
	struct err ignored = ERR_INIT;
	if (!*sha256 || has(c, id) || c->n == FORM_CHOICES_MAX)
		return;
	char *text = print_template_text(store, sha256, &ignored);
	struct template *form = text ? template_read(text, strlen(text), id, &ignored) : NULL;
	if (form && form->subject == SUBJECT_DOSSIER) {
		add(c, id, form);
		c->list[c->n - 1].n_asks = 0;
	}
	template_free(form);
	free(text);
}

/* The receipt's text is known since the intake, printed or not. */
static void add_kept_receipt(struct form_choices *c, struct store *store, const char *dossier)
{
	struct print_document receipt;
	struct err ignored = ERR_INIT;
	const struct print_wish wish = {.form = "01", .subject = PRINT_DOSSIER, .dossiers = &dossier, .n_dossiers = 1};
	if (print_document_find(store, &wish, &receipt, &ignored))
		add_kept(c, store, "01", receipt.template);
}

void form_choices_add_kept(struct form_choices *c, struct store *store, const char *dossier)
{
	struct print_job *jobs = NULL;
	size_t n = 0;
	struct err ignored = ERR_INIT;
	if (!print_jobs_of(store, dossier, &jobs, &n, &ignored))
		return;
	while (n-- > 0) {
		if (jobs[n].subject == PRINT_DOSSIER)
			add_kept(c, store, jobs[n].form, jobs[n].template);
	}
	free(jobs);
	add_kept_receipt(c, store, dossier);
	put_in_order(c);
}

void form_choices_clear(struct form_choices *c)
{
	arena_clear(&c->arena);
	c->n = 0;
	c->refused[0] = '\0';
}

const char *form_paper_words(const char *paper)
{
	const struct paper_kind *kind = paper_find(paper, NULL);
	return kind ? _(kind->words) : paper;
}
