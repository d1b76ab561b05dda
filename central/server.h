#ifndef MOTCUA_CENTRAL_SERVER_H
#define MOTCUA_CENTRAL_SERVER_H

/*
 * The reference central system as a function: request in, response out, over one database. Handlers
 * know nothing of sockets (central/http.c does), so they are tested without any. One thread.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <jansson.h>
#include "base/buf.h"
#include "base/err.h"
#include "base/uuid.h"
#include "core/ed25519.h"
#include "core/violations.h"
#include "db/db.h"

#define BODY_MAX (8 * 1024 * 1024)       /* bytes of a request's body */
#define RESPONSE_MAX (16 * 1024 * 1024)  /* bytes of an answer's body; pages stop far below */
#define URL_MAX 256

struct central {
	struct db *db;
	struct signing_key *key;             /* made at the first start, kept in the database */
	uint8_t public_key[ED25519_PUBLIC];
	char public_url[URL_MAX];            /* base of tracking URLs, without a slash at the end */
};

/* Opens or makes the database (db/db.h tells the url's form) and its signing key. */
bool central_open(struct central *c, const char *url, struct err *err) MUST_CHECK;
void central_close(struct central *c);

/* The workstation that asks, as its access token says. */
struct caller {
	char id[UUID_SIZE];
	char agency[40];
	int counter;
	uint8_t key[ED25519_PUBLIC];
};

struct param {
	const char *name, *value;
};

#define QUERY_MAX 16
#define PATH_ARGS 2

struct request {
	/* what came over the wire; strings are never NULL, "" when absent */
	const char *method, *path; /* path decoded, without the query */
	const char *authorization, *content_type, *content_encoding, *accept_language, *if_none_match;
	const char *body;
	size_t body_len;
	struct param query[QUERY_MAX];
	size_t n_query;
	int64_t now; /* Unix seconds */

	/* filled in by central_handle for the handler */
	char args[PATH_ARGS][256]; /* the path's variable parts, in order */
	struct caller caller;      /* of routes that ask for a bearer token */
};

struct header {
	const char *name;
	char value[400];
};

struct response {
	int status;
	const char *content_type; /* a literal; NULL: no body */
	struct buf body;
	struct header headers[8];
	size_t n_headers;
	const char *route; /* the pattern that answered, for the log; "" when none did */
};

void response_init(struct response *rs);
void response_clear(struct response *rs);
void response_header(struct response *rs, const char *name, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Answers. Each sets status, type and body. response_json takes the reference. */
void response_json(struct response *rs, int status, json_t *json);
void response_text(struct response *rs, int status, const char *content_type, const char *text);
/* application/problem+json; type: one of the stable words of core/problem.h. */
void response_problem(struct response *rs, int status, const char *type, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* 409 type=conflict; where: the values that differ, if any. */
void response_conflict(struct response *rs, const struct violations *where, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* 422 type=invalid with these violations. */
void response_invalid(struct response *rs, const struct violations *v);
/* The database failed: 500 or 503, logged; nothing of err reaches the caller. */
void response_failed(struct response *rs, const struct err *err);

/* The first value of that query parameter, or NULL. */
const char *request_query(const struct request *rq, const char *name);
/* A whole number in [min, max], fallback when absent; a violation otherwise. */
int64_t request_query_int(const struct request *rq, const char *name, int64_t min, int64_t max,
	int64_t fallback, struct violations *v);
/* The body as a JSON object; answers 400 itself and returns NULL when it is none. */
json_t *request_json(const struct request *rq, struct response *rs);

/* JSON string of an instant, RFC 3339 +07:00; null for 0. */
json_t *json_instant(int64_t at);
/* The string member, "" when absent or of another type. */
const char *json_text(const json_t *object, const char *name);

/* Finds the route, checks method, caller and content type, runs the handler. */
void central_handle(struct central *c, struct request *rq, struct response *rs);

#endif
