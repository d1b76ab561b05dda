/* Corrected dossiers at central: taken when nothing was stored, else both versions told; and what the
 * papers' tracking pages say. */

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
#include "tests/harness/central_world.h"

#define T(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

struct desk {
	struct station s;
	char block[UUID_SIZE];
	struct sent x;
	char first_token[RECEIPT_TOKEN_SIZE];
	char *first_body;
};

static void desk_open(struct world *w, struct desk *d)
{
	int64_t first;
	station_enter(w, &d->s, WORLD_AGENCY, 3);
	station_lease(w, &d->s, 10, d->block, &first);
	sent_make(w, &d->s, d->block, first, &d->x);
	str_copy(d->first_token, sizeof(d->first_token), d->x.token);
	d->first_body = xstrdup(d->x.body);
}

static void desk_close(struct desk *d)
{
	sent_clear(&d->x);
	free(d->first_body);
	station_leave(&d->s);
}

/* As a counter does it: other content, the same number, the old receipt named. */
static void correct(struct desk *d)
{
	uint8_t link[8];
	char hex[HEX_SIZE(8)];
	receipt_link(d->x.token, link);
	hex_encode(link, sizeof(link), hex);
	json_t *applicant = json_object_get(d->x.dossier, "applicant");
	json_object_set_new(applicant, "phone", json_string("0987654321"));
	json_object_set_new(d->x.dossier, "copies", json_integer(2));
	json_t *replaces = json_object_get(json_object_get(d->x.dossier, "correction"), "replaces");
	replaces = replaces ? json_deep_copy(replaces) : json_array();
	json_array_append_new(replaces, json_pack("{s:s, s:s}", "link", hex, "issued_at",
		"2026-11-23T08:43:00+07:00"));
	json_object_set_new(d->x.dossier, "correction", json_pack("{s:s, s:{s:s, s:s}, s:o}", "at",
		"2026-11-23T09:30:00+07:00", "officer", "id", "mau", "name", "Trần Thị Mẫu", "replaces",
		replaces));
	sent_seal(&d->s, &d->x, true);
}

static struct reply put(struct world *w, struct desk *d, const char *body)
{
	return call(w, "PUT", d->x.target, d->s.bearer, body);
}

static void expect_put(struct world *w, struct desk *d, int status)
{
	struct reply r = put(w, d, d->x.body);
	if (r.status != status)
		fail_msg("%d, not %d: %s", r.status, status, r.body);
	reply_clear(&r);
}

static struct reply page(struct world *w, struct desk *d, const char *token, const char *query)
{
	char *target = xasprintf("/t/%s/%s%s", d->x.code, token, query);
	struct reply r = call(w, "GET", target, NULL, NULL);
	free(target);
	return r;
}

static void page_says(struct world *w, struct desk *d, const char *token, const char *query,
	const char *what, bool yes)
{
	struct reply r = page(w, d, token, query);
	if (r.status != 200 || (strstr(r.body, what) != NULL) != yes)
		fail_msg("%d, %s \"%s\":\n%s", r.status, yes ? "does not say" : "says", what, r.body);
	reply_clear(&r);
}

static void a_correction_of_what_was_never_stored_arrives(void **state)
{
	struct world *w = *state;
	struct desk d;
	desk_open(w, &d);
	correct(&d);
	page_says(w, &d, d.first_token, "", "chưa đồng bộ về hệ thống", true);
	page_says(w, &d, d.first_token, "", "đã được thay", false);
	expect_put(w, &d, 201);
	expect_put(w, &d, 200);
	page_says(w, &d, d.x.token, "", "Được tiếp nhận", true);
	page_says(w, &d, d.x.token, "", "đã được thay", false);
	page_says(w, &d, d.first_token, "",
		"Giấy hẹn này đã được thay bằng giấy cấp lúc 09:30, 23/11/2026. Hãy dùng giấy mới.", true);
	page_says(w, &d, d.first_token, "", "Được tiếp nhận", true);
	page_says(w, &d, d.first_token, "?lang=en", "replaced by the one issued at 09:30, 23/11/2026", true);
	desk_close(&d);
}

