#ifndef MOTCUA_PRINTING_PRINTER_LOOK_H
#define MOTCUA_PRINTING_PRINTER_LOOK_H

/*
 * Looking at every printer a counter has: how it stands and what it can. Asks CUPS and each printer,
 * so it blocks, for some seconds at worst. Inside the press.
 */

#include "printing/book.h"
#include "printing/printer_list.h"

/* On the heap. */
struct printer_list *printer_list_make(const struct book *book);

#endif
