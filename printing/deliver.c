#include "printing/deliver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/dossier.h"
#include "core/node.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "printing/form.h"
#include "printing/printers.h"

struct paper {
	struct buf pdf;
	char name[48]; /* of the printer's job: no person's name */
};

/* ---- rendering */

struct form {
	const char *number;
	bool (*render)(const struct form_input *in, struct buf *pdf, struct err *err);
};

static const struct form forms[] = {
	{"01", form_receipt},
	{"notice", form_notice},
};

static const struct form *form_find(const char *number)
{
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		if (str_eq(forms[i].number, number))
			return &forms[i];
	}
	return NULL;
}

static bool read_dossier(struct dossier *d, const struct json_t *data, struct err *err)
{
	struct violations wrong = {.n = 0};
	struct err why = ERR_INIT;
	struct buf json;

	buf_init(&json, DOSSIER_JSON_MAX);
	bool ok = node_write(node_at(data, "dossier"), &json, &why) &&
		dossier_from_json(d, buf_str(&json), json.len, &wrong, &why);
	buf_clear(&json);
	return ok || err_set(err, ERR_DATA, _("Không đọc được hồ sơ đã lưu để in: %s %s"),
		wrong.n ? wrong.list[0].field : "", wrong.n ? wrong.list[0].message : why.text);
}

/* False when central said nothing. */
static bool read_problem(struct problem *problem, const struct json_t *data)
{
	struct buf json;

	buf_init(&json, ORDER_DATA_MAX);
	bool ok = node_at(data, "problem") && node_write(node_at(data, "problem"), &json, NULL) &&
		problem_from_json(problem, buf_str(&json), json.len);
	buf_clear(&json);
	return ok;
}

static bool render_form(const struct form *form, const struct print_order *order,
	const struct json_t *data, struct buf *pdf, struct err *err)
{
	struct problem problem;
	struct dossier d;

	dossier_init(&d);
	bool ok = read_dossier(&d, data, err);
	if (ok) {
		const struct form_input in = {
			.dossier = &d, .tracking_url = node_text(node_at(data, "tracking_url")),
			.parent_name = node_text(node_at(data, "agency.parent")),
			.place = node_text(node_at(data, "agency.place")),
			.register_no = node_text(node_at(data, "register_no")), .copy = order->copy,
			.problem = read_problem(&problem, data) ? &problem : NULL,
			.dated_at = node_time(node_at(data, "dated_at")),
		};
		ok = form_setup(err) && form->render(&in, pdf, err);
	}
	dossier_clear(&d);
	return ok;
}

static bool render(const struct print_order *order, struct paper *paper, struct err *err)
{
	const struct form *form = form_find(order->form);

	if (!form)
		return err_set(err, ERR_DATA, _("Không có mẫu số %s để in."), order->form);
	struct json_t *data = node_read(order->data, strlen(order->data), ORDER_DATA_MAX, err);
	if (!data)
		return false;
	str_copy(paper->name, sizeof(paper->name), order->subject);
	bool ok = render_form(form, order, data, &paper->pdf, err);
	node_free(data);
	return ok;
}

/* ---- to a file */

/* why: why not on paper, "" when a file was asked for. */
static bool write_file(const struct paper *paper, const char *path, const char *why,
	struct print_result *out, struct err *err)
{
	if (!str_copy(out->target, sizeof(out->target), path))
		return err_set(err, ERR_DATA, _("Tên tệp PDF quá dài (trên %zu ký tự). Hồ sơ đã lưu."),
			sizeof(out->target) - 1);
	out->to_file = true;
	if (!fs_write_atomic(path, paper->pdf.data, paper->pdf.len, 0600, err))
		return false;
	if (*why)
		err_set(err, ERR_NONE, _("Đã lưu thành tệp PDF (%s): %s"), why, path);
	else
		err_set(err, ERR_NONE, _("Đã lưu thành tệp PDF: %s"), path);
	return true;
}

/* A file may be a copy where the paper would have been the original (store/print_jobs.h). */
static bool render_as_file(const struct print_order *order, struct paper *paper, struct err *err)
{
	struct print_order file = *order;

	if (order->file_copy == order->copy)
		return true;
	file.copy = order->file_copy;
	buf_reset(&paper->pdf);
	return render(&file, paper, err);
}

