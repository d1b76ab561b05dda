#include "core/number_block.h"

#include <string.h>
#include <jansson.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/dossier_code.h"
#include "i18n/lang.h"

#define SIGNED_HEAD "motcua-block-1\n"
#define BLOCK_JSON_MAX 4096

/* All members are plain ASCII without anything JSON must escape: from_json and the callers see to
 * that. So the canonical form is one format. */
void number_block_to_json(const struct number_block *b, struct buf *out)
{
	char day[DATE_SIZE], issued[INSTANT_SIZE];
	bool standing = number_block_standing(b);
	instant_format(b->issued_at, issued);
	buf_printf(out, "{\"agency\":\"%s\",", b->agency);
	if (!standing) {
		date_format_iso(b->day, day);
		buf_printf(out, "\"day\":\"%s\",", day);
	}
	buf_printf(out, "\"first\":%lld,\"id\":\"%s\",\"issued_at\":\"%s\",\"last\":%lld,%s"
		"\"workstation\":\"%s\"}", (long long)b->first, b->id, issued, (long long)b->last,
		standing ? "\"series\":\"fallback\"," : "", b->workstation);
}

bool number_block_range_valid(const struct number_block *b)
{
	int64_t slot = (b->first - FALLBACK_FIRST(0)) / 1000;
	if (!number_block_standing(b))
		return b->first >= 1 && b->first <= b->last && b->last <= ORDINARY_SEQUENCE_MAX;
	return slot >= 1 && slot <= FALLBACK_SLOTS && b->first == FALLBACK_FIRST(slot) &&
		b->last == FALLBACK_LAST(slot);
}

/* ---- reading */

static bool wrong(struct err *err, const char *field)
{
	return err_at(err, ERR_DATA, field, _("Dải số được cấp không hợp lệ ở mục %s."), field);
}

static bool read_text(const json_t *root, const char *name, char *out, size_t size)
{
	const char *s = json_string_value(json_object_get(root, name));
	return s && str_copy(out, size, s);
}

/* What a workstation may be called: no character that JSON or a log would have to escape. */
static bool plain_id(const char *s)
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
	return s[0] && s[strspn(s, allowed)] == '\0';
}

static bool read_sequence(const json_t *root, const char *name, int64_t *out)
{
	const json_t *value = json_object_get(root, name);
	*out = json_integer_value(value);
	return json_is_integer(value) && *out >= 1 && *out <= DOSSIER_SEQUENCE_MAX;
}

static bool read_block(struct number_block *b, const json_t *root, struct err *err)
{
	char day[DATE_SIZE], issued[40];
	if (!read_text(root, "id", b->id, sizeof(b->id)) || !uuid_parse(b->id, NULL))
		return wrong(err, "id");
	if (!read_text(root, "agency", b->agency, sizeof(b->agency)) || !agency_id_valid(b->agency))
		return wrong(err, "agency");
	if (!read_text(root, "workstation", b->workstation, sizeof(b->workstation)) ||
		!plain_id(b->workstation))
		return wrong(err, "workstation");
	if (json_object_get(root, "series")) {
		if (!read_text(root, "series", day, sizeof(day)) || !str_eq(day, "fallback") ||
			json_object_get(root, "day"))
			return wrong(err, "series");
	} else if (!read_text(root, "day", day, sizeof(day)) || !date_parse_iso(day, &b->day)) {
		return wrong(err, "day");
	}
	if (!read_text(root, "issued_at", issued, sizeof(issued)) ||
		!instant_parse(issued, &b->issued_at))
		return wrong(err, "issued_at");
	if (!read_sequence(root, "first", &b->first))
		return wrong(err, "first");
	if (!read_sequence(root, "last", &b->last) || !number_block_range_valid(b))
		return wrong(err, "last");
	return true;
}

bool number_block_from_json(struct number_block *b, const char *json, size_t len, struct err *err)
{
	json_error_t why;
	*b = (struct number_block){.first = 0};
	json_t *root = NULL;
	if (len <= BLOCK_JSON_MAX)
		root = json_loadb(json, len, JSON_REJECT_DUPLICATES, &why);
	if (!json_is_object(root)) {
		json_decref(root);
		return err_set(err, ERR_DATA, _("Dải số được cấp không phải JSON đúng."));
	}
	bool ok = read_block(b, root, err);
	json_decref(root);
	return ok;
}

/* ---- signature */

static void signed_message(const struct number_block *b, struct buf *out)
{
	buf_init(out, BLOCK_JSON_MAX);
	buf_str_add(out, SIGNED_HEAD);
	number_block_to_json(b, out);
	BUG_ON(out->full);
}

void number_block_sign(const struct number_block *b, const struct signing_key *key,
	uint8_t out[ED25519_SIGNATURE])
{
	struct buf message;
	signed_message(b, &message);
	signing_key_sign(key, message.data, message.len, out);
	buf_clear(&message);
}

bool number_block_verify(const struct number_block *b, const uint8_t public_key[ED25519_PUBLIC],
	const uint8_t signature[ED25519_SIGNATURE])
{
	struct buf message;
	signed_message(b, &message);
	bool ok = ed25519_verify(public_key, message.data, message.len, signature);
	buf_clear(&message);
	return ok;
}
