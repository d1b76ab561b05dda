#ifndef MOTCUA_PRINTING_PRESS_H
#define MOTCUA_PRINTING_PRESS_H

/*
 * The press: the program motcua-print. It holds what is heavy (pango, the fonts, CUPS), so that the
 * application that runs all day does not, and so that a fault in there cannot take the application
 * with it. Started with the first order, spoken to over a socket, ended when it has rested. It follows
 * what it has handed over and says what becomes of it until each has its last result.
 *
 * Every call blocks; one thread only: the print worker's (or a command without one).
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include "printing/book.h"
#include "printing/printer_list.h"
#include "printing/worker.h"

struct press {
	int fd; /* -1: not running */
	pid_t pid;
};

#define PRESS_INIT {.fd = -1}

/* Gives it an order; its results are heard. False: it has not got it. One order at a time: the next
 * when the first result of this one was heard. */
bool press_print(struct press *press, const struct print_order *order, const struct book *book,
	struct err *err) MUST_CHECK;
/* Takes a paper back; its last result says what came of that. Nothing where there is no press. */
void press_cancel(struct press *press, const char *job);
/* Asks for the printers; the list is heard. */
bool press_ask_list(struct press *press, const struct book *book, struct err *err) MUST_CHECK;

enum press_said { PRESS_GONE, PRESS_RESULT, PRESS_LIST };
/* Waits for what it says next. GONE: it has ended and is closed; what is still owed is uncertain.
 * *list is the caller's. */
enum press_said press_hear(struct press *press, struct print_result *result,
	struct printer_list **list);

/* Asks and waits for the list; for a press that is given no orders. NULL with the reason. */
struct printer_list *press_look(struct press *press, const struct book *book, struct err *err);

/* Ends it. What it is handing over is finished, for some seconds at most while we wait. */
void press_close(struct press *press);

/* The other end: takes orders from fd until it is closed. */
void press_serve(int fd);

#endif
