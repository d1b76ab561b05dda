/*
 * Items that step behind the others. Kept in memory only: after a restart they are tried in order
 * again, and step back again if they must. Sorted by sequence; a few at most in any real trouble,
 * since an outage ends the round after few items.
 */
#include "net/sync_engine.h"

#include <string.h>
#include "base/clock.h"
#include "base/mem.h"

#define HELD_MAX 4096

/* The first at or after that sequence. */
static size_t place(const struct deliveries *out, int64_t sequence)
{
	size_t low = 0, high = out->n_held;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (out->held[mid].sequence < sequence)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static struct held *find(const struct deliveries *out, int64_t sequence)
{
	size_t i = place(out, sequence);

	return i < out->n_held && out->held[i].sequence == sequence ? &out->held[i] : NULL;
}

static struct held *insert(struct deliveries *out, int64_t sequence)
{
	size_t i = place(out, sequence);

	out->held = xreallocarray(out->held, out->n_held + 1, sizeof(*out->held));
	memmove(&out->held[i + 1], &out->held[i], (out->n_held - i) * sizeof(*out->held));
	out->n_held++;
	out->held[i] = (struct held){.sequence = sequence};
	return &out->held[i];
}

struct held *sync_hold_find(const struct sync *s, int64_t sequence)
{
	return find(&s->out, sequence);
}

void sync_hold(struct sync *s, int64_t sequence)
{
	struct held *h = find(&s->out, sequence);

	if (!h && s->out.n_held == HELD_MAX)
		return; /* it comes again in its order, which is right, too */
	if (!h)
		h = insert(&s->out, sequence);
	h->tries++;
	h->round = s->round;
	h->until_ms = clock_mono_ms() + sync_back_off_ms(h->tries);
}

void sync_hold_forget(struct sync *s, int64_t sequence)
{
	struct deliveries *out = &s->out;
	struct held *h = find(out, sequence);
	size_t i;

	if (!h)
		return;
	i = (size_t)(h - out->held);
	memmove(h, h + 1, (out->n_held - i - 1) * sizeof(*h));
	out->n_held--;
}

bool sync_is_held(const struct sync *s, int64_t sequence)
{
	return find(&s->out, sequence) != NULL;
}

struct held *sync_hold_next(struct sync *s)
{
	int64_t now = clock_mono_ms();

	for (size_t i = 0; i < s->out.n_held; i++) {
		struct held *h = &s->out.held[i];
		if (h->round != s->round && h->until_ms <= now) {
			h->round = s->round;
			return h;
		}
	}
	return NULL;
}

void sync_hold_release(struct sync *s)
{
	for (size_t i = 0; i < s->out.n_held; i++) {
		s->out.held[i].until_ms = 0;
		s->out.held[i].round = s->round - 1;
	}
}

int64_t sync_hold_wait_ms(const struct sync *s, int64_t fallback)
{
	int64_t now = clock_mono_ms(), wait = fallback;

	for (size_t i = 0; i < s->out.n_held; i++) {
		int64_t left = s->out.held[i].until_ms - now;
		if (left < wait)
			wait = left > 0 ? left : 0;
	}
	return wait;
}
