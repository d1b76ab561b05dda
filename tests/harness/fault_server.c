#include "tests/harness/fault_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "base/mem.h"

#define MAX_CONNECTIONS 512
#define MAX_REQUEST (4u << 20)

struct connection {
	struct fault_server *server;
	pthread_t thread;
	int fd;
	bool reset;
	SSL *ssl;
};

struct fault_server {
	int fd, port;
	char url[64];
	int stop[2]; /* its write end closed: everybody out */
	SSL_CTX *tls;
	pthread_t acceptor;
	pthread_mutex_t lock;
	fault_handler *fn;
	void *user;
	int requests, n;
	struct connection connections[MAX_CONNECTIONS];
};

/* ---- bytes in and out; all end when the server is stopped */

/* True when fd is ready; false when the server stops or ms (−1: no limit) have passed. */
static bool await(struct fault_server *s, int fd, short events, int ms)
{
	struct pollfd p[2] = {{.fd = s->stop[0], .events = POLLIN}, {.fd = fd, .events = events}};
	int n;

	do {
		n = poll(p, fd >= 0 ? 2 : 1, ms);
	} while (n < 0 && errno == EINTR);
	return n > 0 && !p[0].revents;
}

/* Waits; false when the server stops meanwhile. */
static bool rest(struct fault_server *s, int ms)
{
	struct pollfd p = {.fd = s->stop[0], .events = POLLIN};

	return poll(&p, 1, ms) == 0;
}

static ssize_t receive(struct connection *c, char *bytes, size_t len)
{
	if (!(c->ssl && SSL_pending(c->ssl)) && !await(c->server, c->fd, POLLIN, -1))
		return 0;
	return c->ssl ? SSL_read(c->ssl, bytes, (int)len) : recv(c->fd, bytes, len, 0);
}

