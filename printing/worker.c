#include "printing/worker.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "printing/press.h"

#define REST_MS 60000 /* the press is sent home after so long without anything to do */
#define TRIES 2       /* to follow a paper again whose press ended */

struct waiting {
	struct waiting *next;
	struct print_order *order;
};

struct done {
	struct done *next;
	struct print_result result;
};

/* A paper that the press has, without a last result. */
struct under_way {
	struct under_way *next;
	struct print_result last; /* phase FAILED: none has come yet */
	char subject[48];
	bool answered;
	bool take_back, told; /* the officer wants it back; the press was told */
	int tries;
};

struct worker {
	struct book book;
	pthread_t thread;
	struct press press; /* the thread's */
	int fd;             /* readable while results or a list wait to be taken */
	int wake_fd;        /* for the thread: something below is new */
	pthread_mutex_t lock; /* over what follows */
	bool stop, ask_list;
	struct waiting *orders, **orders_end;
	struct under_way *at_press;
	struct done *results, **results_end;
	struct printer_list *list;
};

void print_order_free(struct print_order *o)
{
	if (!o)
		return;
	free(o->template);
	free(o->data);
	free(o->rows);
	free(o->name);
	free(o->fallback_dir);
	free(o->file_name);
	free(o);
}

/* ---- giving; lock held */

static void give(struct worker *w, const struct print_result *result)
{
	struct done *done = xcalloc(1, sizeof(*done));

	done->result = *result;
	*w->results_end = done;
	w->results_end = &done->next;
	BUG_ON(eventfd_write(w->fd, 1) != 0);
}

static void give_end(struct worker *w, const struct print_result *known, enum print_phase phase,
	const char *words, const char *message)
{
	struct print_result r = *known;

	r.phase = phase;
	str_copy(r.words, sizeof(r.words), words);
	text_clean_to(r.message, sizeof(r.message), message);
	give(w, &r);
}

static struct under_way **find(struct worker *w, const char *job)
{
	struct under_way **at = &w->at_press;

	while (*at && !str_eq((*at)->last.job, job))
		at = &(*at)->next;
	return at;
}

static void drop(struct under_way **at)
{
	struct under_way *u = *at;

	*at = u->next;
	free(u);
}

/* ---- orders to the press */

/* Is there an order that the press has not said anything to? */
static bool has_in_hand(const struct worker *w)
{
	for (const struct under_way *u = w->at_press; u; u = u->next) {
		if (!u->answered)
			return true;
	}
	return false;
}

static struct print_order *take_order(struct worker *w)
{
	struct waiting *first = w->orders;

	if (!first || has_in_hand(w) || w->stop)
		return NULL;
	struct print_order *order = first->order;
	w->orders = first->next;
	if (!w->orders)
		w->orders_end = &w->orders;
	free(first);
	return order;
}

/* One that follows a paper again is under way already. */
static void note_under_way(struct worker *w, const struct print_order *order)
{
	struct under_way *u = *find(w, order->job);

	if (!u) {
		u = xcalloc(1, sizeof(*u));
		str_copy(u->last.job, sizeof(u->last.job), order->job);
		str_copy(u->last.target, sizeof(u->last.target),
			order->target == TO_PRINTER || order->target == TO_FOLLOW ? order->name : "");
		u->last.cups_job = order->cups_job;
		str_copy(u->subject, sizeof(u->subject), order->subject);
		u->next = w->at_press;
		w->at_press = u;
	}
	u->answered = false;
}

static void send_order(struct worker *w, struct print_order *order)
{
	struct err err = ERR_INIT;

	pthread_mutex_lock(&w->lock);
	note_under_way(w, order);
	pthread_mutex_unlock(&w->lock);
	if (!press_print(&w->press, order, &w->book, &err)) {
		pthread_mutex_lock(&w->lock);
		struct under_way **at = find(w, order->job);
		give_end(w, &(*at)->last, order->target == TO_FOLLOW ? PHASE_UNCERTAIN : PHASE_FAILED,
			_("chưa in"), err.text);
		drop(at);
		pthread_mutex_unlock(&w->lock);
	}
	print_order_free(order);
}

/* ---- what the press says */

