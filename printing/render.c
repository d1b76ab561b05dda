#include "printing/render.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/form.h"
#include "printing/forms.h"

/* Templates read so far, the newest first: an office prints few forms, each many times. */
static struct kept {
	char *text;
	struct template *form;
} kept[8];

static void drop(struct kept *k)
{
	template_free(k->form);
	free(k->text);
	*k = (struct kept){NULL, NULL};
}

static void to_front(size_t i)
{
	struct kept found = kept[i];

	memmove(&kept[1], &kept[0], i * sizeof(*kept));
	kept[0] = found;
}

static const struct template *remembered(const char *text, const char *name, struct err *err)
{
	const size_t last = ARRAY_LEN(kept) - 1;

	for (size_t i = 0; i <= last; i++) {
		if (kept[i].text && str_eq(kept[i].text, text)) {
			to_front(i);
			return kept[0].form;
		}
	}
	struct template *form = template_read(text, strlen(text), name, err);
	if (!form)
		return NULL;
	drop(&kept[last]);
	kept[last] = (struct kept){xstrdup(text), form};
	to_front(last);
	return form;
}

/* The order's own template, or where it brings none the program's. */
static const struct template *template_of(const struct print_order *order, struct err *err)
{
	struct form_file file;
	const struct template *form = NULL;

	if (order->template && *order->template)
		return remembered(order->template, order->form, err);
	if (form_file_load(&file, "", order->form, err))
		form = remembered(file.text, order->form, err);
	form_file_clear(&file);
	return form;
}

/* The one it names, else the form's usual one of those that such a printer takes. */
static const struct paper_kind *paper_of(const struct print_order *order, const struct template *form,
	int dpi, struct err *err)
{
	if (*order->paper)
		return paper_find(order->paper, err);
	if (!dpi)
		return form->papers[0];
	char all[PAPER_NAME_SIZE * TEMPLATE_PAPERS_MAX + 2 * TEMPLATE_PAPERS_MAX] = "";
	for (size_t i = 0; i < form->n_papers; i++) {
		if (form->papers[i]->shape != PAPER_SHEET)
			return form->papers[i];
		size_t len = strlen(all);
		snprintf(all + len, sizeof(all) - len, "%s%s", i ? ", " : "", form->papers[i]->name);
	}
	err_set(err, ERR_USAGE, _("Mẫu %s không in được bằng máy in nhiệt, chỉ trên khổ %s."), form->form,
		all);
	return NULL;
}

const struct paper_kind *render_paper(const struct print_order *order, int dpi, struct err *err)
{
	const struct template *form = template_of(order, err);

	return form ? paper_of(order, form, dpi, err) : NULL;
}

bool render_takes(const struct print_order *order, const char *paper)
{
	const struct template *form = *paper ? template_of(order, NULL) : NULL;
	const struct paper_kind *kind = form ? paper_find(paper, NULL) : NULL;

	return !form || (kind && template_takes(form, kind));
}

bool render_order(const struct print_order *order, int dpi, struct buf *out, size_t *unknown,
	struct err *err)
{
	const struct template *form = template_of(order, err);

	if (!form)
		return false;
	const struct paper_kind *paper = paper_of(order, form, dpi, err);
	if (!paper)
		return false;
	const struct form_input in = {
		.doc = {.form = form, .paper = paper, .data = order->data, .rows = order->rows,
			.rows_in_file = order->rows_in_file,
			.copy = order->copy, .english = order->english},
		.subject = order->subject, .dpi = dpi, .unknown = unknown,
	};
	return form_render(&in, out, err);
}

void render_teardown(void)
{
	for (size_t i = 0; i < ARRAY_LEN(kept); i++)
		drop(&kept[i]);
	form_teardown();
}
