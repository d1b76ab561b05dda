/* Reading dossiers: lists, search as officers type, figures, what central says. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/status.h"
#include "store/dossiers.h"
#include "store/outbox.h"
#include "store/print_jobs.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

/* Made-up people; each differs in what is searched for. */
static const struct person_row {
	const char *name, *id_number, *phone, *code, *procedure, *delegate;
	int days;
} people[] = {
	{"Nguyễn Văn Thử", "089190001234", "0912345678", "1.000001", "Đăng ký khai sinh", "", 10},
	{"Lê Thị Mẫu", "089190005555", "0987000111", "1.014027", "Trợ cấp hưu trí xã hội", "", 1},
	{"Công ty TNHH Ví Dụ", "", "02963841234", "2.000815", "Chứng thực bản sao từ bản chính",
		"Phạm Văn Hộ", 0},
	{"Hoàng Thị Hoà", "", "", "1.000001", "Đăng ký khai sinh", "", 20},
	{"Trần Tam", "", "", "1.000001", "Đăng ký khai sinh", "", 20},
	{"Trần Tâm", "", "", "1.000001", "Đăng ký khai sinh", "", 20},
};
static char uuids[ARRAY_LEN(people)][UUID_SIZE];

static void take_all(struct fixture *f)
{
	fixture_lease(f, fixture_day(), 41, 60);
	for (size_t i = 0; i < ARRAY_LEN(people); i++) {
		const struct person_row *p = &people[i];
		struct intake_options opt = fixture_options(f);
		struct dossier d;
		struct intake_result r;
		struct err err = ERR_INIT;
		fixture_dossier(&d, p->name);
		d.applicant.id_number = p->id_number;
		d.applicant.phone = p->phone;
		d.procedure_code = p->code;
		d.procedure_name = p->procedure;
		d.delegate = p->delegate;
		d.time = p->days ? (struct time_limit){TIME_WORKING_DAYS, p->days}
			: (struct time_limit){TIME_NOT_PUBLISHED, 0};
		opt.now = FIXTURE_NOW + (int64_t)i * 3600;
		if (!intake_commit(f->store, &f->ws, &d, &opt, &r, &err))
			fail_msg("%s", err.text);
		str_copy(uuids[i], UUID_SIZE, d.uuid);
		dossier_clear(&d);
	}
}

