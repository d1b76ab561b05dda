#include "tests/harness/soak_world.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"
#include "tests/harness/process.h"

#define HEAL_MS (5 * 60 * 1000)
#define CENTRAL_AWAY_MS 1500 /* at most */
#define CENTRAL_PEACE_MS 2000

/* ---- opening and closing */

void soak_open(struct soak_world *w, const struct soak_options *opt)
{
	static const char *const agencies[] = {"H01.91.12", "H01.91.01", "H01.91.02"};
	char code[64];
	*w = (struct soak_world){.opt = *opt, .dice = {opt->seed}, .dir = "/tmp/motcua-soak-XXXXXX"};
	BUG_ON(opt->counters > SOAK_COUNTERS_MAX || !mkdtemp(w->dir));
	snprintf(w->ca_file, sizeof(w->ca_file), "%s/ca.pem", w->dir);
	fault_proxy_identities(&w->ids, w->ca_file);
	w->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	soak_central_init(&w->central, w->dir);
	soak_central_start(&w->central);
	for (int i = 0; i < opt->counters; i++) {
		struct soak_counter *c = &w->counters[i];
		soak_counter_open(c, i, agencies[i % 3], w->dir, &w->ids, w->ca_file, w->central.port,
			dice_throw(&w->dice), w->wake, &w->papers);
		soak_central_enrol_code(&w->central, c->agency, i + 1, code);
		soak_counter_enrol(c, code);
	}
	w->began_ms = clock_mono_ms();
}

void soak_close(struct soak_world *w)
{
	for (int i = 0; i < w->opt.counters; i++)
		soak_counter_close(&w->counters[i]);
	soak_central_kill(&w->central);
	fault_proxy_identities_clear(&w->ids);
	papers_clear(&w->papers);
	close(w->wake);
	if (!getenv("MOTCUA_SOAK_KEEP"))
		process_run((const char *const[]){"rm", "-rf", "--", w->dir, NULL}, NULL);
}

/* ---- what happens to central */

static void central_start(struct soak_world *w)
{
	soak_central_start(&w->central);
	for (int i = 0; i < w->opt.counters; i++)
		fault_proxy_set_server(w->counters[i].proxy, w->central.port);
	w->central_back_ms = 0;
}

static void central_killed(struct soak_world *w)
{
	soak_central_kill(&w->central);
	w->central_back_ms = clock_mono_ms() + dice_below(&w->dice, CENTRAL_AWAY_MS);
}

static void restart(struct soak_world *w)
{
	soak_central_stop(&w->central);
	central_start(w);
}

static void back_up(struct soak_world *w)
{
	soak_central_stop(&w->central);
	soak_central_backup(&w->central);
	central_start(w);
}

static void restore(struct soak_world *w)
{
	if (!w->central.has_backup)
		return;
	soak_central_kill(&w->central);
	soak_central_restore(&w->central);
	central_start(w);
}

static void to_central(struct soak_world *w)
{
	static void (*const acts[])(struct soak_world *w) = {
		central_killed, restart, back_up, restore,
	};
	uint32_t known = w->opt.restores ? ARRAY_LEN(acts) : ARRAY_LEN(acts) - 2;
	if (w->central_back_ms) {
		if (clock_mono_ms() >= w->central_back_ms)
			central_start(w);
		return;
	}
	if (clock_mono_ms() < w->central_next_ms)
		return;
	acts[dice_below(&w->dice, known)](w);
	w->central_next_ms = clock_mono_ms() + dice_below(&w->dice, 2 * CENTRAL_PEACE_MS);
}

/* ---- one turn */

/* The proxies that wait for it have their strike. */
static void strikes(struct soak_world *w)
{
	eventfd_t n;
	if (eventfd_read(w->wake, &n) != 0)
		return;
	for (int i = 0; i < w->opt.counters; i++) {
		struct soak_counter *c = &w->counters[i];
		int who = atomic_exchange(&c->strike, 0);
		if (!who)
			continue;
		if (who == 1)
			soak_counter_kill(c);
		else if (!w->central_back_ms)
			central_killed(w);
		sem_post(&c->stricken);
	}
}

