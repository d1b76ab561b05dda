#include "central/listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/str.h"
#include "i18n/lang.h"

/* "[::1]:80" → "::1", "80" */
static bool split(const char *address, char *host, size_t host_size, char *port, size_t port_size)
{
	char text[256];
	int64_t n;
	if (!str_copy(text, sizeof(text), address))
		return false;
	char *colon = strrchr(text, ':');
	if (!colon || !str_to_int(colon + 1, 0, 65535, &n) || !str_copy(port, port_size, colon + 1))
		return false;
	*colon = '\0';
	char *start = text;
	size_t len = strlen(text);
	if (len >= 2 && text[0] == '[' && text[len - 1] == ']') {
		text[len - 1] = '\0';
		start++;
	} else if (strchr(text, ':')) {
		return false;
	}
	return *start && str_copy(host, host_size, start);
}

static void describe(struct listener *l, const struct sockaddr *sa, socklen_t len)
{
	char host[56] = "", port[8] = "0";
	int64_t n = 0;
	getnameinfo(sa, len, host, sizeof(host), port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV);
	if (str_to_int(port, 0, 65535, &n))
		l->port = (int)n;
	if (sa->sa_family == AF_INET6) {
		const struct in6_addr *a = &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr;
		l->loopback = IN6_IS_ADDR_LOOPBACK(a);
		l->any = IN6_IS_ADDR_UNSPECIFIED(a);
		snprintf(l->host, sizeof(l->host), "[%s]", host);
	} else {
		uint32_t a = ntohl(((const struct sockaddr_in *)(const void *)sa)->sin_addr.s_addr);
		l->loopback = a >> 24 == 127;
		l->any = a == 0;
		snprintf(l->host, sizeof(l->host), "%s", host);
	}
}

static bool open_one(struct listener *l, const struct addrinfo *ai)
{
	struct sockaddr_storage sa;
	socklen_t len = sizeof(sa);
	int on = 1;
	l->fd = socket(ai->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (l->fd < 0)
		return false;
	setsockopt(l->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(l->fd, ai->ai_addr, ai->ai_addrlen) == 0 && listen(l->fd, 4096) == 0 &&
		getsockname(l->fd, (struct sockaddr *)&sa, &len) == 0) {
		describe(l, (struct sockaddr *)&sa, len);
		return true;
	}
	int why = errno;
	close(l->fd);
	errno = why;
	return false;
}

bool listen_open(struct listener *l, const char *address, struct err *err)
{
	char host[128], port[8];
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *list;
	*l = (struct listener){.fd = -1};
	if (!split(address, host, sizeof(host), port, sizeof(port)))
		return err_set(err, ERR_USAGE,
			_("Địa chỉ nghe phải có dạng MÁY:CỔNG, ví dụ 127.0.0.1:8080 hoặc [::1]:8080."));
	int why = getaddrinfo(host, port, &hints, &list);
	if (why)
		return err_set(err, ERR_USAGE, _("Không hiểu địa chỉ nghe %s: %s."), address,
			gai_strerror(why));
	bool ok = false;
	for (const struct addrinfo *ai = list; ai && !ok; ai = ai->ai_next)
		ok = open_one(l, ai);
	why = errno;
	freeaddrinfo(list);
	return ok || err_set(err, ERR_UNAVAILABLE, _("Không nghe được ở %s: %s."), address,
		say_errno(why));
}
