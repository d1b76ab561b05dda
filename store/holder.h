#ifndef MOTCUA_STORE_HOLDER_H
#define MOTCUA_STORE_HOLDER_H

/*
 * Which process has something in hand: told apart from one that ended, and from another that got its
 * number later, also after the machine was started anew.
 */

#include <stdbool.h>
#include <sys/types.h>

#define HOLDER_SIZE 80

/* "BOOT/PID/START" of that process; of this one. */
void holder_of(pid_t pid, char out[HOLDER_SIZE]);
void holder_self(char out[HOLDER_SIZE]);
/* Is it a process that lives and is not this one? */
bool holder_is_other(const char *holder);

#endif
