#include "core/receipt_token.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

#define VERSION_1 1
#define FIELDS (RECEIPT_BYTES - ED25519_SIGNATURE)
#define SIGNED_HEAD "motcua-receipt-1\n"
#define SIGNED_MAX (sizeof(SIGNED_HEAD) + DOSSIER_CODE_SIZE + FIELDS)

/* ---- bytes */

static uint8_t *put(uint8_t *out, const void *bytes, size_t len)
{
	memcpy(out, bytes, len);
	return out + len;
}

/* Unsigned 32 bits reach to 2106; a clock beyond either end is held there. */
static uint8_t *put_time(uint8_t *out, int64_t t)
{
	uint32_t v = t < 0 ? 0 : t > UINT32_MAX ? UINT32_MAX : (uint32_t)t;
	uint8_t bytes[4] = {(uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v};
	return put(out, bytes, sizeof(bytes));
}

static const uint8_t *get(const uint8_t *in, void *bytes, size_t len)
{
	memcpy(bytes, in, len);
	return in + len;
}

static const uint8_t *get_time(const uint8_t *in, int64_t *t)
{
	*t = (int64_t)in[0] << 24 | (int64_t)in[1] << 16 | (int64_t)in[2] << 8 | in[3];
	return in + 4;
}

/* What is signed: purpose, code, fields. */
static size_t signed_message(const char *code, const uint8_t fields[FIELDS],
	uint8_t out[SIGNED_MAX])
{
	uint8_t *p = put(out, SIGNED_HEAD, sizeof(SIGNED_HEAD) - 1);
	p = put(p, code, strlen(code));
	p = put(p, "\n", 1);
	return (size_t)(put(p, fields, FIELDS) - out);
}

/* ---- token */

void receipt_sign(const struct receipt *r, const char *code, const struct signing_key *key,
	char token[RECEIPT_TOKEN_SIZE])
{
	uint8_t bytes[RECEIPT_BYTES], message[SIGNED_MAX], uuid[16], public_key[ED25519_PUBLIC];
	uint8_t key_id[KEY_ID_SIZE], version = VERSION_1, flags = (uint8_t)r->flags;
	BUG_ON(!uuid_parse(r->uuid, uuid) || !dossier_code_valid(code));
	signing_key_public(key, public_key);
	ed25519_key_id(public_key, key_id);
	uint8_t *p = put(bytes, &version, 1);
	p = put(p, key_id, sizeof(key_id));
	p = put(p, uuid, sizeof(uuid));
	p = put_time(p, r->received_at);
	p = put_time(p, r->due_at);
	p = put(p, &flags, 1);
	p = put(p, r->content_hash, sizeof(r->content_hash));
	p = put(p, r->previous, sizeof(r->previous));
	signing_key_sign(key, message, signed_message(code, bytes, message), p);
	b64url_encode(bytes, sizeof(bytes), token);
}

static bool decode(const char *token, uint8_t bytes[RECEIPT_BYTES], struct err *err)
{
	size_t len = strnlen(token, RECEIPT_TOKEN_SIZE), got;
	if (len != RECEIPT_TOKEN_SIZE - 1 || !b64url_decode(token, len, bytes, RECEIPT_BYTES, &got) ||
		got != RECEIPT_BYTES)
		return err_set(err, ERR_DATA,
			_("Mã xác thực của giấy hẹn không đọc được: bị cắt, bị hỏng hoặc không phải mã của hệ "
				"thống này."));
	if (bytes[0] != VERSION_1)
		return err_set(err, ERR_DATA,
			_("Mã xác thực của giấy hẹn thuộc phiên bản khác (%d): cần chương trình mới hơn để "
				"kiểm tra."),
			bytes[0]);
	return true;
}

static void read_fields(const uint8_t bytes[RECEIPT_BYTES], struct receipt *out)
{
	uint8_t uuid[16];
	*out = (struct receipt){.due_at = 0};
	const uint8_t *p = get(bytes + 1, out->key_id, sizeof(out->key_id));
	p = get(p, uuid, sizeof(uuid));
	uuid_format(uuid, out->uuid);
	p = get_time(p, &out->received_at);
	p = get_time(p, &out->due_at);
	out->flags = *p++;
	p = get(p, out->content_hash, sizeof(out->content_hash));
	get(p, out->previous, sizeof(out->previous));
}

bool receipt_parse(const char *token, struct receipt *out, struct err *err)
{
	uint8_t bytes[RECEIPT_BYTES];
	if (!decode(token, bytes, err))
		return false;
	read_fields(bytes, out);
	return true;
}

bool receipt_verify(const char *token, const char *code, const uint8_t public_key[ED25519_PUBLIC],
	struct receipt *out, struct err *err)
{
	uint8_t bytes[RECEIPT_BYTES], message[SIGNED_MAX], key_id[KEY_ID_SIZE];
	if (!decode(token, bytes, err))
		return false;
	if (!dossier_code_valid(code))
		return err_set(err, ERR_DATA, _("Mã hồ sơ trên giấy hẹn không đúng dạng."));
	read_fields(bytes, out);
	ed25519_key_id(public_key, key_id);
	if (memcmp(key_id, out->key_id, KEY_ID_SIZE) != 0)
		return err_set(err, ERR_DATA, _("Giấy hẹn không do máy trạm này ký."));
	if (!ed25519_verify(public_key, message, signed_message(code, bytes, message), bytes + FIELDS))
		return err_set(err, ERR_DATA,
			_("Giấy hẹn là giả hoặc đã bị sửa: chữ ký không khớp với mã hồ sơ và nội dung."));
	return true;
}

void receipt_link(const char *token, uint8_t out[8])
{
	uint8_t hash[SHA256_SIZE];
	sha256(token, strlen(token), hash);
	memcpy(out, hash, 8);
}

/* ---- URL */

bool receipt_url(const char *base, const char *code, const char *token, char out[RECEIPT_URL_SIZE])
{
	int n = snprintf(out, RECEIPT_URL_SIZE, "%s/t/%s/%s", base, code, token);
	if (n > 0 && n < RECEIPT_URL_SIZE)
		return true;
	out[0] = '\0';
	return false;
}

/* Where the path begins, NULL when it is no http(s) URL with a host. */
static const char *url_path(const char *url)
{
	static const char *const schemes[] = {"https://", "http://"};
	for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
		size_t len = strlen(schemes[i]);
		if (strncasecmp(url, schemes[i], len) != 0)
			continue;
		const char *path = strchr(url + len, '/');
		return path && path > url + len ? path : NULL;
	}
	return NULL;
}

