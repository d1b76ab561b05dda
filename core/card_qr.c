#include "core/card_parts.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/dossier.h"
#include "core/id_number.h"
#include "i18n/garbled.h"
#include "i18n/lang.h"
#include "i18n/text.h"

/* id | old id | name | birth | sex | residence | issued; a 2024 card has four more, not used */
enum qr_field { QR_ID, QR_OLD_ID, QR_NAME, QR_BIRTH, QR_SEX, QR_ADDRESS, QR_ISSUED, QR_FIELDS };

static const char *const field_names[] = {
	"id_number", "old_id", "name", "birth_date", "sex", "address", "issued",
};

struct qr {
	char field[QR_FIELDS][CARD_TEXT_MAX + 1]; /* clean */
	bool numbers_count; /* though letters be garbled */
	bool garbled;
};

/* ---- splitting and cleaning */

static bool clean_field(struct qr *qr, size_t i, const char *bytes, size_t len, struct err *err)
{
	struct buf out;
	buf_init(&out, CARD_TEXT_MAX);
	unsigned found = text_clean(bytes, len, 0, &out);
	memcpy(qr->field[i], buf_str(&out), out.len + 1);
	buf_clear(&out);
	bool words = i == QR_NAME || i == QR_SEX || i == QR_ADDRESS;
	if ((found & TEXT_BAD_UTF8) && qr->numbers_count && words)
		qr->garbled = true;
	else if (found & TEXT_BAD_UTF8)
		return err_at(err, ERR_DATA, field_names[i],
			_("Chữ tiếng Việt trong mã QR bị hỏng. Hãy quét lại; "
				"nếu vẫn vậy, xem cài đặt máy quét."));
	if (found & (TEXT_CONTROL | TEXT_TRUNCATED))
		return err_at(err, ERR_DATA, field_names[i],
			_("Mã QR có ký tự điều khiển, không phải thẻ căn cước. Hãy quét lại thẻ."));
	return true;
}

/* An empty field between two bars is a field. */
static bool split(const char *bytes, size_t len, struct qr *qr, struct err *err)
{
	size_t n = 0;
	const char *end = bytes + len;
	for (const char *s = bytes; s <= end; n++) {
		const char *bar = memchr(s, '|', (size_t)(end - s));
		const char *stop = bar ? bar : end;
		if (n < QR_FIELDS && !clean_field(qr, n, s, (size_t)(stop - s), err))
			return false;
		s = stop + 1;
	}
	if (n < QR_FIELDS)
		return err_set(err, ERR_DATA,
			_("Mã QR của thẻ căn cước có ít nhất 7 mục, ở đây chỉ có %d: quét thiếu. "
				"Hãy quét lại."), (int)n);
	return true;
}

/* ---- letters */

struct range {
	int32_t first, last;
};

static bool in_ranges(int32_t cp, const struct range *ranges, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (cp >= ranges[i].first && cp <= ranges[i].last)
			return true;
	}
	return false;
}

/* Latin letters and the marks on them: Vietnamese, and what the country's other peoples write. */
static bool is_latin(int32_t cp)
{
	static const struct range latin[] = {
		{'A', 'Z'}, {'a', 'z'}, {0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x24F}, {0x300, 0x36F},
		{0x1E00, 0x1EFF},
	};
	return in_ranges(cp, latin, ARRAY_LEN(latin));
}

static bool in_name(int32_t cp)
{
	/* K'Brơi, H’Mai, Y-Thử: apostrophes as people type them */
	static const struct range joints[] = {
		{' ', ' '}, {'\'', '\''}, {'-', '.'}, {0x2BC, 0x2BC}, {0x2010, 0x2011}, {0x2018, 0x2019},
	};
	return is_latin(cp) || in_ranges(cp, joints, ARRAY_LEN(joints));
}

