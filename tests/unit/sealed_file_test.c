/* A sealed file of records, and the records of an exported queue. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/queue_record.h"
#include "core/sealed_file.h"
#include "core/spoken_code.h"

static const char *const texts[] = {"một", "", "hai hai hai"};
#define N 3

struct made {
	char code[SEALED_CODE_SIZE];
	uint8_t head[SEALED_HEAD];
	struct buf body;
	size_t at[N + 1]; /* where each record begins */
	struct sealed_file *file; /* open for reading */
};

static void make(struct made *m)
{
	struct sealed_file *file = sealed_file_make(m->code, m->head);
	buf_init(&m->body, 1 << 20);
	for (size_t i = 0; i < N; i++) {
		m->at[i] = m->body.len;
		sealed_file_add(file, texts[i], strlen(texts[i]), i == N - 1, &m->body);
	}
	m->at[N] = m->body.len;
	sealed_file_free(file);
	assert_true(sealed_file_open(&m->file, m->head, m->code, NULL));
}

static void forget(struct made *m)
{
	sealed_file_free(m->file);
	buf_clear(&m->body);
}

/* How many records can be read in a row; each must be the right one. */
static size_t readable(struct made *m, const char *bytes, size_t len)
{
	struct err err = ERR_INIT;
	struct buf out;
	size_t n = 0, at = 0;
	bool last = false, ok = true;
	buf_init(&out, SEALED_RECORD_MAX);
	sealed_file_rewind(m->file);
	while (ok && !last && at + SEALED_LENGTH <= len) {
		size_t size = sealed_file_length((const uint8_t *)bytes + at, &last);
		at += SEALED_LENGTH;
		buf_reset(&out);
		ok = size > 0 && at + size <= len &&
			sealed_file_read(m->file, bytes + at, size, last, &out, &err);
		if (ok && n < N)
			assert_string_equal(buf_str(&out), texts[n]);
		n += ok;
		at += size;
	}
	buf_clear(&out);
	return n;
}

static void read_as_it_was_written(void **state)
{
	struct made m;
	(void)state;
	make(&m);
	assert_true(sealed_file_is(m.head, sizeof(m.head)));
	assert_int_equal(readable(&m, m.body.data, m.body.len), N);
	forget(&m);
}

static void nothing_can_be_changed_left_out_or_moved(void **state)
{
	struct made m;
	(void)state;
	make(&m);
	for (size_t i = 0; i < m.body.len; i++) {
		m.body.data[i] ^= 0x40;
		assert_true(readable(&m, m.body.data, m.body.len) < N);
		m.body.data[i] ^= 0x40;
	}
	/* the second left out: what follows is not the next */
	char *less = xmalloc(m.body.len);
	memcpy(less, m.body.data, m.at[1]);
	memcpy(less + m.at[1], m.body.data + m.at[2], m.at[3] - m.at[2]);
	assert_int_equal(readable(&m, less, m.body.len - (m.at[2] - m.at[1])), 1);
	free(less);
	/* the last one called not the last, an earlier one called the last */
	m.body.data[m.at[2]] ^= (char)0x80;
	assert_int_equal(readable(&m, m.body.data, m.body.len), 2);
	m.body.data[m.at[2]] ^= (char)0x80;
	m.body.data[m.at[1]] ^= (char)0x80;
	assert_int_equal(readable(&m, m.body.data, m.body.len), 1);
	forget(&m);
}

static void only_its_own_code_opens_it(void **state)
{
	struct made m, other;
	struct sealed_file *file;
	struct err err = ERR_INIT;
	char typed[40];
	(void)state;
	make(&m);
	make(&other);
	assert_string_not_equal(m.code, other.code);
	assert_false(sealed_file_open(&file, m.head, other.code, &err));
	assert_int_equal(err.kind, ERR_DENIED);
	assert_null(strstr(err.text, other.code));
	assert_false(sealed_file_open(&file, m.head, "ABCD", &err));
	assert_int_equal(err.kind, ERR_DATA);
	m.head[SEALED_HEAD - 12] ^= 1; /* the salt */
	assert_false(sealed_file_open(&file, m.head, m.code, &err));
	m.head[SEALED_HEAD - 12] ^= 1;
	size_t n = 0; /* as people type */
	for (const char *p = m.code; *p; p++)
		typed[n++] = *p == '-' ? ' ' : *p == '0' ? 'o' : *p == '1' ? 'l' :
			*p >= 'A' ? (char)(*p - 'A' + 'a') : *p;
	typed[n] = '\0';
	assert_true(sealed_file_open(&file, m.head, typed, &err));
	sealed_file_free(file);
	forget(&m);
	forget(&other);
}

