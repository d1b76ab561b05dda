#include "i18n/letter.h"

#include <stddef.h>
#include "base/mem.h"

/* ạ ả ấ … ỹ: every second code point from U+1EA1. */
static const char extended_base[] = "aaaaaaaaaaaa" "eeeeeeee" "ii" "oooooooooooo" "uuuuuuu" "yyyy";
static const char extended_tone[] = "524123541235" "52341235" "25" "524123541235" "5241235" "1523";
static const char extended_quality[] =
	"001111122222" "00011111" "00" "001111122222" "0022222" "0000";

/* à … ý: U+00E0 to U+00FD; the dots are letters of other languages. */
static const char latin_base[] = "aaaa....eee.ii....oooo...uu..y";
static const char latin_tone[] = "1403....140.14....1403...14..4";
static const char latin_quality[] = "0010....001.00....0010...00..0";

struct letter letter_of(int32_t cp)
{
	static const struct {
		int32_t cp;
		struct letter letter;
	} rest[] = {
		{0x103, {'a', 0, 2}}, {0x111, {'d', 0, LETTER_STROKE}}, {0x129, {'i', 3, 0}},
		{0x169, {'u', 3, 0}}, {0x1A1, {'o', 0, 2}},      {0x1B0, {'u', 0, 2}},
	};

	if (cp >= 0x1EA1 && cp <= 0x1EF9) {
		int i = (cp - 0x1EA1) / 2;
		return (struct letter){extended_base[i], extended_tone[i] - '0', extended_quality[i] - '0'};
	}
	if (cp >= 0xE0 && cp <= 0xFD && latin_base[cp - 0xE0] != '.') {
		int i = cp - 0xE0;
		return (struct letter){latin_base[i], latin_tone[i] - '0', latin_quality[i] - '0'};
	}
	for (size_t i = 0; i < ARRAY_LEN(rest); i++) {
		if (rest[i].cp == cp)
			return rest[i].letter;
	}
	return (struct letter){0};
}
