/* A queue carried from one counter's store to another's. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/dossiers.h"
#include "store/numbers.h"
#include "store/outbox.h"
#include "store/queue_file.h"
#include "store/receipts.h"
#include "store/salvage.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, pair_setup, pair_teardown)
#define N 6 /* the first delivered, the second refused */

/* Counter 3 broke; counter 4 of the same agency takes its queue. */
struct pair {
	struct fixture *from, *to;
	char *file;
	struct dossier d[N];
	struct intake_result r[N];
	char code[SEALED_CODE_SIZE];
};

static void take_in(struct pair *p)
{
	struct problem why = {.type = "invalid", .detail = "Thiếu số điện thoại.", .status = 422};
	violation_add(&why.violations, "applicant.phone", "required", "%s", "Thiếu số điện thoại.");
	fixture_lease(p->from, fixture_day(), 1, 20);
	for (int i = 0; i < N; i++)
		fixture_intake(p->from, i % 2 ? "Lê Thị Mẫu" : NULL, &p->d[i], &p->r[i]);
	assert_true(outbox_delivered(p->from->store, p->d[0].uuid, 2, FIXTURE_NOW, NULL));
	assert_true(outbox_reject(p->from->store, p->d[1].uuid, &why, FIXTURE_NOW + 5, NULL));
	assert_true(outbox_note(p->from->store, p->d[2].uuid, "Mất mạng.", FIXTURE_NOW + 6, NULL));
}

static void become_counter_4(struct fixture *f)
{
	str_copy(f->ws.id, sizeof(f->ws.id), "01939b2e-0000-7000-8000-00000000000b");
	f->ws.counter = 4;
	assert_true(workstation_save(&f->ws, f->store, NULL));
}

static int pair_setup(void **state)
{
	struct pair *p = xcalloc(1, sizeof(*p));
	void *one, *two;
	assert_int_equal(fixture_setup(&one), 0);
	assert_int_equal(fixture_setup(&two), 0);
	p->from = one;
	p->to = two;
	become_counter_4(p->to);
	take_in(p);
	p->file = fs_join(p->from->dir, "queue.motcua");
	*state = p;
	return 0;
}

static int pair_teardown(void **state)
{
	struct pair *p = *state;
	void *one = p->from, *two = p->to;
	for (int i = 0; i < N; i++)
		dossier_clear(&p->d[i]);
	free(p->file);
	free(p);
	return fixture_teardown(&one) + fixture_teardown(&two);
}

static void export_it(struct pair *p, int64_t waiting, int64_t rejected, int64_t left)
{
	struct err err = ERR_INIT;
	struct queue_export x;
	unlink(p->file);
	if (!queue_file_export(p->from->store, p->file, FIXTURE_NOW, &x, &err))
		fail_msg("%s", err.text);
	assert_int_equal(x.waiting, waiting);
	assert_int_equal(x.rejected, rejected);
	assert_int_equal(x.left, left);
	str_copy(p->code, sizeof(p->code), x.code);
	buf_clear(&x.names);
}

static bool import_as(struct fixture *f, const char *file, const char *code, struct queue_import *x,
	struct err *err)
{
	*err = (struct err)ERR_INIT;
	return queue_file_import(f->store, &f->ws, file, code, false, FIXTURE_NOW, x, err);
}

static void import_it(struct pair *p, int64_t added, int64_t known)
{
	struct err err;
	struct queue_import x;
	if (!import_as(p->to, p->file, p->code, &x, &err))
		fail_msg("%s", err.text);
	assert_int_equal(x.added, added);
	assert_int_equal(x.known, known);
	assert_int_equal(x.from.counter, 3);
}

static void refused(struct pair *p, struct fixture *at, const char *file, const char *code,
	enum err_kind kind, const char *words)
{
	struct err err;
	struct queue_import x;
	int64_t before = fixture_count(at, "SELECT count(*) FROM dossier");
	if (import_as(at, file, code, &x, &err))
		fail_msg("taken in: %s", words);
	if (err.kind != kind || !strstr(err.text, words))
		fail_msg("refused, but: %s", err.text);
	assert_int_equal(fixture_count(at, "SELECT count(*) FROM dossier"), before);
	(void)p;
}

/* ---- */

