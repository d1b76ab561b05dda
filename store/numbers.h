#ifndef MOTCUA_STORE_NUMBERS_H
#define MOTCUA_STORE_NUMBERS_H

/*
 * The stock of leased official numbers. A block is stored only after its signature was checked; a
 * number is taken only inside the intake transaction, never twice, in order of issue.
 */

#include <stdbool.h>
#include <stdint.h>
#include "core/dossier_code.h"
#include "core/number_block.h"

struct store;
struct workstation;

struct number_stock {
	int64_t left, total; /* over all blocks of that day */
};

/* Checks signature, workstation, agency and overlap, then stores. A block already here: fine. */
bool numbers_add(struct store *store, const struct workstation *ws, const struct number_block *b,
	const uint8_t signature[ED25519_SIGNATURE], struct err *err) MUST_CHECK;
bool numbers_stock(struct store *store, struct date day, struct number_stock *out,
	struct err *err) MUST_CHECK;
/* The code the next intake of that day will get; false (no err) when there is none. */
bool numbers_peek(struct store *store, const struct workstation *ws, struct date day,
	char out[DOSSIER_CODE_SIZE]);
/* Inside a transaction: takes the next. ERR_UNAVAILABLE when the stock is empty. */
bool numbers_take(struct store *store, const struct workstation *ws, struct date day,
	char code[DOSSIER_CODE_SIZE], char block[UUID_SIZE], struct err *err) MUST_CHECK;

/*
 * What should be leased now: for today and the next working days, `want` numbers each, asked for
 * again at half. Each wish gets its UUID here, stored before the request goes out, so that a repeat
 * asks for the same block.
 */
struct number_wish {
	char id[UUID_SIZE];
	struct date day;
	int64_t count;
};
struct calendar;
/* Fills at most max wishes, today first; *n = 0 when the stock is full. days_ahead 0–30. */
bool numbers_wishes(struct store *store, const struct calendar *cal, struct date today,
	int days_ahead, int64_t want, struct number_wish *out, size_t max, size_t *n,
	struct err *err) MUST_CHECK;
/* Central refused that wish for good: the next numbers_wishes makes another. */
bool numbers_drop_wish(struct store *store, const char *id, struct err *err) MUST_CHECK;

#endif
