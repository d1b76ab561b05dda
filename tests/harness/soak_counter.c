#include "tests/harness/soak_counter.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"

#define BATCH 24
#define TROUBLED_S 1  /* how long an answer is waited for, while many never come */
#define HEALED_S 60   /* and when all come at once, on a machine that does more than this */
#define WATCH_MS 4000
#define PRINTED_OF 40 /* one of so many gets a receipt as a file: it takes long */
#define FULL_DISK (200 * 1024)

/* ---- the way to central */

bool soak_is_refused(const char *uuid)
{
	return str_ends(uuid, "00");
}

static bool is_refused(const struct proxy_request *q)
{
	return q->method && str_eq(q->method, "PUT") && str_starts(q->path, "/v1/dossiers/") &&
		soak_is_refused(q->path);
}

static struct proxy_order decide(void *user, const struct proxy_request *q)
{
	struct soak_counter *c = user;
	static const struct proxy_order pass = {PROXY_PASS, 0};
	struct proxy_order order = {PROXY_422, 0};
	if (!atomic_load(&c->calm) && is_refused(q))
		return order;
	/* a connection carries many requests: what befalls it is rarer */
	if (atomic_load(&c->calm) ||
		dice_below(&c->way, q->method ? 100 : 300) >= (uint32_t)atomic_load(&c->weather))
		return pass;
	do {
		order.fault = (enum proxy_fault)dice_below(&c->way, PROXY_FAULTS);
	} while (fault_proxy_of_connection(order.fault) != !q->method || order.fault == PROXY_422);
	order.n = (uint32_t)dice_throw(&c->way);
	return order;
}

/* Not from the proxy's thread: only who waits for the processes may kill them. */
static void strike(void *user, enum proxy_fault when)
{
	struct soak_counter *c = user;
	(void)when;
	if (atomic_load(&c->calm))
		return;
	atomic_store(&c->strike, dice_below(&c->way, 4) ? 1 : 2);
	BUG_ON(eventfd_write(c->wake, 1) != 0);
	while (sem_wait(&c->stricken) != 0)
		;
}

/* ---- opening */

static void write_config(struct soak_counter *c, int timeout_s)
{
	struct buf ini;
	struct err err = ERR_INIT;
	buf_init(&ini, 4096);
	buf_printf(&ini, "[central]\nurl = %s\nca_file = %s\ntimeout_s = %d\n[workstation]\n"
		"data_dir = %s/data\n[printing]\npdf_dir = %s/pdf\n[log]\nfile = %s/log\n",
		fault_proxy_url(c->proxy), c->ca_file, timeout_s, c->dir, c->dir, c->dir);
	BUG_ON(!fs_write_atomic(c->config, buf_str(&ini), ini.len, 0600, &err));
	buf_clear(&ini);
}

void soak_counter_open(struct soak_counter *c, int number, const char *agency, const char *dir,
	const struct proxy_identities *ids, const char *ca_file, int central_port, uint64_t seed, int wake,
	struct papers *papers)
{
	const char *build = getenv("B");
	*c = (struct soak_counter){.number = number, .wake = wake, .papers = papers, .dice = {seed},
		.way = {~seed}};
	snprintf(c->ca_file, sizeof(c->ca_file), "%s", ca_file);
	snprintf(c->agency, sizeof(c->agency), "%s", agency);
	snprintf(c->dir, sizeof(c->dir), "%s/%d", dir, number);
	snprintf(c->config, sizeof(c->config), "%s/config.ini", c->dir);
	snprintf(c->program, sizeof(c->program), "%s/motcua", build ? build : "build");
	BUG_ON(mkdir(c->dir, 0700) != 0);
	sem_init(&c->stricken, 0, 0);
	atomic_store(&c->calm, true);
	c->proxy = fault_proxy_start(&(struct proxy_options){.server_port = central_port, .identities = ids,
		.decide = decide, .strike = strike, .user = c});
	write_config(c, HEALED_S); /* trouble begins when it is enrolled */
}

