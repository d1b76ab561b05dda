#include "printing/period_rows.h"

#include <stdlib.h>
#include "base/mem.h"
#include "printing/worker.h"
#include "store/ledger.h"
#include "store/store.h"

struct period_rows {
	struct row_source base;
	struct store *store; /* our own */
	int64_t from, to;
};

static bool read_rows(struct row_source *self, ledger_take *take, void *user, struct err *err)
{
	const struct period_rows *p = (const struct period_rows *)self;

	return ledger_period(p->store, p->from, p->to, take, user, err);
}

static void free_rows(struct row_source *self)
{
	store_close(((struct period_rows *)self)->store);
	free(self);
}

struct row_source *period_rows_new(const struct store *store, int64_t from, int64_t to, struct err *err)
{
	struct store *own;

	if (!store_open_beside(&own, store, err))
		return NULL;
	struct period_rows *p = xcalloc(1, sizeof(*p));
	*p = (struct period_rows){{read_rows, free_rows}, own, from, to};
	return &p->base;
}
