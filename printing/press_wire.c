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

static bool send_all(int fd, const char *bytes, size_t len)
{
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

static bool receive_all(int fd, char *bytes, size_t len)
{
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
	return !message->full && send_all(fd, (const char *)&len, sizeof(len)) &&
		send_all(fd, buf_str(message), message->len);
}

bool wire_receive(int fd, struct buf *message)
{
	char chunk[4096];
	uint32_t left;
	if (!receive_all(fd, (char *)&left, sizeof(left)) || left > WIRE_MAX)
		return false;
	buf_reset(message);
	while (left) {
		size_t n = left < sizeof(chunk) ? left : sizeof(chunk);
		if (!receive_all(fd, chunk, n) || !buf_add(message, chunk, n))
			return false;
		left -= (uint32_t)n;
	}
	return true;
}

/* ---- order and result */

void wire_put_order(struct buf *out, const struct print_order *order, const char *configured)
{
	const char *const texts[] = {
		configured, order->job, order->form, order->paper, order->subject, order->template, order->data,
		order->rows, order->name, order->fallback_dir, order->file_name,
	};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		wire_put_text(out, texts[i] ? texts[i] : "");
	wire_put_number(out, (uint32_t)order->copy);
	wire_put_number(out, (uint32_t)order->file_copy);
	wire_put_number(out, order->english);
	wire_put_number(out, order->target);
}

bool wire_order(struct wire *w, struct print_order *order, char **configured)
{
	*configured = wire_text(w);
	wire_text_to(w, order->job, sizeof(order->job));
	wire_text_to(w, order->form, sizeof(order->form));
	wire_text_to(w, order->paper, sizeof(order->paper));
	wire_text_to(w, order->subject, sizeof(order->subject));
	char **const texts[] = {
		&order->template, &order->data, &order->rows, &order->name, &order->fallback_dir,
		&order->file_name,
	};
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		*texts[i] = wire_text(w);
	order->copy = (int)wire_number(w);
	order->file_copy = (int)wire_number(w);
	order->english = wire_number(w);
	order->target = (enum print_target)wire_number(w);
	return !w->bad;
}

void wire_put_result(struct buf *out, const struct print_result *result)
{
	wire_put_text(out, result->job);
	wire_put_text(out, result->target);
	wire_put_text(out, result->words);
	wire_put_text(out, result->message);
	wire_put_number(out, (uint32_t)result->cups_job);
	wire_put_number(out, result->phase);
	wire_put_number(out, result->to_file);
}

bool wire_result(struct wire *w, struct print_result *result)
{
	wire_text_to(w, result->job, sizeof(result->job));
	wire_text_to(w, result->target, sizeof(result->target));
	wire_text_to(w, result->words, sizeof(result->words));
	wire_text_to(w, result->message, sizeof(result->message));
	result->cups_job = (int)wire_number(w);
	result->phase = (enum print_phase)wire_number(w);
	result->to_file = wire_number(w);
	return !w->bad;
}
