#include "tests/harness/proxy_wire.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"

#define MESSAGE_MAX (16u << 20)

void proxy_wire_init(struct wire *w, int fd, int stop)
{
	*w = (struct wire){.fd = fd, .stop = stop};
	buf_init(&w->in, MESSAGE_MAX);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
}

bool proxy_wire_connect(struct wire *w, int port, int stop)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	BUG_ON(fd < 0);
	proxy_wire_init(w, fd, stop);
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
		return true;
	proxy_wire_close(w, false);
	return false;
}

bool proxy_wire_await(struct wire *w, short events, int timeout_ms)
{
	struct pollfd p[2] = {{w->stop, POLLIN, 0}, {w->fd, events, 0}};
	int n;
	do {
		n = poll(p, 2, timeout_ms);
	} while (n < 0 && errno == EINTR);
	return n > 0 && !p[0].revents;
}

void proxy_wire_rest(struct wire *w, int ms)
{
	struct pollfd p[2] = {{w->stop, POLLIN, 0}, {w->fd, POLLRDHUP, 0}};
	poll(p, 2, ms);
}

bool proxy_wire_accept_tls(struct wire *w, SSL_CTX *tls)
{
	struct timeval patience = {.tv_sec = 5};
	setsockopt(w->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	w->ssl = SSL_new(tls);
	SSL_set_fd(w->ssl, w->fd);
	return proxy_wire_await(w, POLLIN, WIRE_PATIENCE_MS) && SSL_accept(w->ssl) == 1;
}

void proxy_wire_close(struct wire *w, bool reset)
{
	static const struct linger now = {1, 0};
	if (w->fd < 0)
		return;
	if (w->ssl && !reset)
		SSL_shutdown(w->ssl);
	SSL_free(w->ssl);
	w->ssl = NULL;
	if (reset)
		setsockopt(w->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(w->fd);
	w->fd = -1;
	buf_clear(&w->in);
}

bool proxy_wire_send(struct wire *w, const void *bytes, size_t len)
{
	const char *at = bytes;
	while (len > 0) {
		ssize_t n;
		if (!proxy_wire_await(w, POLLOUT, WIRE_PATIENCE_MS))
			return false;
		n = w->ssl ? SSL_write(w->ssl, at, (int)(len < 16384 ? len : 16384))
			: send(w->fd, at, len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

static bool read_more(struct wire *w, int timeout_ms)
{
	char bytes[16384];
	if (!(w->ssl && SSL_pending(w->ssl)) && !proxy_wire_await(w, POLLIN, timeout_ms))
		return false;
	ssize_t n = w->ssl ? SSL_read(w->ssl, bytes, sizeof(bytes)) : recv(w->fd, bytes, sizeof(bytes), 0);
	return n > 0 && buf_add(&w->in, bytes, (size_t)n);
}

/* Bytes after the head. An answer without a length has none: central always says one. */
static size_t body_length(const char *head, const char *to)
{
	static const char name[] = "\r\ncontent-length:";
	const char *at = strcasestr(head, name);
	if (at && at < strstr(head, "\r\n\r\n") && !(to && str_eq(to, "HEAD")))
		return strtoul(at + sizeof(name) - 1, NULL, 10);
	return 0;
}

bool proxy_wire_receive(struct wire *w, struct wire_message *m, const char *to, int timeout_ms)
{
	const char *end;
	*m = (struct wire_message){.head = 0};
	while (!(end = strstr(buf_str(&w->in), "\r\n\r\n")))
		if (!read_more(w, timeout_ms))
			return false;
	m->head = (size_t)(end - w->in.data) + 4;
	size_t whole = m->head + body_length(w->in.data, to);
	while (w->in.len < whole)
		if (!read_more(w, WIRE_PATIENCE_MS))
			return false;
	buf_init(&m->bytes, MESSAGE_MAX);
	buf_add(&m->bytes, w->in.data, whole);
	memmove(w->in.data, w->in.data + whole, w->in.len - whole + 1);
	w->in.len -= whole;
	return true;
}

void proxy_message_clear(struct wire_message *m)
{
	buf_clear(&m->bytes);
}

const char *proxy_message_body(const struct wire_message *m, size_t *len)
{
	*len = m->bytes.len - m->head;
	return buf_str(&m->bytes) + m->head;
}
