#include "tests/harness/fault_proxy.h"

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/proxy_acts.h"

/* ---- names */

static const char *const names[PROXY_FAULTS] = {
	[PROXY_PASS] = "passed on untouched",
	[PROXY_REFUSE] = "connection refused",
	[PROXY_HALF_OPEN] = "connection half open",
	[PROXY_TLS_EXPIRED] = "certificate expired",
	[PROXY_TLS_HOST] = "certificate of another host",
	[PROXY_TLS_ISSUER] = "certificate of an unknown issuer",
	[PROXY_CUT_REQUEST] = "request cut after n bytes",
	[PROXY_RESET_REQUEST] = "request reset",
	[PROXY_NEVER] = "request never answered",
	[PROXY_SWALLOW] = "answer swallowed after central had it",
	[PROXY_CUT_ANSWER] = "answer cut after n bytes",
	[PROXY_RESET_ANSWER] = "answer reset",
	[PROXY_TRICKLE] = "answer in a trickle",
	[PROXY_HANG_AFTER] = "answer held back for ever",
	[PROXY_DELAY] = "request delayed",
	[PROXY_TWICE] = "request sent to central twice",
	[PROXY_SWAP] = "two requests in the other order",
	[PROXY_PORTAL_PAGE] = "portal page with 200",
	[PROXY_PORTAL_REDIRECT] = "portal redirect 302",
	[PROXY_PORTAL_511] = "portal 511",
	[PROXY_REDIRECT_HTTP] = "redirect to http elsewhere",
	[PROXY_OTHER_JSON] = "200 with JSON of another service",
	[PROXY_ANSWER_1GB] = "answer of 1 GB",
	[PROXY_ENDLESS] = "answer without end",
	[PROXY_BOMB] = "compressed bomb",
	[PROXY_HEADERS] = "100,000 headers",
	[PROXY_DEEP_JSON] = "JSON 10,000 deep",
	[PROXY_401] = "401",
	[PROXY_429] = "429",
	[PROXY_429_SECONDS] = "429, Retry-After in seconds",
	[PROXY_429_DATE] = "429, Retry-After a date long past",
	[PROXY_429_NONSENSE] = "429, Retry-After nonsense",
	[PROXY_429_HUGE] = "429, Retry-After huge",
	[PROXY_500] = "500",
	[PROXY_502] = "502 with a page",
	[PROXY_503] = "503",
	[PROXY_503_SECONDS] = "503, Retry-After in seconds",
	[PROXY_504] = "504 with a page",
	[PROXY_422] = "typed rejection 422",
	[PROXY_500_AFTER] = "500 after central had it",
	[PROXY_WRONG_UUID] = "echo of another uuid",
	[PROXY_WRONG_HASH] = "echo of another hash",
	[PROXY_WRONG_CODE] = "echo of another code",
	[PROXY_WRONG_TYPE] = "answer of another content type",
	[PROXY_HALF_JSON] = "half the JSON, its length right",
	[PROXY_DOUBLE_KEYS] = "answer with duplicate keys",
	[PROXY_NUL] = "answer with NUL",
	[PROXY_BOM] = "answer with a byte order mark",
	[PROXY_BAD_UTF8] = "answer with invalid UTF-8",
	[PROXY_HUGE_INT] = "answer with a huge integer",
	[PROXY_ESCAPES] = "answer with control characters",
	[PROXY_STRIKE_BEFORE] = "struck before central saw the request",
	[PROXY_STRIKE_DURING] = "struck while central worked",
	[PROXY_STRIKE_AFTER] = "struck between answer and client",
};

const char *fault_proxy_name(enum proxy_fault fault)
{
	return names[fault];
}

bool fault_proxy_of_connection(enum proxy_fault fault)
{
	return fault >= PROXY_REFUSE && fault <= PROXY_TLS_ISSUER;
}

/* ---- identities */

void fault_proxy_identities(struct proxy_identities *ids, const char *ca_file)
{
	char unknown[512];
	snprintf(unknown, sizeof(unknown), "%s.stranger", ca_file);
	tls_authority(&ids->ca, "Fault proxy", ca_file);
	tls_authority(&ids->stranger, "Somebody", unknown);
	tls_server(&ids->good, &ids->ca, "localhost", -3600, 86400);
	tls_server(&ids->expired, &ids->ca, "localhost", -86400, -3600);
	tls_server(&ids->wrong_host, &ids->ca, "elsewhere.example.vn", -3600, 86400);
	tls_server(&ids->wrong_issuer, &ids->stranger, "localhost", -3600, 86400);
}

void fault_proxy_identities_clear(struct proxy_identities *ids)
{
	struct tls_identity *all[] = {&ids->ca, &ids->stranger, &ids->good, &ids->expired, &ids->wrong_host,
		&ids->wrong_issuer};
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		tls_identity_clear(all[i]);
}

static SSL_CTX *context(const struct tls_identity *id)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	BUG_ON(SSL_CTX_use_certificate(ctx, id->cert) != 1 || SSL_CTX_use_PrivateKey(ctx, id->key) != 1);
	return ctx;
}

/* ---- connections */

struct served {
	struct fault_proxy *proxy;
	int fd;
};

