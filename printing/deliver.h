#ifndef MOTCUA_PRINTING_DELIVER_H
#define MOTCUA_PRINTING_DELIVER_H

/*
 * One print order from its dossier to paper or file: rendered, sent to the given printer, the
 * configured one or CUPS's default, else written as a PDF file; and the sentence that tells the
 * officer which. Blocks. One thread: the print worker's.
 */

#include "printing/worker.h"

/* configured: the printer of the configuration, "" for CUPS's default. */
void deliver(const struct print_order *order, const char *configured, struct print_result *out);

#endif
