#include "printing/template.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "printing/template_head.h"
#include "printing/template_parts.h"

bool template_refuse(const struct reading *r, const char *fmt, ...)
{
	char text[360], clean[360];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	text_clean_to(clean, sizeof(clean), text); /* a word of the file may have been cut */
	return err_set(r->err, ERR_CONFIG, _("%s, dòng %d: %s"), r->file_name, r->line > 0 ? r->line : 1,
		clean);
}

/* ---- blocks */

static bool phrases(struct reading *r, char *const *texts, size_t n, const struct phrase **out)
{
	struct phrase *list = arena_alloc(&r->t->arena, n * sizeof(*list) + 1);

	for (size_t i = 0; i < n; i++) {
		if (!template_phrase(r, texts[i], &list[i]))
			return false;
	}
	*out = list;
	return true;
}

/* Pieces of one kind only: head, title, text, item, fields, sign … */
struct shape {
	size_t each; /* pieces between two "||"; 0: only '|' divides */
	size_t min, max;
};

static bool plain(struct reading *r, struct block *b, char *rest, const struct shape *shape)
{
	char *texts[TEMPLATE_PHRASES_MAX];

	if (!template_split(r, rest, shape->each, texts, shape->max, &b->n))
		return false;
	if (b->n < shape->min)
		return template_refuse(r, _("thiếu phần sau dấu |: dòng này cần %zu phần."), shape->min);
	return phrases(r, texts, b->n, &b->phrases);
}

/* Where nothing is written, what stands there usually. */
static bool place(struct reading *r, struct block *b, char *rest, const struct shape *shape)
{
	char usual[] = "<i>{agency.place:…………………}, {date}</i>";

	return plain(r, b, *rest ? rest : usual, shape);
}

static bool head(struct reading *r, struct block *b, char *rest, const struct shape *shape)
{
	char usual[] = "{head.above}|<b>{head.unit}</b>";

	return plain(r, b, *rest ? rest : usual, shape);
}

static bool codes(struct reading *r, struct block *b, char *rest, const struct shape *shape)
{
	char *lines = strchr(rest, '|');
	char usual[] = "<i>{agency.place:…………………}, {date}</i>|Mã hồ sơ: <b>{code}</b>";
	size_t len;

	if (lines)
		*lines++ = '\0';
	for (const char *word = rest; *word; word += len + strspn(word + len, " ")) {
		len = strcspn(word, " ");
		if (len == 7 && !strncmp(word, "barcode", len))
			b->barcode = true;
		else if (len == 2 && !strncmp(word, "qr", len))
			b->qr = true;
		else
			return template_refuse(r, _("sau codes chỉ viết barcode, qr, rồi | và các dòng chữ."));
	}
	return plain(r, b, lines ? lines : usual, shape);
}

static bool dots(struct reading *r, struct block *b, char *rest, const struct shape *shape)
{
	int64_t n;

	(void)shape;
	if (!str_to_int(*rest ? rest : "1", 1, TEMPLATE_DOTS_MAX, &n))
		return template_refuse(r, _("dots cần số dòng kẻ chấm, từ 1 đến %d."), TEMPLATE_DOTS_MAX);
	b->number = (int)n;
	return true;
}

static bool list(struct reading *r, struct block *b, char *rest, const struct shape *shape)
{
	const char *name = template_word(&rest);
	int64_t least = 0;

	(void)shape;
	if (str_starts(name, "asked.") || value_list_find(name)) {
		if (!template_name(r, name, true, &b->list))
			return false;
	}
	if (!b->list.list && !(b->list.ask && b->list.ask->kind == ASK_LIST))
		return template_refuse(r, _("không có danh sách tên “%s”. Các danh sách có trong tài liệu "
			"forms.md."), name);
	if (*rest && (b->kind != BLOCK_TABLE || !str_to_int(rest, 1, TEMPLATE_DOTS_MAX, &least)))
		return template_refuse(r, _("sau tên danh sách chỉ viết số hàng ít nhất của bảng, từ 1 đến %d."),
			TEMPLATE_DOTS_MAX);
	b->number = (int)least;
	r->list = b->list.list ? b->list.list : &value_list_asked;
	r->open = r->t->n_blocks;
	return true;
}

static bool end(struct reading *r, struct block *b, char *rest, const struct shape *shape)
{
	struct block *open = &r->t->blocks[r->open];

	(void)shape, (void)b;
	if (*rest)
		return template_refuse(r, _("sau end không viết gì."));
	if (open->kind == BLOCK_TABLE && r->open + 1 == r->t->n_blocks)
		return template_refuse(r, _("bảng không có cột nào: thêm dòng column."));
	open->last = r->t->n_blocks;
	r->list = NULL;
	return true;
}

