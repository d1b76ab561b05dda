#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/ime.h"
#include "i18n/text.h"
#include "tests/harness/typist.h"

/* ---- the corpora: every line is right */

static void unescape(char *s)
{
	char *out = s;

	for (; *s; s++) {
		if (*s == '\\' && (s[1] == 'b' || s[1] == 'n'))
			*out++ = *++s == 'b' ? '\b' : '\n';
		else
			*out++ = *s;
	}
	*out = '\0';
}

static int line_wrong(char *line)
{
	char none[] = "", *field[5] = {line, none, none, none, none};
	struct typist t;

	line[strcspn(line, "\n")] = '\0';
	for (size_t i = 1; i < 5 && (line = strchr(line, '\t')); i++) {
		*line++ = '\0';
		field[i] = line;
	}
	unescape(field[1]);
	int wrong = 0;
	for (int style = IME_OLD; style <= IME_NEW; style++) {
		if (str_eq(field[3], style == IME_OLD ? "new" : "old"))
			continue;
		typist_begin(&t, str_eq(field[0], "vni") ? IME_VNI : IME_TELEX, (enum ime_style)style);
		typist_type(&t, field[1]);
		if (str_eq(t.text, field[2]))
			continue;
		printf("%s %s: '%s', not '%s' (%s)\n", field[0], field[1], t.text, field[2], field[4]);
		wrong = 1;
	}
	return wrong;
}

static void run_corpus(const char *path, int lines, bool styles)
{
	char line[500];
	FILE *f = fopen(path, "r");
	int n = 0, wrong = 0;

	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		if (line[0] == '#')
			continue;
		if (!styles) { /* the fourth field is a note, and the style the old one */
			char *note = strrchr(line, '\t');
			assert_non_null(note);
			str_copy(note, sizeof(line) - (size_t)(note - line), "\told\t");
		}
		n++;
		wrong += line_wrong(line);
	}
	fclose(f);
	assert_true(n >= lines);
	assert_int_equal(wrong, 0);
}

static void test_typing(void **state)
{
	(void)state;
	run_corpus("tests/data/typing.tsv", 3795, true);
}

static void test_tricky(void **state)
{
	(void)state;
	run_corpus("tests/data/typing_tricky.tsv", 50, false);
}

/* ---- what the corpora do not say */

struct line {
	const char *keys, *want;
};

static void type_lines(enum ime_method method, const struct line *lines, size_t n)
{
	struct typist t;

	for (size_t i = 0; i < n; i++) {
		typist_begin(&t, method, IME_OLD);
		typist_type(&t, lines[i].keys);
		assert_string_equal(t.text, lines[i].want);
	}
}

