#ifndef MOTCUA_PRINTING_PRINTER_LIST_H
#define MOTCUA_PRINTING_PRINTER_LIST_H

/*
 * The printers a counter can print on, as an officer sees them: those of the configuration first, then
 * CUPS's other queues by name. Plain data; made in the press, which asks each how it stands.
 */

#include <stdbool.h>
#include <stddef.h>

struct printer_row {
	char name[128];       /* to be given as the target of an order */
	char destination[256];
	char model[120], place[80];
	char papers[64];      /* kinds of paper it says it has, a space between; "" not said */
	char forms[128];      /* kept for these, "" any */
	bool usual;           /* where a form goes that no printer is kept for */
	bool ready;           /* a paper would come out now */
	bool thermal;         /* is sent dots */
	int dpi, waiting;     /* 0: not said; jobs of everybody in its queue */
	char words[80];       /* "sẵn sàng", "hết giấy" … */
	char message[300];    /* what is and what to do; "" when ready */
};

struct printer_list {
	bool cups_answers;
	bool cups_expected; /* it should answer: papers wait for it (printing/printers.h) */
	size_t n;
	struct printer_row *rows;
	char fonts[300]; /* what is wrong with the fonts of paper; "" when nothing is */
};

/* NULL is fine. */
void printer_list_free(struct printer_list *list);

#endif