/* Copies up to a character of `end`; false when there is nothing or too much. */
static bool copy_segment(const char *s, const char *end, char *out, size_t size)
{
	size_t len = strcspn(s, end);
	if (len == 0 || len >= size)
		return false;
	memcpy(out, s, len);
	out[len] = '\0';
	return true;
}

bool receipt_url_parse(const char *url, char code[DOSSIER_CODE_SIZE],
	char token[RECEIPT_TOKEN_SIZE])
{
	code[0] = token[0] = '\0';
	url += strspn(url, " \t\r\n");
	if (strnlen(url, RECEIPT_URL_SIZE * 2) >= RECEIPT_URL_SIZE * 2)
		return false;
	/* the service may live under a path of its own, so any "/t/" may be the one */
	const char *path = url_path(url);
	for (; path && (path = strstr(path, "/t/")); path++) {
		const char *s = path + 3;
		if (!copy_segment(s, "/", code, DOSSIER_CODE_SIZE) || !dossier_code_valid(code))
			continue;
		s += strlen(code);
		if (*s++ != '/' || !copy_segment(s, "/?# \t\r\n", token, RECEIPT_TOKEN_SIZE))
			continue;
		s += strlen(token);
		s += *s == '/';
		if (!*s || strchr("?# \t\r\n", *s))
			return true;
	}
	code[0] = token[0] = '\0';
	return false;
}
