#ifndef MOTCUA_APP_PRINT_REQUEST_H
#define MOTCUA_APP_PRINT_REQUEST_H

/* What `motcua print` was asked to do. Strings are borrowed from argv. */

#include <stdbool.h>
#include <stddef.h>

#define PRINT_WITH_MAX 200 /* more than a form's answers, and the lines of a list, can be */

struct print_request {
	const char *form;        /* "01" unless said */
	const char *to, *paper;  /* "": not said */
	const char *settle;      /* id of a job; NULL: none */
	bool copy, again, list, json;
	const char *with[PRINT_WITH_MAX]; /* NAME=TEXT */
	size_t n_with; /* PRINT_WITH_MAX + 1: there were more */
	char **codes;
	size_t n_codes;
};

/* False: wrong use. */
bool print_request_read(struct print_request *r, int argc, char **argv);

#endif
