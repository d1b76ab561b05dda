#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "core/card.h"
#include "core/mrz.h"

/* All people here are made up. */
#define QR_2021 "001099012345||Nguyễn Văn Thử|15011999|Nam|Số 1, Phường Thử Nghiệm, Hà Nội|01012022"
#define QR_2024 QR_2021 "||||"

#define MRZ_1 "IDVNM0990123459001099012345<<0"
#define MRZ_2 "9901155M3901153VNM<<<<<<<<<<<6"
#define MRZ_3 "NGUYEN<<VAN<THU<<<<<<<<<<<<<<<"

static const struct date today = {2026, 11, 23};

static bool parse(const char *text, struct card *card, struct err *err)
{
	*err = (struct err)ERR_INIT;
	return card_parse(text, strlen(text), today, card, err);
}

static void accept(const char *text, struct card *card)
{
	struct err err;
	if (!parse(text, card, &err))
		fail_msg("refused: %s\n%s: %s", text, err.field, err.text);
}

static void refuse(const char *text, const char *field)
{
	struct card card, empty = {.sex = SEX_UNKNOWN};
	struct err err;
	if (parse(text, &card, &err))
		fail_msg("taken: %s", text);
	if (err.kind != ERR_DATA || strcmp(err.field, field) != 0 || !err.text[0])
		fail_msg("%s\nrefused at \"%s\", not \"%s\": %s", text, err.field, field, err.text);
	assert_memory_equal(&card, &empty, sizeof(card));
}

static void warns(const char *text, const char *codes)
{
	struct card card;
	char got[300] = "";
	accept(text, &card);
	for (size_t i = 0; i < card.n_warnings; i++) {
		size_t n = strlen(got);
		snprintf(got + n, sizeof(got) - n, "%s%s", n ? " " : "", card.warnings[i].code);
		assert_true(card.warnings[i].message[0] != '\0');
	}
	if (strcmp(got, codes) != 0)
		fail_msg("%s\nwarns \"%s\", not \"%s\"", text, got, codes);
}

static void check_sample(const char *text)
{
	struct card card;
	accept(text, &card);
	assert_int_equal(card.source, ID_CARD_QR);
	assert_string_equal(card.id_number, "001099012345");
	assert_string_equal(card.old_id, "");
	assert_string_equal(card.name, "Nguyễn Văn Thử");
	assert_int_equal(date_compare(card.birth, (struct date){1999, 1, 15}), 0);
	assert_int_equal(card.sex, SEX_MALE);
	assert_string_equal(card.address, "Số 1, Phường Thử Nghiệm, Hà Nội");
	assert_int_equal(date_compare(card.issued, (struct date){2022, 1, 1}), 0);
	assert_int_equal(card.expires.year, 0);
	assert_int_equal(card.n_warnings, 0);
}

static void both_layouts(void **state)
{
	(void)state;
	check_sample(QR_2021);
	check_sample(QR_2024);
	check_sample(QR_2021 "|");
	check_sample(QR_2021 "|Nguyễn Văn Mẫu|Lê Thị Mẫu||x");
	check_sample("\xEF\xBB\xBF" QR_2021 "\r\n");
	check_sample(" \r\n\t" QR_2024 "\n\n");
	check_sample(QR_2021 "\xEF\xBB\xBF\r");
	check_sample("001099012345 || Nguyễn  Văn Thử |15011999| Nam |"
		"Số 1, Phường Thử Nghiệm, Hà Nội| 01012022");
	/* decomposed, and with the tone typed before the quality */
	check_sample("001099012345||Nguye\u0302\u0303n Va\u0306n Thu\u031B\u0309|15011999|Nam|Sô\u0301 1, "
		"Phu\u031Bo\u031B\u0300ng Thu\u031B\u0309 Nghie\u0323\u0302m, Ha\u0300 No\u0302\u0323i|01012022");
}

