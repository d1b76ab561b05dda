#include "central/http.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <microhttpd.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/date.h"
#include "i18n/lang.h"

#define IDLE_S 30
#define REQUEST_MS (3 * 60 * 1000)
#define HEADERS_MAX (32 * 1024)
#define CONNECTIONS 2000
#define CONNECTIONS_PER_ADDRESS 600 /* many offices may sit behind one */
#define DISCARD_MAX (64 * 1024 * 1024) /* a longer body is not even read to its end */
#define DRAIN_S 10

struct http_server {
	struct MHD_Daemon *daemon;
	struct central *central;
	int fd;
	pthread_mutex_t lock; /* guards in_flight */
	pthread_cond_t idle;
	int in_flight;
};

/* One request, from its headers to its answer. */
struct exchange {
	struct buf body;
	int64_t started_ms;
	bool too_large;
};

static const char *header_of(struct MHD_Connection *conn, const char *name)
{
	const char *value = MHD_lookup_connection_value(conn, MHD_HEADER_KIND, name);
	return value ? value : "";
}

static enum MHD_Result add_param(void *user, enum MHD_ValueKind kind, const char *name,
	const char *value)
{
	struct request *rq = user;
	(void)kind;
	if (rq->n_query == QUERY_MAX)
		return MHD_NO;
	rq->query[rq->n_query++] = (struct param){name, value ? value : ""};
	return MHD_YES;
}

static void log_answer(const struct request *rq, const struct response *rs, int64_t started_ms)
{
	/* the route's pattern, never the path: that may carry what identifies a person */
	enum log_level level = rs->status >= 500 ? LOG_ERROR : rs->status >= 400 ? LOG_WARN : LOG_DEBUG;
	log_line(level, "%s %s %d %lld ms %s", rq->method, *rs->route ? rs->route : "(no route)",
		rs->status, (long long)(clock_mono_ms() - started_ms), rq->caller.id);
}

/* The clock this answer was decided by: counters set theirs by it. RFC 9110 §5.6.7. */
static void add_date(struct MHD_Response *out, int64_t now)
{
	static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	static const char *const months[] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	struct date d = instant_date(now - VN_OFFSET_S);
	int s = instant_second_of_day(now - VN_OFFSET_S);
	char text[64];
	snprintf(text, sizeof(text), "%s, %02d %s %04d %02d:%02d:%02d GMT", days[date_weekday(d) - 1],
		d.day, months[d.month - 1], d.year, s / 3600, s / 60 % 60, s % 60);
	MHD_add_response_header(out, "Date", text);
}

static enum MHD_Result send_response(struct MHD_Connection *conn, struct response *rs, int64_t now,
	bool close)
{
	size_t len = rs->body.len;
	struct MHD_Response *out =
		MHD_create_response_from_buffer(len, buf_take(&rs->body), MHD_RESPMEM_MUST_FREE);
	if (!out)
		return MHD_NO;
	if (rs->content_type)
		MHD_add_response_header(out, "Content-Type", rs->content_type);
	for (size_t i = 0; i < rs->n_headers; i++)
		MHD_add_response_header(out, rs->headers[i].name, rs->headers[i].value);
	add_date(out, now);
	if (close)
		MHD_add_response_header(out, "Connection", "close");
	enum MHD_Result result = MHD_queue_response(conn, (unsigned)rs->status, out);
	MHD_destroy_response(out);
	return result;
}

static enum MHD_Result answer(struct http_server *server, struct MHD_Connection *conn,
	const char *method, const char *path, struct exchange *ex)
{
	struct request rq = {
		.method = method,
		.path = path,
		.authorization = header_of(conn, "Authorization"),
		.content_type = header_of(conn, "Content-Type"),
		.content_encoding = header_of(conn, "Content-Encoding"),
		.accept_language = header_of(conn, "Accept-Language"),
		.if_none_match = header_of(conn, "If-None-Match"),
		.body = buf_str(&ex->body),
		.body_len = ex->body.len,
		.now = clock_now(),
	};
	struct response rs;
	response_init(&rs);
	MHD_get_connection_values(conn, MHD_GET_ARGUMENT_KIND, add_param, &rq);
	if (ex->too_large)
		response_problem(&rs, 413, "too_large", _("Nội dung vượt quá %d MB."), BODY_MAX >> 20);
	else
		central_handle(server->central, &rq, &rs);
	BUG_ON(rs.body.full);
	log_answer(&rq, &rs, ex->started_ms);
	enum MHD_Result result = send_response(conn, &rs, rq.now, ex->too_large);
	response_clear(&rs);
	return result;
}

static void flight(struct http_server *server, int step)
{
	pthread_mutex_lock(&server->lock);
	server->in_flight += step;
	if (server->in_flight == 0)
		pthread_cond_signal(&server->idle);
	pthread_mutex_unlock(&server->lock);
}

static struct exchange *exchange_new(struct http_server *server)
{
	struct exchange *ex = xcalloc(1, sizeof(*ex));
	buf_init(&ex->body, BODY_MAX);
	ex->started_ms = clock_mono_ms();
	flight(server, 1);
	return ex;
}

/* Nothing of the body has been read. A client that waits for "100 Continue" gets its 413 at
 * once, and so does an absurd length; others are read to their end first, or they would see a
 * broken connection instead of the answer. */
