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
	static const char *const names[] = {"etc", "cache", "run", "spool", "spool/tmp"};

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

void cups_rig_start_cupsd(struct cups_rig *rig)
{
	char *config = path(rig, "cupsd.conf"), *files = path(rig, "cups-files.conf");

	rig->cupsd = start(rig, "cupsd.log", (const char *[]){"cupsd", "-f", "-c", config, "-s", files, NULL});
	BUG_ON(!process_wait(cupsd_answers, NULL, START_MS));
	free(config);
	free(files);
}

static void prepare_cupsd(struct cups_rig *rig)
{
	char server[32];

	rig->port = process_free_port();
	write_text(rig, "cupsd.conf", xasprintf(cupsd_conf, rig->port));
	write_text(rig, "cups-files.conf", xasprintf(files_conf, rig->dir));
	snprintf(server, sizeof(server), "localhost:%d", rig->port);
	setenv("CUPS_SERVER", server, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("LPDEST");
	unsetenv("PRINTER");
	setenv("HOME", rig->dir, 1);
}

void cups_rig_start(struct cups_rig *rig)
{
	*rig = (struct cups_rig){0};
	make_folders(rig);
	start_bus(rig);
	prepare_cupsd(rig);
	cups_rig_start_cupsd(rig);
}

void cups_rig_stop_cupsd(struct cups_rig *rig)
{
	process_stop(rig->cupsd);
	rig->cupsd = 0;
}

void cups_rig_stop(struct cups_rig *rig)
{
	cups_rig_stop_cupsd(rig);
	for (size_t i = 0; i < rig->n_printers; i++)
		ipp_printer_stop(&rig->printers[i]);
	if (rig->avahi)
		process_stop(rig->avahi);
	process_stop(rig->bus);
	process_run((const char *[]){"rm", "-rf", rig->dir, NULL}, NULL);
}

void cups_rig_run(const char *const argv[])
{
	BUG_ON(process_run(argv, NULL) != 0);
}

static bool queue_is_ready(void *user)
{
	return fs_exists(user);
}

/* CUPS asks the printer and writes the queue's PPD after lpadmin has come back. */
static void add_queue(struct cups_rig *rig, const struct ipp_printer *p)
{
	char uri[64], *ppd = xasprintf("%s/etc/ppd/%s.ppd", rig->dir, p->name);

	ipp_printer_uri(p, uri, sizeof(uri));
	cups_rig_run((const char *[]){"lpadmin", "-p", p->name, "-E", "-v", uri, "-m", "everywhere", NULL});
	BUG_ON(!process_wait(queue_is_ready, ppd, START_MS));
	free(ppd);
}

struct ipp_printer *cups_rig_add_printer(struct cups_rig *rig, const char *name)
{
	BUG_ON(rig->n_printers == ARRAY_LEN(rig->printers));
	struct ipp_printer *p = &rig->printers[rig->n_printers++];
	char *dir = path(rig, name);

	ipp_printer_start(p, dir, name);
	add_queue(rig, p);
	free(dir);
	return p;
}

/* ---- announced on the network */

static const char avahi_conf[] =
	"[server]\nhost-name=motcua-%d\ndomain-name=local\nuse-ipv4=yes\nuse-ipv6=no\nallow-interfaces=lo\n"
	"enable-dbus=yes\n[wide-area]\nenable-wide-area=no\n[publish]\npublish-hinfo=no\n"
	"publish-workstation=no\n";

static bool avahi_has_started(void *user)
{
	struct buf log;
	char *file = path(user, "avahi.log");
	buf_init(&log, 1 << 20);
	bool started = fs_read(file, &log, NULL) && strstr(buf_str(&log), "Server startup complete");
	buf_clear(&log);
	free(file);
	return started;
}

static void start_avahi(struct cups_rig *rig)
{
	const char *build = getenv("B");
	char *config = path(rig, "avahi.conf"), *run = xasprintf("MOTCUA_RUN=%s/avahi", rig->dir),
		*preload = xasprintf("LD_PRELOAD=%s/tests/preload/own_run.so", build ? build : "build");

	write_text(rig, "avahi.conf", xasprintf(avahi_conf, rig->port));
	rig->avahi = start(rig, "avahi.log", (const char *[]){"env", preload, run, "avahi-daemon",
		"--no-drop-root", "--no-chroot", "--no-rlimits", "-f", config, NULL});
	BUG_ON(!process_wait(avahi_has_started, rig, START_MS));
	free(config);
	free(preload);
	free(run);
}

struct ipp_printer *cups_rig_add_announced(struct cups_rig *rig, const char *name)
{
	BUG_ON(rig->n_printers == ARRAY_LEN(rig->printers));
	struct ipp_printer *p = &rig->printers[rig->n_printers++];
	char *dir = path(rig, name);

	if (!rig->avahi)
		start_avahi(rig);
	p->announced = true;
	ipp_printer_start(p, dir, name);
	free(dir);
	return p;
}

static const char refusing_ppd[] =
	"*PPD-Adobe: \"4.3\"\n*FormatVersion: \"4.3\"\n*FileVersion: \"1.0\"\n"
	"*LanguageVersion: English\n*LanguageEncoding: ISOLatin1\n*PCFileName: \"REFUSES.PPD\"\n"
	"*Manufacturer: \"Motcua\"\n*Product: \"(Refuses)\"\n*ModelName: \"Motcua Refuses\"\n"
	"*ShortNickName: \"Motcua Refuses\"\n*NickName: \"Motcua Refuses\"\n"
	"*PSVersion: \"(3010.000) 0\"\n*cupsFilter: \"application/x-nothing 0 -\"\n"
	"*OpenUI *PageSize/Size: PickOne\n*DefaultPageSize: A5\n*PageSize A5/A5: \"\"\n"
	"*CloseUI: *PageSize\n*OpenUI *PageRegion: PickOne\n*DefaultPageRegion: A5\n"
	"*PageRegion A5/A5: \"\"\n*CloseUI: *PageRegion\n*DefaultImageableArea: A5\n"
	"*ImageableArea A5/A5: \"0 0 420 595\"\n*DefaultPaperDimension: A5\n"
	"*PaperDimension A5/A5: \"420 595\"\n";

void cups_rig_add_refusing(struct cups_rig *rig, const char *queue)
{
	char *ppd = path(rig, "refuses.ppd");

	write_text(rig, "refuses.ppd", xstrdup(refusing_ppd));
	cups_rig_run((const char *[]){"lpadmin", "-p", queue, "-E", "-v", "socket://127.0.0.1:1", "-P", ppd,
		NULL});
	free(ppd);
}

void cups_rig_add_raw(struct cups_rig *rig, const char *name, const char *uri)
{
	(void)rig;
	cups_rig_run((const char *[]){"lpadmin", "-p", name, "-E", "-v", uri, NULL});
}

/* ---- papers: the first printer keeps them as NUMBER-NAME.pdf */

struct wanted {
	struct cups_rig *rig;
	int n;
	char *file;
};

static int list_papers(struct cups_rig *rig, int n, char **file)
{
	char *folder = fs_join(rig->printers[0].dir, "paper");
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
