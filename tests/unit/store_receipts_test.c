/* The journal of receipts: written with each intake, filled from databases of before, kept for ever. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/fs.h"
#include "base/str.h"
#include "store/receipts.h"
#include "store/schema.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

struct seen {
	struct receipt_row rows[16];
	size_t n, stop_after;
};

static bool see(void *user, const struct receipt_row *row)
{
	struct seen *s = user;
	s->rows[s->n++] = *row;
	return s->n != s->stop_after;
}

static void every_intake_is_in_it_in_order(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct seen s = {.n = 0};
	char tokens[3][RECEIPT_TOKEN_SIZE];
	uint8_t link[8] = {0}, next[8];
	fixture_lease(f, fixture_day(), 1, 5);
	for (int i = 0; i < 3; i++) {
		struct dossier d;
		struct intake_result r;
		fixture_intake(f, NULL, &d, &r);
		str_copy(tokens[i], sizeof(tokens[i]), r.token);
		dossier_clear(&d);
	}
	fixture_reopen(f);
	assert_true(receipts_each(f->store, see, &s, &err));
	assert_int_equal(s.n, 3);
	for (int i = 0; i < 3; i++) {
		struct receipt r;
		assert_int_equal(s.rows[i].ordinal, i + 1);
		assert_int_equal(s.rows[i].sequence, i + 1);
		assert_string_equal(s.rows[i].token, tokens[i]);
		assert_string_equal(s.rows[i].workstation, f->ws.id);
		assert_int_equal(s.rows[i].at, FIXTURE_NOW);
		assert_int_equal(s.rows[i].cause, RECEIPT_OF_INTAKE);
		assert_true(receipt_parse(tokens[i], &r, NULL));
		assert_string_equal(s.rows[i].uuid, r.uuid);
		assert_memory_equal(r.previous, link, 8);
		receipt_link(tokens[i], link);
	}
	assert_true(receipts_previous(f->store, f->ws.id, next, &err));
	assert_memory_equal(next, link, 8);
}

static void reading_can_stop(void **state)
{
	struct fixture *f = *state;
	struct seen s = {.n = 0, .stop_after = 2};
	fixture_lease(f, fixture_day(), 1, 5);
	for (int i = 0; i < 3; i++) {
		struct dossier d;
		struct intake_result r;
		fixture_intake(f, NULL, &d, &r);
		dossier_clear(&d);
	}
	assert_true(receipts_each(f->store, see, &s, NULL));
	assert_int_equal(s.n, 2);
}

static void a_receipt_is_found_by_its_token(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct dossier d;
	struct intake_result r;
	struct receipt_row row;
	bool found;
	char other[RECEIPT_TOKEN_SIZE];
	fixture_lease(f, fixture_day(), 1, 5);
	fixture_intake(f, NULL, &d, &r);
	assert_true(receipts_find(f->store, r.token, &row));
	assert_string_equal(row.code, d.code);
	str_copy(other, sizeof(other), r.token);
	other[150] = other[150] == 'A' ? 'B' : 'A';
	assert_false(receipts_find(f->store, other, &row));
	assert_false(receipts_find(f->store, "no token", &row));
	assert_true(receipts_newest(f->store, d.uuid, &row, &found, &err));
	assert_true(found);
	assert_string_equal(row.token, r.token);
	assert_true(receipts_newest(f->store, "01939b2e-0000-7000-8000-000000000099", &row, &found, &err));
	assert_false(found);
	dossier_clear(&d);
}

/* Key and chain of the enrolment before stay. */
static void another_enrolment_keeps_the_old_key(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct own_key *keys;
	size_t n;
	struct seen s = {.n = 0};
	uint8_t old[ED25519_PUBLIC], new[ED25519_PUBLIC];
	struct dossier d;
	struct intake_result r;
	fixture_lease(f, fixture_day(), 1, 2);
	fixture_intake(f, NULL, &d, &r);
	dossier_clear(&d);
	signing_key_public(f->ws.key, old);
	signing_key_free(f->ws.key);
	f->ws.key = signing_key_new();
	signing_key_public(f->ws.key, new);
	str_copy(f->ws.id, sizeof(f->ws.id), "01939b2e-0000-7000-8000-00000000000b");
	assert_true(workstation_save(&f->ws, f->store, &err));
	fixture_lease(f, fixture_day(), 3, 4);
	fixture_intake(f, NULL, &d, &r);
	dossier_clear(&d);

	assert_true(own_keys_list(f->store, &keys, &n, &err));
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++) {
		bool current = str_eq(keys[i].workstation, f->ws.id);
		assert_memory_equal(keys[i].key, current ? new : old, ED25519_PUBLIC);
		assert_int_equal(keys[i].until == 0, current);
		assert_int_equal(keys[i].counter, 3);
		assert_string_equal(keys[i].public_url, "https://central.example");
	}
	free(keys);
	assert_true(receipts_each(f->store, see, &s, &err));
	assert_int_equal(s.n, 2);
	assert_int_equal(s.rows[1].sequence, 1);
	assert_int_equal(s.rows[1].ordinal, 2);
}

/* ---- from version 1 */

#define OLD_ID "01939b2e-0000-7000-8000-00000000000a"
#define INSERT_OLD(n) \
	"INSERT INTO dossier (ordinal, uuid, code, workstation, sequence, applicant, phone," \
	" procedure_code, procedure, received_at, due_at, status) VALUES (" #n ", 'uuid-" #n "'," \
	" 'H01.91.12-261123-000" #n "', '" OLD_ID "', " #n ", 'Nguyễn Văn Thử', '', '1.000001', 'x'," \
	" 179539818" #n ", 0, 2);" \
	"INSERT INTO dossier_body (ordinal, sha256, token, json) VALUES (" #n ", '', 'token-" #n "', '{}');"

static void a_database_of_version_1_gets_its_journal(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct seen s = {.n = 0};
	struct own_key *keys;
	struct store *store;
	struct db *db;
	size_t n;
	char *path = fs_join(f->dir, "old.db"), url[300] = "sqlite:";
	assert_true(str_copy(url + strlen(url), sizeof(url) - strlen(url), path));
	assert_true(db_open(&db, url, DB_CREATE, &err));
	assert_true(db_migrate(db, store_schema, 1, NULL, &err));
	assert_true(db_script(db, INSERT_OLD(1) INSERT_OLD(2)
		"INSERT INTO meta (key, value) VALUES ('workstation.id', '" OLD_ID "'),"
		" ('workstation.agency', 'H01.91.12'), ('workstation.counter', '3'),"
		" ('workstation.public_url', 'https://central.example'), ('workstation.public_key',"
		" '000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f');", &err));
	db_close(db);
	if (!store_open(&store, path, &err))
		fail_msg("%s", err.text);
	assert_true(receipts_each(store, see, &s, &err));
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[1].token, "token-2");
	assert_string_equal(s.rows[1].uuid, "uuid-2");
	assert_int_equal(s.rows[1].sequence, 2);
	assert_int_equal(s.rows[1].at, 1795398182);
	assert_true(own_keys_list(store, &keys, &n, &err));
	assert_int_equal(n, 1);
	assert_string_equal(keys[0].workstation, OLD_ID);
	assert_int_equal(keys[0].key[1], 1);
	assert_int_equal(keys[0].until, 0);
	free(keys);
	store_close(store);
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(every_intake_is_in_it_in_order),
		T(reading_can_stop),
		T(a_receipt_is_found_by_its_token),
		T(another_enrolment_keeps_the_old_key),
		T(a_database_of_version_1_gets_its_journal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