static bool column(struct reading *r, struct block *b, char *rest, const struct shape *shape)
{
	static const char *const aligns[] = {"left", "centre", "right"};
	const char *width = template_word(&rest), *align = template_word(&rest);
	int64_t mille = 0;
	size_t i = 0;

	if (r->t->n_blocks - r->open > TEMPLATE_COLUMNS_MAX)
		return template_refuse(r, _("bảng quá %d cột."), TEMPLATE_COLUMNS_MAX);
	if (!str_eq(width, "*") && !str_to_int(width, 10, 1000, &mille))
		return template_refuse(r, _("bề rộng cột là phần nghìn của bề rộng giấy, từ 10 đến 1000, hoặc *."));
	while (i < ARRAY_LEN(aligns) && !str_eq(aligns[i], align))
		i++;
	if (i == ARRAY_LEN(aligns))
		return template_refuse(r, _("sau bề rộng cột viết left, centre hoặc right."));
	b->number = (int)mille;
	b->align = (enum column_align)i;
	return plain(r, b, rest, shape);
}

static const struct directive {
	const char *keyword;
	enum block_kind kind;
	bool (*read)(struct reading *r, struct block *b, char *rest, const struct shape *shape);
	struct shape shape;
} directives[] = {
	{"head", BLOCK_HEAD, head, {0, 2, 2}},
	{"place", BLOCK_PLACE, place, {0, 1, 1}},
	{"codes", BLOCK_CODES, codes, {0, 0, 8}},
	{"title", BLOCK_TITLE, plain, {0, 1, 1}},
	{"centre", BLOCK_CENTRE, plain, {0, 1, 1}},
	{"field", BLOCK_FIELDS, plain, {0, 2, 2}},
	{"fields", BLOCK_FIELDS, plain, {2, 4, 8}},
	{"text", BLOCK_TEXT, plain, {0, 1, 1}},
	{"item", BLOCK_ITEM, plain, {0, 2, 2}},
	{"dots", BLOCK_DOTS, dots, {0, 0, 0}},
	{"table", BLOCK_TABLE, list, {0, 0, 0}},
	{"column", BLOCK_COLUMN, column, {0, 2, 2}},
	{"each", BLOCK_EACH, list, {0, 0, 0}},
	{"end", BLOCK_END, end, {0, 0, 0}},
	{"sign", BLOCK_SIGN, plain, {3, 3, 12}},
	{"note", BLOCK_NOTE, plain, {0, 1, 1}},
	{"footer", BLOCK_FOOTER, plain, {0, 1, 1}},
};

static const struct directive *directive_find(const char *keyword)
{
	for (size_t i = 0; i < ARRAY_LEN(directives); i++) {
		if (str_eq(directives[i].keyword, keyword))
			return &directives[i];
	}
	return NULL;
}

/* Tables hold columns, lists hold everything but each other. */
static bool in_its_place(const struct reading *r, const struct directive *d)
{
	bool in_table = r->list && r->t->blocks[r->open].kind == BLOCK_TABLE;

	if (d->kind == BLOCK_END)
		return r->list || template_refuse(r, _("end không có table hoặc each đứng trước."));
	if (in_table && d->kind != BLOCK_COLUMN)
		return template_refuse(r, _("trong table chỉ viết column; đóng bảng bằng end trước đã."));
	if (!in_table && d->kind == BLOCK_COLUMN)
		return template_refuse(r, _("column chỉ viết trong table."));
	if (r->list && (d->kind == BLOCK_TABLE || d->kind == BLOCK_EACH))
		return template_refuse(r, _("%s không viết trong một danh sách khác; đóng bằng end trước đã."),
			d->keyword);
	return true;
}

/* "field.en …": belongs to the line right before it. */
static bool english(struct reading *r, const struct directive *d, char *rest)
{
	struct block *b = r->t->n_blocks ? &r->t->blocks[r->t->n_blocks - 1] : NULL;
	char *texts[TEMPLATE_PHRASES_MAX];

	if (!b || b->kind != d->kind || b->n_english)
		return template_refuse(r, _("dòng %s.en phải đứng ngay sau dòng %s của nó."), d->keyword,
			d->keyword);
	size_t each = d->shape.each ? d->shape.each : d->kind == BLOCK_TITLE || d->kind == BLOCK_TEXT ||
		d->kind == BLOCK_NOTE || d->kind == BLOCK_CENTRE ? 1 : 2;
	size_t max = each ? b->n / each : 1;
	b->english_line = r->line;
	return template_split(r, rest, 1, texts, max ? max : 1, &b->n_english) &&
		phrases(r, texts, b->n_english, &b->english);
}

static bool add_block(struct reading *r, const struct directive *d, struct block *b, char *rest)
{
	struct template *t = r->t;

	if (t->n_blocks == TEMPLATE_BLOCKS_MAX)
		return template_refuse(r, _("mẫu dài quá %d dòng."), TEMPLATE_BLOCKS_MAX);
	b->kind = d->kind;
	b->line = r->line;
	if (!in_its_place(r, d) || !d->read(r, b, rest, &d->shape))
		return false;
	t->blocks[t->n_blocks++] = *b;
	return true;
}

