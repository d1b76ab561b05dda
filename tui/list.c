#include "tui/list.h"

#include "base/buf.h"
#include "base/str.h"
#include "core/procedure.h"

static int64_t clamp(int64_t n, int64_t low, int64_t high)
{
	return n > high ? (high < low ? low : high) : n < low ? low : n;
}

void list_settle(struct list *list, int64_t page)
{
	if (page < 1)
		page = 1;
	list->cursor = clamp(list->cursor, 0, list->total - 1);
	list->top = clamp(list->top, list->cursor - page + 1, list->cursor);
	list->top = clamp(list->top, 0, list->total - page);
}

bool list_move(struct list *list, enum action action, int64_t page)
{
	int64_t step = page > 1 ? page - 1 : 1;
	switch (action) {
	case ACT_UP:
		list->cursor--;
		break;
	case ACT_DOWN:
		list->cursor++;
		break;
	case ACT_PAGE_UP:
		list->cursor -= step;
		list->top -= step;
		break;
	case ACT_PAGE_DOWN:
		list->cursor += step;
		list->top += step;
		break;
	case ACT_FIRST:
		list->cursor = 0;
		break;
	case ACT_LAST:
		list->cursor = list->total - 1;
		break;
	default:
		return false;
	}
	list_settle(list, page);
	return true;
}

void list_position(const struct list *list, int64_t page, char *out, int size)
{
	int64_t last = list->top + page < list->total ? list->top + page : list->total;
	struct buf text;
	out[0] = '\0';
	if (list->total <= page)
		return;
	buf_init(&text, 100);
	amount_text(list->top + 1, &text);
	buf_str_add(&text, "–");
	amount_text(last, &text);
	buf_str_add(&text, " / ");
	amount_text(list->total, &text);
	str_copy(out, (size_t)size, buf_str(&text));
	buf_clear(&text);
}
