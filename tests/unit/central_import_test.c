#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/central_world.h"
#include "central/csv.h"
#include "central/import.h"
#include "central/items.h"

#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

/* ---- CSV as text */

static void expect_cells(struct csv *csv, int line, size_t n, const char *const *cells)
{
	assert_int_equal(csv_next(csv), CSV_ROW);
	assert_int_equal(csv->row_line, line);
	assert_int_equal(csv->n, n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(csv->cells[i], cells[i]);
}

static void csv_is_read_as_spreadsheets_write_it(void **state)
{
	static const char text[] = "\xEF\xBB\xBFid,name\r\n"
				   "1,\"Lê \"\"Mẫu\"\", Thử\"\r\n"
				   "\r\n"
				   " , \n"
				   "2,\"hai\ndòng\"\n"
				   "3,\n"
				   "4,x";
	struct csv csv;
	(void)state;
	csv_init(&csv, text, sizeof(text) - 1);
	expect_cells(&csv, 1, 2, (const char *[]){"id", "name"});
	expect_cells(&csv, 2, 2, (const char *[]){"1", "Lê \"Mẫu\", Thử"});
	expect_cells(&csv, 5, 2, (const char *[]){"2", "hai\ndòng"});
	expect_cells(&csv, 7, 2, (const char *[]){"3", ""});
	expect_cells(&csv, 8, 2, (const char *[]){"4", "x"});
	assert_int_equal(csv_next(&csv), CSV_END);
	csv_clear(&csv);
}

static void csv_finds_its_separator(void **state)
{
	static const char *const texts[] = {"a;b\n1,5;2", "a\tb\n1,5\t2", "a,\"b;;;;\"\n1.5,2"};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct csv csv;
		csv_init(&csv, texts[i], strlen(texts[i]));
		assert_int_equal(csv_next(&csv), CSV_ROW);
		assert_int_equal(csv.n, 2);
		assert_int_equal(csv_next(&csv), CSV_ROW);
		assert_int_equal(csv.n, 2);
		csv_clear(&csv);
	}
}

static void broken_csv_is_refused(void **state)
{
	char *wide = xmalloc(CSV_CELL_MAX + 10);
	struct csv csv;
	(void)state;
	csv_init(&csv, "a,b\n\"open,2\n3,4", 15);
	assert_int_equal(csv_next(&csv), CSV_ROW);
	assert_int_equal(csv_next(&csv), CSV_BAD);
	assert_int_equal(csv.row_line, 2);
	assert_int_equal(csv_next(&csv), CSV_END);
	csv_clear(&csv);

	csv_init(&csv, "a\0b\nc", 5);
	assert_int_equal(csv_next(&csv), CSV_BAD);
	assert_int_equal(csv_next(&csv), CSV_ROW);
	csv_clear(&csv);

	memset(wide, 'x', CSV_CELL_MAX + 1);
	csv_init(&csv, wide, CSV_CELL_MAX + 1);
	assert_int_equal(csv_next(&csv), CSV_BAD);
	csv_clear(&csv);

	memset(wide, ',', CSV_COLUMNS_MAX);
	csv_init(&csv, wide, CSV_COLUMNS_MAX);
	assert_int_equal(csv_next(&csv), CSV_BAD);
	csv_clear(&csv);
	free(wide);
}

/* ---- lists */

static struct import_report import(struct world *w, const char *kind, const char *text, bool ok)
{
	struct import_report report;
	struct err err = ERR_INIT;
	bool done = import_text(w->central.db, kind, text, strlen(text), w->now, &report, &err);
	if (done != ok)
		fail_msg("%s: %s\n%s", kind, err.text, buf_str(&report.lines));
	if (!ok)
		assert_int_equal(err.kind, ERR_DATA);
	return report;
}

static int64_t version(struct world *w)
{
	int64_t n;
	assert_true(items_version(w->central.db, &n, NULL));
	return n;
}

