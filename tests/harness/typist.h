#ifndef MOTCUA_TESTS_TYPIST_H
#define MOTCUA_TESTS_TYPIST_H

/* Someone who types into a field at whose end the cursor stands, through the input method. */

#include "i18n/ime.h"

struct typist {
	struct ime ime;
	char text[1000];
};

void typist_begin(struct typist *t, enum ime_method method, enum ime_style style);
/* One key; '\b' is Backspace, '\n' leaves the word. */
void typist_press(struct typist *t, uint32_t key);
/* UTF-8. */
void typist_type(struct typist *t, const char *keys);

#endif
