#include "net/sync.h"

#include <stdlib.h>

#define CLOCK_OFF_MAX_S 120

bool sync_clock_trusted(const struct sync_state *state)
{
	return !state->server_time_known || llabs(state->server_offset_s) <= CLOCK_OFF_MAX_S;
}
