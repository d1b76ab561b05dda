#ifndef MOTCUA_TUI_PIN_WORK_H
#define MOTCUA_TUI_PIN_WORK_H

/*
 * One PIN through scrypt on a thread of its own, since that takes longer than a key may wait. Nothing is
 * shared: what goes in is copied, what comes out is told on the loop. The copies are wiped.
 */

#include <stdbool.h>
#include <stdint.h>
#include "net/loop.h"
#include "store/pins.h"

struct pin_work;
/* made false: there was no memory for it. hash lives until the call returns. */
typedef void pin_work_done(void *user, bool made, const uint8_t hash[PIN_HASH]);

/* done is called once, on a later turn of the loop; the work is freed then. */
struct pin_work *pin_work_start(struct loop *loop, const struct pin_secret *secret, const char *pin,
	pin_work_done *done, void *user);
/* Waits for the thread (a quarter of a second at most) and tells nobody. NULL is fine. */
void pin_work_cancel(struct pin_work *work);

#endif
