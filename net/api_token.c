#include "net/api.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/jwt.h"
#include "net/api_json.h"

#define ASSERTION_LIFE_S 240 /* central takes at most 300 */
#define GRANT "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"

/* RFC 7523 §2.1. A JWT has only characters that need no escaping in a form. */
char *api_token_request(const struct workstation *ws, const char *base_url, int64_t now)
{
	struct jwt_claims claims = {.iat = now, .exp = now + ASSERTION_LIFE_S};
	char *assertion, *form;

	BUG_ON(!str_copy(claims.iss, sizeof(claims.iss), ws->id) ||
		!str_copy(claims.sub, sizeof(claims.sub), ws->id));
	snprintf(claims.aud, sizeof(claims.aud), "%s/v1/token", base_url);
	uuid_new(claims.jti);
	assertion = jwt_make(&claims, ws->key);
	form = xasprintf("grant_type=%s&assertion=%s", GRANT, assertion);
	free(assertion);
	return form;
}

/* b64token of RFC 6750 §2.1 */
static bool is_token(const char *s)
{
	return *s && s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=")] == '\0';
}

static bool read_token(const json_t *root, struct api_token *out)
{
	const char *access = api_json_text(root, "access_token");
	const char *type = api_json_text(root, "token_type");

	return access && type && strcasecmp(type, "bearer") == 0 && is_token(access) &&
		str_copy(out->access, sizeof(out->access), access) &&
		api_json_int(root, "expires_in", 1, INT64_MAX, &out->lifetime_s);
}

bool api_token_answer(const struct buf *body, struct api_token *out, struct err *err)
{
	json_t *root = api_json_object(body, err);
	bool ok;

	if (!root)
		return false;
	ok = read_token(root, out) || api_json_bad(err, "token");
	if (ok && out->lifetime_s < 30)
		out->lifetime_s = 30;
	if (ok && out->lifetime_s > 86400)
		out->lifetime_s = 86400;
	json_decref(root);
	return ok;
}
