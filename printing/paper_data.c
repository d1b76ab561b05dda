#include "printing/paper_data.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/node.h"
#include "core/period.h"
#include "core/record.h"
#include "core/seal.h"
#include "i18n/lang.h"
#include "printing/period_rows.h"
#include "printing/worker.h"
#include "store/catalogue.h"
#include "store/correction.h"
#include "store/dossiers.h"
#include "store/handovers.h"
#include "store/ledger.h"
#include "store/workstation.h"

#define AGENCY_MAX (16 * 1024)
#define PROBLEM_MAX (128 * 1024)
#define LOOKED_AT_MAX (512 * 1024) /* bytes of a ledger that is only looked at */

/* One paper on its way. */
struct filling {
	const struct paper_source *from;
	struct print_order *order;
	struct record *data;
	struct print_job first;  /* of the document */
	bool dated;              /* the data has its date */
};

/* ---- the file it may become */

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

/* Receipts of one dossier that replace one another lie side by side, and so do other documents of the
 * same form: those by their job. */
static void file_tail(const struct filling *f, const struct dossier *d, char tail[48])
{
	const struct print_job *job = f->from->job;
	if (str_eq(job->form, "01") && d && d->correction.n_replaces > 0)
		snprintf(tail, 48, "-thay-%d", (int)d->correction.n_replaces);
	else if (str_eq(job->form, "01"))
		tail[0] = '\0';
	else if (str_eq(job->form, "notice"))
		str_copy(tail, 48, "-thong-bao");
	else
		snprintf(tail, 48, "-%s-%s", job->form, job->original + strlen(job->original) - 6);
}

static void name_file(struct filling *f, const struct dossier *d)
{
	char tail[48];
	file_tail(f, d, tail);
	f->order->file_name = file_name(f->from->job->code, tail, f->order->file_copy);
}

/* ---- what every paper has */

/* What the catalogue says of the agency beside what enrolment gave; it need not say anything. */
static void add_what_is_published(struct filling *f, struct record *agency)
{
	static const char *const members[] = {"level", "desk", "address", "phone", "tax_code"};
	struct err ignored = ERR_INIT;
	char *body = catalogue_body(f->from->store, "agency", f->from->ws->agency, &ignored);
	struct json_t *item = body ? node_read(body, strlen(body), AGENCY_MAX, &ignored) : NULL;
	for (size_t i = 0; i < ARRAY_LEN(members); i++)
		record_text(agency, members[i], node_text(node_at(item, members[i])));
	record_text(f->data, "register_no", node_text(node_at(item, "register")));
	node_free(item);
	free(body);
}

static void add_office(struct filling *f)
{
	const struct workstation *ws = f->from->ws;
	const struct print_job *job = f->from->job;
	struct record *agency = record_new(), *officer = record_new();
	record_text(agency, "id", ws->agency);
	record_text(agency, "name", ws->agency_name);
	record_text(agency, "parent", ws->parent_name);
	record_text(agency, "place", ws->place);
	add_what_is_published(f, agency);
	record_child(f->data, "agency", agency);
	record_text(officer, "id", job->officer);
	record_text(officer, "name", job->officer_name);
	record_child(f->data, "officer", officer);
	record_int(f->data, "counter", job->counter ? job->counter : ws->counter);
}

static char *asked_of(struct filling *f, struct err *err)
{
	const struct print_wish *wish = f->from->wish;
	return wish ? xstrdup(wish->asked ? wish->asked : "") :
		print_job_asked(f->from->store, f->from->job, err);
}

static bool add_asked(struct filling *f, struct err *err)
{
	char *asked = asked_of(f, err);
	bool ok = asked && (!*asked || record_json(f->data, "asked", asked, err));
	if (asked)
		seal_wipe(asked, strlen(asked));
	free(asked);
	return ok;
}

static void set_date(struct filling *f, int64_t at)
{
	if (!f->dated)
		record_time(f->data, "dated_at", at);
	f->dated = true;
}

/* ---- of a dossier */

