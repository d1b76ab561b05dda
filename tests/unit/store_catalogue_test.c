/* The cached catalogue: pages that arrive, what is read from it, the index of the picker. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "store/catalogue.h"
#include "tests/harness/store_fixture.h"


/* An item with its right hash; the strings live until the test ends. */
static struct arena arena;

static struct catalogue_item item(const char *kind, const char *id, int64_t change,
	const char *body)
{
	struct catalogue_item it = {.kind = kind, .id = id, .change = change, .body = body};
	if (body) {
		struct buf canonical;
		uint8_t hash[SHA256_SIZE];
		char *hex = arena_alloc(&arena, HEX_SIZE(SHA256_SIZE));
		buf_init(&canonical, 1 << 20);
		assert_true(json_canonical(body, strlen(body), &canonical, NULL));
		sha256(buf_str(&canonical), canonical.len, hash);
		hex_encode(hash, sizeof(hash), hex);
		it.sha256 = hex;
		buf_clear(&canonical);
	}
	return it;
}

static struct catalogue_item procedure(const char *code, const char *name, const char *field,
	int64_t change)
{
	return item("procedure", code, change, arena_printf(&arena,
		"{\"code\":\"%s\",\"name\":\"%s\",\"field\":\"%s\",\"channels\":{\"direct\":{\"time\":"
		"{\"unit\":\"working_days\",\"count\":5},\"fee\":{\"status\":\"free\",\"lines\":[]}}},"
		"\"cases\":[{\"id\":\"1\",\"name\":\"Chung\",\"components\":[{\"id\":\"1\",\"name\":"
		"\"Tờ khai\",\"required\":true,\"original\":1,\"certified\":0,\"copy\":0,"
		"\"translation\":0}]}]}", code, name, field));
}

static bool apply(struct fixture *f, const struct catalogue_item *items, size_t n, int64_t since)
{
	struct err err = ERR_INIT;
	bool ok = catalogue_apply(f->store, items, n, since, &err);
	assert_int_equal(err.kind, ok ? ERR_NONE : ERR_DATA);
	return ok;
}

static int teardown(void **state)
{
	arena_clear(&arena);
	return fixture_teardown(state);
}
#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, teardown)

static size_t index_size(struct fixture *f)
{
	struct procedure_index *index;
	assert_true(procedure_index_load(f->store, &index, NULL));
	size_t n = procedure_index_size(index);
	procedure_index_free(index);
	return n;
}

static void a_page_lasts(void **state)
{
	struct fixture *f = *state;
	struct catalogue_item page[] = {procedure("1.000001", "Đăng ký khai sinh", "Hộ tịch", 4),
		procedure("1.000002", "Đăng ký kết hôn", "Hộ tịch", 5)};
	struct procedure p = {0};
	char hash[65];
	struct err err = ERR_INIT;
	assert_int_equal(catalogue_since(f->store), 0);
	page[1].version = 31;
	assert_true(apply(f, page, 2, 5));
	fixture_reopen(f);
	assert_int_equal(catalogue_since(f->store), 5);
	if (!catalogue_procedure(f->store, "1.000002", &p, hash, &err))
		fail_msg("%s", err.text);
	assert_string_equal(p.name, "Đăng ký kết hôn");
	assert_int_equal(p.version, 31);
	assert_string_equal(hash, page[1].sha256);
	procedure_clear(&p);
	assert_true(catalogue_procedure(f->store, "1.000001", &p, NULL, &err));
	assert_int_equal(p.version, 4); /* no version said: the change number */
	procedure_clear(&p);
	assert_false(catalogue_procedure(f->store, "9.999999", &p, hash, &err));
	assert_int_equal(err.kind, ERR_DATA);
}

static void changed_and_deleted(void **state)
{
	struct fixture *f = *state;
	struct catalogue_item first[] = {procedure("1.000001", "Cũ", "Hộ tịch", 4),
		procedure("1.000002", "Bỏ", "Hộ tịch", 5)};
	struct catalogue_item second[] = {procedure("1.000001", "Mới", "Hộ tịch", 6),
		item("procedure", "1.000002", 7, NULL)};
	struct procedure p = {0};
	assert_true(apply(f, first, 2, 5));
	assert_true(apply(f, second, 2, 7));
	assert_true(catalogue_procedure(f->store, "1.000001", &p, NULL, NULL));
	assert_string_equal(p.name, "Mới");
	procedure_clear(&p);
	assert_false(catalogue_procedure(f->store, "1.000002", &p, NULL, NULL));
	assert_int_equal(index_size(f), 1);
	assert_true(apply(f, first, 1, 7)); /* an old page again changes nothing back */
	assert_true(catalogue_procedure(f->store, "1.000001", &p, NULL, NULL));
	assert_string_equal(p.name, "Mới");
	procedure_clear(&p);
	assert_true(apply(f, second + 1, 1, 7)); /* deleting twice is fine */
}