static void one_bad_row_refuses_the_file(void **state)
{
	struct world *w = *state;
	int64_t before = version(w);
	struct import_report r = import(w, "agencies",
		"[\n"
		" {\"id\":\"H01.91.20\",\"name\":\"Xã Tốt\",\"level\":\"commune\"},\n"
		" {\"id\":\"sai\",\"name\":\"Xã Sai\",\"level\":\"commune\"},\n"
		" {\"id\":\"H01.91.21\",\"level\":\"commune\"},\n"
		" {\"id\":\"H01.91.22\",\"name\":\"\",\n  \"level\":\"commune\"},\n"
		" {\"id\":\"H01.91.23\",\"name\":\"Xã\",\"level\":\"huyện\"},\n"
		" {\"id\":\"H01.91.20\",\"name\":\"Lại Xã Tốt\",\"level\":\"commune\"},\n"
		" {\"name\":\"không mã\"}, 5, {\"id\":7}]\n", false);
	assert_int_equal(r.bad, 8);
	assert_non_null(strstr(buf_str(&r.lines), "dòng 3: id: "));
	assert_non_null(strstr(buf_str(&r.lines), "dòng 4: name: "));
	assert_non_null(strstr(buf_str(&r.lines), "dòng 5: name: "));
	assert_non_null(strstr(buf_str(&r.lines), "dòng 7: level: "));
	assert_non_null(strstr(buf_str(&r.lines), "dòng 8: "));
	assert_non_null(strstr(buf_str(&r.lines), "dòng 9: "));
	import_report_clear(&r);
	assert_int_equal(version(w), before);
}

static void what_is_no_list_is_refused(void **state)
{
	static const char *const texts[] = {"", "  \n", "[", "[{]",
		"{\"id\":\"H01\",\"id\":\"H02\"}", "[1,2",
		"\xff\xfe[", "[]", "id,name,level\n", "[{\"id\":\"\xff\"}]"};
	struct world *w = *state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct import_report r = import(w, "agencies", texts[i], false);
		import_report_clear(&r);
	}
	struct import_report r;
	struct err err = ERR_INIT;
	assert_false(import_text(w->central.db, "users", "[]", 2, w->now, &r, &err));
	assert_int_equal(err.kind, ERR_USAGE);
	import_report_clear(&r);
	assert_int_equal(version(w), 5);
}

static void the_same_again_makes_no_version(void **state)
{
	static const char list[] = "id,name,level,place\nH01.91.30,Xã Mẫu,commune,Thử\n"
				   "H01.91.31,Xã Ví Dụ,commune,\n";
	struct world *w = *state;
	struct import_report r = import(w, "agencies", list, true);
	assert_int_equal(r.added, 2);
	import_report_clear(&r);
	int64_t before = version(w);
	r = import(w, "agencies", list, true);
	assert_int_equal(r.same, 2);
	assert_int_equal(r.added + r.changed, 0);
	import_report_clear(&r);
	assert_int_equal(version(w), before);
	r = import(w, "agencies",
		"id;name;level;deleted\nH01.91.30;Xã Đổi Tên;commune;\nH01.91.31;;;1\n", true);
	assert_int_equal(r.changed, 1);
	assert_int_equal(r.removed, 1);
	import_report_clear(&r);
	assert_int_equal(version(w), before + 2);
}

static void text_is_cleaned_on_its_way_in(void **state)
{
	struct world *w = *state;
	struct agency_info info;
	struct import_report r = import(w, "agencies",
		"[{\"id\":\"H01.91.40\",\"name\":\"  Xa\\u0303 \\u001b[31mMẫu\\u202e \","
		"\"level\":\"commune\"}]",
		true);
	import_report_clear(&r);
	assert_true(items_agency(w->central.db, "H01.91.40", &info, NULL, NULL));
	assert_string_equal(info.name, "Xã Mẫu");
}

static void accounts_need_their_agency(void **state)
{
	struct world *w = *state;
	struct import_report r = import(w, "accounts",
		"id,name,title,agency,role\nmot,Lê Thị Mẫu,Công chức,H01.91.12,\n"
		"hai,Lê Văn Thử,Công chức,H77,\nba bốn,Lê Văn Thử,Công chức,H01.91.12,\n"
		"nam,,Công chức,H01.91.12,\nsau,Lê Văn Thử,Giám đốc,H01.91.12,supervisor\n"
		"bay,Lê Văn Thử,Giám đốc,H01.91.12,boss\n", false);
	assert_int_equal(r.bad, 4);
	assert_non_null(strstr(buf_str(&r.lines), "dòng 7: role: "));
	assert_non_null(strstr(buf_str(&r.lines), "dòng 3: agency: "));
	assert_non_null(strstr(buf_str(&r.lines), "dòng 4: id: "));
	assert_non_null(strstr(buf_str(&r.lines), "dòng 5: name: "));
	import_report_clear(&r);
}

