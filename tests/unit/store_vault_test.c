/*
 * What is personal lies sealed: nothing of it can be read in the files, a database without its key or
 * with another's is refused as it is, and what was changed or moved to another row does not open.
 */

#include "store/vault.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/b64.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/dossiers.h"
#include "store/drafts.h"
#include "store/outbox.h"
#include "tests/harness/plain_search.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

static char *key_path(struct fixture *f)
{
	return fs_join(f->dir, "vault.key");
}

static void take_in(struct fixture *f, const char *name, char uuid[UUID_SIZE])
{
	struct dossier d;
	struct intake_result r;
	fixture_intake(f, name, &d, &r);
	str_copy(uuid, UUID_SIZE, d.uuid);
	dossier_clear(&d);
}

static void change(struct fixture *f, const char *sql)
{
	struct err err = ERR_INIT;
	if (!db_script(store_db(f->store), sql, &err))
		fail_msg("%s", err.text);
}

static void close_store(struct fixture *f)
{
	store_close(f->store);
	f->store = NULL;
}

/* ---- nothing to read */

static void nothing_personal_can_be_read_in_the_files(void **state)
{
	static const char *const plain[] = {"Zịchtar Ngọc Phẳng", "zichtar ngoc phang", "Zịchtar",
		"089190001234", "0912345678", "Ấp Không Ai Biết", "Ghi Chú Kín", "Nháp Kín Đáo",
		"Tên Zịchtar không khớp", "Số 1, Phường Thử Nghiệm"};
	struct fixture *f = *state;
	struct problem why = {.type = "invalid", .title = "Không hợp lệ", .status = 422};
	char first[UUID_SIZE], second[UUID_SIZE];
	fixture_lease(f, fixture_day(), 1, 9);
	take_in(f, "Zịchtar Ngọc Phẳng", first);
	take_in(f, "Zịchtar Ngọc Phẳng", second);
	str_copy(why.detail, sizeof(why.detail), "Tên Zịchtar không khớp với số 089190001234.");
	assert_true(outbox_reject(f->store, first, &why, FIXTURE_NOW, NULL));
	assert_true(outbox_note(f->store, second, "Nháp Kín Đáo", FIXTURE_NOW, NULL));
	assert_true(draft_save(f->store, "intake", "{\"note\":\"Nháp Kín Đáo\"}", 1, NULL));
	assert_true(draft_save(f->store, "intake", "{\"note\":\"Ghi Chú Kín\"}", 2, NULL));
	assert_true(draft_drop(f->store, "intake", NULL));
	struct dossier_list found;
	const struct dossier_filter filter = {.text = "zichtar"};
	assert_true(dossiers_list(f->store, &filter, 0, 10, &found, NULL));
	assert_int_equal(found.total, 2);
	dossier_list_clear(&found);
	plain_search_none(f->dir, plain, ARRAY_LEN(plain));
	assert_true(plain_search(f->dir, "đăng ký khai sinh", NULL)); /* it does look into the database */
	close_store(f);
	plain_search_none(f->dir, plain, ARRAY_LEN(plain));
	assert_true(store_open(&f->store, f->path, NULL));
}

/* ---- the key */

static void refused(struct fixture *f, const char *word)
{
	struct err err = ERR_INIT;
	struct store *store;
	assert_false(store_open(&store, f->path, &err));
	assert_int_equal(err.kind, ERR_CONFIG);
	if (!strstr(err.text, word))
		fail_msg("no «%s» in: %s", word, err.text);
	assert_null(strstr(err.text, "Thử"));
}

static void the_key_is_a_file_that_only_its_owner_reads(void **state)
{
	struct fixture *f = *state;
	struct stat st;
	struct buf line, database;
	char *path = key_path(f);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	buf_init(&line, 200);
	buf_init(&database, 64 << 20);
	assert_true(fs_read(path, &line, NULL));
	assert_true(str_starts(buf_str(&line), "motcua-vault-1 "));
	assert_int_equal(line.len, 15 + 64 + 1);
	uint8_t key[SEAL_KEY];
	line.data[15 + 64] = '\0';
	assert_true(hex_decode(line.data + 15, key, sizeof(key)));
	close_store(f);
	assert_true(fs_read(f->path, &database, NULL));
	assert_null(memmem(database.data, database.len, key, sizeof(key)));
	assert_null(memmem(database.data, database.len, line.data + 15, 64));
	chmod(path, 0640);
	refused(f, "chmod 600");
	chmod(path, 0604);
	refused(f, "chmod 600");
	chmod(path, 0400);
	assert_true(store_open(&f->store, f->path, NULL));
	buf_clear(&line);
	buf_clear(&database);
	free(path);
}

