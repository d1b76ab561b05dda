#include "tui/dossier_table.h"

#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "core/status.h"
#include "i18n/lang.h"
#include "tui/frame.h"
#include "tui/term.h"
#include "tui/when.h"

#define WIDE_COLS 100 /* from here on codes are shown whole */
#define ROOMY_ROWS 20

/* Follows the dossier that was chosen, when it is still in sight. */
static void follow(struct dossier_table *t, const char *uuid)
{
	for (size_t i = 0; i < t->pages.rows.n; i++)
		if (str_eq(t->pages.rows.rows[i].uuid, uuid))
			t->list.cursor = t->list.top + (int64_t)i;
}

bool dossier_table_load(struct dossier_table *t, struct store *store, int page, struct err *err)
{
	char uuid[UUID_SIZE] = "";
	const struct dossier_row *row = dossier_table_row(t);
	if (row)
		str_copy(uuid, sizeof(uuid), row->uuid);
	int64_t at = t->list.cursor - t->list.top, top = 0;
	if (!dossier_pages_open(&t->pages, store, &t->filter, err) ||
		!dossier_pages_place(&t->pages, store, &top, err) ||
		!dossier_pages_read(&t->pages, store, top, page, err))
		return false;
	t->list = (struct list){.total = t->pages.total, .cursor = top + at, .top = top};
	follow(t, uuid);
	list_settle(&t->list, page);
	return t->list.top == top || dossier_pages_read(&t->pages, store, t->list.top, page, err);
}

bool dossier_table_move(struct dossier_table *t, struct store *store, enum action action, int page,
	struct err *err)
{
	struct list old = t->list;
	if (!list_move(&t->list, action, page))
		return false;
	if (t->list.top != old.top && !dossier_pages_read(&t->pages, store, t->list.top, page, err))
		t->list = old;
	return true;
}

void dossier_table_start(struct dossier_table *t)
{
	t->list.cursor = t->list.top = 0;
	dossier_pages_clear(&t->pages);
}

const struct dossier_row *dossier_table_row(const struct dossier_table *t)
{
	int64_t at = t->list.cursor - t->list.top;
	return at >= 0 && at < (int64_t)t->pages.rows.n ? &t->pages.rows.rows[at] : NULL;
}

const char *dossier_state_text(const struct dossier_row *row)
{
	if (row->delivery == DELIVERY_REJECTED)
		return _("bị từ chối");
	if (row->delivery == DELIVERY_WAITING)
		return _("chờ gửi");
	return status_text(row->status);
}

const char *dossier_short_code(const char *code, const char *agency)
{
	size_t n = strlen(agency);
	return str_starts(code, agency) && code[n] == '-' ? code + n + 1 : code;
}

/* Fixed columns first; name and procedure share what is left. Each is followed by a space. */
struct columns {
	int code, name, procedure, state, due;
	bool short_code;
};

static struct columns columns_for(const struct dossier_table *t, int cols)
{
	struct columns c = {.code = 22, .state = t->states ? 15 : 0, .due = 13};
	c.short_code = t->states && cols < WIDE_COLS;
	if (c.short_code)
		c.code = 12;
	int left = cols - 2 - c.code - c.state - c.due;
	c.name = left / 2;
	c.procedure = left - c.name;
	return c;
}

/* Nearly all names begin with the same word; in a narrow column the others tell more. */
static const char *procedure_gist(const char *name)
{
	static const char word[] = "Thủ tục ";
	return str_starts(name, word) && name[sizeof(word) - 1] ? name + sizeof(word) - 1 : name;
}

static enum style state_style(const struct dossier_row *r)
{
	if (r->not_printed || r->delivery == DELIVERY_REJECTED)
		return STYLE_BAD;
	return r->delivery == DELIVERY_WAITING ? STYLE_WARN : STYLE_TEXT;
}

static void draw_row(const struct dossier_table *t, const struct dossier_row *r, int line,
	struct area a, int64_t now)
{
	struct columns c = columns_for(t, a.cols);
	bool chosen = r == dossier_table_row(t);
	enum style style = chosen ? STYLE_SELECTED : STYLE_TEXT;
	char due[WHEN_SIZE];
	int col = a.col + 2;
	when_due(r->due_at, now, due);
	term_put_fit(line, a.col, a.cols, chosen ? ">" : "", TEXT_LEFT, style);
	if (t->marks && marks_has(t->marks, r->uuid))
		term_put(line, a.col + 1, "*", chosen ? style : STYLE_TITLE);
	term_put_fit(line, col, c.code - 1, c.short_code ? dossier_short_code(r->code, t->agency) : r->code,
		TEXT_LEFT, style);
	term_put_fit(line, col += c.code, c.name - 1, r->applicant, TEXT_LEFT, style);
	term_put_fit(line, col += c.name, c.procedure - 1, procedure_gist(r->procedure), TEXT_LEFT, style);
	col += c.procedure;
	if (c.state)
		term_put_fit(line, col, c.state - 1, r->not_printed ? _("CHƯA IN") : dossier_state_text(r),
			TEXT_LEFT, chosen ? style : state_style(r));
	term_put_fit(line, col + c.state, c.due, due, TEXT_LEFT,
		!chosen && r->due_at && r->due_at < now ? STYLE_WARN : style);
	if (chosen)
		term_cursor(line, a.col);
}

/* Lines below the list for all words of the chosen row. */
static int foot_rows(int rows)
{
	return rows >= ROOMY_ROWS ? 2 : 1;
}

int dossier_table_page(int rows)
{
	return rows - foot_rows(rows);
}

static void draw_foot(const struct dossier_table *t, struct area area)
{
	const struct dossier_row *r = dossier_table_row(t);
	struct columns c = columns_for(t, area.cols);
	if (!r || (text_width(r->applicant) < c.name && text_width(procedure_gist(r->procedure)) < c.procedure))
		return;
	struct buf line;
	int rows = foot_rows(area.rows);
	buf_init(&line, 4096);
	buf_printf(&line, "%s · %s", r->applicant, r->procedure);
	draw_wrapped(area.row + area.rows - rows, area.col + 2, rows, area.cols - 2, buf_str(&line), STYLE_LABEL);
	buf_clear(&line);
}

void dossier_table_draw(const struct dossier_table *t, struct area area, int64_t now)
{
	for (size_t i = 0; i < t->pages.rows.n && (int)i < dossier_table_page(area.rows); i++)
		draw_row(t, &t->pages.rows.rows[i], area.row + (int)i, area, now);
	draw_foot(t, area);
}

void dossier_table_clear(struct dossier_table *t)
{
	dossier_pages_clear(&t->pages);
}
