#include "core/correction_json.h"

#include <string.h>
#include "base/str.h"
#include "core/instant_json.h"
#include "i18n/lang.h"

json_t *correction_write(const struct correction *c)
{
	json_t *object = json_object(), *list = json_array();

	json_set_instant(object, "at", c->at);
	json_object_set_new(object, "officer", json_pack("{s:s, s:s}", "id", c->officer, "name",
		c->officer_name));
	for (size_t i = 0; i < c->n_replaces; i++) {
		json_t *item = json_object();
		json_object_set_new(item, "link", json_string(c->replaces[i].link));
		json_set_instant(item, "issued_at", c->replaces[i].issued_at);
		json_array_append_new(list, item);
	}
	json_object_set_new(object, "replaces", list);
	return object;
}

static void read_replaced(struct replaced_receipt *r, struct json_in *in)
{
	const char *link = json_in_text(in, "link", JSON_REQUIRED, RECEIPT_LINK_HEX - 1);

	r->issued_at = json_in_instant(in, "issued_at", JSON_REQUIRED);
	if (*link && (strlen(link) != RECEIPT_LINK_HEX - 1 ||
		strspn(link, "0123456789abcdef") != RECEIPT_LINK_HEX - 1))
		json_in_wrong(in, "link", "format", "%s", _("Phải là 16 chữ số thập lục phân."));
	else
		str_copy(r->link, sizeof(r->link), link);
}

void correction_read(struct dossier *d, struct json_in *root)
{
	struct json_in in = json_in_object(root, "correction", JSON_OPTIONAL);
	struct correction *c = &d->correction;

	if (!in.object)
		return;
	struct json_in officer = json_in_object(&in, "officer", JSON_REQUIRED);
	c->at = json_in_instant(&in, "at", JSON_REQUIRED);
	c->officer = json_in_text(&officer, "id", JSON_REQUIRED, 64);
	c->officer_name = json_in_text(&officer, "name", JSON_REQUIRED, 200);
	c->n_replaces = json_in_array(&in, "replaces", JSON_REQUIRED, 1, CORRECTIONS_MAX);
	c->replaces = arena_alloc(&d->arena, (c->n_replaces + 1) * sizeof(*c->replaces));
	for (size_t i = 0; i < c->n_replaces; i++) {
		struct json_in item = json_in_item(&in, "replaces", i);
		c->replaces[i] = (struct replaced_receipt){.issued_at = 0};
		read_replaced(&c->replaces[i], &item);
	}
}
