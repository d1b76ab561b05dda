#ifndef MOTCUA_TUI_MARKS_H
#define MOTCUA_TUI_MARKS_H

/* The dossiers an officer marked in a list, in the order they were marked, for papers of several. */

#include <stdbool.h>
#include <stddef.h>
#include "base/uuid.h"

#define MARKS_MAX 500 /* as many as go on one paper */

struct marks {
	char (*uuids)[UUID_SIZE];
	size_t n, room;
};

bool marks_has(const struct marks *m, const char *uuid);
/* False when there are MARKS_MAX already; marked twice is marked once. */
bool marks_add(struct marks *m, const char *uuid);
void marks_remove(struct marks *m, const char *uuid);
void marks_copy(struct marks *to, const struct marks *from);
/* Empty, and usable again. */
void marks_clear(struct marks *m);

#endif
