#ifndef MOTCUA_TESTS_STORE_FIXTURE_H
#define MOTCUA_TESTS_STORE_FIXTURE_H

/*
 * A workstation's store in a folder of its own: enrolled with made-up keys, a central key that
 * signs blocks, a fixed time. For cmocka: cmocka_unit_test_setup_teardown(f, fixture_setup,
 * fixture_teardown). Whatever fails in here fails the test.
 */

#include <stdint.h>
#include "core/calendar.h"
#include "core/dossier.h"
#include "core/number_block.h"
#include "store/intake.h"
#include "store/store.h"
#include "store/workstation.h"

#define FIXTURE_NOW 1795398180 /* Monday 2026-11-23 08:43 in Viet Nam */
#define FIXTURE_PROCEDURE "1.000001"

struct fixture {
	char *dir, *path, *key_path;
	struct store *store;
	struct workstation ws;
	struct signing_key *central;
	struct calendar *calendar;
};

int fixture_setup(void **state);
int fixture_teardown(void **state);
/* Closes and opens the store, as a new start of the program does. */
void fixture_reopen(struct fixture *f);

struct date fixture_day(void);
/* A signed block first..last of that day, as central would make it. */
void fixture_block(struct fixture *f, struct date day, int64_t first, int64_t last,
	struct number_block *b, uint8_t signature[ED25519_SIGNATURE]);
/* The same, added to the stock. */
void fixture_lease(struct fixture *f, struct date day, int64_t first, int64_t last);

/* Filled in as by a form; name may be NULL. dossier_clear by the caller. */
void fixture_dossier(struct dossier *d, const char *name);
struct intake_options fixture_options(struct fixture *f);
/* Takes one in at FIXTURE_NOW, with a receipt owed. */
void fixture_intake(struct fixture *f, const char *name, struct dossier *d,
	struct intake_result *r);
/* First column of the first row. */
int64_t fixture_count(struct fixture *f, const char *sql);

#endif
