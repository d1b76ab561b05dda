#include "printing/printer_look.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/order.h"
#include "printing/book.h"
#include "printing/paper.h"
#include "printing/printers.h"
#include "printing/raw.h"

#define LOOK_MS 1500

/* ---- one row */

/* Which of our kinds of paper are among its sizes; each size once. */
static void name_papers(const char *media, char *dst, size_t size)
{
	struct buf names;
	char word[80];

	buf_init(&names, size - 1);
	for (size_t i = 0; paper_at(i); i++) {
		const struct paper_kind *kind = paper_at(i);
		snprintf(word, sizeof(word), " %s ", kind->media);
		if (*kind->media && strstr(media, word))
			buf_printf(&names, names.len ? " %s" : "%s", kind->name);
	}
	str_copy(dst, size, buf_str(&names));
	buf_clear(&names);
}

static void fill_from_queue(struct printer_row *row, const struct printer_info *info)
{
	enum trouble t = TROUBLE_NONE;

	str_copy(row->model, sizeof(row->model), info->model);
	str_copy(row->place, sizeof(row->place), info->place);
	row->thermal = info->takes_raw && !info->takes_pdf;
	row->waiting = info->waiting;
	if (!row->dpi)
		row->dpi = info->dpi;
	if (!*row->papers)
		name_papers(info->media, row->papers, sizeof(row->papers));
	row->ready = verdict_of_printer(&info->state, row->words, &t);
	if (t != TROUBLE_NONE)
		trouble_sentence(t, row->name, row->message);
	else if (!row->ready)
		snprintf(row->message, sizeof(row->message), _("Máy in %.60s không nhận lệnh in. Nhờ quản trị cho "
			"nhận lại (cupsaccept)."), row->name);
}

static void missing(struct printer_row *row, bool cups_answers)
{
	str_copy(row->words, sizeof(row->words), cups_answers ? _("không có") : _("không liên lạc được"));
	snprintf(row->message, sizeof(row->message), cups_answers ?
		_("CUPS không có máy in %.60s. Xem tên các máy in bằng: lpstat -e") :
		_("Không thấy CUPS, nên không in được ra %.60s. Hãy khởi động CUPS."), row->destination);
}

static void look_at_device(struct printer_row *row)
{
	struct raw_limits limits = raw_limits_usual;
	enum trouble t;
	bool two_way;
	char why[200] = "";

	limits.connect = LOOK_MS;
	row->thermal = true;
	if (!raw_look(row->destination, &limits, &two_way, &t, why)) {
		str_copy(row->words, sizeof(row->words), trouble_words(TROUBLE_AWAY));
		snprintf(row->message, sizeof(row->message), _("Máy in %.60s: %s."), row->name, why);
		return;
	}
	row->ready = t == TROUBLE_NONE;
	str_copy(row->words, sizeof(row->words), row->ready && !two_way ? _("có nối, không báo trạng thái") :
		trouble_words(t));
	if (!row->ready)
		trouble_sentence(t, row->name, row->message);
}

/* ---- all of them */

static const struct printer_info *queue_named(const struct printer_info *queues, size_t n,
	const char *name)
{
	for (size_t i = 0; i < n; i++) {
		if (str_eq(queues[i].name, name))
			return &queues[i];
	}
	return NULL;
}

static void add_entry(struct printer_list *list, const struct book_entry *e, bool usual,
	const struct printer_info *queues, size_t n)
{
	struct printer_row *row = &list->rows[list->n++];
	const struct printer_info *info = queue_named(queues, n, e->destination);

	str_copy(row->name, sizeof(row->name), e->name);
	str_copy(row->destination, sizeof(row->destination), e->destination);
	str_copy(row->papers, sizeof(row->papers), e->paper);
	str_copy(row->forms, sizeof(row->forms), e->forms);
	row->dpi = e->dpi;
	row->usual = usual;
	if (destination_is_raw(e->destination))
		look_at_device(row);
	else if (info)
		fill_from_queue(row, info);
	else
		missing(row, list->cups_answers);
}

