/*
 * A day's work comes back to the line: 10,000 waiting dossiers go to motcua-central on loopback,
 * over lines of 0, 50 and 200 ms round trip. Beside each stands what the line allows: 32 requests in
 * flight, one round trip each. Then the same 50 ms with nginx before central, TLS and HTTP/2, where
 * one connection carries all.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "net/api.h"
#include "net/sync_engine.h"
#include "tests/harness/bench.h"
#include "tests/harness/nginx_front.h"
#include "tests/harness/slow_line.h"
#include "tests/harness/sync_station.h"

#define DOSSIERS 10000
#define BLOCK 1000

static void need(bool ok, const char *what, const struct err *err)
{
	if (ok)
		return;
	fprintf(stderr, "drain_bench: %s: %s\n", what, err ? err->text : "");
	exit(1);
}

/* ---- numbers enough for all of them */

static char token[API_TOKEN_MAX + 1];

struct lease {
	struct sync_station *s;
	struct number_wish wish;
	bool done;
};

static void leased(void *user, const struct http_response *r)
{
	struct lease *l = user;
	struct number_block block;
	uint8_t signature[ED25519_SIGNATURE];
	struct err err = ERR_INIT;

	need(r->outcome == HTTP_OK, r->reason, NULL);
	need(api_lease_answer(r->body, &l->wish, &block, signature, &err), "block", &err);
	need(numbers_add(l->s->f->store, &l->s->f->ws, &block, signature, &err), "block", &err);
	l->done = true;
}

static void lease(struct sync_station *s)
{
	struct lease l = {.s = s, .wish = {.day = instant_date(clock_now()), .count = BLOCK}};
	char *body;

	uuid_new(l.wish.id);
	body = api_lease_request(&s->f->ws, &l.wish, NULL, "");
	struct http_call call = {.method = "POST", .path = "/v1/number-blocks", .body = body,
		.body_len = strlen(body), .bearer = token, .done = leased, .user = &l};
	http_start(s->http, &call);
	while (!l.done)
		loop_turn(s->loop, 1000);
	free(body);
}

static void take_in(struct sync_station *s)
{
	char code[DOSSIER_CODE_SIZE];

	for (int i = 0; i < DOSSIERS; i++) {
		if (i % BLOCK == 0)
			lease(s);
		sync_station_intake(s, code);
	}
}

/* ---- draining, by an engine as the program makes it */

static double drain_s(struct sync_station *s, const char *url, const char *ca_file)
{
	struct http_options http = {.base_url = url, .ca_file = ca_file};
	struct http_client *client;
	struct err err = ERR_INIT;
	struct sync *sync;
	double start = bench_now_us();

	need(http_client_new(&client, s->loop, &http, &err), "address", &err);
	sync = sync_new(s->loop, client, s->f->store, &s->f->ws, NULL);
	while (sync_state(sync)->delivered < DOSSIERS) {
		loop_turn(s->loop, 1000);
		need(!sync_state(sync)->reason[0], sync_state(sync)->reason, NULL);
	}
	start = bench_now_us() - start;
	sync_free(sync);
	http_client_free(client);
	return start / 1e6;
}

static void row(const char *what, double s, int round_trip_ms, double aim_s)
{
	char measured[64], beside[64] = "", aim[32] = "";
	double limit_s = (double)DOSSIERS / SYNC_PARALLEL_MAX * round_trip_ms / 1000;

	snprintf(measured, sizeof(measured), "%.1f s (%.0f/s)", s, DOSSIERS / s);
	if (round_trip_ms)
		snprintf(beside, sizeof(beside), "%d in flight: %.1f s", SYNC_PARALLEL_MAX, limit_s);
	if (aim_s > 0)
		snprintf(aim, sizeof(aim), "≤%.0f s", aim_s);
	bench_row(what, measured, beside[0] ? beside : NULL, aim[0] ? aim : NULL, aim_s > 0 ? s <= aim_s : -1);
}

static void over_line(struct sync_station *s, int round_trip_ms, double aim_s)
{
	struct slow_line *line = slow_line_start(s->port, round_trip_ms);
	char url[64], what[64];

	take_in(s);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", slow_line_port(line));
	snprintf(what, sizeof(what), "10,000 waiting, %d ms round trip", round_trip_ms);
	row(what, drain_s(s, url, NULL), round_trip_ms, aim_s);
	slow_line_stop(line);
}

/* ---- nginx before central */

static void behind_nginx(struct sync_station *s, int round_trip_ms, double aim_s)
{
	struct nginx_front front;
	struct slow_line *line;
	char url[64];

	nginx_front_prepare(&front);
	nginx_front_start(&front, s->port);
	line = slow_line_start(front.port, round_trip_ms);
	take_in(s);
	snprintf(url, sizeof(url), "https://localhost:%d", slow_line_port(line));
	row("the same, TLS and HTTP/2 through nginx", drain_s(s, url, front.ca), round_trip_ms, aim_s);
	slow_line_stop(line);
	nginx_front_stop(&front);
}

int main(void)
{
	struct sync_station s;

	sync_station_open(&s, NULL);
	memcpy(token, s.sync->token.access, sizeof(token));
	sync_free(s.sync); /* it would deliver beside the one that is measured */
	s.sync = NULL;
	over_line(&s, 0, 0);
	over_line(&s, 50, 60);
	behind_nginx(&s, 50, 60);
	over_line(&s, 200, 0);
	sync_station_close(&s);
	return 0;
}
