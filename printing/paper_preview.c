#include "printing/paper_preview.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/seal.h"
#include "printing/doc.h"
#include "printing/forms.h"
#include "printing/paper_data.h"
#include "printing/worker.h"
#include "store/dossiers.h"
#include "store/print_templates.h"

/* The newest paper of that form the dossier has; false when it has none. */
static bool newest(const struct preview_wish *p, struct print_job *out)
{
	struct print_job *jobs = NULL;
	size_t n = 0;
	struct err err = ERR_INIT;
	const struct print_wish *wish = p->wish;
	if (wish->subject != PRINT_DOSSIER || !print_jobs_of(p->store, wish->dossiers[0], &jobs, &n, &err))
		return false;
	while (n > 0 && (!str_eq(jobs[n - 1].form, wish->form) || jobs[n - 1].subject != wish->subject))
		n--;
	if (n > 0)
		*out = jobs[n - 1];
	free(jobs);
	return n > 0;
}

/* A job as it would be. */
static bool make_job(const struct preview_wish *p, struct print_job *job, struct err *err)
{
	const struct print_wish *wish = p->wish;
	struct print_job before;
	*job = (struct print_job){.subject = wish->subject, .created_at = p->now,
		.counter = wish->counter, .n_dossiers = (int)wish->n_dossiers};
	str_copy(job->form, sizeof(job->form), wish->form);
	str_copy(job->paper, sizeof(job->paper), wish->paper ? wish->paper : "");
	str_copy(job->code, sizeof(job->code), wish->about ? wish->about : "");
	str_copy(job->officer, sizeof(job->officer), wish->officer ? wish->officer : "");
	str_copy(job->officer_name, sizeof(job->officer_name), wish->officer_name ? wish->officer_name : "");
	if (newest(p, &before))
		str_copy(job->template, sizeof(job->template), before.template);
	if (wish->n_dossiers == 0)
		return true;
	struct dossier d;
	dossier_init(&d);
	bool ok = dossiers_load(p->store, wish->dossiers[0], &d, NULL, NULL, err);
	str_copy(job->dossier, sizeof(job->dossier), wish->dossiers[0]);
	if (ok)
		str_copy(job->code, sizeof(job->code), d.code);
	dossier_clear(&d);
	return ok;
}

static struct template *read_template(const struct preview_wish *p, const struct print_job *job,
	struct err *err)
{
	struct form_file file;
	if (job->template[0]) {
		char *text = print_template_text(p->store, job->template, err);
		struct template *form = text ? template_read(text, strlen(text), job->form, err) : NULL;
		free(text);
		return form;
	}
	bool ok = form_file_load(&file, p->forms_dir, job->form, err);
	struct template *form = ok ? template_read(file.text, strlen(file.text), file.path, err) : NULL;
	form_file_clear(&file);
	return form;
}

static bool set(const struct preview_wish *p, const struct print_job *job, const struct template *form,
	const struct print_order *order, int cols, struct preview *out, struct err *err)
{
	const struct paper_kind *paper = job->paper[0] ? paper_find(job->paper, err) : form->papers[0];
	const struct doc_input in = {.form = form, .paper = paper, .data = order->data,
		.rows = order->rows, .english = p->english};
	return paper && preview_form(out, &in, cols, err);
}

bool paper_preview(const struct preview_wish *p, int cols, struct preview *out, struct err *err)
{
	struct print_job job;
	struct template *form = NULL;
	struct print_order *order = xcalloc(1, sizeof(*order));
	const struct paper_source from = {.store = p->store, .ws = p->ws, .job = &job, .wish = p->wish};
	bool ok = make_job(p, &job, err) && (form = read_template(p, &job, err)) &&
		paper_data_fill(&from, order, err) && set(p, &job, form, order, cols, out, err);
	if (order->data)
		seal_wipe(order->data, strlen(order->data));
	print_order_free(order);
	template_free(form);
	return ok;
}
