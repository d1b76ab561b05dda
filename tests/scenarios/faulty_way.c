/*
 * Every fault of the way to central, one by one, between a real engine and a real central: what
 * the link is called then, that nothing is taken for accepted which is not, that central has each
 * dossier once, and that all of it arrives as soon as the way is good again.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include "base/clock.h"
#include "base/str.h"
#include "store/dossiers.h"
#include "tests/harness/bad_way.h"

#define OFFLINE (1u << LINK_OFFLINE)
#define CERTIFICATE (1u << LINK_CERTIFICATE)
#define PORTAL (1u << LINK_PORTAL)
#define LOGIN (1u << LINK_LOGIN)
#define BUSY (1u << LINK_SERVER)
#define ODD (1u << LINK_SERVER | 1u << LINK_ONLINE | 1u << LINK_SLOW) /* this answer alone may be at fault */
#define GOOD (1u << LINK_ONLINE | 1u << LINK_SLOW)
#define ALWAYS 1000

/* What is seen while it lasts. Not named here: PROXY_PASS, what needs
 * two (PROXY_SWAP), a rejection, and the strikes, which are the soak's. */
static const struct expected {
	enum proxy_fault fault;
	unsigned links;    /* the link is called one of these */
	bool at_central;   /* central has it, whether we know or not */
	bool delivered;    /* it is a good answer */
	bool slow;         /* it ends by the time allowed */
} table[] = {
	{PROXY_REFUSE, OFFLINE, false, false, false},
	{PROXY_HALF_OPEN, OFFLINE, false, false, true},
	{PROXY_TLS_EXPIRED, CERTIFICATE, false, false, false},
	{PROXY_TLS_HOST, CERTIFICATE, false, false, false},
	{PROXY_TLS_ISSUER, CERTIFICATE, false, false, false},
	{PROXY_CUT_REQUEST, OFFLINE, false, false, false},
	{PROXY_RESET_REQUEST, OFFLINE, false, false, false},
	{PROXY_NEVER, OFFLINE, false, false, true},
	{PROXY_SWALLOW, OFFLINE, true, false, false},
	{PROXY_CUT_ANSWER, OFFLINE | ODD, true, false, false},
	{PROXY_RESET_ANSWER, OFFLINE | ODD, true, false, false},
	{PROXY_TRICKLE, OFFLINE, true, false, true},
	{PROXY_HANG_AFTER, OFFLINE, true, false, true},
	{PROXY_DELAY, GOOD, true, true, false},
	{PROXY_TWICE, GOOD, true, true, false},
	{PROXY_PORTAL_PAGE, PORTAL, false, false, false},
	{PROXY_PORTAL_REDIRECT, PORTAL, false, false, false},
	{PROXY_PORTAL_511, PORTAL, false, false, false},
	{PROXY_REDIRECT_HTTP, PORTAL, false, false, false},
	{PROXY_OTHER_JSON, ODD, false, false, false},
	{PROXY_ANSWER_1GB, ODD, false, false, false},
	{PROXY_ENDLESS, ODD, false, false, false},
	{PROXY_BOMB, ODD, false, false, false},
	{PROXY_HEADERS, ODD, false, false, false},
	{PROXY_DEEP_JSON, ODD, false, false, false},
	{PROXY_401, LOGIN, false, false, false},
	{PROXY_429, BUSY, false, false, false},
	{PROXY_429_SECONDS, BUSY, false, false, false},
	{PROXY_429_DATE, BUSY, false, false, false},
	{PROXY_429_NONSENSE, BUSY, false, false, false},
	{PROXY_429_HUGE, BUSY, false, false, false},
	{PROXY_500, ODD, false, false, false},
	{PROXY_502, ODD, false, false, false},
	{PROXY_503, BUSY, false, false, false},
	{PROXY_503_SECONDS, BUSY, false, false, false},
	{PROXY_504, ODD, false, false, false},
	{PROXY_500_AFTER, ODD, true, false, false},
	{PROXY_WRONG_UUID, ODD, true, false, false},
	{PROXY_WRONG_HASH, ODD, true, false, false},
	{PROXY_WRONG_CODE, ODD, true, false, false},
	{PROXY_WRONG_TYPE, ODD | PORTAL, true, false, false},
	{PROXY_HALF_JSON, ODD, true, false, false},
	{PROXY_DOUBLE_KEYS, ODD, true, false, false},
	{PROXY_NUL, ODD, true, false, false},
	{PROXY_BOM, ODD, true, false, false},
	{PROXY_BAD_UTF8, ODD, true, false, false},
	{PROXY_HUGE_INT, ODD, true, false, false},
	{PROXY_ESCAPES, GOOD, true, true, false},
};

