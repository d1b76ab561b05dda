#ifndef MOTCUA_STORE_DOSSIERS_H
#define MOTCUA_STORE_DOSSIERS_H

/* Reading the dossiers taken in here: lists, search, one in full, today's figures. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/dossier.h"
#include "core/receipt_token.h"

struct store;

enum delivery { DELIVERY_WAITING, DELIVERY_DELIVERED, DELIVERY_REJECTED };
/* "waiting", "delivered", "rejected". */
const char *delivery_code(enum delivery d);

/* A line of a list. */
struct dossier_row {
	int64_t ordinal; /* in order of intake */
	char uuid[UUID_SIZE], code[DOSSIER_CODE_SIZE];
	char applicant[256], procedure[512], procedure_code[40], phone[16];
	int64_t received_at, due_at;
	enum delivery delivery;
	int status;   /* national code, as last heard from central; STATUS_RECEIVED until then */
	bool printed; /* a receipt came out (confirmed) */
	bool not_printed; /* one is owed and has not come out */
	char duplicate[DOSSIER_CODE_SIZE]; /* same person and procedure at another counter, says central */
	bool only_file; /* what came out so far are PDF files, no paper */
	bool erased;  /* what is personal was erased; applicant holds words that say so */
};

enum dossier_order { ORDER_NEWEST, ORDER_DUE };

struct dossier_filter {
	const char *text;      /* code tail, words of names or procedure, ID number, phone; NULL all. ORDER_NEWEST
	                        * puts those that match best first, see store/search_index.h */
	enum delivery delivery;
	bool by_delivery;      /* only that delivery state */
	bool open_only;        /* with a due time; not returned, refused, withdrawn or stopped */
	int64_t due_before;    /* 0: any */
	enum dossier_order order;
};

struct dossier_list {
	struct dossier_row *rows;
	size_t n;
	int64_t total; /* how many match in all */
};

bool dossiers_list(struct store *store, const struct dossier_filter *f, int64_t offset, int limit,
	struct dossier_list *out, struct err *err) MUST_CHECK;
void dossier_list_clear(struct dossier_list *list);

/* By UUID or by code, in any case. d is initialised here, also on failure; dossier_clear by the
 * caller. ERR_DATA when there is none or its content was erased, ERR_DISK when that is damaged. token
 * and row may be NULL; they are filled whenever there is one. */
bool dossiers_load(struct store *store, const char *uuid_or_code, struct dossier *d,
	char token[RECEIPT_TOKEN_SIZE], struct dossier_row *row, struct err *err) MUST_CHECK;
/* The stored canonical JSON; the caller frees. */
char *dossiers_json(struct store *store, const char *uuid, struct err *err);

struct dossier_figures {
	int64_t taken_in;    /* that day */
	int64_t waiting, rejected;
	int64_t not_printed; /* papers owed, under way or uncertain */
	int64_t due_soon;    /* open, and due within 3 days or overdue */
	int64_t by_hour[24]; /* taken in that day */
};
bool dossiers_figures(struct store *store, int64_t now, struct dossier_figures *out,
	struct err *err) MUST_CHECK;

/* How many open ones are due from each day on until the next of the days, which rise; after the last, on that
 * day only. */
bool dossiers_due_by_day(struct store *store, const struct date *days, size_t n, int64_t *counts,
	struct err *err) MUST_CHECK;

/* What central's changes feed said; unknown UUIDs are ignored. Together with the new cursor in one
 * transaction. */
struct dossier_change {
	char uuid[UUID_SIZE];
	int status;
	bool clash;                        /* another dossier bears its number: copies_clash */
	char duplicate[DOSSIER_CODE_SIZE]; /* code of a possible duplicate elsewhere; "" */
};
bool dossiers_apply_changes(struct store *store, const struct dossier_change *changes, size_t n,
	const char *cursor, struct err *err) MUST_CHECK;
/* The code of a dossier that is here; "" when it is not. */
bool dossiers_code(struct store *store, const char *uuid, char out[DOSSIER_CODE_SIZE],
	struct err *err) MUST_CHECK;
/* The stored cursor, "" at first; the caller frees. */
char *dossiers_cursor(struct store *store);

#endif