static void csv_rows_are_told_by_their_line(void **state)
{
	struct world *w = *state;
	struct import_report r = import(w, "areas",
		"code,name,province,level\n91,Tỉnh An Giang,91,province\n\n"
		"30307,Long Xuyên,91,commune,thừa\n"
		"3030,Sai mã,91,commune\n30308,\xff,91,commune\n\"30309,mở ngoặc", false);
	assert_int_equal(r.bad, 4);
	assert_non_null(strstr(buf_str(&r.lines), "dòng 4: "));
	assert_non_null(strstr(buf_str(&r.lines), "dòng 5: code: "));
	assert_non_null(strstr(buf_str(&r.lines), "dòng 6: "));
	assert_non_null(strstr(buf_str(&r.lines), "dòng 7: "));
	import_report_clear(&r);
}

static void many_bad_rows_are_told_in_part(void **state)
{
	struct world *w = *state;
	struct buf text;
	buf_init(&text, 1 << 20);
	buf_str_add(&text, "id,name,level\n");
	for (int i = 0; i < 1000; i++)
		buf_str_add(&text, "sai,Xã,commune\n");
	struct import_report r = import(w, "agencies", buf_str(&text), false);
	size_t lines = 0;
	for (const char *p = buf_str(&r.lines); *p; p++)
		lines += *p == '\n';
	assert_int_equal(r.bad, 1000);
	assert_int_equal(lines, IMPORT_REPORT_MAX + 1);
	import_report_clear(&r);
	buf_clear(&text);
}

static json_t *stored(struct world *w, const char *kind, const char *id)
{
	struct rows *r = db_rows(w->central.db, "SELECT body FROM items WHERE kind = ? AND id = ?",
		"tt", kind, id);
	json_t *body = rows_next(r) ? json_loads(rows_text(r, 0), 0, NULL) : NULL;
	assert_true(rows_end(r, NULL));
	return body;
}

static const json_t *path(const json_t *at, const char *member, size_t index)
{
	return json_array_get(json_object_get(at, member), index);
}

static void a_spreadsheet_of_procedures_becomes_procedures(void **state)
{
	struct world *w = *state;
	struct import_report r = import(w, "procedures",
		"code,name,field,channel,time,fee,case,component,required,original,copy\n"
		"1.001193,Đăng ký khai sinh,Hộ tịch,,same_day,free,,Tờ khai,1,1,\n"
		"1.001193,,,,,,,Giấy chứng sinh,1,1,\n"
		"1.001193,,,,,,Sinh ở nước ngoài,Giấy tờ chứng minh,,,2\n"
		"1.001193,,,online,3 working_days,charge: Lệ phí: 8000; fee: Phí: 2000,,,,,\n"
		"1.000894,Đăng ký kết hôn,Hộ tịch,,,,,Tờ khai,1,1,\n", true);
	assert_int_equal(r.added, 2);
	import_report_clear(&r);
	json_t *p = stored(w, "procedure", "1.001193");
	const json_t *channels = json_object_get(p, "channels");
	const json_t *direct = json_object_get(channels, "direct");
	const json_t *online = json_object_get(channels, "online");
	assert_string_equal(json_text(json_object_get(direct, "time"), "unit"), "same_day");
	assert_string_equal(json_text(json_object_get(direct, "fee"), "status"), "free");
	const json_t *line = path(json_object_get(online, "fee"), "lines", 0);
	assert_string_equal(json_text(line, "kind"), "charge");
	assert_string_equal(json_text(line, "name"), "Lệ phí");
	assert_int_equal(json_integer_value(json_object_get(line, "amount_vnd")), 8000);
	assert_int_equal(json_array_size(json_object_get(path(p, "cases", 0), "components")), 2);
	assert_string_equal(json_text(path(p, "cases", 1), "name"), "Sinh ở nước ngoài");
	const json_t *paper = path(path(p, "cases", 1), "components", 0);
	assert_int_equal(json_integer_value(json_object_get(paper, "copy")), 2);
	assert_true(json_is_false(json_object_get(paper, "required")));
	json_decref(p);
	p = stored(w, "procedure", "1.000894");
	direct = json_object_get(json_object_get(p, "channels"), "direct");
	assert_string_equal(json_text(json_object_get(direct, "fee"), "status"), "not_published");
	json_decref(p);
}

