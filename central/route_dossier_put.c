#include "central/routes.h"

#include "base/log.h"
#include "base/str.h"
#include "central/delivery.h"
#include "central/difference.h"
#include "i18n/lang.h"

/* Both versions, to who may see the stored one: its own agency. */
static bool find_difference(struct central *c, const struct request *rq, const char *uuid,
	const struct parcel *p, struct violations *v, struct err *err)
{
	struct entry entry;
	struct buf body;
	bool found;
	buf_init(&body, DOSSIER_JSON_MAX);
	bool ok = register_find(c->db, uuid, rq->caller.agency, &entry, &body, &found, err);
	json_t *stored = ok && found ? json_loads(buf_str(&body), 0, NULL) : NULL;
	if (stored) {
		json_object_del(stored, "correction"); /* when and by whom: not what it is about */
		json_object_del(p->tree, "correction");
		difference_find(stored, p->tree, v);
	}
	json_decref(stored);
	buf_clear(&body);
	return ok;
}

static bool answer_conflict(struct central *c, const struct request *rq, const char *uuid,
	const struct parcel *p, struct response *rs, struct err *err)
{
	char code[DOSSIER_CODE_SIZE];
	struct violations v = {.n = 0};
	if (!str_copy(code, sizeof(code), json_text(p->tree, "code")))
		code[0] = '\0';
	log_line(LOG_WARN, "conflict: dossier %s from workstation %s", uuid, rq->caller.id);
	if (!register_note_conflict(c->db, "conflict", &rq->caller, uuid, code, p->sha256,
		    buf_str(&p->body), rq->now, err) || !find_difference(c, rq, uuid, p, &v, err))
		return false;
	response_conflict(rs, &v, "%s",
		_("Trung tâm đã có hồ sơ này với nội dung khác, và không ghi đè. Bản gửi lên được giữ lại để người "
		  "có trách nhiệm xem xét; hồ sơ ở trung tâm vẫn được giải quyết."));
	return true;
}

/* Something of that UUID arrived now or before. */
static bool answer_arrival(struct central *c, const struct request *rq, const char *uuid,
	const struct parcel *p, enum arrival arrival, const struct buf *answer,
	struct response *rs, struct err *err)
{
	if (arrival == ARRIVAL_CONFLICT)
		return answer_conflict(c, rq, uuid, p, rs, err);
	response_text(rs, arrival == ARRIVAL_NEW ? 201 : 200, "application/json", buf_str(answer));
	return true;
}

static void log_relay(const struct request *rq, const char *uuid, const struct origin *o)
{
	if (o->relayed)
		log_line(LOG_INFO, "dossier %s of workstation %s%s delivered by %s", uuid, o->station.id,
			o->vouched ? ", which is not known here," : "", rq->caller.id);
}

static bool arrive(struct central *c, const struct request *rq, const char *uuid,
	const struct parcel *p, struct buf *answer, struct response *rs, struct err *err)
{
	struct dossier d;
	struct violations v = {.n = 0};
	enum arrival arrival;
	dossier_init(&d);
	struct origin origin;
	struct delivery delivery = {&rq->caller, &origin, &d, buf_str(&p->body), "", p->receipt_token};
	str_copy(delivery.sha256, sizeof(delivery.sha256), p->sha256);
	bool ok = parcel_check(c, p, uuid, &rq->caller, &d, &origin, &v, err);
	if (ok && v.n)
		response_invalid(rs, &v);
	else if (ok && (ok = register_arrive(c->db, &delivery, rq->now, &arrival, answer, err))) {
		log_relay(rq, uuid, &origin);
		ok = answer_arrival(c, rq, uuid, p, arrival, answer, rs, err);
	}
	dossier_clear(&d);
	return ok;
}

static bool deliver(struct central *c, const struct request *rq, const char *uuid,
	const struct parcel *p, struct response *rs, struct err *err)
{
	struct buf answer;
	enum arrival arrival;
	bool found;
	buf_init(&answer, 4096);
	bool ok = register_lookup(c->db, uuid, p->sha256, &found, &arrival, &answer, err);
	if (ok && found)
		ok = answer_arrival(c, rq, uuid, p, arrival, &answer, rs, err);
	else if (ok)
		ok = arrive(c, rq, uuid, p, &answer, rs, err);
	buf_clear(&answer);
	return ok;
}

void route_dossier_put(struct central *c, const struct request *rq, struct response *rs)
{
	struct violations v = {.n = 0};
	struct err err = ERR_INIT;
	struct parcel p;
	uint8_t id[16];
	char uuid[UUID_SIZE];
	if (!uuid_parse(rq->args[0], id)) {
		violation_add(&v, "uuid", "format", "%s", _("Địa chỉ phải mang UUID của hồ sơ."));
		response_invalid(rs, &v);
		return;
	}
	uuid_format(id, uuid);
	parcel_init(&p);
	if (parcel_read(&p, rq, rs) && !deliver(c, rq, uuid, &p, rs, &err))
		response_failed(rs, &err);
	parcel_clear(&p);
}