static void a_restored_central_counts_anew(void **state)
{
	struct fixture *f = *state;
	struct catalogue_item before[] = {procedure("1.000001", "Trước", "Hộ tịch", 90),
		procedure("1.000002", "Trước", "Hộ tịch", 91)};
	struct catalogue_item after[] = {procedure("1.000001", "Sau", "Hộ tịch", 1),
		procedure("1.000002", "Sau", "Hộ tịch", 2)};
	assert_true(apply(f, before, 2, 91));
	assert_true(apply(f, after, 1, 1));
	assert_int_equal(catalogue_since(f->store), 1);
	assert_true(apply(f, after + 1, 1, 2)); /* also on its second page */
	for (size_t i = 0; i < 2; i++) {
		struct procedure p = {0};
		assert_true(catalogue_procedure(f->store, after[i].id, &p, NULL, NULL));
		assert_string_equal(p.name, "Sau");
		procedure_clear(&p);
	}
}

static void a_page_with_a_wrong_hash_is_refused_whole(void **state)
{
	struct fixture *f = *state;
	struct catalogue_item page[] = {procedure("1.000001", "Một", "Hộ tịch", 4),
		procedure("1.000002", "Hai", "Hộ tịch", 5)};
	const char *right = page[1].sha256;
	const char *const wrong[] = {page[0].sha256, "", NULL, "zz", arena_printf(&arena, "%s00",
		right)};
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		page[1].sha256 = wrong[i];
		assert_false(apply(f, page, 2, 5));
	}
	page[1].sha256 = right;
	page[1].body = "{\"code\":";
	assert_false(apply(f, page, 2, 5));
	page[1].body = "{\"a\":1,\"a\":2}";
	assert_false(apply(f, page, 2, 5));
	page[1] = item("procedure", "bad\x1b[0mid", 5, "{}");
	assert_false(apply(f, page, 2, 5));
	page[1] = item("", "x", 5, "{}");
	assert_false(apply(f, page, 2, 5));
	assert_int_equal(catalogue_since(f->store), 0);
	assert_int_equal(index_size(f), 0);
}

/* The hash is of the canonical form, so spaces and order on the way do not matter. */
static void any_writing_of_the_body_will_do(void **state)
{
	struct fixture *f = *state;
	struct catalogue_item a = item("area", "91", 1, "{\"code\":\"91\",\"name\":\"An Giang\"}");
	a.body = "{ \"name\" : \"An Giang\",\n \"code\":\"91\" }";
	assert_true(apply(f, &a, 1, 1));
}

static void an_unreadable_procedure_holds_up_nothing(void **state)
{
	struct fixture *f = *state;
	struct catalogue_item good[] = {procedure("1.000001", "Một", "Hộ tịch", 1)};
	struct catalogue_item page[] = {item("procedure", "1.000001", 2, "{\"code\":5}"),
		item("procedure", "1.000009", 3, "[]"),
		procedure("1.000002", "Hai", "Hộ tịch", 4),
		item("moon", "x", 5, "{\"a\":1}")};
	page[1].id = "1.000003";
	assert_true(apply(f, good, 1, 1));
	assert_true(apply(f, page, 4, 5));
	assert_int_equal(catalogue_since(f->store), 5);
	assert_int_equal(index_size(f), 2);
	struct procedure p = {0};
	assert_true(catalogue_procedure(f->store, "1.000001", &p, NULL, NULL));
	assert_string_equal(p.name, "Một");
	procedure_clear(&p);
}

