#include "printing/desk.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/record.h"
#include "i18n/lang.h"
#include "store/correction.h"
#include "store/dossiers.h"
#include "store/workstation.h"

#define PROBLEM_MAX (128 * 1024)

struct desk {
	struct store *store;
	const struct workstation *ws;
	struct worker *worker;
	char *out_dir;
	char (*sent)[UUID_SIZE]; /* jobs the worker has */
	size_t n_sent, room;
};

struct desk *desk_new(struct store *store, const struct workstation *ws, struct worker *worker,
	const char *out_dir)
{
	struct desk *desk = xcalloc(1, sizeof(*desk));

	desk->store = store;
	desk->ws = ws;
	desk->worker = worker;
	desk->out_dir = xstrdup(out_dir);
	return desk;
}

void desk_free(struct desk *desk)
{
	if (!desk)
		return;
	free(desk->out_dir);
	free(desk->sent);
	free(desk);
}

int desk_pending(const struct desk *desk)
{
	return (int)desk->n_sent;
}

static size_t sent_index(const struct desk *desk, const char *job_id)
{
	size_t i = 0;
	while (i < desk->n_sent && !str_eq(desk->sent[i], job_id))
		i++;
	return i;
}

static void sent_add(struct desk *desk, const char *job_id)
{
	if (desk->n_sent == desk->room) {
		desk->room = desk->room ? desk->room * 2 : 8;
		desk->sent = xreallocarray(desk->sent, desk->room, sizeof(*desk->sent));
	}
	str_copy(desk->sent[desk->n_sent++], UUID_SIZE, job_id);
}

static void sent_remove(struct desk *desk, const char *job_id)
{
	size_t i = sent_index(desk, job_id);
	if (i < desk->n_sent)
		memcpy(desk->sent[i], desk->sent[--desk->n_sent], UUID_SIZE);
}

/* ---- making the order */

/* The code with nothing in it that a file system could mistake; copies beside the original. */
static char *file_name(const char *code, const char *tail, int copy)
{
	char *name = copy > 0 ? xasprintf("%s%s-ban-sao-%d.pdf", code, tail, copy) :
		xasprintf("%s%s.pdf", code, tail);

	for (char *p = name; *p; p++) {
		if (!isalnum((unsigned char)*p) && !strchr(".-_", *p))
			*p = '_';
	}
	if (*name == '.')
		*name = '_';
	return name;
}

static void aim(struct print_order *o, const char *name)
{
	o->target = !*name ? TO_AUTO : print_target_is_file(name) ? TO_FILE : TO_PRINTER;
	o->name = xstrdup(name);
}

/* What central said, for the notice of a dossier it rejected. */
static bool add_problem(struct desk *desk, struct record *data, const struct print_job *job,
	struct err *err)
{
	struct outbox_row row;
	struct buf json;
	bool found;

	if (!str_eq(job->form, "notice"))
		return true;
	if (!correction_find(desk->store, job->dossier, &row, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_DATA, _("Hồ sơ này không bị trung tâm từ chối, nên không có gì để thông "
			"báo."));
	buf_init(&json, PROBLEM_MAX);
	problem_to_json(&row.problem, &json);
	bool ok = record_json(data, "problem", buf_str(&json), err);
	record_time(data, "dated_at", row.last_at);
	buf_clear(&json);
	return ok;
}

/* Receipts of one dossier that replace one another lie side by side. */
static const char *file_tail(const struct print_job *job, const struct dossier *d, char tail[16])
{
	tail[0] = '\0';
	if (str_eq(job->form, "notice"))
		str_copy(tail, 16, "-thong-bao");
	else if (d->correction.n_replaces > 0)
		snprintf(tail, 16, "-thay-%d", (int)d->correction.n_replaces);
	return tail;
}

static bool add_dossier(struct desk *desk, struct record *data, const char *uuid, struct err *err)
{
	char *json = dossiers_json(desk->store, uuid, err);
	bool ok = json && record_json(data, "dossier", json, err);
	free(json);
	return ok;
}

static void add_agency(struct record *data, const struct workstation *ws)
{
	struct record *agency = record_new();
	record_text(agency, "id", ws->agency);
	record_text(agency, "name", ws->agency_name);
	record_text(agency, "parent", ws->parent_name);
	record_text(agency, "place", ws->place);
	record_child(data, "agency", agency);
	record_int(data, "counter", ws->counter);
}

/* The receipt's address and date, and the names of the order that come of the dossier. */
static bool fill_dossier(struct desk *desk, struct print_order *o, struct record *data,
	const struct print_job *job, struct err *err)
{
	char tail[16];
	char token[RECEIPT_TOKEN_SIZE] = "", url[RECEIPT_URL_SIZE] = "";
	struct dossier d;

	dossier_init(&d);
	bool ok = dossiers_load(desk->store, job->dossier, &d, token, NULL, err);
	if (ok) {
		o->file_name = file_name(job->code, file_tail(job, &d, tail), o->file_copy);
		record_time(data, "dated_at", d.correction.at ? d.correction.at : d.received_at);
	}
	dossier_clear(&d);
	if (!ok)
		return false;
	if (!receipt_url(desk->ws->public_url, job->code, token, url))
		return err_set(err, ERR_DATA, _("Không in: không tạo được địa chỉ tra cứu cho mã QR. Hồ sơ "
			"đã lưu."));
	record_text(data, "tracking_url", url);
	return true;
}

static bool fill_data(struct desk *desk, struct print_order *o, const struct print_job *job,
	struct err *err)
{
	struct record *data = record_new();
	struct buf json;

