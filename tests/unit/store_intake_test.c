/* The one path: what an intake writes, and that it is all of it or nothing. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/dossiers.h"
#include "store/numbers.h"
#include "store/outbox.h"
#include "store/print_jobs.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

static const char *const tables[] = {"dossier", "dossier_body", "dossier_vault", "receipt", "outbox",
	"print_job", "procedure_usage"};

static void all_tables_hold(struct fixture *f, int64_t n)
{
	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		char *sql = xasprintf("SELECT count(*) FROM %s", tables[i]);
		int64_t count = fixture_count(f, sql);
		if (count != n)
			fail_msg("%s holds %d, not %d", tables[i], (int)count, (int)n);
		free(sql);
	}
}

static void everything_is_given_and_written(void **state)
{
	struct fixture *f = *state;
	struct dossier d;
	struct intake_result r;
	char due[INSTANT_SIZE];
	fixture_lease(f, fixture_day(), 43, 50);
	fixture_intake(f, NULL, &d, &r);
	assert_string_equal(d.code, "H01.91.12-261123-0043");
	assert_true(uuid_parse(d.uuid, NULL));
	assert_true(uuid_parse(d.block, NULL));
	assert_int_equal(d.sequence, 1);
	assert_int_equal(d.received_at, FIXTURE_NOW);
	instant_format(d.due_at, due);
	assert_string_equal(due, "2026-12-08T08:43:00+07:00");
	assert_false(d.due_provisional);
	assert_string_equal(d.agency, "H01.91.12");
	assert_string_equal(d.agency_name, "Phường Thử Nghiệm");
	assert_string_equal(d.workstation, f->ws.id);
	assert_int_equal(d.counter, 3);
	assert_true(uuid_parse(r.print_job, NULL));
	char *start = xasprintf("https://central.example/t/%s/", d.code);
	assert_true(str_starts(r.url, start));
	assert_string_equal(r.url + strlen(start), r.token);
	free(start);
	fixture_reopen(f);
	all_tables_hold(f, 1);
	dossier_clear(&d);
}

static void the_receipt_vouches_for_the_stored_content(void **state)
{
	struct fixture *f = *state;
	struct dossier d;
	struct intake_result r;
	struct receipt receipt;
	struct err err = ERR_INIT;
	uint8_t key[ED25519_PUBLIC], id[KEY_ID_SIZE], hash[SHA256_SIZE];
	fixture_lease(f, fixture_day(), 1, 5);
	fixture_intake(f, NULL, &d, &r);
	signing_key_public(f->ws.key, key);
	ed25519_key_id(key, id);
	if (!receipt_verify(r.token, d.code, key, &receipt, &err))
		fail_msg("%s", err.text);
	assert_false(receipt_verify(r.token, "H01.91.12-261123-0002", key, &receipt, NULL));
	assert_true(receipt_verify(r.token, d.code, key, &receipt, NULL));
	char *json = dossiers_json(f->store, d.uuid, &err);
	assert_non_null(json);
	sha256(json, strlen(json), hash);
	assert_memory_equal(receipt.content_hash, hash, sizeof(receipt.content_hash));
	assert_memory_equal(receipt.key_id, id, sizeof(id));
	assert_string_equal(receipt.uuid, d.uuid);
	assert_int_equal(receipt.received_at, FIXTURE_NOW);
	assert_int_equal(receipt.due_at, d.due_at);
	assert_int_equal(receipt.flags, 0);
	struct outbox_item item;
	size_t n;
	assert_true(outbox_next(f->store, 0, &item, 1, &n, &err));
	assert_int_equal(n, 1);
	char hex[HEX_SIZE(SHA256_SIZE)];
	hex_encode(hash, sizeof(hash), hex);
	assert_string_equal(item.sha256, hex);
	assert_string_equal(item.json, json);
	assert_string_equal(item.token, r.token);
	struct buf canonical;
	buf_init(&canonical, DOSSIER_JSON_MAX);
	assert_true(json_canonical(json, strlen(json), &canonical, &err));
	assert_string_equal(buf_str(&canonical), json);
	buf_clear(&canonical);
	outbox_item_clear(&item);
	free(json);
	dossier_clear(&d);
}

static void receipts_form_a_chain(void **state)
{
	struct fixture *f = *state;
	static const uint8_t none[8];
	uint8_t link[8] = {0};
	fixture_lease(f, fixture_day(), 1, 5);
	for (int i = 1; i <= 4; i++) {
		struct dossier d;
		struct intake_result r;
		struct receipt receipt;
		if (i == 3)
			fixture_reopen(f);
		fixture_intake(f, NULL, &d, &r);
		assert_int_equal(d.sequence, i);
		assert_true(receipt_parse(r.token, &receipt, NULL));
		assert_memory_equal(receipt.previous, link, 8);
		if (i > 1)
			assert_memory_not_equal(receipt.previous, none, 8);
		receipt_link(r.token, link);
		dossier_clear(&d);
	}
}

static void another_enrolment_begins_a_chain_of_its_own(void **state)
{
	static const int64_t sequences[] = {1, 2, 1, 3};
	static const char last[] = "aaba";
	struct fixture *f = *state;
	static const uint8_t none[8];
	fixture_lease(f, fixture_day(), 1, 5);
	for (size_t i = 0; i < ARRAY_LEN(sequences); i++) {
		struct dossier d;
		struct intake_result r;
		struct receipt receipt;
		f->ws.id[strlen(f->ws.id) - 1] = last[i];
		assert_true(workstation_save(&f->ws, f->store, NULL));
		if (last[i] == 'b')
			fixture_lease(f, fixture_day(), 6, 9);
		fixture_intake(f, NULL, &d, &r);
		assert_int_equal(d.sequence, sequences[i]);
		assert_true(receipt_parse(r.token, &receipt, NULL));
		assert_int_equal(memcmp(receipt.previous, none, 8) == 0, sequences[i] == 1);
		dossier_clear(&d);
	}
}

static void flags_say_offline_and_untrusted(void **state)
{
	struct fixture *f = *state;
	struct intake_options opt = fixture_options(f);
	struct dossier d;
	struct intake_result r;
	struct receipt receipt;
	fixture_lease(f, fixture_day(), 1, 5);
	fixture_dossier(&d, NULL);
	opt.offline = true;
	opt.clock_trusted = false;
	opt.print = false;
	d.time = (struct time_limit){TIME_NOT_PUBLISHED, 0};
	assert_true(intake_commit(f->store, &f->ws, &d, &opt, &r, NULL));
	assert_true(receipt_parse(r.token, &receipt, NULL));
	assert_int_equal(receipt.flags, RECEIPT_OFFLINE | RECEIPT_CLOCK_UNTRUSTED);
	assert_int_equal(receipt.due_at, 0);
	assert_int_equal(d.due_at, 0);
	assert_string_equal(r.print_job, "");
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM print_job"), 0);
	assert_true(d.offline);
	assert_false(d.clock_trusted);
	dossier_clear(&d);
}

static void no_number_no_intake(void **state)
{
	struct fixture *f = *state;
	struct intake_options opt = fixture_options(f);
	struct dossier d;
	struct intake_result r;
	struct err err = ERR_INIT;
	fixture_lease(f, date_add(fixture_day(), 1), 1, 5); /* tomorrow's do not count */
	fixture_dossier(&d, NULL);
	assert_false(intake_commit(f->store, &f->ws, &d, &opt, &r, &err));
	assert_int_equal(err.kind, ERR_UNAVAILABLE);
	assert_string_equal(d.code, "");
	assert_string_equal(d.uuid, "");
	assert_string_equal(d.block, "");
	assert_int_equal(d.sequence, 0);
	assert_int_equal(d.received_at, 0);
	assert_string_equal(r.token, "");
	assert_string_equal(d.applicant.name, "Nguyễn Văn Thử"); /* what was typed stays */
	all_tables_hold(f, 0);
	fixture_lease(f, fixture_day(), 1, 5); /* and the same dossier goes in when there are numbers */
	assert_true(intake_commit(f->store, &f->ws, &d, &opt, &r, &err));
	dossier_clear(&d);
}

