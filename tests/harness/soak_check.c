#include "tests/harness/soak_check.h"

#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "tests/harness/soak_records.h"

#define WORDS_MAX 8000 /* of complaints */

static void match_central(struct check *c)
{
	for (size_t i = 0; i < c->n_rows; i++) {
		const struct row *row = &c->rows[i];
		struct record *r = check_find(c, row->uuid);
		if (!r)
			check_wrong(c, "central has what nobody took in", row->code, -1);
		else if (!str_eq(r->code, row->code) || !str_eq(r->sha256, row->sha256))
			check_wrong(c, "central has another content", row->code, r->counter);
		else
			r->at_central++;
		if (r)
			r->clash = row->clash;
	}
}

/* ---- the papers */

static void match_papers(struct check *c, struct papers *papers)
{
	papers_sort(papers);
	for (size_t i = 0; i < papers->n; i++) {
		struct paper *p = &papers->list[i];
		if (!p->uuid[0])
			continue;
		struct record *r = check_find(c, p->uuid);
		if (!r)
			check_wrong(c, "told as saved, and missing", p->code, p->counter);
		else if (!str_eq(r->code, p->code) || !str_eq(r->token, p->token) || r->counter != p->counter)
			check_wrong(c, "told otherwise than it is saved", p->code, p->counter);
		else
			r->told = true;
	}
}

static int record_by_code(const void *a, const void *b)
{
	return strcmp(((const struct record *)a)->code, ((const struct record *)b)->code);
}

/* Two under one number, of two counters: once both are at central, it says that they clash. */
static void check_double(struct check *c, const struct record *a, const struct record *b)
{
	bool both = a->at_central && b->at_central;
	bool kept = c->clashes_may_be && a->counter != b->counter && (!both || a->clash || b->clash);
	c->v->clashes += kept;
	if (!kept)
		check_wrong(c, "one number was given to two", b->code, b->counter);
}

/* A receipt that lies about belongs to a dossier of that counter. Ends with the records by code. */
static void match_files(struct check *c, const struct papers *papers)
{
	if (c->n)
		qsort(c->records, c->n, sizeof(*c->records), record_by_code);
	for (size_t i = 1; i < c->n; i++)
		if (str_eq(c->records[i - 1].code, c->records[i].code))
			check_double(c, &c->records[i - 1], &c->records[i]);
	for (size_t i = 0; i < papers->n; i++) {
		struct record key = {.sequence = 0};
		if (papers->list[i].uuid[0])
			continue;
		str_copy(key.code, sizeof(key.code), papers->list[i].code);
		const struct record *r = c->n ?
			bsearch(&key, c->records, c->n, sizeof(key), record_by_code) : NULL;
		if (!r || (r->counter != papers->list[i].counter && !c->v->clashes))
			check_wrong(c, "a receipt without its dossier", key.code, papers->list[i].counter);
	}
}

/* ---- the verdict */

static void judge(struct check *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct record *r = &c->records[i];
		c->v->accepted += r->delivery == DELIVERY_DELIVERED;
		c->v->rejected += r->delivery == DELIVERY_REJECTED;
		c->v->waiting += r->delivery == DELIVERY_WAITING;
		c->v->unheard += !r->told;
		if (r->delivery == DELIVERY_DELIVERED && r->at_central != 1)
			check_wrong(c, "taken for accepted, and central has it not", r->code, r->counter);
		if (r->delivery == DELIVERY_REJECTED && !r->reason)
			check_wrong(c, "rejected without a reason", r->code, r->counter);
		if (r->delivery == DELIVERY_REJECTED && !soak_is_refused(r->uuid))
			check_wrong(c, "rejected, and nobody refused it", r->code, r->counter);
		if (r->delivery == DELIVERY_REJECTED && r->at_central)
			check_wrong(c, "rejected, and central has it", r->code, r->counter);
		if (r->at_central > 1)
			check_wrong(c, "central has it more than once", r->code, r->counter);
	}
	c->v->dossiers = (int64_t)c->n;
	c->v->at_central = (int64_t)c->n_rows;
}

void soak_check(struct soak_verdict *v, const struct soak_counter *counters, size_t n,
	struct papers *papers, const char *central_db, bool clashes_may_be)
{
	struct check c = {.v = v, .clashes_may_be = clashes_may_be};
	*v = (struct soak_verdict){.files = (int64_t)papers->files,
		.papers = (int64_t)(papers->n - papers->files)};
	buf_init(&v->why, WORDS_MAX);
	check_read_counters(&c, counters, n);
	check_read_central(&c, central_db);
	match_central(&c);
	match_papers(&c, papers);
	match_files(&c, papers);
	judge(&c);
	free(c.records);
	free(c.rows);
}

void soak_verdict_clear(struct soak_verdict *v)
{
	buf_clear(&v->why);
}
