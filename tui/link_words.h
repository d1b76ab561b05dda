#ifndef MOTCUA_TUI_LINK_WORDS_H
#define MOTCUA_TUI_LINK_WORDS_H

/* What the state of the link means at a counter, beyond its name in the header. Pure. */

#include <stddef.h>
#include <stdint.h>
#include "net/sync.h"

/* Does central hear us, and does this machine keep what it hears? */
bool link_is_well(const struct sync_state *state);
/* What to do about it, a sentence or two; never "". */
const char *link_advice(const struct sync_state *state);
/* When the engine tries again by itself: "đang thử…", "trong vòng 1 phút, tự động", "khoảng 4
 * phút nữa, tự động"; "" while the link is up. mono_ms: the monotonic clock now. */
void link_next_try(const struct sync_state *state, int64_t mono_ms, char *out, size_t size);
/* Which other program sends: "motcua sync --watch (tiến trình 4711) đang gửi"; "" when we do. */
void link_drainer(const struct sync_state *state, char *out, size_t size);
/* How this machine's time stands; "" when nothing is to be said. */
void link_clock(const struct sync_state *state, char *out, size_t size);
/* What is safe while it is so, with how many dossiers wait. */
void link_safe(const struct sync_state *state, int64_t waiting, char *out, size_t size);

#endif