static void other_good_fields(void **state)
{
	(void)state;
	struct card card;
	accept("089199000001|351234567|Lê Thị Mẫu|29021996|Nữ||05072021", &card);
	assert_string_equal(card.old_id, "351234567");
	assert_int_equal(card.sex, SEX_FEMALE);
	assert_string_equal(card.address, "");
	accept("089199000001|089199000001|Lê Thị Mẫu|29021996|NỮ|Ấp 1|05072021", &card);
	assert_string_equal(card.old_id, "089199000001");
	accept("066199000001||H’Mai Mlô|01011999|Nữ|Buôn 1|05072021", &card);
	assert_string_equal(card.name, "H’Mai Mlô");
	accept("066099000001||K'Brơi Ƀŭ Čil|01011999|nam|Buôn 1 (thôn 2) – số 3/4; \"x\" & y|05072021",
		&card);
	assert_string_equal(card.name, "K'Brơi Ƀŭ Čil");
}

#define WITH_NAME(name) "001099012345||" name "|15011999|Nam|Hà Nội|01012022"
#define WITH_BIRTH(birth) "001099012345||Nguyễn Văn Thử|" birth "|Nam|Hà Nội|01012022"
#define WITH_SEX(sex) "001199012345||Lê Thị Mẫu|15011999|" sex "|Hà Nội|01012022"
#define WITH_ISSUED(issued) "001099012345||Nguyễn Văn Thử|15011999|Nam|Hà Nội|" issued
#define WITH_ID(id) id "||Nguyễn Văn Thử|15011999|Nam|Hà Nội|01012022"
#define WITH_OLD(old) "001099012345|" old "|Nguyễn Văn Thử|15011999|Nam|Hà Nội|01012022"
#define WITH_ADDRESS(address) "001099012345||Nguyễn Văn Thử|15011999|Nam|" address "|01012022"

static void odd_but_taken(void **state)
{
	(void)state;
	warns(QR_2021, "");
	warns(WITH_ID("003099012345"), "place_unknown");
	warns(WITH_ID("000099012345"), "place_unknown");
	warns(WITH_ID("097099012345"), "place_unknown");
	warns(WITH_ID("100099012345"), "place_abroad");
	warns(WITH_ID("999099012345"), "place_abroad");
	warns(WITH_ID("001098012345"), "birth_mismatch");
	warns(WITH_ID("001299012345"), "birth_mismatch");
	warns(WITH_ID("001199012345"), "sex_mismatch");
	warns(WITH_ID("003398012345"), "place_unknown birth_mismatch sex_mismatch");
	warns(WITH_SEX("Nữ"), "");
	warns(WITH_SEX("Nu"), "marks_lost");
	warns(WITH_SEX("NU"), "marks_lost");
	warns(WITH_SEX("N?"), "marks_lost");
	warns(WITH_SEX(""), "sex_missing");
	warns(WITH_SEX("Nam"), "sex_mismatch");
	warns(WITH_ISSUED(""), "issued_missing");
	warns(WITH_ADDRESS(""), "address_missing");
	warns("001099012345||Nguyễn Văn Thử|15011999|Nam||", "address_missing issued_missing");
}

