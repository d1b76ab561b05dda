#include "tests/harness/soak_central.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/process.h"

#define START_MS 30000

void soak_central_init(struct soak_central *c, const char *dir)
{
	const char *build = getenv("B");
	*c = (struct soak_central){.port = 0};
	snprintf(c->dir, sizeof(c->dir), "%s", dir);
	snprintf(c->db, sizeof(c->db), "sqlite:%s/central.db", dir);
	snprintf(c->errors, sizeof(c->errors), "%s/central.errors", dir);
	snprintf(c->mark, sizeof(c->mark), "%s/central.mark", dir);
	snprintf(c->program, sizeof(c->program), "%s/motcua-central", build ? build : "build");
}

/* Its lines; the last one is kept by whoever asks. */
static void keep_line(void *user, const char *text)
{
	snprintf(user, 160, "%s", text);
}

static void read_port(void *user, const char *text)
{
	struct soak_central *c = user;
	const char *colon = strrchr(text, ':');
	int64_t port;
	if (str_starts(text, "listening on ") && colon && str_to_int(colon + 1, 1, 65535, &port))
		c->port = (int)port;
}

void soak_central_start(struct soak_central *c)
{
	const char *const argv[] = {c->program, "--listen", "127.0.0.1:0", "--db", c->db, "--demo",
		"--public-url", "https://motcua.example.vn", NULL};
	struct dice none = {1};
	const struct soak_start start = {.argv = argv, .errors = c->errors, .mark = c->mark, .dice = &none};
	int64_t until = clock_mono_ms() + START_MS;
	c->port = 0;
	c->starts++;
	soak_run_start(&c->run, &start);
	while (!c->port) {
		struct pollfd p = {c->run.out, POLLIN, 0};
		poll(&p, 1, 1000);
		BUG_ON(!soak_run_hear(&c->run, read_port, c));
		BUG_ON(clock_mono_ms() > until);
	}
}

bool soak_central_lives(struct soak_central *c)
{
	bool lives = soak_run_hear(&c->run, read_port, c);
	c->ended += !lives;
	return lives;
}

static void end(struct soak_central *c, int signal_number)
{
	if (!c->run.pid)
		return;
	kill(c->run.pid, signal_number);
	while (soak_run_hear(&c->run, read_port, c)) {
		struct pollfd p = {c->run.out, POLLIN, 0};
		poll(&p, 1, 1000);
	}
}

void soak_central_stop(struct soak_central *c)
{
	end(c, SIGTERM);
}

void soak_central_kill(struct soak_central *c)
{
	c->kills += c->run.pid != 0;
	end(c, SIGKILL);
}

/* The database and its log, to or from their copies. */
static void copy(struct soak_central *c, const char *from, const char *to)
{
	static const char *const parts[] = {"central.db", "central.db-wal"};
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		char source[200], target[200];
		snprintf(source, sizeof(source), "%s/%s%s", c->dir, parts[i], from);
		snprintf(target, sizeof(target), "%s/%s%s", c->dir, parts[i], to);
		unlink(target);
		if (fs_exists(source))
			BUG_ON(process_run((const char *const[]){"cp", "--", source, target, NULL}, NULL) != 0);
	}
}

void soak_central_backup(struct soak_central *c)
{
	copy(c, "", ".backup");
	c->has_backup = true;
	c->backups++;
}

void soak_central_restore(struct soak_central *c)
{
	char shm[200];
	snprintf(shm, sizeof(shm), "%s/central.db-shm", c->dir);
	unlink(shm);
	copy(c, ".backup", "");
	c->restores++;
}

void soak_central_enrol_code(struct soak_central *c, const char *agency, int counter, char code[64])
{
	char number[16], line[160] = "";
	struct soak_run run;
	struct dice none = {1};
	snprintf(number, sizeof(number), "%d", counter);
	const char *const argv[] = {c->program, "--db", c->db, "enrol-code", "--agency", agency, "--counter",
		number, NULL};
	const struct soak_start start = {.argv = argv, .errors = c->errors, .mark = c->mark, .dice = &none};
	soak_run_start(&run, &start);
	while (soak_run_hear(&run, keep_line, line)) {
		struct pollfd p = {run.out, POLLIN, 0};
		poll(&p, 1, 1000);
	}
	BUG_ON(run.status != 0 || !str_copy(code, 64, line));
}
