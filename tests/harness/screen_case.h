#ifndef MOTCUA_TESTS_SCREEN_CASE_H
#define MOTCUA_TESTS_SCREEN_CASE_H

/*
 * A test at the counter's screen: an office of its own for each, opened before and closed after it.
 * Brings with it what cmocka wants included first. Whatever fails in here ends the test.
 */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "core/problem.h"
#include "store/store.h"
#include "tests/harness/office.h"

/* A citizen's card as the scanner types it, without the Enter at its end. */
#define CARD "089190001234||Nguyễn Thị Ánh Mẫu|02091990|Nữ|Ấp Vĩnh Phú, xã Vĩnh Hanh, An Giang|01012022"

/* In the table of tests. */
#define CASE(test) cmocka_unit_test_setup_teardown(test, case_open, case_close)

/* The office of the test that runs. */
extern struct office office;

int case_open(void **state);
int case_close(void **state);

/* Leaves by F10, in good order; frees the terminal. */
void case_quit(struct pty *pty);
/* On home or in an open form, central there or not: a death registered, one case, no fee. */
void case_take_in(struct pty *pty, const char *name);
/* The counter's database, as another program on this machine opens it; the caller closes it. */
struct store *case_store(void);
/* A receipt more for each of the first n dossiers of the day, of which nobody knows whether it came out. */
void case_doubt(int n);
/* As if central had answered so to the first one that waits. The application is not running. */
void case_reject(const struct problem *why);

#endif