static bool transmit(struct connection *c, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n;

		if (!await(c->server, c->fd, POLLOUT, -1))
			return false;
		n = c->ssl ? SSL_write(c->ssl, bytes, (int)(len < 16384 ? len : 16384))
			: send(c->fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

/* ---- one request, one answer */

static bool read_more(struct connection *c, struct buf *in)
{
	char bytes[16384];
	ssize_t n = receive(c, bytes, sizeof(bytes));

	return n > 0 && buf_add(in, bytes, (size_t)n);
}

/* in keeps what came after this request; q points into it. */
static bool read_request(struct connection *c, struct buf *in, struct fault_request *q, size_t *used)
{
	char value[32];
	const char *end;
	size_t head;

	while (!(end = strstr(buf_str(in), "\r\n\r\n"))) {
		if (!read_more(c, in))
			return false;
	}
	head = (size_t)(end - in->data) + 4;
	q->headers = in->data;
	sscanf(in->data, "%15s %2047s", q->method, q->path);
	if (fault_header(q, "Content-Length", value, sizeof(value)))
		q->body_len = strtoul(value, NULL, 10);
	while (in->len < head + q->body_len) {
		if (!read_more(c, in))
			return false;
	}
	*used = head + q->body_len;
	q->headers = in->data;
	q->body = in->data + head;
	return true;
}

static void ask_handler(struct fault_server *s, struct fault_request *q, struct fault_reply *a)
{
	char *after = (char *)q->body + q->body_len, kept = *after;

	*after = '\0';
	pthread_mutex_lock(&s->lock);
	q->number = ++s->requests;
	s->fn(s->user, q, a);
	pthread_mutex_unlock(&s->lock);
	*after = kept;
}

static bool trickle(struct connection *c, const struct fault_reply *a, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (!transmit(c, buf_str(&a->bytes) + i, 1) || !rest(c->server, a->pause_ms))
			return false;
	}
	return true;
}

/* True when the connection is to be kept. */
static bool send_reply(struct connection *c, const struct fault_reply *a)
{
	size_t len = a->cut && a->cut < a->bytes.len ? a->cut : a->bytes.len;

	if (a->delay_ms > 0 && !rest(c->server, a->delay_ms))
		return false;
	if (!(a->pause_ms > 0 ? trickle(c, a, len) : transmit(c, buf_str(&a->bytes), len)))
		return false;
	while (a->end == FAULT_ENDLESS && transmit(c, buf_str(&a->bytes), len))
		;
	if (a->end == FAULT_HANG)
		rest(c->server, -1);
	c->reset = a->end == FAULT_RESET;
	return a->end == FAULT_KEEP;
}

static bool serve_one(struct connection *c, struct buf *in)
{
	struct fault_request q = {.number = 0};
	struct fault_reply a = {.end = FAULT_KEEP};
	size_t used;
	bool go_on;

	if (!read_request(c, in, &q, &used))
		return false;
	buf_init(&a.bytes, 64u << 20);
	ask_handler(c->server, &q, &a);
	go_on = send_reply(c, &a);
	buf_clear(&a.bytes);
	memmove(in->data, in->data + used, in->len - used + 1);
	in->len -= used;
	return go_on;
}

/* The descriptor's number stays taken until stop: it must not become another connection's. */
static void hang_up(struct connection *c)
{
	static const struct linger now = {1, 0};

	if (c->ssl)
		SSL_free(c->ssl);
	shutdown(c->fd, c->reset ? 0 : SHUT_RDWR);
	if (c->reset) {
		setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
		dup3(c->server->stop[0], c->fd, O_CLOEXEC);
	}
}

static void *serve(void *arg)
{
	struct connection *c = arg;
	struct buf in;

	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
	if (c->server->tls) {
		c->ssl = SSL_new(c->server->tls);
		SSL_set_fd(c->ssl, c->fd);
	}
	if (!c->ssl || SSL_accept(c->ssl) == 1) {
		buf_init(&in, MAX_REQUEST);
		while (serve_one(c, &in))
			;
		buf_clear(&in);
	}
	hang_up(c);
	return NULL;
}

static void *accept_all(void *arg)
{
	struct fault_server *s = arg;

	while (await(s, s->fd, POLLIN, -1)) {
		int fd = accept4(s->fd, NULL, NULL, SOCK_CLOEXEC);
		struct connection *c = &s->connections[s->n];

		if (fd < 0)
			continue;
		BUG_ON(s->n + 1 == MAX_CONNECTIONS);
		*c = (struct connection){.server = s, .fd = fd};
		BUG_ON(pthread_create(&c->thread, NULL, serve, c) != 0);
		pthread_mutex_lock(&s->lock);
		s->n++;
		pthread_mutex_unlock(&s->lock);
	}
	return NULL;
}

/* ---- the server */

static void listen_on(struct fault_server *s, int port)
{
	struct sockaddr_in a = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t size = sizeof(a);

	s->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	setsockopt(s->fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
	BUG_ON(bind(s->fd, (struct sockaddr *)&a, size) != 0 || listen(s->fd, 256) != 0);
	getsockname(s->fd, (struct sockaddr *)&a, &size);
	s->port = ntohs(a.sin_port);
	snprintf(s->url, sizeof(s->url), "%s:%d", s->tls ? "https://localhost" : "http://127.0.0.1", s->port);
}

struct fault_server *fault_server_start(int port, const struct tls_identity *identity,
	fault_handler *fn, void *user)
{
	struct fault_server *s = xcalloc(1, sizeof(*s));

	signal(SIGPIPE, SIG_IGN); /* SSL_write knows no MSG_NOSIGNAL */
	s->fn = fn;
	s->user = user;
	pthread_mutex_init(&s->lock, NULL);
	BUG_ON(pipe2(s->stop, O_CLOEXEC) != 0);
	if (identity) {
		s->tls = SSL_CTX_new(TLS_server_method());
		BUG_ON(SSL_CTX_use_certificate(s->tls, identity->cert) != 1 ||
			SSL_CTX_use_PrivateKey(s->tls, identity->key) != 1);
	}
	listen_on(s, port);
	BUG_ON(pthread_create(&s->acceptor, NULL, accept_all, s) != 0);
	return s;
}

int fault_server_port(const struct fault_server *s)
{
	return s->port;
}

const char *fault_server_url(const struct fault_server *s)
{
	return s->url;
}

void fault_server_lock(struct fault_server *s)
{
	pthread_mutex_lock(&s->lock);
}

void fault_server_unlock(struct fault_server *s)
{
	pthread_mutex_unlock(&s->lock);
}

int fault_server_requests(struct fault_server *s)
{
	pthread_mutex_lock(&s->lock);
	int n = s->requests;
	pthread_mutex_unlock(&s->lock);
	return n;
}

int fault_server_connections(struct fault_server *s)
{
	pthread_mutex_lock(&s->lock);
	int n = s->n;
	pthread_mutex_unlock(&s->lock);
	return n;
}

void fault_server_stop(struct fault_server *s)
{
	if (!s)
		return;
	close(s->stop[1]);
	pthread_join(s->acceptor, NULL);
	for (int i = 0; i < s->n; i++) {
		shutdown(s->connections[i].fd, SHUT_RDWR); /* ends a handshake that waits, too */
		pthread_join(s->connections[i].thread, NULL);
		close(s->connections[i].fd);
	}
	close(s->stop[0]);
	close(s->fd);
	SSL_CTX_free(s->tls);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

void fault_answer(struct fault_reply *a, int status, const char *type, const char *extra,
	const char *body)
{
	char date[64];
	time_t now = time(NULL);
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", &tm);
	buf_printf(&a->bytes, "HTTP/1.1 %d Test\r\n", status);
	if (!strstr(extra, "Date:"))
		buf_printf(&a->bytes, "Date: %s\r\n", date);
	if (type)
		buf_printf(&a->bytes, "Content-Type: %s\r\n", type);
	if (status != 204 && status != 304)
		buf_printf(&a->bytes, "Content-Length: %zu\r\n", strlen(body));
	buf_printf(&a->bytes, "%s\r\n%s", extra, body);
}

bool fault_header(const struct fault_request *q, const char *name, char *out, size_t size)
{
	size_t len = strlen(name);

	for (const char *line = q->headers; line && *line != '\r'; ) {
		if (strncasecmp(line, name, len) == 0 && line[len] == ':') {
			const char *value = line + len + 1 + strspn(line + len + 1, " ");
			snprintf(out, size, "%.*s", (int)strcspn(value, "\r\n"), value);
			return true;
		}
		line = strstr(line, "\r\n");
		line = line ? line + 2 : NULL;
	}
	return false;
}
