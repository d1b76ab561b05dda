#include "tui/pin_field.h"

#include <string.h>
#include "tui/term.h"

enum { LABEL_COLS = 22 };

bool pin_field_key(struct pin_field *f, struct key key)
{
	if (key.kind == KIND_FUNCTION && key.code == K_BACKSPACE) {
		if (f->n > 0)
			f->digits[--f->n] = '\0';
		return true;
	}
	if (key.kind != KIND_CHAR || key.code < '0' || key.code > '9')
		return false;
	if (f->n < PIN_MAX)
		f->digits[f->n++] = (char)key.code;
	return true;
}

void pin_field_wipe(struct pin_field *f)
{
	explicit_bzero(f, sizeof(*f));
}

void pin_field_draw(const struct pin_field *f, int row, int col, const char *label, bool focused)
{
	int at = col + LABEL_COLS;
	term_put_fit(row, col, LABEL_COLS - 1, label, TEXT_LEFT, STYLE_LABEL);
	term_put_fit(row, at, PIN_MAX + 2, "", TEXT_LEFT, focused ? STYLE_FOCUS : STYLE_FIELD);
	for (size_t i = 0; i < f->n; i++)
		term_put(row, at + 1 + (int)i, "*", focused ? STYLE_FOCUS : STYLE_FIELD);
	if (focused)
		term_cursor(row, at + 1 + (int)f->n);
}
