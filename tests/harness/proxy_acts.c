#include "tests/harness/proxy_acts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <poll.h>
#include <time.h>
#include "tests/harness/proxy_answers.h"

#define SWAP_MS 300    /* how long one waits to be overtaken */
#define DELAY_MAX_MS 150
#define TRICKLE_MS 250 /* between two bytes: no client waits for an answer at that speed */

/* One request while it is dealt with. */
struct act {
	struct fault_proxy *proxy;
	struct wire *client, server;
	const struct proxy_request *q;
	struct proxy_order order;
	struct wire_message request, answer;
};

struct proxy_order proxy_decide(struct fault_proxy *p, struct proxy_request *q)
{
	pthread_mutex_lock(&p->deciding);
	if (q->method) {
		pthread_mutex_lock(&p->lock);
		q->number = ++p->requests;
		pthread_mutex_unlock(&p->lock);
	}
	struct proxy_order order = p->opt.decide(p->opt.user, q);
	pthread_mutex_unlock(&p->deciding);
	return order;
}

void proxy_done(struct fault_proxy *p, enum proxy_fault fault)
{
	pthread_mutex_lock(&p->lock);
	p->counts[fault]++;
	pthread_mutex_unlock(&p->lock);
}

static void done(struct act *a)
{
	proxy_done(a->proxy, a->order.fault);
}

/* ---- steps */

static bool connect_server(struct act *a)
{
	pthread_mutex_lock(&a->proxy->lock);
	int port = a->proxy->server_port;
	pthread_mutex_unlock(&a->proxy->lock);
	return proxy_wire_connect(&a->server, port, a->proxy->stop);
}

static bool send_request(struct act *a)
{
	return connect_server(a) && proxy_wire_send(&a->server, a->request.bytes.data, a->request.bytes.len);
}

static bool receive_answer(struct act *a)
{
	proxy_message_clear(&a->answer);
	bool ok = proxy_wire_receive(&a->server, &a->answer, a->q->method, WIRE_PATIENCE_MS);
	proxy_wire_close(&a->server, false);
	if (!ok)
		return false;
	pthread_mutex_lock(&a->proxy->lock);
	a->proxy->passed++;
	pthread_cond_broadcast(&a->proxy->changed);
	pthread_mutex_unlock(&a->proxy->lock);
	return true;
}

/* Central has done it, and said so to us. */
static bool ask_central(struct act *a)
{
	return send_request(a) && receive_answer(a);
}

static bool give_answer(struct act *a)
{
	return proxy_wire_send(a->client, a->answer.bytes.data, a->answer.bytes.len);
}

static void strike(struct act *a)
{
	pthread_mutex_lock(&a->proxy->deciding);
	if (a->proxy->opt.strike)
		a->proxy->opt.strike(a->proxy->opt.user, a->order.fault);
	pthread_mutex_unlock(&a->proxy->deciding);
	done(a);
}

/* ---- acts: true when the connection goes on */

static bool pass(struct act *a)
{
	return ask_central(a) && give_answer(a);
}

static bool cut_request(struct act *a)
{
	if (connect_server(a))
		proxy_wire_send(&a->server, a->request.bytes.data, a->order.n % a->request.bytes.len);
	proxy_wire_close(&a->server, false);
	done(a);
	proxy_wire_close(a->client, a->order.fault == PROXY_RESET_REQUEST);
	return false;
}

static bool never(struct act *a)
{
	done(a);
	proxy_wire_rest(a->client, -1);
	return false;
}

static bool swallow(struct act *a)
{
	if (!ask_central(a))
		return false;
	done(a);
	if (a->order.fault == PROXY_HANG_AFTER)
		proxy_wire_rest(a->client, -1);
	return false;
}

static bool cut_answer(struct act *a)
{
	if (!ask_central(a))
		return false;
	done(a);
	proxy_wire_send(a->client, a->answer.bytes.data, a->order.n % a->answer.bytes.len);
	proxy_wire_close(a->client, a->order.fault == PROXY_RESET_ANSWER);
	return false;
}

static bool trickle(struct act *a)
{
	if (!ask_central(a))
		return false;
	done(a);
	for (size_t i = 0; i < a->answer.bytes.len; i++) {
		if (!proxy_wire_send(a->client, a->answer.bytes.data + i, 1) ||
			proxy_wire_await(a->client, POLLRDHUP, TRICKLE_MS))
			return false;
	}
	return true;
}

