#include "core/card.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/card_parts.h"
#include "core/id_number.h"
#include "i18n/lang.h"

static const char *const sex_codes[] = {
	[SEX_UNKNOWN] = "", [SEX_MALE] = "male", [SEX_FEMALE] = "female",
};

const char *sex_code(enum sex sex)
{
	return sex == SEX_MALE || sex == SEX_FEMALE ? sex_codes[sex] : "";
}

/* ---- shared by the forms */

void card_warn(struct card *card, const char *code, const char *text)
{
	if (card->n_warnings >= CARD_WARNINGS_MAX)
		return;
	struct card_warning *w = &card->warnings[card->n_warnings++];
	snprintf(w->code, sizeof(w->code), "%s", code);
	snprintf(w->message, sizeof(w->message), "%s", text);
}

bool card_today_known(struct date today)
{
	return date_valid(today) && today.year >= 2025;
}

bool card_check_number(struct card *card, struct err *err)
{
	struct id_number number;
	if (!id_number_parse(card->id_number, &number, err))
		return false;
	if (number.known == ID_PLACE_UNKNOWN)
		card_warn(card, "place_unknown",
			_("Ba số đầu của số định danh không có trong bảng mã tỉnh, thành phố."));
	if (number.known == ID_PLACE_ABROAD)
		card_warn(card, "place_abroad",
			_("Số định danh là của người đăng ký khai sinh ở nước ngoài."));
	if (number.birth_year != card->birth.year)
		card_warn(card, "birth_mismatch", _("Năm sinh trên thẻ không khớp với số định danh."));
	if (card->sex == SEX_UNKNOWN)
		card_warn(card, "sex_missing", _("Thẻ không ghi giới tính."));
	else if (number.sex != card->sex)
		card_warn(card, "sex_mismatch", _("Giới tính trên thẻ không khớp với số định danh."));
	return true;
}

bool card_check_birth(const struct card *card, struct date today, struct err *err)
{
	if (card_today_known(today) && date_compare(card->birth, today) > 0)
		return err_at(err, ERR_DATA, "birth_date", _("Ngày sinh trên thẻ ở sau ngày hôm nay."));
	return true;
}

/* ---- which form it is */

#define BOM "\xEF\xBB\xBF"

/* Takes blanks, line ends and byte order marks off both ends. */
static void trim(const char **bytes, size_t *len)
{
	const char *s = *bytes, *end = s + *len;
	for (const char *before = NULL; before != s;) {
		before = s;
		while (s < end && *s && strchr(" \t\r\n", *s))
			s++;
		if (end - s >= 3 && memcmp(s, BOM, 3) == 0)
			s += 3;
	}
	for (const char *before = NULL; before != end;) {
		before = end;
		while (end > s && end[-1] && strchr(" \t\r\n", end[-1]))
			end--;
		if (end - s >= 3 && memcmp(end - 3, BOM, 3) == 0)
			end -= 3;
	}
	*bytes = s;
	*len = (size_t)(end - s);
}

/* allowed: control characters that may stand inside. */
static bool has_control(const char *s, size_t len, const char *allowed)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		if ((c < 0x20 || c == 0x7F) && !(c && strchr(allowed, c)))
			return true;
	}
	return false;
}

/* The forms, told apart by a character that only they have. */
static const struct form {
	char mark;
	const char *allowed; /* control characters that may stand inside */
	bool (*read)(const char *, size_t, struct date, bool, struct card *, struct err *);
} forms[] = {
	{'|', "", card_read_qr},
	{'<', "\t\r\n", card_read_mrz},
};

static bool read_any(const char *bytes, size_t len, struct date today, bool numbers_count,
	struct card *card, struct err *err)
{
	size_t i = 0;
	while (i < ARRAY_LEN(forms) && !memchr(bytes, forms[i].mark, len))
		i++;
	if (has_control(bytes, len, i < ARRAY_LEN(forms) ? forms[i].allowed : ""))
		return err_set(err, ERR_DATA,
			_("Nội dung quét có ký tự điều khiển, không phải thẻ căn cước. Hãy quét lại thẻ."));
	if (i == ARRAY_LEN(forms))
		return err_set(err, ERR_DATA,
			_("Nội dung quét không phải mã QR hay dòng MRZ của thẻ căn cước. "
			"Hãy quét lại thẻ hoặc nhập tay."));
	return forms[i].read(bytes, len, today, numbers_count, card, err);
}

static bool parse(const char *bytes, size_t len, struct date today, bool numbers_count,
	struct card *out, struct err *err)
{
	*out = (struct card){.sex = SEX_UNKNOWN};
	if (len > CARD_TEXT_MAX)
		return err_set(err, ERR_DATA,
			_("Nội dung quét quá dài, không phải thẻ căn cước. Hãy quét lại."));
	trim(&bytes, &len);
	if (len == 0)
		return err_set(err, ERR_DATA, _("Không đọc được gì từ thẻ. Hãy quét lại."));
	if (read_any(bytes, len, today, numbers_count, out, err))
		return true;
	*out = (struct card){.sex = SEX_UNKNOWN}; /* nothing is kept half */
	return false;
}

bool card_parse(const char *bytes, size_t len, struct date today, struct card *out, struct err *err)
{
	return parse(bytes, len, today, false, out, err);
}

bool card_parse_scanned(const char *bytes, size_t len, struct date today, struct card *out,
	struct err *err)
{
	return parse(bytes, len, today, true, out, err);
}

bool card_is_garbled(const struct card *card)
{
	for (size_t i = 0; i < card->n_warnings; i++)
		if (str_eq(card->warnings[i].code, "garbled"))
			return true;
	return false;
}
