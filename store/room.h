#ifndef MOTCUA_STORE_ROOM_H
#define MOTCUA_STORE_ROOM_H

/*
 * Room on the disk. A little of it is kept in a file beside the database, and an intake is refused
 * before a number is taken when that cannot be kept: so what is owed already (an acknowledgement to
 * note, a paper that came out) still finds a place when everything else is full. While there is
 * little room the log is written back before each use, so that it does not have to grow.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

struct store;

/* Room for fewer intakes than this is told early: some days of a busy counter. */
#define ROOM_FEW 500
/* How many intakes there is room for, about; 0 when the next is refused. */
int64_t store_room_intakes(struct store *store);
/* False: a folder or the like lies where the kept room should, so that none is kept. */
bool store_room_reserved(struct store *store);
/* Before a number is taken. ERR_DISK when there is too little left. */
bool store_room_for_intake(struct store *store, struct err *err) MUST_CHECK;
/* Before the database at path is opened, which needs some room for its log: gives the kept room away
 * when there is no other, so that the queue drains also after everything else was filled up. True
 * when it did: then it is kept again, before others use it up, once the log is gone. */
bool store_room_to_open(const char *path);
void store_room_closed(const char *path);
/* Before something is noted about what is here already: gives the kept room away if need be. */
void store_room_for_rest(struct store *store);

#endif