static void wrong_cells_of_procedures_are_told(void **state)
{
	struct world *w = *state;
	struct import_report r = import(w, "procedures",
		"code,name,field,channel,time,fee,component,original\n"
		"1.001193,Một,Hộ tịch,,mười ngày,,Tờ khai,1\n"
		"1.001194,Hai,Hộ tịch,,,miễn phí,Tờ khai,1\n"
		"1.001195,Ba,Hộ tịch,fax,,,Tờ khai,1\n"
		"1.001196,Bốn,Hộ tịch,,,,Tờ khai,-1\n"
		",Năm,Hộ tịch,,,,Tờ khai,1\n"
		"1.001197,Sáu,Hộ tịch,,,charge: Lệ phí: 8.000đ,Tờ khai,1\n", false);
	static const char *const told[] = {"dòng 2: time", "dòng 3: fee", "dòng 4: channel",
		"dòng 5: original", "dòng 6: code", "dòng 7: fee"};
	for (size_t i = 0; i < ARRAY_LEN(told); i++)
		assert_non_null(strstr(buf_str(&r.lines), told[i]));
	import_report_clear(&r);
}

static void a_spreadsheet_of_days_off_becomes_the_calendar(void **state)
{
	struct world *w = *state;
	struct import_report r = import(w, "calendar",
		"date,kind,official\n2026-11-24,off,1\n22/8/2026,worked,\n2027-01-01,off,\n", true);
	import_report_clear(&r);
	json_t *cal = stored(w, "calendar", "vn");
	const json_t *year = path(cal, "years", 0);
	assert_int_equal(json_integer_value(json_object_get(year, "year")), 2026);
	assert_true(json_is_true(json_object_get(year, "official")));
	assert_string_equal(json_string_value(path(year, "worked", 0)), "2026-08-22");
	assert_true(json_is_false(json_object_get(path(cal, "years", 1), "official")));
	json_decref(cal);
	/* next year's list, when it is announced, takes nothing away from this year's */
	r = import(w, "calendar", "date,kind,official\n2027-02-08,off,1\n2025-01-01,off,1\n", true);
	import_report_clear(&r);
	cal = stored(w, "calendar", "vn");
	assert_int_equal(json_array_size(json_object_get(cal, "years")), 3);
	assert_int_equal(json_integer_value(json_object_get(path(cal, "years", 0), "year")), 2025);
	year = path(cal, "years", 1);
	assert_string_equal(json_string_value(path(year, "worked", 0)), "2026-08-22");
	year = path(cal, "years", 2);
	assert_true(json_is_true(json_object_get(year, "official")));
	assert_int_equal(json_array_size(json_object_get(year, "days_off")), 1);
	assert_string_equal(json_string_value(path(year, "days_off", 0)), "2027-02-08");
	json_decref(cal);
	r = import(w, "calendar", "date,kind\n2026-13-01,off\n2026-01-01,nghỉ\n", false);
	assert_non_null(strstr(buf_str(&r.lines), "dòng 2: date"));
	assert_non_null(strstr(buf_str(&r.lines), "dòng 3: kind"));
	import_report_clear(&r);
	r = import(w, "calendar",
		"{\"id\":\"us\",\"windows\":[],\"same_day_cutoff\":\"15:00\",\"years\":[]}", false);
	import_report_clear(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_is_read_as_spreadsheets_write_it),
		cmocka_unit_test(csv_finds_its_separator), cmocka_unit_test(broken_csv_is_refused),
		T(one_bad_row_refuses_the_file), T(what_is_no_list_is_refused),
		T(the_same_again_makes_no_version), T(text_is_cleaned_on_its_way_in),
		T(accounts_need_their_agency), T(csv_rows_are_told_by_their_line),
		T(many_bad_rows_are_told_in_part), T(a_spreadsheet_of_procedures_becomes_procedures),
		T(wrong_cells_of_procedures_are_told), T(a_spreadsheet_of_days_off_becomes_the_calendar),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