static bool shake_hands(struct fault_proxy *p, struct wire *client, enum proxy_fault fault)
{
	static const enum proxy_fault kinds[PROXY_CONTEXTS] = {
		PROXY_PASS, PROXY_TLS_EXPIRED, PROXY_TLS_HOST, PROXY_TLS_ISSUER,
	};
	SSL_CTX *tls = p->contexts[0];
	for (size_t i = 1; i < ARRAY_LEN(kinds) && tls; i++)
		if (kinds[i] == fault)
			tls = p->contexts[i];
	if (!tls)
		return true;
	if (tls != p->contexts[0])
		proxy_done(p, fault);
	return proxy_wire_accept_tls(client, tls);
}

static void *serve(void *arg)
{
	struct served *s = arg;
	struct fault_proxy *p = s->proxy;
	struct wire client;
	struct proxy_request q = {.method = NULL};
	proxy_wire_init(&client, s->fd, p->stop);
	free(s);
	struct proxy_order order = proxy_decide(p, &q);
	bool open = order.fault != PROXY_REFUSE && order.fault != PROXY_HALF_OPEN;
	if (!open)
		proxy_done(p, order.fault);
	if (order.fault == PROXY_HALF_OPEN)
		proxy_wire_rest(&client, -1);
	open = open && shake_hands(p, &client, order.fault);
	while (open)
		open = proxy_serve_request(p, &client);
	proxy_wire_close(&client, order.fault == PROXY_REFUSE);
	pthread_mutex_lock(&p->lock);
	p->alive--;
	pthread_cond_broadcast(&p->changed);
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

static void take(struct fault_proxy *p, int fd)
{
	struct served *s = xcalloc(1, sizeof(*s));
	pthread_t thread;
	*s = (struct served){.proxy = p, .fd = fd};
	pthread_mutex_lock(&p->lock);
	p->alive++;
	pthread_mutex_unlock(&p->lock);
	BUG_ON(pthread_create(&thread, NULL, serve, s) != 0);
	pthread_detach(thread);
}

static void *accept_all(void *arg)
{
	struct fault_proxy *p = arg;
	struct pollfd fds[] = {{p->listener, POLLIN, 0}, {p->stop, POLLIN, 0}};
	while (poll(fds, 2, -1) < 0 || !fds[1].revents) {
		int fd = accept4(p->listener, NULL, NULL, SOCK_CLOEXEC);
		if (fd >= 0)
			take(p, fd);
	}
	return NULL;
}

/* ---- the proxy */

static void listen_on(struct fault_proxy *p)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(at);
	p->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	BUG_ON(p->listener < 0 || bind(p->listener, (struct sockaddr *)&at, len) != 0 ||
		listen(p->listener, 256) != 0 || getsockname(p->listener, (struct sockaddr *)&at, &len) != 0);
	snprintf(p->url, sizeof(p->url), "%s:%d", p->contexts[0] ? "https://localhost" : "http://127.0.0.1",
		ntohs(at.sin_port));
}

struct fault_proxy *fault_proxy_start(const struct proxy_options *opt)
{
	struct fault_proxy *p = xcalloc(1, sizeof(*p));
	const struct proxy_identities *ids = opt->identities;
	signal(SIGPIPE, SIG_IGN); /* SSL_write knows no MSG_NOSIGNAL */
	p->opt = *opt;
	p->server_port = opt->server_port;
	p->stop = eventfd(0, EFD_CLOEXEC);
	pthread_mutex_init(&p->lock, NULL);
	pthread_mutex_init(&p->deciding, NULL);
	pthread_cond_init(&p->changed, NULL);
	if (ids) {
		p->contexts[0] = context(&ids->good);
		p->contexts[1] = context(&ids->expired);
		p->contexts[2] = context(&ids->wrong_host);
		p->contexts[3] = context(&ids->wrong_issuer);
	}
	listen_on(p);
	BUG_ON(pthread_create(&p->acceptor, NULL, accept_all, p) != 0);
	return p;
}

void fault_proxy_stop(struct fault_proxy *p)
{
	if (!p)
		return;
	BUG_ON(eventfd_write(p->stop, 1) != 0);
	pthread_join(p->acceptor, NULL);
	pthread_mutex_lock(&p->lock);
	while (p->alive > 0)
		pthread_cond_wait(&p->changed, &p->lock);
	pthread_mutex_unlock(&p->lock);
	for (size_t i = 0; i < PROXY_CONTEXTS; i++)
		SSL_CTX_free(p->contexts[i]);
	close(p->listener);
	close(p->stop);
	free(p);
}

const char *fault_proxy_url(const struct fault_proxy *p)
{
	return p->url;
}

void fault_proxy_set_server(struct fault_proxy *p, int port)
{
	pthread_mutex_lock(&p->lock);
	p->server_port = port;
	pthread_mutex_unlock(&p->lock);
}

int64_t fault_proxy_count(struct fault_proxy *p, enum proxy_fault fault)
{
	pthread_mutex_lock(&p->lock);
	int64_t n = p->counts[fault];
	pthread_mutex_unlock(&p->lock);
	return n;
}

int64_t fault_proxy_requests(struct fault_proxy *p)
{
	pthread_mutex_lock(&p->lock);
	int64_t n = p->requests;
	pthread_mutex_unlock(&p->lock);
	return n;
}
