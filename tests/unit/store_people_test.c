/* Who came before: each person once, by name or number, with the last dossier. */

#include "store/people.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "store/search_index.h"
#include "tests/harness/store_fixture.h"

#define T(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

static void came(struct fixture *f, const char *name, const char *id_number, const char *phone, int day)
{
	struct intake_options opt = fixture_options(f);
	struct dossier d;
	struct intake_result r;
	struct err err = ERR_INIT;
	fixture_dossier(&d, name);
	d.applicant.id_number = id_number;
	d.applicant.phone = phone;
	d.delegate = "Người Nộp Thay";
	opt.now = FIXTURE_NOW + day * 60;
	if (!intake_commit(f->store, &f->ws, &d, &opt, &r, &err))
		fail_msg("%s", err.text);
	dossier_clear(&d);
}

static void all_come(struct fixture *f)
{
	fixture_lease(f, fixture_day(), 1, 50);
	came(f, "Nguyễn Văn Thử", "089190001234", "0912345678", 1);
	came(f, "Lê Thị Mẫu", "089190005555", "", 2);
	came(f, "Nguyễn Văn Thử", "", "0911111111", 3); /* of the same name */
	came(f, "Nguyễn Văn Thử", "089190001234", "", 4); /* again */
	came(f, "Nguyễn Thị Mẫu", "089190005555", "", 5); /* her name was wrong before */
	came(f, "Công ty TNHH Ví Dụ", "", "02963841234", 6);
}

static const char *said(const struct person_hit *hits, size_t n)
{
	static char out[1000];
	out[0] = '\0';
	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(out);
		snprintf(out + len, sizeof(out) - len, "%s%s %s %d", i ? " | " : "", hits[i].name, hits[i].id_number,
			(int)((hits[i].received_at - FIXTURE_NOW) / 60));
	}
	return out;
}

static void found(struct fixture *f, const char *text, const char *expected)
{
	struct person_hit hits[5];
	size_t n;
	struct err err = ERR_INIT;
	bool number = text[0] >= '0' && text[0] <= '9';
	if (!(number ? people_by_number : people_by_name)(f->store, text, hits, ARRAY_LEN(hits), &n, &err))
		fail_msg("%s", err.text);
	if (!str_eq(said(hits, n), expected))
		fail_msg("%s: %s", text, said(hits, n));
}

static void each_once_the_last_first(void **state)
{
	struct fixture *f = *state;
	all_come(f);
	found(f, "nguyen van", "Nguyễn Văn Thử 089190001234 4 | Nguyễn Văn Thử  3");
	found(f, "nguyen", "Nguyễn Thị Mẫu 089190005555 5 | Nguyễn Văn Thử 089190001234 4 | Nguyễn Văn Thử  3");
	found(f, "nvt", "Nguyễn Văn Thử 089190001234 4 | Nguyễn Văn Thử  3");
	found(f, "mẫu", "Nguyễn Thị Mẫu 089190005555 5");
	found(f, "mậu", "");
	found(f, "le thi mau", "");
	found(f, "vi du", "Công ty TNHH Ví Dụ  6");
	found(f, "guyen", "");
	found(f, "nguoi nop", ""); /* not who handed in */
	found(f, "", "");
	found(f, "0891", "Nguyễn Thị Mẫu 089190005555 5 | Nguyễn Văn Thử 089190001234 4");
	found(f, "0891900012", "Nguyễn Văn Thử 089190001234 4");
	found(f, "08", "");
	found(f, "1234", "");
	came(f, "Nguyễn Văn Thử", "", "0911111111", 7);
	found(f, "nguyen van", "Nguyễn Văn Thử  7 | Nguyễn Văn Thử 089190001234 4");
}

static void the_erased_are_gone(void **state)
{
	struct fixture *f = *state;
	struct err err = ERR_INIT;
	all_come(f);
	found(f, "vi du", "Công ty TNHH Ví Dụ  6");
	assert_true(db_run(store_db(f->store), &err, "DELETE FROM dossier_vault WHERE ordinal = 6", NULL));
	found(f, "vi du", ""); /* another process has erased it just now */
	assert_true(search_index_outdate(store_db(f->store), &err));
	found(f, "vi du", "");
	found(f, "nguyen thi", "Nguyễn Thị Mẫu 089190005555 5");
}

/* The index itself, with more than anybody will see in a day. */
static void many(void **state)
{
	struct people_index *people = people_new();
	(void)state;
	for (int i = 0; i < 5000; i++) {
		char name[60], number[16];
		snprintf(name, sizeof(name), "Người Thử %d", i % 1701);
		snprintf(number, sizeof(number), "%012d", i % 1701);
		people_add(people, i + 1, name, i % 2 ? number : "", "");
	}
	assert_int_equal(people_size(people), 2 * 1701);
	people_add(people, 9000, "", "089190001234", "");
	assert_int_equal(people_size(people), 2 * 1701);
	people_free(people);
	people_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(each_once_the_last_first),
		T(the_erased_are_gone),
		cmocka_unit_test(many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
