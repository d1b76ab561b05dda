#include "tui/marks.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"

static size_t place(const struct marks *m, const char *uuid)
{
	size_t i = 0;
	while (i < m->n && !str_eq(m->uuids[i], uuid))
		i++;
	return i;
}

bool marks_has(const struct marks *m, const char *uuid)
{
	return place(m, uuid) < m->n;
}

bool marks_add(struct marks *m, const char *uuid)
{
	if (marks_has(m, uuid))
		return true;
	if (m->n == MARKS_MAX)
		return false;
	if (m->n == m->room) {
		m->room = m->room ? 2 * m->room : 16;
		m->uuids = xreallocarray(m->uuids, m->room, sizeof(*m->uuids));
	}
	str_copy(m->uuids[m->n++], UUID_SIZE, uuid);
	return true;
}

void marks_remove(struct marks *m, const char *uuid)
{
	size_t at = place(m, uuid);
	if (at == m->n)
		return;
	m->n--;
	memmove(m->uuids[at], m->uuids[at + 1], (m->n - at) * sizeof(*m->uuids));
}

void marks_copy(struct marks *to, const struct marks *from)
{
	if (to->room < from->n) {
		to->room = from->n;
		to->uuids = xreallocarray(to->uuids, to->room, sizeof(*to->uuids));
	}
	if (from->n > 0)
		memcpy(to->uuids, from->uuids, from->n * sizeof(*to->uuids));
	to->n = from->n;
}

void marks_clear(struct marks *m)
{
	free(m->uuids);
	*m = (struct marks){0};
}
