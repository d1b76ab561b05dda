#ifndef MOTCUA_I18N_IME_H
#define MOTCUA_I18N_IME_H

/*
 * The Vietnamese input method, Telex and VNI, for consoles that have none. What is composed depends on
 * the word left of the cursor and the key, so that any word can be gone back to and corrected; the
 * struct only remembers the keys of that word, for giving them back, and allocates nothing.
 *
 * A word is a run of letters and digits. All text is NFC; words given may be longer than that run (the
 * whole field up to the cursor, say): what stands before it stays as it is.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	IME_LETTERS_MAX = 32, /* of a word; longer ones are left alone */
	IME_KEYS_MAX = 64,    /* remembered of a word; with more, the letters themselves count as keys */
	IME_WORD_SIZE = 4 * IME_LETTERS_MAX + 1,
};

enum ime_method { IME_TELEX, IME_VNI };
/* Old: hòa, khỏe, thúy; new: hoà, khoẻ, thuý. */
enum ime_style { IME_OLD, IME_NEW };

/* One key that was typed, and which letter it went into. */
struct ime_press {
	uint32_t key;
	uint8_t letter;
};

/* Starts with ime_init; may be copied; holds nothing to free. */
struct ime {
	enum ime_method method;
	enum ime_style style;
	char word[IME_WORD_SIZE]; /* as it was left; any other word is taken as typed letter by letter */
	struct ime_press keys[IME_KEYS_MAX];
	size_t n_keys;
	size_t literal; /* 0, or 1 + the letter from which on keys are only themselves */
};

void ime_init(struct ime *ime, enum ime_method method, enum ime_style style);
/* Forgets the keys: the cursor moved, text was pasted. */
void ime_forget(struct ime *ime);

/* Where in text the word begins that ends at byte `at`; of a word that is too long its last letters. */
size_t ime_word_start(const char *text, size_t at);

/* A key was typed after `word`. True: out is what replaces word, the key with it. False: the key is to
 * be put in as it is. A key that is no letter ends the word, which may restore it as ime_break does.
 * False too when out is too small. */
bool ime_key(struct ime *ime, const char *word, uint32_t key, char *out, size_t size);
/* Takes the last letter off; its tone goes with it, another's stays and finds its place. True: out is
 * what replaces word. False: the caller takes off one letter as it always does (also when word ends
 * with no letter, which re-opens the word before). */
bool ime_backspace(struct ime *ime, const char *word, char *out, size_t size);
/* The word is left. True: it carries marks and is no Vietnamese syllable, so out has its keys back. */
bool ime_break(struct ime *ime, const char *word, char *out, size_t size);
/* The word is looked for before it is whole. True: no further key can make it Vietnamese, and out is its keys. */
bool ime_lost(struct ime *ime, const char *word, char *out, size_t size);
/* Asked for by the officer: out is the keys as they were typed, and the word stays literal. False:
 * they are what stands there already. */
bool ime_raw(struct ime *ime, const char *word, char *out, size_t size);

#endif
