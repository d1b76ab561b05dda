#ifndef MOTCUA_BASE_CLOCK_H
#define MOTCUA_BASE_CLOCK_H

/*
 * The two clocks. Wall time is Unix seconds; what people see is Viet Nam time, UTC+7 all year, and
 * is made from it by core/instant.h, never by localtime. Waiting and back-off use the monotonic one.
 * For tests, the environment variable MOTCUA_TEST_NOW (Unix seconds) stops the wall clock there.
 */

#include <stdint.h>

/* Unix seconds. */
int64_t clock_now(void);
/* Unix milliseconds. */
int64_t clock_now_ms(void);
/* Milliseconds since some start; never goes back. */
int64_t clock_mono_ms(void);

#endif