/* Each earlier paper knows its successor; a later one that never arrived is only genuine. */
static void every_replaced_paper_is_told_apart(void **state)
{
	struct world *w = *state;
	struct desk d;
	char second[RECEIPT_TOKEN_SIZE], third[RECEIPT_TOKEN_SIZE];
	desk_open(w, &d);
	correct(&d);
	str_copy(second, sizeof(second), d.x.token);
	correct(&d);
	str_copy(third, sizeof(third), d.x.token);
	expect_put(w, &d, 201);
	correct(&d); /* central has the third; a fourth is a conflict and does not replace it */
	expect_put(w, &d, 409);
	page_says(w, &d, d.first_token, "", "đã được thay", true);
	page_says(w, &d, second, "", "đã được thay", true);
	page_says(w, &d, third, "", "đã được thay", false);
	page_says(w, &d, third, "", "Được tiếp nhận", true);
	page_says(w, &d, d.x.token, "", "chưa đồng bộ về hệ thống", true);
	desk_close(&d);
}

static void what_is_stored_is_not_overwritten_and_both_versions_are_told(void **state)
{
	struct world *w = *state;
	struct desk d;
	desk_open(w, &d);
	expect_put(w, &d, 201);
	correct(&d);
	struct reply r = put(w, &d, d.x.body);
	assert_int_equal(r.status, 409);
	assert_string_equal(reply_text(&r, "type"), "conflict");
	assert_true(reply_violates(&r, "applicant.phone", "differs"));
	assert_true(reply_violates(&r, "copies", "differs"));
	assert_int_equal(json_array_size(json_object_get(r.json, "violations")), 2);
	assert_non_null(strstr(r.body, "0912345678"));
	assert_non_null(strstr(r.body, "0987654321"));
	reply_clear(&r);
	r = put(w, &d, d.first_body);
	assert_int_equal(r.status, 200);
	reply_clear(&r);
	desk_close(&d);
}

/* What is stored is its agency's alone. */
static void another_agency_learns_nothing_by_a_conflict(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct station stranger;
	desk_open(w, &d);
	expect_put(w, &d, 201);
	correct(&d);
	station_enter(w, &stranger, WORLD_OTHER_AGENCY, 1);
	struct reply r = call(w, "PUT", d.x.target, stranger.bearer, d.x.body);
	assert_int_equal(r.status, 409);
	assert_null(strstr(r.body, "0912345678"));
	assert_int_equal(json_array_size(json_object_get(r.json, "violations")), 0);
	reply_clear(&r);
	station_leave(&stranger);
	desk_close(&d);
}

/* Content and token must agree that it is a correction. */
static void the_mark_on_the_receipt_is_checked(void **state)
{
	struct world *w = *state;
	struct desk d;
	struct receipt receipt;
	desk_open(w, &d);
	correct(&d);
	assert_true(receipt_parse(d.x.token, &receipt, NULL));
	receipt.flags &= ~(unsigned)RECEIPT_REPLACES;
	receipt_sign(&receipt, d.x.code, d.s.key, d.x.token);
	sent_seal(&d.s, &d.x, false);
	struct reply r = put(w, &d, d.x.body);
	assert_int_equal(r.status, 422);
	assert_true(reply_violates(&r, "receipt_token", "mismatch"));
	reply_clear(&r);
	json_object_del(d.x.dossier, "correction");
	sent_seal(&d.s, &d.x, true);
	assert_true(receipt_parse(d.x.token, &receipt, NULL));
	receipt.flags |= RECEIPT_REPLACES;
	receipt_sign(&receipt, d.x.code, d.s.key, d.x.token);
	sent_seal(&d.s, &d.x, false);
	expect_put(w, &d, 422);
	desk_close(&d);
}

static void the_pages_tell_offline_and_an_unconfirmed_clock(void **state)
{
	struct world *w = *state;
	struct desk d;
	desk_open(w, &d);
	page_says(w, &d, d.x.token, "", "không có mạng", false);
	page_says(w, &d, d.x.token, "", "đồng hồ của quầy", false);
	json_object_set_new(d.x.dossier, "offline", json_true());
	json_object_set_new(d.x.dossier, "clock_trusted", json_false());
	sent_seal(&d.s, &d.x, true);
	page_says(w, &d, d.x.token, "", "không có mạng", true);
	expect_put(w, &d, 201);
	page_says(w, &d, d.x.token, "", "không có mạng", true);
	page_says(w, &d, d.x.token, "", "đồng hồ của quầy", true);
	page_says(w, &d, d.x.token, "?lang=en", "had no network", true);
	desk_close(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_correction_of_what_was_never_stored_arrives), T(every_replaced_paper_is_told_apart),
		T(what_is_stored_is_not_overwritten_and_both_versions_are_told),
		T(another_agency_learns_nothing_by_a_conflict), T(the_mark_on_the_receipt_is_checked),
		T(the_pages_tell_offline_and_an_unconfirmed_clock),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
