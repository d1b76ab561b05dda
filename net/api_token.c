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
char *api_token_request(const struct workstation *ws, const char *base_url, int64_t now,
	const char *lineage)
{
	struct jwt_claims claims = {.iat = now, .exp = now + ASSERTION_LIFE_S};
	char *assertion, *form;

	BUG_ON(!str_copy(claims.iss, sizeof(claims.iss), ws->id) ||
		!str_copy(claims.sub, sizeof(claims.sub), ws->id));
	snprintf(claims.aud, sizeof(claims.aud), "%s/v1/token", base_url);
	uuid_new(claims.jti);
	assertion = jwt_make(&claims, ws->key);
	form = xasprintf("grant_type=%s%s%s&assertion=%s", GRANT, *lineage ? "&lineage=" : "", lineage,
		assertion);
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

/* An older central says nothing of it. */
static bool read_seen(const json_t *root, struct api_token *out)
{
	const json_t *seen = json_object_get(root, "seen");

	out->has_seen = seen != NULL;
	out->seen = (struct copies_seen){.lineage_sequence = -1};
	if (!seen)
		return true;
	return api_json_int(seen, "sequence", 0, INT64_MAX, &out->seen.sequence) &&
		api_json_int(seen, "dossiers", 0, INT64_MAX, &out->seen.dossiers) &&
		(!json_object_get(seen, "lineage_sequence") ||
			api_json_int(seen, "lineage_sequence", 0, INT64_MAX, &out->seen.lineage_sequence));
}

bool api_token_answer(const struct buf *body, struct api_token *out, struct err *err)
{
	json_t *root = api_json_object(body, err);
	bool ok;

	if (!root)
		return false;
	ok = (read_token(root, out) || api_json_bad(err, "token")) &&
		(read_seen(root, out) || api_json_bad(err, "seen"));
	if (ok && out->lifetime_s < 30)
		out->lifetime_s = 30;
	if (ok && out->lifetime_s > 86400)
		out->lifetime_s = 86400;
	json_decref(root);
	return ok;
}
