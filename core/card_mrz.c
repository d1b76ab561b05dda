#include "core/card_parts.h"

#include <stdio.h>
#include "base/str.h"
#include "core/id_number.h"
#include "core/mrz.h"
#include "i18n/lang.h"

/* yyMMdd in the century that starts there. */
static struct date date_of_six(const char six[7], int century)
{
	return (struct date){
		century + (six[0] - '0') * 10 + (six[1] - '0'),
		(six[2] - '0') * 10 + (six[3] - '0'),
		(six[4] - '0') * 10 + (six[5] - '0'),
	};
}

/* The century is the number's, or an earlier one where that lies in the future. */
static struct date birth_of(const struct mrz *mrz, int century, struct date today)
{
	static const struct date end = {2099, 12, 31};
	struct date limit = card_today_known(today) ? today : end;
	struct date birth = date_of_six(mrz->birth, century);
	while (date_compare(birth, limit) > 0 && birth.year >= 2000)
		birth.year -= 100;
	return birth;
}

static bool read_dates(const struct mrz *mrz, struct date today, struct card *card, struct err *err)
{
	struct id_number number;
	if (!id_number_parse(mrz->id_number, &number, err))
		return false;
	card->birth = birth_of(mrz, number.birth_year / 100 * 100, today);
	if (!date_valid(card->birth))
		return err_at(err, ERR_DATA, "birth_date", _("Ngày sinh trong MRZ không có trong lịch."));
	if (!mrz->expires[0])
		return true;
	card->expires = date_of_six(mrz->expires, 2000);
	if (!date_valid(card->expires))
		return err_at(err, ERR_DATA, "expires", _("Ngày hết hạn trong MRZ không có trong lịch."));
	if (date_compare(card->expires, card->birth) <= 0)
		return err_at(err, ERR_DATA, "expires", _("Ngày hết hạn trong MRZ ở trước ngày sinh."));
	if (card_today_known(today) && date_compare(card->expires, today) < 0)
		card_warn(card, "expired", _("Thẻ đã hết hạn sử dụng."));
	return true;
}

bool card_read_mrz(const char *bytes, size_t len, struct date today, bool numbers_count,
	struct card *card, struct err *err)
{
	(void)numbers_count;
	struct mrz mrz;
	if (!mrz_parse(bytes, len, &mrz, err))
		return false;
	card->source = ID_CARD_MRZ;
	card->sex = mrz.sex;
	snprintf(card->id_number, sizeof(card->id_number), "%s", mrz.id_number);
	snprintf(card->name, sizeof(card->name), "%s", mrz.name);
	if (!read_dates(&mrz, today, card, err) || !card_check_birth(card, today, err) ||
		!card_check_number(card, err))
		return false;
	if (mrz.name_fills_line)
		card_warn(card, "name_cut", _("Họ tên dài hết dòng MRZ, có thể bị cắt: so lại với thẻ."));
	return true;
}
