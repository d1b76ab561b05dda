#include "tests/harness/typist.h"

#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/codepoints.h"
#include "i18n/text.h"

void typist_begin(struct typist *t, enum ime_method method, enum ime_style style)
{
	ime_init(&t->ime, method, style);
	t->text[0] = '\0';
}

static void put(struct typist *t, uint32_t key)
{
	struct buf one;

	buf_init(&one, 4);
	utf8_add(&one, (int32_t)key);
	BUG_ON(strlen(t->text) + one.len >= sizeof(t->text));
	memcpy(t->text + strlen(t->text), buf_str(&one), one.len + 1);
	buf_clear(&one);
}

void typist_press(struct typist *t, uint32_t key)
{
	char out[sizeof(t->text)];
	bool changed;

	if (key == '\b')
		changed = ime_backspace(&t->ime, t->text, out, sizeof(out));
	else if (key == '\n')
		changed = ime_break(&t->ime, t->text, out, sizeof(out));
	else
		changed = ime_key(&t->ime, t->text, key, out, sizeof(out));
	if (changed)
		str_copy(t->text, sizeof(t->text), out);
	else if (key != '\b' && key != '\n')
		put(t, key);
	else if (key == '\b' && t->text[0])
		t->text[strlen(t->text) - text_prev(t->text, strlen(t->text))] = '\0';
}

void typist_type(struct typist *t, const char *keys)
{
	int32_t cp;

	for (size_t n; *keys; keys += n) {
		n = utf8_decode(keys, strlen(keys), &cp);
		BUG_ON(n == 0);
		typist_press(t, (uint32_t)cp);
	}
}
