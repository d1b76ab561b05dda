#include "net/http_headers.h"

#include <ctype.h>
#include <curl/curl.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "base/str.h"

#define RETRY_MIN_S 1
#define RETRY_MAX_S 300
/* 2020 and 2100: a Date outside is not a clock to go by. */
#define DATE_MIN INT64_C(1577836800)
#define DATE_MAX INT64_C(4102444800)

static void take_type(struct http_headers *h, const char *value)
{
	size_t n = strcspn(value, "; \t");

	h->type[0] = '\0';
	if (n >= sizeof(h->type))
		return;
	for (size_t i = 0; i < n; i++)
		h->type[i] = (char)tolower((unsigned char)value[i]);
	h->type[n] = '\0';
}

static void take_retry(struct http_headers *h, const char *value)
{
	if (!str_copy(h->retry_after, sizeof(h->retry_after), value))
		h->retry_after[0] = '\0';
}

static void take_date(struct http_headers *h, const char *value)
{
	int64_t t = (int64_t)curl_getdate(value, NULL);

	h->date = t >= DATE_MIN && t <= DATE_MAX ? t : 0;
}

static void take_api(struct http_headers *h, const char *value)
{
	int64_t n;

	h->api_version = str_to_int(value, 1, 1000000, &n) ? (int)n : 0;
}

static void take_auth(struct http_headers *h, const char *value)
{
	if (strncasecmp(value, "bearer", 6) == 0)
		h->bearer = true;
}

static const struct {
	const char *name;
	void (*take)(struct http_headers *h, const char *value);
} wanted[] = {
	{"content-type", take_type},
	{"retry-after", take_retry},
	{"date", take_date},
	{"motcua-api", take_api},
	{"www-authenticate", take_auth},
};

/* A new status line: what an interim answer (100, 103) said is forgotten, its cost is not. */
static void restart(struct http_headers *h)
{
	*h = (struct http_headers){.bytes = h->bytes, .lines = h->lines};
}

bool http_headers_line(struct http_headers *h, const char *line, size_t len)
{
	char text[512];
	char *value;

	h->bytes += len;
	h->lines++;
	if (h->bytes > HTTP_HEADERS_BYTES || h->lines > HTTP_HEADERS_LINES)
		return false;
	if (len > 5 && memcmp(line, "HTTP/", 5) == 0)
		restart(h);
	if (len >= sizeof(text) || memchr(line, '\0', len))
		return true; /* none of ours is that long */
	memcpy(text, line, len);
	text[len] = '\0';
	value = strchr(text, ':');
	if (!value)
		return true;
	*value++ = '\0';
	value += strspn(value, " \t");
	for (size_t n = strlen(value); n > 0 && strchr(" \t\r\n", value[n - 1]); n--)
		value[n - 1] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
		if (strcasecmp(text, wanted[i].name) == 0)
			wanted[i].take(h, value);
	}
	return true;
}

int64_t http_headers_retry_ms(const struct http_headers *h, int64_t now)
{
	const char *s = h->retry_after;
	int64_t seconds;

	if (str_digits(s, 0)) {
		/* More digits than an int64 holds are a very long time, too. */
		if (!str_to_int(s, 0, INT64_MAX, &seconds))
			seconds = RETRY_MAX_S;
	} else {
		int64_t at = strchr(s, ':') ? (int64_t)curl_getdate(s, NULL) : -1;
		if (at < 0)
			return 0;
		seconds = at - (h->date ? h->date : now);
	}
	if (seconds < RETRY_MIN_S)
		seconds = RETRY_MIN_S;
	if (seconds > RETRY_MAX_S)
		seconds = RETRY_MAX_S;
	return seconds * 1000;
}
