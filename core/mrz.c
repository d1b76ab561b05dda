#include "core/mrz.h"

#include <string.h>
#include "base/str.h"
#include "i18n/lang.h"

#define DIGITS "0123456789"

static int value_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : 0;
}

char mrz_check_digit(const char *s, size_t len)
{
	static const unsigned char weights[] = {7, 3, 1};
	int sum = 0;
	for (size_t i = 0; i < len; i++)
		sum += value_of(s[i]) * weights[i % 3];
	return (char)('0' + sum % 10);
}

/* All 90 characters without what separates the lines, in capitals. */
static bool join(const char *bytes, size_t len, char zone[MRZ_SIZE + 1], struct err *err)
{
	size_t n = 0;
	for (size_t i = 0; i < len; i++) {
		char c = bytes[i];
		if (c && strchr(" \t\r\n/", c))
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (!(c == '<' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')))
			return err_at(err, ERR_DATA, "mrz",
				_("Dòng MRZ chỉ có chữ cái không dấu, chữ số và dấu <. Hãy quét lại."));
		if (n < MRZ_SIZE)
			zone[n] = c;
		n++;
	}
	if (n != MRZ_SIZE)
		return err_at(err, ERR_DATA, "mrz",
			_("MRZ phải có 3 dòng, mỗi dòng 30 ký tự; ở đây có %d trên 90 ký tự. Hãy quét lại."),
			(int)n);
	zone[MRZ_SIZE] = '\0';
	return true;
}

/* A check digit and what it covers. Runs are joined: the composite takes parts of two lines. */
struct check {
	const char *field, *what;
	size_t at;
	struct {
		size_t start, len;
	} runs[4];
};

#define LINE_2 MRZ_LINE

static const struct check checks[] = {
	{"id_number", N_("9 số cuối của số định danh"), 14, {{5, 9}}},
	{"id_number", N_("số định danh"), 29, {{15, 14}}},
	{"birth_date", N_("ngày sinh"), LINE_2 + 6, {{LINE_2, 6}}},
	{"expires", N_("ngày hết hạn"), LINE_2 + 14, {{LINE_2 + 8, 6}}},
	{"mrz", N_("hai dòng đầu"), LINE_2 + 29,
		{{5, 25}, {LINE_2, 7}, {LINE_2 + 8, 7}, {LINE_2 + 18, 11}}},
};

static bool verify_checks(const char *zone, struct err *err)
{
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
		char covered[MRZ_SIZE];
		size_t n = 0;
		for (size_t r = 0; r < 4; r++) {
			memcpy(covered + n, zone + checks[i].runs[r].start, checks[i].runs[r].len);
			n += checks[i].runs[r].len;
		}
		if (mrz_check_digit(covered, n) != zone[checks[i].at])
			return err_at(err, ERR_DATA, checks[i].field,
				_("MRZ sai số kiểm tra của %s: có ký tự đọc nhầm. Hãy quét lại."),
				_(checks[i].what));
	}
	return true;
}

static bool read_number(const char *zone, struct mrz *out, struct err *err)
{
	if (memcmp(zone, "IDVNM", 5) != 0 || memcmp(zone + LINE_2 + 15, "VNM", 3) != 0)
		return err_at(err, ERR_DATA, "mrz", _("MRZ này không phải của thẻ căn cước Việt Nam."));
	memcpy(out->id_number, zone + 15, 12);
	out->id_number[12] = '\0';
	if (!str_digits(out->id_number, 12) || memcmp(zone + 27, "<<", 2) != 0)
		return err_at(err, ERR_DATA, "id_number",
			_("Số định danh trong MRZ phải có đúng 12 chữ số."));
	if (memcmp(zone + 5, out->id_number + 3, 9) != 0)
		return err_at(err, ERR_DATA, "id_number",
			_("Hai lần ghi số định danh trong MRZ không khớp nhau. Hãy quét lại."));
	return true;
}

static bool read_six(const char *s, char out[7])
{
	memcpy(out, s, 6);
	out[6] = '\0';
	return str_digits(out, 6);
}

static bool read_second_line(const char *line, struct mrz *out, struct err *err)
{
	if (!read_six(line, out->birth))
		return err_at(err, ERR_DATA, "birth_date", _("Ngày sinh trong MRZ phải có đủ 6 chữ số."));
	if (memcmp(line + 8, "<<<<<<", 6) == 0)
		out->expires[0] = '\0';
	else if (!read_six(line + 8, out->expires))
		return err_at(err, ERR_DATA, "expires", _("Ngày hết hạn trong MRZ phải có đủ 6 chữ số."));
	if (!line[7] || !strchr("MF<", line[7]))
		return err_at(err, ERR_DATA, "sex", _("Giới tính trong MRZ phải là M hoặc F."));
	out->sex = line[7] == 'M' ? SEX_MALE : line[7] == 'F' ? SEX_FEMALE : SEX_UNKNOWN;
	return true;
}

/* NGUYEN<<VAN<AN<<< → "NGUYEN VAN AN" */
static bool read_name(const char *line, struct mrz *out, struct err *err)
{
	size_t n = 0;
	for (size_t i = 0; i < MRZ_LINE; i++) {
		if (strchr(DIGITS, line[i]))
			return err_at(err, ERR_DATA, "name",
				_("Họ tên trong MRZ có chữ số: đọc nhầm. Hãy quét lại."));
		if (line[i] != '<')
			out->name[n++] = line[i];
		else if (n && out->name[n - 1] != ' ')
			out->name[n++] = ' ';
	}
	while (n && out->name[n - 1] == ' ')
		n--;
	out->name[n] = '\0';
	out->name_fills_line = line[MRZ_LINE - 1] != '<';
	return n || err_at(err, ERR_DATA, "name", _("MRZ không có họ tên. Hãy quét lại."));
}

bool mrz_parse(const char *bytes, size_t len, struct mrz *out, struct err *err)
{
	char zone[MRZ_SIZE + 1];
	*out = (struct mrz){.sex = SEX_UNKNOWN};
	return join(bytes, len, zone, err) && verify_checks(zone, err) && read_number(zone, out, err) &&
		read_second_line(zone + LINE_2, out, err) && read_name(zone + 2 * MRZ_LINE, out, err);
}
