#include "app/command.h"

#include <stdio.h>
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "tui/bindings.h"

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
	puts(_("motcua help LỆNH nói rõ hơn về một lệnh, motcua help keys về các phím. Cấu hình: "
		"config.ini.example."));
}

/* Text as roff takes it: no line of it is a command, no backslash begins one. */
static void put_roff(const char *text)
{
	fputs("\\&", stdout);
	for (; *text; text++)
		fputs(*text == '\\' ? "\\e" : *text == '-' ? "\\-" : *text == '\n' ? "\n.br\n\\&" :
			(char[]){*text, '\0'}, stdout);
	putchar('\n');
}

/* For the manual page: the same rows, as roff. */
static void print_roff(void)
{
	for (size_t i = 0; i < n_commands; i++) {
		printf(".TP\n.B %s\n", commands[i].name);
		put_roff(command_options(&commands[i]));
		puts(".br");
		put_roff(_(commands[i].summary));
		if (commands[i].details) {
			puts(".br");
			put_roff(_(commands[i].details));
		}
	}
}

/* The keys of every screen, from the table the screens work by; for people or as roff. */
static void print_keys(bool roff)
{
	for (size_t i = 0; i < scope_names_count; i++) {
		printf(roff ? ".SS %s\n" : "%s\n", _(scope_names[i].name));
		for (size_t k = 0; k < bindings_count; k++) {
			const struct binding *b = &bindings[k];
			char keys[64];
			if (!(b->scopes & (unsigned)scope_names[i].scope))
				continue;
			binding_keys(b, keys, sizeof(keys));
			const char *shown = b->shown ? _(keys) : keys;
			if (roff) {
				printf(".TP\n.B %s\n", shown);
				put_roff(_(b->help));
			} else {
				printf("  %s%*s %s\n", shown, text_width(shown) < 17 ? 17 - text_width(shown) : 0, "",
					_(b->help));
			}
		}
		if (!roff)
			putchar('\n');
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
	if (str_eq(argv[1], "keys")) {
		print_keys(argc > 2 && str_eq(argv[2], "--roff"));
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
