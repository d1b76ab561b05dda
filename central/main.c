/*
 * motcua-central: the reference central system. Finds the command, opens the database it needs,
 * says what went wrong and gives the exit status scripts rely on.
 */

#include <stdio.h>
#include <stdlib.h>
#include "base/fs.h"
#include "base/str.h"
#include "central/command.h"
#include "i18n/lang.h"

static int run(const struct options *o, struct err *err)
{
	const struct central_command *cmd = central_command_find(o->command);
	struct central c;
	if (!cmd) {
		err_set(err, ERR_USAGE, _("Không có lệnh %.60s. Xem: motcua-central help"), o->command);
		return -1;
	}
	if (o->n_args < cmd->min_args || o->n_args > cmd->max_args) {
		err_set(err, ERR_USAGE, _("Cách dùng: motcua-central %s %s"), cmd->name, cmd->usage);
		return -1;
	}
	if (cmd->no_db)
		return cmd->run(NULL, o, err);
	if (!central_open_with(&c, o, err))
		return -1;
	int status = cmd->run(&c, o, err);
	central_close(&c);
	return status;
}

int main(int argc, char **argv)
{
	struct options o;
	struct err err = ERR_INIT;
	fs_guard_standard();
	lang_init(lang_asked(), NULL);
	bool parsed = options_parse(&o, argc, argv, &err);
	if (parsed)
		options_hide_password(&o);
	int status = parsed ? run(&o, &err) : -1;
	if (status >= 0 && (fflush(stdout) != 0 || ferror(stdout)))
		err_set(&err, ERR_DISK, _("Không ghi được kết quả ra."));
	else if (status >= 0)
		return status;
	fprintf(stderr, "motcua-central: %s%s%s\n", err.field, err.field[0] ? ": " : "", err.text);
	return err_exit_status(err.kind);
}
