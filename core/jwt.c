#include "core/jwt.h"

#include <stdlib.h>
#include <string.h>
#include <jansson.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

#define TOKEN_MAX 4096
#define HEADER "{\"alg\":\"EdDSA\",\"typ\":\"JWT\"}"

/* ---- making */

static void set_text(json_t *root, const char *name, const char *value)
{
	if (value[0])
		BUG_ON(json_object_set_new(root, name, json_string(value)) != 0);
}

static char *claims_json(const struct jwt_claims *c)
{
	json_t *root = json_object();
	set_text(root, "iss", c->iss);
	set_text(root, "sub", c->sub);
	set_text(root, "aud", c->aud);
	set_text(root, "jti", c->jti);
	json_object_set_new(root, "iat", json_integer(c->iat));
	json_object_set_new(root, "exp", json_integer(c->exp));
	char *text = json_dumps(root, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(root);
	BUG_ON(!text);
	return text;
}

static char *b64_text(const void *bytes, size_t len)
{
	char *out = xmalloc(B64_SIZE(len));
	b64url_encode(bytes, len, out);
	return out;
}

char *jwt_make(const struct jwt_claims *claims, const struct signing_key *key)
{
	uint8_t signature[ED25519_SIGNATURE];
	char *json = claims_json(claims);
	char *head = b64_text(HEADER, strlen(HEADER));
	char *body = b64_text(json, strlen(json));
	char *message = xasprintf("%s.%s", head, body);
	signing_key_sign(key, message, strlen(message), signature);
	char *tail = b64_text(signature, sizeof(signature));
	char *token = xasprintf("%s.%s", message, tail);
	free(json);
	free(head);
	free(body);
	free(message);
	free(tail);
	return token;
}

/* ---- reading */

static bool malformed(struct err *err)
{
	return err_set(err, ERR_DATA, _("Mã truy cập không đúng dạng."));
}

/* The three parts of a token: signed is header and body with the dot between. */
struct parts {
	const char *header, *body, *signature;
	size_t header_len, body_len, signature_len, signed_len;
};

static bool split(const char *token, struct parts *p)
{
	if (strnlen(token, TOKEN_MAX + 1) > TOKEN_MAX)
		return false;
	p->header = token;
	p->header_len = strcspn(token, ".");
	if (token[p->header_len] != '.')
		return false;
	p->body = token + p->header_len + 1;
	p->body_len = strcspn(p->body, ".");
	if (p->body[p->body_len] != '.')
		return false;
	p->signed_len = p->header_len + 1 + p->body_len;
	p->signature = p->body + p->body_len + 1;
	p->signature_len = strlen(p->signature);
	return true;
}

static json_t *decode_object(const char *text, size_t len)
{
	uint8_t bytes[TOKEN_MAX];
	size_t n;
	json_error_t why;
	if (!b64url_decode(text, len, bytes, sizeof(bytes), &n))
		return NULL;
	json_t *root = json_loadb((const char *)bytes, n, JSON_REJECT_DUPLICATES, &why);
	if (json_is_object(root))
		return root;
	json_decref(root);
	return NULL;
}

/* Only our algorithm: "none" and all else is refused, as are extensions we must understand. */
static bool header_ours(const struct parts *p)
{
	json_t *root = decode_object(p->header, p->header_len);
	const char *alg = json_string_value(json_object_get(root, "alg"));
	bool ok = alg && str_eq(alg, "EdDSA") && !json_object_get(root, "crit");
	json_decref(root);
	return ok;
}

static bool get_text(const json_t *root, const char *name, char *out, size_t size)
{
	const json_t *value = json_object_get(root, name);
	out[0] = '\0';
	return !value || (json_is_string(value) && str_copy(out, size, json_string_value(value)));
}

static bool get_time(const json_t *root, const char *name, int64_t *out)
{
	const json_t *value = json_object_get(root, name);
	*out = json_integer_value(value);
	return json_is_integer(value) && *out >= 0;
}

static bool read_claims(const struct parts *p, struct jwt_claims *c)
{
	json_t *root = decode_object(p->body, p->body_len);
	bool ok = root && get_text(root, "iss", c->iss, sizeof(c->iss)) &&
		get_text(root, "sub", c->sub, sizeof(c->sub)) &&
		get_text(root, "aud", c->aud, sizeof(c->aud)) &&
		get_text(root, "jti", c->jti, sizeof(c->jti)) && get_time(root, "iat", &c->iat) &&
		get_time(root, "exp", &c->exp);
	json_decref(root);
	return ok;
}

bool jwt_peek(const char *token, struct jwt_claims *claims, struct err *err)
{
	struct parts p;
	*claims = (struct jwt_claims){.iat = 0};
	return (split(token, &p) && header_ours(&p) && read_claims(&p, claims)) || malformed(err);
}

bool jwt_verify(const char *token, const uint8_t public_key[ED25519_PUBLIC],
	struct jwt_claims *claims, struct err *err)
{
	struct parts p;
	uint8_t signature[ED25519_SIGNATURE];
	size_t n;
	*claims = (struct jwt_claims){.iat = 0};
	if (!split(token, &p) || !header_ours(&p) ||
		!b64url_decode(p.signature, p.signature_len, signature, sizeof(signature), &n) ||
		n != sizeof(signature))
		return malformed(err);
	if (!ed25519_verify(public_key, token, p.signed_len, signature))
		return err_set(err, ERR_DENIED, _("Chữ ký của mã truy cập không đúng."));
	return read_claims(&p, claims) || malformed(err);
}