static void wrong_fields(void **state)
{
	(void)state;
	static const struct {
		const char *text, *field;
	} rows[] = {
		{WITH_ID("00109901234"), "id_number"}, {WITH_ID("0010990123456"), "id_number"},
		{WITH_ID("00109901234x"), "id_number"}, {WITH_ID(""), "id_number"},
		{WITH_ID("001 099012345"), "id_number"},
		{WITH_ID("００１０９９０１２３４５"), "id_number"}, {WITH_ID("-01099012345"), "id_number"},
		{WITH_OLD("12345678"), "old_id"}, {WITH_OLD("1234567890"), "old_id"},
		{WITH_OLD("12345678a"), "old_id"},
		{WITH_NAME(""), "name"}, {WITH_NAME("   "), "name"}, {WITH_NAME("Nguyễn Văn 2"), "name"},
		{WITH_NAME("Нгуен Ван"), "name"}, {WITH_NAME("Νίκος"), "name"}, {WITH_NAME("阮文"), "name"},
		{WITH_NAME("Nguyễn Vаn"), "name"} /* a Cyrillic a */, {WITH_NAME("محمد"), "name"},
		{WITH_NAME("Nguyễn_Văn"), "name"}, {WITH_NAME("- '"), "name"},
		{WITH_NAME("Nguyễn 😀"), "name"},
		{WITH_NAME("=cmd()"), "name"}, {WITH_NAME("Nguy?n V?n"), "name"},
		{WITH_NAME("NguyÃªn"), "name"},
		{WITH_BIRTH(""), "birth_date"}, {WITH_BIRTH("29021999"), "birth_date"},
		{WITH_BIRTH("31042000"), "birth_date"},
		{WITH_BIRTH("00001999"), "birth_date"}, {WITH_BIRTH("15131999"), "birth_date"},
		{WITH_BIRTH("1511999"), "birth_date"}, {WITH_BIRTH("15/01/1999"), "birth_date"},
		{WITH_BIRTH("1999-01-15"), "birth_date"}, {WITH_BIRTH("24112026"), "birth_date"},
		{WITH_BIRTH("01012199"), "birth_date"}, {WITH_BIRTH("15010999"), "birth_date"},
		{WITH_SEX("x"), "sex"}, {WITH_SEX("Khác"), "sex"}, {WITH_SEX("Nữ Nữ"), "sex"},
		{WITH_SEX("NamNamNamNamNamNamNamNamNamNamNamNamNamNam"), "sex"},
		{WITH_ISSUED("30022022"), "issued"}, {WITH_ISSUED("24112026"), "issued"},
		{WITH_ISSUED("14011999"), "issued"},
		{WITH_ISSUED("x"), "issued"}, {WITH_ISSUED("0101202"), "issued"},
		{WITH_ADDRESS("Москва"), "address"}, {WITH_ADDRESS("東京"), "address"},
		{WITH_ADDRESS("Hà Nội 😀"), "address"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		refuse(rows[i].text, rows[i].field);
}

/* What a keyboard makes of the letters: the numbers are used, the words left to the officer. */
static void garbled_letters_leave_the_numbers(void **state)
{
	(void)state;
	static const char *const rows[] = {
		WITH_NAME("Nguy?n V?n Th?"), WITH_NAME("Nguye^~n Va(n Thu*?"), WITH_NAME("Nguye64n Va8n Thu73"),
		WITH_NAME("Nguyeenx Vawn Thuwr"), WITH_NAME("Nguyeễn Thưử"), WITH_NAME("NguyÃªn"), WITH_NAME(""),
		WITH_NAME("Nguy\xE1\xBBn"), WITH_NAME("Ng\xFF"), WITH_ADDRESS("H? N?i"),
		"001099012345||Nguyn Vn Th|15011999|Nam|H Ni|01012022",
		"001099012345||Nguy?n|15011999|N~am|H?|01012022",
	};
	struct card card;
	struct err err = ERR_INIT;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (!card_parse_scanned(rows[i], strlen(rows[i]), today, &card, &err))
			fail_msg("%s: %s", rows[i], err.text);
		if (!card_is_garbled(&card))
			fail_msg("%s", rows[i]);
		assert_string_equal(card.name, "");
		assert_string_equal(card.address, "");
		assert_string_equal(card.id_number, "001099012345");
		assert_int_equal(card.sex, SEX_MALE);
		assert_int_equal(card.birth.year, 1999);
		assert_int_equal(card.issued.year, 2022);
	}
	/* as before where nothing is garbled, and where the numbers are */
	assert_true(card_parse_scanned(QR_2021, strlen(QR_2021), today, &card, &err));
	assert_string_equal(card.name, "Nguyễn Văn Thử");
	assert_false(card_is_garbled(&card));
	assert_true(card_parse_scanned(WITH_NAME("Ksor Rmah"), strlen(WITH_NAME("Ksor Rmah")), today, &card, &err));
	assert_string_equal(card.name, "Ksor Rmah"); /* the address has its marks */
	assert_false(card_parse_scanned(WITH_BIRTH("29021999"), strlen(WITH_BIRTH("29021999")), today, &card, &err));
	assert_false(card_parse_scanned(WITH_NAME("Nguyễn \033[31mThử"), strlen(WITH_NAME("Nguyễn \033[31mThử")),
		today, &card, &err));
}

static void wrong_shape(void **state)
{
	(void)state;
	static const char *const rows[] = {
		"", " ", "\r\n", "\xEF\xBB\xBF", "|", "||||||", "001099012345", "xin chào",
		"https://example.vn/t/x/y",
		"001099012345||Nguyễn Văn Thử|15011999|Nam|Hà Nội",
		"001099012345|Nguyễn Văn Thử|15011999|Nam|Hà Nội|01012022",
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct card card;
		struct err err;
		assert_false(parse(rows[i], &card, &err));
		assert_int_equal(err.kind, ERR_DATA);
		if (strcmp(rows[i], "||||||") != 0 && err.field[0])
			fail_msg("%s: %s", rows[i], err.field);
	}
}

static void control_characters(void **state)
{
	(void)state;
	refuse(WITH_NAME("Nguyễn \033[31mVăn Thử"), "");
	refuse(WITH_NAME("Nguyễn\tThử"), "");
	refuse(WITH_NAME("Nguyễn\nThử"), "");
	refuse(WITH_NAME("Nguyễn\x7FThử"), "");
	refuse(WITH_NAME("Nguyễn\xC2\x9B" "31mThử"), "name");
	refuse(WITH_NAME("Nguyễn \u202EThử"), "name");
	refuse(WITH_ADDRESS("\u2066Hà Nội"), "address");
	refuse(WITH_NAME("Nguy\xE1\xBBn"), "name");
	refuse(WITH_NAME("Nguy\xC3"), "name");
	refuse(WITH_NAME("Ng\xFF"), "name");
	refuse("\033[2J" QR_2021, "");
	refuse(QR_2021 "\a", "");
	refuse("I\x01<", "");
	char nul[] = QR_2021;
	struct card card;
	struct err err = ERR_INIT;
	nul[20] = '\0';
	assert_false(card_parse(nul, sizeof(nul) - 1, today, &card, &err));
	/* invisible ones are simply gone */
	accept(WITH_NAME("Nguyễn\u200B Văn\u00AD Thử"), &card);
	assert_string_equal(card.name, "Nguyễn Văn Thử");
}

static char *repeat(struct buf *out, const char *before, const char *s, int n, const char *after)
{
	buf_init(out, 200000);
	buf_str_add(out, before);
	while (n-- > 0)
		buf_str_add(out, s);
	buf_str_add(out, after);
	return out->data;
}

static void over_length(void **state)
{
	(void)state;
	struct buf text;
	struct card card;
	accept(repeat(&text, "001099012345||", "ễ", 150, "|15011999|Nam|Hà Nội|01012022"), &card);
	assert_int_equal(strlen(card.name), 450);
	buf_clear(&text);
	refuse(repeat(&text, "001099012345||", "ễ", 151, "|15011999|Nam|Hà Nội|01012022"), "name");
	buf_clear(&text);
	accept(repeat(&text, "001099012345||Lê Văn Thử|15011999|Nam|", "ễ", 300, "|01012022"), &card);
	buf_clear(&text);
	refuse(repeat(&text, "001099012345||Lê Văn Thử|15011999|Nam|", "ễ", 301, "|01012022"),
		"address");
	buf_clear(&text);
	refuse(repeat(&text, QR_2021, "|", 65536, ""), "");
	buf_clear(&text);
	refuse(repeat(&text, "", "A", 65536, ""), "");
	buf_clear(&text);
	/* a flood of marks on one letter is thinned, not kept */
	accept(repeat(&text, "001099012345||Le", "\u0301", 500, "|15011999|Nam|Hà Nội|01012022"),
		&card);
	assert_in_range(strlen(card.name), 3, 30);
	buf_clear(&text);
}

static void no_trusted_date(void **state)
{
	(void)state;
	static const struct date wrong[] = {{1970, 1, 1}, {2024, 12, 31}, {0, 0, 0}, {9999, 1, 1}};
	struct card card;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		assert_true(card_parse(QR_2021, strlen(QR_2021), wrong[i], &card, NULL));
		assert_true(card_parse(MRZ_1 MRZ_2 MRZ_3, MRZ_SIZE, wrong[i], &card, NULL));
		assert_int_equal(card.birth.year, 1999);
	}
	/* born and issued today is fine */
	static const char newborn[] = "001226012345||Lê Văn Thử|23112026|Nam|Hà Nội|23112026";
	assert_true(card_parse(newborn, strlen(newborn), today, &card, NULL));
}