static void test_telex(void **state)
{
	static const struct line lines[] = {
		/* restored, or not */
		{"windows,", "windows,"}, {"(software)", "(software)"}, {"root data word user ", "root data word user "},
		{"won book look file wifi excel ", "won book look file wifi excel "},
		{"phuowngf3 ", "phường3 "}, {"windows10 ", "windows10 "}, {"ass aass ", "as âs "},
		{"windows \bx", "windowsx"}, {"hoaf \bn", "hoàn"}, {"tieesn\n", "tiến"}, {"windows\n", "windows"},
		{"www.vidu.vn WWW.VIDU.VN ww. ", "www.vidu.vn WWW.VIDU.VN w. "},
		/* an undoing by chance in a word that came to nothing */
		{"necessary reference, warrant (worry) referred energetic ",
			"necessary reference, warrant (worry) referred energetic "},
		{"user.name@vidu.vn https://vidu.vn/Tra-Cuu hotmail yahoo facebook wifi USB Samsung ",
			"user.name@vidu.vn https://vidu.vn/Tra-Cuu hotmail yahoo facebook wifi USB Samsung "},
		/* undone, and literal from there */
		{"ooo oooo", "oo ooo"}, {"ass\bs", "á"}, {"uoww", "uow"}, {"trww", "trw"}, {"Ww", "W"}, {"[[ ]]", "[ ]"},
		{"asz aszz qus", "a az qus"}, {"aasa", "áa"}, {"ddddd", "dddd"},
		/* which vowel */
		{"tuoow", "tươ"}, {"tuowo", "tuô"}, {"quaw", "quă"}, {"tuoiw quow", "tươi quơ"}, {"uow uown thuown huowng", "uơ ươn thươn hương"},
		{"huwow", "hươ"}, {"xuaw aaw owo", "xưa ă ô"}, {"gis gias gieesng gif ginf", "gí giá giếng gì gìn"},
		{"quys quis Quoocs", "quý quí Quốc"}, {"khuyur ngoeor chuyeenj", "khuỷu ngoẻo chuyện"},
		/* illegal tones and codas are literal */
		{"catf catr cats", "catf catr cát"},
		/* codes */
		{"QDD-UBND 15/QDD-UBND 12/2026/NDD-CP", "QĐ-UBND 15/QĐ-UBND 12/2026/NĐ-CP"},
		{"HDDND DDKKH 5as A1s Q3x", "HĐND ĐKKH 5as A1s Q3x"},
		/* place names */
		{"Krông M'DDrawk Krongoo", "Krông M'Đrăk Krongo"}, {"Ea Hleo, Chuw Puwh Pawk", "Ea Hleo, Chư Pưh Păk"},
		{"Cuw Juts, just in; DDak DDoa, Y Niee, Mloo, Byaw, Kpaw, EEban, EEnuool, HDDowk ",
			"Cư Jút, just in; Đak Đoa, Y Niê, Mlô, Byă, Kpă, Êban, Ênuôl, HĐơk "},
		{"Cuw Dliee Mnoong, Ea Kueeh, Ea Droong, Cuw Kroas, Ea Bhooks, DDawk Blaf, blast blow, Cuoorr DDawng ",
			"Cư Dliê Mnoong, Ea Kuêh, Ea Drông, Cư Króa, Ea Bhốk, Đăk Blà, blast blow, Cuôr Đăng "},
		{"Rowf Kowi, Krawi, Powng Drang, Ea Kmuts, Ea Tyhs, DDawk R'tihs, Sros, Dur Kmawl ",
			"Rờ Kơi, Krăi, Pơng Drang, Ea Kmút, Ea Týh, Đăk R'tíh, Sró, Dủ Kmăl "},
		{"DDHQG-HCM, LDDLDD, HDDQT, PGDD, BCH TW, BDDS, NDD176/2025, 15/CT-TTg, TTg, VPCP, BTC ",
			"ĐHQG-HCM, LĐLĐ, HĐQT, PGĐ, BCH TƯ, BĐS, NĐ176/2025, 15/CT-TTg, TTg, VPCP, BTC "},
		{"Bawsc Kanj, Kon Tum, Pacs Bos, Pleiku", "Bắc Kạn, Kon Tum, Pác Bó, Pleiku"},
		/* case */
		{"DdOOngF dDoongf TR}{NGF Wa", "ĐỒng đồng TRƯỜNG Ưa"},
	};
	(void)state;
	type_lines(IME_TELEX, lines, ARRAY_LEN(lines));
}

static void test_vni(void **state)
{
	static const struct line lines[] = {
		{"51F-123.45 P12 QL1A QL1A2 30/4", "51F-123.45 P12 QL1A QL1A2 30/4"},
		{"A12 a11 a66 uo77 d99", "À a1 a6 uo7 d9"}, {"o67 o76 a68 a86", "ơ ô ă â"},
		{"covid19 ISO9001 mp3 Win10 ", "covid19 ISO9001 mp3 Win10 "}, {"D9a8k1 La8k1", "Đắk Lắk"},
		{"HD9ND 15/QD9-UBND", "HĐND 15/QĐ-UBND"}, {"phuong72 3 ca61p2", "phường 3 cấp2"},
		{"u7o7", "ươ"}, {"thuo73 huo7 huo7ng a10 a0", "thuở huơ hương a a0"}, {"hoas [", "hoas ["},
	};
	(void)state;
	type_lines(IME_VNI, lines, ARRAY_LEN(lines));
}

static void edits(const char *word, uint32_t key, enum ime_style style, const char *want)
{
	struct ime ime;
	char out[IME_WORD_SIZE];

	ime_init(&ime, IME_TELEX, style);
	bool changed = key == '\b' ? ime_backspace(&ime, word, out, sizeof(out)) :
		ime_key(&ime, word, key, out, sizeof(out));
	assert_int_equal(changed, want != NULL);
	if (want)
		assert_string_equal(out, want);
}