/* What people are told has no control character in it. */
static void check_words(const struct expected *e, const char *words)
{
	for (const unsigned char *c = (const unsigned char *)words; *c; c++)
		if (*c < 0x20 || *c == 0x7f)
			fail_msg("%s: the reason has control characters: %s", fault_proxy_name(e->fault), words);
}

static void under_fault(struct bad_way *w, const struct expected *e, int64_t sent_before)
{
	const char *name = fault_proxy_name(e->fault);
	const struct sync_state *state = sync_state(w->s.sync);
	struct outbox_counts counts = sync_station_counts(&w->s);

	if (!fault_proxy_count(w->proxy, e->fault))
		fail_msg("%s: it was not met", name);
	if (!(e->links >> state->link & 1))
		fail_msg("%s: the link is called %d (%s)", name, state->link, state->reason);
	if (counts.waiting != !e->delivered || counts.rejected)
		fail_msg("%s: %lld waiting, %lld rejected", name, (long long)counts.waiting,
			(long long)counts.rejected);
	if (bad_way_at_central(w) != sent_before + e->at_central)
		fail_msg("%s: central has %lld", name, (long long)bad_way_at_central(w));
	check_words(e, state->reason);
}

/* What ends by the time allowed is given little; and more, where the machine was too slow even for what
 * comes before the fault. */
static void meet(struct bad_way *w, const struct expected *e, int64_t sent_before)
{
	int64_t allowed_ms = e->slow ? 1000 : 20000;
	do {
		bad_way_restart(w, allowed_ms);
		sync_station_round(&w->s);
		allowed_ms *= 4;
	} while (e->slow && allowed_ms < 100000 && (!fault_proxy_count(w->proxy, e->fault) ||
		bad_way_at_central(w) != sent_before + e->at_central));
}

/* As soon as the way is good. What was held up may need another round on a busy machine. */
static bool all_arrives(struct bad_way *w)
{
	bad_way_script(w, PROXY_PASS, 0, 0);
	sync_station_round(&w->s);
	for (int i = 0; i < 10 && sync_station_counts(&w->s).waiting; i++)
		sync_station_round(&w->s);
	return !sync_station_counts(&w->s).waiting;
}

static void each_fault_is_named_and_costs_no_dossier(void **state)
{
	struct bad_way w;

	(void)state;
	bad_way_open(&w);
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		bad_way_intakes(&w, 1);
		bad_way_script(&w, table[i].fault, 0, ALWAYS);
		meet(&w, &table[i], (int64_t)i);
		under_fault(&w, &table[i], (int64_t)i);
		if (table[i].slow)
			bad_way_restart(&w, 20000);
		if (!all_arrives(&w))
			fail_msg("%s: does not arrive after", fault_proxy_name(table[i].fault));
		assert_int_equal(bad_way_at_central(&w), i + 1);
	}
	bad_way_close(&w);
}

/* ---- a connection kept open dies: libcurl sends again by itself, what it sent had arrived */

static void sent_again_by_the_library_is_one_effect(void **state)
{
	struct bad_way w;

	(void)state;
	bad_way_open(&w);
	w.opt.parallel = 1;
	bad_way_restart(&w, 0);
	sync_station_round(&w.s);
	bad_way_intakes(&w, 5);
	bad_way_script(&w, PROXY_SWALLOW, 2, 1);
	sync_station_round(&w.s);
	assert_int_equal(sync_station_counts(&w.s).waiting, 0);
	assert_int_equal(fault_proxy_count(w.proxy, PROXY_SWALLOW), 1);
	assert_int_equal(atomic_load(&w.deliveries), 6); /* central saw one of the five twice */
	assert_int_equal(bad_way_at_central(&w), 5);
	assert_int_equal(sync_station_at_central(&w.s, "SELECT count(*) FROM changes"), 5);
	bad_way_close(&w);
}

