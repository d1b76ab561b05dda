#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "i18n/text.h"
#include "tui/intake_form.h"
#include "tests/harness/violation_at.h"

#define QR "001099012345||Nguyễn Văn An|15011999|Nam|Số 1, Phường Thử Nghiệm, Hà Nội|01012022"
#define PROCEDURE                                                                                      \
	"{\"code\":\"1.014027\",\"name\":\"Trợ cấp hưu trí\",\"field\":\"Người có công\"," \
	"\"channels\":{\"direct\":{\"time\":{\"unit\":\"working_days\",\"count\":10}," \
	"\"fee\":{\"status\":\"free\",\"lines\":[]}}}," \
	"\"cases\":[{\"id\":\"a\",\"name\":\"Lần đầu\",\"components\":[" \
	"{\"id\":\"d\",\"name\":\"Đơn\",\"required\":true,\"original\":1,\"certified\":0,\"copy\":0," \
	"\"translation\":0}," \
	"{\"id\":\"k\",\"name\":\"Khai sinh\",\"required\":false,\"original\":0,\"certified\":0,\"copy\":2," \
	"\"translation\":0}]}," \
	"{\"id\":\"b\",\"name\":\"Điều chỉnh\",\"components\":[" \
	"{\"id\":\"q\",\"name\":\"Quyết định\",\"required\":true,\"original\":0,\"certified\":1,\"copy\":0," \
	"\"translation\":0}]}]}"

static struct intake_form *form;

static int setup(void **state)
{
	(void)state;
	form = xcalloc(1, sizeof(*form));
	intake_form_init(form);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	intake_form_reset(form);
	free(form);
	return 0;
}

static void use_procedure(struct intake_form *f)
{
	struct procedure p = {0};
	struct err err = ERR_INIT;
	if (!procedure_from_json(&p, PROCEDURE, strlen(PROCEDURE), &err))
		fail_msg("%s: %s", err.field, err.text);
	intake_form_use_procedure(f, &p, "");
}

static void use_card(void)
{
	struct card card;
	struct err err = ERR_INIT;
	assert_true(card_parse(QR, strlen(QR), (struct date){2026, 11, 23}, &card, &err));
	intake_form_use_card(form, &card);
}

static void set(enum intake_field field, const char *text)
{
	field_set(&form->text[field], text);
	intake_form_edited(form, field);
}

/* Fills *v as saving would. */
static void check(struct dossier *d, struct violations *v)
{
	struct err err = ERR_INIT;
	*v = (struct violations){0};
	dossier_init(d);
	assert_true(intake_form_to_dossier(form, d, v, &err));
}

static void a_card_fills_the_person(void **state)
{
	(void)state;
	struct dossier d;
	struct violations v;
	use_card();
	use_procedure(form);
	check(&d, &v);
	assert_int_equal(v.n, 0);
	assert_string_equal(d.applicant.name, "Nguyễn Văn An");
	assert_string_equal(d.applicant.id_number, "001099012345");
	assert_int_equal(d.applicant.birth.year, 1999);
	assert_int_equal(d.applicant.sex, SEX_MALE);
	assert_int_equal(d.applicant.source, ID_CARD_QR);
	assert_string_equal(d.case_id, "a");
	assert_int_equal(d.components[0].count[COPY_ORIGINAL], 1);
	assert_int_equal(d.components[1].count[COPY_PHOTO], 2);
	assert_int_equal(d.copies, 1);
	dossier_clear(&d);
}

static void what_is_typed_over_a_card_is_typed(void **state)
{
	(void)state;
	use_card();
	assert_int_equal(form->source, ID_CARD_QR);
	set(IN_PHONE, "0912345678");
	assert_int_equal(form->source, ID_CARD_QR);
	set(IN_NAME, "Nguyễn Văn Anh");
	assert_int_equal(form->source, ID_TYPED);
}

