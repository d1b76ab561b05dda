/*
 * Following jobs. CUPS is asked for events (IPP notifications, "ippget": RFC 3995, RFC 3996), which say
 * that something happened; what did is then asked of the job and its printer themselves, whose word is
 * the last. Where a CUPS gives no events, whoever follows asks now and then.
 */

#include "printing/printers.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "printing/cups_way.h"

#define LEASE_S 3600

struct subscription {
	char queue[PRINTER_NAME_SIZE];
	int id;   /* 0: to be asked for (again) */
	int next; /* number of the first event not heard yet */
};

struct printer_watch {
	http_t *http; /* NULL: to be made (again) */
	struct subscription *list;
	size_t n;
};

struct printer_watch *printer_watch_new(void)
{
	return xcalloc(1, sizeof(struct printer_watch));
}

/* Subscriptions live on by themselves for an hour: they are not left behind. */
static void unsubscribe(struct printer_watch *w, struct subscription *s)
{
	ipp_t *request = s->id && w->http ? cups_request(IPP_OP_CANCEL_SUBSCRIPTION, s->queue) : NULL;

	if (!request)
		return;
	ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "notify-subscription-id", s->id);
	ippDelete(cupsDoRequest(w->http, request, "/"));
}

void printer_watch_free(struct printer_watch *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < w->n; i++)
		unsubscribe(w, &w->list[i]);
	httpClose(w->http);
	free(w->list);
	free(w);
}

http_t *cups_watch_way(struct printer_watch *w)
{
	if (!w->http)
		w->http = cups_connect();
	return w->http;
}

/* A connection that broke is made again, once: cupsd closes those that rest. */
ipp_t *cups_exchange(struct printer_watch *w, ipp_t *(*make)(const void *what), const void *what)
{
	for (int tries = 0; tries < 2 && cups_watch_way(w); tries++) {
		ipp_t *request = make(what);
		if (!request)
			return NULL;
		ipp_t *answer = cupsDoRequest(w->http, request, "/");
		if (answer && cups_answered())
			return answer;
		ippDelete(answer);
		httpClose(w->http);
		w->http = NULL;
	}
	return NULL;
}

/* ---- events */

void printer_watch_queue(struct printer_watch *w, const char *queue)
{
	for (size_t i = 0; i < w->n; i++) {
		if (str_eq(w->list[i].queue, queue))
			return;
	}
	w->list = xreallocarray(w->list, w->n + 1, sizeof(*w->list));
	w->list[w->n] = (struct subscription){.next = 1};
	str_copy(w->list[w->n++].queue, PRINTER_NAME_SIZE, queue);
}

static ipp_t *make_subscription(const void *what)
{
	static const char *const events[] = {
		"job-state-changed", "job-completed", "job-stopped", "job-progress", "printer-state-changed",
		"printer-stopped", "printer-deleted",
	};
	const struct subscription *s = what;
	ipp_t *request = cups_request(IPP_OP_CREATE_PRINTER_SUBSCRIPTIONS, s->queue);

	if (!request)
		return NULL;
	ippAddString(request, IPP_TAG_SUBSCRIPTION, IPP_TAG_KEYWORD, "notify-pull-method", NULL, "ippget");
	ippAddStrings(request, IPP_TAG_SUBSCRIPTION, IPP_TAG_KEYWORD, "notify-events",
		ARRAY_LEN(events), NULL, events);
	ippAddInteger(request, IPP_TAG_SUBSCRIPTION, IPP_TAG_INTEGER, "notify-lease-duration", LEASE_S);
	return request;
}

static ipp_t *make_hearing(const void *what)
{
	const struct subscription *s = what;
	ipp_t *request = cups_request(IPP_OP_GET_NOTIFICATIONS, s->queue);

	if (!request)
		return NULL;
	ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "notify-subscription-ids", s->id);
	ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "notify-sequence-numbers", s->next);
	return request;
}

/* The highest number in the answer; 0: nothing happened. */
static int last_event(ipp_t *answer)
{
	int last = 0;

	for (ipp_attribute_t *a = ippFirstAttribute(answer); a; a = ippNextAttribute(answer)) {
		const char *name = ippGetName(a);
		if (name && str_eq(name, "notify-sequence-number") && ippGetValueTag(a) == IPP_TAG_INTEGER &&
			ippGetInteger(a, 0) > last)
			last = ippGetInteger(a, 0);
	}
	return last;
}

static bool hear(struct printer_watch *w, struct subscription *s)
{
	bool news = false;

	if (!s->id) {
		ipp_t *answer = cups_exchange(w, make_subscription, s);
		s->id = cups_number(answer, "notify-subscription-id", 0);
		s->next = 1;
		ippDelete(answer);
		return s->id != 0; /* what was before was not heard */
	}
	ipp_t *answer = cups_exchange(w, make_hearing, s);
	if (!answer || cupsLastError() >= IPP_STATUS_ERROR_BAD_REQUEST) {
		s->id = 0; /* cupsd began anew, or the lease has ended */
	} else {
		int last = last_event(answer);
		news = last >= s->next;
		s->next = news && last < 0x7FFFFFFF ? last + 1 : s->next;
	}
	ippDelete(answer);
	return news;
}

bool printer_watch_news(struct printer_watch *w)
{
	bool news = false;

	for (size_t i = 0; i < w->n; i++)
		news = hear(w, &w->list[i]) || news;
	return news;
}
