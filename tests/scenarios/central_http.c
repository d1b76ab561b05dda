/*
 * Central as a program over real sockets: a counter's whole way twice, many deliveries of one
 * dossier at once to two processes on one database, slow and rude clients, and stopping with work
 * under way.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/central_process.h"
#include "tests/harness/central_world.h"

struct place {
	struct central_process central;
	struct world world;
	struct station s;
	char block[UUID_SIZE];
	int64_t next;
};

static void enter(struct place *p, int counter)
{
	char code[64], number[8];
	snprintf(number, sizeof(number), "%d", counter);
	assert_int_equal(central_command(&p->central, (const char *[]){"enrol-code", "--agency",
		WORLD_AGENCY, "--counter", number, NULL}, code, sizeof(code)), 0);
	station_enter_with(&p->world, &p->s, code, WORLD_AGENCY, counter);
	station_lease(&p->world, &p->s, 100, p->block, &p->next);
}

static int open_place(void **state)
{
	struct place *p = xcalloc(1, sizeof(*p));
	central_folder(&p->central);
	central_start(&p->central, (const char *[]){"--demo", NULL});
	p->world.url = p->central.url;
	p->world.now = clock_now();
	enter(p, 3);
	*state = p;
	return 0;
}

static int close_place(void **state)
{
	struct place *p = *state;
	if (p->central.pid)
		assert_int_equal(central_stop(&p->central), 0);
	central_folder_remove(&p->central);
	station_leave(&p->s);
	free(p);
	return 0;
}

/* A catalogue item's procedure put into a dossier, as a counter does. */
static void use_item(const json_t *item, json_t *dossier)
{
	const json_t *body = json_object_get(item, "body"), *one;
	const json_t *first = json_array_get(json_object_get(body, "cases"), 0);
	const json_t *terms = json_object_get(json_object_get(body, "channels"), "direct");
	json_t *list = json_array();
	size_t i;
	json_array_foreach(json_object_get(first, "components"), i, one)
		json_array_append_new(list, json_pack("{s:s, s:s, s:i, s:i, s:i, s:i}", "id",
			json_text(one, "id"), "name", json_text(one, "name"), "original", 1, "certified", 0,
			"copy", 0, "translation", 0));
	json_object_set_new(dossier, "components", list);
	json_object_set(dossier, "time", json_object_get(terms, "time"));
	json_object_set(dossier, "fee", json_object_get(terms, "fee"));
	json_object_set_new(dossier, "procedure", json_pack("{s:s, s:s, s:O, s:s, s:s, s:s}", "code",
		WORLD_PROCEDURE, "name", json_text(body, "name"), "version",
		json_object_get(item, "version"), "sha256", json_text(item, "sha256"), "case_id",
		json_text(first, "id"), "case_name", json_text(first, "name")));
}

static void take_in(struct place *p, struct sent *x)
{
	struct reply r = call(&p->world, "GET", "/v1/catalogue?limit=1000", p->s.bearer, NULL);
	size_t i;
	const json_t *item;
	assert_int_equal(r.status, 200);
	sent_make(&p->world, &p->s, p->block, p->next++, x);
	json_array_foreach(json_object_get(r.json, "items"), i, item) {
		if (str_eq(json_text(item, "id"), WORLD_PROCEDURE))
			use_item(item, x->dossier);
	}
	sent_seal(&p->s, x, true);
	reply_clear(&r);
}

static void a_counters_way_from_code_to_page(void **state)
{
	struct place *p = *state;
	struct sent x;
	take_in(p, &x);
	char *page = xasprintf("/t/%s/%s", x.code, x.token);
	struct reply r = call(&p->world, "GET", page, NULL, NULL);
	assert_int_equal(r.status, 200);
	assert_non_null(strstr(r.body, "chưa đồng bộ"));
	reply_clear(&r);
	struct reply first = call(&p->world, "PUT", x.target, p->s.bearer, x.body);
	if (first.status != 201)
		fail_msg("%d %s", first.status, first.body);
	r = call(&p->world, "PUT", x.target, p->s.bearer, x.body);
	assert_int_equal(r.status, 200);
	assert_string_equal(r.body, first.body);
	reply_clear(&r);
	reply_clear(&first);
	r = call(&p->world, "GET", page, NULL, NULL);
	assert_int_equal(r.status, 200);
	assert_non_null(strstr(r.body, "Được tiếp nhận"));
	assert_null(strstr(r.body, "Ánh Mẫu"));
	reply_clear(&r);
	free(page);
	sent_clear(&x);
}

