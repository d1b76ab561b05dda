/*
 * What comes first: queries as officers type them over the procedures of the demo, which are real ones;
 * over its areas too. No procedure was used yet, so only the match decides.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/areas.h"
#include "store/catalogue.h"
#include "tests/harness/store_fixture.h"

#define ITEMS_MAX 200
#define BODY_MAX (256 * 1024)

static struct arena arena;

static struct catalogue_item item_of(const char *kind, const char *key, const json_t *object, int64_t change)
{
	struct buf body;
	uint8_t hash[SHA256_SIZE];
	char *text = json_dumps(object, JSON_COMPACT), *hex = arena_alloc(&arena, HEX_SIZE(SHA256_SIZE));
	buf_init(&body, BODY_MAX);
	assert_true(json_canonical(text, strlen(text), &body, NULL));
	sha256(buf_str(&body), body.len, hash);
	hex_encode(hash, sizeof(hash), hex);
	struct catalogue_item item = {.kind = kind, .change = change, .sha256 = hex,
		.id = arena_strdup(&arena, json_string_value(json_object_get(object, key))),
		.body = arena_strdup(&arena, buf_str(&body))};
	buf_clear(&body);
	free(text);
	return item;
}

static void load(struct fixture *f, const char *kind, const char *key, const char *path, int64_t change)
{
	static struct catalogue_item items[ITEMS_MAX];
	json_t *list = json_load_file(path, 0, NULL), *object;
	size_t i;
	struct err err = ERR_INIT;
	assert_in_range(json_array_size(list), 1, ITEMS_MAX);
	json_array_foreach(list, i, object)
		items[i] = item_of(kind, key, object, change + (int64_t)i);
	if (!catalogue_apply(f->store, items, json_array_size(list), change + ITEMS_MAX, &err))
		fail_msg("%s", err.text);
	json_decref(list);
	arena_clear(&arena);
}

/* code: of the first hit; "": none is to be found. */
static const struct {
	const char *typed, *code;
} procedures[] = {
	/* names, without marks, with them, half-typed */
	{"khai sinh", "1.001193"}, {"dang ky khai sinh", "1.001193"}, {"đăng ký khai sinh", "1.001193"}, {"dang ki khai sinh", "1.001193"},
	{"ĐĂNG KÝ KHAI SINH", "1.001193"}, {"thu tuc dang ky khai sinh", "1.001193"}, {"khai sinh luu dong", "1.003583"},
	{"khai s", "1.001193"}, {"dang ky lai khai sinh", "1.004884"}, {"lai khai sinh", "1.004884"}, {"khai tu", "1.000656"},
	{"dang ky lai khai tu", "1.005461"}, {"ket hon", "1.000894"}, {"kết hôn", "1.000894"}, {"ket h", "1.000894"},
	{"tinh trang hon nhan", "1.004873"}, {"hon nhan", "1.004873"}, {"hôn nhâ", "1.004873"}, {"giam ho", "1.004837"},
	{"cham dut giam ho", "1.004845"}, {"thuong tru", "1.004222"}, {"dang ky thuong tru", "1.004222"}, {"tam tru", "1.004194"},
	{"gia han tam tru", "1.002755"}, {"tam vang", "1.003677"}, {"tach ho", "1.010038"}, {"luu tru", "2.001159"},
	{"ban sao", "2.000908"}, {"ban sao tu ban chinh", "2.000815"}, {"chung thuc chu ky trong", "2.000884"}, {"di chuc", "2.001019"}, {"tro cap huu", "1.014027"},
	{"trợ cấp hưu", "1.014027"}, {"hưu trí", "1.014027"}, {"chi phi mai tang", "1.001731"}, {"ho ngheo", "1.011607"}, {"khuyet tat", "1.001653"},
	{"ho kinh doanh", "1.001612"}, {"thanh lap ho kinh doanh", "1.001612"}, {"cham dut ho kinh doanh", "1.001266"},
	{"hoa giai", "1.012812"}, {"hoà giải", "1.012812"}, {"hòa giải", "1.012812"}, {"con nuoi", "2.001263"}, {"to quoc ghi cong", "1.010778"},
	{"nha o cu", "1.012893"}, {"thanh lap hoi", "1.013703"}, {"cong chuc", "1.014111"}, {"liet si", "1.013750"}, {"cu tru", "1.010041"},
	{"kinh doanh ho", "1.001612"}, {"xac nhan cu tru", "1.010041"}, {"cai chinh", "1.004859"}, {"thay doi thong tin ho tich", "1.004859"},
	/* initials */
	{"dkks", "1.001193"}, {"đkks", "1.001193"}, {"dkkh", "1.000894"}, {"dktt", "1.004194"}, {"dk ks", "1.001193"},
	{"dklks", "1.004884"}, {"tthn", "1.004873"}, {"dk khai tu", "1.000656"}, {"hkd", "1.001612"}, {"ttkh", ""}, {"cccc", ""},
	/* words without spaces */
	{"honnhan", "1.004873"}, {"khaisinh", "1.001193"}, {"dangkykhaisinh", "1.001193"}, {"hộkinhdoanh", "1.001612"},
	/* marks that are not those */
	{"trở cấp", ""}, {"khái sinh", ""}, {"kẹt hôn", ""}, {"hưu trị", ""}, {"hônnhan", "1.004873"},
	/* codes */
	{"1.001193", "1.001193"}, {"1.0011", "1.001193"}, {"001193", "1.001193"}, {"1193", "1.001193"}, {"193", "1.001193"},
	{"2.000815", "2.000815"}, {"1.001193 ", "1.001193"}, {"9.999", ""}, {"1.001193x", ""}, {"3.000322", "3.000322"},
	/* nothing of the kind */
	{"ho chieu", ""}, {"qwrtp", ""}, {"'; DROP TABLE", ""},
};

