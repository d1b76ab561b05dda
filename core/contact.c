#include "core/contact.h"

#include <string.h>
#include "base/str.h"
#include "i18n/lang.h"

#define DIGITS "0123456789"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_alnum(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ---- phone */

static bool bad_phone(struct err *err)
{
	return err_at(err, ERR_DATA, "phone",
		_("Số điện thoại không đúng: số di động có 10 chữ số, bắt đầu bằng 03, 05, 07, 08 hoặc 09; "
			"số cố định bắt đầu bằng 02, có 10 hoặc 11 chữ số."));
}

/* Digits with the country's prefix turned into 0; false where anything else is in it. */
static bool phone_digits(const char *s, char out[16])
{
	size_t n = 0;
	s += strspn(s, " ");
	bool plus = *s == '+';
	for (s += plus; *s; s++) {
		if (strchr(" .-()", *s))
			continue;
		if (!is_digit(*s) || n >= 15)
			return false;
		out[n++] = *s;
	}
	out[n] = '\0';
	if (!plus && n > 10 && str_starts(out, "0084")) {
		memmove(out, out + 2, n - 1);
		n -= 2;
	}
	bool foreign_style = plus || (n >= 11 && str_starts(out, "84"));
	if (!foreign_style)
		return true;
	if (!str_starts(out, "84"))
		return false;
	/* "+84 (0)912…" is seen as well as "+84 912…" */
	size_t skip = out[2] == '0' ? 3 : 2;
	out[0] = '0';
	memmove(out + 1, out + skip, n - skip + 1);
	return true;
}

bool phone_parse(const char *s, char *out, size_t size, struct err *err)
{
	char digits[16];
	if (!phone_digits(s, digits))
		return bad_phone(err);
	size_t n = strlen(digits);
	bool mobile = n == 10 && digits[0] == '0' && strchr("35789", digits[1]);
	bool landline = (n == 10 || n == 11) && digits[0] == '0' && digits[1] == '2';
	if ((!mobile && !landline) || !str_copy(out, size, digits))
		return bad_phone(err);
	return true;
}

/* ---- e-mail */

/* Letters, digits and `more`, in parts between dots that are not empty. */
static bool dotted(const char *s, size_t len, const char *more)
{
	char before = '.';
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '.' ? before == '.' : !is_alnum(s[i]) && !strchr(more, s[i]))
			return false;
		before = s[i];
	}
	return before != '.';
}

/* No label begins or ends with a hyphen or is over 63; the last one is not a number. */
static bool labels_valid(const char *domain)
{
	const char *last = domain;
	for (const char *p = domain; *p; p += *p == '.') {
		size_t n = strcspn(p, ".");
		if (n > 63 || p[0] == '-' || p[n - 1] == '-')
			return false;
		last = p;
		p += n;
	}
	return last != domain && strlen(last) >= 2 && strspn(last, DIGITS) < strlen(last);
}

bool email_valid(const char *s)
{
	if (strnlen(s, 255) > 254)
		return false;
	const char *at = strchr(s, '@');
	if (!at || at == s || at - s > 64 || !at[1])
		return false;
	return dotted(s, (size_t)(at - s), "!#$%&'*+/=?^_`{|}~-") &&
		dotted(at + 1, strlen(at + 1), "-") && labels_valid(at + 1);
}

/* ---- tax code */

static bool check_digit_right(const char *code)
{
	static const unsigned char weights[] = {31, 29, 23, 19, 17, 13, 7, 5, 3};
	int sum = 0;
	for (size_t i = 0; i < sizeof(weights); i++)
		sum += weights[i] * (code[i] - '0');
	return 10 - sum % 11 == code[9] - '0';
}

bool tax_code_parse(const char *s, char *out, size_t size, struct err *err)
{
	char code[16];
	size_t n = 0;
	for (; *s; s++) {
		if (*s == ' ')
			continue;
		if (n >= 14 || (!is_digit(*s) && !(*s == '-' && n == 10)))
			return err_at(err, ERR_DATA, "tax_code",
				_("Mã số thuế chỉ gồm chữ số; mã chi nhánh có dạng 0123456789-001."));
		code[n++] = *s;
	}
	code[n] = '\0';
	if (n == 13 && code[10] != '-') { /* a branch written in one run */
		memmove(code + 11, code + 10, 4);
		code[10] = '-';
		n = 14;
	}
	bool branch = n == 14 && code[10] == '-';
	if ((n != 10 && n != 12 && !branch) || (n == 12 && code[10] == '-'))
		return err_at(err, ERR_DATA, "tax_code",
			_("Mã số thuế phải có 10 chữ số, thêm 3 chữ số nếu là chi nhánh, hoặc 12 chữ số "
				"của số định danh."));
	if (branch && str_eq(code + 11, "000"))
		return err_at(err, ERR_DATA, "tax_code",
			_("Số chi nhánh trong mã số thuế bắt đầu từ 001."));
	if (n != 12 && !check_digit_right(code))
		return err_at(err, ERR_DATA, "tax_code",
			_("Mã số thuế sai số kiểm tra: có thể nhập nhầm một chữ số."));
	if (!str_copy(out, size, code))
		return err_at(err, ERR_BUG, "tax_code", _("Không đủ chỗ ghi mã số thuế."));
	return true;
}
