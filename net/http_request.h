#ifndef MOTCUA_NET_HTTP_REQUEST_H
#define MOTCUA_NET_HTTP_REQUEST_H

/*
 * Inside net/http*.c only: one exchange while it is under way. http.c keeps the client and starts
 * and ends requests; http_request.c sets curl up for one and takes in what arrives.
 */

#include "net/http.h"
#include "net/http_headers.h"
#include "net/loop_curl.h"

#define HTTP_TIMEOUT_MS 30000
#define HTTP_CONNECT_MS 5000
#define HTTP_MAX_BODY (8u << 20)
#define HTTP_FOREIGN_BODY (64u << 10) /* of an answer that is of no use: a page, an error's text */

struct http_client {
	struct loop *loop;
	char *base, *ca_file;
	bool https;
	int64_t timeout_ms;
	struct http_request *first; /* in flight, in no order */
	CURL *spare[8]; /* easy handles set up for this client */
	int n_spare;
	int64_t valid_from, valid_until; /* of the certificate last shown; 0: none yet */
};

struct http_request {
	struct loop_transfer transfer; /* curl's private pointer is to here */
	struct http_client *client;
	struct http_request *prev, *next;
	CURL *easy;
	struct curl_slist *lines;
	struct loop_timer *failed; /* set when it could not even be started */
	struct http_headers headers;
	struct buf body;
	char *accept, *send;
	bool too_large;
	int64_t started_ms;
	http_done_fn *done;
	void *user;
	char curl_error[CURL_ERROR_SIZE];
};

/* A handle with all that is the same for every request of this client. */
CURL *http_easy_new(const struct http_client *client);
/* All that belongs to this request. False when the call cannot be sent as it is: a header with
 * control characters in it. */
bool http_request_set_up(struct http_request *r, const struct http_call *call);
/* Takes the request's pointers out of its handle again. */
void http_request_tear_down(struct http_request *r);

#endif
