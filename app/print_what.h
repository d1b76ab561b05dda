#ifndef MOTCUA_APP_PRINT_WHAT_H
#define MOTCUA_APP_PRINT_WHAT_H

/*
 * What `motcua print` is to make: of the words on the command line the papers, one for each code or one for
 * all, as the form has it. Everything is looked at before anything is owed.
 */

#include <stdbool.h>
#include <stddef.h>
#include "app/app.h"
#include "app/print_request.h"
#include "base/buf.h"
#include "core/period.h"
#include "printing/forms.h"
#include "store/print_jobs.h"

/* Starts as {0}; print_what_clear in any case. */
struct print_what {
	struct form_file file;
	struct template *kept;       /* the text a document that is there was made with; NULL: the file's */
	const struct template *form; /* of either */
	struct buf asked;
	struct print_wish *wishes;
	size_t n;
	/* what the wishes point to */
	char (*uuids)[UUID_SIZE];
	const char **lists;
	const char **codes; /* of the dossiers, as they were asked for */
	char (*about)[DOSSIER_CODE_SIZE];
	char officer[64], officer_name[200];
	bool made; /* there is a file to clear */
};

/* ERR_DATA, ERR_USAGE or ERR_DISK with the reason when the request cannot be met. */
bool print_what_read(struct print_what *what, struct app *app, const struct print_request *request,
	struct err *err) MUST_CHECK;
void print_what_clear(struct print_what *what);

#endif
