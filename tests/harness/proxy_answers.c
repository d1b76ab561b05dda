#include "tests/harness/proxy_answers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/gzip_bomb.h"

#define PROBLEM "Content-Type: application/problem+json\r\n"
#define DEEP 10000
#define HEADER_LINES 100000
#define BOMB_REPEATS 400000 /* 100 MB */

/* ---- answers out of nothing */

static const char page[] = "<!DOCTYPE html><html><body>Chào mừng đến với mạng khách</body></html>";
static const char busy[] = "{\"type\":\"busy\",\"title\":\"Quá tải\"}";
static const char refusal[] = "{\"type\":\"invalid\",\"title\":\"Hồ sơ không hợp lệ\",\"status\":422,"
	"\"violations\":[{\"field\":\"applicant.address\",\"code\":\"unknown\","
	"\"message\":\"Địa chỉ không có trong địa bàn\"}]}";

static const struct falsehood {
	enum proxy_fault fault;
	int status;
	const char *headers, *body;
} falsehoods[] = {
	{PROXY_PORTAL_PAGE, 200, "Content-Type: text/html\r\n", page},
	{PROXY_PORTAL_REDIRECT, 302, "Location: https://portal.example.vn/login\r\n", ""},
	{PROXY_PORTAL_511, 511, "Content-Type: text/html\r\n", page},
	{PROXY_REDIRECT_HTTP, 307, "Location: http://127.0.0.1:9/v1/token\r\n", ""},
	{PROXY_OTHER_JSON, 200, "Content-Type: application/json\r\n", "{\"status\":1,\"ok\":true}"},
	{PROXY_401, 401, PROBLEM "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n",
		"{\"type\":\"unauthorized\",\"title\":\"Hết hạn\"}"},
	{PROXY_429, 429, PROBLEM, busy},
	{PROXY_429_SECONDS, 429, PROBLEM "Retry-After: 1\r\n", busy},
	{PROXY_429_DATE, 429, PROBLEM "Retry-After: Fri, 01 Jan 1999 00:00:00 GMT\r\n", busy},
	{PROXY_429_NONSENSE, 429, PROBLEM "Retry-After: mai nhé\r\n", busy},
	{PROXY_429_HUGE, 429, PROBLEM "Retry-After: 99999999999999999999\r\n", busy},
	{PROXY_500, 500, PROBLEM, busy},
	{PROXY_502, 502, "Content-Type: text/html\r\n", "<html>Bad Gateway</html>"},
	{PROXY_503, 503, PROBLEM, busy},
	{PROXY_503_SECONDS, 503, PROBLEM "Retry-After: 1\r\n", busy},
	{PROXY_504, 504, "Content-Type: text/html\r\n", "<html>Gateway Timeout</html>"},
	{PROXY_422, 422, PROBLEM, refusal},
	{PROXY_500_AFTER, 500, PROBLEM, busy},
};

static void say(struct buf *out, int status, const char *headers, const char *body, size_t len)
{
	buf_printf(out, "HTTP/1.1 %d Fault\r\n%sContent-Length: %zu\r\n\r\n", status, headers, len);
	buf_add(out, body, len);
}

static void say_bomb(struct buf *out)
{
	struct buf bomb;
	buf_init(&bomb, 4u << 20);
	gzip_bomb(&bomb, BOMB_REPEATS);
	say(out, 200, "Content-Type: application/json\r\nContent-Encoding: gzip\r\n", bomb.data, bomb.len);
	buf_clear(&bomb);
}

static void say_headers(struct buf *out)
{
	buf_str_add(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n");
	for (int i = 0; i < HEADER_LINES; i++)
		buf_printf(out, "X-Filler-%d: abcdefghijklmnopqrstuvwxyz\r\n", i);
	buf_str_add(out, "Content-Length: 2\r\n\r\n{}");
}

static void say_deep(struct buf *out)
{
	struct buf deep;
	buf_init(&deep, 4u << 20);
	for (int i = 0; i < DEEP; i++)
		buf_str_add(&deep, "{\"uuid\":[");
	say(out, 200, "Content-Type: application/json\r\n", deep.data, deep.len);
	buf_clear(&deep);
}

static void say_1gb(struct buf *out)
{
	buf_str_add(out, "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
		"Content-Length: 1073741824\r\n\r\n{\"uuid\":\"");
}

static void say_endless(struct buf *out)
{
	buf_str_add(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"uuid\":\"");
}

static const struct {
	enum proxy_fault fault;
	void (*say)(struct buf *out);
} monsters[] = {
	{PROXY_ANSWER_1GB, say_1gb}, {PROXY_ENDLESS, say_endless}, {PROXY_BOMB, say_bomb},
	{PROXY_HEADERS, say_headers}, {PROXY_DEEP_JSON, say_deep},
};

bool proxy_false_answer(enum proxy_fault fault, const char *path, struct buf *out)
{
	if (fault == PROXY_422 && !str_starts(path, "/v1/dossiers/"))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(falsehoods); i++) {
		const struct falsehood *f = &falsehoods[i];
		if (f->fault == fault)
			say(out, f->status, f->headers, f->body, strlen(f->body));
	}
	for (size_t i = 0; i < ARRAY_LEN(monsters); i++)
		if (monsters[i].fault == fault)
			monsters[i].say(out);
	return out->len > 0;
}

