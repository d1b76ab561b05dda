#include "tests/harness/cups_rig.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/process.h"

#define START_MS 60000
#define PAPER_MS 60000

static const char bus_conf[] =
	"<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN\""
	" \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
	"<busconfig><listen>unix:path=%s/bus</listen><policy context=\"default\">"
	"<allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/>"
	"<allow own=\"*\"/><allow user=\"*\"/></policy></busconfig>\n";

static const char cupsd_conf[] =
	"Listen 127.0.0.1:%d\n"
	"LogLevel debug\nMaxLogSize 0\nWebInterface No\nBrowsing Off\nDefaultAuthType None\n"
	"<Location />\n  Order allow,deny\n  Allow localhost\n</Location>\n"
	"<Policy default>\n  JobPrivateAccess all\n  JobPrivateValues none\n"
	"  <Limit All>\n    Order deny,allow\n  </Limit>\n</Policy>\n";

static const char files_conf[] =
	"ServerRoot %1$s/etc\nDataDir /usr/share/cups\nServerBin /usr/lib/cups\nRequestRoot %1$s/spool\n"
	"CacheDir %1$s/cache\nStateDir %1$s/run\nTempDir %1$s/spool/tmp\n"
	"AccessLog %1$s/access_log\nErrorLog %1$s/error_log\nPageLog %1$s/page_log\n"
	"SystemGroup root\n";

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

static char *path(const struct cups_rig *rig, const char *name)
{
	return fs_join(rig->dir, name);
}

static void write_text(const struct cups_rig *rig, const char *name, char *text)
{
	char *file = path(rig, name);
	BUG_ON(!fs_write_atomic(file, text, strlen(text), 0644, NULL));
	free(file);
	free(text);
}

/* As root, cupsd runs its filters as user lp: they must be able to come here. */
static void make_folders(struct cups_rig *rig)
{
	static const char *const names[] = {"etc", "cache", "run", "spool", "spool/tmp", "paper"};

	str_copy(rig->dir, sizeof(rig->dir), "/tmp/motcua-cups.XXXXXX");
	BUG_ON(!mkdtemp(rig->dir) || chmod(rig->dir, 0755) != 0);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		char *folder = path(rig, names[i]);
		BUG_ON(mkdir(folder, 0755) != 0);
		free(folder);
	}
}

static pid_t start(struct cups_rig *rig, const char *log_name, const char *const argv[])
{
	char *log = path(rig, log_name);
	pid_t pid = process_start(argv, log);
	free(log);
	return pid;
}

static bool bus_is_there(void *user)
{
	char *socket = path(user, "bus");
	bool there = fs_exists(socket);
	free(socket);
	return there;
}

static void start_bus(struct cups_rig *rig)
{
	char *config = xasprintf("--config-file=%s/bus.conf", rig->dir);
	char *address = xasprintf("unix:path=%s/bus", rig->dir);

	write_text(rig, "bus.conf", xasprintf(bus_conf, rig->dir));
	rig->bus = start(rig, "bus.log", (const char *[]){"dbus-daemon", config, "--nofork", "--nopidfile", NULL});
	BUG_ON(!process_wait(bus_is_there, rig, START_MS));
	setenv("DBUS_SYSTEM_BUS_ADDRESS", address, 1);
	free(config);
	free(address);
}

static bool cupsd_answers(void *user)
{
	(void)user;
	struct buf out;
	buf_init(&out, 4096);
	bool yes = process_run((const char *[]){"lpstat", "-r", NULL}, &out) == 0 &&
		strstr(buf_str(&out), "scheduler is running");
	buf_clear(&out);
	return yes;
}

