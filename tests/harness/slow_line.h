#ifndef MOTCUA_TESTS_SLOW_LINE_H
#define MOTCUA_TESTS_SLOW_LINE_H

/* A long line to a server on loopback: every byte arrives later by half the round trip, each way, and
 * so does the connection itself. Any number of connections; bandwidth is not limited. */

#include <stdint.h>

struct slow_line;

/* Listens on a free loopback port, passes on to server_port. round_trip_ms 0: no delay. */
struct slow_line *slow_line_start(int server_port, int round_trip_ms);
int slow_line_port(const struct slow_line *line);
/* Ends all connections. */
void slow_line_stop(struct slow_line *line);

#endif
