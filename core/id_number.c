#include "core/id_number.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

/* The 63 provinces of before July 2025; their codes stay valid in the numbers given out. Names of
 * places are the same in every language. */
static const struct place {
	short code;
	const char *name;
} places[] = {
	{1, "Hà Nội"}, {2, "Hà Giang"}, {4, "Cao Bằng"}, {6, "Bắc Kạn"}, {8, "Tuyên Quang"},
	{10, "Lào Cai"},
	{11, "Điện Biên"}, {12, "Lai Châu"}, {14, "Sơn La"}, {15, "Yên Bái"}, {17, "Hòa Bình"},
	{19, "Thái Nguyên"}, {20, "Lạng Sơn"}, {22, "Quảng Ninh"}, {24, "Bắc Giang"}, {25, "Phú Thọ"},
	{26, "Vĩnh Phúc"}, {27, "Bắc Ninh"}, {30, "Hải Dương"}, {31, "Hải Phòng"}, {33, "Hưng Yên"},
	{34, "Thái Bình"}, {35, "Hà Nam"}, {36, "Nam Định"}, {37, "Ninh Bình"}, {38, "Thanh Hóa"},
	{40, "Nghệ An"}, {42, "Hà Tĩnh"}, {44, "Quảng Bình"}, {45, "Quảng Trị"}, {46, "Thừa Thiên Huế"},
	{48, "Đà Nẵng"}, {49, "Quảng Nam"}, {51, "Quảng Ngãi"}, {52, "Bình Định"}, {54, "Phú Yên"},
	{56, "Khánh Hòa"}, {58, "Ninh Thuận"}, {60, "Bình Thuận"}, {62, "Kon Tum"}, {64, "Gia Lai"},
	{66, "Đắk Lắk"}, {67, "Đắk Nông"}, {68, "Lâm Đồng"}, {70, "Bình Phước"}, {72, "Tây Ninh"},
	{74, "Bình Dương"}, {75, "Đồng Nai"}, {77, "Bà Rịa–Vũng Tàu"}, {79, "TP.HCM"}, {80, "Long An"},
	{82, "Tiền Giang"}, {83, "Bến Tre"}, {84, "Trà Vinh"}, {86, "Vĩnh Long"}, {87, "Đồng Tháp"},
	{89, "An Giang"}, {91, "Kiên Giang"}, {92, "Cần Thơ"}, {93, "Hậu Giang"}, {94, "Sóc Trăng"},
	{95, "Bạc Liêu"}, {96, "Cà Mau"},
};

static int by_code(const void *key, const void *row)
{
	return *(const int *)key - ((const struct place *)row)->code;
}

bool id_number_parse(const char *s, struct id_number *out, struct err *err)
{
	if (s[strspn(s, "0123456789")])
		return err_at(err, ERR_DATA, "id_number", _("Số định danh chỉ gồm chữ số."));
	size_t len = strlen(s);
	if (len != 12)
		return err_at(err, ERR_DATA, "id_number",
			_("Số định danh phải có đúng 12 chữ số, ở đây có %d."),
			(int)(len > 9999 ? 9999 : len));
	*out = (struct id_number){
		.place = (s[0] - '0') * 100 + (s[1] - '0') * 10 + (s[2] - '0'),
		.known = ID_PLACE_UNKNOWN,
		.place_name = "",
		.sex = (s[3] - '0') % 2 ? SEX_FEMALE : SEX_MALE,
		.birth_year = 1900 + (s[3] - '0') / 2 * 100 + (s[4] - '0') * 10 + (s[5] - '0'),
	};
	const struct place *place = bsearch(&out->place, places, ARRAY_LEN(places), sizeof(places[0]),
		by_code);
	if (place) {
		out->known = ID_PLACE_KNOWN;
		out->place_name = place->name;
	} else if (out->place >= 100) {
		out->known = ID_PLACE_ABROAD;
	}
	return true;
}