static void what_waits_is_the_same_to_the_byte(void **state)
{
	struct pair *p = *state;
	struct outbox_item from[N], to[N];
	size_t n, m;
	export_it(p, N - 2, 1, 0);
	import_it(p, N - 1, 0);
	assert_true(outbox_next(p->from->store, 0, from, N, &n, NULL));
	assert_true(outbox_next(p->to->store, 0, to, N, &m, NULL));
	assert_int_equal(n, N - 2);
	assert_int_equal(m, n);
	for (size_t i = 0; i < n; i++) {
		uint8_t key[ED25519_PUBLIC];
		char text[B64_SIZE(ED25519_PUBLIC)];
		assert_string_equal(from[i].json, to[i].json);
		assert_string_equal(from[i].uuid, to[i].uuid);
		assert_string_equal(from[i].code, to[i].code);
		assert_string_equal(from[i].sha256, to[i].sha256);
		assert_string_equal(from[i].token, to[i].token);
		assert_string_equal(from[i].key, "");
		signing_key_public(p->from->ws.key, key);
		b64url_encode(key, sizeof(key), text);
		assert_string_equal(to[i].key, text);
		outbox_item_clear(&from[i]);
		outbox_item_clear(&to[i]);
	}
}

static void refusals_come_with_their_reason(void **state)
{
	struct pair *p = *state;
	struct outbox_row *rows;
	size_t n;
	int64_t total;
	export_it(p, N - 2, 1, 0);
	import_it(p, N - 1, 0);
	assert_true(outbox_list(p->to->store, 0, 100, &rows, &n, &total, NULL));
	assert_int_equal(n, N - 1);
	assert_string_equal(rows[0].reason, "Mất mạng.");
	assert_int_equal(rows[0].attempts, 1);
	assert_int_equal(rows[0].last_at, FIXTURE_NOW + 6);
	const struct outbox_row *last = &rows[n - 1];
	assert_true(last->rejected);
	assert_string_equal(last->uuid, p->d[1].uuid);
	assert_string_equal(last->problem.violations.list[0].field, "applicant.phone");
	assert_int_equal(last->attempts, 1);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(rows[i].relayed, 3);
	free(rows);
}

static void found_and_shown_there_as_it_was_taken_in(void **state)
{
	struct pair *p = *state;
	struct err err = ERR_INIT;
	struct dossier d;
	char token[RECEIPT_TOKEN_SIZE];
	const struct dossier_filter filter = {.text = "le thi mau"};
	struct dossier_list list;
	export_it(p, N - 2, 1, 0);
	import_it(p, N - 1, 0);
	assert_true(dossiers_load(p->to->store, p->d[3].code, &d, token, NULL, &err));
	assert_string_equal(d.workstation, p->from->ws.id);
	assert_string_equal(d.officer_name, p->d[3].officer_name);
	assert_int_equal(d.counter, 3);
	assert_string_equal(token, p->r[3].token);
	dossier_clear(&d);
	assert_true(dossiers_list(p->to->store, &filter, 0, 10, &list, NULL));
	assert_int_equal(list.total, 3);
	dossier_list_clear(&list);
	/* the journal of receipts is of those this machine gave out */
	assert_int_equal(fixture_count(p->to, "SELECT count(*) FROM receipt"), 0);
}

