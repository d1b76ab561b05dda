/* In whose hands papers are: what a program that is no more had sent is lost, until another asks after it. */
#include "store/print_jobs.h"

#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "store/holder.h"
#include "store/print_rows.h"
#include "store/room.h"
#include "store/store.h"

bool print_job_set_lost(struct store *store, const char *id, struct err *err)
{
	return db_run(store_db(store), err, "UPDATE print_job SET holder = ? WHERE id = ? AND state = 3", "tt",
		PRINT_LOST, id);
}

bool print_job_claim(struct store *store, const char *id, bool *claimed, struct err *err)
{
	char holder[HOLDER_SIZE];
	holder_self(holder);
	*claimed = false;
	if (!db_begin(store_db(store), err))
		return false;
	bool ok = db_run(store_db(store), err, "UPDATE print_job SET state = 1, holder = ? WHERE id = ?"
		" AND state = 3 AND holder = ?", "ttt", holder, id, PRINT_LOST);
	*claimed = ok && db_changes(store_db(store)) > 0;
	return db_finish(store_db(store), ok, err);
}

struct orphans {
	char (*ids)[UUID_SIZE];
	size_t n;
	bool others; /* somebody else has something in hand */
};

/* What was sent by programs that are no more, and where with_own by this one. */
static bool find_orphans(struct store *store, bool with_own, struct orphans *out, struct err *err)
{
	char self[HOLDER_SIZE];
	size_t size = 0;
	*out = (struct orphans){.n = 0};
	holder_self(self);
	/* those open are in an index of their own, which only these words find */
	struct rows *r = db_rows(store_db(store), "SELECT id, holder FROM print_job WHERE state IN (0, 1, 3)"
		" AND state = 1", NULL);
	while (rows_next(r)) {
		bool other = holder_is_other(rows_text(r, 1));
		out->others |= other;
		if (other || (!with_own && str_eq(rows_text(r, 1), self)))
			continue;
		if (out->n == size) {
			size = size ? 2 * size : 16;
			out->ids = xreallocarray(out->ids, size, UUID_SIZE);
		}
		str_copy(out->ids[out->n++], UUID_SIZE, rows_text(r, 0));
	}
	return rows_end(r, err);
}

static bool lose_all(struct store *store, const struct orphans *orphans, int64_t now, struct err *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i < orphans->n; i++)
		ok = db_run(store_db(store), err, "UPDATE print_job SET state = ?, changed_at = ?, detail = ?,"
			" holder = ? WHERE id = ?", "iittt", (int64_t)PRINT_UNCERTAIN, now,
			_("Chương trình dừng giữa lúc in: không biết giấy đã ra chưa. Hãy xem ở máy in."), PRINT_LOST,
			orphans->ids[i]);
	return ok;
}

static bool recover(struct store *store, bool with_own, int64_t now, bool *others, struct err *err)
{
	struct orphans orphans;
	store_room_for_rest(store);
	if (!db_begin(store_db(store), err))
		return false;
	bool ok = find_orphans(store, with_own, &orphans, err) && lose_all(store, &orphans, now, err);
	*others = orphans.others;
	free(orphans.ids);
	return db_finish(store_db(store), ok, err);
}

bool print_jobs_recover(struct store *store, int64_t now, struct err *err)
{
	bool others;
	return recover(store, true, now, &others, err);
}

bool print_jobs_recover_others(struct store *store, int64_t now, bool *others, struct err *err)
{
	struct orphans orphans; /* looked for first: mostly there are none, and nothing is to be written */
	bool ok = find_orphans(store, false, &orphans, err);
	*others = orphans.others;
	free(orphans.ids);
	return ok && (orphans.n == 0 || recover(store, false, now, others, err));
}
