#include "printing/code128.h"

#include <string.h>

enum { TO_C = 99, TO_B = 100, START_B = 104, START_C = 105, STOP = 106 };
enum set { SET_B, SET_C };

/* Widths of each symbol's bars and spaces (ISO/IEC 15417, table 1). */
static const char patterns[][8] = {
	"212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
	"221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
	"223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
	"312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
	"112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
	"113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
	"311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
	"111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
	"122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
	"121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
	"214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
	"113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112",
};

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool encodable(const char *text, size_t len)
{
	if (len == 0 || len > CODE128_TEXT_MAX)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (text[i] < 0x20 || text[i] > 0x7E)
			return false;
	}
	return true;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* cost[i][set]: fewest symbols for the text from i on, when that set is in force there. */
static void count_costs(const char *text, size_t len, int cost[CODE128_TEXT_MAX + 2][2])
{
	const int impossible = 1000;

	cost[len][SET_B] = cost[len][SET_C] = 0;
	for (size_t i = len; i-- > 0;) {
		bool pair = digit(text[i]) && digit(text[i + 1]);
		int in_c = pair ? 1 + cost[i + 2][SET_C] : impossible;
		int in_b = 1 + cost[i + 1][SET_B];
		cost[i][SET_B] = least(in_b, 1 + in_c);
		cost[i][SET_C] = least(in_c, 1 + in_b);
	}
}

static void put(struct code128 *out, int symbol)
{
	for (const char *w = patterns[symbol]; *w; w++) {
		out->widths[out->n_widths++] = (uint8_t)(*w - '0');
		out->modules += *w - '0';
	}
}

/* The check symbol is the start value plus each value times its place, modulo 103. */
static void put_checked(struct code128 *out, int symbol, int *place, int *sum)
{
	put(out, symbol);
	*sum += symbol * (*place ? *place : 1);
	++*place;
}

bool code128_encode(const char *text, struct code128 *out)
{
	size_t len = strnlen(text, CODE128_TEXT_MAX + 1);
	int cost[CODE128_TEXT_MAX + 2][2] = {{0}};
	int place = 0, sum = 0;

	memset(out, 0, sizeof(*out));
	if (!encodable(text, len))
		return false;
	count_costs(text, len, cost);
	enum set set = cost[0][SET_C] < cost[0][SET_B] ? SET_C : SET_B;
	put_checked(out, set == SET_C ? START_C : START_B, &place, &sum);
	for (size_t i = 0; i < len;) {
		bool pair = digit(text[i]) && digit(text[i + 1]);
		if (set == SET_C && pair && cost[i][SET_C] == 1 + cost[i + 2][SET_C]) {
			put_checked(out, (text[i] - '0') * 10 + text[i + 1] - '0', &place, &sum);
			i += 2;
		} else if (set == SET_B && cost[i][SET_B] == 1 + cost[i + 1][SET_B]) {
			put_checked(out, text[i] - 0x20, &place, &sum);
			i++;
		} else {
			put_checked(out, set == SET_C ? TO_B : TO_C, &place, &sum);
			set = set == SET_C ? SET_B : SET_C;
		}
	}
	put(out, sum % 103);
	put(out, STOP);
	return true;
}