static void calendar_of_the_catalogue_or_built_in(void **state)
{
	struct fixture *f = *state;
	struct date day = {2026, 12, 1}; /* a Tuesday */
	struct calendar *cal = catalogue_calendar(f->store);
	assert_true(calendar_is_working_day(cal, day));
	calendar_free(cal);
	struct catalogue_item page = item("calendar", "vn", 1, "{\"id\":\"vn\",\"windows\":"
		"[[\"07:00\",\"11:30\"],[\"13:30\",\"17:00\"]],\"same_day_cutoff\":\"15:00\",\"years\":"
		"[{\"year\":2026,\"official\":true,\"days_off\":[\"2026-12-01\"],\"worked\":[]}]}");
	assert_true(apply(f, &page, 1, 1));
	cal = catalogue_calendar(f->store);
	assert_false(calendar_is_working_day(cal, day));
	calendar_free(cal);
	page = item("calendar", "vn", 2, "{\"id\":\"vn\",\"windows\":5}");
	assert_true(apply(f, &page, 1, 2));
	cal = catalogue_calendar(f->store); /* not usable: the built-in one, never none */
	assert_non_null(cal);
	assert_true(calendar_is_working_day(cal, day));
	calendar_free(cal);
}

static void accounts_of_the_agency(void **state)
{
	struct fixture *f = *state;
	struct catalogue_item page[] = {
		item("account", "b", 1, "{\"id\":\"b\",\"name\":\"Lê Thị\\u001b[31m Mẫu\",\"title\":"
			"\"Chuyên viên\",\"agency\":\"H01.91.12\",\"role\":\"supervisor\"}"),
		item("account", "a", 2,
		"{\"id\":\"a\",\"name\":\"Trần Văn Thử\",\"agency\":\"H01.91.12\"}"),
		item("account", "c", 3, "{\"id\":\"c\",\"name\":\"Khác\",\"agency\":\"H01.91.13\"}"),
		item("account", "d", 4, "{\"id\":\"d\",\"name\":7,\"agency\":[]}"),
		item("account", "e", 5, "{\"id\":\"e\",\"name\":\"Võ Mẫu\",\"agency\":\"H01.91.12\"}"),
		item("account", "f", 6, "{\"id\":\"f\",\"name\":\"Trần Văn Thử\",\"agency\":\"H01.91.12\"}"),
	};
	struct account *accounts;
	size_t n;
	assert_true(apply(f, page, ARRAY_LEN(page), 6));
	assert_true(catalogue_accounts(f->store, "H01.91.12", &accounts, &n, NULL));
	assert_int_equal(n, 4);
	assert_null(strchr(accounts[0].name, 0x1b));
	assert_string_equal(accounts[0].title, "Chuyên viên");
	assert_true(accounts[0].supervisor);
	assert_string_equal(accounts[1].name, "Võ Mẫu"); /* of one given name by surname */
	assert_string_equal(accounts[2].id, "a");        /* of one name by id */
	assert_string_equal(accounts[2].name, "Trần Văn Thử");
	assert_string_equal(accounts[2].title, "");
	assert_false(accounts[2].supervisor);
	assert_string_equal(accounts[3].id, "f");
	free(accounts);
	assert_true(catalogue_accounts(f->store, "H99", &accounts, &n, NULL));
	assert_int_equal(n, 0);
	free(accounts);
}

/* ---- the picker's index */

static void fill_index(struct fixture *f)
{
	struct catalogue_item page[] = {
		procedure("1.000005", "Đăng ký kết hôn", "Hộ tịch", 1),
		procedure("1.000001", "Đăng ký khai sinh", "Hộ tịch", 2),
		procedure("1.014027", "Thực hiện trợ cấp hưu trí xã hội", "Bảo trợ xã hội", 3),
		procedure("2.000815", "Chứng thực bản sao từ bản chính", "Chứng thực", 4),
		procedure("1.000656", "Đăng ký khai tử", "Hộ tịch", 5),
	};
	assert_true(apply(f, page, ARRAY_LEN(page), 5));
}

/* The codes found, joined by blanks. */
static const char *found(struct fixture *f, const char *text, size_t max, size_t *total)
{
	static char out[256];
	struct procedure_index *index;
	struct procedure_hit hits[10];
	out[0] = '\0';
	assert_true(procedure_index_load(f->store, &index, NULL));
	size_t n = procedure_index_search(index, text, hits, max, total), len = 0;
	for (size_t i = 0; i < n; i++) {
		assert_true(len + strlen(hits[i].code) + 2 < sizeof(out));
		if (len)
			out[len++] = ' ';
		memcpy(out + len, hits[i].code, strlen(hits[i].code) + 1);
		len += strlen(hits[i].code);
	}
	procedure_index_free(index);
	return out;
}

