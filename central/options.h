#ifndef MOTCUA_CENTRAL_OPTIONS_H
#define MOTCUA_CENTRAL_OPTIONS_H

/* The command line of motcua-central: options anywhere, then a command and its arguments. */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

#define ARGS_MAX 4

struct options {
	const char *listen;      /* "127.0.0.1:8080" */
	const char *db;          /* NULL: options_default_db */
	const char *tls_cert, *tls_key;
	const char *public_url;  /* NULL: the address it listens on */
	const char *agency, *counter; /* of enrol-code */
	bool demo, json;
	const char *command;     /* "" to serve */
	const char *args[ARGS_MAX];
	int n_args;
};

/* ERR_USAGE with what is wrong. Strings point into argv. */
bool options_parse(struct options *o, int argc, char **argv, struct err *err) MUST_CHECK;
/* A password in --db is taken out of sight of ps, and the user told of better places: o->db lives on
 * the heap then, to the end of the program. */
void options_hide_password(struct options *o);
/* sqlite:FILE in $STATE_DIRECTORY, else $XDG_DATA_HOME/motcua, else ~/.local/share/motcua, which is
 * made when missing; the caller frees. NULL with err when there is no such place. */
char *options_default_db(struct err *err);
/* The options, one a line, for help. */
void options_print(void);

#endif
