/* Fields and the input method together: what stands in a field after which keys. */
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
#include "tui/typing.h"

struct desk {
	struct typing t;
	struct field words, other, code;
};
static struct desk *d;

static int setup(void **state)
{
	(void)state;
	d = xcalloc(1, sizeof(*d));
	d->code.kind = FIELD_CODE;
	typing_init(&d->t, TYPING_TELEX, IME_OLD);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	typing_clear(&d->t);
	free(d);
	return 0;
}

static bool press(struct field *f, int code)
{
	return typing_key(&d->t, f, (struct key){KIND_FUNCTION, code});
}

/* UTF-8; '\b' is Backspace. */
static void type(struct field *f, const char *keys)
{
	uint32_t cp;
	for (size_t n; *keys; keys += n) {
		n = text_char(keys, strlen(keys), &cp);
		assert_true(n > 0);
		if (cp == '\b')
			press(f, K_BACKSPACE);
		else
			typing_key(&d->t, f, (struct key){KIND_CHAR, (int)cp});
	}
}

static bool act(struct field *f, enum action action)
{
	bool changed = false;
	assert_true(typing_act(&d->t, f, action, &changed));
	return changed;
}

static void expect(const struct field *f, const char *text)
{
	assert_string_equal(f->text, text);
	assert_int_equal(f->len, strlen(text));
	assert_true(f->cursor <= f->len);
}

static void composes_words_and_nothing_else(void **state)
{
	(void)state;
	type(&d->words, "Nguyeenx Thij Ddawks, DDuwowngf SOOS 12");
	expect(&d->words, "Nguyễn Thị Đắk, Đường SỐ 12");
	type(&d->code, "aas uw nguyenthij@dd.vn 0912");
	expect(&d->code, "aas uw nguyenthij@dd.vn 0912");
	typing_use(&d->t, TYPING_VNI);
	type(&d->other, "Nguye6n4 Thi5 D9a8k1, so61 12 P12");
	expect(&d->other, "Nguyễn Thị Đắk, số 12 P12");
	typing_use(&d->t, TYPING_OFF);
	type(&d->other, " tieengs tie61ng");
	expect(&d->other, "Nguyễn Thị Đắk, số 12 P12 tieengs tie61ng");
}

/* A keyboard or a desktop that sends whole letters is composed on as well. */
static void takes_whole_letters(void **state)
{
	(void)state;
	type(&d->words, "đăĐĂũŨ Nguyễn Đường hoà");
	expect(&d->words, "đăĐĂũŨ Nguyễn Đường hoà");
	type(&d->words, " e\xcc\x83\xcc\x82 đuowngf a\xcc\x81");
	expect(&d->words, "đăĐĂũŨ Nguyễn Đường hoà ễ đường á");
	type(&d->words, " \xc3\x90\xc6\x89"); /* look-alikes of Đ */
	expect(&d->words, "đăĐĂũŨ Nguyễn Đường hoà ễ đường á ĐĐ");
	assert_true(text_is_clean(d->words.text));
}

static void mends_an_earlier_word(void **state)
{
	(void)state;
	field_set(&d->words, "Tran Van Thu, phường Long Xuyên");
	d->words.cursor = strlen("Tran");
	type(&d->words, "af");
	expect(&d->words, "Trần Van Thu, phường Long Xuyên"); /* cursor behind the n: â, then the tone */
	d->words.cursor = strlen("Trần Van Thu");
	type(&d->words, "rw");
	expect(&d->words, "Trần Van Thử, phường Long Xuyên");
	act(&d->words, ACT_WORD_LEFT);
	press(&d->words, K_LEFT); /* behind "Van" */
	type(&d->words, "w");
	expect(&d->words, "Trần Văn Thử, phường Long Xuyên");
	type(&d->words, "\b\bn");
	expect(&d->words, "Trần Vn Thử, phường Long Xuyên");
}

static void gives_foreign_words_back(void **state)
{
	(void)state;
	type(&d->words, "windows, software (Excel) ");
	expect(&d->words, "windows, software (Excel) ");
	type(&d->words, "windows");
	expect(&d->words, "windows, software (Excel) ưindows");
	assert_true(typing_end_word(&d->t, &d->words)); /* the field is left */
	expect(&d->words, "windows, software (Excel) windows");
	assert_false(typing_end_word(&d->t, &d->words));
	type(&d->words, " box");
	assert_true(act(&d->words, ACT_RAW));
	expect(&d->words, "windows, software (Excel) windows box");
	type(&d->words, "es tieengs");
	expect(&d->words, "windows, software (Excel) windows boxes tiếng");
	assert_true(act(&d->words, ACT_RAW));
	assert_false(act(&d->words, ACT_RAW));
	expect(&d->words, "windows, software (Excel) windows boxes tieengs");
	type(&d->words, "\xe2\x80\x8b"); /* what nobody sees changes nothing */
	expect(&d->words, "windows, software (Excel) windows boxes tieengs");
	type(&d->words, " fix\xe2\x80\xa6"); /* "…" ends a word as well */
	expect(&d->words, "windows, software (Excel) windows boxes tieengs fix…");
}

