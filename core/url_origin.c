/* Where an address leads, as a browser would take it: "https://good@bad/" leads to bad. */
#include "core/receipt_judge.h"

#include <string.h>
#include <strings.h>
#include "base/mem.h"

static const struct {
	const char *scheme, *port;
} schemes[] = {{"https://", ":443"}, {"http://", ":80"}};

/* Also a trailing dot of the name goes: "host." is the same host. */
static void trim_host(char *host, const char *port)
{
	size_t len = strlen(host), tail = strlen(port);
	if (len > tail && strcmp(host + len - tail, port) == 0)
		host[len -= tail] = '\0';
	if (len > 0 && host[len - 1] == '.')
		host[len - 1] = '\0';
}

bool url_origin(const char *url, char out[ORIGIN_SIZE])
{
	out[0] = '\0';
	url += strspn(url, " \t\r\n");
	for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
		size_t n = strlen(schemes[i].scheme);
		if (strncasecmp(url, schemes[i].scheme, n) != 0)
			continue;
		const char *host = url + n, *end = host + strcspn(host, "/?#\\ \t");
		for (const char *p = host; p < end; p++)
			if (*p == '@')
				host = p + 1;
		if (host == end || n + (size_t)(end - host) >= ORIGIN_SIZE)
			return false;
		memcpy(out, schemes[i].scheme, n);
		memcpy(out + n, host, (size_t)(end - host));
		out[n + (size_t)(end - host)] = '\0';
		for (char *p = out; *p; p++)
			if (*p >= 'A' && *p <= 'Z')
				*p = (char)(*p - 'A' + 'a');
		trim_host(out + n, schemes[i].port);
		return out[n] != '\0';
	}
	return false;
}