/* Waits until something has happened, at most that long; hears everybody. */
static void turn(struct soak_world *w, int most_ms)
{
	struct pollfd fds[2 + SOAK_COUNTERS_MAX * SOAK_RUNS];
	nfds_t n = 0;
	fds[n++] = (struct pollfd){w->wake, POLLIN, 0};
	if (w->central.run.pid)
		fds[n++] = (struct pollfd){w->central.run.out, POLLIN, 0};
	for (int i = 0; i < w->opt.counters; i++)
		for (int k = 0; k < SOAK_RUNS; k++)
			if (w->counters[i].runs[k].pid)
				fds[n++] = (struct pollfd){w->counters[i].runs[k].out, POLLIN, 0};
	poll(fds, n, most_ms);
	if (w->central.run.pid && !soak_central_lives(&w->central))
		central_start(w);
	strikes(w);
	for (int i = 0; i < w->opt.counters; i++)
		soak_counter_hear(&w->counters[i]);
}

static bool every_fault_met(struct soak_world *w)
{
	bool all = w->central.kills && (w->central.restores || !w->opt.restores);
	for (int f = 0; f < PROXY_FAULTS; f++)
		all = all && soak_way_count(w, (enum proxy_fault)f) > 0;
	for (int f = 0; f < SOAK_FAULTS; f++)
		all = all && soak_fault_count(w, (enum soak_fault)f) > 0;
	return all;
}

static bool enough(struct soak_world *w)
{
	int64_t now = clock_mono_ms() - w->began_ms;
	if (now > w->opt.most_ms)
		return true;
	return now > w->opt.least_ms && w->papers.n >= w->opt.papers && (!w->opt.every_fault || every_fault_met(w));
}

void soak_trouble(struct soak_world *w)
{
	for (int i = 0; i < w->opt.counters; i++)
		atomic_store(&w->counters[i].calm, false);
	while (!enough(w)) {
		soak_progress(w);
		for (int i = 0; i < w->opt.counters; i++)
			soak_counter_act(&w->counters[i], true);
		turn(w, 20);
		to_central(w);
	}
	w->troubled_ms = clock_mono_ms() - w->began_ms;
}

/* ---- healing */

static bool anybody_busy(const struct soak_world *w)
{
	for (int i = 0; i < w->opt.counters; i++)
		if (soak_counter_busy(&w->counters[i]))
			return true;
	return false;
}

static void until_all_ended(struct soak_world *w)
{
	while (anybody_busy(w))
		turn(w, 1000);
}

/* What was under way ends by itself or is killed, as it comes. */
static void calm(struct soak_world *w)
{
	for (int i = 0; i < w->opt.counters; i++)
		soak_counter_calm(&w->counters[i]);
	for (int i = 0; i < w->opt.counters; i++)
		if (dice_below(&w->dice, 2) || w->counters[i].runs[SOAK_SENDING].kill_at_ms)
			soak_counter_kill(&w->counters[i]);
	until_all_ended(w);
	if (!w->central.run.pid)
		central_start(w);
}

/* Has nothing waiting any more: 0, or 65 for rejected ones. */
static bool is_done(const struct soak_counter *c)
{
	int status = c->runs[SOAK_SENDING].status;
	return WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 65);
}

static bool drain(struct soak_world *w)
{
	int64_t until = clock_mono_ms() + HEAL_MS;
	bool done[SOAK_COUNTERS_MAX] = {false}, all = false;
	while (!all && clock_mono_ms() < until) {
		for (int i = 0; i < w->opt.counters; i++)
			if (!done[i])
				soak_counter_sync(&w->counters[i]);
		until_all_ended(w);
		all = true;
		for (int i = 0; i < w->opt.counters; i++) {
			done[i] = done[i] || is_done(&w->counters[i]);
			all = all && done[i];
		}
	}
	return all;
}

void soak_heal(struct soak_world *w)
{
	char folder[200];
	calm(w);
	w->drained = drain(w);
	for (int i = 0; i < w->opt.counters; i += 2)
		soak_counter_retry(&w->counters[i]);
	until_all_ended(w);
	w->drained = drain(w) && w->drained;
	for (int i = 0; i < w->opt.counters; i++) {
		snprintf(folder, sizeof(folder), "%s/pdf", w->counters[i].dir);
		papers_found(&w->papers, i, folder);
	}
	soak_central_stop(&w->central);
	w->healed_ms = clock_mono_ms() - w->began_ms - w->troubled_ms;
}
