/* Areas of the catalogue, found as an address is typed. */

#include "store/areas.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "store/store.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

static void put(struct fixture *f, const char *kind, const char *id, const char *body)
{
	struct err err = ERR_INIT;
	if (!db_run(store_db(f->store), &err, "INSERT INTO catalogue_item (kind, id, change, version, sha256,"
		" body) VALUES (?, ?, 1, 1, '', ?)", "ttt", kind, id, body))
		fail_msg("%s", err.text);
}

static void put_area(struct fixture *f, const char *id, const char *name)
{
	char body[300];
	snprintf(body, sizeof(body), "{\"code\":\"%s\",\"level\":\"x\",\"name\":\"%s\",\"province\":\"%s\"}", id, name,
		strlen(id) == 2 ? id : str_starts(id, "30") ? "91" : "86");
	put(f, "area", id, body);
}

static void put_all(struct fixture *f)
{
	static const char *const areas[][2] = {
		{"86", "Tỉnh Vĩnh Long"}, {"91", "Tỉnh An Giang"}, {"29001", "Phường Vĩnh Hanh"}, {"29002", "Phường Tân Hạnh"},
		{"30619", "Xã Vĩnh Hanh"}, {"30604", "Xã Vĩnh An"}, {"30325", "Phường Vĩnh Tế"}, {"30316", "Phường Châu Đốc"},
		{"30999", "Đặc khu Phú Quốc"}, {"30001", "Xã Mỹ Đức"},
	};
	for (size_t i = 0; i < ARRAY_LEN(areas); i++)
		put_area(f, areas[i][0], areas[i][1]);
	put(f, "agency", "H01.91.01", "{\"area\":\"30316\",\"id\":\"H01.91.01\"}");
	put(f, "agency", "H02", "{\"area\":\"86\",\"id\":\"H02\"}");
	put(f, "agency", "H03", "{\"area\":[],\"id\":\"H03\"}");
	put(f, "area", "30888", "{\"name\":7}");
	put(f, "area", "30889", "{\"code\":[]}");
}

static void first_is(const struct areas *areas, const char *text, const char *expected)
{
	struct area_hit hits[8];
	size_t n = areas_search(areas, text, hits, ARRAY_LEN(hits), NULL);
	if (!str_eq(n ? hits[0].text : "", expected))
		fail_msg("%s: %s", text, n ? hits[0].text : "(none)");
}

static void found_as_they_are_typed(void **state)
{
	struct fixture *f = *state;
	static const char *const cases[][2] = {
		{"vinh hanh", "xã Vĩnh Hanh, tỉnh An Giang"}, {"Vĩnh Hanh", "xã Vĩnh Hanh, tỉnh An Giang"},
		{"xa vinh hanh", "xã Vĩnh Hanh, tỉnh An Giang"}, {"xã Vĩnh Ha", "xã Vĩnh Hanh, tỉnh An Giang"},
		{"phuong vinh hanh", "phường Vĩnh Hanh, tỉnh Vĩnh Long"}, {"vinh hanh vl", "phường Vĩnh Hanh, tỉnh Vĩnh Long"},
		{"vinh hanh vinh long", "phường Vĩnh Hanh, tỉnh Vĩnh Long"}, {"vh ag", "xã Vĩnh Hanh, tỉnh An Giang"},
		{"hạnh", "phường Tân Hạnh, tỉnh Vĩnh Long"}, {"hanh", "xã Vĩnh Hanh, tỉnh An Giang"}, {"an giang", "tỉnh An Giang"},
		{"tỉnh an", "tỉnh An Giang"}, {"phu quoc", "đặc khu Phú Quốc, tỉnh An Giang"}, {"mi duc", "xã Mỹ Đức, tỉnh An Giang"},
		{"vinh", "xã Vĩnh An, tỉnh An Giang"}, {"anh", ""}, {"so 5 duong", ""}, {"", ""}, {"  ", ""}, {"...", ""},
	};
	struct areas *areas;
	put_all(f);
	assert_true(areas_load(f->store, "H01.91.01", &areas, NULL));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		first_is(areas, cases[i][0], cases[i][1]);
	areas_free(areas);
}

static void the_own_province_first_then_by_name(void **state)
{
	struct fixture *f = *state;
	struct areas *areas;
	struct area_hit hits[3];
	size_t total;
	put_all(f);
	assert_true(areas_load(f->store, "H02", &areas, NULL));
	first_is(areas, "vinh hanh", "phường Vĩnh Hanh, tỉnh Vĩnh Long");
	assert_int_equal(areas_search(areas, "vinh", hits, 3, &total), 3);
	assert_int_equal(total, 6); /* and Tân Hạnh, of Vĩnh Long */
	assert_int_equal(areas_search(areas, "vinh", hits, 0, &total), 0);
	areas_free(areas);
	assert_true(areas_load(f->store, "H03", &areas, NULL));
	assert_true(areas_search(areas, "vinh hanh", hits, 3, NULL) >= 2);
	areas_free(areas);
}

static void no_areas(void **state)
{
	struct fixture *f = *state;
	struct areas *areas;
	assert_true(areas_load(f->store, "H01", &areas, NULL));
	assert_int_equal(areas_size(areas), 0);
	first_is(areas, "an giang", "");
	areas_free(areas);
	areas_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(found_as_they_are_typed),
		T(the_own_province_first_then_by_name),
		T(no_areas),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
