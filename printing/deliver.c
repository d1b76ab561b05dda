#include "printing/deliver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "printing/form.h"
#include "printing/printers.h"
#include "printing/render.h"

struct paper {
	struct buf pdf;
	char name[48]; /* of the printer's job: no person's name */
};

/* ---- rendering */

static bool render(const struct print_order *order, struct paper *paper, struct err *err)
{
	str_copy(paper->name, sizeof(paper->name), order->subject);
	return render_order(order, 0, &paper->pdf, err);
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
