#include "tui/notices.h"

#include <string.h>
#include "base/str.h"

static void take_out(struct notices *n, size_t at)
{
	n->n--;
	memmove(&n->list[at], &n->list[at + 1], (n->n - at) * sizeof(n->list[0]));
	if (at == 0)
		n->read = false;
}

static bool is_weighty(const struct notice *notice)
{
	return notice->style == STYLE_BAD || notice->style == STYLE_WARN;
}

/* Of those that wait: the first that went well, else the oldest. */
static void make_room(struct notices *n)
{
	size_t at = 1;
	while (at < n->n && is_weighty(&n->list[at]))
		at++;
	take_out(n, at < n->n ? at : 1);
}

static void put(struct notice *notice, enum style style, const char *about, const char *text)
{
	notice->style = style;
	str_copy(notice->text, sizeof(notice->text), text);
	str_copy(notice->about, sizeof(notice->about), about);
}

bool notices_add(struct notices *n, enum style style, const char *about, const char *text)
{
	if (n->n > 0 && n->read)
		take_out(n, 0);
	for (size_t i = 0; about[0] && i < n->n; i++)
		if (str_eq(n->list[i].about, about)) {
			put(&n->list[i], style, about, text);
			return i == 0;
		}
	if (n->n == NOTICES_MAX)
		make_room(n);
	put(&n->list[n->n++], style, about, text);
	n->read = false;
	return n->n == 1;
}

bool notices_turn(struct notices *n, bool may_stay)
{
	if (n->n == 0)
		return false;
	if (n->n == 1 && may_stay) {
		n->read = true;
		return false;
	}
	take_out(n, 0);
	return true;
}

bool notices_forget(struct notices *n, const char *about)
{
	bool first = false;
	for (size_t i = n->n; about[0] && i-- > 0;)
		if (str_eq(n->list[i].about, about)) {
			take_out(n, i);
			first = i == 0;
		}
	return first;
}

const struct notice *notices_shown(const struct notices *n)
{
	return n->n > 0 ? &n->list[0] : NULL;
}
