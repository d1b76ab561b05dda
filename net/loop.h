#ifndef MOTCUA_NET_LOOP_H
#define MOTCUA_NET_LOOP_H

/*
 * The only event loop: curl_multi_poll over the transfers in flight, any number of other file
 * descriptors, and timers on the monotonic clock. One thread. Callbacks may add and remove freely.
 */

#include <stdbool.h>
#include <stdint.h>

struct loop;
typedef void loop_fd_fn(void *user, int fd);
typedef void loop_timer_fn(void *user);

struct loop *loop_new(void);
void loop_free(struct loop *loop);
/* Called when fd is readable or hung up. */
void loop_add_fd(struct loop *loop, int fd, loop_fd_fn *fn, void *user);
void loop_remove_fd(struct loop *loop, int fd);

struct loop_timer;
/* Fires once, delay_ms from now (≥ 0). The loop frees it after it fired or was cancelled. */
struct loop_timer *loop_timer(struct loop *loop, int64_t delay_ms, loop_timer_fn *fn, void *user);
void loop_cancel(struct loop *loop, struct loop_timer *timer);

/* Waits once (at most max_wait_ms; -1: until something happens), then runs all that is ready.
 * idle, when given, is called just before it would block. */
void loop_turn(struct loop *loop, int max_wait_ms);
void loop_set_idle(struct loop *loop, loop_timer_fn *idle, void *user);
/* Turns until loop_stop. */
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);

#endif
