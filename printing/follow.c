#include "printing/follow.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/printers.h"

#define YOUNG_MS 5000     /* since the last change: asked often */
#define OLD_MS 60000
#define YOUNG_TICK_MS 200
#define TICK_MS 1000
#define OLD_TICK_MS 3000
#define ASK_MS 5000       /* and without news */
#define PATIENT_MS 1500   /* before a trouble that may be gone in a moment is told */
#define DEAF_MS 3000      /* at work without a word: is the printer still there? */
#define AWAY_MS 2000      /* without CUPS, before that is told */

struct followed {
	struct followed *next;
	char queue[PRINTER_NAME_SIZE], name[128];
	int id;
	struct print_result result;   /* as told last */
	struct job_past past;
	atomic_bool cancel;
	bool told, counts_known;
	int64_t changed_ms, asked_ms, patient_ms, away_ms, device_ms; /* 0: not */
};

struct follow {
	follow_report *report;
	void *user;
	pthread_t thread;
	int wake_fd;
	pthread_mutex_t lock; /* over the new ones, and over who is in the list */
	bool ending;
	struct followed *list, *fresh;
	struct printer_watch *watch; /* the thread's */
};

/* ---- saying */

static void tell(struct follow *f, struct followed *j, const struct verdict *v, int64_t now)
{
	bool same = j->told && j->result.phase == v->phase && str_eq(j->result.words, v->words);

	if (same)
		return;
	j->told = true;
	j->changed_ms = now;
	j->result.phase = v->phase;
	j->result.cups_job = j->id;
	j->result.cups_away = j->away_ms != 0;
	str_copy(j->result.words, sizeof(j->result.words), v->words);
	str_copy(j->result.message, sizeof(j->result.message), v->message);
	f->report(f->user, &j->result);
}

/* True when nothing more will come of it: the officer took it back, and there is no CUPS any more that could
 * bring it out. */
static bool tell_away(struct follow *f, struct followed *j, int64_t now)
{
	struct verdict v = {.phase = PHASE_WAITING};

	if (!j->away_ms)
		j->away_ms = now;
	if (now - j->away_ms < AWAY_MS)
		return false;
	if (j->past.cancelling && !printers_expected()) {
		verdict_of_lost_cups(j->result.target, &v);
		tell(f, j, &v, now);
		return true;
	}
	str_copy(v.words, sizeof(v.words), _("không liên lạc được"));
	snprintf(v.message, sizeof(v.message), _("Không liên lạc được với hệ thống in (CUPS). Hồ sơ đã lưu. "
		"Khởi động lại CUPS; khi đó mới biết giấy ở máy in %.60s đã ra chưa."), j->result.target);
	tell(f, j, &v, now);
	return false;
}

/* ---- looking after one */

static bool find_again(struct follow *f, struct followed *j)
{
	int id = printer_job_find(f->watch, j->queue, j->name);

	if (id > 0)
		j->id = id;
	return id >= 0;
}

static bool get_facts(struct follow *f, struct followed *j, struct job_facts *facts)
{
	if (!j->id && !find_again(f, j))
		return false;
	if (!printer_job_facts(f->watch, j->queue, j->id, facts))
		return false;
	if (facts->state != JOB_UNKNOWN)
		return true;
	int before = j->id;
	return find_again(f, j) &&
		(j->id == before || printer_job_facts(f->watch, j->queue, j->id, facts));
}

/* A printer that went away in the middle leaves CUPS without a word: its device is asked itself. */
static void check_device(struct follow *f, struct followed *j, const struct job_facts *facts,
	int64_t now)
{
	if (facts->state != JOB_PROCESSING || now - j->changed_ms < DEAF_MS) {
		if (facts->state != JOB_PROCESSING)
			j->past.deaf = false;
		return;
	}
	if (now - j->device_ms < DEAF_MS)
		return;
	j->device_ms = now;
	j->past.deaf = !printer_device_answers(f->watch, j->queue);
}

/* True when nothing more will come of it. */
static bool look_after(struct follow *f, struct followed *j, int64_t now)
{
	struct job_facts facts;
	struct verdict v;

	j->asked_ms = now;
	j->past.cancelling = atomic_load(&j->cancel);
	if (j->past.cancelling && j->id)
		(void)printer_job_cancel(f->watch, j->queue, j->id);
	if (!get_facts(f, j, &facts))
		return tell_away(f, j, now);
	j->away_ms = 0;
	if (!j->counts_known) {
		j->counts_known = true;
		j->past.counts = printer_counts_pages(f->watch, j->queue, j->id);
	}
	check_device(f, j, &facts, now);
	verdict_remember(&j->past, &facts);
	verdict_of_job(&facts, &j->past, j->result.target, &v);
	if (v.withdraw && !printer_job_cancel(f->watch, j->queue, j->id))
		return false; /* not settled before it is gone there */
	if (!v.patient)
		j->patient_ms = 0;
	else if (!j->patient_ms)
		j->patient_ms = now;
	if (!v.patient || now - j->patient_ms >= PATIENT_MS)
		tell(f, j, &v, now);
	return print_phase_is_last(v.phase);
}

