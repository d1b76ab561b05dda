#include "central/routes.h"

#include <stdlib.h>
#include "base/str.h"
#include "central/auth.h"
#include "central/form.h"
#include "central/ledger.h"
#include "i18n/lang.h"

#define GRANT "urn:ietf:params:oauth:grant-type:jwt-bearer"

/* RFC 6749 §5.2: its own shape, not a problem. */
static void oauth_error(struct response *rs, const char *error, const char *text)
{
	response_json(rs, 400, json_pack("{s:s, s:s}", "error", error, "error_description", text));
}

/* What of this workstation has arrived: with fewer receipts than that, its database is an older copy;
 * with fewer dossiers than it was told of, central's is. */
static json_t *json_seen(const struct seen *seen, bool by_lineage)
{
	json_t *json = json_pack("{s:I, s:I}", "sequence", (json_int_t)seen->sequence, "dossiers",
		(json_int_t)seen->dossiers);
	if (by_lineage)
		json_object_set_new(json, "lineage_sequence", json_integer(seen->lineage_sequence));
	return json;
}

static bool answer(struct central *c, const struct request *rq, const struct caller *caller,
	const char *lineage, struct response *rs, struct err *err)
{
	struct seen seen;
	if (!ledger_seen(c->db, caller->id, lineage ? lineage : "", &seen, err))
		return false;
	char *token = auth_access_token(c, caller, rq->now);
	response_json(rs, 200, json_pack("{s:s, s:s, s:i, s:o}", "access_token", token, "token_type",
		"Bearer", "expires_in", ACCESS_TOKEN_S, "seen", json_seen(&seen, lineage != NULL)));
	free(token);
	return true;
}

static void grant(struct central *c, const struct request *rq, const char *assertion,
	const char *lineage, struct response *rs)
{
	struct caller caller;
	struct err err = ERR_INIT;
	if (auth_assertion(c, assertion, rq->now, &caller, &err) &&
	    answer(c, rq, &caller, lineage, rs, &err))
		return;
	if (err.kind == ERR_DENIED) {
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
	char *lineage = form_value(rq->body, rq->body_len, "lineage");
	if (type && !str_eq(type, GRANT))
		oauth_error(rs, "unsupported_grant_type",
			_("Kiểu xin mã truy cập (grant_type) này không được hỗ trợ."));
	else if (!type || !assertion)
		oauth_error(rs, "invalid_request", _("Thiếu grant_type hoặc assertion."));
	else
		grant(c, rq, assertion, lineage, rs);
	free(type);
	free(assertion);
	free(lineage);
}
