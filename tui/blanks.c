#include "tui/blanks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "core/record.h"
#include "i18n/lang.h"
#include "i18n/text.h"

static void add_line(struct blank *blank, size_t at)
{
	static const enum field_kind kinds[] = {
		[ASK_TEXT] = FIELD_WORDS, [ASK_LIST] = FIELD_WORDS, [ASK_TIME] = FIELD_MOMENT,
		[ASK_DATE] = FIELD_DAY, [ASK_NUMBER] = FIELD_AMOUNT,
	};
	blank->lines = xreallocarray(blank->lines, blank->n + 1, sizeof(*blank->lines));
	memmove(&blank->lines[at + 1], &blank->lines[at], (blank->n - at) * sizeof(*blank->lines));
	memset(&blank->lines[at], 0, sizeof(*blank->lines));
	blank->lines[at].kind = kinds[blank->kind];
	blank->n++;
}

static void remove_line(struct blank *blank, size_t at)
{
	blank->n--;
	memmove(&blank->lines[at], &blank->lines[at + 1], (blank->n - at) * sizeof(*blank->lines));
}

void blanks_need_line(struct blank *blank, size_t k)
{
	while (blank->n <= k)
		add_line(blank, blank->n);
}

void blanks_add(struct blanks *b, const char *name, const char *label, enum ask_kind kind)
{
	if (b->n == BLANKS_MAX)
		return;
	struct blank *blank = &b->list[b->n++];
	*blank = (struct blank){.name = name, .label = label, .kind = kind};
	add_line(blank, 0);
}

/* What was typed may be a citizen's: it goes from memory too. */
void blanks_clear(struct blanks *b)
{
	for (size_t i = 0; i < b->n; i++) {
		explicit_bzero(b->list[i].lines, b->list[i].n * sizeof(*b->list[i].lines));
		free(b->list[i].lines);
	}
	*b = (struct blanks){.typing = b->typing, .today = b->today};
}

bool blanks_empty(const struct blanks *b)
{
	for (size_t i = 0; i < b->n; i++)
		for (size_t k = 0; k < b->list[i].n; k++)
			if (!field_empty(&b->list[i].lines[k]))
				return false;
	return true;
}

struct field *blanks_field(struct blanks *b)
{
	return b->n ? &b->list[b->at].lines[b->line] : NULL;
}

/* ---- moving */

/* What was typed in it is tidied, and looked at. */
static void leave(struct blanks *b)
{
	struct blank *blank = &b->list[b->at];
	struct err err = ERR_INIT;
	if (!b->today.year || field_empty(&blank->lines[b->line]))
		return;
	if (typing_tidy(b->typing, &blank->lines[b->line], b->today))
		b->edits++;
	struct record *scratch = record_new();
	blank->wrong = !asked_put(scratch, blank->name, blank->kind, blank->lines[b->line].text, b->today, &err);
	record_free(scratch);
	if (blank->wrong)
		snprintf(b->told, sizeof(b->told), "%.120s: %.190s", blank->label, err.text);
}

static void go(struct blanks *b, size_t at, size_t line)
{
	if (b->line < b->list[b->at].n)
		leave(b);
	b->at = at;
	b->line = line;
	struct field *f = blanks_field(b);
	f->cursor = f->len;
}

static bool next_line(struct blanks *b)
{
	if (b->line + 1 < b->list[b->at].n)
		go(b, b->at, b->line + 1);
	else if (b->at + 1 < b->n)
		go(b, b->at + 1, 0);
	else
		return false;
	return true;
}

static bool previous_line(struct blanks *b)
{
	if (b->line > 0)
		go(b, b->at, b->line - 1);
	else if (b->at > 0)
		go(b, b->at - 1, b->list[b->at - 1].n - 1);
	else
		return false;
	return true;
}

/* Tab goes to the next thing asked for, not to the next line of a list. */
static bool next_blank(struct blanks *b, bool forward)
{
	if (forward ? b->at + 1 >= b->n : b->at == 0)
		return false;
	go(b, forward ? b->at + 1 : b->at - 1, 0);
	return true;
}

