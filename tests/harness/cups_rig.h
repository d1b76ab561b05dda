#ifndef MOTCUA_TESTS_CUPS_RIG_H
#define MOTCUA_TESTS_CUPS_RIG_H

/*
 * A print room of its own: a real cupsd on a loopback port, a message bus for the printer's sake, and
 * IPP Everywhere printers that keep what they are sent. Everything lies in one private folder and is
 * ended by id. Works as root and as a user.
 */

#include <stdbool.h>
#include <sys/types.h>
#include "tests/harness/ipp_printer.h"

struct cups_rig {
	char dir[64];
	int port;          /* cupsd's, on localhost */
	pid_t bus, cupsd, avahi;
	struct ipp_printer printers[8];
	size_t n_printers;
};

/* Starts cupsd without a printer and points CUPS_SERVER at it. */
void cups_rig_start(struct cups_rig *rig);
void cups_rig_stop(struct cups_rig *rig);
/* An A5 and A4 printer behind a queue of that name. */
struct ipp_printer *cups_rig_add_printer(struct cups_rig *rig, const char *queue);
/* A printer that has no queue and announces itself on the loopback, through an avahi-daemon of the rig's own. */
struct ipp_printer *cups_rig_add_announced(struct cups_rig *rig, const char *name);
/* A queue without a driver, handing on what it is given to that address. */
void cups_rig_add_raw(struct cups_rig *rig, const char *queue, const char *uri);
/* A queue whose driver takes no document that CUPS could make of ours. */
void cups_rig_add_refusing(struct cups_rig *rig, const char *queue);
/* A command of CUPS's (lpadmin, cupsreject …) against this cupsd; must succeed. */
void cups_rig_run(const char *const argv[]);
/* cupsd alone; at the same port again, with what it has kept. */
void cups_rig_stop_cupsd(struct cups_rig *rig);
void cups_rig_start_cupsd(struct cups_rig *rig);

/* Of the first printer. Waits for the n-th paper, complete; returns its path, the caller frees. */
char *cups_rig_paper(struct cups_rig *rig, int n);
/* How many papers came out, whole or not. */
int cups_rig_papers(struct cups_rig *rig);
/* Is nothing waiting in any queue (held, pending or under way)? */
bool cups_rig_idle(void);

#endif