static void what_is_no_such_file(void **state)
{
	uint8_t head[SEALED_HEAD] = "motcua-queue 2\n", length[SEALED_LENGTH] = {0x7f, 0xff, 0xff, 0xff};
	bool last;
	(void)state;
	assert_false(sealed_file_is(head, sizeof(head)));
	assert_false(sealed_file_is("motcua-queue 1\n", 15));
	assert_int_equal(sealed_file_length(length, &last), 0);
	memset(length, 0, sizeof(length));
	assert_int_equal(sealed_file_length(length, &last), 0);
}

/* ---- records */

static void records_come_back(void **state)
{
	struct queue_item item = {.code = "H01.91.12-261123-0001", .counter = 3, .rejected = true,
		.attempts = 2, .last_at = 5, .sha256 = "ab", .token = "t", .workstation = "w", .key = "k",
		.uuid = "01939b2e-0000-7000-8000-00000000000a"}, back;
	struct buf record;
	struct err err = ERR_INIT;
	(void)state;
	buf_init(&record, SEALED_RECORD_MAX);
	item.json = xstrdup("{\"a\":\"Ấp \\\"Thử\\\" / \\\\ \\n\"}");
	item.json_len = strlen(item.json);
	item.problem = xstrdup("{\"type\":\"invalid\"}");
	str_copy(item.reason, sizeof(item.reason), "Thiếu giấy tờ.");
	queue_item_write(&item, &record);
	assert_true(queue_item_read(&back, &record, &err));
	assert_string_equal(back.json, item.json);
	assert_string_equal(back.problem, item.problem);
	assert_string_equal(back.reason, item.reason);
	assert_string_equal(back.code, item.code);
	assert_true(back.rejected && back.attempts == 2 && back.last_at == 5 && back.counter == 3);
	queue_item_clear(&back);
	queue_item_clear(&item);
	buf_clear(&record);
}

static void other_records_are_refused(void **state)
{
	static const char *const rows[] = {"", "{", "[]", "{\"record\":\"end\"}", "{\"record\":5}",
		"{\"record\":\"dossier\"}", "{\"record\":\"dossier\",\"json\":5,\"uuid\":\"\"}",
		"{\"record\":\"end\",\"items\":-1,\"left\":0}", "{\"record\":\"end\",\"items\":1.5}",
		"{\"record\":\"queue\",\"agency\":\"\\u001b[31m\"}"};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct buf record;
		struct queue_item item;
		struct queue_head head;
		int64_t n, left;
		struct err err = ERR_INIT;
		buf_init(&record, SEALED_RECORD_MAX);
		buf_str_add(&record, rows[i]);
		assert_false(queue_item_read(&item, &record, &err));
		assert_false(queue_head_read(&head, &record, &err));
		assert_false(queue_end_read(&n, &left, &record, &err));
		assert_int_equal(err.kind, ERR_DATA);
		buf_clear(&record);
	}
}

static void codes_are_typed_in_many_ways(void **state)
{
	char out[13], code[SPOKEN_SIZE(12)];
	(void)state;
	assert_true(spoken_code_read("abcd-efgh jkmo", 12, out));
	assert_string_equal(out, "ABCDEFGHJKM0");
	assert_true(spoken_code_read(" il00 0000 0000 ", 12, out));
	assert_string_equal(out, "110000000000");
	assert_false(spoken_code_read("abcd-efgh-jkm", 12, out));
	assert_false(spoken_code_read("abcd-efgh-jkmnp", 12, out));
	assert_false(spoken_code_read("abcd-efgh-jkmu", 12, out));
	assert_false(spoken_code_read("abcd\xc4\x91", 12, out));
	spoken_code_make(12, code);
	assert_int_equal(strlen(code), 14);
	assert_true(spoken_code_read(code, 12, out));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(read_as_it_was_written),
		cmocka_unit_test(nothing_can_be_changed_left_out_or_moved),
		cmocka_unit_test(only_its_own_code_opens_it),
		cmocka_unit_test(what_is_no_such_file),
		cmocka_unit_test(records_come_back),
		cmocka_unit_test(other_records_are_refused),
		cmocka_unit_test(codes_are_typed_in_many_ways),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
