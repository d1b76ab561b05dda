#include "store/erase.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "db/db.h"
#include "store/print_jobs.h"
#include "store/room.h"
#include "store/scrub.h"
#include "store/search_index.h"
#include "store/store.h"

#define DAY 86400
#define KEPT "delivered_at > 0 AND erased_at = 0" /* as in the index dossier_kept */

/* What was acknowledged up to then is over; 0: nothing can be said. */
static bool find_end(struct db *db, const struct erase_rule *rule, int64_t *end, struct err *err)
{
	int64_t now = rule->now;
	*end = 0;
	if (!now && !db_get_int(db, err, &now, NULL,
		"SELECT coalesce(max(delivered_at), 0) FROM dossier WHERE " KEPT, NULL))
		return false;
	*end = now - rule->keep_days * DAY;
	return true;
}

static bool find_due(struct db *db, int64_t end, int64_t *ordinals, int most, int *n,
	struct err *err)
{
	struct rows *r = db_rows(db, "SELECT d.ordinal FROM dossier d WHERE d.delivered_at > 0"
		" AND d.erased_at = 0 AND d.delivered_at <= ?"
		" AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.ordinal = d.ordinal)"
		" AND NOT EXISTS (SELECT 1 FROM print_job p WHERE p.dossier = d.ordinal"
		"  AND p.state IN (0, 1, 3))"
		" AND NOT EXISTS (SELECT 1 FROM print_job_part x JOIN print_job p ON p.original = x.job"
		"  WHERE x.dossier = d.ordinal AND p.state IN (0, 1, 3)) ORDER BY d.delivered_at LIMIT ?", "ii", end, (int64_t)most);
	for (*n = 0; *n < most && rows_next(r); ++*n)
		ordinals[*n] = rows_int(r, 0);
	return rows_end(r, err);
}

/* Papers it stands on together with others. */
#define PAPERS_WITH_OTHERS " OR original IN (SELECT job FROM print_job_part WHERE dossier = ?)"

/* Only in our own folder: a file an officer saved elsewhere is the officer's. */
static bool is_ours(const char *path, const char *dir)
{
	size_t n = strlen(dir);
	return n && str_starts(path, dir) && path[n] == '/' && !strchr(path + n + 1, '/') &&
		print_target_is_file(path);
}

/* Before the commit: a paper that is gone can be made again, one that is left would stay for ever. */
static bool remove_papers(struct db *db, int64_t ordinal, const char *dir, struct err *err)
{
	struct rows *r = db_rows(db, "SELECT target FROM print_job WHERE dossier = ?" PAPERS_WITH_OTHERS, "ii",
		ordinal, ordinal);
	while (rows_next(r))
		if (dir && is_ours(rows_text(r, 0), dir))
			unlink(rows_text(r, 0));
	return rows_end(r, err);
}

/* That there were papers and hand-overs is kept; what was written on them is not. */
static bool erase_words(struct db *db, int64_t ordinal, struct err *err)
{
	return db_run(db, err, "UPDATE print_job SET asked = NULL, asked_erased = 1 WHERE asked IS NOT NULL"
			" AND (dossier = ?" PAPERS_WITH_OTHERS ")", "ii", ordinal, ordinal) &&
		db_run(db, err, "UPDATE handover SET content = NULL WHERE dossier = ?", "i", ordinal);
}

/* What was typed for a paper of it and never printed: such drafts bear its UUID in their names. */
static bool erase_drafts(struct db *db, int64_t ordinal, struct err *err)
{
	return db_run(db, err, "DELETE FROM draft WHERE instr(id, (SELECT uuid FROM dossier WHERE ordinal = ?)) > 0",
		"i", ordinal);
}

/* Those about several dossiers, or a period, bear nobody's: they go by their age. */
static bool erase_old_drafts(struct db *db, int64_t end, struct err *err)
{
	return db_run(db, err, "DELETE FROM draft WHERE id GLOB 'print.*' AND at <= ?", "i", end);
}

static bool erase_one(struct db *db, int64_t ordinal, const char *dir, struct err *err)
{
	return remove_papers(db, ordinal, dir, err) && erase_words(db, ordinal, err) &&
		erase_drafts(db, ordinal, err) &&
		db_run(db, err, "DELETE FROM dossier_vault WHERE ordinal = ?", "i", ordinal) &&
		db_run(db, err, "UPDATE dossier_body SET json = NULL WHERE ordinal = ?", "i", ordinal) &&
		db_run(db, err, "UPDATE dossier SET erased_at = ? WHERE ordinal = ?", "ii",
			clock_now() > 0 ? clock_now() : 1, ordinal);
}

static bool erase_all(struct store *store, const int64_t *ordinals, int n, int64_t end, const char *dir,
	struct err *err)
{
	struct db *db = store_db(store);
	store_room_for_rest(store);
	if (!db_begin(db, err))
		return false;
	bool ok = erase_old_drafts(db, end, err);
	for (int i = 0; ok && i < n; i++)
		ok = erase_one(db, ordinals[i], dir, err);
	return db_finish(db, ok && search_index_outdate(db, err) &&
		store_owe_scrub(db, SCRUB_LOG, err), err);
}

bool store_erase(struct store *store, const struct erase_rule *rule, int *n, struct err *err)
{
	int64_t end;
	int64_t *ordinals = xcalloc((size_t)rule->most, sizeof(*ordinals));
	*n = 0;
	bool ok = find_end(store_db(store), rule, &end, err) &&
		find_due(store_db(store), end, ordinals, rule->most, n, err) &&
		(*n == 0 || erase_all(store, ordinals, *n, end, rule->paper_dir, err));
	free(ordinals);
	if (ok && *n) {
		log_line(LOG_INFO, "erased what is personal of %d dossiers", *n);
		store_scrub(store);
	}
	return ok;
}