/* In a list a further line, until one is left empty. */
static bool enter(struct blanks *b)
{
	struct blank *blank = &b->list[b->at];
	if (blank->kind != ASK_LIST || blank->n == BLANK_LINES_MAX ||
		field_empty(&blank->lines[b->line]))
		return next_blank(b, true);
	if (b->line + 1 == blank->n || !field_empty(&blank->lines[b->line + 1]))
		add_line(blank, b->line + 1);
	go(b, b->at, b->line + 1);
	return true;
}

/* ---- typing */

/* Backspace in an empty line of a list takes the line away. */
static bool join(struct blanks *b, struct key key)
{
	struct blank *blank = &b->list[b->at];
	if (blank->kind != ASK_LIST || b->line == 0 || !field_empty(&blank->lines[b->line]) ||
		!key_eq(key, (struct key){KIND_FUNCTION, K_BACKSPACE}))
		return false;
	remove_line(blank, b->line);
	go(b, b->at, b->line - 1);
	return true;
}

void blanks_edited(struct blanks *b)
{
	b->edits++;
	b->list[b->at].wrong = false;
}

static bool typed(struct blanks *b, struct key key)
{
	struct field *f = blanks_field(b);
	size_t len = f->len;
	bool used = join(b, key) || typing_key(b->typing, f, key);
	if (used && (key.kind == KIND_CHAR || blanks_field(b) != f || f->len != len))
		blanks_edited(b);
	return used;
}

bool blanks_key(struct blanks *b, struct key key, enum action action)
{
	b->told[0] = '\0';
	if (b->n == 0)
		return false;
	switch (action) {
	case ACT_UP:
		return previous_line(b);
	case ACT_DOWN:
		return next_line(b);
	case ACT_NEXT:
	case ACT_PREV:
		return next_blank(b, action == ACT_NEXT);
	case ACT_ENTER:
		return enter(b);
	case ACT_NONE:
	case ACT_FIRST: /* Home and End are the line's */
	case ACT_LAST:
	case ACT_DELETE:
		return typed(b, key);
	default:
		return false;
	}
}

/* Lines pasted into a list are lines of it. */
bool blanks_paste(struct blanks *b, const char *bytes, size_t len)
{
	bool fits = true;
	if (b->n == 0)
		return true;
	struct blank *blank = &b->list[b->at];
	blanks_edited(b);
	while (blank->kind == ASK_LIST) {
		size_t n = 0;
		while (n < len && bytes[n] != '\n' && bytes[n] != '\r')
			n++;
		fits = typing_paste(b->typing, blanks_field(b), bytes, n) && fits;
		if (n == len)
			return fits;
		if (!field_empty(blanks_field(b)) && blank->n == BLANK_LINES_MAX)
			return false;
		if (!field_empty(blanks_field(b)))
			enter(b);
		bytes += n + 1;
		len -= n + 1;
	}
	return typing_paste(b->typing, blanks_field(b), bytes, len);
}

/* ---- kept as typed */

static void line_key(const struct blank *blank, size_t line, char out[160])
{
	if (line == 0)
		snprintf(out, 160, "ask.%.100s", blank->name);
	else
		snprintf(out, 160, "ask.%.100s.%zu", blank->name, line);
}

void blanks_to_map(const struct blanks *b, struct string_map *map)
{
	char key[160];
	for (size_t i = 0; i < b->n; i++) {
		size_t to = 0; /* lines left empty are not kept */
		for (size_t k = 0; k < b->list[i].n; k++)
			if (!field_empty(&b->list[i].lines[k])) {
				line_key(&b->list[i], to++, key);
				string_map_add(map, key, b->list[i].lines[k].text);
			}
	}
}

void blanks_from_map(struct blanks *b, const struct string_map *map)
{
	char key[160];
	for (size_t i = 0; i < b->n; i++) {
		struct blank *blank = &b->list[i];
		size_t most = blank->kind == ASK_LIST ? BLANK_LINES_MAX : 1;
		for (size_t k = 0; k < most; k++) {
			line_key(blank, k, key);
			const char *text = string_map_get(map, key);
			if (k > 0 && !text[0])
				break;
			blanks_need_line(blank, k);
			field_set(&blank->lines[k], text);
		}
	}
}