/* ---- MRZ */

static void check_mrz(const char *text)
{
	struct card card;
	accept(text, &card);
	assert_int_equal(card.source, ID_CARD_MRZ);
	assert_string_equal(card.id_number, "001099012345");
	assert_string_equal(card.name, "NGUYEN VAN THU");
	assert_int_equal(date_compare(card.birth, (struct date){1999, 1, 15}), 0);
	assert_int_equal(date_compare(card.expires, (struct date){2039, 1, 15}), 0);
	assert_int_equal(card.sex, SEX_MALE);
	assert_string_equal(card.address, "");
	assert_int_equal(card.issued.year, 0);
	assert_int_equal(card.n_warnings, 0);
}

static void mrz_in_any_writing(void **state)
{
	(void)state;
	check_mrz(MRZ_1 "\n" MRZ_2 "\n" MRZ_3);
	check_mrz(MRZ_1 "\r\n" MRZ_2 "\r\n" MRZ_3 "\r\n");
	check_mrz(MRZ_1 " " MRZ_2 " " MRZ_3);
	check_mrz(MRZ_1 " / " MRZ_2 " / " MRZ_3);
	check_mrz(MRZ_1 "/" MRZ_2 "/" MRZ_3 "/");
	check_mrz(MRZ_1 MRZ_2 MRZ_3);
	check_mrz(MRZ_1 "\t" MRZ_2 "\t" MRZ_3);
	check_mrz("\xEF\xBB\xBF" MRZ_1 MRZ_2 MRZ_3 "\r");
	check_mrz("idvnm0990123459001099012345<<0 9901155m3901153vnm<<<<<<<<<<<6 "
		"nguyen<<van<thu<<<<<<<<<<<<<<<");
}

