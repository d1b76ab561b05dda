#include "printing/route.h"

#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/paper.h"
#include "printing/render.h"

#define GAP " cups-ipp-missing-job-history "

/* As a thermal printer takes it, or as a PDF on such paper? */
static void as_dots(struct route *r, const struct book_entry *e)
{
	r->dpi = e && e->dpi ? e->dpi : PAPER_DPI_USUAL;
}

static void to_device(struct route *r, const struct book_entry *e, const char *destination)
{
	r->kind = ROUTE_DEVICE;
	str_copy(r->destination, sizeof(r->destination), destination);
	as_dots(r, e);
}

static enum printer_found to_queue(struct route *r, const struct book_entry *e, const char *wanted)
{
	char queue[PRINTER_NAME_SIZE];
	struct printer_info info;
	enum printer_found found = printer_find(wanted, queue);

	if (found != PRINTER_FOUND)
		return found;
	r->kind = ROUTE_QUEUE;
	str_copy(r->destination, sizeof(r->destination), queue);
	if (!*r->shown)
		str_copy(r->shown, sizeof(r->shown), queue);
	if (printer_describe(queue, &info)) {
		r->gap_before = strstr(info.state.printer_reasons, GAP) != NULL;
		if (info.takes_raw && !info.takes_pdf)
			as_dots(r, e);
	}
	return PRINTER_FOUND;
}

/* The entry, or what is a destination itself. */
static enum printer_found to(struct route *r, const struct book_entry *e, const char *name)
{
	const char *destination = e ? e->destination : name;

	str_copy(r->shown, sizeof(r->shown), e ? e->name : name);
	if (e && !*r->paper)
		str_copy(r->paper, sizeof(r->paper), e->paper);
	if (!destination_is_raw(destination))
		return to_queue(r, e, destination);
	if (!destination_is_possible(destination, NULL))
		return PRINTER_NONE;
	to_device(r, e, destination);
	return PRINTER_FOUND;
}

static bool to_given(const struct print_order *order, const struct book *book, struct route *r,
	struct err *err)
{
	switch (to(r, book_find(book, order->name), order->name)) {
	case PRINTER_NONE:
		return err_set(err, ERR_UNAVAILABLE, _("Không có máy in %.100s. Hồ sơ đã lưu. "
			"Chọn máy in khác hoặc in ra tệp PDF."), *order->name ? order->name : _("mặc định"));
	case PRINTER_AWAY:
		return err_set(err, ERR_UNAVAILABLE, _("Không liên lạc được với hệ thống in (CUPS). "
			"Hồ sơ đã lưu. Khởi động lại CUPS hoặc in ra tệp PDF."));
	case PRINTER_FOUND:
		break;
	}
	return true;
}

static bool fits(void *user, const char *paper)
{
	return render_takes(user, paper);
}

/* A configured printer that CUPS does not know is not replaced by another: that one may stand in
 * another room. */
static void to_usual(const struct print_order *order, const struct book *book, struct route *r)
{
	const struct book_entry *e = book_choose(book, order->form, order->paper, fits, (void *)order);
	/* a configured one without such paper: perhaps CUPS's own has it */
	const char *name = e ? e->name : book_find(book, book->usual) ? "" : book->usual;
	char paper[sizeof(r->paper)];

	str_copy(paper, sizeof(paper), r->paper);
	switch (to(r, e, name)) {
	case PRINTER_FOUND:
		return;
	case PRINTER_AWAY:
		str_copy(r->why, sizeof(r->why), _("không liên lạc được với hệ thống in CUPS"));
		break;
	case PRINTER_NONE:
		if (*name)
			snprintf(r->why, sizeof(r->why), _("không có máy in %.100s"), name);
		else
			str_copy(r->why, sizeof(r->why), _("không có máy in"));
		break;
	}
	/* a file is as the form usually is, not as the printer that is not there would have it */
	str_copy(r->paper, sizeof(r->paper), paper);
	r->kind = ROUTE_FALLBACK;
}

bool route_find(const struct print_order *order, const struct book *book, struct route *out,
	struct err *err)
{
	*out = (struct route){.kind = ROUTE_FILE};
	str_copy(out->paper, sizeof(out->paper), order->paper);
	if (order->target == TO_FILE) {
		if (str_ends(order->name, ".bin"))
			out->dpi = PAPER_DPI_USUAL; /* on the form's own thermal paper where none is named */
		return true;
	}
	if (order->target == TO_PRINTER)
		return to_given(order, book, out, err);
	to_usual(order, book, out);
	return true;
}
