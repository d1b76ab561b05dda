#ifndef MOTCUA_BASE_PRIVATE_H
#define MOTCUA_BASE_PRIVATE_H

/* What a process holds of citizens' data is nobody else's on this machine. First in main(). */

/* No core file, neither written here nor handed to a collector, and no other process of this user may
 * look into this one's memory. (Under a sanitizer, which does that itself, only no core file.) */
void private_process(void);
/* Copies of the arguments, in an array that lasts as long as the process; behind the first `shown` the
 * originals are overwritten, for everybody on the machine can list those while the process runs. */
char **private_arguments(int argc, char **argv, int shown);

#endif
