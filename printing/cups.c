#include "printing/printers.h"

#include <cups/cups.h>
#include <string.h>
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"

#define CONNECT_MS 3000
#define ANSWER_S 10.0
#define A5 "iso_a5_148x210mm"

/* CUPS's own callbacks ask on the terminal, which is the officer's screen. */
static const char *no_password(const char *prompt, http_t *http, const char *method,
	const char *resource, void *user)
{
	(void)prompt, (void)http, (void)method, (void)resource, (void)user;
	return NULL;
}

static int give_up(http_t *http, void *user)
{
	(void)http, (void)user;
	return 0;
}

static http_t *connect_cups(void)
{
	cupsSetPasswordCB2(no_password, NULL);
	http_t *http = httpConnect2(cupsServer(), ippPort(), NULL, AF_UNSPEC, cupsEncryption(), 1,
		CONNECT_MS, NULL);
	if (http)
		httpSetTimeout(http, ANSWER_S, give_up, NULL);
	return http;
}

/* Why the last request failed. Where a connection broke, libcups has the status of the request
 * before or the system's word for error 0, "success". */
static bool reason(struct err *err)
{
	char text[200];

	if (cupsLastError() < IPP_STATUS_ERROR_BAD_REQUEST ||
		str_eq(cupsLastErrorString(), strerror(0)))
		return err_set(err, ERR_UNAVAILABLE, _("mất liên lạc với hệ thống in CUPS"));
	text_clean_to(text, sizeof(text), cupsLastErrorString());
	return err_set(err, ERR_UNAVAILABLE, "%s", *text ? text : _("CUPS không nói rõ lý do"));
}

/* ---- finding */

static bool printer_uri(const char *name, char *uri, size_t size)
{
	return httpAssembleURIf(HTTP_URI_CODING_ALL, uri, (int)size, "ipp", NULL, "localhost", 0,
		"/printers/%s", name) == HTTP_URI_STATUS_OK;
}

static ipp_t *request_for(ipp_op_t op, const char *name)
{
	char uri[HTTP_MAX_URI];

	if (!printer_uri(name, uri, sizeof(uri)))
		return NULL;
	ipp_t *request = ippNewRequest(op);
	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL,
		cupsUser());
	return request;
}

/* Names that CUPS itself would refuse: they would change the meaning of the address. */
static bool name_is_possible(const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len >= PRINTER_NAME_SIZE)
		return false;
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)name[i] <= ' ' || name[i] == 0x7F || strchr("/#?\\\"'", name[i]))
			return false;
	}
	return true;
}

static enum printer_found ask(http_t *http, const char *name)
{
	static const char *const wanted[] = {"printer-name"};
	ipp_t *request = NULL;

	if (name_is_possible(name))
		request = request_for(IPP_OP_GET_PRINTER_ATTRIBUTES, name);
	if (!request)
		return PRINTER_NONE;
	ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", 1, NULL,
		wanted);
	ipp_t *answer = cupsDoRequest(http, request, "/");
	ipp_status_t status = cupsLastError();
	ippDelete(answer);
	if (status < IPP_STATUS_ERROR_BAD_REQUEST)
		return PRINTER_FOUND;
	return status == IPP_STATUS_ERROR_NOT_FOUND ? PRINTER_NONE : PRINTER_AWAY;
}

enum printer_found printer_find(const char *wanted, char name[PRINTER_NAME_SIZE])
{
	enum printer_found found = PRINTER_NONE;
	http_t *http = connect_cups();

	str_copy(name, PRINTER_NAME_SIZE, wanted);
	if (!http)
		return PRINTER_AWAY;
	if (!*wanted) {
		const char *usual = cupsGetDefault2(http);
		str_copy(name, PRINTER_NAME_SIZE, usual ? usual : "");
	}
	if (*name)
		found = ask(http, name);
	httpClose(http);
	return found;
}

