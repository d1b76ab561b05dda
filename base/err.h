#ifndef MOTCUA_BASE_ERR_H
#define MOTCUA_BASE_ERR_H

/*
 * Errors as values. A function that can fail returns bool and takes a `struct err *` last; it fails
 * with `return err_set(err, ERR_…, _("…"))`. The text is a sentence for an officer: what happened,
 * what is safe, what to do. Personal data never goes into it.
 *
 * A NULL err is allowed everywhere: the caller does not care why.
 */

#include <stdbool.h>

/* What kind of failure: each has one exit status (sysexits), see err_exit_status(). */
enum err_kind {
	ERR_NONE,
	ERR_USAGE,       /* the command line is wrong */
	ERR_DATA,        /* the data was refused, nothing was kept half */
	ERR_UNAVAILABLE, /* a needed service (central, printer) cannot be reached */
	ERR_BUG,         /* ours */
	ERR_DISK,        /* disk, database, file */
	ERR_WAITING,     /* accepted and safe here, not yet delivered */
	ERR_DENIED,      /* not permitted */
	ERR_CONFIG,      /* configuration */
	ERR_DAMAGED,     /* what is stored is no longer what was stored; trying again changes nothing */
};

struct err {
	enum err_kind kind;
	char field[64];  /* the field at fault, as a path such as "applicant.phone"; "" where none */
	char text[480];  /* UTF-8, no control characters */
};

#define ERR_INIT {.kind = ERR_NONE}

/* Fills err and returns false, so that failure is one statement. Cuts at a whole character. */
bool err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
	__attribute__((format(printf, 3, 4), cold));

/* The same, naming the field at fault. */
bool err_at(struct err *err, enum err_kind kind, const char *field, const char *fmt, ...)
	__attribute__((format(printf, 4, 5), cold));

/* The exit status of a kind: 0, 64, 65, 69, 70, 74, 75, 77 or 78. */
int err_exit_status(enum err_kind kind);

/* Must-use marker for fallible functions. */
#define MUST_CHECK __attribute__((warn_unused_result))

#endif
