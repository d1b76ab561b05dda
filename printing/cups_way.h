#ifndef MOTCUA_PRINTING_CUPS_WAY_H
#define MOTCUA_PRINTING_CUPS_WAY_H

/*
 * What the cups*.c files share: the connection, requests, and reading answers. What CUPS or a printer
 * says is hostile: every text goes through text_clean and has a bound. No other file includes this.
 */

#include <cups/cups.h>
#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"

/* NULL: it cannot be reached. Bounded in time, never asks on the terminal. */
http_t *cups_connect(void);
/* Fills err with why the last request of this thread failed; false. */
bool cups_reason(struct err *err);
/* Did the last request of this thread get an answer at all? */
bool cups_answered(void);

/* Could CUPS have a queue of that name? */
bool cups_name_is_possible(const char *name);
bool cups_printer_uri(const char *name, char *uri, size_t size);
/* About that queue; NULL for an impossible name. */
ipp_t *cups_request(ipp_op_t op, const char *name);
void cups_want(ipp_t *request, const char *const wanted[], size_t n);

/* The attribute's first value, cleaned; "" where it is not there. */
void cups_text(ipp_t *answer, const char *name, char *dst, size_t size);
/* Its keywords, a space before and after each; what does not fit is left out. */
void cups_words(ipp_t *answer, const char *name, char *dst, size_t size);
/* otherwise: where it is not there. */
int cups_number(ipp_t *answer, const char *name, int otherwise);
bool cups_flag(ipp_t *answer, const char *name, bool otherwise);

struct printer_watch;
/* Its connection; NULL: there is none. */
http_t *cups_watch_way(struct printer_watch *w);
/* One request over it, made by make; NULL without an answer. The caller frees it. */
ipp_t *cups_exchange(struct printer_watch *w, ipp_t *(*make)(const void *what), const void *what);

struct job_facts;
/* What it says of the printer itself. */
void cups_read_state(ipp_t *answer, struct job_facts *out);

#endif