/* ---- sending */

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

	*s = (struct session){.http = connect_cups()};
	if (!s->http || !name_is_possible(name) || !printer_uri(name, uri, sizeof(uri)))
		return reason(err);
	cupsAddDest(name, NULL, 0, &s->dest);
	s->dest->num_options = cupsAddOption("printer-uri-supported", uri, s->dest->num_options,
		&s->dest->options);
	s->info = cupsCopyDestInfo(s->http, s->dest);
	return s->info || reason(err);
}

static bool add_option(struct session *s, const char *option, const char *value)
{
	if (!cupsCheckDestSupported(s->http, s->dest, s->info, option, value))
		return false;
	s->n_options = cupsAddOption(option, value, s->n_options, &s->options);
	return true;
}

static bool send_document(struct session *s, int id, const char *name, const char *pdf, size_t len)
{
	if (cupsStartDestDocument(s->http, s->dest, s->info, id, name, CUPS_FORMAT_PDF, s->n_options,
		s->options, 1) != HTTP_STATUS_CONTINUE)
		return false;
	if (cupsWriteRequestData(s->http, pdf, len) != HTTP_STATUS_CONTINUE)
		return false;
	/* Where no answer comes at all, libcups gives the status of the request before. */
	return cupsFinishDestDocument(s->http, s->dest, s->info) < IPP_STATUS_ERROR_BAD_REQUEST &&
		httpGetStatus(s->http) == HTTP_STATUS_OK;
}

enum fate { FATE_UNKNOWN, FATE_TAKEN, FATE_INCOMING, FATE_GONE };

/* INCOMING: CUPS waits for the rest of the document. */
static enum fate fate_of(ipp_t *job)
{
	ipp_attribute_t *state = ippFindAttribute(job, "job-state", IPP_TAG_ENUM);
	ipp_attribute_t *reasons = ippFindAttribute(job, "job-state-reasons", IPP_TAG_KEYWORD);

	if (!state)
		return FATE_UNKNOWN;
if (reasons && ippContainsString(reasons, "job-incoming"))
		return FATE_INCOMING;
	int value = ippGetInteger(state, 0);
	return value == IPP_JSTATE_CANCELED || value == IPP_JSTATE_ABORTED ? FATE_GONE : FATE_TAKEN;
}

static enum fate ask_fate(http_t *http, const char *printer, int id)
{
	static const char *const wanted[] = {"job-state", "job-state-reasons"};
	ipp_t *request = request_for(IPP_OP_GET_JOB_ATTRIBUTES, printer);

	ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", id);
	ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", 2, NULL,
		wanted);
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
	http_t *http = connect_cups();
	enum fate fate = http ? ask_fate(http, printer, job->id) : FATE_UNKNOWN;

	if (fate == FATE_INCOMING)
		fate = cupsCancelJob2(http, printer, job->id, 0) < IPP_STATUS_ERROR_BAD_REQUEST ?
			FATE_GONE : FATE_UNKNOWN;
	job->uncertain = fate == FATE_UNKNOWN;
	httpClose(http);
	return fate == FATE_TAKEN;
}

static bool hand_over(struct session *s, const char *name, const char *job_name, const void *pdf,
	size_t len, struct printer_job *job, struct err *err)
{
	job->other_size = !add_option(s, CUPS_MEDIA, A5);
	add_option(s, CUPS_SIDES, CUPS_SIDES_ONE_SIDED);
	add_option(s, "print-scaling", "none");
	if (cupsCreateDestJob(s->http, s->dest, s->info, &job->id, job_name, s->n_options,
		s->options) >= IPP_STATUS_ERROR_BAD_REQUEST) {
		job->id = 0;
		return reason(err);
	}
	if (send_document(s, job->id, job_name, pdf, len))
		return true;
	reason(err);
	return settle(name, job);
}

bool printer_send(const char *name, const char *job_name, const void *pdf, size_t len,
	struct printer_job *job, struct err *err)
{
	struct session s;

	*job = (struct printer_job){0};
	bool ok = open_session(&s, name, err) && hand_over(&s, name, job_name, pdf, len, job, err);
	close_session(&s);
	return ok;
}
