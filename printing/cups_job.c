/* A job in a queue of CUPS, its printer, and the device behind them: asked, found again, cancelled. */

#include "printing/printers.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "printing/cups_way.h"

#define DEVICE_MS 1500
#define DEVICE_S 3.0
#define JOB_NAME_SIZE 256
#define HISTORY 10 /* jobs of the past that are looked at */

/* ---- the job and its printer */

struct job_named {
	const char *queue;
	int id;
};

static ipp_t *make_job_question(const void *what)
{
	static const char *const wanted[] = {
		"job-state", "job-state-reasons", "job-printer-state-message", "job-impressions-completed",
		"time-at-processing", "job-name",
	};
	const struct job_named *job = what;
	ipp_t *request = cups_request(IPP_OP_GET_JOB_ATTRIBUTES, job->queue);

	if (!request)
		return NULL;
	ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job->id);
	cups_want(request, wanted, ARRAY_LEN(wanted));
	return request;
}

static ipp_t *make_printer_question(const void *what)
{
	static const char *const wanted[] = {
		"printer-state", "printer-state-reasons", "printer-state-message", "printer-is-accepting-jobs",
		"printer-make-and-model",
	};
	ipp_t *request = cups_request(IPP_OP_GET_PRINTER_ATTRIBUTES, what);

	if (request)
		cups_want(request, wanted, ARRAY_LEN(wanted));
	return request;
}

static void read_job(ipp_t *answer, struct job_facts *out, char *name, size_t size)
{
	int state = cups_number(answer, "job-state", 0);

	out->state = state >= JOB_PENDING && state <= JOB_COMPLETED ? (enum job_state)state : JOB_UNKNOWN;
	cups_words(answer, "job-state-reasons", out->reasons, sizeof(out->reasons));
	cups_text(answer, "job-printer-state-message", out->said, sizeof(out->said));
	out->impressions = cups_number(answer, "job-impressions-completed", -1);
	out->started_at = cups_number(answer, "time-at-processing", 0);
	cups_text(answer, "job-name", name, size);
}

int printer_job_find(struct printer_watch *w, const char *queue, const char *name)
{
	cups_job_t *jobs = NULL;
	int found = 0, n = cups_watch_way(w) ? cupsGetJobs2(cups_watch_way(w), &jobs, queue, 1, CUPS_WHICHJOBS_ALL) : -1;

	for (int i = 0; i < n; i++) {
		if (str_eq(jobs[i].title, name) && jobs[i].id > found)
			found = jobs[i].id;
	}
	cupsFreeJobs(n > 0 ? n : 0, jobs);
	return n < 0 && !cups_answered() ? -1 : found;
}

bool printer_job_cancel(struct printer_watch *w, const char *queue, int id)
{
	if (!cups_watch_way(w))
		return false;
	ipp_status_t status = cupsCancelJob2(cups_watch_way(w), queue, id, 0);
	return status < IPP_STATUS_ERROR_BAD_REQUEST || status == IPP_STATUS_ERROR_NOT_FOUND ||
		status == IPP_STATUS_ERROR_NOT_POSSIBLE;
}

/* ---- does it count? */

static ipp_t *make_history_question(const void *what)
{
	static const char *const wanted[] = {"job-id", "job-impressions-completed"};
	ipp_t *request = cups_request(IPP_OP_GET_JOBS, what);

	if (!request)
		return NULL;
	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", NULL, "completed");
	ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "limit", HISTORY);
	cups_want(request, wanted, ARRAY_LEN(wanted));
	return request;
}

bool printer_counts_pages(struct printer_watch *w, const char *queue, int but_id)
{
	ipp_t *answer = cups_exchange(w, make_history_question, queue);
	bool counts = false;
	int id = 0;

	for (ipp_attribute_t *a = answer ? ippFirstAttribute(answer) : NULL; a && !counts;
		a = ippNextAttribute(answer)) {
		const char *name = ippGetName(a);
		if (!name || ippGetValueTag(a) != IPP_TAG_INTEGER)
			continue;
		if (str_eq(name, "job-id"))
			id = ippGetInteger(a, 0);
		counts = str_eq(name, "job-impressions-completed") && id != but_id && ippGetInteger(a, 0) > 0;
	}
	ippDelete(answer);
	return counts;
}

/* ---- the device behind a queue */

static ipp_t *make_device_question(const void *what)
{
	static const char *const wanted[] = {"device-uri"};
	ipp_t *request = cups_request(IPP_OP_GET_PRINTER_ATTRIBUTES, what);

	if (request)
		cups_want(request, wanted, ARRAY_LEN(wanted));
	return request;
}

/* ipp, ipps, http, https, socket, lpd: host and port are in the address. Others, USB and names to be
 * looked for on the network among them, cannot be asked. */
static bool can_be_asked(const char *scheme)
{
	static const char *const schemes[] = {"ipp", "ipps", "http", "https", "lpd"};

	for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
		if (str_eq(scheme, schemes[i]))
			return true;
	}
	return false;
}

struct device {
	char scheme[32], host[256], resource[256];
	int port;
};

