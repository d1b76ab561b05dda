#include "tui/undo.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"

static void wipe(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	free(text);
}

static size_t size_of(const struct undo_step *step)
{
	return strlen(step->before) + strlen(step->after) + 2;
}

static void drop(struct undo *u, size_t i)
{
	u->bytes -= size_of(&u->steps[i]);
	wipe(u->steps[i].before);
	wipe(u->steps[i].after);
	u->n--;
	memmove(&u->steps[i], &u->steps[i + 1], (u->n - i) * sizeof(u->steps[0]));
}

void undo_clear(struct undo *u)
{
	while (u->n > 0)
		drop(u, u->n - 1);
}

/* What was undone cannot be done again once the field is changed otherwise. */
static void drop_undone(struct undo *u, unsigned field)
{
	for (size_t i = u->n; i-- > 0;)
		if (u->steps[i].field == field && u->steps[i].undone)
			drop(u, i);
}

/* A space behind a word ends the step, so that words are undone one by one. */
static bool ends_word(const struct field *f, enum undo_sort sort)
{
	return sort == UNDO_WHOLE || (sort == UNDO_TYPED && f->cursor > 0 && f->text[f->cursor - 1] == ' ');
}

static bool goes_on(const struct undo_step *step, const struct field *f, const char *before,
	size_t cursor, enum undo_sort sort)
{
	return step->field == f->id && step->sort == sort && !step->closed && !step->undone &&
		step->cursor_after == cursor && str_eq(step->after, before);
}

void undo_note(struct undo *u, const struct field *f, const char *before, size_t cursor,
	enum undo_sort sort)
{
	drop_undone(u, f->id);
	struct undo_step *step = u->n > 0 ? &u->steps[u->n - 1] : NULL;
	if (step && goes_on(step, f, before, cursor, sort)) {
		u->bytes -= strlen(step->after);
		wipe(step->after);
		step->after = xstrdup(f->text);
		u->bytes += strlen(step->after);
	} else {
		if (u->n == UNDO_STEPS)
			drop(u, 0);
		step = &u->steps[u->n++];
		*step = (struct undo_step){.field = f->id, .before = xstrdup(before),
			.after = xstrdup(f->text), .cursor_before = cursor, .sort = sort};
		u->bytes += size_of(step);
	}
	step->cursor_after = f->cursor;
	step->closed = ends_word(f, sort);
	while (u->bytes > UNDO_BYTES && u->n > 1)
		drop(u, 0);
}

static void put(struct field *f, const char *text, size_t cursor)
{
	f->cursor = f->len;
	field_replace(f, 0, text);
	f->cursor = cursor;
}

bool undo_back(struct undo *u, struct field *f)
{
	for (size_t i = u->n; i-- > 0;) {
		struct undo_step *step = &u->steps[i];
		if (step->field != f->id || step->undone)
			continue;
		if (str_eq(step->after, f->text)) {
			put(f, step->before, step->cursor_before);
			step->undone = true;
			return true;
		}
		drop(u, i); /* the field was given another text meanwhile */
	}
	return false;
}

bool undo_again(struct undo *u, struct field *f)
{
	for (size_t i = 0; i < u->n; i++) {
		struct undo_step *step = &u->steps[i];
		if (step->field != f->id || !step->undone)
			continue;
		if (!str_eq(step->before, f->text))
			return false;
		put(f, step->after, step->cursor_after);
		step->undone = false;
		return true;
	}
	return false;
}
