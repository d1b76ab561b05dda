#ifndef MOTCUA_TUI_PIN_FIELD_H
#define MOTCUA_TUI_PIN_FIELD_H

/* A PIN being typed: digits only, straight from the keys (no input method), shown as dots. */

#include <stdbool.h>
#include <stddef.h>
#include "store/pins.h"
#include "tui/key.h"

struct pin_field {
	char digits[PIN_MAX + 1];
	size_t n;
};

/* False: not a key of such a field. A digit too many is dropped. */
bool pin_field_key(struct pin_field *f, struct key key);
void pin_field_wipe(struct pin_field *f);
/* The label at col, the dots in a field after it; puts the cursor there when focused. */
void pin_field_draw(const struct pin_field *f, int row, int col, const char *label, bool focused);

#endif
