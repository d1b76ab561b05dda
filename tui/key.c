#include "tui/key.h"

#include <stdio.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

static const char *const names[] = {
	[K_ENTER] = "Enter", [K_TAB] = "Tab", [K_BACKTAB] = "Shift-Tab", [K_ESC] = "Esc",
	[K_BACKSPACE] = "Backspace", [K_DELETE] = "Del", [K_INSERT] = "Ins",
	[K_UP] = N_("Mũi tên lên"), [K_DOWN] = N_("Mũi tên xuống"),
	[K_LEFT] = N_("Mũi tên trái"), [K_RIGHT] = N_("Mũi tên phải"),
	[K_WORD_LEFT] = N_("Ctrl-trái"), [K_WORD_RIGHT] = N_("Ctrl-phải"),
	[K_HOME] = "Home", [K_END] = "End", [K_PGUP] = "PgUp", [K_PGDN] = "PgDn",
};

void key_label(struct key key, char out[KEY_NAME_SIZE])
{
	char utf8[4];
	int n;
	out[0] = '\0';
	switch (key.kind) {
	case KIND_FUNCTION:
		if (key.code >= K_F1 && key.code <= K_F12)
			snprintf(out, KEY_NAME_SIZE, "F%d", key.code - K_F1 + 1);
		else if (key.code > 0 && key.code < (int)ARRAY_LEN(names) && names[key.code])
			str_copy(out, KEY_NAME_SIZE, _(names[key.code]));
		break;
	case KIND_CTRL:
		snprintf(out, KEY_NAME_SIZE, "Ctrl-%c", key.code);
		break;
	case KIND_ALT:
	case KIND_CHAR:
		n = utf8_encode(key.code, utf8);
		snprintf(out, KEY_NAME_SIZE, "%s%.*s", key.kind == KIND_ALT ? "Alt-" : "", n, utf8);
		break;
	default:
		break;
	}
}

static int start(struct utf8_feed *feed, unsigned char byte, int *code)
{
	if (byte < 0x80) {
		*code = byte;
		return 1;
	}
	if (byte < 0xc2 || byte > 0xf4)
		return -1;
	feed->need = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
	feed->least = byte < 0xe0 ? 0x80 : byte < 0xf0 ? 0x800 : 0x10000;
	feed->code = byte & (0x3fu >> feed->need);
	return 0;
}

int utf8_feed(struct utf8_feed *feed, unsigned char byte, int *code, bool *again)
{
	*again = false;
	if (feed->need == 0)
		return start(feed, byte, code);
	if ((byte & 0xc0) != 0x80) {
		feed->need = 0;
		*again = true;
		return -1;
	}
	feed->code = feed->code << 6 | (byte & 0x3fu);
	if (--feed->need > 0)
		return 0;
	if (feed->code < feed->least || feed->code > 0x10ffff ||
		(feed->code >= 0xd800 && feed->code < 0xe000))
		return -1;
	*code = (int)feed->code;
	return 1;
}

int utf8_encode(int code, char out[4])
{
	unsigned c = (unsigned)code;
	if (code < 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
		return 0;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	int n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
	for (int i = n - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)(lead[n] | c);
	return n;
}
