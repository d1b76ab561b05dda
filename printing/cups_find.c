/* Which queues CUPS has, and what they can. */

#include "printing/printers.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <stdlib.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/text.h"
#include "printing/cups_way.h"

static ipp_t *ask_attributes(http_t *http, const char *name, const char *const wanted[], size_t n)
{
	ipp_t *request = cups_request(IPP_OP_GET_PRINTER_ATTRIBUTES, name);

	if (!request)
		return NULL;
	cups_want(request, wanted, n);
	return cupsDoRequest(http, request, "/");
}

static enum printer_found ask(http_t *http, const char *name)
{
	static const char *const wanted[] = {"printer-name"};

	if (!cups_name_is_possible(name))
		return PRINTER_NONE;
	ippDelete(ask_attributes(http, name, wanted, ARRAY_LEN(wanted)));
	ipp_status_t status = cupsLastError();
	if (status < IPP_STATUS_ERROR_BAD_REQUEST)
		return PRINTER_FOUND;
	return status == IPP_STATUS_ERROR_NOT_FOUND ? PRINTER_NONE : PRINTER_AWAY;
}

enum printer_found printer_find(const char *wanted, char name[PRINTER_NAME_SIZE])
{
	enum printer_found found = PRINTER_NONE;
	http_t *http = cups_connect();

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

/* ---- whether there should be any */

/* CUPS writes it with the first queue. Who reads it need not be us: that it is there says enough. */
static bool queues_were_set_up(void)
{
	const char *root = getenv("CUPS_SERVERROOT");
	char *file = fs_join(root && *root ? root : "/etc/cups", "printers.conf");
	bool there = fs_exists(file);

	free(file);
	return there;
}

bool printers_expected(void)
{
	const char *named = getenv("CUPS_SERVER"), *server = cupsServer();

	if (server[0] == '/')
		return fs_exists(server);
	return (named && *named) || !str_eq(server, "localhost") || queues_were_set_up();
}

/* ---- what they can */

static int usual_dpi(ipp_t *answer)
{
	ipp_attribute_t *a = ippFindAttribute(answer, "printer-resolution-default", IPP_TAG_RESOLUTION);
	ipp_res_t units;
	int down, across = a ? ippGetResolution(a, 0, &down, &units) : 0;

	return across <= 0 || across > 10000 ? 0 :
		units == IPP_RES_PER_CM ? (int)(across * 2.54 + 0.5) : across;
}

/* A queue without a driver takes every format there is. */
static void read_formats(ipp_t *answer, struct printer_info *out)
{
	ipp_attribute_t *a = ippFindAttribute(answer, "document-format-supported", IPP_TAG_MIMETYPE);

	out->takes_raw = out->state.raw;
	out->takes_pdf = !out->takes_raw && a && ippContainsString(a, CUPS_FORMAT_PDF);
}

static bool describe(http_t *http, const char *name, struct printer_info *out)
{
	static const char *const wanted[] = {
		"printer-name", "printer-location", "printer-make-and-model", "printer-state",
		"printer-state-reasons", "printer-state-message", "printer-is-accepting-jobs",
		"queued-job-count", "media-supported", "document-format-supported",
		"printer-resolution-default",
	};
	*out = (struct printer_info){0};
	ipp_t *answer = ask_attributes(http, name, wanted, ARRAY_LEN(wanted));
	bool ok = answer && cupsLastError() < IPP_STATUS_ERROR_BAD_REQUEST;
	if (ok) {
		str_copy(out->name, sizeof(out->name), name);
		cups_text(answer, "printer-location", out->place, sizeof(out->place));
		cups_text(answer, "printer-make-and-model", out->model, sizeof(out->model));
		cups_words(answer, "media-supported", out->media, sizeof(out->media));
		out->waiting = cups_number(answer, "queued-job-count", 0);
		out->dpi = usual_dpi(answer);
		cups_read_state(answer, &out->state);
		read_formats(answer, out);
	}
	ippDelete(answer);
	return ok;
}

bool printer_describe(const char *name, struct printer_info *out)
{
	http_t *http = cups_connect();
	bool ok = http && describe(http, name, out);

	httpClose(http);
	return ok;
}

/* Sizes as PWG 5101.1 names them, either way round. */
static bool holds(const pwg_media_t *sheet, const pwg_media_t *wanted)
{
	return (sheet->width >= wanted->width && sheet->length >= wanted->length) ||
		(sheet->width >= wanted->length && sheet->length >= wanted->width);
}

/* "custom_max_…" stands for every size up to it, "custom_min_…" for no sheet. */
enum media_fit printer_media_fit(const char *media, const char *wanted)
{
	enum media_fit fit = *media && *wanted ? MEDIA_NOT : MEDIA_HAS;
	pwg_media_t *known = pwgMediaForPWG(wanted), size = known ? *known : (pwg_media_t){0};
	char word[128];

	for (const char *at = media; fit != MEDIA_HAS && *at; at += strcspn(at, " ")) {
		at += strspn(at, " ");
		snprintf(word, sizeof(word), "%.*s", (int)strcspn(at, " "), at);
		pwg_media_t *sheet = known && *word && !str_starts(word, "custom_min") ? pwgMediaForPWG(word) : NULL;
		bool held = sheet && holds(sheet, &size);
		if (str_eq(word, wanted) || (held && str_starts(word, "custom_max")))
			fit = MEDIA_HAS;
		else if (held)
			fit = MEDIA_HOLDS;
	}
	return fit;
}

/* ---- all of them */

/* The answer has one group of attributes a queue; of each its name. */
static size_t read_names(ipp_t *answer, char (*names)[PRINTER_NAME_SIZE], size_t max)
{
	size_t n = 0;

	for (ipp_attribute_t *a = ippFirstAttribute(answer); a && n < max; a = ippNextAttribute(answer)) {
		const char *what = ippGetName(a);
		if (what && str_eq(what, "printer-name") && ippGetValueTag(a) == IPP_TAG_NAME &&
			cups_name_is_possible(ippGetString(a, 0, NULL)))
			str_copy(names[n++], PRINTER_NAME_SIZE, ippGetString(a, 0, NULL));
	}
	return n;
}

static bool ask_names(http_t *http, char (*names)[PRINTER_NAME_SIZE], size_t max, size_t *n)
{
	static const char *const wanted[] = {"printer-name"};
	ipp_t *request = ippNewRequest(IPP_OP_CUPS_GET_PRINTERS);

	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, cupsUser());
	cups_want(request, wanted, ARRAY_LEN(wanted));
	ipp_t *answer = cupsDoRequest(http, request, "/");
	ipp_status_t status = cupsLastError();
	*n = answer ? read_names(answer, names, max) : 0;
	ippDelete(answer);
	/* "not found" is how CUPS says that it has none */
	return status < IPP_STATUS_ERROR_BAD_REQUEST || status == IPP_STATUS_ERROR_NOT_FOUND;
}

bool printers_list(struct printer_info *list, size_t max, size_t *n)
{
	char names[PRINTERS_MAX][PRINTER_NAME_SIZE];
	size_t n_names = 0;
	http_t *http = cups_connect();
	bool ok = http && ask_names(http, names, max < PRINTERS_MAX ? max : PRINTERS_MAX, &n_names);
	const char *usual = ok ? cupsGetDefault2(http) : NULL;

	*n = 0;
	for (size_t i = 0; i < n_names; i++) {
		if (!describe(http, names[i], &list[*n]))
			continue;
		list[*n].is_default = usual && str_eq(usual, names[i]);
		(*n)++;
	}
	httpClose(http);
	return ok;
}
