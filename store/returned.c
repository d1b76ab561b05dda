#include "store/returned.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/node.h"
#include "i18n/fold.h"
#include "store/handovers.h"
#include "store/print_jobs.h"
#include "store/store.h"

#define NAME_BYTES 4096

static bool folded_is(const char *text, const char *wanted, bool whole)
{
	struct buf plain;
	buf_init(&plain, NAME_BYTES);
	fold_text(text, &plain);
	bool is = whole ? str_eq(buf_str(&plain), wanted) : str_starts(buf_str(&plain), wanted);
	buf_clear(&plain);
	return is;
}

/* ---- lists of results */

/* "Bộ phận một cửa", "Trung tâm Phục vụ hành chính công", "Quầy 3", the agency: the result is still here. */
static bool is_ours(struct store *store, const char *receiver)
{
	static const char *const units[] = {"bo phan", "trung tam", "quay ", "mot cua"};
	char *agency = store_meta_get(store, "workstation.agency_name");
	bool ours = agency && *agency && str_eq(agency, receiver);
	for (size_t i = 0; i < ARRAY_LEN(units) && !ours; i++)
		ours = folded_is(receiver, units[i], false);
	free(agency);
	return ours;
}

static bool counts(struct store *store, const struct print_job *list)
{
	struct err ignored = ERR_INIT;
	char *asked = print_job_asked(store, list, &ignored);
	struct json_t *doc = asked && *asked ? node_read(asked, strlen(asked), PRINT_ASKED_MAX, &ignored) : NULL;
	bool is = asked && !is_ours(store, node_text(node_at(doc, "receiver")));
	node_free(doc);
	free(asked);
	return is;
}

static int64_t listed_at(struct store *store, const char *uuid)
{
	int64_t at = 0;
	struct rows *r = db_rows(store_db(store), "SELECT o.id, o.created_at FROM dossier d"
		" JOIN print_job_part x ON x.dossier = d.ordinal JOIN print_job o ON o.id = x.job"
		" WHERE d.uuid = ? AND o.form = 'results' AND EXISTS (SELECT 1 FROM print_job j"
		"  WHERE j.original = o.id AND j.printed_at > 0) ORDER BY o.ordinal DESC", "t", uuid);
	while (at == 0 && rows_next(r)) {
		struct print_job list = {.form = "results"};
		str_copy(list.original, sizeof(list.original), rows_text(r, 0));
		if (counts(store, &list))
			at = rows_int(r, 1);
	}
	return rows_end(r, NULL) ? at : 0;
}

/* ---- control slips */

static bool is_applicant(const struct dossier *d, const char *to)
{
	static const char *const words[] = {"nguoi nop", "nguoi nop ho so", "chu ho so", "cong dan", "khach hang"};
	struct buf name;
	bool is = false;
	buf_init(&name, NAME_BYTES);
	fold_text(d->applicant.name, &name);
	is = name.len && folded_is(to, buf_str(&name), true);
	for (size_t i = 0; i < ARRAY_LEN(words) && !is; i++)
		is = folded_is(to, words[i], true);
	buf_clear(&name);
	return is;
}

static int64_t handed_over_at(struct store *store, const struct dossier *d)
{
	struct handover *list;
	size_t n;
	int64_t at = 0;
	if (!handovers_of(store, d->uuid, 0, &list, &n, NULL))
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (is_applicant(d, list[i].to))
			at = list[i].at;
	}
	if (list)
		explicit_bzero(list, n * sizeof(*list));
	free(list);
	return at;
}

int64_t returned_at(struct store *store, const struct dossier *d)
{
	int64_t listed = listed_at(store, d->uuid), handed = handed_over_at(store, d);
	return listed > handed ? listed : handed;
}
