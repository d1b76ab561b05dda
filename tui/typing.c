#include "tui/typing.h"

#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "tui/tidy.h"

/* A word, and as much as one key may add: a word goes back to all its keys. */
enum { WORD_SIZE = 4 * IME_LETTERS_MAX + 8, OUT_SIZE = IME_WORD_SIZE + 4 * IME_KEYS_MAX + 8 };

static const struct {
	const char *word, *label, *resting, *words;
} methods[TYPING_METHODS] = {
	[TYPING_TELEX] = {"telex", N_("Telex: bật"), N_("Telex: nghỉ"),
		N_("Gõ tiếng Việt kiểu Telex: tieengs Vieetj. Alt-R trả lại phím gốc của chữ.")},
	[TYPING_VNI] = {"vni", N_("VNI: bật"), N_("VNI: nghỉ"),
		N_("Gõ tiếng Việt kiểu VNI: tie61ng Vie65t. Alt-R trả lại phím gốc của chữ.")},
	[TYPING_OFF] = {"off", N_("Gõ dấu: tắt"), N_("Gõ dấu: tắt"),
		N_("Không ghép dấu nữa: phím gõ sao, chữ ra vậy. Alt-T bật lại.")},
};

bool typing_method_read(const char *word, enum typing_method *out)
{
	for (int i = 0; i < TYPING_METHODS; i++) {
		if (str_eq(word, methods[i].word)) {
			*out = (enum typing_method)i;
			return true;
		}
	}
	return false;
}

bool typing_style_read(const char *word, enum ime_style *out)
{
	*out = str_eq(word, "new") ? IME_NEW : IME_OLD;
	return str_eq(word, "old") || str_eq(word, "new");
}

const char *typing_method_word(enum typing_method method)
{
	return methods[method].word;
}

static int widest_label(void)
{
	int widest = 0;
	for (int i = 0; i < TYPING_METHODS; i++) {
		int on = text_width(_(methods[i].label)), resting = text_width(_(methods[i].resting));
		widest = on > widest ? on : widest;
		widest = resting > widest ? resting : widest;
	}
	return widest;
}

void typing_label(const struct typing *t, const struct field *f, char out[TYPING_LABEL_SIZE])
{
	bool rests = f && f->kind != FIELD_WORDS;
	struct buf label;
	buf_init(&label, TYPING_LABEL_SIZE - 1);
	text_fit(rests ? _(methods[t->method].resting) : _(methods[t->method].label), widest_label(),
		TEXT_LEFT, &label);
	memcpy(out, buf_str(&label), label.len + 1);
	buf_clear(&label);
}

const char *typing_words(const struct typing *t)
{
	return _(methods[t->method].words);
}

void typing_init(struct typing *t, enum typing_method method, enum ime_style style)
{
	*t = (struct typing){.style = style};
	typing_use(t, method);
}

void typing_clear(struct typing *t)
{
	undo_clear(&t->undo);
	explicit_bzero(t->at, sizeof(t->at));
	typing_use(t, t->method);
}

void typing_use(struct typing *t, enum typing_method method)
{
	t->method = method;
	for (size_t i = 0; i < ARRAY_LEN(t->at); i++) {
		t->at[i].field = 0;
		ime_init(&t->at[i].ime, method == TYPING_VNI ? IME_VNI : IME_TELEX, t->style);
	}
}

static bool composes(const struct typing *t, const struct field *f)
{
	return t->method != TYPING_OFF && f->kind == FIELD_WORDS;
}

/* ---- the word left of the cursor */

static struct ime *ime_of(struct typing *t, const struct field *f)
{
	struct typing_place last = t->at[0];
	if (last.field != f->id) {
		t->at[0] = t->at[1];
		t->at[1] = last;
	}
	if (t->at[0].field != f->id)
		ime_forget(&t->at[0].ime);
	t->at[0].field = f->id;
	return &t->at[0].ime;
}

/* Where it begins; its text in word. */
static size_t word_at(const struct field *f, char word[WORD_SIZE])
{
	size_t start = ime_word_start(f->text, f->cursor);
	memcpy(word, f->text + start, f->cursor - start);
	word[f->cursor - start] = '\0';
	return start;
}

bool typing_end_word(struct typing *t, struct field *f)
{
	char word[WORD_SIZE], out[OUT_SIZE];
	if (!composes(t, f))
		return false;
	size_t start = word_at(f, word);
	return ime_break(ime_of(t, f), word, out, sizeof(out)) && field_replace(f, start, out);
}

void typing_sought(const struct typing *t, const struct field *f, char out[FIELD_MAX + 1])
{
	char word[WORD_SIZE], keys[OUT_SIZE];
	size_t start = word_at(f, word), i = t->at[0].field == f->id ? 0 : 1;
	struct ime ime = t->at[i].ime;
	memcpy(out, f->text, f->len + 1);
	if (!composes(t, f) || t->at[i].field != f->id || !ime_lost(&ime, word, keys, sizeof(keys)) ||
		start + strlen(keys) + (f->len - f->cursor) > FIELD_MAX)
		return;
	memcpy(out + start, keys, strlen(keys));
	memcpy(out + start + strlen(keys), f->text + f->cursor, f->len - f->cursor + 1);
}

