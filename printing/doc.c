#include "printing/doc.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/buf.h"
#include "i18n/lang.h"
#include "printing/doc_facts.h"
#include "printing/doc_parts.h"

static bool give(struct walk *w, struct doc_block *block)
{
	bool ok = w->sink(w->user, block, w->err);
	arena_clear(&w->arena);
	return ok;
}

static struct doc_text *new_texts(struct walk *w, size_t n)
{
	struct doc_text *texts = arena_alloc(&w->arena, n * sizeof(*texts) + 1);
	memset(texts, 0, n * sizeof(*texts));
	return texts;
}

static struct doc_text one_run(struct walk *w, unsigned style, const char *text)
{
	struct doc_run *run = arena_alloc(&w->arena, sizeof(*run));
	*run = (struct doc_run){style, text};
	return (struct doc_text){run, *text ? 1 : 0};
}

/* ---- plain blocks */

/* Which of a block's texts an English one belongs to: the first of each group, of an item the second. */
static void add_english(struct walk *w, const struct block *b, struct doc_text *texts)
{
	size_t each = b->kind == BLOCK_FIELDS ? 2 : b->kind == BLOCK_SIGN ? 3 : 1;
	size_t first = b->kind == BLOCK_ITEM;
	bool inside = b->kind == BLOCK_FIELDS; /* the label's line */

	for (size_t i = 0; i < b->n_english; i++) {
		if (i * each + first < b->n)
			doc_add_english(w, &b->english[i], inside ? " (" : "", inside ? ")" : "",
				&texts[i * each + first]);
	}
}

/* The block's texts; NULL when it is left out. */
static const struct doc_text *texts_of(struct walk *w, const struct block *b)
{
	struct doc_text *texts = new_texts(w, b->n);
	bool names = false, says = false;

	for (size_t i = 0; i < b->n; i++)
		doc_phrase(w, &b->phrases[i], &texts[i], &names, &says);
	if (b->optional && names && !says)
		return NULL;
	if (w->in->english)
		add_english(w, b, texts);
	return texts;
}

/* Other systems put the citizen's number into the QR. Never here. */
static bool innocent(struct walk *w, const char *url)
{
	const char *id = w->facts->dossier->applicant.id_number;

	if (*id && strstr(url, id))
		return err_set(w->err, ERR_DATA,
			_("Không in: địa chỉ tra cứu trong mã QR chứa số định danh của công dân."));
	return true;
}

static bool codes(struct walk *w, const struct block *b, struct doc_block *out)
{
	const char *url = node_text(facts_at(w->facts, "tracking_url"));

	if (b->qr && *url)
		out->qr = url;
	if (b->barcode && *w->facts->dossier->code)
		out->barcode = w->facts->dossier->code;
	return innocent(w, url);
}

static void head(struct walk *w, struct doc_block *out)
{
	struct doc_text *texts = new_texts(w, 4);

	memcpy(texts, out->texts, 2 * sizeof(*texts));
	texts[2] = one_run(w, STYLE_BOLD, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
	texts[3] = one_run(w, STYLE_BOLD, "Độc lập - Tự do - Hạnh phúc");
	out->texts = texts;
	out->n = 4;
}

/* Which part it is, which copy: no template can leave that out. */
static bool part(struct walk *w)
{
	const struct template *t = w->in->form;
	struct doc_text *texts = new_texts(w, t->n_parts);
	struct doc_block out = {.kind = DOC_PART, .texts = texts, .n = t->n_parts, .copy = ""};

	for (size_t i = 0; i < t->n_parts; i++)
		texts[i] = one_run(w, STYLE_ITALIC, arena_printf(&w->arena, "Liên: %s", t->parts[i]));
	if (w->in->copy > 0)
		out.copy = arena_printf(&w->arena, "BẢN SAO %d", w->in->copy);
	return !(out.n || *out.copy) || give(w, &out);
}

/* Does a list or do signatures follow? What stands right above them stays with them. */
static bool leads(struct walk *w, const struct block *b)
{
	const struct block *next = b + 1, *end = w->in->form->blocks + w->in->form->n_blocks;

	while (next < end && next->kind != BLOCK_END && !doc_holds(w, next))
		next = next->kind == BLOCK_TABLE || next->kind == BLOCK_EACH ?
			w->in->form->blocks + next->last + 1 : next + 1;
	if (next == end)
		return false;
	return next->kind == BLOCK_SIGN || next->kind == BLOCK_DOTS || (
		(next->kind == BLOCK_TABLE || next->kind == BLOCK_EACH) && (next->number ||
		doc_list_count(w, &next->list) > 0));
}

static bool plain(struct walk *w, const struct block *b)
{
	static const enum doc_kind kinds[BLOCK_KINDS] = {
		[BLOCK_HEAD] = DOC_HEAD, [BLOCK_PLACE] = DOC_PLACE, [BLOCK_CODES] = DOC_CODES, [BLOCK_TITLE] = DOC_TITLE,
		[BLOCK_CENTRE] = DOC_CENTRE, [BLOCK_FIELDS] = DOC_FIELDS, [BLOCK_TEXT] = DOC_TEXT,
		[BLOCK_ITEM] = DOC_ITEM, [BLOCK_DOTS] = DOC_DOTS, [BLOCK_SIGN] = DOC_SIGN,
		[BLOCK_NOTE] = DOC_NOTE,
	};
	struct doc_block out = {.kind = kinds[b->kind], .line = b->line, .texts = texts_of(w, b),
		.n = b->n, .dots = b->number, .keep = leads(w, b)};

	if (!out.texts)
		return true;
	if (b->kind == BLOCK_HEAD)
		head(w, &out);
	if (b->kind == BLOCK_CODES && !codes(w, b, &out))
		return false;
	return give(w, &out) && (b->kind != BLOCK_TITLE || part(w));
}

/* ---- lists */

typedef bool row_fn(struct walk *w, const struct block *b, const void *user);

/* Whole pages of a mapped file between the two; they are there again when they are read again. */
static void let_go(const char *from, const char *to)
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	uintptr_t first = ((uintptr_t)from + page - 1) / page * page, end = (uintptr_t)to / page * page;

	if (end > first)
		madvise((void *)first, end - first, MADV_DONTNEED);
}

