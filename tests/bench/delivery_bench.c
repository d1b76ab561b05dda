/*
 * 1,000 waiting dossiers delivered by the sync engine to a real central on loopback, beside bare
 * libcurl putting as many of the same kind to the same route with as many requests in flight.
 */

#include <curl/curl.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/mem.h"
#include "net/sync_engine.h"
#include "store/catalogue.h"
#include "store/outbox.h"
#include "store/store.h"
#include "tests/harness/bench.h"
#include "tests/harness/central_process.h"
#include "tests/harness/store_fixture.h"

#define DOSSIERS 1000
#define TURNS 5 /* turn about, so that both meet the same central */
#define PARALLEL 8

struct world {
	struct central_process central;
	struct fixture *f;
	struct workstation ws;
	struct loop *loop;
	struct http_client *http;
	struct sync *sync;
};

static void must(bool ok, const struct err *err)
{
	if (ok)
		return;
	fprintf(stderr, "delivery_bench: %s\n", err->text);
	exit(1);
}

static void round_trip(struct world *w)
{
	sync_kick(w->sync);
	while (!sync_state(w->sync)->settled)
		loop_turn(w->loop, 1000);
}

/* What central logs is no part of the table. */
static void start_quietly(struct central_process *central, const char *const *options)
{
	int keep = dup(STDERR_FILENO), null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	dup2(null, STDERR_FILENO);
	central_start(central, options);
	dup2(keep, STDERR_FILENO);
	close(keep);
	close(null);
}

static void open_world(struct world *w)
{
	void *state = NULL;
	struct err err = ERR_INIT;
	char code[256];
	const char *const demo[] = {"--demo", NULL};
	const char *const ask[] = {"enrol-code", "--agency", "H01.91.12", "--counter", "3", NULL};
	fixture_setup(&state);
	w->f = state;
	central_folder(&w->central);
	start_quietly(&w->central, demo);
	BUG_ON(central_command(&w->central, ask, code, sizeof(code)) != 0);
	code[strcspn(code, "\r\n")] = '\0';
	w->loop = loop_new();
	const struct http_options options = {.base_url = w->central.url};
	must(http_client_new(&w->http, w->loop, &options, &err), &err);
	w->ws.key = signing_key_new();
	must(sync_enrol(w->loop, w->http, code, &w->ws, &err), &err);
	const struct sync_options sync = {.parallel = PARALLEL, .lease_count = 1000};
	w->sync = sync_new(w->loop, w->http, w->f->store, &w->ws, &sync);
	round_trip(w);
}

static void take_in(struct world *w, int n)
{
	struct err err = ERR_INIT;
	struct intake_options opt = fixture_options(w->f);
	opt.now = time(NULL);
	struct procedure p = {0};
	char hash[65];
	must(catalogue_procedure(w->f->store, "1.014027", &p, hash, &err), &err);
	for (int i = 0; i < n; i++) {
		struct dossier d;
		struct intake_result result;
		fixture_dossier(&d, NULL);
		must(dossier_use_procedure(&d, &p, NULL, &err), &err);
		d.procedure_hash = hash;
		if (!intake_commit(w->f->store, &w->ws, &d, &opt, &result, &err)) {
			round_trip(w); /* more numbers */
			must(intake_commit(w->f->store, &w->ws, &d, &opt, &result, &err), &err);
		}
		dossier_clear(&d);
	}
	procedure_clear(&p);
}

/* ---- bare libcurl: the same bodies, prepared before the clock runs */

struct put {
	char url[256];
	char *body;
	size_t len;
};

static size_t ignore(char *data, size_t size, size_t n, void *user)
{
	(void)data, (void)user;
	return size * n;
}

