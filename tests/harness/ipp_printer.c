#include "tests/harness/ipp_printer.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/process.h"

#define START_MS 60000
#define GATE_MS 60000

/* ippeveprinter's own model has no A5. */
#define MEDIA_COL(x, y) "{ MEMBER collection media-size { MEMBER integer x-dimension " #x \
	" MEMBER integer y-dimension " #y " } MEMBER integer media-bottom-margin 423" \
	" MEMBER integer media-left-margin 423 MEMBER integer media-right-margin 423" \
	" MEMBER integer media-top-margin 423 }"
static const char printer_conf[] =
	"ATTR name printer-name \"quay\"\n"
	"ATTR textWithoutLanguage printer-make-and-model \"Motcua Test A5\"\n"
	"ATTR enum operations-supported 2,4,5,6,8,9,10,11,59,60\n"
	"ATTR mimeMediaType document-format-supported application/pdf,application/octet-stream\n"
	"ATTR mimeMediaType document-format-default application/pdf\n"
	"ATTR keyword media-default iso_a4_210x297mm\n"
	"ATTR keyword media-ready iso_a4_210x297mm,iso_a5_148x210mm\n"
	"ATTR keyword media-supported iso_a4_210x297mm,iso_a5_148x210mm\n"
	"ATTR collection media-size-supported { MEMBER integer x-dimension 14800"
	" MEMBER integer y-dimension 21000 },{ MEMBER integer x-dimension 21000"
	" MEMBER integer y-dimension 29700 }\n"
	"ATTR collection media-col-database " MEDIA_COL(14800, 21000) "," MEDIA_COL(21000, 29700) "\n"
	"ATTR collection media-col-default " MEDIA_COL(21000, 29700) "\n"
	"ATTR integer media-bottom-margin-supported 423\nATTR integer media-left-margin-supported 423\n"
	"ATTR integer media-right-margin-supported 423\nATTR integer media-top-margin-supported 423\n"
	"ATTR keyword print-color-mode-supported monochrome\n"
	"ATTR keyword print-color-mode-default monochrome\nATTR boolean color-supported false\n"
	"ATTR resolution printer-resolution-default 300dpi\n"
	"ATTR resolution printer-resolution-supported 300dpi\n"
	"ATTR keyword sides-default two-sided-long-edge\n"
	"ATTR keyword sides-supported one-sided,two-sided-long-edge\n"
	"ATTR keyword print-scaling-supported auto,fit,fill,none\nATTR keyword print-scaling-default auto\n"
	"ATTR rangeOfInteger copies-supported 1-99\nATTR integer copies-default 1\n";

/* What stands for the mechanism: run by the printer for each job. */
static const char command[] =
	"#!/bin/sh\n"
	"cd '%s' || exit 1\n"
	"[ ! -s lines ] || cat lines >&2\n"
	"[ ! -p gate ] || { read -r line <gate; echo \"$line\" >&2; }\n"
	"exit \"$(cat status)\"\n";

static char *path(const struct ipp_printer *p, const char *name)
{
	return fs_join(p->dir, name);
}

static void write_text(const struct ipp_printer *p, const char *name, const char *text, mode_t mode)
{
	char *file = path(p, name);
	BUG_ON(!fs_write_atomic(file, text, strlen(text), mode, NULL));
	free(file);
}

void ipp_printer_uri(const struct ipp_printer *p, char *uri, size_t size)
{
	snprintf(uri, size, "ipp://localhost:%d/ipp/print", p->port);
}

static bool answers(void *user)
{
	char uri[64];

	ipp_printer_uri(user, uri, sizeof(uri));
	return process_run((const char *[]){"ipptool", "-t", uri, "get-completed-jobs.test", NULL},
		NULL) == 0;
}

void ipp_printer_plug_in(struct ipp_printer *p)
{
	char port[12], *paper = path(p, "paper"), *config = path(p, "printer.conf"),
		*mechanism = path(p, "command"), *log = path(p, "log");

	snprintf(port, sizeof(port), "%d", p->port);
	p->pid = process_start((const char *[]){"ippeveprinter", "-v", "-k", "-p", port, "-n", "localhost",
		"-r", p->announced ? "_print" : "off", "-d", paper, "-a", config, "-c", mechanism, p->name, NULL}, log);
	BUG_ON(!process_wait(answers, p, START_MS));
	free(paper);
	free(config);
	free(mechanism);
	free(log);
}

void ipp_printer_start(struct ipp_printer *p, const char *dir, const char *name)
{
	*p = (struct ipp_printer){.port = process_free_port(), .gate = -1, .announced = p->announced};
	str_copy(p->name, sizeof(p->name), name);
	str_copy(p->dir, sizeof(p->dir), dir);
	char *paper = path(p, "paper"), *script = xasprintf(command, dir);
	BUG_ON(mkdir(dir, 0755) != 0 || mkdir(paper, 0755) != 0);
	write_text(p, "printer.conf", printer_conf, 0644);
	write_text(p, "command", script, 0755);
	write_text(p, "status", "0", 0644);
	ipp_printer_plug_in(p);
	free(paper);
	free(script);
}