static void take_result(struct worker *w, const struct print_result *result)
{
	pthread_mutex_lock(&w->lock);
	struct under_way **at = find(w, result->job);
	if (*at) {
		(*at)->answered = true;
		(*at)->last = *result;
		if (print_phase_is_last(result->phase))
			drop(at);
		give(w, result);
	}
	pthread_mutex_unlock(&w->lock);
}

static void take_list(struct worker *w, struct printer_list *list)
{
	pthread_mutex_lock(&w->lock);
	printer_list_free(w->list);
	w->list = list;
	BUG_ON(eventfd_write(w->fd, 1) != 0);
	pthread_mutex_unlock(&w->lock);
}

static struct print_order *order_to_follow(const struct under_way *u)
{
	struct print_order *o = xcalloc(1, sizeof(*o));

	str_copy(o->job, sizeof(o->job), u->last.job);
	str_copy(o->subject, sizeof(o->subject), u->subject);
	o->target = TO_FOLLOW;
	o->name = xstrdup(u->last.target);
	o->cups_job = u->last.cups_job;
	return o;
}

static void put_first(struct worker *w, struct print_order *order)
{
	struct waiting *first = xcalloc(1, sizeof(*first));

	first->order = order;
	first->next = w->orders;
	if (!w->orders)
		w->orders_end = &first->next;
	w->orders = first;
}

/* The press has ended. What CUPS has is followed again by the next one; of what it was at itself
 * nobody knows. */
static void take_end(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	for (struct under_way **at = &w->at_press; *at;) {
		struct under_way *u = *at;
		if (u->answered && u->last.cups_job && u->tries++ < TRIES) {
			u->told = false;
			put_first(w, order_to_follow(u));
			at = &u->next;
			continue;
		}
		give_end(w, &u->last, PHASE_UNCERTAIN, _("không rõ đã in chưa"), _("Chương trình in dừng giữa "
			"chừng. Hồ sơ đã lưu. Xem máy in; nếu chưa có giấy thì in lại."));
		drop(at);
	}
	pthread_mutex_unlock(&w->lock);
}

static void hear(struct worker *w)
{
	struct print_result result;
	struct printer_list *list;

	switch (press_hear(&w->press, &result, &list)) {
	case PRESS_RESULT:
		take_result(w, &result);
		break;
	case PRESS_LIST:
		take_list(w, list);
		break;
	case PRESS_GONE:
		take_end(w);
		break;
	}
}

/* ---- the thread */

static bool next_to_take_back(struct worker *w, char job[UUID_SIZE])
{
	bool found = false;

	pthread_mutex_lock(&w->lock);
	for (struct under_way *u = w->at_press; u && !found; u = u->next) {
		found = u->take_back && !u->told && u->answered;
		if (found) {
			u->told = true;
			str_copy(job, UUID_SIZE, u->last.job);
		}
	}
	pthread_mutex_unlock(&w->lock);
	return found;
}

static void ask_for_list(struct worker *w)
{
	struct err err = ERR_INIT;

	if (press_ask_list(&w->press, &w->book, &err))
		return;
	struct printer_list *none = xcalloc(1, sizeof(*none));
	str_copy(none->fonts, sizeof(none->fonts), err.text);
	take_list(w, none);
}

/* Sends what is to be sent. False: the worker is to end, and nothing is in hand. */
static bool send_all(struct worker *w)
{
	char job[UUID_SIZE];

	pthread_mutex_lock(&w->lock);
	struct print_order *order = take_order(w);
	bool list = w->ask_list, on = !w->stop || has_in_hand(w);
	w->ask_list = false;
	pthread_mutex_unlock(&w->lock);
	if (order)
		send_order(w, order);
	if (list)
		ask_for_list(w);
	while (next_to_take_back(w, job))
		press_cancel(&w->press, job);
	return on;
}

static bool has_work(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	bool work = w->at_press || w->orders;
	pthread_mutex_unlock(&w->lock);
	return work;
}

/* More can be sent at once: another order waits and none is in hand. */
static bool can_send(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	bool can = w->orders && !w->stop && !has_in_hand(w);
	pthread_mutex_unlock(&w->lock);
	return can;
}

