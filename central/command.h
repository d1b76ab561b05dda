#ifndef MOTCUA_CENTRAL_COMMAND_H
#define MOTCUA_CENTRAL_COMMAND_H

/* The commands of motcua-central. Each returns its exit status, or -1 with err filled. */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"
#include "central/options.h"
#include "central/server.h"

struct central_command {
	const char *name, *usage, *summary;
	const char *details;    /* NULL: the summary says it all */
	int min_args, max_args;
	bool no_db;             /* runs without a database; c is NULL */
	int (*run)(struct central *c, const struct options *o, struct err *err);
};

extern const struct central_command central_commands[];
extern const size_t n_central_commands;

/* NULL when there is none. */
const struct central_command *central_command_find(const char *name);

int central_cmd_serve(struct central *c, const struct options *o, struct err *err);
int central_cmd_import(struct central *c, const struct options *o, struct err *err);
int central_cmd_enrol_code(struct central *c, const struct options *o, struct err *err);
int central_cmd_received(struct central *c, const struct options *o, struct err *err);
int central_cmd_check(struct central *c, const struct options *o, struct err *err);
int central_cmd_version(struct central *c, const struct options *o, struct err *err);
int central_cmd_help(struct central *c, const struct options *o, struct err *err);

/* Opens the database the options name and, with --demo, loads the demo catalogue. */
bool central_open_with(struct central *c, const struct options *o, struct err *err) MUST_CHECK;
/* Loads the demo catalogue into a database whose catalogue is empty; nothing otherwise. */
bool demo_load(struct db *db, struct err *err) MUST_CHECK;

#endif
