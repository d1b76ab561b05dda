#ifndef MOTCUA_BASE_CLOCK_H
#define MOTCUA_BASE_CLOCK_H

/*
 * The clocks. clock_now() is the time everything is dated by: as well as it can be known
 * (base/known_time.h), which is this machine's own clock only where nothing better is. Unix seconds;
 * what people see is Viet Nam time, UTC+7 all year, and is made from it by core/date.h, never by
 * localtime. Waiting and back-off use the monotonic clock. What is known holds for the process;
 * store/clock_store.h brings it from one to the next.
 *
 * For tests: MOTCUA_TEST_NOW (Unix seconds) stops this machine's clock and the boot's, and
 * MOTCUA_TEST_BOOT ("ID:MS") says which boot it is and how long it has lasted.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/known_time.h"

/* Unix seconds, as well as known. */
int64_t clock_now(void);
/* Unix milliseconds. */
int64_t clock_now_ms(void);
/* Is clock_now() to be believed? Not before central was heard once. */
bool clock_trusted(void);
/* What this machine's clock shows, right or wrong; Unix seconds. */
int64_t clock_wall(void);
/* Milliseconds since some start; never goes back. */
int64_t clock_mono_ms(void);

/* What the clocks show now. */
void clock_look(struct clock_face *out);
/* What is known: {0} nothing. Any thread. */
void clock_set_anchor(const struct time_anchor *a);
void clock_get_anchor(struct time_anchor *out);

#endif
