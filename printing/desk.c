#include "printing/desk.h"

#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/forms.h"
#include "printing/paper_data.h"
#include "store/print_templates.h"

struct ids {
	char (*list)[UUID_SIZE];
	size_t n, room;
};

struct desk {
	struct store *store;
	const struct workstation *ws;
	struct worker *worker;
	char *out_dir, *forms_dir;
	bool english;
	int patience_ms;
	struct ids sent;  /* jobs the worker has */
	struct ids asked; /* asked after, though another run sent them */
	struct ids owed;  /* those of them that were owed before they were sent (print_job_owed_before) */
	bool cups_used;   /* a paper has gone through CUPS */
};

struct desk *desk_new(struct store *store, const struct workstation *ws, struct worker *worker,
	const char *out_dir)
{
	struct desk *desk = xcalloc(1, sizeof(*desk));
	struct err err = ERR_INIT;

	desk->store = store;
	desk->ws = ws;
	desk->worker = worker;
	desk->out_dir = xstrdup(out_dir);
	desk->forms_dir = xstrdup("");
	if (!print_jobs_used_cups(store, &desk->cups_used, &err))
		log_line(LOG_ERROR, "papers sent before: %s", err.text);
	return desk;
}

void desk_set_forms(struct desk *desk, const char *forms_dir, bool english)
{
	free(desk->forms_dir);
	desk->forms_dir = xstrdup(forms_dir);
	desk->english = english;
}

void desk_free(struct desk *desk)
{
	if (!desk)
		return;
	free(desk->out_dir);
	free(desk->forms_dir);
	free(desk->sent.list);
	free(desk->owed.list);
	free(desk->asked.list);
	free(desk);
}

void desk_set_patience(struct desk *desk, int ms)
{
	desk->patience_ms = ms;
}

bool desk_used_cups(const struct desk *desk)
{
	return desk->cups_used;
}

int desk_pending(const struct desk *desk)
{
	return (int)desk->sent.n;
}

static size_t ids_index(const struct ids *ids, const char *id)
{
	size_t i = 0;
	while (i < ids->n && !str_eq(ids->list[i], id))
		i++;
	return i;
}

static bool ids_have(const struct ids *ids, const char *id)
{
	return ids_index(ids, id) < ids->n;
}

static void ids_add(struct ids *ids, const char *id)
{
	if (ids->n == ids->room) {
		ids->room = ids->room ? ids->room * 2 : 8;
		ids->list = xreallocarray(ids->list, ids->room, sizeof(*ids->list));
	}
	str_copy(ids->list[ids->n++], UUID_SIZE, id);
}

static void ids_remove(struct ids *ids, const char *id)
{
	size_t i = ids_index(ids, id);
	if (i == ids->n)
		return;
	ids->n--;
	memmove(ids->list[i], ids->list[ids->n], UUID_SIZE);
}

static void forget(struct desk *desk, const char *job_id)
{
	ids_remove(&desk->sent, job_id);
	ids_remove(&desk->owed, job_id);
}

/* ---- making the order */

static void aim(struct print_order *o, const char *name)
{
	o->target = !*name ? TO_AUTO : print_target_is_file(name) ? TO_FILE : TO_PRINTER;
	o->name = xstrdup(name);
}

/* The newest text of the form, kept with the document from now on. */
static char *new_template(struct desk *desk, const struct print_job *job, struct err *err)
{
	struct form_file file;
	char sha256[PRINT_HASH_SIZE], *text = NULL;

	if (form_file_load(&file, desk->forms_dir, job->form, err) &&
		print_template_keep(desk->store, job->form, file.text, clock_now(), sha256, err) &&
		print_template_pin(desk->store, job, sha256, err))
		text = xstrdup(file.text);
	form_file_clear(&file);
	return text;
}

static bool take_template(struct desk *desk, struct print_order *o, const struct print_job *job,
	struct err *err)
{
	o->template = job->template[0] ? print_template_text(desk->store, job->template, err) :
		new_template(desk, job, err);
	return o->template != NULL;
}

/* A file of the paper's own name, where files go that no printer took. */
static bool aim_at_folder(struct print_order *o, struct err *err)
{
	if (!str_eq(o->name, DESK_FILE))
		return true;
	free(o->name);
	o->name = fs_join(o->fallback_dir, o->file_name);
	return fs_mkdirs(o->fallback_dir, 0700, err);
}

static struct print_order *make_order(struct desk *desk, const struct print_job *job,
	const char *name, struct err *err)
{
	struct print_order *o = xcalloc(1, sizeof(*o));

	str_copy(o->job, sizeof(o->job), job->id);
	str_copy(o->form, sizeof(o->form), job->form);
	aim(o, name);
	o->file_copy = job->file_copy;
	o->copy = o->target == TO_FILE ? job->file_copy : job->copy;
	str_copy(o->paper, sizeof(o->paper), job->paper);
	o->patience_ms = desk->patience_ms;
	o->english = desk->english;
	o->cups_used = desk->cups_used;
	o->fallback_dir = xstrdup(desk->out_dir);
	const struct paper_source from = {.store = desk->store, .ws = desk->ws, .job = job};
	if (take_template(desk, o, job, err) && paper_data_fill(&from, o, err) && aim_at_folder(o, err))
		return o;
	print_order_free(o);
	return NULL;
}