static bool write_fallback(const struct print_order *order, struct paper *paper,
	const char *why, struct print_result *out, struct err *err)
{
	char *path = fs_join(order->fallback_dir, order->file_name);
	out->to_file = true;
	bool ok = fs_mkdirs(order->fallback_dir, 0700, err) && render_as_file(order, paper, err) &&
		write_file(paper, path, why, out, err);
	free(path);
	return ok;
}

/* ---- to a printer */

static bool send_paper(const struct paper *paper, const char *printer, struct print_result *out,
	struct err *err)
{
	struct printer_job job;
	struct err why = ERR_INIT;

	str_copy(out->target, sizeof(out->target), printer);
	bool ok = printer_send(printer, paper->name, paper->pdf.data, paper->pdf.len, &job, &why);
	out->cups_job = job.id;
	out->phase = job.uncertain ? PHASE_UNCERTAIN : PHASE_FAILED;
	if (job.uncertain)
		return err_set(err, why.kind, _("Mất liên lạc với máy in %s khi đang gửi: có thể đã in, có thể "
			"chưa. Hồ sơ đã lưu. Xem máy in; nếu chưa có giấy thì in lại."), printer);
	if (!ok)
		return err_set(err, why.kind, _("Máy in %s không nhận được: %s. Hồ sơ đã lưu. "
			"Kiểm tra máy in rồi in lại."), printer, why.text);
	err_set(err, ERR_NONE, job.other_size ?
		_("Đã gửi đến máy in %s (máy không báo có khổ A5: đặt giấy A5 hoặc cắt).") :
		_("Đã gửi đến máy in %s."), printer);
	return true;
}

static bool send_to_given(const struct print_order *order, const struct paper *paper,
	struct print_result *out, struct err *err)
{
	char printer[PRINTER_NAME_SIZE];

	str_copy(out->target, sizeof(out->target), order->name);
	switch (printer_find(order->name, printer)) {
	case PRINTER_NONE:
		return err_set(err, ERR_UNAVAILABLE, _("Không có máy in %s. Hồ sơ đã lưu. "
			"Chọn máy in khác hoặc in ra tệp PDF."), *order->name ? order->name : _("mặc định"));
	case PRINTER_AWAY:
		return err_set(err, ERR_UNAVAILABLE, _("Không liên lạc được với hệ thống in (CUPS). "
			"Hồ sơ đã lưu. Khởi động lại CUPS hoặc in ra tệp PDF."));
	case PRINTER_FOUND:
		break;
	}
	return send_paper(paper, printer, out, err);
}

/* A configured printer that CUPS does not know is not replaced by another: that one may stand in
 * another room. */
static bool send_or_write(const struct print_order *order, const char *configured,
	struct paper *paper, struct print_result *out, struct err *err)
{
	char printer[PRINTER_NAME_SIZE], why[200] = "";

	switch (printer_find(configured, printer)) {
	case PRINTER_FOUND:
		return send_paper(paper, printer, out, err);
	case PRINTER_AWAY:
		str_copy(why, sizeof(why), _("không liên lạc được với hệ thống in CUPS"));
		break;
	case PRINTER_NONE:
		if (*configured)
			snprintf(why, sizeof(why), _("không có máy in %.100s"), configured);
		else
			str_copy(why, sizeof(why), _("không có máy in"));
		break;
	}
	return write_fallback(order, paper, why, out, err);
}

static bool bring_out(const struct print_order *order, const char *configured,
	struct paper *paper, struct print_result *out, struct err *err)
{
	if (order->target == TO_FILE)
		return write_file(paper, order->name, "", out, err);
	if (order->target == TO_PRINTER)
		return send_to_given(order, paper, out, err);
	return send_or_write(order, configured, paper, out, err);
}

void deliver(const struct print_order *order, const char *configured, struct print_result *out)
{
	struct err said = ERR_INIT;
	struct paper paper = {.name = ""};

	*out = (struct print_result){0};
	str_copy(out->job, sizeof(out->job), order->job);
	buf_init(&paper.pdf, PDF_MAX);
	bool ok = render(order, &paper, &said) && bring_out(order, configured, &paper, out, &said);
	if (ok)
		out->phase = PHASE_DONE;
	text_clean_to(out->message, sizeof(out->message), said.text);
	buf_clear(&paper.pdf);
}