	add_agency(data, desk->ws);
	if (!fill_dossier(desk, o, data, job, err) || !add_dossier(desk, data, job->dossier, err) ||
		!add_problem(desk, data, job, err)) {
		record_free(data);
		return false;
	}
	buf_init(&json, ORDER_DATA_MAX);
	record_write(data, &json);
	bool full = json.full;
	o->data = buf_take(&json);
	return !full || err_set(err, ERR_DATA, _("Dữ liệu JSON quá lớn."));
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
	str_copy(o->subject, sizeof(o->subject), job->code);
	o->fallback_dir = xstrdup(desk->out_dir);
	if (fill_data(desk, o, job, err))
		return o;
	print_order_free(o);
	return NULL;
}

static bool may_be_sent(const struct desk *desk, const struct print_job *job, struct err *err)
{
	if (sent_index(desk, job->id) < desk->n_sent)
		return err_set(err, ERR_DATA, _("Giấy này đang in."));
	if (job->state == PRINT_CONFIRMED)
		return err_set(err, ERR_DATA, _("Giấy này đã in. Cần thêm một bản thì in bản sao."));
	if (job->state == PRINT_GIVEN_UP)
		return err_set(err, ERR_DATA, _("Lệnh in này đã bỏ. Cần giấy thì in lại từ hồ sơ."));
	if (job->state != PRINT_OWED)
		return err_set(err, ERR_DATA, _("Không biết giấy này đã ra chưa. Hãy xem ở máy in, rồi cho biết đã "
			"có giấy, in lại hay bỏ."));
	return true;
}

bool desk_send(struct desk *desk, const char *job_id, const char *name, struct err *err)
{
	struct print_job job;

	if (!print_job_get(desk->store, job_id, &job, err) || !may_be_sent(desk, &job, err))
		return false;
	struct print_order *order = make_order(desk, &job, name, err);
	if (!order)
		return false;
	/* On the disk before on the way: after a crash the paper is uncertain, not owed. */
	if (!print_job_set(desk->store, job_id, PRINT_SENT, name, "", clock_now(), err)) {
		print_order_free(order);
		return false;
	}
	sent_add(desk, job_id);
	worker_submit(desk->worker, order);
	return true;
}

/* ---- taking the result */

static enum print_state state_after(const struct print_result *r)
{
	static const enum print_state after[] = {
		[PHASE_FAILED] = PRINT_OWED, [PHASE_SENT] = PRINT_SENT, [PHASE_PRINTING] = PRINT_SENT,
		[PHASE_WAITING] = PRINT_SENT, [PHASE_DONE] = PRINT_CONFIRMED,
		[PHASE_UNCERTAIN] = PRINT_UNCERTAIN, [PHASE_CANCELLED] = PRINT_GIVEN_UP,
	};

	return after[r->phase];
}

/* Of one that was taken back nothing is out: its number is free again. */
static bool store_result(struct desk *desk, const struct print_result *r, struct err *err)
{
	return (r->phase != PHASE_CANCELLED || print_job_set(desk->store, r->job, PRINT_OWED, r->target,
			r->message, clock_now(), err)) &&
		print_job_set(desk->store, r->job, state_after(r), r->target, r->message, clock_now(), err) &&
		(!r->cups_job || print_job_set_printer_job(desk->store, r->job, r->cups_job, err));
}

bool desk_collect(struct desk *desk, struct print_job *job, struct print_result *result)
{
	struct err err = ERR_INIT;

	if (!worker_result(desk->worker, result))
		return false;
	if (print_phase_is_last(result->phase))
		sent_remove(desk, result->job);
	if (!store_result(desk, result, &err) ||
		!print_job_get(desk->store, result->job, job, &err)) {
		/* The paper is out all the same; the job stays "sent", uncertain at the next start. */
		log_line(LOG_ERROR, "print job %s: result not stored: %s", result->job, err.text);
		memset(job, 0, sizeof(*job));
		str_copy(job->id, sizeof(job->id), result->job);
		job->state = state_after(result);
	}
	return true;
}
