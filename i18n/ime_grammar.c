#include "i18n/ime_parts.h"

#include <string.h>
#include "base/mem.h"

/*
 * What a Vietnamese syllable may be: an onset, a rhyme that it takes, a tone that the coda takes. The
 * codes of letters are told in ime_parts.h. In a word that is still being typed a letter without a
 * mark stands for the marked ones too.
 */

/* The rhyme's first letter, without marks, is one of `before`; longer onsets first. */
static const struct {
	const char *text, *before;
} onsets[] = {
	{"ngh", "ei"}, {"ch", "aeiouy"}, {"gh", "ei"}, {"gi", "aeou"}, {"kh", "aeiouy"}, {"ng", "aouy"},
	{"nh", "aeiouy"},
	{"ph", "aeiouy"}, {"qu", NULL}, {"th", "aeiouy"}, {"tr", "aeiouy"},
	{"b", "aeiouy"}, {"c", "aou"}, {"d", "aeiouy"}, {"D", "aeiouy"}, {"g", "aiou"}, {"h", "aeiouy"},
	{"k", "eiy"}, {"l", "aeiouy"}, {"m", "aeiouy"}, {"n", "aeiouy"}, {"p", "aeiouy"},
	{"r", "aeiouy"}, {"s", "aeiouy"}, {"t", "aeiouy"}, {"v", "aeiouy"}, {"x", "aeiouy"},
	{"", "aeiouy"},
};

static const char *const rhymes[] = {
	"a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "Wc", "Wm",
	"Wn", "Wng", "Wp", "Wt", "Ac", "Am", "An", "Ang", "Ap", "At", "Au", "Ay", "e", "ec", "em", "en",
	"eng", "eo", "ep", "et", "E", "Ec", "Ech", "Em", "En", "Eng", "Enh", "Ep", "Et", "Eu", "i",
	"ia", "ich", "im", "in", "inh", "ip", "it", "iu", "iEc", "iEm", "iEn", "iEng", "iEp", "iEt",
	"iEu", "o", "oc", "oi", "om", "on", "ong", "op", "ot", "ooc", "oong", "oa", "oac", "oach",
	"oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat", "oau", "oay", "oWc", "oWm", "oWn",
	"oWng", "oWp", "oWt", "oe", "oec", "oem", "oen", "oeng", "oeo", "oep", "oet", "O", "Oc", "Oi",
	"Om", "On", "Ong", "Op", "Ot", "P", "Pi", "Pm", "Pn", "Pp", "Pt", "u", "ua", "uc", "ui", "um",
	"un", "ung", "up", "ut", "uAn", "uAng", "uAt", "uAy", "uAc", "uE", "uEch", "uEnh", "uEn", "uEt",
	"uEu", "uOc", "uOi", "uOm", "uOn", "uOng", "uOp", "uOt", "uP", "uy", "uya", "uych", "uyn",
	"uynh", "uyp", "uyt", "uyu", "uyEn", "uyEt", "U", "Ua", "Uc", "Ui", "Um", "Un", "Ung", "Up",
	"Ut", "Uu", "UPc", "UPi", "UPm", "UPn", "UPng", "UPp", "UPt", "UPu", "y",
};

/* After qu. */
static const char *const rhymes_qu[] = {
	"a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "Wc", "Wm",
	"Wn", "Wng", "Wp", "Wt", "Ac", "Am", "An", "Ang", "Ap", "At", "Au", "Ay", "e", "ec", "em", "en",
	"eng", "eo", "ep", "et", "E", "Ech", "En", "Enh", "Et", "Eu", "i", "ich", "in", "inh", "it",
	"iu", "y", "ya", "ych", "yn", "ynh", "yp", "yt", "yu", "yEn", "yEt", "o", "Oc", "On", "Ong",
	"Ot", "P", "Pn", "Pt", "Pi",
};

/* After no onset; ă and â are letters people speak of. */
static const char *const rhymes_bare[] = {"A", "W", "yEm", "yEn", "yEng", "yEt", "yEu"};

/* Syllables of place names that the grammar has not; their k takes the tones that c takes. None that an
 * English word would be typed like (bôk: book). */
static const char *const names[] = {
	"bhOk", "bhWng", "bkrOng", "blao", "broWi", "brOng", "buk", "bWh", "byW", "chro",
	"cuOr", "Dak", "dliE", "dPk", "drang", "drEnh", "drO", "drOng", "drWm", "DWh", "DWk", "DrWk", "DrWng",
	"Eban", "EnuOl", "Ewi", "gar", "glei", "glong", "grai", "hDPk", "hlP", "hleo", "jlPi", "jrWng", "ka",
	"kan", "kar", "kbang", "kbO", "kbuOr", "kdWm", "khPng", "klOng", "kmWl", "knOp", "kO", "kOn", "kOng", "kP",
	"kPi", "kon", "kpW", "krai", "krOng", "krW", "krWi", "kuEh", "kuin", "lWk", "lak", "lPng", "mlO", "mrPn",
	"mrPng", "ngok", "ngOk", "niE", "nuOl", "nWk", "piPr", "plO", "plOng", "pOk", "pPng", "prOng", "pUh",
	"pWk", "pWh", "pWl", "pek", "plei", "rPng", "rtO", "rvE", "sOr", "srE", "srEpOk", "tEh", "teh",
	"xiEr", "yiEng", "yok", "yOk",
};