/* Rows that lie in the order's text, one object a line. */
static bool text_rows(struct walk *w, const struct block *b, row_fn *fn, const void *user)
{
	const struct facts *whole = w->facts;
	const char *at = w->in->rows ? w->in->rows : "", *held = at;
	const size_t enough = 512 * 1024;
	bool ok = true;

	for (size_t row = 0; ok && *at;) {
		size_t len = strcspn(at, "\n");
		if (len) {
			struct facts_box box;
			ok = facts_box_read(&box, at, len, DOC_ROW_MAX, whole, w->err);
			box.facts.row = row++;
			w->rows = row;
			w->facts = &box.facts;
			ok = ok && fn(w, b, user);
			facts_box_clear(&box);
		}
		at += len + (at[len] == '\n');
		if (w->in->rows_in_file && (size_t)(at - held) > enough) {
			let_go(held, at);
			held = at - enough / 2;
		}
	}
	w->facts = whole;
	return ok;
}

static bool each_row(struct walk *w, const struct block *b, row_fn *fn, const void *user)
{
	if (b->list.list && b->list.list->is_rows)
		return text_rows(w, b, fn, user);
	const struct facts *whole = w->facts;
	const struct json_t *array = doc_list_array(w, &b->list);
	struct facts row = *whole;
	size_t n = doc_list_count(w, &b->list);
	bool ok = true;

	w->facts = &row;
	for (size_t i = 0; ok && i < n; i++) {
		row.row = i;
		row.item = node_item(array, i);
		ok = fn(w, b, user);
	}
	w->facts = whole;
	return ok;
}

static bool walk_blocks(struct walk *w, size_t from, size_t to);

static bool each_row_blocks(struct walk *w, const struct block *b, const void *user)
{
	(void)user;
	return walk_blocks(w, (size_t)(b - w->in->form->blocks) + 1, b->last);
}

/* ---- tables */

struct table {
	const struct block *columns[TEMPLATE_COLUMNS_MAX];
	struct doc_column shapes[TEMPLATE_COLUMNS_MAX];
	size_t n;
};

/* Widths to a thousand: what is left is shared by the columns without one, else by all. */
static void share_width(struct table *t)
{
	int given = 0, open = 0, least;

	for (size_t i = 0; i < t->n; i++) {
		given += t->shapes[i].mille;
		open += t->shapes[i].mille == 0;
	}
	least = open > 5 ? 500 / open : 100; /* an open one has a tenth, many of them half of all */
	for (size_t i = 0; i < t->n; i++) {
		struct doc_column *c = &t->shapes[i];
		int room = 1000 - open * least;
		if (!c->mille)
			c->mille = given < room ? (1000 - given) / open : least;
		else if (given > room || !open)
			c->mille = (int)((int64_t)c->mille * room / given);
	}
}