static void read_all(const char *path, struct buf *out)
{
	buf_init(out, 64 << 20);
	assert_true(fs_read(path, out, NULL));
}

static void a_database_without_its_key_is_left_as_it_is(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct buf before, after, line;
	char uuid[UUID_SIZE], other[2][80] = {"motcua-vault-1 0", "nothing of the kind"};
	char *path = key_path(f);
	fixture_lease(f, fixture_day(), 1, 9);
	take_in(f, NULL, uuid);
	close_store(f);
	read_all(f->path, &before);
	read_all(path, &line);
	unlink(path);
	refused(f, "Không thấy khóa dữ liệu");
	assert_false(fs_exists(path)); /* and none is made in its place */
	for (size_t i = 0; i < ARRAY_LEN(other); i++) {
		assert_true(fs_write_atomic(path, other[i], strlen(other[i]), 0600, &err));
		refused(f, "không chứa khóa");
	}
	line.data[20] = line.data[20] == 'a' ? 'b' : 'a';
	assert_true(fs_write_atomic(path, line.data, line.len, 0600, &err));
	refused(f, "không phải khóa đã niêm phong");
	read_all(f->path, &after);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.data, after.data, before.len);
	buf_clear(&before);
	buf_clear(&after);
	buf_clear(&line);
	free(path);
}

static void the_right_key_put_back_opens_everything(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	struct dossier d;
	char uuid[UUID_SIZE];
	char *path = key_path(f), *away = fs_join(f->dir, "away.key");
	fixture_lease(f, fixture_day(), 1, 9);
	take_in(f, NULL, uuid);
	close_store(f);
	assert_int_equal(rename(path, away), 0);
	refused(f, "Không thấy khóa dữ liệu");
	assert_true(store_open_with(&f->store, f->path, away, &err));
	assert_true(dossiers_load(f->store, uuid, &d, NULL, NULL, &err));
	assert_string_equal(d.applicant.name, "Nguyễn Văn Thử");
	dossier_clear(&d);
	free(path);
	free(away);
}

/* What systemd gives comes first; the file is not even looked at. */
static void a_credential_takes_the_place_of_the_file(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	char uuid[UUID_SIZE];
	char *path = key_path(f), *credential = fs_join(f->dir, "motcua-vault");
	fixture_lease(f, fixture_day(), 1, 9);
	take_in(f, NULL, uuid);
	close_store(f);
	assert_int_equal(rename(path, credential), 0);
	setenv("CREDENTIALS_DIRECTORY", f->dir, 1);
	assert_true(store_open(&f->store, f->path, &err));
	assert_int_equal(vault_place(store_vault(f->store)), VAULT_IN_CREDENTIAL);
	close_store(f);
	assert_false(fs_exists(path));
	unsetenv("CREDENTIALS_DIRECTORY");
	refused(f, "Không thấy khóa dữ liệu");
	free(path);
	free(credential);
}

/* Nothing of that name may be among what is removed. */
static void clear_folder(const char *path, const char *never)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		char *name = fs_join(path, entry->d_name);
		if (str_starts(entry->d_name, never))
			fail_msg("%s was left behind", entry->d_name);
		unlink(name);
		free(name);
	}
	closedir(dir);
	assert_int_equal(rmdir(path), 0);
}

static void two_that_begin_at_once_have_one_key(void **state)
{
	struct fixture *f = *state;
	pid_t pids[6];
	char *dir = fs_join(f->dir, "fresh"), *path = fs_join(dir, "motcua.db");
	fflush(NULL);
	for (size_t i = 0; i < ARRAY_LEN(pids); i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			struct store *store;
			bool ok = store_open(&store, path, NULL) &&
				draft_save(store, i % 2 ? "a" : "b", "x", 1, NULL);
			_exit(!ok);
		}
	}
	for (size_t i = 0; i < ARRAY_LEN(pids); i++) {
		int status;
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	struct store *store;
	assert_true(store_open(&store, path, NULL));
	char *a = draft_load(store, "a", NULL), *b = draft_load(store, "b", NULL);
	assert_string_equal(a, "x");
	assert_string_equal(b, "x");
	store_close(store);
	free(a);
	free(b);
	clear_folder(dir, "vault.key.");
	free(dir);
	free(path);
}

/* ---- changed, moved */

