/*
 * Draining a queue of 1,000 dossiers to motcua-central on loopback, checked and marked, beside bare
 * libcurl sending 1,000 such dossiers to the same route with as many in flight, taken turn about.
 */

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "net/api.h"
#include "net/sync_engine.h"
#include "tests/harness/bench.h"
#include "tests/harness/sync_station.h"

#define DOSSIERS 1000
#define BATCH 250
#define PARALLEL 8

static void take_in(struct sync_station *s, int n)
{
	char code[DOSSIER_CODE_SIZE];

	while (n-- > 0)
		sync_station_intake(s, code);
}

/* ---- bare libcurl */

struct bare {
	struct outbox_item *items;
	struct buf *bodies;
	char (*urls)[200];
	struct curl_slist *headers;
	size_t n, next;
};

static size_t swallow(char *bytes, size_t size, size_t n, void *user)
{
	(void)bytes;
	(void)user;
	return size * n;
}

static void prepare(struct bare *b, struct sync_station *s)
{
	struct err err = ERR_INIT;
	char *line = xasprintf("Authorization: Bearer %s", s->sync->token.access);

	b->items = xcalloc(BATCH, sizeof(*b->items));
	b->bodies = xcalloc(BATCH, sizeof(*b->bodies));
	b->urls = xcalloc(BATCH, sizeof(*b->urls));
	if (!outbox_next(s->f->store, 0, b->items, BATCH, &b->n, &err))
		exit(1);
	for (size_t i = 0; i < b->n; i++) {
		buf_init(&b->bodies[i], DOSSIER_JSON_MAX);
		api_dossier_request(&b->items[i], &b->bodies[i]);
		snprintf(b->urls[i], sizeof(b->urls[i]), "%s/v1/dossiers/%s", s->central.url, b->items[i].uuid);
	}
	b->headers = curl_slist_append(NULL, "Content-Type: application/json");
	b->headers = curl_slist_append(b->headers, line);
	free(line);
}

/* How many it started: one, or none when all are sent. */
static int bare_start(struct bare *b, CURLM *multi, CURL *e)
{
	if (b->next == b->n)
		return 0;
	curl_easy_setopt(e, CURLOPT_URL, b->urls[b->next]);
	curl_easy_setopt(e, CURLOPT_POSTFIELDS, buf_str(&b->bodies[b->next]));
	curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE, (long)b->bodies[b->next].len);
	curl_easy_setopt(e, CURLOPT_CUSTOMREQUEST, "PUT");
	curl_easy_setopt(e, CURLOPT_HTTPHEADER, b->headers);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, swallow);
	curl_multi_add_handle(multi, e);
	b->next++;
	return 1;
}

static void bare_run(struct bare *b)
{
	CURLM *multi = curl_multi_init();
	CURL *handles[PARALLEL];
	const struct CURLMsg *msg;
	int running = 0, left;

	for (int i = 0; i < PARALLEL; i++) {
		handles[i] = curl_easy_init();
		bare_start(b, multi, handles[i]);
	}
	do {
		curl_multi_perform(multi, &running);
		while ((msg = curl_multi_info_read(multi, &left))) {
			CURL *e = msg->easy_handle;
			long status = 0;
			curl_easy_getinfo(e, CURLINFO_RESPONSE_CODE, &status);
			if (status != 201) {
				fprintf(stderr, "deliver_bench: status %ld\n", status);
				exit(1);
			}
			curl_multi_remove_handle(multi, e);
			running += bare_start(b, multi, e);
		}
		if (running)
			curl_multi_poll(multi, NULL, 0, 1000, NULL);
	} while (running);
	for (int i = 0; i < PARALLEL; i++)
		curl_easy_cleanup(handles[i]);
	curl_multi_cleanup(multi);
}

static double bare_us(struct sync_station *s)
{
	struct bare b = {.n = 0};
	struct err err = ERR_INIT;
	double start, us;

	take_in(s, BATCH);
	prepare(&b, s);
	start = bench_now_us();
	bare_run(&b);
	us = bench_now_us() - start;
	for (size_t i = 0; i < b.n; i++) {
		if (!outbox_delivered(s->f->store, b.items[i].uuid, 2, 1, &err))
			exit(1);
		outbox_item_clear(&b.items[i]);
		buf_clear(&b.bodies[i]);
	}
	curl_slist_free_all(b.headers);
	free(b.items);
	free(b.bodies);
	free(b.urls);
	return us;
}

/* ---- the engine */

static double engine_us(struct sync_station *s)
{
	double start;
	int64_t before = sync_state(s->sync)->delivered;

	take_in(s, BATCH);
	start = bench_now_us();
	sync_kick(s->sync);
	while (sync_state(s->sync)->delivered < before + BATCH)
		loop_turn(s->loop, 1000);
	return bench_now_us() - start;
}

int main(void)
{
	static const struct sync_options opt = {.parallel = PARALLEL, .lease_count = 1000, .lease_days_ahead = 1};
	struct sync_station s;
	double engine = 0, bare = 0;
	char measured[64], beside[64];

	sync_station_open(&s, &opt);
	for (int i = 0; i < DOSSIERS / BATCH; i++) {
		bare += bare_us(&s);
		sync_station_round(&s); /* numbers again */
		engine += engine_us(&s);
		sync_station_round(&s);
	}
	snprintf(measured, sizeof(measured), "%.0f/s", DOSSIERS / engine * 1e6);
	snprintf(beside, sizeof(beside), "bare libcurl %.0f/s (%.0f %%)", DOSSIERS / bare * 1e6,
		100 * bare / engine);
	bench_row("delivery of 1,000 dossiers", measured, beside, "≥70 % of it", bare >= 0.7 * engine);
	sync_station_close(&s);
	return 0;
}