/* A failure at the last write gives the number back and leaves no trace. */
static void a_failure_at_any_write_leaves_nothing(void **state)
{
	struct fixture *f = *state;
	struct intake_options opt = fixture_options(f);
	fixture_lease(f, fixture_day(), 1, 5);
	for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
		struct dossier d;
		struct intake_result r;
		struct err err = ERR_INIT;
		char *sql = xasprintf("CREATE TRIGGER broken BEFORE INSERT ON %s"
			" BEGIN SELECT raise(ABORT, 'broken'); END", tables[i]);
		assert_true(db_script(store_db(f->store), sql, &err));
		free(sql);
		fixture_dossier(&d, NULL);
		assert_false(intake_commit(f->store, &f->ws, &d, &opt, &r, &err));
		assert_true(err.text[0] != '\0');
		assert_string_equal(d.code, "");
		all_tables_hold(f, 0);
		assert_int_equal(fixture_count(f, "SELECT sum(next - first) FROM number_block"), 0);
		assert_true(db_script(store_db(f->store), "DROP TRIGGER broken", &err));
		dossier_clear(&d);
	}
	struct dossier d;
	struct intake_result r;
	fixture_intake(f, NULL, &d, &r);
	assert_string_equal(d.code, "H01.91.12-261123-0001");
	assert_int_equal(d.sequence, 1);
	dossier_clear(&d);
}

