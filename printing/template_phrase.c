#include "printing/template_parts.h"

#include <string.h>
#include "base/buf.h"
#include "base/str.h"
#include "i18n/lang.h"

#define NAME_MAX_LEN 60

/* ---- names */

static const struct template_ask *ask_find(const struct template *t, const char *name)
{
	for (size_t i = 0; i < t->n_asks; i++) {
		if (str_eq(t->asks[i].name, name))
			return &t->asks[i];
	}
	return NULL;
}

static bool asked_name(const struct reading *r, const char *name, bool lists,
	struct template_name *out)
{
	out->ask = ask_find(r->t, name);
	if (!out->ask)
		return template_refuse(r, _("“asked.%s” chưa được hỏi: thêm dòng “ask %s text …” ở đầu tệp."),
			name, name);
	if (out->ask->kind == ASK_LIST && !lists)
		return template_refuse(r, _("“asked.%s” là danh sách: dùng “each asked.%s” … “end”."), name,
			name);
	return true;
}

static bool no_such_name(const struct reading *r, const char *name)
{
	const char *like = value_nearest(name, r->list);

	if (like)
		return template_refuse(r, _("không có giá trị tên “%s”; có phải “%s”? Các tên dùng được có trong "
			"tài liệu forms.md."), name, like);
	return template_refuse(r, _("không có giá trị tên “%s”. Các tên dùng được có trong tài liệu "
		"forms.md."), name);
}

bool template_name(const struct reading *r, const char *name, bool lists,
	struct template_name *out)
{
	*out = (struct template_name){0};
	if (str_starts(name, "asked."))
		return asked_name(r, name + strlen("asked."), lists, out);
	if (lists)
		out->list = value_list_find(name);
	if (out->list)
		return true;
	out->value = value_find(name, r->list);
	if (str_starts(name, "row.") && !r->list)
		return template_refuse(r, _("“%s” chỉ dùng được trong một danh sách (table hoặc each)."), name);
	if (!out->value)
		return no_such_name(r, name);
	if (out->value->kind == VALUE_FLAG && !lists)
		return template_refuse(r, _("“%s” chỉ dùng làm điều kiện, ví dụ [%s] ở đầu dòng."), name, name);
	return true;
}

/* ---- conditions */

static bool term(const struct reading *r, const char *word, struct term *out)
{
	static const struct {
		const char *word;
		enum term_kind kind;
	} shapes[] = {{"roll", TERM_ROLL}, {"sheet", TERM_SHEET}, {"label", TERM_LABEL}};

	*out = (struct term){.negated = *word == '!'};
	word += out->negated;
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++) {
		if (str_eq(shapes[i].word, word)) {
			out->kind = shapes[i].kind;
			return true;
		}
	}
	out->paper = paper_find(word, NULL);
	out->kind = out->paper ? TERM_PAPER : TERM_NAME;
	return out->paper || template_name(r, word, true, &out->name);
}

bool template_condition(const struct reading *r, char *text, struct block *block)
{
	for (char *word = text + strspn(text, " "), *next; *word; word = next) {
		next = word + strcspn(word, " ");
		if (*next)
			*next++ = '\0';
		next += strspn(next, " ");
		if (block->n_when == TEMPLATE_TERMS_MAX)
			return template_refuse(r, _("quá %d điều kiện trên một dòng."), TEMPLATE_TERMS_MAX);
		if (!term(r, word, &block->when[block->n_when++]))
			return false;
	}
	return block->n_when > 0 || template_refuse(r, _("điều kiện [] trống: viết tên điều kiện vào giữa."));
}

/* ---- pieces of a line */

char *template_word(char **rest)
{
	char *start = *rest, *stop = start + strcspn(start, " ");

	*rest = *stop ? stop + 1 : stop;
	*rest += strspn(*rest, " ");
	*stop = '\0';
	return start;
}

static char *trim(char *s)
{
	s += strspn(s, " ");
	for (size_t len = strlen(s); len && s[len - 1] == ' '; len--)
		s[len - 1] = '\0';
	return s;
}

/* The next '|' that no backslash stands before. */
static char *next_bar(char *s)
{
	for (; *s && *s != '|'; s++) {
		if (*s == '\\' && s[1])
			s++;
	}
	return *s ? s : NULL;
}

static bool add_piece(const struct reading *r, char **pieces, size_t max, size_t *n, char *piece)
{
	if (*n == max)
		return template_refuse(r, _("quá %zu phần trên một dòng (ngăn bằng dấu |)."), max);
	pieces[(*n)++] = piece;
	return true;
}

bool template_split(const struct reading *r, char *text, size_t each, char **pieces, size_t max,
	size_t *n)
{
	static char none[] = "";
	bool more = true;

	for (*n = 0; more;) {
		char *bar = next_bar(text);
		bool group = !bar || bar[1] == '|';
		if (bar)
			*bar = '\0';
		if (!add_piece(r, pieces, max, n, trim(text)))
			return false;
		while (each && group && *n % each != 0) {
			if (!add_piece(r, pieces, max, n, none))
				return false;
		}
		more = bar;
		if (bar)
			text = bar + (bar[1] == '|' ? 2 : 1);
	}
	return true;
}

