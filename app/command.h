#ifndef MOTCUA_APP_COMMAND_H
#define MOTCUA_APP_COMMAND_H

/*
 * One command = one file app/cmd_NAME.c = one row in app/commands.c. `motcua help` and the man page's
 * synopsis come from the same rows.
 */

#include <stdbool.h>
#include <stddef.h>
#include "app/app.h"

struct command {
	const char *name;
	/* Exit status. argv[0] is the command's name. err is printed by the caller when its kind is set. */
	int (*run)(struct app *app, int argc, char **argv, struct err *err);
	const char *usage;   /* after the name, N_() where it has words; see command_options */
	const char *summary; /* one line, N_() */
	const char *details; /* further lines or NULL, N_() */
	bool no_config;      /* works without any configuration; a sound one only tells its language */
};

extern const struct command commands[];
extern const size_t n_commands;
const struct command *command_find(const char *name);

int cmd_screen(struct app *app, int argc, char **argv, struct err *err);
int cmd_intake(struct app *app, int argc, char **argv, struct err *err);
int cmd_card(struct app *app, int argc, char **argv, struct err *err);
int cmd_due(struct app *app, int argc, char **argv, struct err *err);
int cmd_queue(struct app *app, int argc, char **argv, struct err *err);
int cmd_sync(struct app *app, int argc, char **argv, struct err *err);
int cmd_print(struct app *app, int argc, char **argv, struct err *err);
int cmd_verify(struct app *app, int argc, char **argv, struct err *err);
int cmd_search(struct app *app, int argc, char **argv, struct err *err);
int cmd_enrol(struct app *app, int argc, char **argv, struct err *err);
int cmd_import(struct app *app, int argc, char **argv, struct err *err);
int cmd_doctor(struct app *app, int argc, char **argv, struct err *err);
int cmd_pin(struct app *app, int argc, char **argv, struct err *err);
int cmd_type(struct app *app, int argc, char **argv, struct err *err);
int cmd_version(struct app *app, int argc, char **argv, struct err *err);
int cmd_help(struct app *app, int argc, char **argv, struct err *err);

/* Failure: the exit status that err's kind has. */
int command_fail(const struct err *err);
/* Wrong use: fills err with the command's usage, returns 64. */
int command_usage(struct err *err, const char *name);
/* The usage in the chosen language. */
const char *command_options(const struct command *command);

#endif