void ipp_printer_unplug(struct ipp_printer *p)
{
	if (p->pid <= 0)
		return;
	kill(p->pid, SIGKILL);
	waitpid(p->pid, NULL, 0);
	p->pid = 0;
}

/* ---- with no question of CUPS's open */

static size_t count(const char *text, const char *what)
{
	size_t n = 0;
	for (const char *at = text; (at = strstr(at, what)); at++)
		n++;
	return n;
}

/* It writes down each question and each answer; the last one here was about its job. */
static bool has_answered(const struct ipp_printer *p)
{
	struct buf log;
	char *file = path(p, "log");
	buf_init(&log, 1 << 24);
	BUG_ON(!fs_read(file, &log, NULL));
	const char *sent = strstr(buf_str(&log), "Send-Document successful-ok");
	bool all = sent && strstr(sent, "Get-Job-Attributes successful-ok") &&
		count(buf_str(&log), " POST /ipp/print\n") == count(buf_str(&log), " OK\n");
	buf_clear(&log);
	free(file);
	return all;
}

/* Has the kernel bytes for that port that nobody has read? The table: proc(5), /proc/net/tcp. */
static bool has_unread(const char *table, int port)
{
	struct buf text;
	bool unread = false;
	buf_init(&text, 1 << 24);
	BUG_ON(!fs_read(table, &text, NULL));
	for (const char *line = strchr(buf_str(&text), '\n'); line && !unread; line = strchr(line + 1, '\n')) {
		unsigned local, waiting;
		unread = sscanf(line, " %*d: %*[0-9A-F]:%x %*[0-9A-F]:%*x %*x %*x:%x", &local, &waiting) == 2 &&
			local == (unsigned)port && waiting > 0;
	}
	buf_clear(&text);
	return unread;
}

static bool stands_between(void *user)
{
	const struct ipp_printer *p = user;
	int status;
	if (!has_answered(p))
		return false;
	kill(p->pid, SIGSTOP);
	BUG_ON(waitpid(p->pid, &status, WUNTRACED) != p->pid || !WIFSTOPPED(status));
	if (has_answered(p) && !has_unread("/proc/net/tcp", p->port) && !has_unread("/proc/net/tcp6", p->port))
		return true;
	kill(p->pid, SIGCONT);
	return false;
}

void ipp_printer_unplug_between(struct ipp_printer *p)
{
	BUG_ON(!process_wait(stands_between, p, GATE_MS));
	ipp_printer_unplug(p);
}

/* A mechanism that still stands at its gate ends with the gate. */
void ipp_printer_stop(struct ipp_printer *p)
{
	char *gate = path(p, "gate");
	int fd = open(gate, O_RDWR | O_NONBLOCK | O_CLOEXEC);

	unlink(gate);
	if (fd >= 0)
		BUG_ON(write(fd, "\n", 1) != 1);
	process_stop(p->pid);
	p->pid = 0;
	if (fd >= 0)
		close(fd);
	free(gate);
}

/* ---- what it does */

void ipp_printer_says(struct ipp_printer *p, const char *lines)
{
	write_text(p, "lines", lines, 0644);
}

void ipp_printer_exits(struct ipp_printer *p, int status)
{
	char text[12];

	snprintf(text, sizeof(text), "%d", status);
	write_text(p, "status", text, 0644);
}

void ipp_printer_close_gate(struct ipp_printer *p)
{
	char *gate = path(p, "gate");
	BUG_ON(mkfifo(gate, 0666) != 0);
	free(gate);
}

struct gate {
	char *path;
	int fd;
};

static bool somebody_waits(void *user)
{
	struct gate *g = user;
	g->fd = open(g->path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
	return g->fd >= 0;
}

void ipp_printer_at_gate(struct ipp_printer *p)
{
	struct gate g = {.path = path(p, "gate"), .fd = -1};

	if (p->gate < 0)
		BUG_ON(!process_wait(somebody_waits, &g, GATE_MS));
	if (p->gate < 0)
		p->gate = g.fd; /* kept: a gate that nobody holds is an open one */
	free(g.path);
}

void ipp_printer_open_gate(struct ipp_printer *p, const char *line)
{
	char *gate = path(p, "gate"), *text = xasprintf("%s\n", line);

	ipp_printer_at_gate(p);
	unlink(gate);
	BUG_ON(write(p->gate, text, strlen(text)) != (ssize_t)strlen(text));
	close(p->gate);
	p->gate = -1;
	free(text);
	free(gate);
}

int ipp_printer_papers(const struct ipp_printer *p, const char *name)
{
	char *folder = path(p, "paper");
	DIR *dir = opendir(folder);
	int n = 0;

	BUG_ON(!dir);
	for (struct dirent *e; (e = readdir(dir));)
		n += str_ends(e->d_name, ".pdf") && strstr(e->d_name, name);
	closedir(dir);
	free(folder);
	return n;
}