void soak_counter_calm(struct soak_counter *c)
{
	atomic_store(&c->calm, true);
	write_config(c, HEALED_S);
}

void soak_counter_close(struct soak_counter *c)
{
	fault_proxy_stop(c->proxy);
	sem_destroy(&c->stricken);
}

/* ---- runs */

static const char *path_of(const struct soak_counter *c, const char *name)
{
	static char paths[4][200];
	static unsigned turn;
	char *path = paths[turn++ % 4];
	snprintf(path, sizeof(paths[0]), "%s/%s", c->dir, name);
	return path;
}

static void start(struct soak_counter *c, enum soak_run_kind kind, const char *const *words,
	const char *input, enum soak_fault fault, int call)
{
	static const char *const marks[SOAK_RUNS] = {"taking.mark", "sending.mark"};
	const char *argv[16] = {c->program, "-c", c->config};
	struct stat st;
	for (size_t n = 3; *words; n++)
		argv[n] = *words++;
	const struct soak_start s = {
		.argv = argv, .input = input, .errors = path_of(c, "errors"), .mark = path_of(c, marks[kind]),
		.fault = fault, .call = call, .dice = &c->dice,
		/* the database may not grow, or only a little; its log begins from nothing */
		.file_max = stat(path_of(c, "data/motcua.db"), &st) == 0 ?
			(size_t)st.st_size + dice_below(&c->dice, FULL_DISK) : FULL_DISK,
	};
	c->started[kind]++;
	soak_run_start(&c->runs[kind], &s);
}

static void until_ended(struct soak_counter *c, enum soak_run_kind kind)
{
	while (c->runs[kind].pid) {
		struct pollfd p = {c->runs[kind].out, POLLIN, 0};
		poll(&p, 1, 1000);
		soak_counter_hear(c);
	}
}

void soak_counter_enrol(struct soak_counter *c, const char *code)
{
	start(c, SOAK_SENDING, (const char *const[]){"enrol", code, NULL}, NULL, SOAK_NONE, 0);
	until_ended(c, SOAK_SENDING);
	BUG_ON(c->runs[SOAK_SENDING].status != 0);
	write_config(c, TROUBLED_S);
}

/* What people type, and what somebody might try. */
static const char *const notes[] = {
	"", "", "", "", "Bổ sung bản sao sau", "'); DROP TABLE dossier;--", "=HYPERLINK(\\\"http://x\\\")",
	"%s%n%x", "@SUM(1+1)*cmd|' /C calc'!A0", "\\u001b[2J\\u202eabc", "{\\\"uuid\\\":1}", "ẫẫẫẫẫ",
};

static void write_batch(struct soak_counter *c, const char *path, uint32_t n)
{
	struct buf lines;
	struct err err = ERR_INIT;
	buf_init(&lines, 1 << 20);
	for (uint32_t i = 0; i < n; i++) {
		c->lines++;
		buf_printf(&lines, "{\"procedure\":\"1.014027\",\"applicant\":{\"name\":\"Nguyễn Văn Thử %s\","
			"\"id_number\":\"0%011u\",\"address\":\"Số %u, Ấp Thử Nghiệm\"},\"note\":\"%s\",\"print\":%s}\n",
			i % 2 ? "Mẫu" : "Ánh", dice_below(&c->dice, 4000000000u), i,
			notes[dice_below(&c->dice, ARRAY_LEN(notes))],
			dice_below(&c->dice, PRINTED_OF) ? "false" : "true");
	}
	BUG_ON(lines.full || !fs_write_atomic(path, buf_str(&lines), lines.len, 0600, &err));
	buf_clear(&lines);
}

static enum soak_fault some_fault(struct soak_counter *c)
{
	return dice_below(&c->dice, 2) ? SOAK_NONE : (enum soak_fault)dice_below(&c->dice, SOAK_FAULTS);
}

static void take_in(struct soak_counter *c)
{
	const char *batch = path_of(c, "batch");
	write_batch(c, batch, 1 + dice_below(&c->dice, BATCH));
	start(c, SOAK_TAKING, (const char *const[]){"intake", "-", "--json", NULL}, batch, some_fault(c), 0);
}