/* Is it a letter of whatever language? Signs and what cannot be shown end a word. */
static bool is_letter(int code)
{
	char utf8[4];
	size_t n = (size_t)utf8_encode(code, utf8);
	return n > 0 && ime_word_start(utf8, n) == 0;
}

static bool type(struct typing *t, struct field *f, int code)
{
	char word[WORD_SIZE], out[OUT_SIZE];
	if (!composes(t, f))
		return field_type(f, code);
	if (code >= 0x80 && !is_letter(code)) {
		bool restored = typing_end_word(t, f);
		return field_type(f, code) || restored;
	}
	size_t start = word_at(f, word);
	if (!ime_key(ime_of(t, f), word, (uint32_t)code, out, sizeof(out)))
		return field_type(f, code);
	if (field_replace(f, start, out))
		return true;
	ime_forget(ime_of(t, f));
	return false;
}

static bool erase(struct typing *t, struct field *f, struct key key)
{
	char word[WORD_SIZE], out[OUT_SIZE];
	if (composes(t, f)) {
		size_t start = word_at(f, word);
		/* a letter with marks of its own goes as a whole, as everywhere */
		bool single = text_char(f->text + f->cursor - text_prev(f->text, f->cursor),
			text_prev(f->text, f->cursor), &(uint32_t){0}) == text_prev(f->text, f->cursor);
		if (single && ime_backspace(ime_of(t, f), word, out, sizeof(out)))
			return field_replace(f, start, out);
	}
	return field_key(f, key);
}

/* ---- keys, and what can be undone */

static bool is_key(struct key key, int code)
{
	return key.kind == KIND_FUNCTION && key.code == code;
}

/* What a change is told against. */
struct was {
	char text[FIELD_MAX + 1];
	size_t cursor;
};

static void begin(struct typing *t, struct field *f, struct was *was)
{
	if (f->id == 0)
		f->id = ++t->last_id;
	memcpy(was->text, f->text, f->len + 1);
	was->cursor = f->cursor;
}

static bool end(struct typing *t, const struct field *f, const struct was *was, enum undo_sort sort)
{
	if (str_eq(was->text, f->text))
		return false;
	undo_note(&t->undo, f, was->text, was->cursor, sort);
	return true;
}

bool typing_key(struct typing *t, struct field *f, struct key key)
{
	struct was was;
	bool used;
	if (!t)
		return field_key(f, key);
	begin(t, f, &was);
	if (key.kind == KIND_CHAR)
		used = type(t, f, key.code);
	else if (is_key(key, K_BACKSPACE))
		used = erase(t, f, key);
	else
		used = field_key(f, key);
	end(t, f, &was, key.kind == KIND_CHAR ? UNDO_TYPED : UNDO_ERASED);
	return used;
}

bool typing_paste(struct typing *t, struct field *f, const char *bytes, size_t len)
{
	struct was was;
	if (!t)
		return field_insert(f, bytes, len);
	begin(t, f, &was);
	bool fits = field_insert(f, bytes, len);
	end(t, f, &was, UNDO_WHOLE);
	ime_forget(ime_of(t, f));
	return fits;
}

bool typing_tidy(struct typing *t, struct field *f, struct date today)
{
	struct was was;
	if (!t)
		return tidy_field(f, today);
	begin(t, f, &was);
	return tidy_field(f, today) && end(t, f, &was, UNDO_WHOLE);
}

/* ---- actions */

static bool raw_keys(struct typing *t, struct field *f)
{
	char word[WORD_SIZE], out[OUT_SIZE];
	if (!composes(t, f))
		return false;
	size_t start = word_at(f, word);
	return ime_raw(ime_of(t, f), word, out, sizeof(out)) && field_replace(f, start, out);
}

bool typing_act(struct typing *t, struct field *f, enum action action, bool *changed)
{
	struct was was;
	begin(t, f, &was);
	switch (action) {
	case ACT_RAW:
		*changed = raw_keys(t, f) && end(t, f, &was, UNDO_WHOLE);
		return true;
	case ACT_WORD_BACK:
		*changed = field_replace(f, field_word_left(f), "") && end(t, f, &was, UNDO_WHOLE);
		return true;
	case ACT_UNDO:
		*changed = undo_back(&t->undo, f);
		return true;
	case ACT_REDO:
		*changed = undo_again(&t->undo, f);
		return true;
	case ACT_WORD_LEFT:
	case ACT_WORD_RIGHT:
		*changed = false;
		f->cursor = action == ACT_WORD_LEFT ? field_word_left(f) : field_word_right(f);
		return true;
	default:
		return false;
	}
}