/* What the configuration names, under its own name or another. */
static bool is_listed(const struct printer_list *list, const char *destination)
{
	for (size_t i = 0; i < list->n; i++) {
		if (str_eq(list->rows[i].destination, destination))
			return true;
	}
	return false;
}

static void add_book(struct printer_list *list, const struct book *book,
	const struct printer_info *queues, size_t n)
{
	struct book_entry usual = {.name = ""};

	for (size_t i = 0; i < book->n; i++)
		add_entry(list, &book->list[i], str_eq(book->list[i].name, book->usual), queues, n);
	if (!*book->usual || book_find(book, book->usual) || is_listed(list, book->usual))
		return;
	str_copy(usual.name, sizeof(usual.name), book->usual);
	str_copy(usual.destination, sizeof(usual.destination), book->usual);
	add_entry(list, &usual, true, queues, n);
}

static const char *row_name(const void *row)
{
	return ((const struct printer_row *)row)->name;
}

static void fill_announced(struct printer_row *row, const struct printer_announced *heard)
{
	row->ready = true;
	str_copy(row->destination, sizeof(row->destination), heard->name);
	str_copy(row->model, sizeof(row->model), heard->model);
	str_copy(row->place, sizeof(row->place), heard->place);
	str_copy(row->words, sizeof(row->words), _("có trên mạng"));
	str_copy(row->message, sizeof(row->message), _("Máy này tự giới thiệu trên mạng, chưa có trong CUPS. Chọn "
		"là in được, lần đầu chậm vài giây; dùng hằng ngày thì nhờ quản trị thêm vào CUPS."));
}

/* Offered behind all others, unless the configuration names them: CUPS makes a queue when one is chosen. */
static void add_announced(struct printer_list *list, const struct printer_info *queues, size_t n_queues)
{
	struct printer_announced heard[ANNOUNCED_MAX];
	size_t n = printers_announced(heard);

	list->rows = xreallocarray(list->rows, list->n + n + 1, sizeof(*list->rows));
	for (size_t i = 0; i < n; i++) {
		if (queue_named(queues, n_queues, heard[i].name))
			continue;
		bool named = false;
		for (size_t k = 0; k < list->n; k++) {
			if (!str_eq(list->rows[k].destination, heard[i].name))
				continue;
			fill_announced(&list->rows[k], &heard[i]);
			named = true;
		}
		if (named)
			continue;
		struct printer_row *row = &list->rows[list->n++];
		*row = (struct printer_row){.ready = true};
		str_copy(row->name, sizeof(row->name), heard[i].name);
		fill_announced(row, &heard[i]);
	}
}

struct printer_list *printer_list_make(const struct book *book)
{
	struct printer_list *list = xcalloc(1, sizeof(*list));
	struct printer_info *queues = xcalloc(PRINTERS_MAX, sizeof(*queues));
	size_t n;

	list->cups_answers = printers_list(queues, PRINTERS_MAX, &n);
	list->cups_expected = printers_expected();
	list->rows = xcalloc(n + book->n + 1, sizeof(*list->rows));
	add_book(list, book, queues, n);
	size_t own = list->n;
	for (size_t i = 0; i < n; i++) {
		if (is_listed(list, queues[i].name))
			continue;
		struct printer_row *row = &list->rows[list->n++];
		str_copy(row->name, sizeof(row->name), queues[i].name);
		str_copy(row->destination, sizeof(row->destination), queues[i].name);
		row->usual = !*book->usual && queues[i].is_default;
		fill_from_queue(row, &queues[i]);
	}
	order_array(list->rows + own, list->n - own, sizeof(*list->rows), row_name, ORDER_TEXT);
	if (list->cups_answers)
		add_announced(list, queues, n);
	free(queues);
	return list;
}
