#include "i18n/ime_parts.h"

#include <string.h>
#include <uchar.h>
#include <utf8proc.h>
#include "base/mem.h"
#include "i18n/codepoints.h"

/* Each vowel with its tones, in the order of enum ime_tone. */
static const struct {
	char code;
	char32_t lower[7], upper[7];
} vowels[] = {
	{'a', U"aàảãáạ", U"AÀẢÃÁẠ"}, {'W', U"ăằẳẵắặ", U"ĂẰẲẴẮẶ"}, {'A', U"âầẩẫấậ", U"ÂẦẨẪẤẬ"},
	{'e', U"eèẻẽéẹ", U"EÈẺẼÉẸ"}, {'E', U"êềểễếệ", U"ÊỀỂỄẾỆ"}, {'i', U"iìỉĩíị", U"IÌỈĨÍỊ"},
	{'o', U"oòỏõóọ", U"OÒỎÕÓỌ"}, {'O', U"ôồổỗốộ", U"ÔỒỔỖỐỘ"}, {'P', U"ơờởỡớợ", U"ƠỜỞỠỚỢ"},
	{'u', U"uùủũúụ", U"UÙỦŨÚỤ"}, {'U', U"ưừửữứự", U"ƯỪỬỮỨỰ"}, {'y', U"yỳỷỹýỵ", U"YỲỶỸÝỴ"},
};

static const struct {
	char mark, from[4], to;
} marks[] = {
	{'^', "aAW", 'A'}, {'^', "eE", 'E'}, {'^', "oOP", 'O'}, {'w', "aAW", 'W'},
	{'w', "oOP", 'P'}, {'w', "uU", 'U'}, {'d', "dD", 'D'},
};

char ime_mark(char code, char mark)
{
	for (size_t i = 0; code && i < ARRAY_LEN(marks); i++) {
		if (marks[i].mark == mark && strchr(marks[i].from, code))
			return marks[i].to;
	}
	return 0;
}

char ime_plain(char code)
{
	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		if (marks[i].to == code)
			return marks[i].from[0];
	}
	return code;
}

bool ime_is_vowel(char code)
{
	return code && strchr("aWAeEioOPuUy", code);
}

bool ime_is_letter(int32_t cp)
{
	if (cp < 0x80)
		return (cp >= '0' && cp <= '9') || ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z');
	utf8proc_category_t category = utf8proc_category(cp);
	return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
		codepoint_is_mark(cp);
}

struct ime_letter ime_letter_from(int32_t cp)
{
	struct ime_letter letter = {.other = cp};

	if (cp == U'đ' || cp == U'Đ') {
		letter.code = 'D';
		letter.upper = cp == U'Đ';
		return letter;
	}
	for (size_t i = 0; i < ARRAY_LEN(vowels); i++) {
		for (unsigned char tone = 0; tone < 6; tone++) {
			if ((int32_t)vowels[i].lower[tone] == cp || (int32_t)vowels[i].upper[tone] == cp)
				return (struct ime_letter){vowels[i].code, tone,
					(int32_t)vowels[i].upper[tone] == cp, cp};
		}
	}
	if (cp < 0x80) {
		letter.upper = cp >= 'A' && cp <= 'Z';
		letter.code = (char)(letter.upper ? cp + ('a' - 'A') : cp);
	}
	return letter;
}

int32_t ime_letter_char(const struct ime_letter *letter)
{
	if (!letter->code)
		return letter->other;
	if (letter->code == 'D')
		return letter->upper ? U'Đ' : U'đ';
	for (size_t i = 0; i < ARRAY_LEN(vowels); i++) {
		if (vowels[i].code == letter->code)
			return (int32_t)(letter->upper ? vowels[i].upper : vowels[i].lower)[letter->tone];
	}
	return letter->upper ? letter->code - ('a' - 'A') : letter->code;
}

size_t utf8_put(int32_t cp, char *out)
{
	return (size_t)utf8proc_encode_char(cp, (utf8proc_uint8_t *)out);
}

bool ime_word_read(struct ime_word *w, const char *s)
{
	size_t len = strlen(s), n;
	int tones = 0;
	int32_t cp;

	for (w->n = 0; len > 0; s += n, len -= n) {
		n = utf8_decode(s, len, &cp);
		if (n == 0 || w->n == IME_LETTERS_MAX)
			return false;
		w->at[w->n] = ime_letter_from(cp);
		tones += w->at[w->n++].tone > 0;
	}
	return tones <= 1;
}

void ime_word_write(const struct ime_word *w, char out[IME_WORD_SIZE])
{
	size_t len = 0;

	for (size_t i = 0; i < w->n; i++)
		len += utf8_put(ime_letter_char(&w->at[i]), out + len);
	out[len] = '\0';
}

enum ime_tone ime_word_tone(const struct ime_word *w)
{
	for (size_t i = 0; i < w->n; i++) {
		if (w->at[i].tone)
			return (enum ime_tone)w->at[i].tone;
	}
	return TONE_NONE;
}

bool ime_word_has_marks(const struct ime_word *w)
{
	for (size_t i = 0; i < w->n; i++) {
		if (w->at[i].tone || ime_plain(w->at[i].code) != w->at[i].code)
			return true;
	}
	return false;
}

/* The letter of the nucleus that carries the tone. */
static size_t tone_place(const struct ime_word *w, size_t first, size_t end, enum ime_style style)
{
	for (size_t i = end; i-- > first;) {
		if (ime_plain(w->at[i].code) != w->at[i].code)
			return i;
	}
	if (end - first == 3)
		return first + 1;
	if (end - first != 2)
		return first;
	char a = w->at[first].code, b = w->at[first + 1].code;
	bool open_glide = (a == 'o' && (b == 'a' || b == 'e')) || (a == 'u' && b == 'y');
	return end < w->n || (style == IME_NEW && open_glide) ? first + 1 : first;
}

void ime_word_set_tone(struct ime_word *w, enum ime_tone tone, enum ime_style style)
{
	int onset = ime_onset(w);
	size_t first, end;

	if (onset < 0 && tone)
		return;
	for (size_t i = 0; i < w->n; i++)
		w->at[i].tone = TONE_NONE;
	if (tone == TONE_NONE)
		return;
	for (first = end = (size_t)onset; end < w->n && ime_is_vowel(w->at[end].code);)
		end++;
	if (end == first) /* only the onset's vowel: gi, qu */
		first = end - 1;
	w->at[tone_place(w, first, end, style)].tone = (unsigned char)tone;
}
