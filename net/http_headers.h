#ifndef MOTCUA_NET_HTTP_HEADERS_H
#define MOTCUA_NET_HTTP_HEADERS_H

/* What is kept of an answer's headers, and how much of them is read at all. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HTTP_HEADERS_BYTES 65536
#define HTTP_HEADERS_LINES 200

struct http_headers {
	size_t bytes;
	int lines;            /* of all interim answers too: those must not be endless either */
	char type[80];        /* media type in lower case, without parameters; "" when not said */
	char retry_after[64];
	int64_t date;         /* Unix seconds; 0 when not said or nonsense */
	int api_version;      /* 0 when not said */
	bool bearer;          /* WWW-Authenticate asks for a bearer token */
};

/* One header line as curl hands it over. False when the limits are passed. */
bool http_headers_line(struct http_headers *h, const char *line, size_t len);
/* Retry-After as seconds or HTTP date, clamped to 1–300 s; 0 when not said or nonsense. now: Unix
 * seconds, for a date when the server did not say its own. */
int64_t http_headers_retry_ms(const struct http_headers *h, int64_t now);

#endif
