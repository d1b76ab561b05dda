#include "net/api.h"

#include <stdlib.h>
#include "base/b64.h"
#include "base/mem.h"
#include "base/str.h"
#include "net/api_json.h"
#include "net/http_url.h"

char *api_enrol_request(const struct workstation *ws, const uint8_t *server_key, const char *waiting,
	const char *code, const char *host)
{
	uint8_t key[ED25519_PUBLIC];
	char encoded[B64_SIZE(ED25519_PUBLIC)], *text;
	json_t *root;

	signing_key_public(ws->key, key);
	b64url_encode(key, sizeof(key), encoded);
	root = json_pack("{s:s, s:s, s:s}", "code", code, "public_key", encoded, "host", host);
	if (root && ws->id[0])
		json_object_set_new(root, "former", json_pack("{s:s, s:s, s:i}", "id", ws->id, "agency",
			ws->agency, "counter", ws->counter));
	if (root && waiting[0])
		json_object_set_new(root, "waiting_agency", json_string(waiting));
	if (root && server_key) {
		b64url_encode(server_key, ED25519_PUBLIC, encoded);
		json_object_set_new(root, "server_key", json_string(encoded));
	}
	text = root ? json_dumps(root, JSON_COMPACT) : NULL;
	json_decref(root);
	return text;
}

static bool read_agency(const json_t *root, struct workstation *ws)
{
	const json_t *agency = json_object_get(root, "agency");

	return api_json_copy(agency, "id", ws->agency, sizeof(ws->agency)) && agency_id_valid(ws->agency) &&
		api_json_copy(agency, "name", ws->agency_name, sizeof(ws->agency_name)) &&
		ws->agency_name[0] &&
		(!json_object_get(agency, "parent_name") ||
			api_json_copy(agency, "parent_name", ws->parent_name, sizeof(ws->parent_name))) &&
		(!json_object_get(agency, "place") ||
			api_json_copy(agency, "place", ws->place, sizeof(ws->place)));
}

static bool read_public_url(const json_t *root, struct workstation *ws)
{
	char *url = NULL;
	bool https, ok;

	ok = http_url_base(api_json_text(root, "public_url"), &url, &https, NULL) &&
		str_copy(ws->public_url, sizeof(ws->public_url), url);
	free(url);
	return ok;
}

static bool read_server_key(const json_t *root, struct workstation *ws)
{
	const char *text = api_json_text(root, "server_key");
	size_t len = 0;

	return text && b64url_decode(text, strlen(text), ws->server_key, ED25519_PUBLIC, &len) &&
		len == ED25519_PUBLIC;
}

static bool read_self(const json_t *root, struct workstation *ws)
{
	const char *id = api_json_text(root, "id");
	uint8_t bytes[16];
	int64_t counter;

	if (!id || !uuid_parse(id, bytes) || !api_json_int(root, "counter", 1, 999, &counter))
		return false;
	uuid_format(bytes, ws->id);
	ws->counter = (int)counter;
	return true;
}

bool api_enrol_answer(const struct buf *body, struct workstation *ws, struct err *err)
{
	json_t *root = api_json_object(body, err);
	struct workstation got = {.key = ws->key, .mark = ws->mark};
	bool ok;

	if (!root)
		return false;
	ok = (read_self(root, &got) || api_json_bad(err, "id, counter")) &&
		(read_agency(root, &got) || api_json_bad(err, "agency")) &&
		(read_public_url(root, &got) || api_json_bad(err, "public_url")) &&
		(read_server_key(root, &got) || api_json_bad(err, "server_key"));
	json_decref(root);
	if (ok)
		*ws = got;
	return ok;
}
