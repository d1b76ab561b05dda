#include "printing/lanes.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "printing/book.h"
#include "printing/raw.h"

struct parcel {
	struct parcel *next;
	struct print_result result;
	int patience_ms; /* 0: as usual */
	struct buf bytes;
};

struct lane {
	struct lane *next;
	struct lanes *all;
	char destination[DESTINATION_SIZE];
	pthread_t thread;
	int stop_fd;                   /* says to leave the one at the printer */
	struct parcel *first, **last;  /* the first is at the printer while busy */
	bool busy;
};

struct lanes {
	lanes_report *report;
	void *user;
	pthread_mutex_t lock; /* over what follows, and what is in the lanes */
	pthread_cond_t wake;
	bool ending;
	int n_running;        /* threads */
	struct lane *list;
};

/* ---- saying what became of it */

static void report(struct lane *lane, struct parcel *p, enum print_phase phase, const char *words)
{
	p->result.phase = phase;
	str_copy(p->result.words, sizeof(p->result.words), words);
	lane->all->report(lane->all->user, &p->result);
}

struct at_printer {
	struct lane *lane;
	struct parcel *parcel;
};

static void on_printing(void *user)
{
	struct at_printer *at = user;
	struct print_result *r = &at->parcel->result;

	snprintf(r->message, sizeof(r->message), _("Máy in %.60s đang in."), r->target);
	report(at->lane, at->parcel, PHASE_PRINTING, _("đang in"));
}

static void on_waiting(void *user, enum trouble t)
{
	struct at_printer *at = user;

	trouble_sentence(t, at->parcel->result.target, at->parcel->result.message);
	report(at->lane, at->parcel, PHASE_WAITING, trouble_words(t));
}

static const struct {
	enum print_phase phase;
	const char *words, *sentence; /* %s: the printer, why */
} endings[] = {
	[RAW_DONE] = {PHASE_DONE, N_("đã in"), N_("Đã in ở máy in %.60s.%s")},
	[RAW_GIVEN] = {PHASE_DONE, N_("đã gửi hết"), N_("Đã gửi hết đến máy in %.60s. Máy này không báo lại: "
		"hãy nhìn giấy.%s")},
	[RAW_NOTHING] = {PHASE_FAILED, N_("chưa in"), N_("Máy in %.60s: %s, chưa in ra giấy. Hồ sơ đã lưu. "
		"Kiểm tra máy in rồi in lại.")},
	[RAW_PARTLY] = {PHASE_UNCERTAIN, N_("không rõ đã in chưa"), N_("Máy in %.60s: %s, nên không rõ giấy "
		"đã ra đủ chưa. Hồ sơ đã lưu. Xem máy in; nếu chưa có giấy thì in lại.")},
	[RAW_STOPPED] = {PHASE_CANCELLED, N_("đã hủy"), N_("Đã hủy lệnh in ở máy in %.60s; chưa in ra "
		"giấy.%s")},
};

static void tell_end(struct lane *lane, struct parcel *p, const struct raw_outcome *o)
{
	struct print_result *r = &p->result;
	const char *words = _(endings[o->end].words), *why = o->why;
	char text[600];

	if (!*why && o->trouble != TROUBLE_NONE && (o->end == RAW_NOTHING || o->end == RAW_PARTLY))
		why = trouble_words(o->trouble);
	if (o->end == RAW_NOTHING && o->trouble != TROUBLE_NONE)
		words = trouble_words(o->trouble);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* a row of the table above, translated */
	snprintf(text, sizeof(text), _(endings[o->end].sentence), r->target, why);
#pragma GCC diagnostic pop
	text_clean_to(r->message, sizeof(r->message), text);
	report(lane, p, endings[o->end].phase, words);
}

/* ---- a lane's thread */

static void free_parcel(struct parcel *p)
{
	buf_clear(&p->bytes);
	free(p);
}

static struct parcel *drop_first(struct lane *lane)
{
	struct parcel *p = lane->first;

	lane->first = p->next;
	if (!lane->first)
		lane->last = &lane->first;
	return p;
}

/* The next one, still in the queue; NULL when all is to end. */
static struct parcel *next_parcel(struct lane *lane)
{
	struct lanes *all = lane->all;
	eventfd_t left;

	pthread_mutex_lock(&all->lock);
	if (lane->busy)
		free_parcel(drop_first(lane));
	lane->busy = false;
	while (!all->ending && !lane->first)
		pthread_cond_wait(&all->wake, &all->lock);
	struct parcel *p = all->ending ? NULL : lane->first;
	lane->busy = p != NULL;
	eventfd_read(lane->stop_fd, &left); /* meant for the one before */
	if (!p) {
		all->n_running--;
		pthread_cond_broadcast(&all->wake);
	}
	pthread_mutex_unlock(&all->lock);
	return p;
}

