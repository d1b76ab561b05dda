/* A name like the one that was mistyped. */
#include "printing/values.h"

#include <string.h>
#include "base/mem.h"

#define LEN_MAX 40
#define LIKE 2 /* letters that may be wrong, missing or too many */

static size_t least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;
	return ab < c ? ab : c;
}

/* How many letters must be changed, taken away or put in (Levenshtein). */
static size_t distance(const char *a, const char *b)
{
	size_t row[LEN_MAX + 1], n = strlen(a), m = strlen(b);

	if (n > LEN_MAX || m > LEN_MAX)
		return LEN_MAX;
	for (size_t k = 0; k <= m; k++)
		row[k] = k;
	for (size_t i = 1; i <= n; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t k = 1; k <= m; k++) {
			size_t above = row[k];
			row[k] = least(above + 1, row[k - 1] + 1, diagonal + (a[i - 1] != b[k - 1]));
			diagonal = above;
		}
	}
	return row[m];
}

static void look(const char *name, const char *candidate, size_t *best, const char **found)
{
	size_t d = distance(name, candidate);

	if (d < *best) {
		*best = d;
		*found = candidate;
	}
}

const char *value_nearest(const char *name, const struct value_list *list)
{
	size_t best = LIKE + 1;
	const char *found = NULL;
	const struct value *v;

	for (size_t i = 0; list && i < list->n_row; i++)
		look(name, list->row[i].name, &best, &found);
	for (size_t i = 0; (v = value_at(i)); i++)
		look(name, v->name, &best, &found);
	return found;
}