static void tells_what_is_wrong_at_its_field(void **state)
{
	(void)state;
	struct dossier d;
	struct violations v;
	size_t row;
	set(IN_BIRTH, "31/02/1990");
	set(IN_COPIES, "999");
	check(&d, &v);
	assert_non_null(violation_at(&v, "applicant.birth_date"));
	assert_non_null(violation_at(&v, "copies"));
	assert_non_null(violation_at(&v, "procedure.code"));
	form->wrong = v;
	assert_non_null(intake_form_wrong(form, IN_BIRTH));
	assert_non_null(intake_form_wrong(form, IN_COPIES));
	assert_non_null(intake_form_wrong(form, IN_PROCEDURE));
	assert_null(intake_form_wrong(form, IN_NAME));
	intake_form_edited(form, IN_BIRTH); /* typing takes the complaint away, at that field only */
	assert_null(intake_form_wrong(form, IN_BIRTH));
	assert_non_null(intake_form_wrong(form, IN_COPIES));
	assert_int_equal(intake_field_of("components[2].copy", &row), IN_COMPONENTS);
	assert_int_equal(row, 2);
	assert_int_equal(intake_field_of("components[99999999999999999999].copy", &row), IN_COMPONENTS);
	assert_true(row < COMPONENTS_MAX);
	assert_int_equal(intake_field_of("applicant.tax_code", &row), IN_ID);
	assert_int_equal(intake_field_of("procedure.case_id", &row), IN_CASE);
	assert_int_equal(intake_field_of("something.new", &row), IN_NAME);
	dossier_clear(&d);
}

static void numbers_of_copies_are_numbers(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "0", "-1", "21", "1.5", "một", "99999999999999999999", "1 2"};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct dossier d;
		struct violations v;
		set(IN_COPIES, bad[i]);
		check(&d, &v);
		assert_non_null(violation_at(&v, "copies"));
		dossier_clear(&d);
	}
	set(IN_COPIES, " 3 ");
	struct dossier d;
	struct violations v;
	check(&d, &v);
	assert_null(violation_at(&v, "copies"));
	assert_int_equal(d.copies, 3);
	dossier_clear(&d);
}

static void an_organisation_has_a_tax_code(void **state)
{
	(void)state;
	struct dossier d;
	struct violations v;
	set(IN_NAME, "Công ty TNHH Ví Dụ");
	set(IN_ID, "0100109106");
	set(IN_BIRTH, "gibberish");
	form->focus = IN_KIND;
	intake_form_cycle(form, 1);
	assert_int_equal(form->kind, APPLICANT_ENTERPRISE);
	check(&d, &v);
	assert_string_equal(d.applicant.tax_code, "0100109106");
	assert_string_equal(d.applicant.id_number, "");
	assert_null(violation_at(&v, "applicant.birth_date"));
	assert_false(intake_can_focus(form, IN_BIRTH));
	dossier_clear(&d);
}

static void counts_stay_in_bounds(void **state)
{
	(void)state;
	use_procedure(form);
	intake_form_set_count(form, -5);
	assert_int_equal(intake_form_count(form), 0);
	intake_form_set_count(form, 1000000);
	assert_int_equal(intake_form_count(form), COMPONENT_COUNT_MAX);
	intake_form_choose_case(form, 1);
	assert_int_equal(form->count[0][COPY_CERTIFIED], 1);
	assert_int_equal(form->count[0][COPY_ORIGINAL], 0);
	assert_int_equal(form->count[1][COPY_PHOTO], 0);
}

static void focus_walks_what_is_there(void **state)
{
	(void)state;
	form->focus = IN_PROCEDURE;
	intake_focus_step(form, 1); /* no case and no table without a procedure */
	assert_int_equal(form->focus, IN_RESULT);
	use_procedure(form);
	intake_focus_step(form, -1);
	assert_int_equal(form->focus, IN_COMPONENTS);
	intake_focus_step(form, -1);
	assert_int_equal(form->focus, IN_CASE);
	for (int i = 0; i < 40; i++)
		intake_focus_step(form, -1);
	assert_int_equal(form->focus, IN_NAME);
	for (int i = 0; i < 40; i++)
		intake_focus_step(form, 1);
	assert_int_equal(form->focus, IN_COPIES);
}