/* ---- phrases */

struct phrasing {
	const struct reading *r;
	struct run runs[TEMPLATE_RUNS_MAX];
	size_t n;
	unsigned style;
	char open[8];      /* letters of the tags that are open, innermost last */
	size_t n_open;
	struct buf text;   /* not yet a run */
};

static bool add_run(struct phrasing *p, struct run run)
{
	if (p->n == TEMPLATE_RUNS_MAX)
		return template_refuse(p->r, _("dòng có quá nhiều phần chữ khác nhau (trên %d)."),
			TEMPLATE_RUNS_MAX);
	run.style = p->style;
	p->runs[p->n++] = run;
	return true;
}

static bool flush(struct phrasing *p)
{
	if (p->text.len == 0)
		return true;
	const char *text = arena_strdup(&p->r->t->arena, buf_str(&p->text));
	buf_reset(&p->text);
	return add_run(p, (struct run){.text = text});
}

static unsigned tag_style(char letter)
{
	return letter == 'b' ? STYLE_BOLD : letter == 'i' ? STYLE_ITALIC : 0;
}

static bool tag(struct phrasing *p, const char *name)
{
	bool closing = *name == '/';
	char letter = name[closing];

	if (str_eq(name, "br"))
		return buf_char(&p->text, '\n') || true;
	if (!letter || name[closing + 1] || !tag_style(letter))
		return template_refuse(p->r, _("không có thẻ <%s>. Chỉ dùng <b>, <i> và <br>; dấu < thường thì viết "
			"\\<."), name);
	if (!flush(p))
		return false;
	if (!closing && (p->style & tag_style(letter)))
		return template_refuse(p->r, _("thẻ <%c> mở hai lần."), letter);
	if (closing && (!p->n_open || p->open[p->n_open - 1] != letter))
		return template_refuse(p->r, _("thẻ </%c> đóng không đúng chỗ."), letter);
	if (closing)
		p->n_open--;
	else
		p->open[p->n_open++] = letter;
	p->style ^= tag_style(letter);
	return true;
}

/* "name" or "name:what stands there when it is empty" */
static bool placeholder(struct phrasing *p, char *inside)
{
	struct run run = {.named = true, .text = ""};
	char *colon = strchr(inside, ':');

	if (colon) {
		*colon = '\0';
		run.text = arena_strdup(&p->r->t->arena, colon + 1);
	}
	return flush(p) && template_name(p->r, trim(inside), false, &run.name) && add_run(p, run);
}

/* What is enclosed by *at and `close`, into inside; *at on the closing mark. */
static bool enclosed(struct phrasing *p, const char **at, char close, char *inside, size_t size)
{
	const char *end = strchr(*at + 1, close);

	if (!end)
		return template_refuse(p->r, _("dấu %c mở mà không đóng (thiếu %c). Dấu %c thường thì viết \\%c."),
			**at, close, **at, **at);
	if ((size_t)(end - *at) > size)
		return template_refuse(p->r, _("phần giữa %c và %c quá dài."), **at, close);
	memcpy(inside, *at + 1, (size_t)(end - *at - 1));
	inside[end - *at - 1] = '\0';
	*at = end;
	return true;
}

static bool character(struct phrasing *p, const char **at)
{
	char inside[NAME_MAX_LEN * 3];

	switch (**at) {
	case '\\':
		*at += (*at)[1] != '\0';
		return buf_char(&p->text, **at) || true;
	case '<':
		return enclosed(p, at, '>', inside, sizeof(inside)) && tag(p, inside);
	case '{':
		return enclosed(p, at, '}', inside, sizeof(inside)) && placeholder(p, inside);
	case '}':
		return template_refuse(p->r, _("dấu } không có { đứng trước. Dấu } thường thì viết \\}."));
	default:
		return buf_char(&p->text, **at) || true;
	}
}

bool template_phrase(const struct reading *r, const char *text, struct phrase *out)
{
	struct phrasing p = {.r = r};
	bool ok = true;

	buf_init(&p.text, TEMPLATE_LINE_MAX);
	for (const char *at = text; ok && *at; at++)
		ok = character(&p, &at);
	ok = ok && flush(&p);
	buf_clear(&p.text);
	if (ok && p.n_open)
		ok = template_refuse(r, _("thẻ <%c> mở mà không đóng: thêm </%c>."), p.open[p.n_open - 1],
			p.open[p.n_open - 1]);
	if (!ok)
		return false;
	struct run *runs = arena_alloc(&r->t->arena, p.n * sizeof(*runs) + 1);
	memcpy(runs, p.runs, p.n * sizeof(*runs));
	*out = (struct phrase){runs, p.n};
	return true;
}