static bool in_address(int32_t cp)
{
	static const struct range signs[] = {
		{' ', '~'}, {0xA1, 0xBF}, {0xD7, 0xD7}, {0x2B0, 0x2FF}, {0x2010, 0x2027}, {0x2030, 0x205E},
		{0x2070, 0x209C}, {0x2116, 0x2116},
	};
	return is_latin(cp) || in_ranges(cp, signs, ARRAY_LEN(signs));
}

/* The character at *s, which is clean UTF-8; steps over it. */
static int32_t take(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	int more = p[0] < 0x80 ? 0 : p[0] < 0xE0 ? 1 : p[0] < 0xF0 ? 2 : 3;
	int32_t cp = more ? p[0] & (0x3F >> more) : p[0];
	for (int i = 1; i <= more; i++)
		cp = cp << 6 | (p[i] & 0x3F);
	*s += more + 1;
	return cp;
}

static bool only(const char *s, bool (*allowed)(int32_t))
{
	while (*s) {
		if (!allowed(take(&s)))
			return false;
	}
	return true;
}

static bool has_letter(const char *s)
{
	while (*s) {
		if (is_latin(take(&s)))
			return true;
	}
	return false;
}

/* ---- fields */

static bool read_old_id(const char *s, struct card *card, struct err *err)
{
	if (s[0] && !str_digits(s, 9) && !str_digits(s, 12))
		return err_at(err, ERR_DATA, "old_id",
			_("Số CMND cũ trên thẻ phải để trống hoặc có 9 chữ số."));
	return str_copy(card->old_id, sizeof(card->old_id), s);
}

static bool read_name(const char *s, struct card *card, struct err *err)
{
	if (!s[0])
		return err_at(err, ERR_DATA, "name", _("Thẻ không có họ tên. Hãy quét lại."));
	if (text_length(s) > PERSON_NAME_MAX || !str_copy(card->name, sizeof(card->name), s))
		return err_at(err, ERR_DATA, "name", _("Họ tên dài quá %d ký tự."), PERSON_NAME_MAX);
	if (!only(s, in_name))
		return err_at(err, ERR_DATA, "name",
			_("Họ tên có ký tự không dùng trong tên người (chữ số, dấu lạ hoặc chữ "
				"nước ngoài). Hãy quét lại."));
	return has_letter(s) ||
		err_at(err, ERR_DATA, "name", _("Họ tên không có chữ nào. Hãy quét lại."));
}

static bool read_address(const char *s, struct card *card, struct err *err)
{
	if (!s[0])
		card_warn(card, "address_missing", _("Thẻ không ghi nơi thường trú."));
	if (text_length(s) > ADDRESS_MAX || !str_copy(card->address, sizeof(card->address), s))
		return err_at(err, ERR_DATA, "address", _("Nơi thường trú dài quá %d ký tự."), ADDRESS_MAX);
	return only(s, in_address) || err_at(err, ERR_DATA, "address",
		_("Nơi thường trú có chữ không phải tiếng Việt. Hãy quét lại."));
}

static bool read_sex(const char *s, struct card *card, struct err *err)
{
	static const struct {
		const char *text;
		enum sex sex;
		bool lost;
	} words[] = {
		{"", SEX_UNKNOWN, false}, {"nam", SEX_MALE, false}, {"nữ", SEX_FEMALE, false},
		/* what scanners make of the last one */
		{"nu", SEX_FEMALE, true}, {"nư", SEX_FEMALE, true}, {"nũ", SEX_FEMALE, true},
		{"n?", SEX_FEMALE, true}, {"n", SEX_FEMALE, true},
	};
	struct buf lower;
	size_t i = 0;
	buf_init(&lower, 32);
	text_lower(s, &lower);
	while (i < ARRAY_LEN(words) && (lower.full || !str_eq(buf_str(&lower), words[i].text)))
		i++;
	buf_clear(&lower);
	if (i == ARRAY_LEN(words))
		return err_at(err, ERR_DATA, "sex", _("Giới tính trên thẻ phải là Nam hoặc Nữ."));
	card->sex = words[i].sex;
	if (words[i].lost)
		card_warn(card, "marks_lost",
			_("Máy quét làm mất dấu tiếng Việt: so lại họ tên, nơi thường trú với thẻ."));
	return true;
}