static void a_draft_comes_back_as_it_was(void **state)
{
	(void)state;
	struct string_map map = {0}, read = {0};
	struct buf json;
	struct err err = ERR_INIT;
	struct intake_form *again = xcalloc(1, sizeof(*again));
	use_card();
	set(IN_NOTE, "dấu \" và \\ và {ngoặc}");
	set(IN_PHONE, "0912 345 678");
	use_procedure(form);
	intake_form_choose_case(form, 0);
	form->row = 1;
	form->column = COPY_PHOTO;
	intake_form_set_count(form, 7);
	form->result = RESULT_POSTAL;
	use_card();
	buf_init(&json, 1 << 16);
	intake_form_to_map(form, &map);
	string_map_to_json(&map, &json);
	assert_true(string_map_from_json(&read, buf_str(&json), json.len, &err));
	assert_string_equal(string_map_get(&read, "procedure"), "1.014027");
	intake_form_init(again);
	use_procedure(again);
	intake_form_from_map(again, &read);
	for (int i = 0; i < IN_FIELDS; i++)
		assert_string_equal(again->text[i].text, form->text[i].text);
	assert_memory_equal(again->count, form->count, sizeof(form->count));
	assert_int_equal(again->result, RESULT_POSTAL);
	assert_int_equal(again->sex, SEX_MALE);
	assert_int_equal(again->source, ID_CARD_QR);
	intake_form_reset(again);
	free(again);
	buf_clear(&json);
	string_map_clear(&map);
	string_map_clear(&read);
}

static void a_damaged_draft_does_no_harm(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "[]", "{", "null", "{\"a\":1,\"a\":2}", "\"x\""};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct string_map map = {0};
		struct err err = ERR_INIT;
		assert_false(string_map_from_json(&map, bad[i], strlen(bad[i]), &err));
		assert_string_not_equal(err.text, "");
		string_map_clear(&map);
	}
	static const char odd[] = "{\"name\":\"\\u001b[31mX\\u0007\",\"kind\":\"77\",\"sex\":\"-1\",\"copies\":9,"
		"\"case\":\"zz\",\"component.d\":\"1,-4,x\",\"note\":null,\"source\":\"2147483648\"}";
	struct string_map map = {0};
	assert_true(string_map_from_json(&map, odd, sizeof(odd) - 1, NULL));
	use_procedure(form);
	intake_form_from_map(form, &map);
	assert_string_equal(form->text[IN_NAME].text, "X");
	assert_int_equal(form->kind, APPLICANT_CITIZEN);
	assert_int_equal(form->sex, SEX_UNKNOWN);
	assert_int_equal(form->source, ID_TYPED);
	assert_int_equal(form->count[0][COPY_ORIGINAL], 1);
	assert_int_equal(form->count[0][COPY_CERTIFIED], 0);
	string_map_clear(&map);
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_card_fills_the_person, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_typed_over_a_card_is_typed, setup, teardown),
		cmocka_unit_test_setup_teardown(tells_what_is_wrong_at_its_field, setup, teardown),
		cmocka_unit_test_setup_teardown(numbers_of_copies_are_numbers, setup, teardown),
		cmocka_unit_test_setup_teardown(an_organisation_has_a_tax_code, setup, teardown),
		cmocka_unit_test_setup_teardown(counts_stay_in_bounds, setup, teardown),
		cmocka_unit_test_setup_teardown(focus_walks_what_is_there, setup, teardown),
		cmocka_unit_test_setup_teardown(a_draft_comes_back_as_it_was, setup, teardown),
		cmocka_unit_test_setup_teardown(a_damaged_draft_does_no_harm, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