static void all_is_kept_over_a_restart(void **state)
{
	struct place *p = *state;
	struct sent x;
	take_in(p, &x);
	struct reply first = call(&p->world, "PUT", x.target, p->s.bearer, x.body);
	assert_int_equal(first.status, 201);
	assert_int_equal(central_stop(&p->central), 0);
	struct reply r = call(&p->world, "GET", "/healthz", NULL, NULL);
	assert_int_equal(r.status, 0);
	reply_clear(&r);
	central_start(&p->central, (const char *[]){"--demo", NULL});
	/* the token was signed with the key that lies in the database */
	r = call(&p->world, "PUT", x.target, p->s.bearer, x.body);
	assert_int_equal(r.status, 200);
	assert_string_equal(r.body, first.body);
	reply_clear(&r);
	reply_clear(&first);
	sent_clear(&x);
}

/* ---- at once */

struct racer {
	struct world world;
	const struct sent *x;
	const char *bearer;
	pthread_barrier_t *start;
	int status;
	char *body;
};

static void *race(void *user)
{
	struct racer *racer = user;
	pthread_barrier_wait(racer->start);
	struct reply r = call(&racer->world, "PUT", racer->x->target, racer->bearer, racer->x->body);
	racer->status = r.status;
	racer->body = xstrdup(r.body);
	reply_clear(&r);
	return NULL;
}

#define RACERS 12

/* Odd racers go to the second process, two in four send b. Returns how many got that status; body,
 * when given, is what every answer must be (NULL at first). */
static int run_race(struct place *p, const char *other_url, const struct sent *a,
	const struct sent *b, int status, char **body)
{
	struct racer racers[RACERS];
	pthread_t threads[RACERS];
	pthread_barrier_t start;
	int n = 0;
	pthread_barrier_init(&start, NULL, RACERS);
	for (int i = 0; i < RACERS; i++) {
		racers[i] = (struct racer){.world = p->world, .x = i % 4 < 2 ? a : b,
			.bearer = p->s.bearer, .start = &start};
		racers[i].world.url = i % 2 ? other_url : p->central.url;
		assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
	}
	for (int i = 0; i < RACERS; i++) {
		pthread_join(threads[i], NULL);
		n += racers[i].status == status;
		if (body && *body)
			assert_string_equal(racers[i].body, *body);
		else if (body)
			*body = xstrdup(racers[i].body);
		free(racers[i].body);
	}
	pthread_barrier_destroy(&start);
	return n;
}

static void many_deliveries_of_one_dossier_have_one_effect(void **state)
{
	struct place *p = *state;
	struct central_process second = p->central;
	central_start(&second, NULL);
	for (int round = 0; round < 5; round++) {
		struct sent x;
		char *body = NULL;
		take_in(p, &x);
		assert_int_equal(run_race(p, second.url, &x, &x, 201, &body), 1);
		assert_int_equal(run_race(p, second.url, &x, &x, 200, &body), RACERS);
		free(body);
		sent_clear(&x);
	}
	assert_int_equal(central_stop(&second), 0);
}

static void both_dossiers_of_a_number_are_kept_once(void **state)
{
	struct place *p = *state;
	struct central_process second = p->central;
	central_start(&second, NULL);
	for (int round = 0; round < 5; round++) {
		struct sent x, twin;
		take_in(p, &x);
		p->next--;
		take_in(p, &twin);
		assert_int_equal(run_race(p, second.url, &x, &twin, 201, NULL), 2);
		assert_int_equal(run_race(p, second.url, &x, &twin, 200, NULL), RACERS);
		sent_clear(&x);
		sent_clear(&twin);
	}
	assert_int_equal(central_stop(&second), 0);
}

/* ---- rude clients */