static void check_digits(void **state)
{
	(void)state;
	/* the example of ICAO 9303 part 5, appendix */
	assert_int_equal(mrz_check_digit("D23145890", 9), '7');
	assert_int_equal(mrz_check_digit("740812", 6), '2');
	assert_int_equal(mrz_check_digit("120415", 6), '9');
	assert_int_equal(mrz_check_digit("D231458907<<<<<<<<<<<<<<<74081221204159<<<<<<<<<<<", 50),
		'6');
	assert_int_equal(mrz_check_digit("", 0), '0');
}

/* Any digit of the first two lines read wrongly is noticed. */
static void one_wrong_digit_is_noticed(void **state)
{
	(void)state;
	char text[] = MRZ_1 MRZ_2 MRZ_3;
	struct card card;
	struct err err;
	for (int i = 0; i < 2 * MRZ_LINE; i++) {
		char right = text[i];
		if (right < '0' || right > '9')
			continue;
		for (char c = '0'; c <= '9'; c++) {
			text[i] = c;
			assert_int_equal(parse(text, &card, &err), c == right);
		}
		text[i] = right;
	}
}

/* A zone with the check digits put right, so that what else is wrong shows. */
static void make_zone(char zone[MRZ_SIZE + 1], const char *number, const char *birth, char sex,
	const char *expires, const char *name)
{
	snprintf(zone, MRZ_SIZE + 1, "IDVNM%.9s?%.12s<<?%.6s?%c%.6s?VNM<<<<<<<<<<<?%.30s", number + 3,
		number, birth,
		sex, expires, name);
	zone[14] = mrz_check_digit(zone + 5, 9);
	zone[29] = mrz_check_digit(zone + 15, 14);
	zone[36] = mrz_check_digit(zone + 30, 6);
	zone[44] = mrz_check_digit(zone + 38, 6);
	char all[50];
	memcpy(all, zone + 5, 25);
	memcpy(all + 25, zone + 30, 7);
	memcpy(all + 32, zone + 38, 7);
	memcpy(all + 39, zone + 48, 11);
	zone[59] = mrz_check_digit(all, 50);
}

