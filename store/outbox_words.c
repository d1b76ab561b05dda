#include "store/outbox_words.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "core/problem.h"
#include "store/store.h"
#include "store/vault.h"

#define REASON "outbox.reason"
#define PROBLEM "outbox.problem"
#define WORDS_MAX (128 * 1024) /* bytes */

/* The item is known by its dossier's place: there may be no more of it that can be read. */
struct place {
	char text[24];
};

static struct place place_of(int64_t ordinal)
{
	struct place p;
	snprintf(p.text, sizeof(p.text), "%" PRId64, ordinal);
	return p;
}

static bool seal(struct store *store, const char *table, int64_t ordinal, const char *text,
	struct buf *out)
{
	buf_init(out, WORDS_MAX + SEAL_OVERHEAD);
	return vault_seal(store, table, place_of(ordinal).text, text, strlen(text), out);
}

static const char *reason_of(const struct problem *why)
{
	if (why->detail[0])
		return why->detail;
	if (why->violations.n && why->violations.list[0].message[0])
		return why->violations.list[0].message;
	return why->title;
}

bool outbox_words_refuse(struct store *store, int64_t ordinal, const struct problem *why,
	bool attempt, int64_t at, struct err *err)
{
	struct buf json, reason, problem;
	buf_init(&json, WORDS_MAX);
	problem_to_json(why, &json);
	bool sealed = seal(store, REASON, ordinal, reason_of(why), &reason);
	sealed = seal(store, PROBLEM, ordinal, buf_str(&json), &problem) && sealed;
	bool ok = sealed && db_run(store_db(store), err, "UPDATE outbox SET rejected = 1,"
		" attempts = attempts + ?, last_at = ?, reason = ?, problem = ? WHERE ordinal = ?"
		" AND rejected = 0", "iibbi", (int64_t)attempt, at, (const void *)reason.data, reason.len,
		(const void *)problem.data, problem.len, ordinal);
	buf_clear(&json);
	buf_clear(&reason);
	buf_clear(&problem);
	return ok;
}

bool outbox_words_note(struct store *store, int64_t ordinal, const char *reason, int64_t at,
	struct err *err)
{
	struct buf sealed;
	bool ok = seal(store, REASON, ordinal, reason, &sealed) &&
		db_run(store_db(store), err, "UPDATE outbox SET attempts = attempts + 1, last_at = ?,"
			" reason = ? WHERE ordinal = ? AND rejected = 0", "ibi", at,
			(const void *)sealed.data, sealed.len, ordinal);
	buf_clear(&sealed);
	return ok;
}

static void open_words(struct store *store, struct rows *r, int col, const char *table,
	int64_t ordinal, struct buf *out)
{
	size_t len;
	const void *sealed = rows_blob(r, col, &len);
	if (!vault_open(store, table, place_of(ordinal).text, sealed, len, out))
		buf_reset(out);
}

void outbox_words_read(struct store *store, struct rows *r, int col, int64_t ordinal,
	struct buf *reason, struct buf *problem)
{
	buf_init(reason, WORDS_MAX);
	buf_init(problem, WORDS_MAX);
	open_words(store, r, col, REASON, ordinal, reason);
	open_words(store, r, col + 1, PROBLEM, ordinal, problem);
}
