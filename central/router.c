#include "central/routes.h"

#include <stdio.h>
#include <strings.h>
#include "base/mem.h"
#include "base/str.h"
#include "central/auth.h"
#include "i18n/lang.h"

#define JSON_TYPE "application/json"
#define FORM_TYPE "application/x-www-form-urlencoded"

enum access { PUBLIC, BEARER };

struct route {
	const char *method, *pattern; /* {} stands for one part of the path */
	enum access access;
	const char *body_type; /* NULL: no body is read */
	route_fn *fn;
};

static const struct route routes[] = {
	{"GET", "/healthz", PUBLIC, NULL, route_health},
	{"POST", "/v1/workstations", PUBLIC, JSON_TYPE, route_enrol},
	{"POST", "/v1/token", PUBLIC, FORM_TYPE, route_token},
	{"POST", "/v1/number-blocks", BEARER, JSON_TYPE, route_blocks},
	{"PUT", "/v1/number-blocks/{}/closing", BEARER, JSON_TYPE, route_block_closing},
	{"GET", "/v1/catalogue", BEARER, NULL, route_catalogue},
	{"GET", "/v1/dossiers", BEARER, NULL, route_dossier_list},
	{"PUT", "/v1/dossiers/{}", BEARER, JSON_TYPE, route_dossier_put},
	{"GET", "/v1/dossiers/{}", BEARER, NULL, route_dossier_get},
	{"GET", "/v1/dossiers/{}/history", BEARER, NULL, route_dossier_history},
	{"GET", "/v1/changes", BEARER, NULL, route_changes},
	{"POST", "/v1/reconcile", BEARER, JSON_TYPE, route_reconcile},
	{"GET", "/t/{}/{}", PUBLIC, NULL, route_track},
};

/* Fills args; an empty part never matches, an overlong one is cut: it is no id then either. */
static bool path_matches(const char *pattern, const char *path, char args[PATH_ARGS][256])
{
	size_t n = 0;
	while (*pattern) {
		if (!str_starts(pattern, "{}")) {
			if (*pattern++ != *path++)
				return false;
			continue;
		}
		size_t len = strcspn(path, "/");
		size_t kept = len < sizeof(args[0]) ? len : sizeof(args[0]) - 1;
		if (len == 0)
			return false;
		BUG_ON(n == PATH_ARGS);
		memcpy(args[n], path, kept);
		args[n++][kept] = '\0';
		pattern += 2;
		path += len;
	}
	return *path == '\0';
}

static bool method_fits(const struct route *r, const char *method)
{
	return str_eq(r->method, method) || (str_eq(method, "HEAD") && str_eq(r->method, "GET"));
}

/* NULL when no route has that path and method; *allow then lists the path's methods. */
static const struct route *route_find(struct request *rq, char *allow, size_t size)
{
	size_t used = 0;
	allow[0] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(routes); i++) {
		const struct route *r = &routes[i];
		if (!path_matches(r->pattern, rq->path, rq->args))
			continue;
		if (method_fits(r, rq->method))
			return r;
		used += (size_t)snprintf(allow + used, size - used, "%s%s%s", used ? ", " : "", r->method,
			str_eq(r->method, "GET") ? ", HEAD" : "");
	}
	return NULL;
}

/* "application/json; charset=utf-8" is application/json, in any case of letters. */
static bool type_is(const char *value, const char *type)
{
	size_t len = strlen(type);
	if (strncasecmp(value, type, len) != 0)
		return false;
	const char *rest = value + len + strspn(value + len, " \t");
	return *rest == '\0' || *rest == ';';
}

static bool body_accepted(const struct route *r, const struct request *rq, struct response *rs)
{
	bool plain = !*rq->content_encoding || strcasecmp(rq->content_encoding, "identity") == 0;
	if (!r->body_type || (plain && type_is(rq->content_type, r->body_type)))
		return true;
	response_problem(rs, 415, "unsupported_media_type", _("Nội dung phải có kiểu %s, không nén."),
		r->body_type);
	return false;
}

static bool caller_known(struct central *c, const struct route *r, struct request *rq,
	struct response *rs)
{
	struct err err = ERR_INIT;
	if (r->access == PUBLIC || auth_caller(c, rq->authorization, rq->now, &rq->caller, &err))
		return true;
	if (err.kind != ERR_DENIED) {
		response_failed(rs, &err);
		return false;
	}
	response_header(rs, "WWW-Authenticate", "Bearer");
	response_problem(rs, 401, "unauthorised", "%s", err.text);
	return false;
}

void central_handle(struct central *c, struct request *rq, struct response *rs)
{
	char allow[64];
	const struct route *r = route_find(rq, allow, sizeof(allow));
	if (!str_starts(rq->path, "/t/"))
		response_header(rs, "Cache-Control", "no-store");
	if (!r && allow[0]) {
		response_header(rs, "Allow", "%s", allow);
		response_problem(rs, 405, "method_not_allowed",
			_("Địa chỉ này chỉ nhận phương thức: %s."), allow);
	} else if (!r) {
		response_problem(rs, 404, "not_found", "%s",
			_("Địa chỉ này không có ở hệ thống trung tâm."));
	} else {
		rs->route = r->pattern;
		if (caller_known(c, r, rq, rs) && body_accepted(r, rq, rs))
			r->fn(c, rq, rs);
	}
}