static void expect_sought(const char *keys, const char *text)
{
	char sought[FIELD_MAX + 1];
	field_set(&d->words, "");
	type(&d->words, keys);
	typing_sought(&d->t, &d->words, sought);
	assert_string_equal(sought, text);
}

/* A search looks at each key, before the word is at its end. */
static void is_sought_as_meant(void **state)
{
	(void)state;
	expect_sought("kinh doanh karaok", "kinh doanh karaok");
	expect_sought("winds", "winds");
	expect_sought("khai t", "khai t");
	expect_sought("Nguyee", "Nguyê"); /* more may come */
	expect_sought("dduwowngf", "đường");
	expect_sought("mix", "mĩ"); /* who knows */
	d->words.cursor = strlen("m");
	typing_sought(&d->t, &d->words, (char[FIELD_MAX + 1]){0});
	typing_use(&d->t, TYPING_OFF);
	expect_sought("winds", "winds");
	char sought[FIELD_MAX + 1];
	typing_sought(&d->t, &d->other, sought);
	assert_string_equal(sought, "");
}

/* The palette lies over the field: the word's keys are still known. */
static void a_field_between_forgets_nothing(void **state)
{
	(void)state;
	type(&d->words, "tieengs");
	type(&d->other, "tra phim goc");
	assert_true(act(&d->words, ACT_RAW));
	expect(&d->words, "tieengs");
	type(&d->code, "x");
	type(&d->other, "\b\b\bgoocs");
	expect(&d->other, "tra phim gốc");
}

static void undoes_word_by_word(void **state)
{
	(void)state;
	type(&d->words, "tieengs Vieetj Nam");
	assert_true(act(&d->words, ACT_UNDO));
	expect(&d->words, "tiếng Việt ");
	assert_true(act(&d->words, ACT_UNDO));
	expect(&d->words, "tiếng ");
	assert_true(act(&d->words, ACT_REDO));
	expect(&d->words, "tiếng Việt ");
	type(&d->words, "\b\b");
	expect(&d->words, "tiếng Việ");
	assert_false(act(&d->words, ACT_REDO)); /* another way was taken */
	assert_true(act(&d->words, ACT_UNDO));
	expect(&d->words, "tiếng Việt ");
	type(&d->other, "ở ô khác");
	assert_true(act(&d->words, ACT_UNDO));
	assert_true(act(&d->words, ACT_UNDO));
	expect(&d->words, "");
	assert_false(act(&d->words, ACT_UNDO));
	expect(&d->other, "ở ô khác");
	assert_true(act(&d->other, ACT_UNDO));
	expect(&d->other, "ở ô ");
	for (int i = 0; i < 2; i++)
		act(&d->words, ACT_REDO);
	expect(&d->words, "tiếng Việt ");
}

static void undoes_pastes_and_words_taken_out(void **state)
{
	(void)state;
	type(&d->words, "Ấp ");
	assert_true(typing_paste(&d->t, &d->words, "tieengs  Vie\xcc\xa3\xcc\x82t", strlen("tieengs  Vie....t")));
	expect(&d->words, "Ấp tieengs Việt"); /* a paste is never composed */
	act(&d->words, ACT_WORD_BACK);
	expect(&d->words, "Ấp tieengs ");
	act(&d->words, ACT_WORD_BACK);
	expect(&d->words, "Ấp ");
	act(&d->words, ACT_UNDO), act(&d->words, ACT_UNDO);
	expect(&d->words, "Ấp tieengs Việt");
	act(&d->words, ACT_UNDO);
	expect(&d->words, "Ấp ");
	field_set(&d->words, "của thẻ"); /* by other hands: what was done before does not count any more */
	assert_false(act(&d->words, ACT_UNDO));
	expect(&d->words, "của thẻ");
}

/* What was kept before a scan began comes back whatever was composed of it, and is typed on. */
static void a_scan_is_taken_back(void **state)
{
	(void)state;
	static const char scan[] = "IDVNM0990123459001099012345<<0NGUYEN<<VAANW<SWWAAN<<<<";
	type(&d->words, "Ghi chus");
	struct field before = d->words;
	type(&d->words, scan);
	assert_non_null(strstr(d->words.text, "Ă")); /* it was mangled indeed */
	d->words = before;
	type(&d->words, "f");
	expect(&d->words, "Ghi chù");
	assert_true(act(&d->words, ACT_UNDO));
	expect(&d->words, "Ghi chú");
	assert_false(act(&d->words, ACT_UNDO)); /* nothing of the scan comes back */
	expect(&d->words, "Ghi chú");
}

