#include "app/ask_code.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "base/mem.h"
#include "i18n/lang.h"

static const int endings[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

/* Only ends the read, so that the terminal is put right before anything else. */
static void on_ending(int sig)
{
	(void)sig;
}

/* Up to the end of the line; false at the end of the input, or when a signal came. */
static bool read_line(char *out, size_t size)
{
	size_t n = 0;
	char ch = 0;
	ssize_t got;
	while ((got = read(STDIN_FILENO, &ch, 1)) == 1 && ch != '\n' && ch != '\r')
		if (n + 1 < size)
			out[n++] = ch;
	out[n] = '\0';
	return got >= 0 && n > 0;
}

static bool read_hidden(char *out, size_t size)
{
	struct sigaction catch = {.sa_handler = on_ending}, was[ARRAY_LEN(endings)];
	struct termios shown, hidden;
	if (tcgetattr(STDIN_FILENO, &shown) != 0)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(endings); i++)
		sigaction(endings[i], &catch, &was[i]);
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
	bool ok = tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 && read_line(out, size);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
	for (size_t i = 0; i < ARRAY_LEN(endings); i++)
		sigaction(endings[i], &was[i], NULL);
	fputc('\n', stderr);
	return ok;
}

bool ask_code(const char *prompt, char *out, size_t size, struct err *err)
{
	bool ok;
	if (isatty(STDIN_FILENO)) {
		fprintf(stderr, "%s ", prompt);
		fflush(stderr);
		ok = read_hidden(out, size);
	} else {
		ok = read_line(out, size);
	}
	return ok || err_set(err, ERR_USAGE, _("Chưa có mã: hãy gõ mã, hoặc đưa mã vào dòng đầu của đầu vào "
		"chuẩn. Chưa có gì thay đổi."));
}
