#ifndef MOTCUA_NET_HTTP_H
#define MOTCUA_NET_HTTP_H

/*
 * One HTTP exchange on the loop, with everything bounded: connect, total time, headers, body (also
 * after decompression). No redirect is ever followed. TLS is always verified; plain HTTP only to
 * loopback. How it went is named, not guessed from numbers: see enum http_outcome.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"
#include "net/loop.h"

enum http_outcome {
	HTTP_OK,       /* 2xx with the content type that was asked for */
	HTTP_PROBLEM,  /* 4xx with application/problem+json, other than 401, 408, 425, 429: about this request */
	HTTP_AUTH,     /* 401 from central */
	HTTP_SERVER,   /* 5xx, 408, 425, 429: central is busy or broken */
	HTTP_LINK,     /* no connection, cut, timed out, DNS */
	HTTP_TLS,      /* certificate expired, other host, unknown issuer */
	HTTP_PORTAL,   /* an answer that is not central's: other content type, redirect, 511 */
	HTTP_BAD,      /* central answered, but not as agreed: too large, cut short */
};

struct http_response {
	enum http_outcome outcome;
	int status;              /* 0 when there was none */
	const struct buf *body;  /* until the callback returns */
	int64_t retry_after_ms;  /* clamped to 1–300 s; 0 when not said */
	int64_t date;            /* server's Date, Unix seconds; 0 when not said */
	int64_t valid_from, valid_until; /* of its certificate, Unix seconds; 0 without TLS */
	bool clock_doubt;        /* HTTP_TLS: outside its certificate's time, by this machine's clock */
	int64_t took_ms;
	int api_version;         /* central's Motcua-Api header; 0 when not said */
	char reason[200];        /* a sentence for the officer when not HTTP_OK */
};
typedef void http_done_fn(void *user, const struct http_response *r);

struct http_client;
struct http_request; /* in flight */

struct http_options {
	const char *base_url;  /* "https://central.example" */
	const char *ca_file;   /* PEM; trusted alone. NULL: the system's */
	int64_t timeout_ms;    /* whole exchange; 0: 30 s */
};

/* ERR_CONFIG for an address that is not https (or http to loopback), or carries a user name, a
 * query or a fragment. A proxy named in the environment (https_proxy, no_proxy) is used for https,
 * where it only sees the host's name; never for http. */
bool http_client_new(struct http_client **client, struct loop *loop, const struct http_options *opt,
	struct err *err) MUST_CHECK;
/* Cancels what is in flight without calling back. */
void http_client_free(struct http_client *client);
/* As given, without a slash at the end. */
const char *http_base_url(const struct http_client *client);

struct http_call {
	const char *method, *path;    /* path with query, begins with "/" */
	const char *bearer;           /* NULL: none */
	const char *content_type;     /* of the body */
	const char *if_match;         /* NULL: none */
	const void *body; size_t body_len; /* copied */
	const char *accept;           /* expected content type; NULL: application/json; "": none (204) */
	size_t max_body;              /* of the answer, inflated; 0: 8 MB */
	int patience;                 /* times the client's timeout, for long answers; 0: once. A large
	                               * body gets more by itself, at 2 KB/s */
	http_done_fn *done; void *user;
};
/* Never fails at once: failure comes through done, on a later turn. */
struct http_request *http_start(struct http_client *client, const struct http_call *call);
/* Without calling back. Not once done has been called. */
void http_cancel(struct http_request *request);

#endif