/* What central says now: for a notice looked at before it is made. */
static bool add_problem_of_today(struct filling *f, struct err *err)
{
	struct outbox_row row;
	struct buf json;
	bool found;

	if (!correction_find(f->from->store, f->from->job->dossier, &row, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_DATA, _("Hồ sơ này không bị trung tâm từ chối, nên không có gì để thông "
			"báo."));
	buf_init(&json, PROBLEM_MAX);
	problem_to_json(&row.problem, &json);
	bool ok = record_json(f->data, "problem", buf_str(&json), err);
	set_date(f, row.last_at);
	buf_clear(&json);
	return ok;
}

static bool add_problem_of_then(struct filling *f, const struct json_t *asked, struct err *err)
{
	struct buf json;
	buf_init(&json, PROBLEM_MAX);
	bool ok = node_write(node_at(asked, PAPER_PROBLEM), &json, err) &&
		record_json(f->data, "problem", buf_str(&json), err);
	set_date(f, node_time(node_at(asked, PAPER_PROBLEM_AT)));
	buf_clear(&json);
	return ok;
}

/* A notice says what central said when it was made, whatever became of the dossier since. */
static bool add_problem(struct filling *f, struct err *err)
{
	if (!str_eq(f->from->job->form, "notice"))
		return true;
	char *text = asked_of(f, err);
	struct json_t *asked = text && *text ? node_read(text, strlen(text), PRINT_ASKED_MAX, err) : NULL;
	bool ok = text && (!*text || asked);
	if (ok)
		ok = node_at(asked, PAPER_PROBLEM) ? add_problem_of_then(f, asked, err) :
			add_problem_of_today(f, err);
	node_free(asked);
	if (text)
		seal_wipe(text, strlen(text));
	free(text);
	return ok;
}

static bool add_handovers(struct filling *f, struct err *err)
{
	static const char *const words[] = {
		[HANDOVER_EARLY] = "Trước hạn", [HANDOVER_ON_TIME] = "Đúng hạn", [HANDOVER_LATE] = "Quá hạn",
	};
	struct handover *list;
	size_t n;
	if (!handovers_of(f->from->store, f->from->job->dossier, f->first.created_at, &list, &n, err))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct record *row = record_new();
		record_time(row, "at", list[i].at);
		record_text(row, "from", list[i].from);
		record_text(row, "to", list[i].to);
		record_text(row, "verdict", words[list[i].verdict]);
		record_text(row, "note", list[i].note);
		record_push(f->data, "handovers", row);
	}
	if (list)
		seal_wipe(list, n * sizeof(*list));
	free(list);
	return true;
}

static bool add_content(struct filling *f, struct err *err)
{
	char *json = dossiers_json(f->from->store, f->from->job->dossier, err);
	bool ok = json && record_json(f->data, "dossier", json, err);
	if (json)
		seal_wipe(json, strlen(json));
	free(json);
	return ok;
}

/* A receipt is dated when it was issued. */
static bool add_receipt(struct filling *f, struct err *err)
{
	const struct print_job *job = f->from->job;
	char token[RECEIPT_TOKEN_SIZE] = "", url[RECEIPT_URL_SIZE] = "";
	struct dossier d;

	dossier_init(&d);
	bool ok = dossiers_load(f->from->store, job->dossier, &d, token, NULL, err);
	if (ok)
		name_file(f, &d);
	if (ok && str_eq(job->form, "01"))
		set_date(f, d.correction.at ? d.correction.at : d.received_at);
	dossier_clear(&d);
	if (!ok)
		return false;
	if (!receipt_url(f->from->ws->public_url, job->code, token, url))
		return err_set(err, ERR_DATA, _("Không in: không tạo được địa chỉ tra cứu cho mã QR. Hồ sơ "
			"đã lưu."));
	record_text(f->data, "tracking_url", url);
	return true;
}

static bool fill_dossier(struct filling *f, struct err *err)
{
	return add_receipt(f, err) && add_content(f, err) && add_problem(f, err) && add_handovers(f, err);
}

/* ---- of others */

static bool take_rows(struct filling *f, bool ok, struct buf *rows)
{
	f->order->rows = buf_take(rows);
	name_file(f, NULL);
	return ok;
}

