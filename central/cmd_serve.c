#include "central/command.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/log.h"
#include "base/str.h"
#include "central/http.h"
#include "central/listen.h"
#include "central/url.h"
#include "i18n/lang.h"

#define PEM_MAX (256 * 1024)
#define FILES_WANTED 4096

/* Before any thread starts, so that only signal_wait sees them. */
static void signals_block(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, set, NULL);
	signal(SIGPIPE, SIG_IGN);
}

/* HUP is for daemons that read their configuration again; here it is nothing. */
static void signals_wait(const sigset_t *set)
{
	int got = SIGHUP;
	while (got == SIGHUP)
		sigwait(set, &got);
}

static void raise_file_limit(void)
{
	struct rlimit lim;
	if (getrlimit(RLIMIT_NOFILE, &lim) != 0 || lim.rlim_cur >= FILES_WANTED)
		return;
	lim.rlim_cur = lim.rlim_max < FILES_WANTED ? lim.rlim_max : FILES_WANTED;
	setrlimit(RLIMIT_NOFILE, &lim);
}

static bool pem_read(const char *path, struct buf *out, struct err *err)
{
	if (!path || fs_read(path, out, err))
		return true;
	err->kind = ERR_CONFIG;
	return false;
}

static bool transport_allowed(const struct listener *l, const struct options *o, struct err *err)
{
	return l->loopback || o->tls_cert || err_set(err, ERR_CONFIG,
		_("Muốn nghe ở địa chỉ ngoài máy này phải có chứng chỉ: hãy thêm --tls-cert và --tls-key, "
		  "hoặc nghe ở 127.0.0.1 sau một máy chủ trung gian (proxy)."));
}

/* Serves until told to stop; takes the listener's socket. */
static bool serve(struct central *c, int fd, const struct http_tls *tls, const char *url,
	const sigset_t *set, struct err *err)
{
	struct http_server *server;
	if (!http_server_start(&server, c, fd, tls, err))
		return false;
	printf("listening on %s\n", url);
	fflush(stdout);
	log_line(LOG_INFO, "serving at %s, tracking pages at %s", url, c->public_url);
	signals_wait(set);
	log_line(LOG_INFO, "stopping");
	http_server_stop(server);
	return true;
}

static bool open_and_serve(const struct options *o, struct listener *l, const struct http_tls *tls,
	const sigset_t *set, struct err *err)
{
	struct central c;
	char url[URL_MAX];
	snprintf(url, sizeof(url), "%s://%s:%d", o->tls_cert ? "https" : "http", l->host, l->port);
	if (!central_open_with(&c, o, err)) {
		close(l->fd);
		return false;
	}
	bool ok = public_url_choose(o->public_url, l, url, c.public_url, err);
	if (!ok)
		close(l->fd);
	ok = ok && serve(&c, l->fd, tls, url, set, err);
	central_close(&c);
	return ok;
}

int central_cmd_serve(struct central *none, const struct options *o, struct err *err)
{
	struct listener l;
	struct buf cert, key;
	sigset_t set;
	(void)none;
	signals_block(&set);
	raise_file_limit();
	buf_init(&cert, PEM_MAX);
	buf_init(&key, PEM_MAX);
	bool ok = log_open(NULL, LOG_INFO, err) && pem_read(o->tls_cert, &cert, err) &&
		pem_read(o->tls_key, &key, err) && listen_open(&l, o->listen, err);
	if (ok && !transport_allowed(&l, o, err)) {
		close(l.fd);
		ok = false;
	}
	const struct http_tls tls = {o->tls_cert ? buf_str(&cert) : NULL, buf_str(&key)};
	ok = ok && open_and_serve(o, &l, &tls, &set, err);
	buf_clear(&cert);
	if (key.data)
		explicit_bzero(key.data, key.len);
	buf_clear(&key);
	return ok ? 0 : -1;
}
