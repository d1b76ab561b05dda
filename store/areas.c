#include "store/areas.h"

#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/fold.h"
#include "i18n/order.h"
#include "i18n/text.h"
#include "store/store.h"

#define NAME_BYTES 400
/* What decides, in this order; fold.h's score is made of the first and the last. */
#define KIND_SHIFT 12
#define OWN_SHIFT 11

struct entry {
	const char *text;
	bool own;  /* in the agency's province */
	int place; /* by name */
};

struct areas {
	struct arena arena;
	struct fold_list *lines; /* two of each entry: "Vĩnh Hanh An Giang", "Xã Vĩnh Hanh Tỉnh An Giang" */
	struct entry *entries;
	size_t n;
};

/* Kinds of areas, as names begin with them. */
static const char *const kinds[] = {"Thành phố ", "Tỉnh ", "Phường ", "Xã ", "Đặc khu ", "Thị trấn ", "Thị xã "};

/* Where the name proper begins. */
static const char *proper(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (str_starts(name, kinds[i]))
			return name + strlen(kinds[i]);
	return name;
}

/* "Xã Vĩnh Hanh" as it stands inside an address: "xã Vĩnh Hanh". */
static void add_name(struct buf *out, const char *name)
{
	size_t kind = (size_t)(proper(name) - name);
	char *head = xstrndup(name, kind);
	text_lower(head, out);
	buf_str_add(out, name + kind);
	free(head);
}

/* As it is typed: names alone, or with their kinds before them. */
static void add_lines(struct areas *areas, const char *name, const char *province)
{
	struct buf line;
	buf_init(&line, 4 * NAME_BYTES);
	buf_printf(&line, "%s %s", proper(name), proper(province));
	fold_list_add(areas->lines, buf_str(&line));
	buf_reset(&line);
	buf_printf(&line, "%s %s", name, province);
	fold_list_add(areas->lines, buf_str(&line));
	buf_clear(&line);
}

static void add(struct areas *areas, const char *name, const char *province, bool own)
{
	struct buf text;
	buf_init(&text, 4 * NAME_BYTES);
	add_name(&text, name);
	if (province[0]) {
		buf_str_add(&text, ", ");
		add_name(&text, province);
	}
	add_lines(areas, name, province);
	areas->entries[areas->n++] = (struct entry){
		.text = arena_strdup(&areas->arena, buf_str(&text)), .own = own};
	buf_clear(&text);
}

/* SQLite reads the few members itself: JSON libraries have no place in this folder. */
static bool read_areas(struct areas *areas, struct db *db, const char *own, struct err *err)
{
	size_t size = 0;
	struct rows *r = db_rows(db, "SELECT json_extract(a.body, '$.name'), json_extract(p.body, '$.name'),"
		" json_extract(a.body, '$.province') FROM catalogue_item a LEFT JOIN catalogue_item p"
		" ON p.kind = 'area' AND p.id = json_extract(a.body, '$.province') AND p.id <> a.id"
		" WHERE a.kind = 'area' ORDER BY a.id", NULL);
	while (rows_next(r)) {
		char name[NAME_BYTES], province[NAME_BYTES];
		text_clean_to(name, sizeof(name), rows_text(r, 0));
		text_clean_to(province, sizeof(province), rows_text(r, 1));
		if (!name[0])
			continue;
		if (areas->n == size) {
			size = size ? 2 * size : 256;
			areas->entries = xreallocarray(areas->entries, size, sizeof(*areas->entries));
		}
		add(areas, name, province, own[0] && str_eq(rows_text(r, 2), own));
	}
	return rows_end(r, err);
}

/* "" when the catalogue does not say. */
static bool read_own(struct db *db, const char *agency, char own[8], struct err *err)
{
	struct rows *r = db_rows(db, "SELECT coalesce((SELECT json_extract(a.body, '$.province')"
		" FROM catalogue_item a WHERE a.kind = 'area' AND a.id = json_extract(g.body, '$.area')), '')"
		" FROM catalogue_item g WHERE g.kind = 'agency' AND g.id = ?", "t", agency);
	own[0] = '\0';
	if (rows_next(r))
		str_copy(own, 8, rows_text(r, 0));
	return rows_end(r, err);
}

static const char *name_of(const void *item)
{
	const char *text = (*(const struct entry *const *)item)->text;
	const char *space = strchr(text, ' ');
	return space ? space + 1 : text;
}

static void give_places(struct areas *areas)
{
	struct entry **sorted = xcalloc(areas->n + 1, sizeof(*sorted));
	for (size_t i = 0; i < areas->n; i++)
		sorted[i] = &areas->entries[i];
	order_array(sorted, areas->n, sizeof(struct entry *), name_of, ORDER_TEXT);
	for (size_t i = 0; i < areas->n; i++)
		sorted[i]->place = (int)i;
	free(sorted);
}

bool areas_load(struct store *store, const char *agency, struct areas **out, struct err *err)
{
	char own[8];
	struct areas *areas = xcalloc(1, sizeof(*areas));
	areas->lines = fold_list_new();
	if (!read_own(store_db(store), agency, own, err) || !read_areas(areas, store_db(store), own, err)) {
		areas_free(areas);
		return false;
	}
	give_places(areas);
	*out = areas;
	return true;
}

void areas_free(struct areas *areas)
{
	if (!areas)
		return;
	arena_clear(&areas->arena);
	fold_list_free(areas->lines);
	free(areas->entries);
	free(areas);
}

size_t areas_size(const struct areas *areas)
{
	return areas->n;
}

/* ---- looking */

static bool better(const struct area_hit *a, const struct area_hit *b)
{
	return a->score != b->score ? a->score > b->score : a->place < b->place;
}

/* The best max of them, the best first. */
static size_t keep(struct area_hit *hits, size_t n, size_t max, struct area_hit hit)
{
	size_t at = n;
	while (at > 0 && better(&hit, &hits[at - 1]))
		at--;
	if (at == max)
		return n;
	n += n < max;
	memmove(&hits[at + 1], &hits[at], (n - at - 1) * sizeof(*hits));
	hits[at] = hit;
	return n;
}

static int match(const struct areas *areas, const struct fold_query *query, size_t i)
{
	int name = fold_list_match(query, areas->lines, 2 * i);
	int with_kind = fold_list_match(query, areas->lines, 2 * i + 1);
	return name > with_kind ? name : with_kind;
}

size_t areas_search(const struct areas *areas, const char *text, struct area_hit *hits, size_t max,
	size_t *total)
{
	struct fold_query *query = fold_query_new(text);
	size_t n = 0, matches = 0;
	for (size_t i = 0; i < areas->n && !fold_query_empty(query); i++) {
		const struct entry *e = &areas->entries[i];
		int score = match(areas, query, i), kind = score / FOLD_KIND_SCORES;
		if (kind <= FOLD_ANYWHERE)
			continue;
		matches++;
		n = keep(hits, n, max, (struct area_hit){e->text, kind << KIND_SHIFT | e->own << OWN_SHIFT |
			score % FOLD_KIND_SCORES, e->place});
	}
	fold_query_free(query);
	if (total)
		*total = matches;
	return n;
}