static int tick_of(const struct followed *j, int64_t now)
{
	int64_t age = now - j->changed_ms;

	return age < YOUNG_MS || j->patient_ms ? YOUNG_TICK_MS : age < OLD_MS ? TICK_MS : OLD_TICK_MS;
}

static bool is_due(const struct followed *j, bool news, int64_t now)
{
	bool young = now - j->changed_ms < YOUNG_MS;

	return news || young || j->patient_ms || j->away_ms || atomic_load(&j->cancel) ||
		now - j->asked_ms >= ASK_MS;
}

/* ---- the thread */

static bool take_fresh(struct follow *f)
{
	pthread_mutex_lock(&f->lock);
	bool ending = f->ending;
	while (f->fresh) {
		struct followed *j = f->fresh;
		f->fresh = j->next;
		j->next = f->list;
		f->list = j;
		printer_watch_queue(f->watch, j->queue);
	}
	pthread_mutex_unlock(&f->lock);
	return !ending;
}

static void drop(struct follow *f, struct followed **at)
{
	struct followed *j = *at;

	pthread_mutex_lock(&f->lock);
	*at = j->next;
	pthread_mutex_unlock(&f->lock);
	free(j);
}

/* Milliseconds until it is to look again, -1 when there is nothing to follow. */
static int look_round(struct follow *f)
{
	bool news = f->list && printer_watch_news(f->watch);
	int tick = -1;

	for (struct followed **at = &f->list; *at;) {
		int64_t now = clock_mono_ms();
		if (is_due(*at, news, now) && look_after(f, *at, now)) {
			drop(f, at);
			continue;
		}
		int own = tick_of(*at, now);
		tick = tick < 0 || own < tick ? own : tick;
		at = &(*at)->next;
	}
	return tick;
}

static void *run(void *user)
{
	struct follow *f = user;
	struct pollfd p = {.fd = f->wake_fd, .events = POLLIN};
	eventfd_t n;

	f->watch = printer_watch_new();
	while (take_fresh(f)) {
		int tick = look_round(f);
		poll(&p, 1, tick);
		eventfd_read(f->wake_fd, &n);
	}
	printer_watch_free(f->watch);
	return NULL;
}

/* ---- from the press */

struct follow *follow_new(follow_report *report, void *user)
{
	struct follow *f = xcalloc(1, sizeof(*f));

	f->report = report;
	f->user = user;
	f->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	BUG_ON(f->wake_fd < 0);
	pthread_mutex_init(&f->lock, NULL);
	BUG_ON(pthread_create(&f->thread, NULL, run, f) != 0);
	return f;
}

void follow_add(struct follow *f, const struct followed_job *job, const struct print_result *paper)
{
	struct followed *j = xcalloc(1, sizeof(*j));

	str_copy(j->queue, sizeof(j->queue), job->queue);
	str_copy(j->name, sizeof(j->name), job->name);
	j->id = job->id;
	j->past.gap_before = job->gap_before;
	j->result = *paper;
	j->changed_ms = clock_mono_ms();
	pthread_mutex_lock(&f->lock);
	j->next = f->fresh;
	f->fresh = j;
	pthread_mutex_unlock(&f->lock);
	eventfd_write(f->wake_fd, 1);
}

static bool mark(struct followed *list, const char *job)
{
	for (struct followed *j = list; j; j = j->next) {
		if (str_eq(j->result.job, job)) {
			atomic_store(&j->cancel, true);
			return true;
		}
	}
	return false;
}

bool follow_cancel(struct follow *f, const char *job)
{
	pthread_mutex_lock(&f->lock);
	bool found = mark(f->list, job) || mark(f->fresh, job);
	pthread_mutex_unlock(&f->lock);
	eventfd_write(f->wake_fd, 1);
	return found;
}

void follow_free(struct follow *f)
{
	if (!f)
		return;
	pthread_mutex_lock(&f->lock);
	f->ending = true;
	pthread_mutex_unlock(&f->lock);
	eventfd_write(f->wake_fd, 1);
	pthread_join(f->thread, NULL);
	while (f->list || f->fresh) {
		struct followed **from = f->list ? &f->list : &f->fresh;
		struct followed *j = *from;
		*from = j->next;
		free(j);
	}
	close(f->wake_fd);
	pthread_mutex_destroy(&f->lock);
	free(f);
}
