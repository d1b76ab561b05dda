#include "printing/press_wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/str.h"

void wire_put_number(struct buf *out, uint32_t number)
{
	buf_add(out, &number, sizeof(number));
}

void wire_put_text(struct buf *out, const char *text)
{
	size_t len = strlen(text);
	wire_put_number(out, (uint32_t)len);
	buf_add(out, text, len);
}

static const char *take(struct wire *w, size_t len)
{
	const char *at = w->at;
	if (w->bad || len > w->left) {
		w->bad = true;
		return NULL;
	}
	w->at += len;
	w->left -= len;
	return at;
}

uint32_t wire_number(struct wire *w)
{
	uint32_t number = 0;
	const char *at = take(w, sizeof(number));
	if (at)
		memcpy(&number, at, sizeof(number));
	return number;
}

char *wire_text(struct wire *w)
{
	size_t len = wire_number(w);
	const char *at = take(w, len);
	return at ? xstrndup(at, len) : xstrdup("");
}

void wire_text_to(struct wire *w, char *dst, size_t size)
{
	char *text = wire_text(w);
	if (!str_copy(dst, size, text))
		w->bad = true;
	free(text);
}

/* ---- over the socket */

bool wire_send_bytes(int fd, const void *from, size_t len)
{
	const char *bytes = from;
	while (len) {
		ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

bool wire_receive_bytes(int fd, void *to, size_t len)
{
	char *bytes = to;
	while (len) {
		ssize_t n = recv(fd, bytes, len, MSG_WAITALL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

bool wire_send(int fd, const struct buf *message)
{
	uint32_t len = (uint32_t)message->len;
	return !message->full && wire_send_bytes(fd, &len, sizeof(len)) &&
		wire_send_bytes(fd, buf_str(message), message->len);
}

bool wire_receive(int fd, struct buf *message)
{
	char chunk[4096];
	uint32_t left;
	if (!wire_receive_bytes(fd, &left, sizeof(left)) || left > WIRE_MAX)
		return false;
	buf_reset(message);
	while (left) {
		size_t n = left < sizeof(chunk) ? left : sizeof(chunk);
		if (!wire_receive_bytes(fd, chunk, n) || !buf_add(message, chunk, n))
			return false;
		left -= (uint32_t)n;
	}
	return true;
}

/* ---- order and result */

void wire_put_order(struct buf *out, const struct print_order *order)
{
	const char *const texts[] = {
		order->job, order->form, order->paper, order->subject, order->template, order->data,
		order->name, order->fallback_dir, order->file_name,
	};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		wire_put_text(out, texts[i] ? texts[i] : "");
	wire_put_number(out, (uint32_t)order->copy);
	wire_put_number(out, (uint32_t)order->file_copy);
	wire_put_number(out, order->english);
	wire_put_number(out, order->cups_used);
	wire_put_number(out, (uint32_t)order->cups_job);
	wire_put_number(out, (uint32_t)order->patience_ms);
	wire_put_number(out, order->target);
}

bool wire_order(struct wire *w, struct print_order *order)
{
	wire_text_to(w, order->job, sizeof(order->job));
	wire_text_to(w, order->form, sizeof(order->form));
	wire_text_to(w, order->paper, sizeof(order->paper));
	wire_text_to(w, order->subject, sizeof(order->subject));
	char **const texts[] = {
		&order->template, &order->data, &order->name, &order->fallback_dir, &order->file_name,
	};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		*texts[i] = wire_text(w);
	order->copy = (int)wire_number(w);
	order->file_copy = (int)wire_number(w);
	order->english = wire_number(w);
	order->cups_used = wire_number(w);
	order->cups_job = (int)wire_number(w);
	order->patience_ms = (int)wire_number(w);
	order->target = (enum print_target)wire_number(w);
	return !w->bad && order->target <= TO_FOLLOW;
}

void wire_put_result(struct buf *out, const struct print_result *result)
{
	wire_put_text(out, result->job);
	wire_put_text(out, result->target);
	wire_put_text(out, result->words);
	wire_put_text(out, result->message);
	wire_put_number(out, (uint32_t)result->cups_job);
	wire_put_number(out, result->cups_away);
	wire_put_number(out, result->phase);
	wire_put_number(out, result->to_file);
	wire_put_number(out, result->lost);
}

bool wire_result(struct wire *w, struct print_result *result)
{
	wire_text_to(w, result->job, sizeof(result->job));
	wire_text_to(w, result->target, sizeof(result->target));
	wire_text_to(w, result->words, sizeof(result->words));
	wire_text_to(w, result->message, sizeof(result->message));
	result->cups_job = (int)wire_number(w);
	result->cups_away = wire_number(w);
	result->phase = (enum print_phase)wire_number(w);
	result->to_file = wire_number(w);
	result->lost = wire_number(w);
	return !w->bad && result->phase <= PHASE_REFUSED;
}

/* ---- printers */

void wire_put_book(struct buf *out, const struct book *book)
{
	wire_put_text(out, book->usual);
	wire_put_number(out, (uint32_t)book->n);
	for (size_t i = 0; i < book->n; i++) {
		const struct book_entry *e = &book->list[i];
		wire_put_text(out, e->name);
		wire_put_text(out, e->destination);
		wire_put_text(out, e->paper);
		wire_put_text(out, e->forms);
		wire_put_number(out, (uint32_t)e->dpi);
	}
}

bool wire_book(struct wire *w, struct book *book)
{
	*book = (struct book){0};
	wire_text_to(w, book->usual, sizeof(book->usual));
	size_t n = wire_number(w);
	if (n > BOOK_MAX)
		w->bad = true;
	for (size_t i = 0; i < n && !w->bad; i++) {
		struct book_entry *e = &book->list[book->n++];
		wire_text_to(w, e->name, sizeof(e->name));
		wire_text_to(w, e->destination, sizeof(e->destination));
		wire_text_to(w, e->paper, sizeof(e->paper));
		wire_text_to(w, e->forms, sizeof(e->forms));
		e->dpi = (int)wire_number(w);
	}
	return !w->bad;
}

enum { ROW_USUAL = 1, ROW_READY = 2, ROW_THERMAL = 4 };

static void put_row(struct buf *out, const struct printer_row *r)
{
	const char *const texts[] = {
		r->name, r->destination, r->model, r->place, r->papers, r->forms, r->words, r->message,
	};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		wire_put_text(out, texts[i]);
	wire_put_number(out, (uint32_t)r->dpi);
	wire_put_number(out, (uint32_t)r->waiting);
	wire_put_number(out, (r->usual ? ROW_USUAL : 0) | (r->ready ? ROW_READY : 0) |
		(r->thermal ? ROW_THERMAL : 0));
}

static void get_row(struct wire *w, struct printer_row *r)
{
	wire_text_to(w, r->name, sizeof(r->name));
	wire_text_to(w, r->destination, sizeof(r->destination));
	wire_text_to(w, r->model, sizeof(r->model));
	wire_text_to(w, r->place, sizeof(r->place));
	wire_text_to(w, r->papers, sizeof(r->papers));
	wire_text_to(w, r->forms, sizeof(r->forms));
	wire_text_to(w, r->words, sizeof(r->words));
	wire_text_to(w, r->message, sizeof(r->message));
	r->dpi = (int)wire_number(w);
	r->waiting = (int)wire_number(w);
	uint32_t flags = wire_number(w);
	r->usual = flags & ROW_USUAL;
	r->ready = flags & ROW_READY;
	r->thermal = flags & ROW_THERMAL;
}

void wire_put_list(struct buf *out, const struct printer_list *list)
{
	wire_put_number(out, list->cups_answers);
	wire_put_number(out, list->cups_expected);
	wire_put_text(out, list->fonts);
	wire_put_number(out, (uint32_t)list->n);
	for (size_t i = 0; i < list->n; i++)
		put_row(out, &list->rows[i]);
}

struct printer_list *wire_list(struct wire *w)
{
	struct printer_list *list = xcalloc(1, sizeof(*list));

	list->cups_answers = wire_number(w);
	list->cups_expected = wire_number(w);
	wire_text_to(w, list->fonts, sizeof(list->fonts));
	size_t n = wire_number(w);
	if (n > w->left)
		w->bad = true;
	list->rows = xcalloc(w->bad ? 1 : n + 1, sizeof(*list->rows));
	for (; list->n < n && !w->bad; list->n++)
		get_row(w, &list->rows[list->n]);
	if (!w->bad)
		return list;
	printer_list_free(list);
	return NULL;
}