/* No byte may be written any more, as on a full disk: refused, and nothing is spent. */
static void a_full_disk_costs_no_number(void **state)
{
	struct fixture *f = *state;
	struct intake_options opt = fixture_options(f);
	struct rlimit was, none;
	struct dossier d;
	struct intake_result r;
	struct err err = ERR_INIT;
	fixture_lease(f, fixture_day(), 1, 5);
	fixture_dossier(&d, NULL);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	none = was;
	none.rlim_cur = 1;
	void (*old)(int) = signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
	bool ok = intake_commit(f->store, &f->ws, &d, &opt, &r, &err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	signal(SIGXFSZ, old);
	assert_false(ok);
	assert_int_equal(err.kind, ERR_DISK);
	assert_string_equal(d.code, "");
	all_tables_hold(f, 0);
	assert_true(intake_commit(f->store, &f->ws, &d, &opt, &r, &err));
	assert_string_equal(d.code, "H01.91.12-261123-0001");
	dossier_clear(&d);
}

static void strange_words_are_only_words(void **state)
{
	struct fixture *f = *state;
	static const char *const names[] = {"Robert'); DROP TABLE dossier;--", "%s%n%d", "a\"b\\c",
		"=1+1"};
	fixture_lease(f, fixture_day(), 1, 9);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct dossier d, back;
		struct intake_result r;
		fixture_intake(f, names[i], &d, &r);
		assert_true(dossiers_load(f->store, d.code, &back, NULL, NULL, NULL));
		assert_string_equal(back.applicant.name, names[i]);
		dossier_clear(&back);
		dossier_clear(&d);
	}
}

static void too_long_is_refused(void **state)
{
	struct fixture *f = *state;
	struct intake_options opt = fixture_options(f);
	struct dossier d;
	struct intake_result r;
	struct err err = ERR_INIT;
	char *note = xmalloc(DOSSIER_JSON_MAX + 1);
	memset(note, 'x', DOSSIER_JSON_MAX);
	note[DOSSIER_JSON_MAX] = '\0';
	fixture_lease(f, fixture_day(), 1, 9);
	fixture_dossier(&d, NULL);
	d.note = note;
	assert_false(intake_commit(f->store, &f->ws, &d, &opt, &r, &err));
	assert_int_equal(err.kind, ERR_DATA);
	all_tables_hold(f, 0);
	dossier_clear(&d);
	free(note);
}

static void take_and_tell(struct fixture *f, int fd)
{
	struct store *store;
	struct intake_options opt = fixture_options(f);
	if (!store_open(&store, f->path, NULL))
		_exit(1);
	for (;;) {
		struct dossier d;
		struct intake_result r;
		fixture_dossier(&d, NULL);
		if (!intake_commit(store, &f->ws, &d, &opt, &r, NULL) ||
			write(fd, d.code + strlen(d.code) - 4, 4) != 4)
			_exit(1);
		dossier_clear(&d);
	}
}

/* Whatever was told to be taken in is there, whole, after kill -9 at some instant. */
static void kill_9_loses_nothing_that_was_told(void **state)
{
	struct fixture *f = *state;
	char four[4];
	int64_t told = 0;
	fixture_lease(f, fixture_day(), 1, 9999);
	store_close(f->store);
	f->store = NULL;
	for (int round = 0; round < 10; round++) {
		int fds[2], status;
		assert_int_equal(pipe(fds), 0);
		pid_t pid = fork();
		if (pid == 0)
			take_and_tell(f, fds[1]);
		close(fds[1]);
		for (int i = 0; i < 3 + round; i++, told++)
			assert_int_equal(read(fds[0], four, 4), 4);
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		while (read(fds[0], four, 4) == 4)
			told++;
		close(fds[0]);
	}
	fixture_reopen(f);
	int64_t kept = fixture_count(f, "SELECT count(*) FROM dossier");
	assert_true(kept >= told && kept <= told + 10);
	assert_int_equal(kept, fixture_count(f, "SELECT count(*) FROM outbox"));
	assert_int_equal(kept, fixture_count(f, "SELECT count(*) FROM print_job"));
	assert_int_equal(kept, fixture_count(f, "SELECT count(*) FROM dossier_body"));
	assert_int_equal(kept, fixture_count(f, "SELECT next - first FROM number_block"));
	assert_int_equal(kept, fixture_count(f, "SELECT max(sequence) FROM dossier"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(everything_is_given_and_written),
		T(the_receipt_vouches_for_the_stored_content),
		T(receipts_form_a_chain),
		T(another_enrolment_begins_a_chain_of_its_own),
		T(flags_say_offline_and_untrusted),
		T(no_number_no_intake),
		T(a_failure_at_any_write_leaves_nothing),
		T(a_full_disk_costs_no_number),
		T(strange_words_are_only_words),
		T(too_long_is_refused),
		T(kill_9_loses_nothing_that_was_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