#define LE_THI_MAU "LE<<THI<MAU<<<<<<<<<<<<<<<<<<<"

static void mrz_fields(void **state)
{
	(void)state;
	static const struct {
		const char *number, *birth;
		char sex;
		const char *expires, *name, *field, *codes; /* field NULL: taken with these warnings */
	} rows[] = {
		{"089196000001", "960229", 'F', "360229", LE_THI_MAU, NULL, ""},
		{"089305000001", "050229", 'F', "300101", LE_THI_MAU, "birth_date", NULL},
		{"089304000001", "040229", 'F', "300101", LE_THI_MAU, NULL, ""},
		{"089199000001", "990115", '<', "390115", LE_THI_MAU, NULL, "sex_missing"},
		{"089199000001", "990115", 'M', "390115", LE_THI_MAU, NULL, "sex_mismatch"},
		{"089199000001", "990115", 'X', "390115", LE_THI_MAU, "sex", NULL},
		{"089199000001", "980115", 'F', "390115", LE_THI_MAU, NULL, "birth_mismatch"},
		{"089399000001", "990115", 'F', "390115", LE_THI_MAU, NULL, "birth_mismatch"},
		{"089999000001", "990115", 'F', "390115", LE_THI_MAU, NULL, "birth_mismatch"},
		{"089326000001", "261124", 'F', "390115", LE_THI_MAU, NULL, "birth_mismatch"},
		{"089326000001", "261123", 'F', "390115", LE_THI_MAU, NULL, ""},
		{"089199000001", "991315", 'F', "390115", LE_THI_MAU, "birth_date", NULL},
		{"089199000001", "990115", 'F', "390230", LE_THI_MAU, "expires", NULL},
		{"089199000001", "990115", 'F', "250101", LE_THI_MAU, NULL, "expired"},
		{"089199000001", "990115", 'F', "<<<<<<", LE_THI_MAU, NULL, ""},
		{"089199000001", "99<<<<", 'F', "390115", LE_THI_MAU, "birth_date", NULL},
		{"089199000001", "990115", 'F', "39<<<<", LE_THI_MAU, "expires", NULL},
		{"08919900000A", "990115", 'F', "390115", LE_THI_MAU, "id_number", NULL},
		{"089199000001", "990115", 'F', "390115", "LE<<THI<MAU0<<<<<<<<<<<<<<<<<<", "name", NULL},
		{"089199000001", "990115", 'F', "390115", "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "name", NULL},
		{"089199000001", "990115", 'F', "390115", "LE<<THIMAUTHIMAUTHIMAUTHIMAUTH", NULL,
			"name_cut"},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char zone[MRZ_SIZE + 1];
		make_zone(zone, rows[i].number, rows[i].birth, rows[i].sex, rows[i].expires, rows[i].name);
		if (rows[i].field)
			refuse(zone, rows[i].field);
		else
			warns(zone, rows[i].codes);
	}
	struct card card;
	char zone[MRZ_SIZE + 1];
	make_zone(zone, "089326000001", "261124", 'F', "390115", LE_THI_MAU);
	accept(zone, &card);
	assert_int_equal(card.birth.year, 1926);
	make_zone(zone, "089199000001", "990115", 'F', "<<<<<<", LE_THI_MAU);
	accept(zone, &card);
	assert_int_equal(card.expires.year, 0);
}

static void mrz_refused(void **state)
{
	(void)state;
	refuse("<", "mrz");
	refuse(MRZ_1 MRZ_2, "mrz");
	refuse(MRZ_1 MRZ_2 MRZ_3 "<", "mrz");
	refuse(MRZ_1 MRZ_2 "NGUYỄN<<VAN<THU<<<<<<<<<<<<<<<", "mrz");
	refuse(MRZ_1 MRZ_2 "NGUYEN<<VAN<THU*<<<<<<<<<<<<<<", "mrz");
	refuse("IDVNM0990123450001099012345<<0" MRZ_2 MRZ_3, "id_number");
	refuse(MRZ_1 "9901156M3901153VNM<<<<<<<<<<<6" MRZ_3, "birth_date");
	refuse(MRZ_1 "9901155M3901154VNM<<<<<<<<<<<6" MRZ_3, "expires");
	refuse(MRZ_1 "9901155M3901153VNM<<<<<<<<<<<7" MRZ_3, "mrz");
	/* another country's card, rightly checked */
	refuse("I<UTOD231458907<<<<<<<<<<<<<<<" "7408122F1204159UTO<<<<<<<<<<<6"
		"ERIKSSON<<ANNA<MARIA<<<<<<<<<<", "id_number");
	/* the two numbers each right by themselves */
	char zone[MRZ_SIZE + 1];
	make_zone(zone, "089199000001", "990115", 'F', "390115", LE_THI_MAU);
	zone[13] = '2';
	zone[14] = mrz_check_digit(zone + 5, 9);
	char all[50];
	memcpy(all, zone + 5, 25);
	memcpy(all + 25, zone + 30, 7);
	memcpy(all + 32, zone + 38, 7);
	memcpy(all + 39, zone + 48, 11);
	zone[59] = mrz_check_digit(all, 50);
	refuse(zone, "id_number");
	struct buf text;
	refuse(repeat(&text, "", MRZ_1, 100, ""), "mrz");
	buf_clear(&text);
}

/* ---- words */

static void sex_words(void **state)
{
	(void)state;
	assert_string_equal(sex_code(SEX_MALE), "male");
	assert_string_equal(sex_code(SEX_FEMALE), "female");
	assert_string_equal(sex_code(SEX_UNKNOWN), "");
	assert_string_equal(sex_code((enum sex)77), "");
}

/* Every cut and every changed byte of good texts: no crash, and what is taken is sound. */
static void damaged_texts(void **state)
{
	(void)state;
	static const char *const good[] = {QR_2021, QR_2024, MRZ_1 "\n" MRZ_2 "\n" MRZ_3};
	static const char bytes[] = "|<\x80\xC3\xFF\x1B\n 0A";
	struct card card;
	for (size_t g = 0; g < ARRAY_LEN(good); g++) {
		size_t len = strlen(good[g]);
		for (size_t i = 0; i < len; i++) {
			char *text = xstrndup(good[g], i); /* exact, so that reading past it shows */
			bool ok = card_parse(text, i, today, &card, NULL);
			assert_true(!ok || strlen(card.id_number) == 12);
			free(text);
			text = xstrndup(good[g], len);
			for (size_t b = 0; b < sizeof(bytes); b++) {
				text[i] = bytes[b];
				ok = card_parse(text, len, today, &card, NULL);
				assert_true(!ok || (strlen(card.id_number) == 12 && date_valid(card.birth) &&
					card.name[0]));
			}
			free(text);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_layouts), cmocka_unit_test(other_good_fields),
		cmocka_unit_test(odd_but_taken),
		cmocka_unit_test(wrong_fields), cmocka_unit_test(wrong_shape),
		cmocka_unit_test(garbled_letters_leave_the_numbers),
		cmocka_unit_test(control_characters),
		cmocka_unit_test(over_length), cmocka_unit_test(no_trusted_date),
		cmocka_unit_test(mrz_in_any_writing),
		cmocka_unit_test(check_digits), cmocka_unit_test(one_wrong_digit_is_noticed),
		cmocka_unit_test(mrz_fields),
		cmocka_unit_test(mrz_refused), 
		cmocka_unit_test(sex_words),
		cmocka_unit_test(damaged_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