static void procedures_as_they_are_typed(void **state)
{
	struct fixture *f = *state;
	struct procedure_index *index;
	int wrong = 0;
	load(f, "procedure", "code", "central/demo/procedures.json", 1);
	assert_true(procedure_index_load(f->store, &index, NULL));
	for (size_t i = 0; i < ARRAY_LEN(procedures); i++) {
		struct procedure_hit hit = {.code = "", .name = ""};
		(void)procedure_index_search(index, procedures[i].typed, &hit, 1, NULL);
		if (!str_eq(hit.code, procedures[i].code)) {
			print_error("«%s»: %s %s, not %s\n", procedures[i].typed, hit.code, hit.name, procedures[i].code);
			wrong++;
		}
	}
	procedure_index_free(index);
	assert_int_equal(wrong, 0);
}

static void areas_as_they_are_typed(void **state)
{
	static const char *const cases[][2] = {
		{"vinh hanh", "xã Vĩnh Hanh, tỉnh An Giang"}, {"Vĩnh Hanh", "xã Vĩnh Hanh, tỉnh An Giang"},
		{"long xuyen", "phường Long Xuyên, tỉnh An Giang"}, {"phuong long xuyen", "phường Long Xuyên, tỉnh An Giang"},
		{"lx", "phường Long Xuyên, tỉnh An Giang"}, {"rach gia", "phường Rạch Giá, tỉnh An Giang"},
		{"an giang", "tỉnh An Giang"}, {"tphcm", "thành phố Hồ Chí Minh"}, {"ho chi minh", "thành phố Hồ Chí Minh"}, {"ha noi", "thành phố Hà Nội"},
		{"phu quoc", "đặc khu Phú Quốc, tỉnh An Giang"}, {"chau doc", "phường Châu Đốc, tỉnh An Giang"},
	};
	struct fixture *f = *state;
	struct areas *areas;
	load(f, "area", "code", "central/demo/areas.json", 1);
	assert_true(areas_load(f->store, "H01.91.12", &areas, NULL));
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct area_hit hit = {.text = ""};
		(void)areas_search(areas, cases[i][0], &hit, 1, NULL);
		assert_string_equal(hit.text, cases[i][1]);
	}
	areas_free(areas);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(procedures_as_they_are_typed, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(areas_as_they_are_typed, fixture_setup, fixture_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
