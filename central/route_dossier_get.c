#include "central/routes.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "central/register.h"
#include "i18n/lang.h"

/* A dossier of another agency is not found, like one that is not there. */
static bool find(struct central *c, const struct request *rq, struct entry *e, struct buf *body,
	struct response *rs)
{
	struct err err = ERR_INIT;
	bool found;
	uint8_t id[16];
	char uuid[UUID_SIZE] = "";
	if (uuid_parse(rq->args[0], id))
		uuid_format(id, uuid);
	if (!register_find(c->db, uuid, rq->caller.agency, e, body, &found, &err))
		response_failed(rs, &err);
	else if (!found)
		response_problem(rs, 404, "not_found", "%s", _("Đơn vị không có hồ sơ này."));
	else
		return true;
	return false;
}

/* {…} with the dossier put in as it is stored, so that its hash can be checked. */
static void send_entry(struct response *rs, const struct entry *e, json_t *history,
	const struct buf *body)
{
	json_t *json = json_pack("{s:s, s:s, s:I, s:s, s:o, s:o, s:o}", "uuid", e->uuid, "code",
		e->code, "status", (json_int_t)e->status, "sha256", e->sha256, "received_at",
		json_instant(e->arrived_at), "changed_at", json_instant(e->changed_at), "history",
		history);
	if (e->delivered_by[0])
		json_object_set_new(json, "delivered_by", json_string(e->delivered_by));
	if (e->clash)
		json_object_set_new(json, "clash", json_true());
	if (e->duplicate_of[0])
		json_object_set_new(json, "possible_duplicate", json_string(e->duplicate_of));
	char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(json);
	BUG_ON(!text);
	response_text(rs, 200, "application/json", "{\"dossier\":");
	buf_add(&rs->body, body->data, body->len);
	buf_char(&rs->body, ',');
	buf_str_add(&rs->body, text + 1);
	free(text);
}

void route_dossier_get(struct central *c, const struct request *rq, struct response *rs)
{
	struct entry e;
	struct buf body;
	struct err err = ERR_INIT;
	char tag[32];
	buf_init(&body, RESPONSE_MAX / 2);
	if (find(c, rq, &e, &body, rs)) {
		snprintf(tag, sizeof(tag), "\"%lld\"", (long long)e.version);
		response_header(rs, "ETag", "%s", tag);
		json_t *history = NULL;
		if (str_eq(rq->if_none_match, tag))
			rs->status = 304;
		else if ((history = register_history(c->db, e.uuid, true, &err)))
			send_entry(rs, &e, history, &body);
		else
			response_failed(rs, &err);
	}
	buf_clear(&body);
}

void route_dossier_history(struct central *c, const struct request *rq, struct response *rs)
{
	struct entry e;
	struct err err = ERR_INIT;
	if (!find(c, rq, &e, NULL, rs))
		return;
	json_t *history = register_history(c->db, e.uuid, true, &err);
	if (history)
		response_json(rs, 200, json_pack("{s:o}", "items", history));
	else
		response_failed(rs, &err);
}
