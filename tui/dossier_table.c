#include "tui/dossier_table.h"

#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "core/status.h"
#include "i18n/lang.h"
#include "tui/term.h"
#include "tui/when.h"

/* Follows the dossier that was chosen, when it is still in sight. */
static void follow(struct dossier_table *t, const char *uuid)
{
	for (size_t i = 0; i < t->rows.n; i++)
		if (str_eq(t->rows.rows[i].uuid, uuid))
			t->list.cursor = t->list.top + (int64_t)i;
}

static bool read_window(struct dossier_table *t, struct store *store, int page, struct err *err)
{
	struct dossier_list fresh = {0};
	if (!dossiers_list(store, &t->filter, t->list.top, page, &fresh, err))
		return false;
	dossier_list_clear(&t->rows);
	t->rows = fresh;
	t->list.total = fresh.total;
	return true;
}

bool dossier_table_load(struct dossier_table *t, struct store *store, int page, struct err *err)
{
	char uuid[UUID_SIZE] = "";
	const struct dossier_row *row = dossier_table_row(t);
	if (row)
		str_copy(uuid, sizeof(uuid), row->uuid);
	if (!read_window(t, store, page, err))
		return false;
	follow(t, uuid);
	int64_t top = t->list.top;
	list_settle(&t->list, page);
	return t->list.top == top || read_window(t, store, page, err);
}

bool dossier_table_move(struct dossier_table *t, struct store *store, enum action action, int page,
	struct err *err)
{
	int64_t top = t->list.top;
	if (!list_move(&t->list, action, page))
		return false;
	if (t->list.top != top && !read_window(t, store, page, err))
		list_settle(&t->list, page);
	return true;
}

const struct dossier_row *dossier_table_row(const struct dossier_table *t)
{
	int64_t at = t->list.cursor - t->list.top;
	return at >= 0 && at < (int64_t)t->rows.n ? &t->rows.rows[at] : NULL;
}

const char *dossier_state_text(const struct dossier_row *row)
{
	if (row->delivery == DELIVERY_REJECTED)
		return _("bị từ chối");
	if (row->delivery == DELIVERY_WAITING)
		return _("chờ gửi");
	return status_text(row->status);
}

/* Fixed columns first, what is left goes to name and procedure, two to three. */
struct columns {
	int code, name, procedure, state, due;
};

static struct columns columns_for(int cols)
{
	struct columns c = {.code = 22, .state = 12, .due = 13};
	int left = cols - 2 - c.code - c.state - c.due - 4;
	c.name = left * 5 / 10;
	c.procedure = left - c.name;
	return c;
}

static void draw_row(const struct dossier_row *r, int line, struct area a, bool chosen, int64_t now)
{
	struct columns c = columns_for(a.cols);
	enum style style = chosen ? STYLE_SELECTED : STYLE_TEXT;
	enum style state = chosen || r->delivery == DELIVERY_DELIVERED ? style :
		r->delivery == DELIVERY_REJECTED ? STYLE_BAD : STYLE_WARN;
	char due[WHEN_SIZE];
	int col = a.col;
	when_due(r->due_at, now, due);
	if (chosen)
		term_put_fit(line, a.col, a.cols, ">", TEXT_LEFT, style);
	term_put_fit(line, col += 2, c.code, r->code, TEXT_LEFT, style);
	term_put_fit(line, col += c.code + 1, c.name, r->applicant, TEXT_LEFT, style);
	term_put_fit(line, col += c.name + 1, c.procedure, r->procedure, TEXT_LEFT, style);
	term_put_fit(line, col += c.procedure + 1, c.state,
		r->not_printed ? _("CHƯA IN") : dossier_state_text(r), TEXT_LEFT,
		r->not_printed && !chosen ? STYLE_BAD : state);
	term_put_fit(line, col + c.state + 1, c.due, due, TEXT_LEFT,
		!chosen && r->due_at && r->due_at < now ? STYLE_WARN : style);
	if (chosen)
		term_cursor(line, a.col);
}

void dossier_table_draw(const struct dossier_table *t, struct area area, int64_t now)
{
	for (size_t i = 0; i < t->rows.n && (int)i < area.rows; i++)
		draw_row(&t->rows.rows[i], area.row + (int)i, area,
			t->list.top + (int64_t)i == t->list.cursor, now);
}

void dossier_table_clear(struct dossier_table *t)
{
	dossier_list_clear(&t->rows);
}