/* Here a tone is taken only by the whole word: "just" is none of them, "juts" is Jút. */
static const char *const late_names[] = {"bla", "jut", "kmut", "kroa", "sro", "tih", "toh", "tyh"};

static bool matches(const char *text, const char *codes, bool exact)
{
	for (; *codes; text++, codes++) {
		if (*text != *codes && (exact || !*text || ime_plain(*text) != *codes))
			return false;
	}
	return !exact || !*text;
}

static bool in_list(const char *const *list, size_t n, const char *codes, bool exact)
{
	for (size_t i = 0; i < n; i++) {
		if (matches(list[i], codes, exact))
			return true;
	}
	return false;
}

static void word_codes(const struct ime_word *w, char codes[IME_LETTERS_MAX + 1])
{
	for (size_t i = 0; i < w->n; i++)
		codes[i] = w->at[i].code ? w->at[i].code : '?';
	codes[w->n] = '\0';
}

/* uơ stands alone, and only in uở, huơ, khuơ, thuở. */
static bool takes_open_uo(const char *onset)
{
	return !*onset || strcmp(onset, "h") == 0 || strcmp(onset, "kh") == 0 || strcmp(onset, "th") == 0;
}

static bool takes_rhyme(size_t onset, const char *rhyme, bool exact)
{
	const char *text = onsets[onset].text, *before = onsets[onset].before;

	if (!before)
		return in_list(rhymes_qu, ARRAY_LEN(rhymes_qu), rhyme, exact);
	if (!*text && in_list(rhymes_bare, ARRAY_LEN(rhymes_bare), rhyme, exact))
		return true;
	if (*rhyme && !strchr(before, ime_plain(*rhyme)))
		return false;
	if (exact && strcmp(rhyme, "uP") == 0 && !takes_open_uo(text))
		return false;
	return in_list(rhymes, ARRAY_LEN(rhymes), rhyme, exact);
}

/* How many letters the onset has when the codes fit the grammar, else -1. */
static int parse(const char *codes, bool exact)
{
	for (size_t i = 0; i < ARRAY_LEN(onsets); i++) {
		size_t len = strlen(onsets[i].text);
		if (strncmp(codes, onsets[i].text, len) == 0 && takes_rhyme(i, codes + len, exact))
			return (int)len;
		/* đ may still come of a d. */
		if (!exact && *codes && matches(onsets[i].text, codes, false))
			return (int)strlen(codes);
	}
	return -1;
}

static int name_onset(const char *codes, bool exact)
{
	int n = 0;

	if (!in_list(names, ARRAY_LEN(names), codes, exact) &&
		!in_list(late_names, ARRAY_LEN(late_names), codes, true))
		return -1;
	while (codes[n] && !ime_is_vowel(codes[n]))
		n++;
	return n;
}

static bool tone_suits(const char *rhyme, enum ime_tone tone, bool toneless)
{
	if (tone == TONE_NONE ? toneless : tone == TONE_SAC || tone == TONE_NANG)
		return true;
	return !strpbrk(rhyme, tone == TONE_NONE ? "cpt" : "cptk");
}

static bool has_nucleus(const char *codes, int onset)
{
	return codes[onset] || strcmp(codes, "gi") == 0;
}

int ime_onset(const struct ime_word *w)
{
	char codes[IME_LETTERS_MAX + 1];
	enum ime_tone tone = ime_word_tone(w);

	word_codes(w, codes);
	int onset = parse(codes, false);
	if (onset < 0)
		onset = name_onset(codes, false);
	if (onset < 0 || !tone_suits(codes + onset, tone, true) || (tone && !has_nucleus(codes, onset)))
		return -1;
	return onset;
}

bool ime_fits(const struct ime_word *w)
{
	return ime_onset(w) >= 0;
}

bool ime_is_syllable(const struct ime_word *w)
{
	char codes[IME_LETTERS_MAX + 1];
	enum ime_tone tone = ime_word_tone(w);

	word_codes(w, codes);
	int onset = parse(codes, true);
	if (onset >= 0 && has_nucleus(codes, onset) && tone_suits(codes + onset, tone, false))
		return true;
	onset = name_onset(codes, true);
	return onset >= 0 && tone_suits(codes + onset, tone, true);
}
