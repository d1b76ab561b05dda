/* Which item of the outbox goes out next. */
#include "net/sync_engine.h"

void sync_window_drop(struct sync *s)
{
	struct deliveries *out = &s->out;

	while (out->window_at < out->window_n)
		outbox_item_clear(&out->window[out->window_at++]);
	out->window_at = out->window_n = 0;
}

static bool in_flight(const struct deliveries *out, int64_t sequence)
{
	for (int i = 0; i < SYNC_PARALLEL_MAX; i++) {
		if (out->flights[i].request && out->flights[i].item.sequence == sequence)
			return true;
	}
	return false;
}

/* Drops what is under way or held. Here, not when an item is taken: one that lands in between has
 * left the outbox, and must not go out again from an old window. */
static void sift_window(struct sync *s)
{
	struct deliveries *out = &s->out;
	size_t kept = 0;

	for (size_t i = 0; i < out->window_n; i++) {
		struct outbox_item *item = &out->window[i];
		if (in_flight(out, item->sequence) || sync_is_held(s, item->sequence))
			outbox_item_clear(item);
		else
			out->window[kept++] = *item;
	}
	out->window_n = kept;
}

/* False when the outbox has no more in this pass, or the store failed (reported). */
static bool fill_window(struct sync *s)
{
	struct deliveries *out = &s->out;
	struct err err = ERR_INIT;

	do {
		out->window_at = 0;
		if (!outbox_next(s->store, out->after, out->window, SYNC_WINDOW, &out->window_n, &err)) {
			out->window_n = 0;
			sync_store_fault(s, &err);
			return false;
		}
		if (out->window_n == 0)
			return false;
		out->after = out->window[out->window_n - 1].sequence;
		sift_window(s);
	} while (out->window_n == 0);
	return true;
}

bool sync_next_in_order(struct sync *s, struct outbox_item *item)
{
	struct deliveries *out = &s->out;

	if (out->window_at == out->window_n && !fill_window(s))
		return false;
	*item = out->window[out->window_at++];
	return true;
}

/* Those held, once all others had their turn. */
bool sync_next_held(struct sync *s, struct outbox_item *item)
{
	struct held *h;

	while (s->phase == PHASE_WORK && (h = sync_hold_next(s))) {
		int64_t sequence = h->sequence;
		struct err err = ERR_INIT;
		size_t n;

		if (in_flight(&s->out, sequence))
			continue;
		if (!outbox_next(s->store, sequence - 1, item, 1, &n, &err)) {
			sync_store_fault(s, &err);
			return false;
		}
		if (n == 1 && item->sequence == sequence)
			return true;
		if (n == 1)
			outbox_item_clear(item);
		sync_hold_forget(s, sequence); /* it has left the outbox */
	}
	return false;
}

void sync_window_back_to(struct sync *s, int64_t sequence)
{
	sync_window_drop(s);
	if (sequence <= s->out.after)
		s->out.after = sequence - 1;
}