bool soak_counter_suffer(struct soak_counter *c, enum soak_run_kind kind, enum soak_fault fault,
	int call)
{
	static const char *const words[SOAK_RUNS][4] = {
		{"intake", "-", "--json", NULL}, {"sync", "--once", "--json", NULL},
	};
	const char *batch = path_of(c, "batch");
	write_batch(c, batch, 1);
	start(c, kind, words[kind], batch, fault, call);
	until_ended(c, kind);
	return c->runs[kind].struck;
}

static void send(struct soak_counter *c)
{
	bool watch = dice_below(&c->dice, 4) == 0;
	enum soak_fault fault = watch ? SOAK_KILL_TIME : some_fault(c);
	start(c, SOAK_SENDING, (const char *const[]){"sync", watch ? "--watch" : "--once", "--json", NULL},
		NULL, fault, 0);
	if (watch)
		c->runs[SOAK_SENDING].kill_at_ms = clock_mono_ms() + dice_below(&c->dice, WATCH_MS);
}

void soak_counter_act(struct soak_counter *c, bool more)
{
	static const int weathers[] = {2, 8, 20, 40, 70};
	if (!c->runs[SOAK_TAKING].pid && more) {
		atomic_store(&c->weather, weathers[dice_below(&c->dice, ARRAY_LEN(weathers))]);
		take_in(c);
	}
	if (!c->runs[SOAK_SENDING].pid && dice_below(&c->dice, 3))
		send(c);
}

void soak_counter_sync(struct soak_counter *c)
{
	start(c, SOAK_SENDING, (const char *const[]){"sync", "--once", "--json", NULL}, NULL, SOAK_NONE, 0);
}

void soak_counter_retry(struct soak_counter *c)
{
	start(c, SOAK_SENDING, (const char *const[]){"queue", "retry", "--all", NULL}, NULL, SOAK_NONE, 0);
}

/* ---- listening */

static void told(void *user, const char *text)
{
	struct soak_counter *c = user;
	if (!papers_heard(c->papers, c->number, text) && !c->odd_ends++)
		snprintf(c->odd, sizeof(c->odd), "intake said: %.150s", text);
}

static void said(void *user, const char *text)
{
	(void)user;
	(void)text; /* the figures of sync are its own affair */
}

/* What a run may end with: as documented, or killed. 70 would be a bug. */
static void check_end(struct soak_counter *c, const struct soak_run *r, const char *what)
{
	static const int fine[] = {0, 65, 69, 74, 75};
	if (WIFSIGNALED(r->status) && WTERMSIG(r->status) == SIGKILL)
		return;
	for (size_t i = 0; i < ARRAY_LEN(fine); i++)
		if (WIFEXITED(r->status) && WEXITSTATUS(r->status) == fine[i])
			return;
	c->odd_ends++;
	snprintf(c->odd, sizeof(c->odd), "%s ended with %s %d (%s)", what,
		WIFEXITED(r->status) ? "status" : "signal",
		WIFEXITED(r->status) ? WEXITSTATUS(r->status) : WTERMSIG(r->status), soak_fault_name(r->fault));
}

bool soak_counter_hear(struct soak_counter *c)
{
	static const char *const names[SOAK_RUNS] = {"intake", "sync"};
	bool ended = false;
	for (int i = 0; i < SOAK_RUNS; i++) {
		struct soak_run *r = &c->runs[i];
		if (!r->pid || soak_run_hear(r, i == SOAK_TAKING ? told : said, c))
			continue;
		ended = true;
		c->faults[r->fault] += r->struck || r->fault == SOAK_NONE;
		check_end(c, r, names[i]);
	}
	return ended;
}

void soak_counter_kill(struct soak_counter *c)
{
	for (int i = 0; i < SOAK_RUNS; i++)
		if (c->runs[i].pid)
			soak_run_kill(&c->runs[i]);
}

bool soak_counter_busy(const struct soak_counter *c)
{
	return c->runs[SOAK_TAKING].pid || c->runs[SOAK_SENDING].pid;
}