static void stays_bounded(void **state)
{
	(void)state;
	char *big = xmalloc(1 << 20);
	memset(big, 'a', 1 << 20);
	for (int i = 0; i < 300; i++) { /* 300 steps of 4 KB each */
		d->words.cursor = d->words.len = 0;
		d->words.text[0] = '\0';
		typing_paste(&d->t, &d->words, big, 1 << 20);
	}
	assert_int_equal(d->words.len, FIELD_MAX);
	assert_true(d->t.undo.n <= UNDO_STEPS);
	assert_true(d->t.undo.bytes <= UNDO_BYTES + 2 * (FIELD_MAX + 1));
	field_set(&d->words, "x");
	for (int i = 0; i < FIELD_MAX / 2; i++)
		type(&d->words, "aa"); /* one word that never ends; then nothing fits any more */
	type(&d->words, " ");
	for (int i = 0; i < FIELD_MAX; i++)
		type(&d->words, "uow");
	assert_true(d->words.len <= FIELD_MAX);
	assert_true(d->t.undo.bytes <= UNDO_BYTES + 2 * (FIELD_MAX + 1));
	while (act(&d->words, ACT_UNDO))
		;
	free(big);
}

static void moves_by_words(void **state)
{
	(void)state;
	field_set(&d->words, "Ấp Vĩnh Phú, xã Vĩnh Hanh");
	act(&d->words, ACT_WORD_LEFT);
	assert_string_equal(d->words.text + d->words.cursor, "Hanh");
	for (int i = 0; i < 3; i++)
		act(&d->words, ACT_WORD_LEFT);
	assert_string_equal(d->words.text + d->words.cursor, "Phú, xã Vĩnh Hanh");
	act(&d->words, ACT_WORD_RIGHT);
	assert_string_equal(d->words.text + d->words.cursor, ", xã Vĩnh Hanh");
	act(&d->words, ACT_WORD_RIGHT);
	assert_string_equal(d->words.text + d->words.cursor, " Vĩnh Hanh");
	for (int i = 0; i < 9; i++)
		act(&d->words, ACT_WORD_LEFT);
	assert_int_equal(d->words.cursor, 0);
}

/* Whatever is typed, in whatever order: clean text, the cursor at a letter, as many columns as letters say. */
static void anything_at_all(void **state)
{
	(void)state;
	static const int codes[] = {'a', 'w', 's', 'd', 'o', 'e', ' ', '[', 0x300, 0x323, 0x200b, 0x200d, 0x1f469,
		0x6f22, 0x110, 0xd0, 0x1ea5, '1', '9', '|', 0xa0, 0x202e, 0xfe0f, 0x1f1fb, 'j', 'z', '.'};
	static const enum action actions[] = {ACT_RAW, ACT_UNDO, ACT_REDO, ACT_WORD_LEFT, ACT_WORD_RIGHT,
		ACT_WORD_BACK};
	static const int moves[] = {K_BACKSPACE, K_DELETE, K_LEFT, K_RIGHT, K_HOME, K_END};
	uint32_t seed = 4711;
	for (int i = 0; i < 60000; i++) {
		seed = seed * 1664525 + 1013904223;
		uint32_t r = seed >> 8;
		if (r % 8 < 5)
			typing_key(&d->t, &d->words, (struct key){KIND_CHAR, codes[r / 8 % ARRAY_LEN(codes)]});
		else if (r % 8 == 5)
			act(&d->words, actions[r / 8 % ARRAY_LEN(actions)]);
		else
			press(&d->words, moves[r / 8 % ARRAY_LEN(moves)]);
		if (r % 997 == 0)
			typing_use(&d->t, r / 8 % TYPING_METHODS);
		assert_int_equal(strlen(d->words.text), d->words.len);
		assert_true(d->words.cursor <= d->words.len);
		assert_true(((unsigned char)d->words.text[d->words.cursor] & 0xc0) != 0x80);
		if (i % 16 == 0) {
			char clean[FIELD_MAX + 1];
			text_clean_to(clean, sizeof(clean), d->words.text);
			assert_true(text_is_clean(clean));
			assert_true(text_width(clean) <= text_width(d->words.text)); /* but for spaces it was clean */
		}
		if (d->words.len > 300)
			field_set(&d->words, "");
	}
}

int main(void)
{
	setlocale(LC_CTYPE, "C.UTF-8");
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(composes_words_and_nothing_else, setup, teardown),
		cmocka_unit_test_setup_teardown(takes_whole_letters, setup, teardown),
		cmocka_unit_test_setup_teardown(mends_an_earlier_word, setup, teardown),
		cmocka_unit_test_setup_teardown(gives_foreign_words_back, setup, teardown),
		cmocka_unit_test_setup_teardown(is_sought_as_meant, setup, teardown),
		cmocka_unit_test_setup_teardown(a_field_between_forgets_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(undoes_word_by_word, setup, teardown),
		cmocka_unit_test_setup_teardown(undoes_pastes_and_words_taken_out, setup, teardown),
		cmocka_unit_test_setup_teardown(a_scan_is_taken_back, setup, teardown),
		cmocka_unit_test_setup_teardown(stays_bounded, setup, teardown),
		cmocka_unit_test_setup_teardown(moves_by_words, setup, teardown),
		cmocka_unit_test_setup_teardown(anything_at_all, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