const char *proxy_endless(enum proxy_fault fault)
{
	static char much[65537];
	if (fault != PROXY_ANSWER_1GB && fault != PROXY_ENDLESS)
		return NULL;
	memset(much, 'a', sizeof(much) - 1);
	return much;
}

/* ---- central's own answer, falsified. The body is text: central sends JSON. */

/* The body is replaced and its length told anew. */
static void set_body(struct wire_message *m, const char *body, size_t len)
{
	struct buf whole;
	char *head = strndup(buf_str(&m->bytes), m->head), *line = strcasestr(head, "\r\nContent-Length:");
	buf_init(&whole, 16u << 20);
	buf_add(&whole, head, (size_t)(line - head));
	buf_printf(&whole, "\r\nContent-Length: %zu", len);
	buf_str_add(&whole, strstr(line + 2, "\r\n"));
	m->head = whole.len;
	buf_add(&whole, body, len);
	free(head);
	buf_clear(&m->bytes);
	m->bytes = whole;
}

/* Another value of the same form in that member. */
static bool other_value(char *body, const char *member)
{
	char *at = strstr(body, member), *end = at ? strchr(at + strlen(member), '"') : NULL;
	if (!end || end == at + strlen(member))
		return false;
	end[-1] = end[-1] == '1' ? '2' : '1';
	return true;
}

/* The text goes in behind the first brace. */
static bool put_in(struct wire_message *m, char *body, size_t len, const char *text, size_t n)
{
	struct buf more;
	if (body[0] != '{')
		return false;
	buf_init(&more, 16u << 20);
	buf_char(&more, '{');
	buf_add(&more, text, n);
	buf_add(&more, body + 1, len - 1);
	set_body(m, more.data, more.len);
	buf_clear(&more);
	return true;
}

static bool other_type(struct wire_message *m)
{
	char *type = strcasestr(m->bytes.data, "application/json");
	if (!type || type >= m->bytes.data + m->head)
		return false;
	memcpy(type, "application/toml", strlen("application/toml"));
	return true;
}

static bool twist_body(enum proxy_fault fault, struct wire_message *m, char *body, size_t len)
{
	static const struct { enum proxy_fault fault; const char *text; size_t n; } insertions[] = {
#define INSERT(text) text, sizeof(text) - 1
		{PROXY_DOUBLE_KEYS, INSERT("\"a\":1,\"a\":2,")},
		{PROXY_NUL, INSERT("\"a\":\"\\u0000\0\",")},
		{PROXY_BAD_UTF8, INSERT("\"a\":\"\xC3\x28\xED\xA0\x80\",")},
		{PROXY_HUGE_INT, INSERT("\"status\":99999999999999999999999,")},
	};
	static const struct { enum proxy_fault fault; const char *member; } echoes[] = {
		{PROXY_WRONG_UUID, "\"uuid\":\""}, {PROXY_WRONG_HASH, "\"sha256\":\""},
		{PROXY_WRONG_CODE, "\"code\":\""},
	};
	for (size_t i = 0; i < ARRAY_LEN(insertions); i++)
		if (insertions[i].fault == fault)
			return put_in(m, body, len, insertions[i].text, insertions[i].n);
	for (size_t i = 0; i < ARRAY_LEN(echoes); i++) {
		if (echoes[i].fault == fault && other_value(body, echoes[i].member)) {
			set_body(m, body, len);
			return true;
		}
	}
	return false;
}

static bool twist_whole(enum proxy_fault fault, struct wire_message *m, char *body, size_t len)
{
	static const char escapes[] = "\"title\":\"\\u001b]0;x\\u0007\\u009b2J\\u202e\","
		"\"name\":\"\\u001b[2J\",";
	struct buf marked;
	switch (fault) {
	case PROXY_HALF_JSON:
		set_body(m, body, len / 2);
		return true;
	case PROXY_BOM:
		buf_init(&marked, 16u << 20);
		buf_str_add(&marked, "\xEF\xBB\xBF");
		buf_add(&marked, body, len);
		set_body(m, marked.data, marked.len);
		buf_clear(&marked);
		return true;
	case PROXY_ESCAPES:
		return put_in(m, body, len, escapes, sizeof(escapes) - 1);
	case PROXY_WRONG_TYPE:
		return other_type(m);
	default:
		return twist_body(fault, m, body, len);
	}
}

bool proxy_twist(enum proxy_fault fault, struct wire_message *answer)
{
	size_t len;
	const char *text = proxy_message_body(answer, &len);
	if (!len)
		return false;
	char *body = strndup(text, len);
	bool done = twist_whole(fault, answer, body, len);
	free(body);
	return done;
}