static void use(struct fixture *f, const char *code, int times)
{
	for (int i = 0; i < times; i++) {
		struct intake_options opt = fixture_options(f);
		struct dossier d;
		struct intake_result r;
		fixture_dossier(&d, NULL);
		d.procedure_code = code;
		assert_true(intake_commit(f->store, &f->ws, &d, &opt, &r, NULL));
		dossier_clear(&d);
	}
}

static void the_picker_finds_without_marks(void **state)
{
	struct fixture *f = *state;
	size_t total;
	fill_index(f);
	assert_string_equal(found(f, "khai sinh", 10, &total), "1.000001");
	assert_int_equal(total, 1);
	assert_string_equal(found(f, "tro cap huu", 10, NULL), "1.014027");
	assert_string_equal(found(f, "trợ cấp hưu", 10, NULL), "1.014027");
	assert_string_equal(found(f, "dkks", 10, NULL), "1.000001");
	assert_string_equal(found(f, "2.0008", 10, NULL), "2.000815");
	assert_string_equal(found(f, "1.000", 10, NULL), "1.000001 1.000005 1.000656");
	assert_string_equal(found(f, "bao tro", 10, NULL), "1.014027"); /* its field */
	assert_string_equal(found(f, "khong co", 10, &total), "");
	assert_int_equal(total, 0);
	assert_string_equal(found(f, "dang ky", 2, &total), "1.000005 1.000656"); /* shorter */
	assert_int_equal(total, 3);
	assert_string_equal(found(f, "dang ky", 0, &total), "");
	assert_int_equal(total, 3);
}

static void thu_tuc_before_a_name_does_not_count(void **state)
{
	struct fixture *f = *state;
	struct catalogue_item page[] = {
		procedure("1.000656", "Thủ tục đăng ký khai tử", "Hộ tịch", 1),
		procedure("1.005461", "Đăng ký lại khai tử", "Hộ tịch", 2),
	};
	assert_true(apply(f, page, ARRAY_LEN(page), 2));
	assert_string_equal(found(f, "khai tu", 10, NULL), "1.000656 1.005461");
	assert_string_equal(found(f, "dkkt", 10, NULL), "1.000656");
	assert_string_equal(found(f, "thu tuc khai tu", 10, NULL), "1.000656 1.005461");
	assert_string_equal(found(f, "thủ tục đăng ký lại", 10, NULL), "1.005461");
	assert_string_equal(found(f, "thu t", 10, NULL), "1.005461 1.000656");
}

static void the_often_used_come_first(void **state)
{
	struct fixture *f = *state;
	fill_index(f);
	fixture_lease(f, fixture_day(), 1, 20);
	assert_string_equal(found(f, "", 10, NULL), "2.000815 1.000005 1.000001 1.000656 1.014027");
	use(f, "1.000656", 2);
	use(f, "1.014027", 1);
	assert_string_equal(found(f, "", 3, NULL), "1.000656 1.014027 2.000815");
	assert_string_equal(found(f, "dang ky", 10, NULL), "1.000656 1.000005 1.000001");
	use(f, "1.000001", 3);
	assert_string_equal(found(f, "dang ky", 10, NULL), "1.000001 1.000656 1.000005");
	/* a better match goes before use */
	assert_string_equal(found(f, "dang ky khai sinh", 10, NULL), "1.000001");
	struct catalogue_item again = procedure("1.000656", "Đăng ký khai tử", "Hộ tịch", 9);
	assert_true(apply(f, &again, 1, 9)); /* use is remembered when the catalogue changes */
	assert_string_equal(found(f, "", 2, NULL), "1.000001 1.000656");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_page_lasts),
		T(changed_and_deleted),
		T(a_restored_central_counts_anew),
		T(a_page_with_a_wrong_hash_is_refused_whole),
		T(any_writing_of_the_body_will_do),
		T(an_unreadable_procedure_holds_up_nothing),
		T(calendar_of_the_catalogue_or_built_in),
		T(accounts_of_the_agency),
		T(the_picker_finds_without_marks),
		T(thu_tuc_before_a_name_does_not_count),
		T(the_often_used_come_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
