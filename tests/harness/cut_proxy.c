#include "tests/harness/cut_proxy.h"

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/mem.h"

/* One connection after the other is enough: the clients under test use one at a time. */
struct cut_proxy {
	int listener, port, server_port, stop;
	size_t cut_at;
	bool reopen, cut;
	pthread_t thread;
};

static int connect_to(int port)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	BUG_ON(fd < 0);
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
		return fd;
	close(fd);
	return -1;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

/* Passes on what `from` has; false when the connection is over. */
static bool pass(struct cut_proxy *p, int from, int to, size_t *sent)
{
	char chunk[4096];
	ssize_t n = read(from, chunk, sizeof(chunk));

	if (n <= 0)
		return false;
	if (sent)
		*sent += (size_t)n;
	if (sent && !p->cut && p->cut_at && *sent > p->cut_at) {
		p->cut = true;
		return false;
	}
	return write_all(to, chunk, (size_t)n);
}

static void serve(struct cut_proxy *p, int client)
{
	int server = p->cut && !p->reopen ? -1 : connect_to(p->server_port);
	struct pollfd fds[] = {{client, POLLIN, 0}, {server, POLLIN, 0}, {p->stop, POLLIN, 0}};
	size_t sent = 0;
	bool open = server >= 0;

	while (open && poll(fds, 3, -1) > 0 && !fds[2].revents) {
		if (fds[0].revents)
			open = pass(p, client, server, &sent);
		if (open && fds[1].revents)
			open = pass(p, server, client, NULL);
	}
	if (server >= 0)
		close(server);
	close(client);
}

static void *run(void *user)
{
	struct cut_proxy *p = user;
	struct pollfd fds[] = {{p->listener, POLLIN, 0}, {p->stop, POLLIN, 0}};

	while (poll(fds, 2, -1) > 0 && !fds[1].revents) {
		int client = accept4(p->listener, NULL, NULL, SOCK_CLOEXEC);
		if (client >= 0)
			serve(p, client);
	}
	return NULL;
}

struct cut_proxy *cut_proxy_start(int server_port, size_t cut_at, bool reopen)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof(at);
	struct cut_proxy *p = xcalloc(1, sizeof(*p));

	p->server_port = server_port;
	p->cut_at = cut_at;
	p->reopen = reopen;
	p->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	p->stop = eventfd(0, EFD_CLOEXEC);
	BUG_ON(p->listener < 0 || p->stop < 0 || bind(p->listener, (struct sockaddr *)&at, len) != 0 ||
		listen(p->listener, 8) != 0 || getsockname(p->listener, (struct sockaddr *)&at, &len) != 0);
	p->port = ntohs(at.sin_port);
	BUG_ON(pthread_create(&p->thread, NULL, run, p) != 0);
	return p;
}

int cut_proxy_port(const struct cut_proxy *p)
{
	return p->port;
}

void cut_proxy_stop(struct cut_proxy *p)
{
	BUG_ON(eventfd_write(p->stop, 1) != 0);
	pthread_join(p->thread, NULL);
	close(p->listener);
	close(p->stop);
	free(p);
}