static void find_columns(struct walk *w, const struct block *b, struct table *t)
{
	size_t first = (size_t)(b - w->in->form->blocks) + 1;

	t->n = 0;
	for (size_t i = first; i < b->last; i++) {
		const struct block *column = &w->in->form->blocks[i];
		if (!doc_holds(w, column))
			continue;
		t->shapes[t->n] = (struct doc_column){column->number, column->align};
		t->columns[t->n++] = column;
	}
	share_width(t);
}

static bool give_cells(struct walk *w, const struct block *b, const struct table *t, size_t which)
{
	struct doc_text *texts = new_texts(w, t->n);
	struct doc_block out = {.kind = which ? DOC_ROW : DOC_TABLE, .line = b->line, .texts = texts,
		.n = t->n, .columns = t->shapes};
	const bool roll = w->in->paper->shape == PAPER_ROLL; /* in one line, for each row */
	bool names = false, says = false;

	for (size_t i = 0; i < t->n; i++) {
		doc_phrase(w, &t->columns[i]->phrases[which], &texts[i], &names, &says);
		if (!which && w->in->english && t->columns[i]->n_english)
			doc_add_english(w, &t->columns[i]->english[0], roll ? " (" : "\n", roll ? ")" : "", &texts[i]);
	}
	return give(w, &out);
}

static bool table_row(struct walk *w, const struct block *b, const void *user)
{
	return give_cells(w, b, user, 1);
}

/* To write on by hand, up to the number of rows the template wants at least. */
static bool empty_rows(struct walk *w, const struct block *b, const struct table *t)
{
	const struct facts *whole = w->facts;
	struct facts nothing = *whole;
	bool ok = true;

	nothing.item = NULL;
	nothing.data = NULL;
	nothing.outer = NULL;
	size_t filled = b->list.list && b->list.list->is_rows ? w->rows : doc_list_count(w, &b->list);
	w->facts = &nothing;
	for (size_t i = filled; ok && i < (size_t)b->number; i++) {
		nothing.row = i;
		ok = give_cells(w, b, t, 1);
	}
	w->facts = whole;
	return ok;
}

static bool table(struct walk *w, const struct block *b)
{
	struct table t;
	struct doc_block end = {.kind = DOC_TABLE_END, .line = b->line};

	if (doc_list_count(w, &b->list) == 0 && !b->number)
		return true;
	find_columns(w, b, &t);
	return t.n == 0 || (give_cells(w, b, &t, 0) && each_row(w, b, table_row, &t) &&
		empty_rows(w, b, &t) && give(w, &end));
}

/* ---- all of it */

static bool walk_blocks(struct walk *w, size_t from, size_t to)
{
	bool ok = true;

	for (size_t i = from; ok && i < to; i++) {
		const struct block *b = &w->in->form->blocks[i];
		bool is_list = b->kind == BLOCK_TABLE || b->kind == BLOCK_EACH;
		if (is_list)
			i = b->last;
		if (b->kind == BLOCK_FOOTER || !doc_holds(w, b))
			continue;
		ok = b->kind == BLOCK_TABLE ? table(w, b) :
			b->kind == BLOCK_EACH ? each_row(w, b, each_row_blocks, NULL) : plain(w, b);
	}
	return ok;
}

static struct doc_text footer(struct walk *w)
{
	const struct template *t = w->in->form;
	const char *code = w->facts->dossier->code;

	for (size_t i = 0; i < t->n_blocks; i++) {
		const struct block *b = &t->blocks[i];
		const struct doc_text *text = b->kind == BLOCK_FOOTER && doc_holds(w, b) ? texts_of(w, b) : NULL;
		if (text)
			return *text;
	}
	return one_run(w, 0, *code ? arena_printf(&w->arena, "Mã hồ sơ: %s", code) : t->name);
}

static bool begin(struct walk *w)
{
	const struct template *t = w->in->form;
	struct doc_text foot = footer(w);
	struct doc_block out = {.kind = DOC_BEGIN, .texts = &foot, .n = 1, .name = t->name,
		.at = w->facts->dated_at, .parts = t->n_parts ? t->n_parts : 1};

	return give(w, &out);
}

bool doc_walk(const struct doc_input *in, doc_sink_fn *sink, void *user, struct err *err)
{
	struct facts_box box;
	struct walk w = {.in = in, .facts = &box.facts, .sink = sink, .user = user, .err = err};
	bool ok = facts_box_read(&box, in->data, strlen(in->data), DOC_DATA_MAX, NULL, err);

	box.facts.copy = in->copy;
	box.facts.rows = in->rows;
	ok = ok && begin(&w) && walk_blocks(&w, 0, in->form->n_blocks);
	arena_clear(&w.arena);
	facts_box_clear(&box);
	return ok;
}
