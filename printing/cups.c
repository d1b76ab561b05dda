#include "printing/cups_way.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "printing/printers.h"

#define CONNECT_MS 3000
#define ANSWER_S 10.0
#define VALUES_MAX 400 /* of one attribute that are looked at */

/* ---- the way there */

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

http_t *cups_connect(void)
{
	cupsSetPasswordCB2(no_password, NULL);
	http_t *http = httpConnect2(cupsServer(), ippPort(), NULL, AF_UNSPEC, cupsEncryption(), 1,
		CONNECT_MS, NULL);
	if (http)
		httpSetTimeout(http, ANSWER_S, give_up, NULL);
	return http;
}

/* What an officer can understand; what else CUPS says is in its own words. */
static const struct {
	ipp_status_t status;
	const char *words;
} reasons[] = {
	{IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED, N_("từ chối loại tài liệu này")},
	{IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS, N_("đang không nhận lệnh in")},
	{IPP_STATUS_ERROR_NOT_FOUND, N_("không có máy in này trong CUPS")},
	{IPP_STATUS_ERROR_FORBIDDEN, N_("người dùng này không được phép in")},
	{IPP_STATUS_ERROR_NOT_AUTHORIZED, N_("người dùng này không được phép in")},
	{IPP_STATUS_ERROR_NOT_AUTHENTICATED, N_("người dùng này không được phép in")},
	{IPP_STATUS_ERROR_TOO_MANY_JOBS, N_("hàng đợi in đã đầy")},
};

/* Where a connection broke, libcups has the status of the request before or the system's word for
 * error 0, "success". */
bool cups_reason(struct err *err)
{
	char text[200];

	if (cupsLastError() < IPP_STATUS_ERROR_BAD_REQUEST ||
		str_eq(cupsLastErrorString(), strerror(0)))
		return err_set(err, ERR_UNAVAILABLE, _("mất liên lạc với hệ thống in CUPS"));
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		if (reasons[i].status == cupsLastError())
			return err_set(err, ERR_UNAVAILABLE, "%s", _(reasons[i].words));
	}
	text_clean_to(text, sizeof(text), cupsLastErrorString());
	return err_set(err, ERR_UNAVAILABLE, "%s", *text ? text : _("CUPS không nói rõ lý do"));
}

/* libcups says "service unavailable" and "internal error" itself where nobody answered. */
bool cups_answered(void)
{
	ipp_status_t status = cupsLastError();

	return status != IPP_STATUS_ERROR_SERVICE_UNAVAILABLE && status != IPP_STATUS_ERROR_INTERNAL &&
		status != IPP_STATUS_ERROR_CUPS_PKI;
}

/* ---- requests */

bool cups_printer_uri(const char *name, char *uri, size_t size)
{
	return httpAssembleURIf(HTTP_URI_CODING_ALL, uri, (int)size, "ipp", NULL, "localhost", 0,
		"/printers/%s", name) == HTTP_URI_STATUS_OK;
}

/* Names that CUPS itself would refuse: they would change the meaning of the address. */
bool cups_name_is_possible(const char *name)
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

ipp_t *cups_request(ipp_op_t op, const char *name)
{
	char uri[HTTP_MAX_URI];

	if (!cups_name_is_possible(name) || !cups_printer_uri(name, uri, sizeof(uri)))
		return NULL;
	ipp_t *request = ippNewRequest(op);
	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL,
		cupsUser());
	return request;
}

void cups_want(ipp_t *request, const char *const wanted[], size_t n)
{
	ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes", (int)n, NULL,
		wanted);
}

/* ---- answers */

static bool is_text(ipp_attribute_t *a)
{
	switch (ippGetValueTag(a)) {
	case IPP_TAG_TEXT: case IPP_TAG_TEXTLANG: case IPP_TAG_NAME: case IPP_TAG_NAMELANG:
	case IPP_TAG_KEYWORD: case IPP_TAG_URI: case IPP_TAG_MIMETYPE:
		return true;
	default:
		return false;
	}
}

void cups_text(ipp_t *answer, const char *name, char *dst, size_t size)
{
	ipp_attribute_t *a = ippFindAttribute(answer, name, IPP_TAG_ZERO);
	const char *text = a && is_text(a) ? ippGetString(a, 0, NULL) : NULL;

	text_clean_to(dst, size, text ? text : "");
}

void cups_words(ipp_t *answer, const char *name, char *dst, size_t size)
{
	ipp_attribute_t *a = ippFindAttribute(answer, name, IPP_TAG_ZERO);
	int n = a && is_text(a) ? ippGetCount(a) : 0;
	struct buf words;
	char word[128];

	buf_init(&words, size - 1);
	for (int i = 0; i < n && i < VALUES_MAX; i++) {
		const char *text = ippGetString(a, i, NULL);
		text_clean_to(word, sizeof(word), text ? text : "");
		if (*word && !strchr(word, ' ') && words.len + strlen(word) + 2 < size)
			buf_printf(&words, words.len ? "%s " : " %s ", word);
	}
	str_copy(dst, size, buf_str(&words));
	buf_clear(&words);
}

int cups_number(ipp_t *answer, const char *name, int otherwise)
{
	ipp_attribute_t *a = ippFindAttribute(answer, name, IPP_TAG_ZERO);
	ipp_tag_t tag = a ? ippGetValueTag(a) : IPP_TAG_ZERO;

	return tag == IPP_TAG_INTEGER || tag == IPP_TAG_ENUM ? ippGetInteger(a, 0) : otherwise;
}

bool cups_flag(ipp_t *answer, const char *name, bool otherwise)
{
	ipp_attribute_t *a = ippFindAttribute(answer, name, IPP_TAG_BOOLEAN);

	return a ? ippGetBoolean(a, 0) : otherwise;
}

/* A queue without a driver: CUPS names it so. */
static bool is_raw(ipp_t *answer)
{
	char model[200];

	cups_text(answer, "printer-make-and-model", model, sizeof(model));
	return strcasestr(model, "raw printer") != NULL;
}

void cups_read_state(ipp_t *answer, struct job_facts *out)
{
	int state = cups_number(answer, "printer-state", 0);

	out->printer = state >= PRINTER_IDLE && state <= PRINTER_STOPPED ? (enum printer_state)state :
		PRINTER_UNKNOWN;
	out->raw = is_raw(answer);
	out->refuses = !cups_flag(answer, "printer-is-accepting-jobs", true);
	cups_words(answer, "printer-state-reasons", out->printer_reasons, sizeof(out->printer_reasons));
	cups_text(answer, "printer-state-message", out->printer_said, sizeof(out->printer_said));
}
