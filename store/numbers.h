#ifndef MOTCUA_STORE_NUMBERS_H
#define MOTCUA_STORE_NUMBERS_H

/*
 * The stock of leased official numbers. A block is stored only after its signature was checked; a
 * number is taken only inside the intake transaction, never twice, in order of issue.
 *
 * When the day's stock is empty, the standing block serves: this workstation's own 999 fallback
 * numbers a day (core/dossier_code.h), the same ones every day anew. They are a last resort: nothing
 * but an empty stock opens them, and screen, paper and reports say so.
 */

#include <stdbool.h>
#include <stdint.h>
#include "core/dossier_code.h"
#include "core/number_block.h"

struct store;
struct workstation;

struct number_stock {
	int64_t left, total;   /* over all blocks of that day */
	int64_t fallback_left; /* of the standing block, that day */
};
/* How far the day's stock is used: 0, 50, 80, 95 (per cent or more) or 100, nothing left. */
int numbers_level(const struct number_stock *stock);
/* The level, when it was not yet said on that day and is worth saying; 0 otherwise. Said once: the
 * next call of anybody gives 0 until a higher one is reached. */
int numbers_warn(struct store *store, struct date day);
/* The same in words; false when there is nothing to say. */
bool numbers_warning(struct store *store, struct date day, char *out, size_t size);

/* Checks signature, workstation, agency and overlap, then stores. A block already here: fine. */
bool numbers_add(struct store *store, const struct workstation *ws, const struct number_block *b,
	const uint8_t signature[ED25519_SIGNATURE], struct err *err) MUST_CHECK;
bool numbers_stock(struct store *store, struct date day, struct number_stock *out,
	struct err *err) MUST_CHECK;
/* The code the next intake of that day will get; false (no err) when there is none. */
bool numbers_peek(struct store *store, const struct workstation *ws, struct date day,
	char out[DOSSIER_CODE_SIZE]);
/* Inside a transaction: takes the next, a fallback number when the stock is empty. ERR_UNAVAILABLE
 * when those are used up too. */
bool numbers_take(struct store *store, const struct workstation *ws, struct date day,
	char code[DOSSIER_CODE_SIZE], char block[UUID_SIZE], struct err *err) MUST_CHECK;

/* Inside the intake's transaction: one more on that day, for what is leased ahead. */
bool numbers_count_day(struct store *store, struct date day, struct err *err) MUST_CHECK;

/*
 * What should be leased now: for today and every day up to the last of the next working days. A
 * working day gets three times the busiest working day this machine ever had, at least `want`, at
 * most what central leases at once. So does today, whatever day it is. A day off gets a small reserve
 * (DAY_OFF_RESERVE), or three times the busiest day off: an office may open on a Saturday with no
 * network. Each is asked for again at half. Each wish gets its UUID here, stored before the request
 * goes out, so that a repeat asks for the same block.
 */
#define DAY_OFF_RESERVE 20
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

/* Has this workstation its standing block? */
bool numbers_standing(struct store *store, const struct workstation *ws, bool *has,
	struct err *err) MUST_CHECK;

/*
 * What central is to be told: blocks of which no further number will ever be used here, because their
 * day is over (today: by central's clock) or they were retired. Listing them retires them first, for
 * good and durably: no number is used after it was reported as burned.
 */
struct number_closing {
	char id[UUID_SIZE];
	int64_t next;      /* the first number not given out */
	bool day_over;     /* else retired */
};
bool numbers_closings(struct store *store, struct date today, struct number_closing *out, size_t max,
	size_t *n, struct err *err) MUST_CHECK;
/* Central has it. */
bool numbers_closed(struct store *store, const char *id, struct err *err) MUST_CHECK;

#endif
