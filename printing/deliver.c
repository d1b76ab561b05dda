#include "printing/deliver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "printing/fitting.h"
#include "printing/form.h"
#include "printing/printers.h"
#include "printing/render.h"
#include "printing/route.h"

struct paper {
	struct buf bytes; /* a PDF, or what a thermal printer is sent */
	int dpi;          /* of that one */
	size_t unknown;   /* characters that stand there as their number */
};

static bool render(const struct print_order *order, struct paper *paper, struct err *err)
{
	return render_order(order, paper->dpi, &paper->bytes, &paper->unknown, err);
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
	if (!fs_write_atomic(path, paper->bytes.data, paper->bytes.len, 0600, err))
		return false;
	if (*why)
		err_set(err, ERR_NONE, _("Đã lưu thành tệp PDF (%s): %s"), why, path);
	else if (paper->dpi)
		err_set(err, ERR_NONE, _("Đã lưu thành tệp lệnh cho máy in nhiệt: %s"), path);
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
	buf_reset(&paper->bytes);
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

/* Found nowhere else, so that the job is found again; nothing of a person's. */
static void name_job(const struct print_order *order, char name[DELIVERY_NAME])
{
	snprintf(name, DELIVERY_NAME, "%s %s", order->subject, order->job);
}

static bool to_queue(const struct print_order *order, const struct paper *paper,
	const struct route *route, struct delivery *d, struct err *err)
{
	const struct paper_kind *kind = render_paper(order, route->dpi, NULL);
	const struct printer_document doc = {
		.name = d->job_name, .media = kind && !route->dpi ? kind->media : "", .raw = route->dpi != 0,
		.bytes = paper->bytes.data, .len = paper->bytes.len,
	};
	struct printer_job job;
	struct err why = ERR_INIT;

	bool ok = printer_send(route->destination, &doc, &job, &why);
	d->result.cups_job = job.id;
	d->result.phase = job.uncertain ? PHASE_UNCERTAIN : PHASE_FAILED;
	d->result.lost = job.uncertain;
	if (!ok && !job.uncertain)
		str_copy(d->result.words, sizeof(d->result.words), _("từ chối"));
	if (job.uncertain)
		return err_set(err, why.kind, _("Mất liên lạc với máy in %s khi đang gửi: có thể đã in, có thể "
			"chưa. Hồ sơ đã lưu. Xem máy in; nếu chưa có giấy thì in lại."), route->shown);
	if (!ok)
		return err_set(err, why.kind, _("Máy in %s không nhận được: %s. Hồ sơ đã lưu. "
			"Kiểm tra máy in rồi in lại."), route->shown, why.text);
	d->next = DELIVERY_FOLLOW;
	err_set(err, ERR_NONE, job.other_size ?
		_("Đã gửi đến máy in %s (máy không báo có khổ giấy này: đặt đúng giấy hoặc cắt).") :
		_("Đã gửi đến máy in %s."), route->shown);
	return true;
}

static bool to_device(struct paper *paper, const struct route *route, struct delivery *d,
	struct err *err)
{
	d->bytes = paper->bytes;
	buf_init(&paper->bytes, PDF_MAX);
	d->next = DELIVERY_DEVICE;
	err_set(err, ERR_NONE, _("Đang gửi đến máy in %s."), route->shown);
	return true;
}

/* ---- all of it */

static bool bring_out(const struct print_order *order, const struct route *route, struct paper *paper,
	struct delivery *d, struct err *err)
{
	bool ok;

	switch (route->kind) {
	case ROUTE_FILE:
		ok = write_file(paper, order->name, "", &d->result, err);
		break;
	case ROUTE_FALLBACK:
		ok = write_fallback(order, paper, route->why, &d->result, err);
		break;
	case ROUTE_QUEUE:
		ok = to_queue(order, paper, route, d, err);
		break;
	case ROUTE_DEVICE:
	default:
		ok = to_device(paper, route, d, err);
	}
	if (ok)
		d->result.phase = d->next == DELIVERY_ENDS ? PHASE_DONE : PHASE_SENT;
	return ok;
}

/* A paper of an earlier run: nothing is rendered, and CUPS may be away just now. */
static void find_again(const struct print_order *order, const struct book *book, struct delivery *d,
	struct err *err)
{
	const struct book_entry *e = book_find(book, order->name);
	const char *destination = e ? e->destination : order->name;

	str_copy(d->destination, sizeof(d->destination), destination);
	d->result.phase = PHASE_SENT;
	d->result.cups_job = order->cups_job;
	d->next = DELIVERY_FOLLOW;
	err_set(err, ERR_NONE, _("Đã gửi đến máy in %s."), order->name);
}

static void print(const struct print_order *order, const struct book *book, struct delivery *d,
	struct err *err)
{
	struct print_order shaped = *order;
	struct paper paper = {.dpi = 0};
	struct route route;

	if (!route_find(order, book, &route, err) || !fitting_check(order, &route, err)) {
		d->result.phase = err->kind == ERR_DATA ? PHASE_REFUSED : PHASE_FAILED;
		return;
	}
	str_copy(d->destination, sizeof(d->destination), route.destination);
	if (route.kind == ROUTE_QUEUE || route.kind == ROUTE_DEVICE)
		str_copy(d->result.target, sizeof(d->result.target), route.shown);
	d->gap_before = route.gap_before;
	str_copy(shaped.paper, sizeof(shaped.paper), route.paper);
	paper.dpi = route.dpi;
	buf_init(&paper.bytes, PDF_MAX);
	if (!render(&shaped, &paper, err) || !bring_out(&shaped, &route, &paper, d, err))
		d->next = DELIVERY_ENDS;
	d->result.unknown = (int)paper.unknown;
	buf_clear(&paper.bytes);
}

/* For a column, where nothing better was said on the way. */
static const char *usual_words(const struct print_result *r)
{
	static const char *const words[] = {
		[PHASE_FAILED] = N_("chưa in"), [PHASE_SENT] = N_("đang chờ"), [PHASE_PRINTING] = N_("đang in"),
		[PHASE_WAITING] = N_("đang chờ"), [PHASE_DONE] = N_("đã in"),
		[PHASE_UNCERTAIN] = N_("không rõ đã in chưa"), [PHASE_CANCELLED] = N_("đã hủy"),
		[PHASE_REFUSED] = N_("từ chối"),
	};
	return r->to_file && r->phase == PHASE_DONE ? _("đã lưu thành tệp") : _(words[r->phase]);
}

void deliver(const struct print_order *order, const struct book *book, struct delivery *d)
{
	struct err said = ERR_INIT;

	*d = (struct delivery){0};
	str_copy(d->result.job, sizeof(d->result.job), order->job);
	buf_init(&d->bytes, PDF_MAX);
	name_job(order, d->job_name);
	if (order->target == TO_PRINTER || order->target == TO_FOLLOW)
		str_copy(d->result.target, sizeof(d->result.target), order->name);
	if (order->target == TO_FOLLOW)
		find_again(order, book, d, &said);
	else
		print(order, book, d, &said);
	if (!*d->result.words)
		str_copy(d->result.words, sizeof(d->result.words), usual_words(&d->result));
	text_clean_to(d->result.message, sizeof(d->result.message), said.text);
}
