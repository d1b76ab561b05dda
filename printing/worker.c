#include "printing/worker.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/str.h"
#include "printing/book.h"
#include "i18n/lang.h"
#include "printing/worker_inside.h"

void print_order_free(struct print_order *o)
{
	if (!o)
		return;
	free(o->template);
	free(o->data);
	free(o->rows);
	if (o->source)
		o->source->free(o->source);
	free(o->name);
	free(o->fallback_dir);
	free(o->file_name);
	free(o);
}

/* ---- from the loop's thread */

/* Signals are the loop's: the thread, and those that libraries start from it, take none. */
static void start_thread(struct worker *w)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	BUG_ON(pthread_create(&w->thread, NULL, worker_run, w) != 0);
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
		worker_give_end(w, &r, PHASE_CANCELLED, _("đã hủy"), _("Đã hủy lệnh in; chưa in ra giấy."));
		return true;
	}
	return false;
}

bool worker_cancel(struct worker *w, const char *job)
{
	pthread_mutex_lock(&w->lock);
	bool found = take_back(w, job);
	struct under_way *u = found ? NULL : *worker_find(w, job);
	if (u)
		u->take_back = true;
	pthread_mutex_unlock(&w->lock);
	wake(w);
	return found || u;
}

bool worker_can_ask(const struct worker *w, const char *printer)
{
	const struct book_entry *e = book_find(&w->book, printer);

	return *printer && !destination_is_raw(e ? e->destination : printer);
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
		worker_drop(&w->at_press);
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
