/*
 * motcua: the counter client. Reads the configuration, finds the command, runs it, says what went
 * wrong and gives the exit status scripts rely on.
 */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "app/command.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/private.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/ui.h"

static void complain(const struct err *err)
{
	fprintf(stderr, "motcua: %s%s%s\n", err->field, err->field[0] ? ": " : "", err->text);
}

/* What a fault of ours leaves behind: a usable terminal. */
static void on_fatal(int sig)
{
	ui_restore_terminal();
	signal(sig, SIG_DFL);
	raise(sig);
}

static void setup_signals(void)
{
	static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < ARRAY_LEN(fatal); i++)
		signal(fatal[i], on_fatal);
	bug_set_hook(ui_restore_terminal);
}

static void speak(const char *language)
{
	if (!str_eq(language, lang_current()))
		lang_init(language, NULL);
}

static bool prepare(struct app *app, const struct command *command, const char *config_path,
	struct err *err)
{
	bool loaded = config_load(&app->config, config_path, command->no_config ? NULL : err);
	/* help works whatever is wrong there, in the language it asks for if nothing is */
	if (command->no_config) {
		if (loaded && app->config.language[0])
			speak(app->config.language);
		return true;
	}
	if (!loaded)
		return false;
	if (app->config.language[0])
		speak(app->config.language);
	return !app->config.log_file[0] ||
		log_open(app->config.log_file, app->config.log_level, err);
}

/* Takes -c FILE off the front; false when FILE is missing. */
static bool take_config(int *argc, char ***argv, const char **path)
{
	if (*argc < 2 || !str_starts((*argv)[1], "-c"))
		return true;
	const char *arg = (*argv)[1];
	bool apart = arg[2] == '\0';
	if (apart && *argc < 3)
		return false;
	*path = apart ? (*argv)[2] : arg + 2;
	*argc -= apart ? 2 : 1;
	*argv += apart ? 2 : 1;
	return true;
}

static int run(int argc, char **argv, struct err *err)
{
	struct app app = {0};
	const char *config_path = NULL;
	if (!take_config(&argc, &argv, &config_path)) {
		err_set(err, ERR_USAGE, _("Sau -c phải là tên tệp cấu hình."));
		return command_fail(err);
	}
	const char *name = argc > 1 ? argv[1] : "screen";
	if (str_eq(name, "--help") || str_eq(name, "-h"))
		name = "help";
	if (str_eq(name, "--version"))
		name = "version";
	const struct command *command = command_find(name);
	if (!command) {
		err_set(err, ERR_USAGE, _("Không có lệnh \"%.40s\". Các lệnh: motcua help"), name);
		return command_fail(err);
	}
	int status;
	if (prepare(&app, command, config_path, err))
		status = command->run(&app, argc > 1 ? argc - 1 : 1, argc > 1 ? argv + 1 : argv, err);
	else
		status = command_fail(err);
	app_close(&app);
	log_close();
	if (command->run == cmd_screen)
		clearerr(stdout); /* a terminal that hung up: nobody waits for a result there */
	return status;
}

int main(int argc, char **argv)
{
	struct err err = ERR_INIT;
	fs_guard_standard();
	private_process();
	argv = private_arguments(argc, argv, 2); /* intake takes a card, search a name */
	setup_signals();
	lang_init(lang_asked(), NULL);
	int status = run(argc, argv, &err);
	if (err.kind != ERR_NONE)
		complain(&err);
	bool told = fflush(stdout) == 0 && !ferror(stdout); /* a line on the way may have failed */
	if (told)
		return status;
	/* what is done stays done and keeps its status: 75 is safe here although nobody saw the number */
	fprintf(stderr, "motcua: %s\n", _("Không ghi được kết quả ra."));
	return status ? status : err_exit_status(ERR_DISK);
}
