#ifndef MOTCUA_TESTS_THERMAL_H
#define MOTCUA_TESTS_THERMAL_H

/*
 * A receipt printer: takes ESC/POS over TCP or through a device (a pseudo terminal), answers DLE EOT
 * and GS r or never says anything, and does what such printers do: runs out of paper, stops taking
 * data, is unplugged. What comes out on its paper is counted document by document. A thread of its own.
 */

#include <stdbool.h>
#include <stddef.h>

struct thermal;

enum thermal_door { THERMAL_TCP, THERMAL_DEVICE };

/* two_way: it answers. */
struct thermal *thermal_start(enum thermal_door door, bool two_way);
void thermal_stop(struct thermal *t);
/* socket://127.0.0.1:PORT or the device's path. */
const char *thermal_destination(const struct thermal *t);

/* Answer to DLE EOT n from now on; 0x12: nothing is wrong. */
void thermal_state(struct thermal *t, int n, unsigned char answer);
/* The state above comes with the first bytes of the next document, not before. */
void thermal_state_in_the_middle(struct thermal *t, int n, unsigned char answer);
/* Takes no byte more (true), goes on (false). */
void thermal_stall(struct thermal *t, bool stalled);
/* Unplugged when it has taken so many bytes of a document. */
void thermal_unplug_at(struct thermal *t, size_t bytes);

/* Documents whole, with their cut; bytes of pictures in all. */
int thermal_papers(struct thermal *t);
size_t thermal_dots(struct thermal *t);
/* Bytes that were neither picture nor known command: letters, if any. */
size_t thermal_strange(struct thermal *t);

#endif