/* ---- deliveries overtake one another, or come twice at the same time */

static void order_and_number_do_not_matter(void **state)
{
	struct bad_way w;

	(void)state;
	bad_way_open(&w);
	for (int i = 0; i < 6 && !fault_proxy_count(w.proxy, PROXY_SWAP); i++) {
		bad_way_intakes(&w, 20);
		bad_way_script(&w, PROXY_SWAP, 4, 5);
		sync_station_round(&w.s);
	}
	assert_true(fault_proxy_count(w.proxy, PROXY_SWAP) > 0);
	bad_way_intakes(&w, 20);
	bad_way_script(&w, PROXY_TWICE, 0, ALWAYS);
	sync_station_round(&w.s);
	assert_int_equal(fault_proxy_count(w.proxy, PROXY_TWICE), 20);
	assert_int_equal(sync_station_counts(&w.s).waiting, 0);
	assert_int_equal(bad_way_at_central(&w), sync_station_at_central(&w.s, "SELECT count(*) FROM changes"));
	assert_int_equal(sync_station_at_central(&w.s, "SELECT count(DISTINCT code) FROM dossiers"),
		bad_way_at_central(&w));
	bad_way_close(&w);
}

/* ---- what is far too much costs neither memory nor time */

static long resident_kb(void)
{
	struct rusage use;

	assert_int_equal(getrusage(RUSAGE_SELF, &use), 0);
	return use.ru_maxrss;
}

static void endless_answers_cost_no_memory(void **state)
{
	static const enum proxy_fault monsters[] = {
		PROXY_ANSWER_1GB, PROXY_ENDLESS, PROXY_BOMB, PROXY_HEADERS, PROXY_DEEP_JSON,
	};
	struct bad_way w;
	int64_t began;
	long before;

	(void)state;
	bad_way_open(&w);
	bad_way_intakes(&w, 8);
	before = resident_kb();
	began = clock_mono_ms();
	for (size_t i = 0; i < ARRAY_LEN(monsters); i++) {
		bad_way_script(&w, monsters[i], 0, ALWAYS);
		bad_way_restart(&w, 120000);
		sync_station_round(&w.s);
		assert_int_equal(sync_station_counts(&w.s).waiting, 8);
		assert_true(fault_proxy_count(w.proxy, monsters[i]) > 0);
	}
	if (resident_kb() - before > 96 * 1024) /* eight at once, and the proxy's own */
		fail_msg("%ld KB more", resident_kb() - before);
	assert_true(clock_mono_ms() - began < 100000);
	assert_true(all_arrives(&w));
	assert_int_equal(bad_way_at_central(&w), 8);
	bad_way_close(&w);
}

/* ---- the way comes and goes, again and again */

/* Half an hour of a link that flaps every two seconds, as many times, without the waiting
 * between. */
static void flapping_for_an_hour_neither_doubles_nor_spins(void **state)
{
	enum { FLAPS = 900, SENT = 120 };
	struct bad_way w;
	int64_t before;

	(void)state;
	bad_way_open(&w);
	bad_way_intakes(&w, 20);
	before = fault_proxy_requests(w.proxy);
	for (int i = 0; i < FLAPS; i++) {
		if (i % (FLAPS / (SENT - 20)) == 0)
			bad_way_intakes(&w, 1);
		bad_way_script(&w, i % 4 ? PROXY_SWALLOW : PROXY_RESET_REQUEST, i % 7, ALWAYS);
		sync_station_round(&w.s);
		bad_way_script(&w, PROXY_PASS, 0, 0);
		if (i % 3 == 0)
			sync_station_round(&w.s);
	}
	assert_true(all_arrives(&w));
	assert_int_equal(bad_way_at_central(&w), SENT);
	/* what waits is asked for once a round, with a probe, a token at times, and eight in flight */
	assert_true(fault_proxy_requests(w.proxy) - before < FLAPS * 16);
	bad_way_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_fault_is_named_and_costs_no_dossier),
		cmocka_unit_test(sent_again_by_the_library_is_one_effect),
		cmocka_unit_test(order_and_number_do_not_matter),
		cmocka_unit_test(endless_answers_cost_no_memory),
		cmocka_unit_test(flapping_for_an_hour_neither_doubles_nor_spins),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