/* False: there is none, or it cannot be asked. */
static bool device_of(struct printer_watch *w, const char *queue, struct device *out)
{
	char uri[HTTP_MAX_URI] = "", user[64];
	ipp_t *answer = cups_exchange(w, make_device_question, queue);

	if (answer)
		cups_text(answer, "device-uri", uri, sizeof(uri));
	ippDelete(answer);
	return *uri && httpSeparateURI(HTTP_URI_CODING_ALL, uri, out->scheme, sizeof(out->scheme), user,
		sizeof(user), out->host, sizeof(out->host), &out->port, out->resource,
		sizeof(out->resource)) >= HTTP_URI_STATUS_OK && can_be_asked(out->scheme) &&
		!strstr(out->host, "._tcp");
}

bool printer_device_answers(struct printer_watch *w, const char *queue)
{
	struct device device;
	char port_text[8];
	int fd;

	if (!device_of(w, queue, &device))
		return true;
	snprintf(port_text, sizeof(port_text), "%d", device.port);
	http_addrlist_t *list = httpAddrGetList(device.host, AF_UNSPEC, port_text);
	bool ok = list && httpAddrConnect2(list, &fd, DEVICE_MS, NULL);
	if (ok)
		httpAddrClose(NULL, fd);
	httpAddrFreeList(list);
	return ok;
}

static int give_up(http_t *http, void *user)
{
	(void)http, (void)user;
	return 0;
}

/* What the device itself says of the jobs it has ended; NULL where it says nothing. *away: it cannot be
 * reached. */
static ipp_t *device_history(const struct device *device, bool *away)
{
	static const char *const wanted[] = {"job-name", "job-state"};
	char uri[HTTP_MAX_URI];

	if (httpAssembleURI(HTTP_URI_CODING_ALL, uri, sizeof(uri), device->scheme, NULL, device->host,
		device->port, device->resource) != HTTP_URI_STATUS_OK)
		return NULL;
	http_t *http = httpConnect2(device->host, device->port, NULL, AF_UNSPEC,
		str_eq(device->scheme, "ipps") ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED, 1,
		DEVICE_MS, NULL);
	*away = !http;
	if (!http)
		return NULL;
	httpSetTimeout(http, DEVICE_S, give_up, NULL);
	ipp_t *request = ippNewRequest(IPP_OP_GET_JOBS);
	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, cupsUser());
	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", NULL, "completed");
	cups_want(request, wanted, ARRAY_LEN(wanted));
	ipp_t *answer = cupsDoRequest(http, request, device->resource);
	httpClose(http);
	return answer;
}

/* The state of the last job of that name there; 0 where it knows of none. */
static int state_of(ipp_t *history, const char *name)
{
	bool ours = false;
	int state = 0, found = 0;

	for (ipp_attribute_t *a = ippFirstAttribute(history); ; a = ippNextAttribute(history)) {
		const char *attribute = a ? ippGetName(a) : NULL;
		if (!attribute) { /* the end of a job, or of them all */
			found = ours && !found ? state : found;
			ours = false;
			state = 0;
			if (!a)
				return found;
		} else if (str_eq(attribute, "job-state") && ippGetValueTag(a) == IPP_TAG_ENUM) {
			state = ippGetInteger(a, 0);
		} else if (str_eq(attribute, "job-name")) {
			const char *text = ippGetString(a, 0, NULL);
			ours = text && str_eq(text, name);
		}
	}
}

/* CUPS calls a job completed, too, that its printer broke off or lost, where that was quicker than CUPS
 * looked. An IPP printer can be asked. */
static enum device_word ask_device(struct printer_watch *w, const char *queue, const char *name)
{
	struct device device;
	bool away = false;

	if (!*name || !device_of(w, queue, &device) ||
		(!str_eq(device.scheme, "ipp") && !str_eq(device.scheme, "ipps")))
		return DEVICE_SILENT;
	ipp_t *history = device_history(&device, &away);
	int state = history ? state_of(history, name) : 0;
	ippDelete(history);
	return away ? DEVICE_AWAY : state == IPP_JSTATE_CANCELED || state == IPP_JSTATE_ABORTED ?
		DEVICE_GAVE_UP : DEVICE_SILENT;
}

/* ---- all that is known of a job */

bool printer_job_facts(struct printer_watch *w, const char *queue, int id, struct job_facts *out)
{
	const struct job_named job = {queue, id};

	char name[JOB_NAME_SIZE] = "";

	*out = (struct job_facts){.impressions = -1};
	ipp_t *answer = cups_exchange(w, make_job_question, &job);
	bool ok = answer != NULL;
	if (ok && cupsLastError() < IPP_STATUS_ERROR_BAD_REQUEST)
		read_job(answer, out, name, sizeof(name));
	ippDelete(answer);
	/* the printer after its job: what speaks against "completed" is there when CUPS says that */
	answer = ok ? cups_exchange(w, make_printer_question, queue) : NULL;
	ok = answer != NULL;
	if (ok && cupsLastError() < IPP_STATUS_ERROR_BAD_REQUEST)
		cups_read_state(answer, out);
	ippDelete(answer);
	if (out->state == JOB_COMPLETED)
		out->device = ask_device(w, queue, name);
	return ok;
}