static bool refuse_at_once(struct MHD_Connection *conn, struct exchange *ex)
{
	const char *length = header_of(conn, "Content-Length");
	int64_t n = 0;
	if (!*length || str_to_int(length, 0, BODY_MAX, &n))
		return false;
	ex->too_large = true;
	return *header_of(conn, "Expect") || !str_to_int(length, 0, DISCARD_MAX, &n);
}

static enum MHD_Result on_request(void *user, struct MHD_Connection *conn, const char *url,
	const char *method, const char *version, const char *data, size_t *size, void **state)
{
	struct http_server *server = user;
	struct exchange *ex = *state;
	(void)version;
	if (!ex) {
		*state = ex = exchange_new(server);
		return refuse_at_once(conn, ex) ? answer(server, conn, method, url, ex) : MHD_YES;
	}
	if (clock_mono_ms() - ex->started_ms > REQUEST_MS)
		return MHD_NO;
	if (*size == 0)
		return answer(server, conn, method, url, ex);
	if (!ex->too_large && !buf_add(&ex->body, data, *size)) {
		ex->too_large = true;
		buf_clear(&ex->body);
	}
	*size = 0;
	return MHD_YES;
}

static void on_completed(void *user, struct MHD_Connection *conn, void **state,
	enum MHD_RequestTerminationCode why)
{
	struct http_server *server = user;
	struct exchange *ex = *state;
	(void)conn;
	(void)why;
	if (!ex)
		return;
	buf_clear(&ex->body);
	free(ex);
	*state = NULL;
	flight(server, -1);
}

/* As MHD's own, but what would become a NUL stays as it came. */
static size_t unescape(void *user, struct MHD_Connection *conn, char *s)
{
	(void)user;
	(void)conn;
	char *zero = strstr(s, "%00");
	return zero ? strlen(s) : MHD_http_unescape(s);
}

static void on_log(void *user, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
static void on_log(void *user, const char *fmt, va_list ap)
{
	char text[400];
	(void)user;
	vsnprintf(text, sizeof(text), fmt, ap);
	log_line(LOG_DEBUG, "http: %s", text);
}

/* On loopback everybody comes from the proxy's one address. */
static unsigned per_address(int fd)
{
	struct sockaddr_storage at;
	socklen_t len = sizeof(at);
	if (getsockname(fd, (struct sockaddr *)&at, &len) != 0)
		return CONNECTIONS_PER_ADDRESS;
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)&at;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)&at;
	bool loopback = at.ss_family == AF_INET ? ntohl(v4->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET
						: IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
	return loopback ? CONNECTIONS : CONNECTIONS_PER_ADDRESS;
}

static struct MHD_Daemon *daemon_start(struct http_server *server, const struct http_tls *tls)
{
	bool secure = tls->cert_pem != NULL;
	static char priorities[] = "NORMAL:-VERS-TLS1.0:-VERS-TLS1.1";
	struct MHD_OptionItem secrets[] = {
		{MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)tls->cert_pem},
		{MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)tls->key_pem},
		{MHD_OPTION_HTTPS_PRIORITIES, 0, priorities},
		{MHD_OPTION_END, 0, NULL},
	};
	struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
	/* not epoll: in this library its edges miss a client that sends and hangs up in one go */
	unsigned flags = MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_ERROR_LOG |
		MHD_USE_SUPPRESS_DATE_NO_CLOCK |
		(secure ? MHD_USE_TLS : 0);
	return MHD_start_daemon(flags, 0, NULL, NULL, on_request, server,
		MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
		MHD_OPTION_LISTEN_SOCKET, server->fd,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
		MHD_OPTION_UNESCAPE_CALLBACK, unescape, NULL,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, per_address(server->fd),
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADERS_MAX,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_ARRAY, secure ? secrets : none,
		MHD_OPTION_END);
}

bool http_server_start(struct http_server **out, struct central *c, int listen_fd,
	const struct http_tls *tls, struct err *err)
{
	struct http_server *server = xcalloc(1, sizeof(*server));
	server->central = c;
	server->fd = listen_fd;
	pthread_mutex_init(&server->lock, NULL);
	pthread_cond_init(&server->idle, NULL);
	server->daemon = daemon_start(server, tls);
	if (server->daemon) {
		*out = server;
		return true;
	}
	close(listen_fd);
	free(server);
	return err_set(err, ERR_CONFIG, "%s", tls->cert_pem ?
		_("Không khởi động được máy chủ: hãy kiểm tra chứng chỉ và khóa TLS có khớp nhau không.") :
		_("Không khởi động được máy chủ HTTP."));
}

void http_server_stop(struct http_server *server)
{
	struct timespec until;
	int waited = 0;
	if (!server)
		return;
	MHD_quiesce_daemon(server->daemon);
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += DRAIN_S;
	pthread_mutex_lock(&server->lock);
	while (server->in_flight > 0 && waited == 0)
		waited = pthread_cond_timedwait(&server->idle, &server->lock, &until);
	pthread_mutex_unlock(&server->lock);
	MHD_stop_daemon(server->daemon);
	close(server->fd);
	pthread_cond_destroy(&server->idle);
	pthread_mutex_destroy(&server->lock);
	free(server);
}