static bool dossiers_of(struct filling *f, char (**uuids)[UUID_SIZE], size_t *n, struct err *err)
{
	const struct print_wish *wish = f->from->wish;
	if (!wish)
		return print_job_dossiers(f->from->store, f->from->job, uuids, n, err);
	*n = wish->n_dossiers;
	*uuids = xcalloc(*n, sizeof(**uuids));
	for (size_t i = 0; i < *n; i++)
		str_copy((*uuids)[i], UUID_SIZE, wish->dossiers[i]);
	return true;
}

static bool fill_dossiers(struct filling *f, struct err *err)
{
	char (*uuids)[UUID_SIZE];
	struct buf rows;
	size_t n;
	if (!dossiers_of(f, &uuids, &n, err))
		return false;
	buf_init(&rows, LEDGER_ROWS_MAX);
	bool ok = ledger_dossiers(f->from->store, (const char(*)[UUID_SIZE])uuids, n, &rows, err);
	free(uuids);
	return take_rows(f, ok, &rows);
}

static bool fill_procedure(struct filling *f, struct err *err)
{
	char *body = catalogue_body(f->from->store, "procedure", f->from->job->code, err);
	bool ok = body && record_json(f->data, "procedure", body, err);
	free(body);
	name_file(f, NULL);
	return ok;
}

/* Nobody looks at more than the beginning of a long ledger: whole rows of it. */
static bool look_at_period(struct filling *f, const struct period *p, struct err *err)
{
	struct buf rows;
	buf_init(&rows, LOOKED_AT_MAX);
	bool ok = ledger_period(f->from->store, period_start(p), period_end(p), ledger_to_buf, &rows, err) ||
		rows.full;
	while (rows.full && rows.len > 0 && rows.data[rows.len - 1] != '\n')
		rows.data[--rows.len] = '\0';
	return take_rows(f, ok, &rows);
}

/* Ten thousand rows take a second to open: not on the loop. */
static bool leave_to_worker(struct filling *f, const struct period *p, struct err *err)
{
	f->order->source = period_rows_new(f->from->store, period_start(p), period_end(p), err);
	name_file(f, NULL);
	return f->order->source != NULL;
}

static bool fill_period(struct filling *f, struct err *err)
{
	struct period p;
	char from[DATE_SIZE], to[DATE_SIZE];
	if (!period_parse(f->from->job->code, &p))
		return err_set(err, ERR_DAMAGED, _("Khoảng thời gian của giấy này bị hỏng. Hãy lập giấy mới."));
	date_format_iso(p.from, from);
	date_format_iso(p.to, to);
	struct record *period = record_new();
	record_text(period, "from", from);
	record_text(period, "to", to);
	record_child(f->data, "period", period);
	return f->from->wish ? look_at_period(f, &p, err) : leave_to_worker(f, &p, err);
}

/* ---- together */

static bool fill(struct filling *f, struct err *err)
{
	static bool (*const fill_by[])(struct filling *, struct err *) = {
		[PRINT_DOSSIER] = fill_dossier, [PRINT_DOSSIERS] = fill_dossiers,
		[PRINT_PROCEDURE] = fill_procedure, [PRINT_PERIOD] = fill_period,
	};
	f->first = *f->from->job;
	if ((!f->from->wish && !print_job_get(f->from->store, f->from->job->original, &f->first, err)) ||
		!add_asked(f, err) || !fill_by[f->from->job->subject](f, err))
		return false;
	set_date(f, f->first.created_at);
	add_office(f);
	return true;
}

bool paper_data_fill(const struct paper_source *from, struct print_order *order, struct err *err)
{
	struct filling f = {.from = from, .order = order, .data = record_new()};
	struct buf json;

	str_copy(order->subject, sizeof(order->subject), from->job->code);
	if (!fill(&f, err)) {
		record_free(f.data);
		return false;
	}
	buf_init(&json, ORDER_DATA_MAX);
	record_write(f.data, &json);
	bool full = json.full;
	order->data = buf_take(&json);
	return !full || err_set(err, ERR_DATA, _("Dữ liệu JSON quá lớn."));
}
