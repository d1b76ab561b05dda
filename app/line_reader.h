#ifndef MOTCUA_APP_LINE_READER_H
#define MOTCUA_APP_LINE_READER_H

/* Input that is read line by line, however long somebody makes a line. */

#include <stdbool.h>
#include <stdio.h>
#include "base/buf.h"

/* The next line without its end, anew into line (initialised); of what is longer than max the rest is
 * read and not kept, and line->full tells. False at the end. */
bool line_next(FILE *in, size_t max, struct buf *line);

#endif
