#include "app/print_kept.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/period.h"
#include "store/dossiers.h"
#include "store/print_jobs.h"
#include "store/print_templates.h"

/* One request, looked up. */
struct lookup {
	struct store *store;
	const struct print_request *request;
	char (*uuids)[UUID_SIZE]; /* each dossier once, in order */
	const char **list;
	size_t n;
};

static bool add_dossier(struct lookup *l, const char *code)
{
	struct dossier d;
	struct dossier_row row = {.uuid = ""};
	size_t i = 0;
	bool there = dossiers_load(l->store, code, &d, NULL, &row, NULL) || row.uuid[0]; /* erased: by its row */
	dossier_clear(&d);
	if (!there)
		return false;
	while (i < l->n && !str_eq(l->uuids[i], row.uuid))
		i++;
	str_copy(l->uuids[i], UUID_SIZE, row.uuid);
	l->n += i == l->n;
	return true;
}

static bool find_dossiers(struct lookup *l)
{
	bool all = true;
	l->uuids = xcalloc(l->request->n_codes + 1, UUID_SIZE);
	l->list = xcalloc(l->request->n_codes + 1, sizeof(*l->list));
	for (size_t i = 0; all && i < l->request->n_codes; i++)
		all = add_dossier(l, l->request->codes[i]);
	for (size_t i = 0; i < l->n; i++)
		l->list[i] = l->uuids[i];
	return all;
}

static const enum form_subject subjects[] = {
	[PRINT_DOSSIER] = SUBJECT_DOSSIER, [PRINT_DOSSIERS] = SUBJECT_DOSSIERS,
	[PRINT_PROCEDURE] = SUBJECT_PROCEDURE, [PRINT_PERIOD] = SUBJECT_PERIOD,
};

/* NULL where that wish would make a new document, or of a text that is no form of that subject. */
static struct template *kept(const struct lookup *l, const struct print_wish *wish)
{
	struct print_document document;
	struct err ignored = ERR_INIT;
	if (!print_document_find(l->store, wish, &document, &ignored) || !document.template[0] ||
		(document.found && !document.same))
		return NULL;
	char *text = print_template_text(l->store, document.template, &ignored);
	struct template *form = text ? template_read(text, strlen(text), wish->form, &ignored) : NULL;
	free(text);
	if (form && form->subject == subjects[wish->subject])
		return form;
	template_free(form);
	return NULL;
}

static struct print_wish wish_of(const struct lookup *l, enum print_subject subject)
{
	return (struct print_wish){.form = l->request->form, .subject = subject, .copy = l->request->copy};
}

/* A paper each: all of them have one. */
static struct template *of_each(const struct lookup *l)
{
	struct template *first = NULL;
	for (size_t i = 0; i < l->n; i++) {
		struct print_wish wish = wish_of(l, PRINT_DOSSIER);
		wish.dossiers = &l->list[i];
		wish.n_dossiers = 1;
		struct template *form = kept(l, &wish);
		if (!form) {
			template_free(first);
			return NULL;
		}
		if (first)
			template_free(form);
		else
			first = form;
	}
	return first;
}

static struct template *of_all(const struct lookup *l)
{
	struct print_wish wish = wish_of(l, PRINT_DOSSIERS);
	wish.dossiers = l->list;
	wish.n_dossiers = l->n;
	return kept(l, &wish);
}

/* Made anew each time, unless a copy of the last one is wished for. */
static struct template *of_what_changes(const struct lookup *l)
{
	struct print_wish wish = wish_of(l, PRINT_PROCEDURE);
	struct period p;
	char about[DOSSIER_CODE_SIZE];
	if (!l->request->copy || !str_copy(about, sizeof(about), l->request->codes[0]))
		return NULL;
	if (period_parse(about, &p)) {
		period_format(&p, about);
		wish.subject = PRINT_PERIOD;
	}
	wish.about = about;
	return kept(l, &wish);
}

struct template *print_kept_form(struct store *store, const struct print_request *request)
{
	struct lookup l = {.store = store, .request = request};
	bool dossiers = find_dossiers(&l);
	struct template *form = dossiers ? of_each(&l) : of_what_changes(&l);
	if (!form && dossiers)
		form = of_all(&l);
	free(l.uuids);
	free(l.list);
	return form;
}
