/* Handing CUPS a document. */

#include "printing/printers.h"

#include <string.h>
#include "base/str.h"
#include "printing/cups_way.h"

#define FORMAT_RAW "application/vnd.cups-raw"

struct session {
	http_t *http;
	cups_dest_t *dest; /* an array of one, for cupsFreeDests */
	cups_dinfo_t *info;
	cups_option_t *options;
	int n_options;
};

static void close_session(struct session *s)
{
	cupsFreeOptions(s->n_options, s->options);
	cupsFreeDestInfo(s->info);
	cupsFreeDests(s->dest ? 1 : 0, s->dest);
	httpClose(s->http);
}

/* By name and address, so that CUPS does not go and look for printers on the network. */
static bool open_session(struct session *s, const char *name, struct err *err)
{
	char uri[HTTP_MAX_URI];

	*s = (struct session){.http = cups_connect()};
	if (!s->http || !cups_name_is_possible(name) || !cups_printer_uri(name, uri, sizeof(uri)))
		return cups_reason(err);
	cupsAddDest(name, NULL, 0, &s->dest);
	s->dest->num_options = cupsAddOption("printer-uri-supported", uri, s->dest->num_options,
		&s->dest->options);
	s->info = cupsCopyDestInfo(s->http, s->dest);
	return s->info || cups_reason(err);
}

static bool add_option(struct session *s, const char *option, const char *value)
{
	if (!cupsCheckDestSupported(s->http, s->dest, s->info, option, value))
		return false;
	s->n_options = cupsAddOption(option, value, s->n_options, &s->options);
	return true;
}

static bool send_document(struct session *s, int id, const struct printer_document *doc)
{
	if (cupsStartDestDocument(s->http, s->dest, s->info, id, doc->name,
		doc->raw ? FORMAT_RAW : CUPS_FORMAT_PDF, s->n_options, s->options, 1) != HTTP_STATUS_CONTINUE)
		return false;
	if (cupsWriteRequestData(s->http, doc->bytes, doc->len) != HTTP_STATUS_CONTINUE)
		return false;
	/* Where no answer comes at all, libcups gives the status of the request before. */
	return cupsFinishDestDocument(s->http, s->dest, s->info) < IPP_STATUS_ERROR_BAD_REQUEST &&
		httpGetStatus(s->http) == HTTP_STATUS_OK;
}

/* ---- when it broke off */

enum fate { FATE_UNKNOWN, FATE_TAKEN, FATE_INCOMING, FATE_GONE };

/* INCOMING: CUPS waits for the rest of the document. */
static enum fate fate_of(ipp_t *job)
{
	ipp_attribute_t *reasons = ippFindAttribute(job, "job-state-reasons", IPP_TAG_KEYWORD);
	int state = cups_number(job, "job-state", 0);

	if (state == 0)
		return FATE_UNKNOWN;
	if (reasons && ippContainsString(reasons, "job-incoming"))
		return FATE_INCOMING;
	return state == IPP_JSTATE_CANCELED || state == IPP_JSTATE_ABORTED ? FATE_GONE : FATE_TAKEN;
}

static enum fate ask_fate(http_t *http, const char *printer, int id)
{
	static const char *const wanted[] = {"job-state", "job-state-reasons"};
	ipp_t *request = cups_request(IPP_OP_GET_JOB_ATTRIBUTES, printer);

	ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", id);
	cups_want(request, wanted, 2);
	ipp_t *answer = cupsDoRequest(http, request, "/");
	enum fate fate = fate_of(answer);
	ippDelete(answer);
	return fate;
}

/*
 * The sending broke off. A job that CUPS keeps waiting for its document must go: it would come to
 * life later. A job that is on its way was taken in spite of the lost answer.
 */
static bool settle(const char *printer, struct printer_job *job)
{
	http_t *http = cups_connect();
	enum fate fate = http ? ask_fate(http, printer, job->id) : FATE_UNKNOWN;

	if (fate == FATE_INCOMING)
		fate = cupsCancelJob2(http, printer, job->id, 0) < IPP_STATUS_ERROR_BAD_REQUEST ?
			FATE_GONE : FATE_UNKNOWN;
	job->uncertain = fate == FATE_UNKNOWN;
	httpClose(http);
	return fate == FATE_TAKEN;
}

/* ---- what an earlier attempt left */

/* The same paper, sent before and still in the queue: this one takes its place. */
static bool withdraw_earlier(http_t *http, const char *queue, const char *name, struct err *err)
{
	cups_job_t *jobs = NULL;
	int n = cupsGetJobs2(http, &jobs, queue, 1, CUPS_WHICHJOBS_ACTIVE);
	bool ok = true;

	for (int i = 0; i < n; i++) {
		if (str_eq(jobs[i].title, name) && cupsCancelJob2(http, queue, jobs[i].id, 0) >=
			IPP_STATUS_ERROR_BAD_REQUEST && cupsLastError() != IPP_STATUS_ERROR_NOT_POSSIBLE)
			ok = cups_reason(err);
	}
	cupsFreeJobs(n > 0 ? n : 0, jobs);
	return ok;
}

/* The answer to the making of the job was lost: CUPS may keep one that waits for its document. */
static void withdraw_unknown(const char *queue, const char *name)
{
	struct err ignored = ERR_INIT;
	http_t *http = cups_answered() ? NULL : cups_connect();

	/* one that stays has no document and is never printed: CUPS drops it in time */
	if (http)
		(void)withdraw_earlier(http, queue, name, &ignored);
	httpClose(http);
}

static bool hand_over(struct session *s, const char *queue, const struct printer_document *doc,
	struct printer_job *job, struct err *err)
{
	if (!doc->raw) {
		job->other_size = *doc->media && !add_option(s, CUPS_MEDIA, doc->media);
		add_option(s, CUPS_SIDES, CUPS_SIDES_ONE_SIDED);
		add_option(s, "print-scaling", "none");
	}
	if (cupsCreateDestJob(s->http, s->dest, s->info, &job->id, doc->name, s->n_options,
		s->options) >= IPP_STATUS_ERROR_BAD_REQUEST) {
		job->id = 0;
		cups_reason(err);
		withdraw_unknown(queue, doc->name);
		return false;
	}
	if (send_document(s, job->id, doc))
		return true;
	cups_reason(err);
	return settle(queue, job);
}

bool printer_send(const char *queue, const struct printer_document *doc, struct printer_job *job,
	struct err *err)
{
	struct session s;

	*job = (struct printer_job){0};
	bool ok = open_session(&s, queue, err) && withdraw_earlier(s.http, queue, doc->name, err) &&
		hand_over(&s, queue, doc, job, err);
	close_session(&s);
	return ok;
}