static bool read_block(struct reading *r, char *line)
{
	struct block b = {.n = 0};

	if (*line == '[') {
		char *close = strchr(line, ']');
		if (!close)
			return template_refuse(r, _("điều kiện mở bằng [ mà không đóng bằng ]."));
		*close = '\0';
		if (!template_condition(r, line + 1, &b))
			return false;
		line = close + 1 + strspn(close + 1, " ");
	}
	char *keyword = template_word(&line);
	size_t len = strlen(keyword);
	bool in_english = str_ends(keyword, ".en");
	b.optional = len && keyword[len - 1] == '?';
	keyword[len - (in_english ? 3 : b.optional)] = '\0';
	const struct directive *d = directive_find(keyword);
	if (!d)
		return template_refuse(r, _("không có chỉ thị “%s”. Các chỉ thị có trong tài liệu forms.md; ghi "
			"chú thì bắt đầu bằng #."), keyword);
	if (in_english)
		return b.n_when ? template_refuse(r, _("dòng .en theo điều kiện của dòng trước, không viết điều "
			"kiện riêng.")) : english(r, d, line);
	return add_block(r, d, &b, line);
}

/* ---- lines */

/* One line, with those it goes on in, into `line`; *at after it. */
static bool next_line(struct reading *r, const char **at, const char *stop, struct buf *line)
{
	bool more = true;

	buf_reset(line);
	while (more && *at < stop) {
		const char *newline = memchr(*at, '\n', (size_t)(stop - *at));
		const char *last = newline ? newline : stop;
		size_t len = (size_t)(last - *at);
		len -= len && (*at)[len - 1] == '\r';
		more = len && (*at)[len - 1] == '\\' && !(len > 1 && (*at)[len - 2] == '\\');
		buf_add(line, *at, len - more);
		if (more)
			buf_char(line, ' ');
		*at = newline ? newline + 1 : stop;
		r->line++;
	}
	return !line->full || template_refuse(r, _("dòng quá dài (trên %d byte)."), TEMPLATE_LINE_MAX);
}

/* Cleaned in place: NFC, single spaces. What should not be in a text file is refused. */
static bool clean_line(const struct reading *r, struct buf *line)
{
	struct buf clean;

	buf_init(&clean, 3 * TEMPLATE_LINE_MAX);
	unsigned found = text_clean(buf_str(line), line->len, 0, &clean);
	buf_reset(line);
	bool ok = buf_add(line, buf_str(&clean), clean.len);
	buf_clear(&clean);
	if (found & TEXT_BAD_UTF8)
		return template_refuse(r, _("chữ không phải UTF-8: lưu lại tệp với bảng mã UTF-8."));
	if (found & TEXT_CONTROL)
		return template_refuse(r, _("có ký tự điều khiển hoặc ký tự ẩn: xóa rồi gõ lại dòng này."));
	return ok || template_refuse(r, _("dòng quá dài (trên %d byte)."), TEMPLATE_LINE_MAX);
}

static bool read_line(struct reading *r, char *line)
{
	char *rest = line;
	bool done = false;

	if (!*line || *line == '#')
		return true;
	if (!template_head_line(r, line, &done))
		return false;
	return done || read_block(r, rest);
}

static bool read_lines(struct reading *r, const char *text, size_t len)
{
	const char *at = text, *stop = text + len;
	struct buf line;
	bool ok = true;

	if (len >= 3 && !memcmp(at, "\xef\xbb\xbf", 3)) /* as some editors begin a file */
		at += 3;
	buf_init(&line, TEMPLATE_LINE_MAX);
	while (ok && at < stop)
		ok = next_line(r, &at, stop, &line) && clean_line(r, &line) &&
			(line.len == 0 || read_line(r, line.data));
	buf_clear(&line);
	return ok && (!r->list || template_refuse(r, _("thiếu end cho danh sách mở ở dòng %d."),
		r->t->blocks[r->open].line)) && template_head_end(r);
}

struct template *template_read(const char *text, size_t len, const char *file_name, struct err *err)
{
	struct reading r = {.file_name = file_name, .err = err, .line = 1};

	if (len > TEMPLATE_MAX) {
		template_refuse(&r, _("tệp quá lớn (trên %d KB)."), TEMPLATE_MAX / 1024);
		return NULL;
	}
	r.line = 0;
	r.t = xcalloc(1, sizeof(*r.t));
	r.t->blocks = xcalloc(TEMPLATE_BLOCKS_MAX, sizeof(*r.t->blocks));
	if (read_lines(&r, text, len))
		return r.t;
	template_free(r.t);
	return NULL;
}

void template_free(struct template *t)
{
	if (!t)
		return;
	free(t->blocks);
	arena_clear(&t->arena);
	free(t);
}

bool template_takes(const struct template *t, const struct paper_kind *paper)
{
	for (size_t i = 0; i < t->n_papers; i++) {
		if (t->papers[i] == paper)
			return true;
	}
	return false;
}
