/* Central finds and sorts the same on both databases, whatever language PostgreSQL sorts in. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/central_process.h"
#include "tests/harness/central_world.h"

#define KINDS 2
static char urls[KINDS][TEST_DB_SIZE];
static struct central_process place; /* for its folder */

/* A file, and a database that sorts as Vietnamese dictionaries do. */
static int setup(void **state)
{
	(void)state;
	central_folder(&place);
	snprintf(urls[0], sizeof(urls[0]), "sqlite:%s/central.db", place.dir);
	pg_sql(pg_shared(), "CREATE DATABASE dictionary TEMPLATE template0 ENCODING 'UTF8'"
		" LOCALE_PROVIDER icu ICU_LOCALE 'vi-VN' LC_COLLATE 'C' LC_CTYPE 'C'", NULL, 0);
	snprintf(urls[1], sizeof(urls[1]), "postgresql:///dictionary?host=%s&user=motcua", pg_shared());
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	pg_sql(pg_shared(), "DROP DATABASE dictionary WITH (FORCE)", NULL, 0);
	central_folder_remove(&place);
	return 0;
}

static const char *const names[] = {"Nguyễn Thị Ánh Mẫu", "Lê Văn Thử", "Đặng Thị Ấn Mẫu",
	"DANG THI AN", "Trần_Thị Gạch Mẫu", "Phạm Văn 50% Thử", "H Đăng Mẫu", "Hòa Mẫu", "Hoà Mẫu",
	"Ô Thử", "Ơ Thử", "O Thử"};

static void deliver_all(struct world *w, struct station *s)
{
	char block[UUID_SIZE];
	int64_t first;
	station_lease(w, s, 20, block, &first);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct sent x;
		sent_make(w, s, block, first + (int64_t)i, &x);
		json_object_set_new(json_object_get(x.dossier, "applicant"), "name", json_string(names[i]));
		sent_seal(s, &x, true);
		struct reply r = sent_deliver(w, s, &x, 201);
		reply_clear(&r);
		sent_clear(&x);
	}
}

/* The answer's list, as "code name" lines. */
static void ask(struct world *w, const struct station *s, const char *q, struct buf *out)
{
	const json_t *one;
	size_t i;
	char *target = xasprintf("/v1/dossiers?limit=5&q=%s", q);
	struct reply r = call(w, "GET", target, s->bearer, NULL);
	assert_int_equal(r.status, 200);
	json_array_foreach(json_object_get(r.json, "items"), i, one)
		buf_printf(out, "%s %s\n", json_text(one, "code"), json_text(one, "applicant_name"));
	buf_printf(out, "next %s\n", reply_text(&r, "cursor"));
	reply_clear(&r);
	free(target);
}

static void searches_find_the_same(void **state)
{
	static const struct {
		const char *q;
		bool found;
	} rows[] = {{"", true}, {"mau", true}, {"Mẫu", true}, {"hoa", true}, {"Hòa", true},
		{"dang", true}, {"Đặng", true}, {"đăng", true}, {"h01", true}, {"H01.91", true},
		{"0003", true}, {"g01", false}, {"tran_thi", true}, {"50%", true}, {"%", false},
		{"_", false}, {"\\", false}, {"%\\", false}, {"ntam", true}, {"o thu", true},
		{"ơ", true}, {"089190001234", true}, {"0912 345 678", true}, {"'", false}, {"zzz", false}};
	struct buf found[KINDS][ARRAY_LEN(rows)];
	(void)state;
	for (int k = 0; k < KINDS; k++) {
		struct world *w = world_open(urls[k]);
		struct station s;
		station_enter(w, &s, WORLD_AGENCY, 1);
		deliver_all(w, &s);
		for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
			buf_init(&found[k][i], 1 << 16);
			ask(w, &s, rows[i].q, &found[k][i]);
		}
		station_leave(&s);
		world_close(w);
	}
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (!str_eq(buf_str(&found[0][i]), buf_str(&found[1][i])))
			fail_msg("q=%s\n%s\n%s", rows[i].q, buf_str(&found[0][i]), buf_str(&found[1][i]));
		if (rows[i].found != (strchr(buf_str(&found[0][i]), '-') != NULL))
			fail_msg("q=%s\n%s", rows[i].q, buf_str(&found[0][i]));
		buf_clear(&found[0][i]);
		buf_clear(&found[1][i]);
	}
}

static void reports_list_the_same(void **state)
{
	static const char *const codes[] = {"2.000010", "1.000200", "2.000001", "2.000009"};
	struct buf more;
	buf_init(&more, 4096);
	for (size_t i = 0; i < ARRAY_LEN(codes); i++)
		buf_printf(&more, "%s{\"code\":\"%s\",\"name\":\"Thử\",\"field\":\"Thử\","
			"\"cases\":[{\"id\":\"1\",\"name\":\"Chung\",\"components\":[]}],"
			"\"channels\":{\"direct\":{\"time\":{\"unit\":\"working_days\",\"count\":1},"
			"\"fee\":{\"status\":\"free\",\"lines\":[]}}}}", i > 0 ? "," : "[", codes[i]);
	buf_char(&more, ']');
	char out[KINDS][8192];
	(void)state;
	for (int k = 0; k < KINDS; k++) {
		struct central_process p = place;
		struct world *w = world_open(urls[k]);
		str_copy(p.db, sizeof(p.db), urls[k]);
		world_import(w, "procedures", buf_str(&more));
		world_close(w);
		memset(out[k], 0, sizeof(out[k]));
		assert_int_equal(central_command(&p, (const char *[]){"check", "--json", NULL}, out[k],
			sizeof(out[k])), 78);
		/* central_command ends the text at its first line */
		size_t first = strlen(out[k]);
		if (first < sizeof(out[k]) - 1 && out[k][first + 1])
			out[k][first] = '\n';
	}
	assert_non_null(strstr(out[0], "1.000200, 2.000001, 2.000009, 2.000010"));
	assert_string_equal(out[0], out[1]);
	buf_clear(&more);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
int main(void)
{
	const struct CMUnitTest tests[] = {T(searches_find_the_same), T(reports_list_the_same)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
