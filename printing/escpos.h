#ifndef MOTCUA_PRINTING_ESCPOS_H
#define MOTCUA_PRINTING_ESCPOS_H

/*
 * What a thermal printer is sent: pictures and cuts, in the four commands of ESC/POS that every such
 * printer knows (ESC @, GS v 0, GS V, FF). Never text, not even a line feed: letters are dots in the
 * pictures, so no field of a dossier can become a command, and no code page of the printer matters.
 */

#include <stdint.h>
#include "base/buf.h"

/* A picture is that many dots high at most: small printers have little memory. */
#define ESCPOS_BAND 256

/* Forgets what the printer was left with. Once, before all else. */
void escpos_begin(struct buf *out);
/* Rows of dots, `stride` bytes each, the leftmost dot in the highest bit, 1 is black. At most
 * ESCPOS_BAND rows. */
void escpos_band(struct buf *out, const uint8_t *rows, int stride, int n);
/* Feeds until the last row is past the knife and cuts; a printer without one does nothing. */
void escpos_cut(struct buf *out);
/* To the top of the next label; a printer of rolls does nothing. */
void escpos_next_label(struct buf *out);

#endif
