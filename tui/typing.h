#ifndef MOTCUA_TUI_TYPING_H
#define MOTCUA_TUI_TYPING_H

/*
 * How the officer types into the fields of all screens: Vietnamese is composed by the input method
 * (i18n/ime.h) in fields of words, and what was done can be undone. What a scanner types is put in by
 * keys too until it is known to be a scan; whoever finds that out puts the field back as it was and
 * types again what came before it. Pastes are never composed.
 */

#include <stdbool.h>
#include <stddef.h>
#include "core/date.h"
#include "i18n/ime.h"
#include "tui/bindings.h"
#include "tui/field.h"
#include "tui/undo.h"

enum typing_method { TYPING_TELEX, TYPING_VNI, TYPING_OFF, TYPING_METHODS };

struct typing {
	enum typing_method method;
	enum ime_style style;
	struct undo undo;
	/* the input method, in the field typed in last and the one before: a palette opened over a word does
	 * not forget its keys */
	struct typing_place {
		unsigned field; /* its id */
		struct ime ime;
	} at[2];
	unsigned last_id; /* given to a field */
};

/* "telex", "vni", "off" and "old", "new", as the configuration says them. False: no such word. */
bool typing_method_read(const char *word, enum typing_method *out);
bool typing_style_read(const char *word, enum ime_style *out);
const char *typing_method_word(enum typing_method method);
/* What the footer says of it in that field, NULL for none: "Telex: bật", "nghỉ" where nothing is
 * composed. As wide as the widest (TYPING_LABEL_SIZE bytes), so that nothing beside it moves. */
#define TYPING_LABEL_SIZE 64
void typing_label(const struct typing *t, const struct field *f, char out[TYPING_LABEL_SIZE]);
/* And a sentence when it was changed. */
const char *typing_words(const struct typing *t);

void typing_init(struct typing *t, enum typing_method method, enum ime_style style);
/* Forgets, and wipes, what was typed. */
void typing_clear(struct typing *t);
/* Alt-T: from now on so. */
void typing_use(struct typing *t, enum typing_method method);

/* As field_key, through the input method where the field is one of words. t NULL: as field_key. */
bool typing_key(struct typing *t, struct field *f, struct key key);
/* What is looked for while it is typed: the text, but the word at the cursor as its keys where no Vietnamese can
 * come of it any more ("karao", not "kẩo"). */
void typing_sought(const struct typing *t, const struct field *f, char out[FIELD_MAX + 1]);
/* As field_insert. t may be NULL. */
bool typing_paste(struct typing *t, struct field *f, const char *bytes, size_t len);
/* Raw keys, undo, redo, a word back: what the action says, in that field. Sets *changed where its text is
 * another now. False: not such an action. */
bool typing_act(struct typing *t, struct field *f, enum action action, bool *changed);
/* The field is being left: its text in its usual form. today as tidy_field. True: it is another now. t may be NULL. */
bool typing_tidy(struct typing *t, struct field *f, struct date today);
/* The cursor is about to leave the word: one that is no Vietnamese goes back to its keys. True: it did. */
bool typing_end_word(struct typing *t, struct field *f);

#endif
