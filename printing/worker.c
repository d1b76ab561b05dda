#include "printing/worker.h"

#include <pthread.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>
#include "base/mem.h"
#include "printing/press.h"

#define REST_S 60 /* the press is sent home after so long without an order */

struct waiting {
	struct waiting *next;
	struct print_order *order;
};

struct done {
	struct done *next;
	struct print_result result;
};

struct worker {
	char *printer;
	pthread_t thread;
	struct press press; /* the thread's */
	int fd; /* counts the results that wait to be taken */
	pthread_mutex_t lock; /* over what follows */
	pthread_cond_t wake;
	bool stop;
	struct waiting *orders, **orders_end;
	struct done *results, **results_end;
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

/* Waits for an order or for the end; for long: the press may go home meanwhile. Lock held. */
static void rest(struct worker *w)
{
	struct timespec until;

	if (w->press.fd < 0) {
		pthread_cond_wait(&w->wake, &w->lock);
		return;
	}
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += REST_S;
	if (pthread_cond_timedwait(&w->wake, &w->lock, &until) == ETIMEDOUT)
		press_close(&w->press);
}

/* Waits for an order; NULL when the worker is to end. */
static struct print_order *take_order(struct worker *w)
{
	struct print_order *order = NULL;

	pthread_mutex_lock(&w->lock);
	while (!w->stop && !w->orders)
		rest(w);
	if (!w->stop) {
		struct waiting *first = w->orders;
		order = first->order;
		w->orders = first->next;
		if (!w->orders)
			w->orders_end = &w->orders;
		free(first);
	}
	pthread_mutex_unlock(&w->lock);
	return order;
}

static void give_result(struct worker *w, struct done *done)
{
	pthread_mutex_lock(&w->lock);
	*w->results_end = done;
	w->results_end = &done->next;
	pthread_mutex_unlock(&w->lock);
	BUG_ON(eventfd_write(w->fd, 1) != 0);
}

static void *run(void *user)
{
	struct worker *w = user;
	struct print_order *order;

	while ((order = take_order(w))) {
		struct done *done = xcalloc(1, sizeof(*done));
		press_deliver(&w->press, order, w->printer, &done->result);
		print_order_free(order);
		give_result(w, done);
	}
	press_close(&w->press);
	return NULL;
}

/* Signals are the loop's: the thread, and those that libraries start from it, take none. */
static void start_thread(struct worker *w)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	BUG_ON(pthread_create(&w->thread, NULL, run, w) != 0);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static void init_wake(struct worker *w)
{
	pthread_condattr_t attr;

	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&w->wake, &attr);
	pthread_condattr_destroy(&attr);
}

struct worker *worker_new(const char *printer)
{
	struct worker *w = xcalloc(1, sizeof(*w));

	w->printer = xstrdup(printer);
	w->orders_end = &w->orders;
	w->results_end = &w->results;
	w->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE);
	BUG_ON(w->fd < 0);
	pthread_mutex_init(&w->lock, NULL);
	w->press = (struct press)PRESS_INIT;
	init_wake(w);
	start_thread(w);
	return w;
}

void worker_submit(struct worker *w, struct print_order *order)
{
	struct waiting *last = xcalloc(1, sizeof(*last));

	last->order = order;
	pthread_mutex_lock(&w->lock);
	*w->orders_end = last;
	w->orders_end = &last->next;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
}

int worker_fd(const struct worker *w)
{
	return w->fd;
}

bool worker_result(struct worker *w, struct print_result *out)
{
	eventfd_t one;

	if (eventfd_read(w->fd, &one) != 0)
		return false;
	pthread_mutex_lock(&w->lock);
	struct done *first = w->results;
	w->results = first->next;
	if (!w->results)
		w->results_end = &w->results;
	pthread_mutex_unlock(&w->lock);
	*out = first->result;
	free(first);
	return true;
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
}

void worker_free(struct worker *w)
{
	if (!w)
		return;
	pthread_mutex_lock(&w->lock);
	w->stop = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	drop_queues(w);
	pthread_cond_destroy(&w->wake);
	pthread_mutex_destroy(&w->lock);
	close(w->fd);
	free(w->printer);
	free(w);
}
