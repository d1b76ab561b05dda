#include "printing/doc_parts.h"

#include <string.h>
#include "base/buf.h"
#include "core/date.h"
#include "core/procedure.h"
#include "i18n/text.h"
#include "printing/words.h"

#define WORDS_MAX (256 * 1024)

/* ---- names */

static const struct json_t *asked(const struct walk *w, const struct template_ask *ask)
{
	return node_at(facts_at(w->facts, "asked"), ask->name);
}

static void asked_text(const struct json_t *node, struct buf *out)
{
	const char *text = node_text(node);
	text_clean(text, strlen(text), TEXT_LINES, out);
}

static void asked_time(const struct json_t *node, struct buf *out)
{
	int64_t at = node_time(node);
	if (at)
		words_time(at, out);
}

static void asked_date(const struct json_t *node, struct buf *out)
{
	struct date date;
	if (date_parse_iso(node_text(node), &date))
		words_date(instant_make(date, 0), out);
}

static void asked_number(const struct json_t *node, struct buf *out)
{
	int64_t n = node_int(node, -1);
	if (n >= 0)
		amount_text(n, out);
}

static void name_words(const struct walk *w, const struct template_name *name, struct buf *out)
{
	static void (*const kinds[])(const struct json_t *, struct buf *) = {
		[ASK_TEXT] = asked_text, [ASK_TIME] = asked_time, [ASK_DATE] = asked_date,
		[ASK_NUMBER] = asked_number, [ASK_LIST] = asked_text,
	};

	if (name->ask)
		kinds[name->ask->kind](asked(w, name->ask), out);
	else
		value_words(name->value, w->facts, out);
}

/* ---- phrases */

void doc_phrase(struct walk *w, const struct phrase *phrase, struct doc_text *out, bool *names,
	bool *says)
{
	struct doc_run *runs = arena_alloc(&w->arena, phrase->n * sizeof(*runs) + 1);
	struct buf words;

	*out = (struct doc_text){runs, 0};
	buf_init(&words, WORDS_MAX);
	for (size_t i = 0; i < phrase->n; i++) {
		const struct run *run = &phrase->runs[i];
		const char *text = run->text;
		if (run->named) {
			buf_reset(&words);
			name_words(w, &run->name, &words);
			*names = true;
			*says = *says || words.len;
			if (words.len)
				text = arena_strdup(&w->arena, buf_str(&words));
		}
		if (*text)
			runs[out->n++] = (struct doc_run){run->style, text};
	}
	buf_clear(&words);
}

void doc_add_english(struct walk *w, const struct phrase *english, const char *before,
	const char *after, struct doc_text *text)
{
	const unsigned style = STYLE_ITALIC | STYLE_SMALL;
	struct doc_text more;
	bool names = false, says = false;

	doc_phrase(w, english, &more, &names, &says);
	if (!more.n)
		return;
	struct doc_run *runs = arena_alloc(&w->arena, (text->n + more.n + 2) * sizeof(*runs));
	size_t n = text->n;
	if (n)
		memcpy(runs, text->runs, n * sizeof(*runs));
	if (*before)
		runs[n++] = (struct doc_run){style, before};
	for (size_t i = 0; i < more.n; i++)
		runs[n++] = (struct doc_run){style, more.runs[i].text};
	if (*after)
		runs[n++] = (struct doc_run){style, after};
	*text = (struct doc_text){runs, n};
}

void doc_text_plain(const struct doc_text *text, struct buf *out)
{
	for (size_t i = 0; i < text->n; i++)
		buf_str_add(out, text->runs[i].text);
}

/* ---- lists and conditions */

const struct json_t *doc_list_array(const struct walk *w, const struct template_name *list)
{
	if (list->ask)
		return asked(w, list->ask);
	return list->list->path ? facts_at(w->facts, list->list->path) : NULL;
}

size_t doc_list_count(const struct walk *w, const struct template_name *list)
{
	if (list->ask)
		return node_items(asked(w, list->ask));
	if (list->list->is_rows)
		return w->in->rows && *w->in->rows;
	return value_list_count(list->list, w->facts);
}

static bool name_holds(const struct walk *w, const struct template_name *name)
{
	struct buf words;

	if (name->list || (name->ask && name->ask->kind == ASK_LIST))
		return doc_list_count(w, name) > 0;
	buf_init(&words, WORDS_MAX);
	name_words(w, name, &words);
	bool holds = words.len;
	buf_clear(&words);
	return holds;
}

static bool term_holds(const struct walk *w, const struct term *term)
{
	const struct paper_kind *paper = w->in->paper;

	switch (term->kind) {
	case TERM_ROLL: return paper->shape == PAPER_ROLL;
	case TERM_SHEET: return paper->shape == PAPER_SHEET;
	case TERM_LABEL: return paper->shape == PAPER_LABEL;
	case TERM_PAPER: return paper == term->paper;
	case TERM_NAME: break;
	}
	return name_holds(w, &term->name);
}

bool doc_holds(struct walk *w, const struct block *block)
{
	for (size_t i = 0; i < block->n_when; i++) {
		if (term_holds(w, &block->when[i]) == block->when[i].negated)
			return false;
	}
	return true;
}