static int dial(const struct place *p)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int64_t port;
	assert_true(str_to_int(strrchr(p->central.url, ':') + 1, 1, 65535, &port));
	to.sin_port = htons((uint16_t)port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct timeval limit = {.tv_sec = 20};
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

static void say(int fd, const char *text)
{
	assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
}

static void expect_alive(struct place *p)
{
	struct reply r = call(&p->world, "GET", "/healthz", NULL, NULL);
	assert_int_equal(r.status, 204);
	reply_clear(&r);
}

static void slow_clients_hold_up_nobody(void **state)
{
	struct place *p = *state;
	int slow[200];
	for (size_t i = 0; i < ARRAY_LEN(slow); i++) {
		slow[i] = dial(p);
		say(slow[i], i % 2 ? "GET /heal" :
			"POST /v1/workstations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
			"Content-Length: 100\r\n\r\n{");
	}
	int64_t start = clock_mono_ms();
	for (int i = 0; i < 20; i++)
		expect_alive(p);
	assert_true(clock_mono_ms() - start < 20000); /* they are let go after 30 s */
	for (size_t i = 0; i < ARRAY_LEN(slow); i++)
		close(slow[i]);
	expect_alive(p);
}

static void rubbish_ends_only_its_connection(void **state)
{
	static const char *const rubbish[] = {
		"\r\n\r\n\r\n", "GET\r\n\r\n", "\x16\x03\x01\x02\x01\x01", "GET / HTTP/9.9\r\n\r\n",
		"POST /v1/token HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
		"POST /v1/token HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
		"POST /v1/token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
		"GET /%00%ff%fe%2e%2e/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
		"GET /v1/dossiers?q=%00&q=%ff%fe&=&&%=% HTTP/1.1\r\nHost: x\r\n\r\n",
	};
	struct place *p = *state;
	for (size_t i = 0; i < ARRAY_LEN(rubbish); i++) {
		int fd = dial(p);
		say(fd, rubbish[i]);
		shutdown(fd, SHUT_WR);
		char answer[4096];
		while (recv(fd, answer, sizeof(answer), 0) > 0)
			; /* whatever it says, until it closes */
		close(fd);
		expect_alive(p);
	}
}

static void endless_headers_are_cut(void **state)
{
	struct place *p = *state;
	char line[1024], answer[256] = "";
	int fd = dial(p), sent = 0;
	memset(line, 'a', sizeof(line));
	memcpy(line, "X-Long: ", 8);
	memcpy(line + sizeof(line) - 2, "\r\n", 2);
	say(fd, "GET /healthz HTTP/1.1\r\nHost: x\r\n");
	while (sent < 10000 && send(fd, line, sizeof(line), MSG_NOSIGNAL) == sizeof(line))
		sent++;
	ssize_t n = recv(fd, answer, sizeof(answer) - 1, 0);
	assert_true(n <= 0 || strstr(answer, " 431 ") || strstr(answer, " 413 "));
	close(fd);
	expect_alive(p);
}

static void a_request_under_way_is_answered_before_the_end(void **state)
{
	struct place *p = *state;
	char answer[4096] = "";
	size_t n = 0;
	int fd = dial(p);
	say(fd, "POST /v1/workstations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
		"Content-Length: 2\r\nConnection: close\r\nExpect: 100-continue\r\n\r\n");
	/* "100 Continue" says that central has begun with it */
	while (!strstr(answer, "100 Continue")) {
		ssize_t got = recv(fd, answer + n, sizeof(answer) - 1 - n, 0);
		assert_true(got > 0);
		n += (size_t)got;
	}
	assert_int_equal(kill(p->central.pid, SIGTERM), 0);
	say(fd, "{}");
	memset(answer, 0, sizeof(answer));
	n = 0;
	for (ssize_t got; (got = recv(fd, answer + n, sizeof(answer) - 1 - n, 0)) > 0;)
		n += (size_t)got;
	assert_non_null(strstr(answer, "HTTP/1.1 422"));
	close(fd);
	assert_int_equal(central_stop(&p->central), 0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, open_place, close_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_counters_way_from_code_to_page), T(all_is_kept_over_a_restart),
		T(many_deliveries_of_one_dossier_have_one_effect),
		T(both_dossiers_of_a_number_are_kept_once), T(slow_clients_hold_up_nobody),
		T(rubbish_ends_only_its_connection), T(endless_headers_are_cut),
		T(a_request_under_way_is_answered_before_the_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
