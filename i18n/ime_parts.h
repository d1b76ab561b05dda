#ifndef MOTCUA_I18N_IME_PARTS_H
#define MOTCUA_I18N_IME_PARTS_H

/*
 * Inside the input method only: a word as letters, each with a code: itself in lower case, or a capital
 * for a marked letter: A â, W ă, E ê, O ô, P ơ, U ư, D đ. So a syllable without tone is plain ASCII
 * ("thUng" is "thưng"), and so are the grammar's tables.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "i18n/ime.h"

enum ime_tone { TONE_NONE, TONE_HUYEN, TONE_HOI, TONE_NGA, TONE_SAC, TONE_NANG };

struct ime_letter {
	char code; /* 0: a letter that Vietnamese has not; other then */
	unsigned char tone;
	bool upper;
	int32_t other;
};

struct ime_word {
	struct ime_letter at[IME_LETTERS_MAX];
	size_t n;
};

/* ---- ime_letters.c */

/* Bytes of the character, written to out without an end. */
size_t utf8_put(int32_t cp, char *out);
/* The word's letters; false when there are too many, or two tones. */
bool ime_word_read(struct ime_word *w, const char *s);
/* At most IME_WORD_SIZE bytes with the end. */
void ime_word_write(const struct ime_word *w, char out[IME_WORD_SIZE]);
struct ime_letter ime_letter_from(int32_t cp);
int32_t ime_letter_char(const struct ime_letter *letter);
bool ime_is_letter(int32_t cp);
char ime_plain(char code);
bool ime_is_vowel(char code);
/* ime_mark('o', '^') = 'O'; marks: ^ â ê ô, w ă ơ ư, d đ. 0: the letter does not take it. */
char ime_mark(char code, char mark);
enum ime_tone ime_word_tone(const struct ime_word *w);
/* On its right letter, when the word can become a syllable; else it stays where it is. */
void ime_word_set_tone(struct ime_word *w, enum ime_tone tone, enum ime_style style);
bool ime_word_has_marks(const struct ime_word *w);

/* ---- ime_grammar.c */

/* Can it become a legal syllable by further letters and marks? */
bool ime_fits(const struct ime_word *w);
/* Is it one, or a place name outside the grammar? */
bool ime_is_syllable(const struct ime_word *w);
/* How many letters its onset has (qu, gi count whole); -1 when it does not fit. */
int ime_onset(const struct ime_word *w);

enum ime_done { IME_NOT, IME_MARKED, IME_UNDONE };

/* ---- ime_marks.c */

/* A quality mark: '^' on the letter `base` (0: on any), 'w' (all of ă ơ ư), '7' (ơ ư), '8' (ă), 'd'.
 * Tells the first letter it changed. Undone: the word had it, now it has not. */
enum ime_done ime_quality(struct ime_word *w, char mark, char base, size_t *letter);

/* ---- ime_keys.c */

#define IME_TONE_KEY 255 /* instead of a letter */

struct ime_effect {
	enum ime_done done;
	size_t letter; /* marked or undone, or IME_TONE_KEY */
};

struct ime_context {
	enum ime_method method;
	enum ime_style style;
	bool literal;
	uint32_t last_letter_key; /* the key that began the last letter */
};

/* False: the key is no part of the word. Else it marked or undid what e tells; if not marked, it is
 * now the word's last letter. */
bool ime_word_key(struct ime_word *w, const struct ime_context *c, uint32_t key, struct ime_effect *e);

#endif
