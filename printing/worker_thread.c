#include "printing/worker_inside.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"

#define REST_MS 60000 /* the press is sent home after so long without anything to do */
#define TRIES 2       /* to follow a paper again whose press ended */

/* ---- giving; lock held */

void worker_give(struct worker *w, const struct print_result *result)
{
	struct done *done = xcalloc(1, sizeof(*done));

	done->result = *result;
	*w->results_end = done;
	w->results_end = &done->next;
	BUG_ON(eventfd_write(w->fd, 1) != 0);
}

void worker_give_end(struct worker *w, const struct print_result *known, enum print_phase phase,
	const char *words, const char *message)
{
	struct print_result r = *known;

	r.phase = phase;
	str_copy(r.words, sizeof(r.words), words);
	text_clean_to(r.message, sizeof(r.message), message);
	worker_give(w, &r);
}

struct under_way **worker_find(struct worker *w, const char *job)
{
	struct under_way **at = &w->at_press;

	while (*at && !str_eq((*at)->last.job, job))
		at = &(*at)->next;
	return at;
}

void worker_drop(struct under_way **at)
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
	struct under_way *u = *worker_find(w, order->job);

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
		struct under_way **at = worker_find(w, order->job);
		worker_give_end(w, &(*at)->last, order->target == TO_FOLLOW ? PHASE_UNCERTAIN : PHASE_FAILED,
			_("chưa in"), err.text);
		worker_drop(at);
		pthread_mutex_unlock(&w->lock);
	}
	print_order_free(order);
}

/* ---- what the press says */

static void take_result(struct worker *w, const struct print_result *result)
{
	pthread_mutex_lock(&w->lock);
	struct under_way **at = worker_find(w, result->job);
	if (*at) {
		(*at)->answered = true;
		(*at)->last = *result;
		if (print_phase_is_last(result->phase))
			worker_drop(at);
		worker_give(w, result);
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
		u->last.lost = true;
		worker_give_end(w, &u->last, PHASE_UNCERTAIN, _("không rõ đã in chưa"), _("Chương trình in dừng giữa "
			"chừng. Hồ sơ đã lưu. Xem máy in; nếu chưa có giấy thì in lại."));
		worker_drop(at);
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

void *worker_run(void *user)
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
