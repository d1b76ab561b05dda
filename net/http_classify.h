#ifndef MOTCUA_NET_HTTP_CLASSIFY_H
#define MOTCUA_NET_HTTP_CLASSIFY_H

/*
 * How an exchange went, named from what was seen of it. Whatever is not clearly central's own
 * answer is a fault of the way there, never an answer.
 */

#include <curl/curl.h>
#include <stdbool.h>
#include "net/http.h"
#include "net/http_headers.h"

struct http_seen {
	CURLcode code;
	const char *curl_error;  /* curl's own words, for telling a cut handshake from a bad one */
	long verify;             /* OpenSSL's X509_V_ERR_…; counts with PEER_FAILED_VERIFICATION only */
	long proxy_status;       /* of CONNECT, 0 without a proxy */
	int status;              /* 0 when there was none */
	const struct http_headers *headers;
	const char *accept;      /* media type that was asked for; "": no content (204) */
	bool too_large;          /* a cap was passed: headers or body */
	bool begins_html;        /* the body's first visible character is '<' */
};

/* reason: a sentence for the officer, "" for HTTP_OK; size bytes. */
enum http_outcome http_classify(const struct http_seen *seen, char *reason, size_t size);

/* Is that the media type an answer may have? "": only an answer without content. */
bool http_type_is(const struct http_headers *h, const char *accept);

#endif