static bool read_birth(const char *s, struct date today, struct card *card, struct err *err)
{
	if (!str_digits(s, 8))
		return err_at(err, ERR_DATA, "birth_date",
			_("Ngày sinh trên thẻ phải gồm 8 chữ số ngày, tháng, năm. Hãy quét lại."));
	if (!date_parse_dmy8(s, &card->birth))
		return err_at(err, ERR_DATA, "birth_date", _("Ngày sinh trên thẻ không có trong lịch."));
	return card_check_birth(card, today, err);
}

static bool read_issued(const char *s, struct date today, struct card *card, struct err *err)
{
	if (!s[0]) {
		card_warn(card, "issued_missing", _("Thẻ không ghi ngày cấp."));
		return true;
	}
	if (!str_digits(s, 8))
		return err_at(err, ERR_DATA, "issued",
			_("Ngày cấp thẻ phải gồm 8 chữ số ngày, tháng, năm. Hãy quét lại."));
	if (!date_parse_dmy8(s, &card->issued))
		return err_at(err, ERR_DATA, "issued", _("Ngày cấp thẻ không có trong lịch."));
	if (date_compare(card->issued, card->birth) < 0)
		return err_at(err, ERR_DATA, "issued", _("Ngày cấp thẻ ở trước ngày sinh."));
	if (card_today_known(today) && date_compare(card->issued, today) > 0)
		return err_at(err, ERR_DATA, "issued", _("Ngày cấp thẻ ở sau ngày hôm nay."));
	return true;
}

/* ---- letters that came garbled */

/* What vanished letters look like: they are only missing where no marked one is left. */
static bool is_lost(const struct qr *qr)
{
	const char *name = qr->field[QR_NAME], *address = qr->field[QR_ADDRESS];
	return !name[0] || (garbled_by_loss(name) && garbled_is_plain(address) &&
		(!address[0] || garbled_by_loss(address)));
}

static bool looks_garbled(const struct qr *qr)
{
	return qr->garbled || is_lost(qr) || garbled_by_typing(qr->field[QR_NAME]) ||
		!only(qr->field[QR_NAME], in_name) || strpbrk(qr->field[QR_ADDRESS], "?^~`");
}

/* Name and address are for the officer to type; the sex is that of the number. */
static bool leave_words_out(struct card *card, struct err *err)
{
	struct id_number number;
	if (!id_number_parse(card->id_number, &number, err))
		return false;
	card->sex = number.sex;
	card_warn(card, "garbled", _("Chữ tiếng Việt bị hỏng khi quét nên họ tên và địa chỉ để trống; các số vẫn "
		"dùng được."));
	return true;
}

static bool read_number(const char *s, struct card *card, struct err *err)
{
	struct id_number number; /* what it says is compared with birth and sex at the end */
	return id_number_parse(s, &number, err) &&
		str_copy(card->id_number, sizeof(card->id_number), s);
}

bool card_read_qr(const char *bytes, size_t len, struct date today, bool numbers_count,
	struct card *card, struct err *err)
{
	struct qr *qr = xcalloc(1, sizeof(*qr));
	card->source = ID_CARD_QR;
	qr->numbers_count = numbers_count;
	bool ok = split(bytes, len, qr, err) && read_number(qr->field[QR_ID], card, err) &&
		read_old_id(qr->field[QR_OLD_ID], card, err);
	bool words = !numbers_count || !looks_garbled(qr);
	ok = ok && (!words || read_name(qr->field[QR_NAME], card, err)) &&
		read_birth(qr->field[QR_BIRTH], today, card, err) &&
		(words ? read_sex(qr->field[QR_SEX], card, err) &&
			read_address(qr->field[QR_ADDRESS], card, err) : leave_words_out(card, err)) &&
		read_issued(qr->field[QR_ISSUED], today, card, err) && card_check_number(card, err);
	free(qr);
	return ok;
}