static bool delay(struct act *a)
{
	proxy_wire_rest(a->client, (int)(a->order.n % DELAY_MAX_MS));
	done(a);
	return pass(a);
}

/* Central gets it twice, the second while it works on the first; the client hears the second. */
static bool twice(struct act *a)
{
	struct wire first;
	struct wire_message earlier = {.head = 0};
	if (!send_request(a))
		return false;
	first = a->server;
	bool sent = send_request(a);
	if (proxy_wire_receive(&first, &earlier, a->q->method, WIRE_PATIENCE_MS))
		proxy_message_clear(&earlier);
	proxy_wire_close(&first, false);
	if (!sent || !receive_answer(a))
		return false;
	done(a);
	return give_answer(a);
}

/* Waits until another has overtaken it. */
static bool swap(struct act *a)
{
	struct fault_proxy *p = a->proxy;
	struct timespec until;
	bool overtaken = false;
	int error = 0;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += SWAP_MS * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	pthread_mutex_lock(&p->lock);
	for (int64_t before = p->passed; !overtaken && !error; overtaken = p->passed > before)
		error = pthread_cond_timedwait(&p->changed, &p->lock, &until);
	pthread_mutex_unlock(&p->lock);
	if (overtaken)
		done(a);
	return pass(a);
}

static bool strike_before(struct act *a)
{
	strike(a);
	return false;
}

static bool strike_during(struct act *a)
{
	if (send_request(a))
		strike(a);
	proxy_wire_close(&a->server, false);
	return false;
}

static bool strike_after(struct act *a)
{
	if (ask_central(a))
		strike(a);
	return false;
}

static const struct {
	enum proxy_fault fault;
	bool (*act)(struct act *a);
} acts[] = {
	{PROXY_CUT_REQUEST, cut_request}, {PROXY_RESET_REQUEST, cut_request}, {PROXY_NEVER, never},
	{PROXY_SWALLOW, swallow}, {PROXY_HANG_AFTER, swallow}, {PROXY_CUT_ANSWER, cut_answer},
	{PROXY_RESET_ANSWER, cut_answer}, {PROXY_TRICKLE, trickle}, {PROXY_DELAY, delay},
	{PROXY_TWICE, twice}, {PROXY_SWAP, swap}, {PROXY_STRIKE_BEFORE, strike_before},
	{PROXY_STRIKE_DURING, strike_during}, {PROXY_STRIKE_AFTER, strike_after},
};

/* ---- answers that are not central's, or not as it gave them */

static bool false_answer(struct act *a, const struct buf *said)
{
	const char *more = proxy_endless(a->order.fault);
	done(a); /* first: who waits for the answer may look at the count */
	bool open = proxy_wire_send(a->client, said->data, said->len);
	while (open && more)
		open = proxy_wire_send(a->client, more, strlen(more));
	return open;
}

static bool other(struct act *a)
{
	struct buf said;
	bool open;
	buf_init(&said, 16u << 20);
	if (a->order.fault == PROXY_500_AFTER && !ask_central(a))
		open = false;
	else if (proxy_false_answer(a->order.fault, a->q->path, &said))
		open = false_answer(a, &said);
	else if (!ask_central(a))
		open = false;
	else {
		if (a->order.fault != PROXY_PASS && proxy_twist(a->order.fault, &a->answer))
			done(a);
		else
			proxy_done(a->proxy, PROXY_PASS);
		open = give_answer(a);
	}
	buf_clear(&said);
	return open;
}

static bool deal_with(struct act *a)
{
	for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++)
		if (acts[i].fault == a->order.fault)
			return acts[i].act(a);
	return other(a);
}

bool proxy_serve_request(struct fault_proxy *p, struct wire *client)
{
	struct act a = {.proxy = p, .client = client, .server.fd = -1};
	char method[16] = "", path[2048] = "";
	if (!proxy_wire_receive(client, &a.request, NULL, -1))
		return false;
	sscanf(a.request.bytes.data, "%15s %2047s", method, path);
	struct proxy_request q = {.method = method, .path = path};
	a.q = &q;
	a.order = proxy_decide(p, &q);
	bool open = deal_with(&a);
	proxy_wire_close(&a.server, false);
	proxy_message_clear(&a.request);
	proxy_message_clear(&a.answer);
	return open;
}
