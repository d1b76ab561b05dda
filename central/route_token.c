#include "central/routes.h"

#include <stdlib.h>
#include "base/str.h"
#include "central/auth.h"
#include "central/form.h"
#include "i18n/lang.h"

#define GRANT "urn:ietf:params:oauth:grant-type:jwt-bearer"

/* RFC 6749 §5.2: its own shape, not a problem. */
static void oauth_error(struct response *rs, const char *error, const char *text)
{
	response_json(rs, 400, json_pack("{s:s, s:s}", "error", error, "error_description", text));
}

static void grant(struct central *c, const struct request *rq, const char *assertion,
	struct response *rs)
{
	struct caller caller;
	struct err err = ERR_INIT;
	if (auth_assertion(c, assertion, rq->now, &caller, &err)) {
		char *token = auth_access_token(c, &caller, rq->now);
		response_json(rs, 200, json_pack("{s:s, s:s, s:i}", "access_token", token,
			"token_type", "Bearer", "expires_in", ACCESS_TOKEN_S));
		free(token);
	} else if (err.kind == ERR_DENIED) {
		response_header(rs, "WWW-Authenticate", "Bearer");
		response_problem(rs, 401, "unauthorised", "%s", err.text);
	} else if (err.kind == ERR_DATA) {
		oauth_error(rs, "invalid_grant", err.text);
	} else {
		response_failed(rs, &err);
	}
}

void route_token(struct central *c, const struct request *rq, struct response *rs)
{
	char *type = form_value(rq->body, rq->body_len, "grant_type");
	char *assertion = form_value(rq->body, rq->body_len, "assertion");
	if (type && !str_eq(type, GRANT))
		oauth_error(rs, "unsupported_grant_type",
			_("Kiểu xin mã truy cập (grant_type) này không được hỗ trợ."));
	else if (!type || !assertion)
		oauth_error(rs, "invalid_request", _("Thiếu grant_type hoặc assertion."));
	else
		grant(c, rq, assertion, rs);
	free(type);
	free(assertion);
}
