#include "tests/harness/exchange.h"

#include "base/clock.h"
#include "base/mem.h"

static void keep(void *user, const struct http_response *r)
{
	struct exchange *x = user;

	x->answers++;
	x->got = *r;
	buf_reset(&x->body);
	buf_add(&x->body, buf_str(r->body), r->body->len);
	x->got.body = &x->body;
}

void exchange_open(struct exchange *x, const char *url, const char *ca_file, int64_t timeout_ms)
{
	struct http_options opt = {.base_url = url, .ca_file = ca_file, .timeout_ms = timeout_ms};

	*x = (struct exchange){.loop = loop_new()};
	buf_init(&x->body, 64u << 20);
	BUG_ON(!http_client_new(&x->client, x->loop, &opt, NULL));
}

void exchange_run(struct exchange *x, struct http_call call)
{
	int64_t deadline = clock_mono_ms() + 60000;

	call.done = keep;
	call.user = x;
	x->answers = 0;
	http_start(x->client, &call);
	while (x->answers == 0) {
		int64_t start = clock_mono_ms(), took;

		BUG_ON(start > deadline);
		loop_turn(x->loop, 10);
		took = clock_mono_ms() - start;
		if (took > x->longest_turn_ms)
			x->longest_turn_ms = took;
	}
}

void exchange_get(struct exchange *x)
{
	exchange_run(x, (struct http_call){.method = "GET", .path = "/x"});
}

void exchange_close(struct exchange *x)
{
	http_client_free(x->client);
	loop_free(x->loop);
	buf_clear(&x->body);
}