static void start_cupsd(struct cups_rig *rig)
{
	char server[32], *config = path(rig, "cupsd.conf"), *files = path(rig, "cups-files.conf");

	rig->port = process_free_port();
	write_text(rig, "cupsd.conf", xasprintf(cupsd_conf, rig->port));
	write_text(rig, "cups-files.conf", xasprintf(files_conf, rig->dir));
	snprintf(server, sizeof(server), "localhost:%d", rig->port);
	setenv("CUPS_SERVER", server, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("LPDEST");
	unsetenv("PRINTER");
	setenv("HOME", rig->dir, 1);
	rig->cupsd = start(rig, "cupsd.log", (const char *[]){"cupsd", "-f", "-c", config, "-s", files, NULL});
	BUG_ON(!process_wait(cupsd_answers, NULL, START_MS));
	free(config);
	free(files);
}

void cups_rig_start(struct cups_rig *rig)
{
	*rig = (struct cups_rig){0};
	make_folders(rig);
	start_bus(rig);
	start_cupsd(rig);
}

void cups_rig_stop_cupsd(struct cups_rig *rig)
{
	process_stop(rig->cupsd);
	rig->cupsd = 0;
}

void cups_rig_stop(struct cups_rig *rig)
{
	cups_rig_stop_cupsd(rig);
	process_stop(rig->printer);
	process_stop(rig->bus);
	process_run((const char *[]){"rm", "-rf", rig->dir, NULL}, NULL);
}

void cups_rig_run(const char *const argv[])
{
	BUG_ON(process_run(argv, NULL) != 0);
}

struct queue {
	struct cups_rig *rig;
	const char *name;
	char uri[64];
};

static bool printer_answers(void *user)
{
	struct queue *q = user;
	return process_run((const char *[]){"ipptool", "-q", q->uri, "get-printer-attributes.test", NULL},
		NULL) != 127 && process_run((const char *[]){"ipptool", "-t", q->uri,
		"get-completed-jobs.test", NULL}, NULL) == 0;
}

/* CUPS asks the printer and writes the queue's PPD after lpadmin has come back. */
static bool queue_is_ready(void *user)
{
	struct queue *q = user;
	char *ppd = xasprintf("%s/etc/ppd/%s.ppd", q->rig->dir, q->name);
	bool there = fs_exists(ppd);
	free(ppd);
	return there;
}

void cups_rig_add_printer(struct cups_rig *rig, const char *name)
{
	char port[12], *config = path(rig, "printer.conf"), *paper = path(rig, "paper");
	struct queue q = {.rig = rig, .name = name};

	snprintf(port, sizeof(port), "%d", process_free_port());
	snprintf(q.uri, sizeof(q.uri), "ipp://localhost:%s/ipp/print", port);
	write_text(rig, "printer.conf", xstrdup(printer_conf));
	rig->printer = start(rig, "printer.log", (const char *[]){"ippeveprinter", "-v", "-k", "-p", port,
		"-n", "localhost", "-r", "off", "-d", paper, "-a", config, "-c", "/bin/true", name, NULL});
	BUG_ON(!process_wait(printer_answers, &q, START_MS));
	cups_rig_run((const char *[]){"lpadmin", "-p", name, "-E", "-v", q.uri, "-m", "everywhere", NULL});
	BUG_ON(!process_wait(queue_is_ready, &q, START_MS));
	free(config);
	free(paper);
}

/* ---- papers: the printer keeps them as NUMBER-NAME.pdf */

struct wanted {
	struct cups_rig *rig;
	int n;
	char *file;
};

static int list_papers(struct cups_rig *rig, int n, char **file)
{
	char *folder = path(rig, "paper");
	DIR *dir = opendir(folder);
	int count = 0;

	BUG_ON(!dir);
	for (struct dirent *e; (e = readdir(dir));) {
		if (!str_ends(e->d_name, ".pdf"))
			continue;
		count++;
		if (file && strtol(e->d_name, NULL, 10) == n)
			*file = fs_join(folder, e->d_name);
	}
	closedir(dir);
	free(folder);
	return count;
}

int cups_rig_papers(struct cups_rig *rig)
{
	return list_papers(rig, 0, NULL);
}

static bool paper_is_whole(void *user)
{
	struct wanted *w = user;
	free(w->file);
	w->file = NULL;
	list_papers(w->rig, w->n, &w->file);
	return w->file && process_run((const char *[]){"pdfinfo", w->file, NULL}, NULL) == 0;
}

char *cups_rig_paper(struct cups_rig *rig, int n)
{
	struct wanted w = {.rig = rig, .n = n};
	BUG_ON(!process_wait(paper_is_whole, &w, PAPER_MS));
	return w.file;
}

bool cups_rig_idle(void)
{
	struct buf out;
	buf_init(&out, 1 << 16);
	BUG_ON(process_run((const char *[]){"lpstat", "-W", "not-completed", "-o", NULL}, &out) != 0);
	bool idle = out.len == 0;
	buf_clear(&out);
	return idle;
}
