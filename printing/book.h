#ifndef MOTCUA_PRINTING_BOOK_H
#define MOTCUA_PRINTING_BOOK_H

/*
 * The printers of this counter as its configuration names them: which is for which form, on which
 * paper, and where it is. Plain data, copied freely between the application and its press.
 *
 *     [printer Máy nhiệt]
 *     destination = socket://192.168.1.50:9100
 *     paper = 80mm
 *     forms = 01 fee
 *
 * A destination is a CUPS queue, socket://HOST:PORT (a printer on the network without CUPS) or the
 * device of a printer on a cable, /dev/usb/lp0.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"
#include "printing/template.h"

#define BOOK_MAX 16
#define BOOK_NAME_SIZE 64
#define DESTINATION_SIZE 256

struct book_entry {
	char name[BOOK_NAME_SIZE];           /* what the officer calls it */
	char destination[DESTINATION_SIZE];
	char paper[16];                      /* kind of paper in it, "" for the form's usual one */
	char forms[128];                     /* ids with a space between; "" for any */
	int dpi;                             /* of a thermal head that is sent dots; 0: the usual 203 */
};

struct book {
	struct book_entry list[BOOK_MAX];
	size_t n;
	char usual[DESTINATION_SIZE]; /* [printing] printer: an entry's name or a destination; "": CUPS's
	                               * default */
};

/* One line of a section [printer NAME]. False with what to write instead. */
bool book_set(struct book *book, const char *name, const char *key, const char *value,
	struct err *err) MUST_CHECK;
/* Once all is read: every entry must lead somewhere. */
bool book_check(const struct book *book, struct err *err) MUST_CHECK;

/* NULL where none has that name. */
const struct book_entry *book_find(const struct book *book, const char *name);
/* The printer that is kept for this form on this paper ("": whichever of those that fits() accepts);
 * NULL: none is. Where several are, the first; one that names the form comes before one that takes
 * any. */
typedef bool book_fits(void *user, const char *paper);
const struct book_entry *book_choose(const struct book *book, const char *form, const char *paper,
	book_fits *fits, void *user);

/* An entry kept for a form that is none of these n: its printer is passed by for a slip of the pen. form: which;
 * NULL: there is none. */
const struct book_entry *book_stray_form(const struct book *book, const char (*ids)[FORM_ID_SIZE], size_t n,
	char form[BOOK_NAME_SIZE]);

/* A destination that is spoken to without CUPS. */
bool destination_is_raw(const char *destination);
/* Is it one at all? err: what one looks like. */
bool destination_is_possible(const char *destination, struct err *err) MUST_CHECK;

#endif
