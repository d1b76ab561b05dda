#ifndef MOTCUA_PRINTING_PRINTERS_H
#define MOTCUA_PRINTING_PRINTERS_H

/* Which printer a receipt would go to, for whoever wants to know before printing. Asks CUPS: may block
 * for a few seconds. */

#include <stdbool.h>
#include <stddef.h>

/* configured: a queue's name, or "" for CUPS's default. False when there is no such printer. */
bool printers_default(const char *configured, char *name, size_t size);

#endif
