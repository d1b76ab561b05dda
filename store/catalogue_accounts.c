/* The officers of the catalogue. */
#include "store/catalogue.h"

#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/order.h"
#include "i18n/text.h"
#include "store/store.h"

/* SQLite reads the few members itself: JSON libraries have no place in this folder. */
static bool read_accounts(struct store *store, const char *agency, struct account **out, size_t *n,
	struct err *err)
{
	size_t size = 0;
	struct rows *r = db_rows(store_db(store), "SELECT id, json_extract(body, '$.name'),"
		" json_extract(body, '$.title'), json_extract(body, '$.role')"
		" FROM catalogue_item WHERE kind = 'account'"
		" AND json_extract(body, '$.agency') = ? ORDER BY id", "t", agency);
	while (rows_next(r)) {
		struct account a;
		if (!str_copy(a.id, sizeof(a.id), rows_text(r, 0)))
			continue;
		text_clean_to(a.name, sizeof(a.name), rows_text(r, 1));
		text_clean_to(a.title, sizeof(a.title), rows_text(r, 2));
		a.supervisor = str_eq(rows_text(r, 3), "supervisor");
		if (*n == size) {
			size = size ? 2 * size : 16;
			*out = xreallocarray(*out, size, sizeof(**out));
		}
		(*out)[(*n)++] = a;
	}
	return rows_end(r, err);
}

static const char *name_of(const void *account)
{
	return ((const struct account *)account)->name;
}

bool catalogue_accounts(struct store *store, const char *agency, struct account **out, size_t *n,
	struct err *err)
{
	*out = NULL;
	*n = 0;
	if (read_accounts(store, agency, out, n, err)) {
		order_array(*out, *n, sizeof(**out), name_of, ORDER_PEOPLE);
		return true;
	}
	free(*out);
	*out = NULL;
	*n = 0;
	return false;
}

bool catalogue_withdrawn(struct store *store, const char *agency, const char *id, bool *gone,
	struct err *err)
{
	int64_t one;
	bool there;
	*gone = false;
	if (!id[0] || str_eq(id, ACCOUNT_TYPED))
		return true;
	if (!db_get_int(store_db(store), err, &one, &there, "SELECT 1 FROM catalogue_item WHERE kind = 'account'"
		" AND id = ? AND json_extract(body, '$.agency') = ?", "tt", id, agency))
		return false;
	*gone = !there;
	return true;
}
