/*
 * Central dies between any two steps in its database, or loses the answer to a commit: what it was
 * asked has happened wholly or not at all, and the repeat is answered as if nothing had been.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "central/stations.h"
#include "tests/harness/central_process.h"
#include "tests/harness/central_world.h"
#include "tests/harness/cut_db.h"

struct scene {
	struct central_process place; /* its folder and database */
	struct world *w;
	struct station s;
	char block[UUID_SIZE];
	int64_t next;
};

/* What is asked of central, so that it can be asked again. */
struct wish {
	const char *method;
	char *target, *body;
	const char *bearer;
};

static void wish_clear(struct wish *wish)
{
	free(wish->target);
	free(wish->body);
}

static struct reply ask(struct scene *sc, const struct wish *wish)
{
	return call(sc->w, wish->method, wish->target, wish->bearer, wish->body);
}

/* No connection is open while children are made. */
static void open_central(struct scene *sc, const char *url)
{
	struct err err = ERR_INIT;
	if (!central_open(&sc->w->central, url, &err))
		fail_msg("%s", err.text);
	str_copy(sc->w->central.public_url, sizeof(sc->w->central.public_url), "https://motcua.example");
}

static int setup(void **state)
{
	struct scene *sc = xcalloc(1, sizeof(*sc));
	central_folder(&sc->place);
	sc->w = world_open(sc->place.db);
	station_enter(sc->w, &sc->s, WORLD_AGENCY, 1);
	station_lease(sc->w, &sc->s, 1000, sc->block, &sc->next);
	*state = sc;
	return 0;
}

static int teardown(void **state)
{
	struct scene *sc = *state;
	station_leave(&sc->s);
	world_close(sc->w);
	central_folder_remove(&sc->place);
	free(sc);
	return 0;
}

