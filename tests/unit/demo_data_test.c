/*
 * The demo's catalogue (central/demo): every procedure can be read and taken in as it stands, and its
 * calendar is the built-in one.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <jansson.h>
#include <stdlib.h>
#include "base/buf.h"
#include "base/fs.h"
#include "base/str.h"
#include "core/calendar.h"
#include "core/dossier.h"
#include "core/procedure.h"
#include "i18n/text.h"

#define FILE_MAX (4 * 1024 * 1024)
#define NAME_MAX_GRAPHEMES 300
#define PROCEDURES_MIN 150

static void read_file(const char *name, struct buf *out)
{
	struct err err = ERR_INIT;
	char *path = fs_join("central/demo", name);
	buf_init(out, FILE_MAX);
	if (!fs_read(path, out, &err))
		fail_msg("%s: %s", path, err.text);
	free(path);
}

static json_t *load(const char *name)
{
	struct buf text;
	read_file(name, &text);
	json_t *list = json_loadb(text.data, text.len, JSON_REJECT_DUPLICATES, NULL);
	assert_true(json_is_array(list));
	buf_clear(&text);
	return list;
}

static void each_procedure(void (*fn)(struct procedure *p))
{
	json_t *list = load("procedures.json"), *item;
	size_t i;
	json_array_foreach(list, i, item) {
		struct procedure p = {0};
		struct err err = ERR_INIT;
		char *text = json_dumps(item, JSON_COMPACT);
		if (!procedure_from_json(&p, text, strlen(text), &err))
			fail_msg("procedure %zu: %s: %s", i, err.field, err.text);
		fn(&p);
		procedure_clear(&p);
		free(text);
	}
	assert_true(json_array_size(list) >= PROCEDURES_MIN);
	json_decref(list);
}

static void check_text(const char *code, const char *text)
{
	if (!text_is_clean(text) || strstr(text, "  ") || text_length(text) > NAME_MAX_GRAPHEMES ||
		strstr(text, ".doc") || strstr(text, "…") || str_ends(text, " ") || str_ends(text, ","))
		fail_msg("%s: \"%s\"", code, text);
}

static void check_texts(struct procedure *p)
{
	check_text(p->code, p->name);
	check_text(p->code, p->field);
	for (size_t i = 0; i < p->n_cases; i++) {
		check_text(p->code, p->cases[i].name);
		for (size_t k = 0; k < p->cases[i].n_components; k++)
			check_text(p->code, p->cases[i].components[k].name);
	}
}

static void texts_are_whole_and_clean(void **state)
{
	(void)state;
	each_procedure(check_texts);
}

/* A walk-in who brings what is asked for: nothing to correct, in every case and channel. */
static void check_taken_in(struct procedure *p)
{
	for (size_t i = 0; i < p->n_cases; i++) {
		for (int channel = CHANNEL_DIRECT; channel <= CHANNEL_POSTAL; channel++) {
			struct dossier d;
			struct err err = ERR_INIT;
			struct violations v = {.n = 0};
			if (!p->terms[channel].offered)
				continue;
			dossier_init(&d);
			d.channel = (enum channel)channel;
			d.applicant.kind = APPLICANT_OTHER;
			d.applicant.name = "Nguyễn Văn Thử";
			if (!dossier_use_procedure(&d, p, p->cases[i].id, &err))
				fail_msg("%s: %s", p->code, err.text);
			if (!dossier_check(&d, p, &v))
				fail_msg("%s, case %s: %s", p->code, p->cases[i].id, v.list[0].message);
			dossier_clear(&d);
		}
	}
}

static void every_procedure_can_be_taken_in(void **state)
{
	(void)state;
	each_procedure(check_taken_in);
}

static const char *member(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));
	return text ? text : "";
}

static bool has(const json_t *list, const char *key, const char *value)
{
	size_t i;
	json_t *item;
	json_array_foreach((json_t *)(uintptr_t)list, i, item) {
		if (str_eq(member(item, key), value))
			return true;
	}
	return false;
}

static void agencies_accounts_and_areas_fit(void **state)
{
	json_t *agencies = load("agencies.json"), *areas = load("areas.json");
	json_t *accounts = load("accounts.json"), *item;
	size_t i, communes = 0;
	(void)state;
	json_array_foreach(agencies, i, item) {
		assert_true(has(areas, "code", member(item, "area")));
		if (!*member(item, "parent"))
			continue;
		assert_true(has(agencies, "id", member(item, "parent")));
		assert_true(has(agencies, "name", member(item, "parent_name")));
		communes += str_eq(member(item, "level"), "commune");
		/* a commune without officers could not open its counter */
		if (str_eq(member(item, "level"), "commune"))
			assert_true(has(accounts, "agency", member(item, "id")));
	}
	assert_true(communes >= 12);
	assert_true(has(agencies, "id", "H01.91.12"));
	json_array_foreach(accounts, i, item)
		assert_true(has(agencies, "id", member(item, "agency")));
	json_decref(agencies);
	json_decref(areas);
	json_decref(accounts);
}

static void calendar_is_the_built_in_one(void **state)
{
	static const struct time_limit limits[] = {
		{TIME_WORKING_DAYS, 7}, {TIME_CALENDAR_DAYS, 15}, {TIME_WORKING_HOURS, 9}, {TIME_SAME_DAY, 0},
	};
	struct err err = ERR_INIT;
	struct buf text;
	(void)state;
	read_file("calendar.json", &text);
	struct calendar *demo = calendar_from_json(text.data, text.len, &err);
	struct calendar *own = calendar_builtin();
	assert_non_null(demo);
	for (int32_t day = date_to_days((struct date){2025, 1, 1});
		day <= date_to_days((struct date){2027, 12, 31}); day++) {
		struct date d = date_from_days(day);
		if (calendar_is_working_day(demo, d) != calendar_is_working_day(own, d))
			fail_msg("%d-%d-%d", d.year, d.month, d.day);
		assert_int_equal(calendar_year_official(demo, d.year), calendar_year_official(own, d.year));
		for (int hour = 6; hour < 19; hour++) {
			for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
				int64_t at = instant_make(d, hour * 3600 + 900);
				struct due a = calendar_due(demo, at, limits[i]), b = calendar_due(own, at, limits[i]);
				assert_int_equal(a.at, b.at);
				assert_int_equal(a.provisional, b.provisional);
			}
		}
	}
	calendar_free(demo);
	calendar_free(own);
	buf_clear(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_whole_and_clean),
		cmocka_unit_test(every_procedure_can_be_taken_in),
		cmocka_unit_test(agencies_accounts_and_areas_fit),
		cmocka_unit_test(calendar_is_the_built_in_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