static struct raw_limits limits_of(const struct parcel *p)
{
	struct raw_limits limits = raw_limits_usual;

	if (p->patience_ms > 0)
		limits.patience = p->patience_ms;
	if (limits.stall > limits.patience)
		limits.stall = limits.patience;
	return limits;
}

static void *run_lane(void *user)
{
	struct lane *lane = user;
	struct parcel *p;

	while ((p = next_parcel(lane))) {
		struct at_printer at = {lane, p};
		const struct raw_watch watch = {&at, on_printing, on_waiting, lane->stop_fd};
		const struct raw_limits limits = limits_of(p);
		struct raw_outcome outcome;
		raw_print(lane->destination, buf_str(&p->bytes), p->bytes.len, &limits, &watch, &outcome);
		tell_end(lane, p, &outcome);
	}
	return NULL;
}

/* ---- from the press */

struct lanes *lanes_new(lanes_report *report_fn, void *user)
{
	struct lanes *lanes = xcalloc(1, sizeof(*lanes));
	pthread_condattr_t attr;

	lanes->report = report_fn;
	lanes->user = user;
	pthread_mutex_init(&lanes->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&lanes->wake, &attr);
	pthread_condattr_destroy(&attr);
	return lanes;
}

static struct lane *lane_for(struct lanes *lanes, const char *destination)
{
	for (struct lane *l = lanes->list; l; l = l->next) {
		if (str_eq(l->destination, destination))
			return l;
	}
	struct lane *l = xcalloc(1, sizeof(*l));
	str_copy(l->destination, sizeof(l->destination), destination);
	l->all = lanes;
	l->last = &l->first;
	l->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	BUG_ON(l->stop_fd < 0);
	l->next = lanes->list;
	lanes->list = l;
	lanes->n_running++;
	BUG_ON(pthread_create(&l->thread, NULL, run_lane, l) != 0);
	return l;
}

void lanes_add(struct lanes *lanes, const char *destination, const struct print_result *paper,
	int patience_ms, struct buf *bytes)
{
	struct parcel *p = xcalloc(1, sizeof(*p));

	p->result = *paper;
	p->patience_ms = patience_ms;
	p->bytes = *bytes;
	buf_init(bytes, bytes->max);
	pthread_mutex_lock(&lanes->lock);
	struct lane *lane = lane_for(lanes, destination);
	*lane->last = p;
	lane->last = &p->next;
	pthread_cond_broadcast(&lanes->wake);
	pthread_mutex_unlock(&lanes->lock);
}

/* Takes it out of a queue; *at: the lane where it is at the printer instead. */
static struct parcel *take_waiting(struct lanes *lanes, const char *job, struct lane **at)
{
	*at = NULL;
	for (struct lane *l = lanes->list; l; l = l->next) {
		for (struct parcel **p = &l->first; *p; p = &(*p)->next) {
			struct parcel *found = *p;
			if (!str_eq(found->result.job, job))
				continue;
			*at = l;
			if (found == l->first && l->busy)
				return NULL;
			*p = found->next;
			if (!*p)
				l->last = p;
			return found;
		}
	}
	return NULL;
}

bool lanes_cancel(struct lanes *lanes, const char *job)
{
	struct lane *at;

	pthread_mutex_lock(&lanes->lock);
	struct parcel *p = take_waiting(lanes, job, &at);
	if (at && !p)
		eventfd_write(at->stop_fd, 1);
	pthread_mutex_unlock(&lanes->lock);
	if (p) {
		tell_end(at, p, &(struct raw_outcome){.end = RAW_STOPPED});
		free_parcel(p);
	}
	return at != NULL;
}

/* ---- the end */

/* Threads that have not ended by then go on by themselves until the process ends. */
static bool wait_ended(struct lanes *lanes, int finish_ms)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += finish_ms / 1000;
	until.tv_nsec += (finish_ms % 1000) * 1000000L;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000L;
	}
	pthread_mutex_lock(&lanes->lock);
	lanes->ending = true;
	pthread_cond_broadcast(&lanes->wake);
	while (lanes->n_running && pthread_cond_timedwait(&lanes->wake, &lanes->lock, &until) == 0)
		;
	bool all = lanes->n_running == 0;
	pthread_mutex_unlock(&lanes->lock);
	return all;
}

void lanes_free(struct lanes *lanes, int finish_ms)
{
	if (!lanes || !wait_ended(lanes, finish_ms))
		return;
	while (lanes->list) {
		struct lane *l = lanes->list;
		lanes->list = l->next;
		pthread_join(l->thread, NULL);
		while (l->first)
			free_parcel(drop_first(l));
		close(l->stop_fd);
		free(l);
	}
	pthread_cond_destroy(&lanes->wake);
	pthread_mutex_destroy(&lanes->lock);
	free(lanes);
}