static void no_row_opens_in_the_place_of_another(void **state)
{
	static const char *const swaps[] = {
		"UPDATE dossier_body SET json = (SELECT json FROM dossier_body WHERE ordinal = 2)"
		" WHERE ordinal = 1",
		"UPDATE dossier_vault SET key = (SELECT key FROM dossier_vault WHERE ordinal = 2)"
		" WHERE ordinal = 1",
		"UPDATE dossier_vault SET key = (SELECT key FROM dossier_vault WHERE ordinal = 2),"
		" people = (SELECT people FROM dossier_vault WHERE ordinal = 2) WHERE ordinal = 1;"
		"UPDATE dossier_body SET json = (SELECT json FROM dossier_body WHERE ordinal = 2)"
		" WHERE ordinal = 1",
		"UPDATE dossier_body SET json = (SELECT people FROM dossier_vault WHERE ordinal = 1)"
		" WHERE ordinal = 1",
		"UPDATE dossier_body SET json = NULL WHERE ordinal = 1",
	};
	struct fixture *f = *state;
	char uuids[2][UUID_SIZE];
	fixture_lease(f, fixture_day(), 1, 9);
	take_in(f, "Nguyễn Văn Thử", uuids[0]);
	take_in(f, "Lê Thị Mẫu", uuids[1]);
	change(f, "CREATE TEMP TABLE v AS SELECT * FROM dossier_vault;"
		"CREATE TEMP TABLE b AS SELECT * FROM dossier_body");
	for (size_t i = 0; i < ARRAY_LEN(swaps); i++) {
		struct err err = ERR_INIT;
		struct dossier d;
		change(f, swaps[i]);
		assert_false(dossiers_load(f->store, uuids[0], &d, NULL, NULL, &err));
		assert_int_equal(err.kind, ERR_DAMAGED);
		assert_null(dossiers_json(f->store, uuids[0], &err));
		assert_true(dossiers_load(f->store, uuids[1], &d, NULL, NULL, &err));
		assert_string_equal(d.applicant.name, "Lê Thị Mẫu");
		dossier_clear(&d);
		change(f, "INSERT OR REPLACE INTO dossier_vault SELECT * FROM v;"
			"INSERT OR REPLACE INTO dossier_body SELECT * FROM b");
		assert_true(dossiers_load(f->store, uuids[0], &d, NULL, NULL, &err));
		dossier_clear(&d);
	}
}

static void a_list_says_which_line_is_damaged(void **state)
{
	struct fixture *f = *state;
	char uuids[2][UUID_SIZE];
	struct dossier_list list;
	fixture_lease(f, fixture_day(), 1, 9);
	take_in(f, "Nguyễn Văn Thử", uuids[0]);
	take_in(f, "Lê Thị Mẫu", uuids[1]);
	change(f, "UPDATE dossier_vault SET people = zeroblob(length(people)) WHERE ordinal = 1");
	assert_true(dossiers_list(f->store, NULL, 0, 10, &list, NULL));
	assert_int_equal(list.n, 2);
	assert_string_equal(list.rows[0].applicant, "Lê Thị Mẫu");
	assert_string_equal(list.rows[1].applicant, "(dữ liệu hỏng)");
	assert_false(list.rows[1].erased);
	dossier_list_clear(&list);
}

static void drafts_and_others_are_bound_to_their_row(void **state)
{
	struct fixture *f = *state;
	struct buf sealed, text;
	buf_init(&sealed, 1000);
	buf_init(&text, 1000);
	assert_true(draft_save(f->store, "a", "of a", 1, NULL));
	assert_true(draft_save(f->store, "b", "of b", 1, NULL));
	change(f, "UPDATE draft SET json = (SELECT json FROM draft WHERE id = 'b') WHERE id = 'a'");
	assert_null(draft_load(f->store, "a", NULL));
	char *b = draft_load(f->store, "b", NULL);
	assert_string_equal(b, "of b");
	free(b);
	assert_true(vault_seal(f->store, "note", "1", "text", 4, &sealed));
	assert_true(vault_open(f->store, "note", "1", sealed.data, sealed.len, &text));
	assert_string_equal(text.data, "text");
	assert_false(vault_open(f->store, "note", "2", sealed.data, sealed.len, &text));
	assert_false(vault_open(f->store, "other", "1", sealed.data, sealed.len, &text));
	assert_false(vault_open(f->store, "note", "1", sealed.data, sealed.len - 1, &text));
	assert_false(vault_open(f->store, "note", "1", NULL, 0, &text));
	buf_clear(&sealed);
	buf_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(nothing_personal_can_be_read_in_the_files),
		T(the_key_is_a_file_that_only_its_owner_reads),
		T(a_database_without_its_key_is_left_as_it_is),
		T(the_right_key_put_back_opens_everything),
		T(a_credential_takes_the_place_of_the_file),
		T(two_that_begin_at_once_have_one_key),
		T(no_row_opens_in_the_place_of_another),
		T(a_list_says_which_line_is_damaged),
		T(drafts_and_others_are_bound_to_their_row),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