/* Words that were there before: nobody knows their keys. */
static void test_earlier_words(void **state)
{
	char longest[200] = "";
	(void)state;

	edits("hòa", 'n', IME_OLD, "hoàn");
	edits("hoà", 'n', IME_NEW, NULL);
	edits("hoàn", '\b', IME_OLD, "hòa");
	edits("hoàn", '\b', IME_NEW, "hoà");
	edits("nguyên", 'x', IME_OLD, "nguyễn");
	edits("Lê Thi", 'j', IME_OLD, "Lê Thị");
	edits("ư", 'w', IME_OLD, "uw");
	edits("muñoz", 's', IME_OLD, NULL);
	edits("hòá", 's', IME_OLD, NULL);
	edits("", ' ', IME_OLD, NULL);
	edits("xin ", '\b', IME_OLD, NULL);
	edits("", '\b', IME_OLD, NULL);
	edits("gi\xFF", 'f', IME_OLD, NULL);
	edits("a", 0x110000, IME_OLD, NULL);
	memset(longest, 'a', sizeof(longest) - 1);
	edits(longest, 's', IME_OLD, NULL);
	longest[IME_LETTERS_MAX] = '\0';
	edits(longest, 'b', IME_OLD, NULL);
	edits("windows", ' ', IME_OLD, NULL);
}

static void test_room(void **state)
{
	struct ime ime;
	char out[16] = "unchanged";

	(void)state;
	ime_init(&ime, IME_TELEX, IME_OLD);
	assert_false(ime_key(&ime, "thuong", 'w', out, 8));
	assert_string_equal(out, "unchanged");
	assert_true(ime_key(&ime, "thuong", 'w', out, sizeof("thương")));
	assert_string_equal(out, "thương");
	assert_false(ime_raw(&ime, "thương", out, 4));
	assert_true(ime_raw(&ime, "thương", out, sizeof("thuongw")));
	assert_string_equal(out, "thuongw");
	assert_false(ime_raw(&ime, "thuongw", out, sizeof(out)));
	assert_false(ime_key(&ime, "thuongw", 'j', out, sizeof(out))); /* and stays literal */
	assert_false(ime_raw(&ime, "khác", out, sizeof(out)));
}

/* ---- whatever is typed */

static uint32_t chance(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % below;
}

static void type_anything(enum ime_method method, uint32_t seed, bool backspaces)
{
	static const char keys[] = "aeiouyaeioudnhgtcpmkqbwwsfrxjzAEOUDW[]{}0123456789 -.\b\b\b";
	struct typist t;
	char typed[IME_KEYS_MAX + 1] = "", out[4 * IME_KEYS_MAX + 1];
	size_t n = 0;

	typist_begin(&t, method, (enum ime_style)(seed & 1));
	for (int i = 0; i < 40; i++) {
		char key = keys[chance(&seed, sizeof(keys) - (backspaces ? 1 : 7))];
		int before = text_length(t.text);
		typist_press(&t, (uint32_t)key);
		int after = text_length(t.text);
		if (key == '\b')
			assert_int_equal(after, before ? before - 1 : 0);
		else if (key != ' ' && key != '-' && key != '.' && !strchr("[]{}", key))
			assert_true(after == before || after == before + 1);
		assert_true(text_is_clean(t.text) || strchr(t.text, ' '));
		typed[n++] = key;
	}
	if (backspaces)
		return;
	/* Of one word, the keys come back as they were. */
	typed[n] = '\0';
	size_t len = strcspn(typed, " -.[]{}");
	typed[len] = '\0';
	typist_begin(&t, method, IME_OLD);
	typist_type(&t, typed);
	if (ime_raw(&t.ime, t.text, out, sizeof(out)))
		assert_string_equal(out, typed);
	else if (len <= IME_LETTERS_MAX)
		assert_string_equal(t.text, typed);
}

static void test_anything(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 10000; seed++)
		type_anything(seed % 3 ? IME_TELEX : IME_VNI, seed * 7919, seed % 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_typing),
		cmocka_unit_test(test_tricky),
		cmocka_unit_test(test_telex),
		cmocka_unit_test(test_vni),
		cmocka_unit_test(test_earlier_words),
		cmocka_unit_test(test_room),
		cmocka_unit_test(test_anything),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
