/* The store itself: opening, small values, who this workstation is, drafts. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/drafts.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

static void made_private_in_a_new_folder(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct store *store;
	struct stat st;
	char *dir = fs_join(f->dir, "new"), *path = fs_join(dir, "x.db");
	assert_true(store_open(&store, path, &err));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(dir, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	store_close(store);
	unlink(path);
	rmdir(dir);
	free(path);
	free(dir);
}

static void values_last(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	assert_null(store_meta_get(f->store, "a"));
	assert_int_equal(store_meta_int(f->store, "a", 5), 5);
	assert_true(store_meta_set(f->store, "a", "Bí mật", &err));
	assert_true(store_meta_set(f->store, "a", "Đã đổi", &err));
	assert_true(store_meta_set_int(f->store, "n", INT64_MIN, &err));
	fixture_reopen(f);
	char *value = store_meta_get(f->store, "a");
	assert_string_equal(value, "Đã đổi");
	free(value);
	assert_int_equal(store_meta_int(f->store, "a", 7), 7); /* not a number */
	assert_true(store_meta_int(f->store, "n", 0) == INT64_MIN);
}

static void a_newer_database_is_refused_and_kept(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct store *store;
	assert_true(db_script(store_db(f->store), "PRAGMA user_version=999", &err));
	assert_false(store_open(&store, f->path, &err));
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_int_equal(fixture_count(f, "PRAGMA user_version"), 999);
	assert_int_equal(fixture_count(f, "SELECT count(*) FROM meta WHERE key = 'workstation.id'"), 1);
}

static void a_damaged_file_is_refused_and_kept(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct store *store = NULL;
	struct stat st;
	store_close(f->store);
	f->store = NULL;
	assert_true(fs_write_atomic(f->path, "not a database, plainly not one", 31, 0600, &err));
	assert_false(store_open(&store, f->path, &err));
	assert_int_equal(err.kind, ERR_DAMAGED);
	assert_null(store);
	assert_int_equal(stat(f->path, &st), 0);
	assert_int_equal(st.st_size, 31);
}

/* Such as central's, whose version number may be the same. */
static void another_programs_database_is_refused(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct store *store = NULL;
	assert_true(db_script(store_db(f->store), "ALTER TABLE outbox RENAME TO other", &err));
	assert_false(store_open(&store, f->path, &err));
	assert_int_equal(err.kind, ERR_DISK);
	assert_non_null(strstr(err.text, f->path));
	assert_null(store);
	assert_true(db_script(store_db(f->store), "ALTER TABLE other RENAME TO outbox", &err));
}

static void workstation_comes_back(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct workstation ws;
	uint8_t a[ED25519_PUBLIC], b[ED25519_PUBLIC];
	fixture_reopen(f);
	if (!workstation_load(&ws, f->store, f->key_path, &err))
		fail_msg("%s", err.text);
	assert_string_equal(ws.id, f->ws.id);
	assert_string_equal(ws.agency, "H01.91.12");
	assert_string_equal(ws.agency_name, "Phường Thử Nghiệm");
	assert_string_equal(ws.parent_name, "Tỉnh Thử Nghiệm");
	assert_string_equal(ws.place, "Thử Nghiệm");
	assert_string_equal(ws.public_url, "https://central.example");
	assert_int_equal(ws.counter, 3);
	assert_memory_equal(ws.server_key, f->ws.server_key, ED25519_PUBLIC);
	signing_key_public(ws.key, a);
	signing_key_public(f->ws.key, b);
	assert_memory_equal(a, b, ED25519_PUBLIC);
	workstation_clear(&ws);
	assert_null(ws.key);
	workstation_clear(&ws);
}

static void not_enrolled_says_what_to_do(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct workstation ws;
	assert_true(db_run(store_db(f->store), &err, "DELETE FROM meta", NULL));
	assert_false(workstation_load(&ws, f->store, f->key_path, &err));
	assert_int_equal(err.kind, ERR_CONFIG);
	assert_non_null(strstr(err.text, "motcua enrol"));
	assert_null(ws.key);
}

static void half_an_enrolment_is_none(void **state)
{
	static const char *const needed[] = {"workstation.id", "workstation.agency",
		"workstation.public_url", "workstation.counter", "workstation.server_key",
		"workstation.public_key"};
	struct fixture *f = *state;
	for (size_t i = 0; i < ARRAY_LEN(needed); i++) {
		struct err err = ERR_INIT;
		struct workstation ws;
		assert_true(workstation_save(&f->ws, f->store, &err));
		assert_true(db_run(store_db(f->store), &err, "DELETE FROM meta WHERE key = ?", "t",
			needed[i]));
		if (workstation_load(&ws, f->store, f->key_path, &err))
			fail_msg("loaded without %s", needed[i]);
		assert_int_equal(err.kind, ERR_CONFIG);
	}
}

static void another_key_file_is_refused(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct workstation ws;
	assert_int_equal(unlink(f->key_path), 0);
	assert_false(workstation_load(&ws, f->store, f->key_path, &err));
	struct signing_key *other = signing_key_new();
	assert_true(signing_key_save(other, f->key_path, &err));
	signing_key_free(other);
	assert_false(workstation_load(&ws, f->store, f->key_path, &err));
	assert_int_equal(err.kind, ERR_CONFIG);
}

static void drafts_last_until_dropped(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	int64_t at = 0;
	assert_null(draft_load(f->store, "intake", &at));
	assert_true(draft_save(f->store, "intake", "{\"a\":1}", 10, &err));
	assert_true(draft_save(f->store, "intake", "{\"a\":\"Nguyễn\"}", 20, &err));
	assert_true(draft_save(f->store, "other", "{}", 30, &err));
	fixture_reopen(f);
	char *json = draft_load(f->store, "intake", &at);
	assert_string_equal(json, "{\"a\":\"Nguyễn\"}");
	assert_int_equal(at, 20);
	free(json);
	assert_true(draft_drop(f->store, "intake", &err));
	assert_true(draft_drop(f->store, "intake", &err));
	assert_null(draft_load(f->store, "intake", NULL));
	json = draft_load(f->store, "other", NULL);
	assert_non_null(json);
	free(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(made_private_in_a_new_folder),
		T(values_last),
		T(a_newer_database_is_refused_and_kept),
		T(a_damaged_file_is_refused_and_kept), T(another_programs_database_is_refused),
		T(workstation_comes_back),
		T(not_enrolled_says_what_to_do),
		T(half_an_enrolment_is_none),
		T(another_key_file_is_refused),
		T(drafts_last_until_dropped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
