/*
 * How many deliveries are in flight. Over a long line one exchange is mostly waiting, so more of them
 * keep it busy; to a central nearby a few are enough. The quickest answer of a round tells which it
 * is: a busy central is slow now and then, a long line always. A round begins with a few and adds one
 * with each delivery that goes well, so that many offices coming back at once do not begin with a
 * flood; after trouble it is one at a time until one goes well.
 */
#include "net/sync_engine.h"

#define FIRST 4      /* a round begins with */
#define NEARBY 8     /* enough on the local network */
#define MS_EACH 3    /* one more for so much of a round trip */

void sync_pace_begin(struct sync *s)
{
	s->out.room = FIRST;
	s->out.quickest_ms = INT64_MAX;
}

void sync_pace_good(struct sync *s, int64_t took_ms)
{
	s->out.room++;
	if (took_ms < s->out.quickest_ms)
		s->out.quickest_ms = took_ms;
}

static int worth_it(const struct sync *s)
{
	int64_t n = s->out.quickest_ms == INT64_MAX ? NEARBY : s->out.quickest_ms / MS_EACH;

	if (n < NEARBY)
		return NEARBY;
	return n < SYNC_PARALLEL_MAX ? (int)n : SYNC_PARALLEL_MAX;
}

int sync_pace(const struct sync *s)
{
	int most = s->opt.parallel ? s->opt.parallel : worth_it(s);

	if (s->out.careful)
		return 1;
	return s->out.room < most ? s->out.room : most;
}
