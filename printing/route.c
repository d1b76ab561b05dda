#include "printing/route.h"

#include <string.h>
#include <strings.h>
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

	if (found == PRINTER_NONE && *wanted && printer_adopt(wanted))
		found = printer_find(wanted, queue);
	if (!*r->shown)
		str_copy(r->shown, sizeof(r->shown), queue);
	if (found != PRINTER_FOUND)
		return found;
	r->kind = ROUTE_QUEUE;
	str_copy(r->destination, sizeof(r->destination), queue);
	if (printer_describe(queue, &info)) {
		r->gap_before = strstr(info.state.printer_reasons, GAP) != NULL;
		str_copy(r->media, sizeof(r->media), info.media);
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
	r->own_paper = e && *e->paper && (!*r->paper || strcasecmp(r->paper, e->paper) == 0);
	if (e && !*r->paper)
		str_copy(r->paper, sizeof(r->paper), e->paper);
	if (!destination_is_raw(destination))
		return to_queue(r, e, destination);
	if (!destination_is_possible(destination, NULL))
		return PRINTER_NONE;
	to_device(r, e, destination);
	return PRINTER_FOUND;
}

/* ---- what is said where there is none */

static bool not_there(const char *name, struct err *err)
{
	return err_set(err, ERR_UNAVAILABLE, _("Không có máy in %.100s. Hồ sơ đã lưu. "
		"Chọn máy in khác hoặc in ra tệp PDF."), *name ? name : _("mặc định"));
}

static bool cups_is_away(struct err *err)
{
	return err_set(err, ERR_UNAVAILABLE, _("Không liên lạc được với hệ thống in (CUPS). "
		"Hồ sơ đã lưu. Giấy chờ in: khởi động lại CUPS rồi in lại, hoặc in ra tệp PDF."));
}

static bool to_given(const struct print_order *order, const struct book *book, struct route *r,
	struct err *err)
{
	enum printer_found found = to(r, book_find(book, order->name), order->name);

	return found == PRINTER_FOUND ||
		(found == PRINTER_AWAY ? cups_is_away(err) : not_there(order->name, err));
}

/* ---- where nobody said */

static bool fits(void *user, const char *paper)
{
	return render_takes(user, paper);
}

static bool leads_to_cups(const char *destination)
{
	return *destination && !destination_is_raw(destination);
}

/* Is there, or was there, any printer of CUPS's for this counter? */
static bool cups_is_ours(const struct print_order *order, const struct book *book)
{
	bool ours = order->cups_used || printers_expected() ||
		(!book_find(book, book->usual) && leads_to_cups(book->usual));

	for (size_t i = 0; i < book->n && !ours; i++)
		ours = leads_to_cups(book->list[i].destination);
	return ours;
}

static void to_folder(const struct print_order *order, struct route *r)
{
	*r = (struct route){.kind = ROUTE_FALLBACK};
	str_copy(r->paper, sizeof(r->paper), order->paper);
	str_copy(r->why, sizeof(r->why), _("không có máy in"));
}

/* A printer that is not there just now is replaced neither by another one, which may stand in another
 * room, nor by a file, which nobody counts as missing. */
static bool to_usual(const struct print_order *order, const struct book *book, struct route *r,
	struct err *err)
{
	const struct book_entry *e = book_choose(book, order->form, order->paper, fits, (void *)order);
	/* a configured one without such paper: perhaps CUPS's own has it */
	const char *name = e ? e->name : book_find(book, book->usual) ? "" : book->usual;
	enum printer_found found = to(r, e, name);

	if (found == PRINTER_FOUND)
		return true;
	if (found == PRINTER_AWAY && cups_is_ours(order, book))
		return cups_is_away(err);
	if (*r->shown)
		return not_there(r->shown, err);
	if (book->n > 0 || *book->usual)
		return err_set(err, ERR_DATA, _("Không máy in nào của quầy in được giấy này. Chọn máy in khác hoặc in ra "
			"tệp PDF."));
	to_folder(order, r);
	return true;
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
	return order->target == TO_PRINTER ? to_given(order, book, out, err) :
		to_usual(order, book, out, err);
}
