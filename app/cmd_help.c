#include "app/command.h"

#include <stdio.h>
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"

int cmd_version(struct app *app, int argc, char **argv, struct err *err)
{
	(void)app, (void)argc, (void)argv, (void)err;
	puts("motcua " VERSION);
	return 0;
}

static void print_wrapped(const char *text)
{
	while (*text) {
		size_t next;
		size_t len = text_wrap(text, 76, &next);
		printf("    %.*s\n", (int)len, text);
		text += next;
	}
}

static void print_usage(const struct command *command)
{
	printf("motcua %s ", command->name);
	for (const char *p = command_options(command); *p; p++) {
		putchar(*p);
		if (*p == '\n')
			fputs("    ", stdout);
	}
	putchar('\n');
}

static void print_summary(void)
{
	puts(_("motcua [-c TỆP] [LỆNH]"));
	putchar('\n');
	for (size_t i = 0; i < n_commands; i++)
		printf("  %-9s %s\n", commands[i].name, _(commands[i].summary));
	putchar('\n');
	puts(_("motcua help LỆNH nói rõ hơn về một lệnh. Cấu hình: config.ini.example."));
}

/* For the manual page: the same rows, as roff. */
static void print_roff(void)
{
	for (size_t i = 0; i < n_commands; i++) {
		printf(".TP\n.B %s\n", commands[i].name);
		for (const char *p = command_options(&commands[i]); *p; p++)
			fputs(*p == '\n' ? "\n.br\n" : *p == '-' ? "\\-" : (char[]){*p, '\0'}, stdout);
		printf("\n.br\n%s\n", _(commands[i].summary));
		if (commands[i].details)
			printf(".br\n%s\n", _(commands[i].details));
	}
}

int cmd_help(struct app *app, int argc, char **argv, struct err *err)
{
	(void)app;
	if (argc < 2) {
		print_summary();
		return 0;
	}
	if (str_eq(argv[1], "--roff")) {
		print_roff();
		return 0;
	}
	const struct command *command = command_find(argv[1]);
	if (!command) {
		err_set(err, ERR_USAGE, _("Không có lệnh \"%.40s\". Các lệnh: motcua help"), argv[1]);
		return command_fail(err);
	}
	print_usage(command);
	print_wrapped(_(command->summary));
	if (command->details)
		print_wrapped(_(command->details));
	return 0;
}