static void the_exporting_one_keeps_everything(void **state)
{
	struct pair *p = *state;
	struct stat st;
	struct outbox_counts counts;
	export_it(p, N - 2, 1, 0);
	assert_true(outbox_counts(p->from->store, &counts, NULL));
	assert_int_equal(counts.waiting, N - 2);
	assert_int_equal(counts.rejected, 1);
	assert_int_equal(stat(p->file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_second_time_changes_nothing(void **state)
{
	struct pair *p = *state;
	export_it(p, N - 2, 1, 0);
	import_it(p, N - 1, 0);
	assert_true(outbox_delivered(p->to->store, p->d[4].uuid, 2, FIXTURE_NOW, NULL));
	import_it(p, 0, N - 1);
	assert_int_equal(fixture_count(p->to, "SELECT count(*) FROM outbox"), N - 2);
	export_it(p, N - 2, 1, 0); /* another code, the same dossiers */
	import_it(p, 0, N - 1);
}

static void what_was_taken_over_goes_on_to_a_third(void **state)
{
	struct pair *p = *state;
	struct queue_export x;
	struct queue_import y;
	struct err err = ERR_INIT;
	void *third;
	export_it(p, N - 2, 1, 0);
	import_it(p, N - 1, 0);
	char *file = fs_join(p->to->dir, "second.motcua");
	assert_true(queue_file_export(p->to->store, file, FIXTURE_NOW, &x, &err));
	assert_int_equal(fixture_setup(&third), 0);
	struct fixture *f = third;
	f->ws.counter = 5;
	str_copy(f->ws.id, sizeof(f->ws.id), "01939b2e-0000-7000-8000-00000000000c");
	if (!import_as(f, file, x.code, &y, &err))
		fail_msg("%s", err.text);
	assert_int_equal(y.added, N - 1);
	assert_int_equal(y.from.counter, 4);
	struct outbox_row *rows;
	size_t n;
	int64_t total;
	assert_true(outbox_list(f->store, 0, 10, &rows, &n, &total, NULL));
	assert_int_equal(rows[0].relayed, 3);
	free(rows);
	buf_clear(&x.names);
	fixture_teardown(&third);
	free(file);
}

/* An older image of the same machine gets its own back: no number is given out twice. */
static void ones_own_numbers_are_used_up(void **state)
{
	struct pair *p = *state;
	struct queue_import x;
	struct err err;
	struct dossier d;
	struct intake_result r;
	void *state2;
	export_it(p, N - 2, 1, 0);
	assert_int_equal(fixture_setup(&state2), 0);
	struct fixture *image = state2;
	signing_key_free(image->ws.key);
	image->ws.key = NULL;
	assert_true(signing_key_load(&image->ws.key, p->from->key_path, NULL));
	assert_true(workstation_save(&image->ws, image->store, NULL));
	assert_true(db_script(store_db(image->store), "DELETE FROM number_block", NULL));
	struct rows *b = db_rows(store_db(p->from->store), "SELECT id, agency, workstation, day, first,"
		" last, issued_at, signature FROM number_block", NULL);
	assert_true(rows_next(b));
	size_t len;
	const void *signature = rows_blob(b, 7, &len);
	assert_true(db_run(store_db(image->store), &err, "INSERT INTO number_block (id, agency,"
		" workstation, day, first, last, next, issued_at, signature) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"ttttiiiib", rows_text(b, 0), rows_text(b, 1), rows_text(b, 2), rows_text(b, 3),
		rows_int(b, 4), rows_int(b, 5), rows_int(b, 4), rows_int(b, 6), signature, len));
	assert_true(rows_end(b, NULL));
	if (!import_as(image, p->file, p->code, &x, &err))
		fail_msg("%s", err.text);
	fixture_intake(image, NULL, &d, &r);
	assert_string_equal(d.code, "H01.91.12-261123-0007");
	dossier_clear(&d);
	fixture_teardown(&state2);
}

/* ---- refused whole */

static void another_agency_is_refused(void **state)
{
	struct pair *p = *state;
	export_it(p, N - 2, 1, 0);
	str_copy(p->to->ws.agency, sizeof(p->to->ws.agency), "H01.91.13");
	refused(p, p->to, p->file, p->code, ERR_DATA, "đơn vị khác");
}

static void a_code_that_is_wrong_is_refused_and_slow(void **state)
{
	struct pair *p = *state;
	struct err err = ERR_INIT;
	struct queue_import x;
	export_it(p, N - 2, 1, 0);
	refused(p, p->to, p->file, "nonsense", ERR_DATA, "4 nhóm");
	for (int i = 0; i < 5; i++)
		refused(p, p->to, p->file, "AAAA-AAAA-AAAA-AAAA", ERR_DENIED, "Mã không đúng");
	refused(p, p->to, p->file, p->code, ERR_DENIED, "Hãy đợi");
	fixture_reopen(p->to); /* a new start does not help */
	refused(p, p->to, p->file, p->code, ERR_DENIED, "Hãy đợi");
	assert_false(queue_file_import(p->to->store, &p->to->ws, p->file, p->code, false,
		FIXTURE_NOW - 86400, &x, &err)); /* nor does the clock put back */
	if (!queue_file_import(p->to->store, &p->to->ws, p->file, p->code, false, FIXTURE_NOW + 61, &x,
		&err))
		fail_msg("%s", err.text);
	assert_int_equal(x.added, N - 1);
}

static void spoil(const char *file, size_t at, size_t keep)
{
	struct buf bytes;
	buf_init(&bytes, 1 << 20);
	assert_true(fs_read(file, &bytes, NULL));
	if (at)
		bytes.data[at] ^= 1;
	assert_true(fs_write_atomic(file, bytes.data, keep ? keep : bytes.len, 0600, NULL));
	buf_clear(&bytes);
}

static void a_file_that_was_changed_is_refused(void **state)
{
	struct pair *p = *state;
	export_it(p, N - 2, 1, 0);
	spoil(p->file, 3000, 0); /* in a dossier's record */
	refused(p, p->to, p->file, p->code, ERR_DATA, "bị thay đổi");
	export_it(p, N - 2, 1, 0);
	spoil(p->file, 0, 3000);
	refused(p, p->to, p->file, p->code, ERR_DATA, "cắt ngắn");
	export_it(p, N - 2, 1, 0);
	int fd = open(p->file, O_WRONLY | O_APPEND | O_CLOEXEC);
	assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
	refused(p, p->to, p->file, p->code, ERR_DATA, "dữ liệu lạ");
	refused(p, p->to, p->to->key_path, p->code, ERR_DATA, "queue export");
	refused(p, p->to, "/nowhere", p->code, ERR_DISK, "/nowhere");
}

/* The last one clashes: the first ones do not come in either. */
static void a_clash_lets_nothing_in(void **state)
{
	struct pair *p = *state;
	struct dossier d;
	struct intake_result r;
	export_it(p, N - 2, 1, 0);
	fixture_lease(p->to, fixture_day(), N, N); /* a clone gave out the same number */
	fixture_intake(p->to, NULL, &d, &r);
	assert_string_equal(d.code, p->d[N - 1].code);
	refused(p, p->to, p->file, p->code, ERR_DATA, d.code);
	assert_int_equal(fixture_count(p->to, "SELECT count(*) FROM outbox"), 1);
	dossier_clear(&d);
}

static void what_is_there_is_not_written_over(void **state)
{
	struct pair *p = *state;
	struct queue_export x;
	struct err err = ERR_INIT;
	struct buf before, after;
	export_it(p, N - 2, 1, 0);
	buf_init(&before, 1 << 20);
	buf_init(&after, 1 << 20);
	assert_true(fs_read(p->file, &before, NULL));
	assert_false(queue_file_export(p->from->store, p->file, FIXTURE_NOW, &x, &err));
	assert_int_equal(err.kind, ERR_DISK);
	assert_true(fs_read(p->file, &after, NULL));
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.data, after.data, before.len);
	buf_clear(&before);
	buf_clear(&after);
	buf_clear(&x.names);
}

/* ---- from a machine that is half broken */

static void one_that_cannot_be_read_is_named(void **state)
{
	struct pair *p = *state;
	struct queue_export x;
	struct err err = ERR_INIT;
	assert_true(db_script(store_db(p->from->store), "UPDATE dossier_body SET sha256 = 'none'"
		" WHERE ordinal = 4", NULL));
	assert_true(queue_file_export(p->from->store, p->file, FIXTURE_NOW, &x, &err));
	assert_int_equal(x.left, 1);
	assert_non_null(strstr(buf_str(&x.names), p->d[3].code));
	str_copy(p->code, sizeof(p->code), x.code);
	buf_clear(&x.names);
	import_it(p, N - 2, 0);
}

/* The list of the queue itself is spoilt: whatever is not known to be delivered. */
static void without_its_list_the_queue_is_found_among_all(void **state)
{
	struct pair *p = *state;
	assert_true(db_script(store_db(p->from->store), "ALTER TABLE outbox RENAME TO gone", NULL));
	export_it(p, N - 1, 0, 0);
	import_it(p, N - 1, 0);
}

/* Cut to two thirds: refused where it lies, read from a copy as far as it goes, and left as it is. */
static void a_file_cut_short_gives_what_is_left(void **state)
{
	struct pair *p = *state;
	struct salvage s;
	struct err err = ERR_INIT;
	struct stat before, after;
	char *vault = fs_join(p->from->dir, "vault.key"), *near = fs_join(p->to->dir, "x");
	assert_true(db_script(store_db(p->from->store), "PRAGMA wal_checkpoint(TRUNCATE)", NULL));
	store_close(p->from->store);
	p->from->store = NULL;
	assert_int_equal(stat(p->from->path, &before), 0);
	assert_int_equal(truncate(p->from->path, before.st_size / 4096 * 2 / 3 * 4096), 0);
	assert_int_equal(stat(p->from->path, &before), 0);
	assert_false(store_open(&p->from->store, p->from->path, &err));
	assert_int_equal(err.kind, ERR_DAMAGED);
	p->from->store = NULL;
	if (salvage_open(&s, p->from->path, vault, near, &err)) {
		struct queue_export x;
		bool ok = queue_file_export(s.store, p->file, FIXTURE_NOW, &x, &err);
		assert_true(ok ? x.waiting + x.rejected + x.left > 0 : err.kind == ERR_DAMAGED);
		buf_clear(&x.names);
		salvage_close(&s);
	} else {
		assert_int_equal(err.kind, ERR_DAMAGED);
	}
	assert_int_equal(stat(p->from->path, &after), 0);
	assert_int_equal(after.st_size, before.st_size);
	assert_int_equal(after.st_mtime, before.st_mtime);
	free(vault);
	free(near);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_waits_is_the_same_to_the_byte),
		T(refusals_come_with_their_reason),
		T(found_and_shown_there_as_it_was_taken_in),
		T(the_exporting_one_keeps_everything),
		T(a_second_time_changes_nothing),
		T(what_was_taken_over_goes_on_to_a_third),
		T(ones_own_numbers_are_used_up),
		T(another_agency_is_refused),
		T(a_code_that_is_wrong_is_refused_and_slow),
		T(a_file_that_was_changed_is_refused),
		T(a_clash_lets_nothing_in),
		T(what_is_there_is_not_written_over),
		T(one_that_cannot_be_read_is_named),
		T(without_its_list_the_queue_is_found_among_all),
		T(a_file_cut_short_gives_what_is_left),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