/* What a filter finds, as letters a, b … in the order of people[]. */
static const char *listed(struct fixture *f, const struct dossier_filter *filter, int64_t *total)
{
	static char out[32];
	struct dossier_list list;
	struct err err = ERR_INIT;
	size_t n = 0;
	if (!dossiers_list(f->store, filter, 0, 30, &list, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < list.n; i++)
		for (size_t k = 0; k < ARRAY_LEN(people); k++)
			if (str_eq(list.rows[i].uuid, uuids[k]))
				out[n++] = (char)('a' + k);
	out[n] = '\0';
	assert_int_equal(list.total, list.n);
	if (total)
		*total = list.total;
	dossier_list_clear(&list);
	return out;
}

static void finds(struct fixture *f, const char *text, const char *expected)
{
	struct dossier_filter filter = {.text = text};
	const char *found = listed(f, &filter, NULL);
	if (!str_eq(found, expected))
		fail_msg("\"%s\" finds \"%s\", not \"%s\"", text, found, expected);
}

static void search_as_officers_type(void **state)
{
	struct fixture *f = *state;
	static const char *const cases[][2] = {
		{"0041", "a"}, {"261123-0042", "b"}, {"H01.91.12-261123-0043", "c"},
		{"h01.91.12-261123-0043", "c"}, {"-0044", "d"},
		{"nguyen van thu", "a"}, {"thu nguyen", "a"}, {"Nguyễn", "a"}, {"NGUYỄN VĂN THỬ", "a"},
		{"nguyen van thu x", ""}, {"ngu", "a"}, {"guyen", "a"}, {"nvt", "a"}, {"nguyenvanthu", "a"},
		{"089190001234", "a"}, {"0891 9000 1234", "a"}, {"0891-9000-1234", "a"}, {"5555", "b"},
		{"0912345678", "a"}, {"0912 345 678", "a"}, {"+84 912 345 678", "a"}, {"0296.3841234", "c"},
		{"huu tri", "b"}, {"tro cap", "b"}, {"trợ cấp", "b"}, {"trơ cấp", ""},
		{"1.014027", "b"}, {"014027", "b"}, {"tnhh vi du", "c"}, {"pham van ho", "c"},
		{"hoa", "d"}, {"hòa", "d"}, {"hoà", "d"}, {"hoá", ""},
		{"tam", "fe"}, {"tâm", "f"}, {"tran tâm", "f"}, {"khai sinh tam", "fe"},
		{"dkks", "feda"}, {"khaisinh", "feda"}, {"tam dkks", ""}, {"thử khai sinh", "a"}, {"261123 0042", "b"},
		{"261123000042", ""}, {"hoa 0044", "d"}, {"tran khai", "fe"}, {"trần tâm đăng ký", "f"},
		{"dang ky khai sinh", "feda"}, {"đăng ký", "feda"}, {"dang", "feda"},
		{"***", ""}, {"%", ""}, {"_", ""}, {"'", ""}, {"\"; DROP TABLE dossier", ""},
		{"", "fedcba"}, {"   ", "fedcba"}, {NULL, "fedcba"},
		{"khong co ai", ""},
		{"a b c d e f g h i j k l m n o p q r s t u v w x y z", ""},
	};
	take_all(f);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		finds(f, cases[i][0], cases[i][1]);
	char *flood = xmalloc(100001);
	memset(flood, 'a', 100000);
	flood[100000] = '\0';
	finds(f, flood, "");
	for (size_t i = 0; i < 100000; i += 2)
		flood[i] = ' ';
	finds(f, flood, "");
	free(flood);
}

/* A person before a procedure of the same name, the beginning before what is further inside. */
static void the_best_come_first(void **state)
{
	struct fixture *f = *state;
	static const char *const names[] = {"Thử Khai", "Lê Thu Sinh", "Sinh Văn Mẫu", "Nguyễn Thị Khải", "Lê Sinhai"};
	static const char *const cases[][2] = {
		{"khai", "daf"}, {"khải", "d"}, {"sinh", "cebf"}, {"le sinh", "eb"}, {"lts", "b"}, {"hai", "edaf"},
	};
	fixture_lease(f, fixture_day(), 41, 60);
	for (size_t i = 0; i < 6; i++) {
		struct intake_options opt = fixture_options(f);
		struct dossier d;
		struct intake_result r;
		struct err err = ERR_INIT;
		fixture_dossier(&d, i < 5 ? names[i] : "Mẫu");
		d.applicant.id_number = d.applicant.phone = d.delegate = "";
		d.procedure_code = i == 5 ? "1.000001" : "1.000002";
		d.procedure_name = i == 5 ? "Thủ tục đăng ký khai sinh" : "Cấp lại thẻ";
		if (!intake_commit(f->store, &f->ws, &d, &opt, &r, &err))
			fail_msg("%s", err.text);
		str_copy(uuids[i], UUID_SIZE, d.uuid);
		dossier_clear(&d);
	}
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		finds(f, cases[i][0], cases[i][1]);
	struct dossier_filter waiting = {.text = "sinh", .by_delivery = true};
	assert_string_equal(listed(f, &waiting, NULL), "cebf");
}

static void a_row_tells_what_a_list_shows(void **state)
{
	struct fixture *f = *state;
	struct dossier_list list;
	take_all(f);
	assert_true(dossiers_list(f->store, NULL, 4, 1, &list, NULL));
	assert_int_equal(list.n, 1);
	assert_int_equal(list.total, ARRAY_LEN(people));
	const struct dossier_row *row = &list.rows[0];
	assert_string_equal(row->uuid, uuids[1]);
	assert_string_equal(row->code, "H01.91.12-261123-0042");
	assert_string_equal(row->applicant, "Lê Thị Mẫu");
	assert_string_equal(row->procedure, "Trợ cấp hưu trí xã hội");
	assert_string_equal(row->procedure_code, "1.014027");
	assert_string_equal(row->phone, "0987000111");
	assert_int_equal(row->received_at, FIXTURE_NOW + 3600);
	assert_true(row->due_at > row->received_at);
	assert_int_equal(row->delivery, DELIVERY_WAITING);
	assert_int_equal(row->status, STATUS_RECEIVED);
	assert_false(row->printed);
	assert_true(row->not_printed);
	dossier_list_clear(&list);
	assert_null(list.rows);
}

static void pages(void **state)
{
	struct fixture *f = *state;
	struct dossier_list list;
	struct dossier_filter filter = {.text = "khai sinh"};
	take_all(f);
	for (int64_t offset = -1; offset < 8; offset++) {
		assert_true(dossiers_list(f->store, &filter, offset, 2, &list, NULL));
		assert_int_equal(list.total, 4);
		int64_t from = offset < 0 ? 0 : offset;
		assert_int_equal(list.n, from >= 4 ? 0 : from == 3 ? 1 : 2);
		dossier_list_clear(&list);
	}
	assert_true(dossiers_list(f->store, NULL, 0, -4, &list, NULL));
	assert_int_equal(list.n, 1);
	assert_int_equal(list.total, ARRAY_LEN(people));
	dossier_list_clear(&list);
}

static void by_delivery(void **state)
{
	struct fixture *f = *state;
	struct problem why = {.type = "invalid", .status = 422};
	struct dossier_filter filter = {.by_delivery = true};
	take_all(f);
	assert_true(outbox_delivered(f->store, uuids[0], STATUS_RECEIVED, FIXTURE_NOW, NULL));
	assert_true(outbox_delivered(f->store, uuids[3], STATUS_RECEIVED, FIXTURE_NOW, NULL));
	assert_true(outbox_reject(f->store, uuids[1], &why, FIXTURE_NOW, NULL));
	assert_string_equal(listed(f, &filter, NULL), "fec");
	filter.delivery = DELIVERY_DELIVERED;
	assert_string_equal(listed(f, &filter, NULL), "da");
	filter.delivery = DELIVERY_REJECTED;
	assert_string_equal(listed(f, &filter, NULL), "b");
	filter.text = "tro cap";
	assert_string_equal(listed(f, &filter, NULL), "b");
	filter.delivery = DELIVERY_WAITING;
	assert_string_equal(listed(f, &filter, NULL), "");
}

static void set_status(struct fixture *f, int i, int status)
{
	struct dossier_change change = {.status = status};
	str_copy(change.uuid, UUID_SIZE, uuids[i]);
	assert_true(dossiers_apply_changes(f->store, &change, 1, "c", NULL));
}

static void by_due_time(void **state)
{
	struct fixture *f = *state;
	struct dossier_filter filter = {.order = ORDER_DUE};
	take_all(f);
	assert_string_equal(listed(f, &filter, NULL), "badefc"); /* without a due time: last */
	filter.open_only = true;
	assert_string_equal(listed(f, &filter, NULL), "badef");
	set_status(f, 1, STATUS_RETURNED);
	set_status(f, 3, STATUS_WITHDRAWN);
	set_status(f, 4, STATUS_READY); /* ready is not yet returned */
	assert_string_equal(listed(f, &filter, NULL), "aef");
	filter.text = "tran";
	assert_string_equal(listed(f, &filter, NULL), "ef");
	filter = (struct dossier_filter){.due_before = FIXTURE_NOW + 20 * 86400};
	assert_string_equal(listed(f, &filter, NULL), "ba");
}

static void one_in_full(void **state)
{
	struct fixture *f = *state;
	struct dossier d;
	struct dossier_row row;
	struct err err = ERR_INIT;
	char token[RECEIPT_TOKEN_SIZE];
	static const char *const unknown[] = {"", "x", "H01.91.12-261123-9999", "%",
		"01939b2e-0000-7000-8000-0000000000ff"};
	take_all(f);
	assert_true(dossiers_load(f->store, uuids[2], &d, token, &row, &err));
	assert_string_equal(d.applicant.name, "Công ty TNHH Ví Dụ");
	assert_string_equal(d.delegate, "Phạm Văn Hộ");
	assert_string_equal(d.code, "H01.91.12-261123-0043");
	assert_string_equal(d.uuid, uuids[2]);
	assert_int_equal(d.sequence, 3);
	assert_string_equal(row.code, d.code);
	assert_true(receipt_parse(token, &(struct receipt){.flags = 0}, NULL));
	dossier_clear(&d);
	assert_true(dossiers_load(f->store, "h01.91.12-261123-0043", &d, NULL, NULL, &err));
	assert_string_equal(d.uuid, uuids[2]);
	dossier_clear(&d);
	for (size_t i = 0; i < ARRAY_LEN(unknown); i++) {
		assert_false(dossiers_load(f->store, unknown[i], &d, NULL, NULL, &err));
		assert_int_equal(err.kind, ERR_DATA);
	}
	assert_null(dossiers_json(f->store, unknown[4], &err));
}

static void damaged_content_is_said(void **state)
{
	struct fixture *f = *state;
	struct dossier d;
	struct err err = ERR_INIT;
	take_all(f);
	assert_true(db_script(store_db(f->store), "UPDATE dossier_body SET json = (SELECT json FROM"
		" dossier_body WHERE ordinal = 3) WHERE ordinal = 1;"
		"UPDATE dossier_body SET json = '{' WHERE ordinal = 2", &err));
	for (int i = 0; i < 2; i++) {
		assert_false(dossiers_load(f->store, uuids[i], &d, NULL, NULL, &err));
		assert_int_equal(err.kind, ERR_DAMAGED);
		assert_null(strstr(err.text, "Thử")); /* and no person is named */
	}
}

static void figures_of_the_day(void **state)
{
	struct fixture *f = *state;
	struct dossier_figures g;
	struct problem why = {.type = "invalid", .status = 422};
	int64_t night = instant_make(fixture_day(), 23 * 3600 + 3599);
	take_all(f);
	assert_true(outbox_delivered(f->store, uuids[0], STATUS_RECEIVED, FIXTURE_NOW, NULL));
	assert_true(outbox_reject(f->store, uuids[1], &why, FIXTURE_NOW, NULL));
	assert_true(dossiers_figures(f->store, night, &g, NULL));
	assert_int_equal(g.taken_in, 6);
	assert_int_equal(g.waiting, 4);
	assert_int_equal(g.rejected, 1);
	assert_int_equal(g.not_printed, 6);
	assert_int_equal(g.due_soon, 1);
	for (int h = 0; h < 24; h++)
		assert_int_equal(g.by_hour[h], h >= 8 && h < 14);
	assert_true(dossiers_figures(f->store, night + 1, &g, NULL)); /* midnight: a new day */
	assert_int_equal(g.taken_in, 0);
	assert_int_equal(g.waiting, 4);
	set_status(f, 1, STATUS_RETURNED);
	assert_true(dossiers_figures(f->store, night, &g, NULL));
	assert_int_equal(g.due_soon, 0);
	assert_true(dossiers_figures(f->store, 0, &g, NULL)); /* a clock at 1970 */
	assert_int_equal(g.taken_in, 0);
}

static void changes_come_with_their_cursor(void **state)
{
	struct fixture *f = *state;
	struct dossier_change changes[3] = {{.status = STATUS_PROCESSING}, {.status = 17},
		{.uuid = "01939b2e-0000-7000-8000-0000000000ff", .status = STATUS_READY}};
	struct dossier_list list;
	take_all(f);
	char *cursor = dossiers_cursor(f->store);
	assert_string_equal(cursor, "");
	free(cursor);
	str_copy(changes[0].uuid, UUID_SIZE, uuids[5]);
	str_copy(changes[1].uuid, UUID_SIZE, uuids[4]);
	assert_true(dossiers_apply_changes(f->store, changes, 3, "abc", NULL));
	assert_true(dossiers_apply_changes(f->store, NULL, 0, "abd", NULL));
	fixture_reopen(f);
	cursor = dossiers_cursor(f->store);
	assert_string_equal(cursor, "abd");
	free(cursor);
	assert_true(dossiers_list(f->store, NULL, 0, 2, &list, NULL));
	assert_int_equal(list.rows[0].status, STATUS_PROCESSING);
	assert_int_equal(list.rows[1].status, 17); /* kept, and shown as other */
	dossier_list_clear(&list);
}

static void codes(void **state)
{
	(void)state;
	assert_string_equal(delivery_code(DELIVERY_WAITING), "waiting");
	assert_string_equal(delivery_code(DELIVERY_REJECTED), "rejected");
	assert_string_equal(delivery_code((enum delivery)9), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(search_as_officers_type),
		T(the_best_come_first),
		T(a_row_tells_what_a_list_shows),
		T(pages),
		T(by_delivery),
		T(by_due_time),
		T(one_in_full),
		T(damaged_content_is_said),
		T(figures_of_the_day),
		T(changes_come_with_their_cursor),
		cmocka_unit_test(codes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