static void *run(void *user)
{
	struct worker *w = user;
	eventfd_t n;

	while (send_all(w)) {
		struct pollfd p[] = {{.fd = w->wake_fd, .events = POLLIN}, {.fd = w->press.fd, .events = POLLIN}};
		int timeout = can_send(w) ? 0 : w->press.fd < 0 ? -1 : REST_MS;
		int ready = poll(p, 2, timeout);
		if (ready == 0 && timeout == REST_MS && !has_work(w))
			press_close(&w->press);
		if (p[0].revents)
			eventfd_read(w->wake_fd, &n);
		if (ready > 0 && p[1].revents)
			hear(w);
	}
	press_close(&w->press);
	return NULL;
}

/* ---- from the loop's thread */

/* Signals are the loop's: the thread, and those that libraries start from it, take none. */
static void start_thread(struct worker *w)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	BUG_ON(pthread_create(&w->thread, NULL, run, w) != 0);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct worker *worker_new(const struct book *book)
{
	struct worker *w = xcalloc(1, sizeof(*w));

	w->book = *book;
	w->orders_end = &w->orders;
	w->results_end = &w->results;
	w->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	w->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	BUG_ON(w->fd < 0 || w->wake_fd < 0);
	pthread_mutex_init(&w->lock, NULL);
	w->press = (struct press)PRESS_INIT;
	start_thread(w);
	return w;
}

static void wake(struct worker *w)
{
	BUG_ON(eventfd_write(w->wake_fd, 1) != 0);
}

void worker_submit(struct worker *w, struct print_order *order)
{
	struct waiting *last = xcalloc(1, sizeof(*last));

	last->order = order;
	pthread_mutex_lock(&w->lock);
	*w->orders_end = last;
	w->orders_end = &last->next;
	pthread_mutex_unlock(&w->lock);
	wake(w);
}

/* Of the queue here; false: it is not in it. */
static bool take_back(struct worker *w, const char *job)
{
	for (struct waiting **at = &w->orders; *at; at = &(*at)->next) {
		struct waiting *found = *at;
		struct print_result r = {.phase = PHASE_CANCELLED};
		if (!str_eq(found->order->job, job) || found->order->target == TO_FOLLOW)
			continue;
		str_copy(r.job, sizeof(r.job), job);
		*at = found->next;
		if (!*at)
			w->orders_end = at;
		print_order_free(found->order);
		free(found);
		give_end(w, &r, PHASE_CANCELLED, _("đã hủy"), _("Đã hủy lệnh in; chưa in ra giấy."));
		return true;
	}
	return false;
}

bool worker_cancel(struct worker *w, const char *job)
{
	pthread_mutex_lock(&w->lock);
	bool found = take_back(w, job);
	struct under_way *u = found ? NULL : *find(w, job);
	if (u)
		u->take_back = true;
	pthread_mutex_unlock(&w->lock);
	wake(w);
	return found || u;
}

int worker_fd(const struct worker *w)
{
	return w->fd;
}

bool worker_result(struct worker *w, struct print_result *out)
{
	eventfd_t n;

	pthread_mutex_lock(&w->lock);
	struct done *first = w->results;
	if (first) {
		w->results = first->next;
		if (!w->results)
			w->results_end = &w->results;
	}
	if (!w->results) /* a list may still be there: it is taken on the same wake */
		eventfd_read(w->fd, &n);
	pthread_mutex_unlock(&w->lock);
	if (!first)
		return false;
	*out = first->result;
	free(first);
	return true;
}

void worker_ask_printers(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	w->ask_list = true;
	pthread_mutex_unlock(&w->lock);
	wake(w);
}

struct printer_list *worker_printers(struct worker *w)
{
	eventfd_t n;

	pthread_mutex_lock(&w->lock);
	struct printer_list *list = w->list;
	w->list = NULL;
	if (!w->results)
		eventfd_read(w->fd, &n);
	pthread_mutex_unlock(&w->lock);
	return list;
}

static void drop_queues(struct worker *w)
{
	while (w->orders) {
		struct waiting *first = w->orders;
		w->orders = first->next;
		print_order_free(first->order);
		free(first);
	}
	while (w->results) {
		struct done *first = w->results;
		w->results = first->next;
		free(first);
	}
	while (w->at_press)
		drop(&w->at_press);
	printer_list_free(w->list);
}

void worker_free(struct worker *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_mutex_unlock(&w->lock);
	wake(w);
	pthread_join(w->thread, NULL);
	drop_queues(w);
	pthread_mutex_destroy(&w->lock);
	close(w->fd);
	close(w->wake_fd);
	free(w);
}