bool desk_send(struct desk *desk, const char *job_id, const char *name, struct err *err)
{
	struct print_job job;
	struct err why = ERR_INIT;

	if (ids_have(&desk->sent, job_id))
		return err_set(err, ERR_DATA, _("Giấy này đang in."));
	/* On the disk before on the way: after a crash the paper is uncertain, not owed; and of two programs
	 * only one sends it. */
	if (!print_job_get(desk->store, job_id, &job, err))
		return false;
	bool owed_before = print_job_owed_before(&job);
	if (!print_job_begin(desk->store, job_id, name, clock_now(), &job, err))
		return false;
	struct print_order *order = make_order(desk, &job, name, &why);
	if (!order) {
		if (!print_job_set(desk->store, job_id, PRINT_OWED, name, why.text, clock_now(), err))
			return false;
		return err_set(err, why.kind, "%s", why.text);
	}
	ids_add(&desk->sent, job_id);
	if (owed_before)
		ids_add(&desk->owed, job_id);
	worker_submit(desk->worker, order);
	return true;
}

/* ---- what an earlier run sent */

static void follow(struct desk *desk, const struct print_job *job)
{
	struct print_order *o = xcalloc(1, sizeof(*o));

	str_copy(o->job, sizeof(o->job), job->id);
	str_copy(o->form, sizeof(o->form), job->form);
	str_copy(o->paper, sizeof(o->paper), job->paper);
	str_copy(o->subject, sizeof(o->subject), job->code);
	o->target = TO_FOLLOW;
	o->name = xstrdup(job->target);
	o->cups_job = job->printer_job;
	o->data = xstrdup("");
	o->fallback_dir = xstrdup(desk->out_dir);
	o->file_name = xstrdup("");
	ids_add(&desk->sent, job->id);
	worker_submit(desk->worker, o);
}

/* Nobody else follows it, and it has not been asked after in vain. */
static bool follow_one(struct desk *desk, const struct print_job *job, struct err *err)
{
	bool claimed;

	if (!job->lost || print_target_is_file(job->target) || !worker_can_ask(desk->worker, job->target) ||
		ids_have(&desk->asked, job->id) || ids_have(&desk->sent, job->id))
		return true;
	if (!print_job_claim(desk->store, job->id, &claimed, err))
		return false;
	if (claimed) {
		ids_add(&desk->asked, job->id);
		follow(desk, job);
	}
	return true;
}

bool desk_follow_all(struct desk *desk, struct err *err)
{
	struct print_job *jobs;
	bool ok = true;
	size_t n;

	if (!print_jobs_open(desk->store, &jobs, &n, err))
		return false;
	for (size_t i = 0; ok && i < n; i++)
		ok = follow_one(desk, &jobs[i], err);
	free(jobs);
	return ok;
}

bool desk_take_over(struct desk *desk, bool *others, struct err *err)
{
	return print_jobs_recover_others(desk->store, clock_now(), others, err) && desk_follow_all(desk, err);
}

/* ---- taking the result */

static enum print_state state_after(const struct print_result *r)
{
	static const enum print_state after[] = {
		[PHASE_FAILED] = PRINT_OWED, [PHASE_SENT] = PRINT_SENT, [PHASE_PRINTING] = PRINT_SENT,
		[PHASE_WAITING] = PRINT_SENT, [PHASE_DONE] = PRINT_CONFIRMED,
		[PHASE_UNCERTAIN] = PRINT_UNCERTAIN, [PHASE_CANCELLED] = PRINT_GIVEN_UP,
		[PHASE_REFUSED] = PRINT_OWED,
	};

	return after[r->phase];
}

/* Of one that was taken back nothing is out: its number is free again. */
static bool store_result(struct desk *desk, const struct print_result *r, struct err *err)
{
	if (r->phase == PHASE_REFUSED)
		return print_job_refused(desk->store, r->job, ids_have(&desk->owed, r->job), r->target, r->message,
			clock_now(), err);
	return (r->phase != PHASE_CANCELLED || print_job_set(desk->store, r->job, PRINT_OWED, r->target,
			r->message, clock_now(), err)) &&
		print_job_set(desk->store, r->job, state_after(r), r->target, r->message, clock_now(), err) &&
		(!r->lost || print_job_set_lost(desk->store, r->job, err)) &&
		(!r->cups_job || print_job_set_printer_job(desk->store, r->job, r->cups_job, err));
}

/* Somebody settled the job in another program, or has it there: what is heard of it here is of no use. */
static void leave_it(struct desk *desk, struct print_result *r)
{
	forget(desk, r->job);
	ids_remove(&desk->asked, r->job); /* should that program end without settling it, it is followed again */
	r->phase = PHASE_CANCELLED;
	str_copy(r->words, sizeof(r->words), _("xử lý ở nơi khác"));
	str_copy(r->message, sizeof(r->message), _("Giấy này được xử lý ở chương trình khác, không theo dõi ở đây "
		"nữa."));
}

bool desk_collect(struct desk *desk, struct print_job *job, struct print_result *result)
{
	struct err err = ERR_INIT;

	if (!worker_result(desk->worker, result))
		return false;
	desk->cups_used = desk->cups_used || result->cups_job > 0;
	bool stored = store_result(desk, result, &err);
	if (print_phase_is_last(result->phase))
		forget(desk, result->job);
	if (!stored && err.kind == ERR_DATA && print_job_get(desk->store, result->job, job, NULL)) {
		leave_it(desk, result);
	} else if (!stored || !print_job_get(desk->store, result->job, job, &err)) {
		/* The paper is out all the same; the job stays "sent", uncertain at the next start. */
		log_line(LOG_ERROR, "print job %s: result not stored: %s", result->job, err.text);
		memset(job, 0, sizeof(*job));
		str_copy(job->id, sizeof(job->id), result->job);
		job->state = state_after(result);
	}
	return true;
}