/* In a child that dies at that moment; true: it did not live to see it. */
static bool asked_and_died(struct scene *sc, const struct wish *wish, int moment)
{
	char url[TEST_DB_SIZE + 4];
	int status;
	central_close(&sc->w->central);
	cut_url(sc->place.db, url);
	pid_t pid = fork();
	if (pid == 0) {
		open_central(sc, url);
		cut_at(moment);
		ask(sc, wish);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	open_central(sc, sc->place.db);
	if (WIFEXITED(status))
		assert_int_equal(WEXITSTATUS(status), 0);
	return WIFSIGNALED(status);
}

static int64_t get(struct scene *sc, const char *sql, const char *value)
{
	struct err err = ERR_INIT;
	int64_t n = -1;
	if (!db_get_int(sc->w->central.db, &err, &n, NULL, sql, value ? "t" : "", value))
		fail_msg("%s: %s", sql, err.text);
	return n;
}

/* ---- the three things that must not be half or twice */

static void deliver_one(struct scene *sc, struct wish *wish)
{
	struct sent x;
	sent_make(sc->w, &sc->s, sc->block, sc->next++, &x);
	*wish = (struct wish){"PUT", xstrdup(x.target), xstrdup(x.body), sc->s.bearer};
	sent_clear(&x);
}

/* How often it is in each table that a dossier's arrival writes to. */
static int64_t check_delivery(struct scene *sc, const struct wish *wish)
{
	const char *uuid = strrchr(wish->target, '/') + 1;
	int64_t n = get(sc, "SELECT count(*) FROM dossiers WHERE uuid = ?", uuid);
	assert_int_equal(get(sc, "SELECT count(*) FROM dossier_history WHERE uuid = ?", uuid), n);
	assert_int_equal(get(sc, "SELECT count(*) FROM changes WHERE uuid = ?", uuid), n);
	/* the feed has no hole, and nothing of it is ahead of its counter */
	int64_t last = get(sc, "SELECT value FROM counters WHERE name = 'changes'", NULL);
	assert_int_equal(get(sc, "SELECT count(*) FROM changes", NULL), last);
	assert_int_equal(get(sc, "SELECT coalesce(max(seq), 0) FROM changes", NULL), last);
	/* what the workstation is told has been seen of it */
	assert_int_equal(get(sc, "SELECT coalesce(sum(dossiers), 0) FROM station_seen", NULL),
		get(sc, "SELECT count(*) FROM dossiers", NULL));
	return n;
}

static void lease_one(struct scene *sc, struct wish *wish)
{
	char id[UUID_SIZE];
	uuid_new(id);
	*wish = (struct wish){"POST", xstrdup("/v1/number-blocks"),
		xasprintf("{\"id\":\"%s\",\"agency\":\"" WORLD_AGENCY "\",\"day\":\"2026-11-24\","
			"\"count\":3}", id), sc->s.bearer};
}

/* Blocks follow one another without a gap. */
static int64_t check_lease(struct scene *sc, const struct wish *wish)
{
	static int64_t before;
	(void)wish;
	int64_t n = get(sc, "SELECT count(*) FROM number_blocks WHERE day = '2026-11-24'", NULL);
	assert_int_equal(get(sc, "SELECT coalesce(max(last_number), 0) FROM number_blocks"
		" WHERE day = '2026-11-24'", NULL), 3 * n);
	assert_int_equal(get(sc, "SELECT coalesce(max(next_number), 1) FROM number_series"
		" WHERE day = '2026-11-24'", NULL), 3 * n + 1);
	int64_t new = n - before;
	before = n;
	return new;
}

static void enrol_one(struct scene *sc, struct wish *wish)
{
	char code[ENROL_CODE_SIZE], hex[B64_SIZE(32)];
	uint8_t key[32];
	struct err err = ERR_INIT;
	struct signing_key *pair = signing_key_new();
	signing_key_public(pair, key);
	signing_key_free(pair);
	b64url_encode(key, sizeof(key), hex);
	assert_true(enrol_code_make(sc->w->central.db, WORLD_AGENCY, 2, sc->w->now, code, &err));
	*wish = (struct wish){"POST", xstrdup("/v1/workstations"),
		xasprintf("{\"code\":\"%s\",\"public_key\":\"%s\",\"host\":\"may\"}", code, hex), NULL};
}

/* One code, one workstation, one entry in the catalogue. */
static int64_t check_enrolment(struct scene *sc, const struct wish *wish)
{
	static int64_t before;
	(void)wish;
	int64_t n = get(sc, "SELECT count(*) FROM workstations WHERE counter = 2", NULL);
	assert_int_equal(get(sc, "SELECT count(*) FROM enrol_codes WHERE counter = 2"
		" AND workstation IS NOT NULL", NULL), n);
	assert_int_equal(get(sc, "SELECT count(*) FROM workstations w JOIN items i ON i.id = w.id"
		" WHERE i.kind = 'workstation' AND w.counter = 2", NULL), n);
	int64_t new = n - before;
	before = n;
	return new;
}

/* ---- */

typedef void make_wish(struct scene *sc, struct wish *wish);
typedef int64_t check_wish(struct scene *sc, const struct wish *wish);

/* Asked again, and once more: done now if it was not, and the same answer ever after. */
static void ask_again(struct scene *sc, const struct wish *wish, int64_t done, check_wish *check)
{
	struct reply first = ask(sc, wish), again = ask(sc, wish);
	assert_int_equal(first.status, done ? 200 : 201);
	assert_int_equal(again.status, 200);
	assert_string_equal(first.body, again.body);
	check(sc, wish);
	reply_clear(&first);
	reply_clear(&again);
}

static void die_at_every_moment(struct scene *sc, make_wish *make, check_wish *check)
{
	int deaths[2] = {0};
	bool died = true;
	check(sc, &(struct wish){.target = (char[]){"/none"}});
	for (int moment = 1; died; moment++) {
		struct wish wish;
		make(sc, &wish);
		died = asked_and_died(sc, &wish, moment);
		int64_t done = check(sc, &wish);
		assert_true(done == 0 || done == 1);
		deaths[done]++;
		ask_again(sc, &wish, done, check);
		wish_clear(&wish);
	}
	/* the last one lived; before it some died with it done and some without */
	assert_true(deaths[0] >= 8);
	assert_true(deaths[1] >= 2);
}

static void lose_the_answer(struct scene *sc, make_wish *make, check_wish *check)
{
	char url[TEST_DB_SIZE + 4];
	struct wish wish;
	check(sc, &(struct wish){.target = (char[]){"/none"}});
	make(sc, &wish);
	central_close(&sc->w->central);
	cut_url(sc->place.db, url);
	open_central(sc, url);
	cut_commit_answer();
	struct reply r = ask(sc, &wish);
	assert_int_equal(r.status, 503);
	assert_string_equal(reply_header(&r, "Retry-After"), "5");
	reply_clear(&r);
	int64_t done = check(sc, &wish);
	assert_int_equal(done, 1);
	ask_again(sc, &wish, done, check);
	wish_clear(&wish);
}

static void a_delivery(void **state)
{
	die_at_every_moment(*state, deliver_one, check_delivery);
	lose_the_answer(*state, deliver_one, check_delivery);
}

static void a_lease(void **state)
{
	die_at_every_moment(*state, lease_one, check_lease);
	lose_the_answer(*state, lease_one, check_lease);
}

static void an_enrolment(void **state)
{
	die_at_every_moment(*state, enrol_one, check_enrolment);
	lose_the_answer(*state, enrol_one, check_enrolment);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {T(a_delivery), T(a_lease), T(an_enrolment)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