static struct put *prepare(struct world *w, size_t n)
{
	struct err err = ERR_INIT;
	struct outbox_item *items = xcalloc(n, sizeof(*items));
	struct put *puts = xcalloc(n, sizeof(*puts));
	size_t got;
	must(outbox_next(w->f->store, 0, items, n, &got, &err), &err);
	BUG_ON(got != n);
	for (size_t i = 0; i < n; i++) {
		snprintf(puts[i].url, sizeof(puts[i].url), "%s/v1/dossiers/%s", w->central.url, items[i].uuid);
		puts[i].body = xasprintf("{\"dossier\":%.*s,\"receipt_token\":\"%s\",\"sha256\":\"%s\"}",
			(int)items[i].json_len, items[i].json, items[i].token, items[i].sha256);
		puts[i].len = strlen(puts[i].body);
		must(outbox_delivered(w->f->store, items[i].uuid, 2, 0, &err), &err);
		outbox_item_clear(&items[i]);
	}
	free(items);
	return puts;
}

static void start_put(CURLM *multi, CURL *easy, const struct put *p)
{
	curl_easy_setopt(easy, CURLOPT_URL, p->url);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, p->body);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)p->len);
	curl_multi_add_handle(multi, easy);
}

static double bare_puts(const struct put *puts, size_t n, const char *bearer)
{
	CURLM *multi = curl_multi_init();
	struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
	size_t next = 0, done = 0, created = 0;
	headers = curl_slist_append(headers, bearer);
	double start = bench_now_us();
	for (int i = 0; i < PARALLEL; i++) {
		CURL *easy = curl_easy_init();
		curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
		curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "PUT");
		curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, ignore);
		start_put(multi, easy, &puts[next++]);
	}
	while (done < n) {
		int running, left;
		CURLMsg *msg;
		curl_multi_perform(multi, &running);
		while ((msg = curl_multi_info_read(multi, &left))) {
			CURL *easy = msg->easy_handle;
			long status = 0;
			curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
			created += status == 201;
			done++;
			curl_multi_remove_handle(multi, easy);
			if (next < n)
				start_put(multi, easy, &puts[next++]);
			else
				curl_easy_cleanup(easy);
		}
		curl_multi_poll(multi, NULL, 0, 1000, NULL);
	}
	double us = bench_now_us() - start;
	if (created != n)
		fprintf(stderr, "delivery_bench: only %zu of %zu were created\n", created, n);
	BUG_ON(created != n);
	curl_slist_free_all(headers);
	curl_multi_cleanup(multi);
	return us;
}

static double by_engine(struct world *w, size_t n)
{
	struct outbox_counts counts;
	struct err err = ERR_INIT;
	take_in(w, (int)n);
	double start = bench_now_us();
	round_trip(w);
	double us = bench_now_us() - start;
	must(outbox_counts(w->f->store, &counts, &err), &err);
	BUG_ON(counts.waiting || counts.rejected);
	return us;
}

static double by_libcurl(struct world *w, size_t n)
{
	take_in(w, (int)n);
	struct put *puts = prepare(w, n);
	char *bearer = xasprintf("Authorization: Bearer %s", w->sync->token.access);
	double us = bare_puts(puts, n, bearer);
	for (size_t i = 0; i < n; i++)
		free(puts[i].body);
	free(puts);
	free(bearer);
	return us;
}

static void close_world(struct world *w)
{
	void *state = w->f;
	sync_free(w->sync);
	http_client_free(w->http);
	loop_free(w->loop);
	workstation_clear(&w->ws);
	central_stop(&w->central);
	central_folder_remove(&w->central);
	fixture_teardown(&state);
}

int main(void)
{
	struct world w = {0};
	double engine = 0, bare = 0;
	char measured[64], beside[64];
	open_world(&w);
	for (int turn = 0; turn < TURNS; turn++) {
		bare += by_libcurl(&w, DOSSIERS / TURNS);
		engine += by_engine(&w, DOSSIERS / TURNS);
	}
	close_world(&w);
	snprintf(measured, sizeof(measured), "%.0f a second", DOSSIERS / engine * 1e6);
	snprintf(beside, sizeof(beside), "bare libcurl %.0f a second (%.0f %%)", DOSSIERS / bare * 1e6,
		bare / engine * 100);
	bench_row("delivery of 1,000 dossiers", measured, beside, "≥70 %", engine * 0.7 <= bare);
	return 0;
}
