#include "central/routes.h"

#include "base/b64.h"
#include "base/log.h"
#include "base/str.h"
#include "central/leases.h"
#include "central/restored.h"
#include "i18n/lang.h"

static void read_count(const json_t *body, struct lease *l, struct violations *v)
{
	const json_t *count = json_object_get(body, "count");
	l->count = json_integer_value(count);
	if (!json_is_integer(count) || l->count < 1 || l->count > LEASE_MAX)
		violation_add(v, "count", "range", _("Số lượng phải là số nguyên từ 1 đến %d."), LEASE_MAX);
}

/* "fallback" asks for the standing block; nothing said, or "ordinary", for numbers of a day. */
static bool read_series(const json_t *body, struct violations *v)
{
	const char *series = json_text(body, "series");
	if (json_object_get(body, "series") && !str_eq(series, "ordinary") && !str_eq(series, "fallback"))
		violation_add(v, "series", "range", "%s", _("Dãy số này không có."));
	return str_eq(series, "fallback");
}

static void read_lineage(const json_t *body, struct lease *l, struct violations *v)
{
	uint8_t id[16];
	if (!json_object_get(body, "lineage"))
		return;
	if (uuid_parse(json_text(body, "lineage"), id))
		uuid_format(id, l->lineage);
	else
		violation_add(v, "lineage", "format", "%s", _("lineage phải là một UUID."));
}

static void read_wish(const json_t *body, const struct caller *caller, struct lease *l,
	struct violations *v)
{
	struct number_block *b = &l->block;
	uint8_t id[16];
	*l = (struct lease){0};
	if (uuid_parse(json_text(body, "id"), id))
		uuid_format(id, b->id);
	else
		violation_add(v, "id", "format", "%s", _("id phải là một UUID."));
	if (!str_eq(json_text(body, "agency"), caller->agency))
		violation_add(v, "agency", "mismatch", "%s",
			_("Máy trạm chỉ xin được số của đơn vị mình."));
	if (!read_series(body, v)) {
		if (!date_parse_iso(json_text(body, "day"), &b->day))
			violation_add(v, "day", "format", "%s", _("Ngày phải viết dạng YYYY-MM-DD."));
		read_count(body, l, v);
	}
	read_lineage(body, l, v);
	str_copy(b->agency, sizeof(b->agency), caller->agency);
	str_copy(b->workstation, sizeof(b->workstation), caller->id);
}

static void answer(struct response *rs, const struct lease *l, int status)
{
	struct buf block;
	char signature[B64_SIZE(ED25519_SIGNATURE)];
	buf_init(&block, 4096);
	number_block_to_json(&l->block, &block);
	b64url_encode(l->signature, sizeof(l->signature), signature);
	response_json(rs, status, json_pack("{s:o, s:s}", "block",
		json_loadb(buf_str(&block), block.len, 0, NULL), "signature", signature));
	buf_clear(&block);
}

static void answer_lease(struct response *rs, const struct lease *l, enum lease_result result)
{
	struct violations v = {.n = 0};
	switch (result) {
	case LEASE_NEW:
	case LEASE_REPLAY:
		answer(rs, l, result == LEASE_NEW ? 201 : 200);
		return;
	case LEASE_CONFLICT:
		response_problem(rs, 409, "conflict", "%s",
			_("id này đã dùng cho một lần xin số khác. Hãy xin lại bằng id mới."));
		return;
	case LEASE_EXHAUSTED:
		violation_add(&v, number_block_standing(&l->block) ? "series" : "count", "exhausted", "%s",
			_("Dãy số này đã cấp hết."));
		response_invalid(rs, &v);
		return;
	}
}

static void check_day(const struct lease *l, int64_t now, struct violations *v)
{
	struct date today = instant_date(now);
	if (date_compare(l->block.day, date_add(today, -LEASE_DAYS_BACK)) < 0 ||
		date_compare(l->block.day, date_add(today, LEASE_DAYS_AHEAD)) > 0)
		violation_add(v, "day", "range", _("Chỉ cấp số cho ngày từ hôm qua đến %d ngày tới."),
			LEASE_DAYS_AHEAD);
}

/* A repeat is answered as it was the first time, however long ago: it is looked for first. */
static void lease(struct central *c, const struct request *rq, struct lease *l, struct response *rs)
{
	struct violations v = {.n = 0};
	struct lease old;
	bool found;
	struct err err = ERR_INIT;
	enum lease_result result;
	if (number_block_standing(&l->block)) {
		if (lease_standing(c, l, rq->now, &result, &err))
			answer_lease(rs, l, result);
		else
			response_failed(rs, &err);
		return;
	}
	bool ok = lease_find(c->db, l->block.id, &old, &found, &err);
	if (ok && !found) {
		check_day(l, rq->now, &v);
		if (v.n) {
			response_invalid(rs, &v);
			return;
		}
	}
	if (ok && lease_take(c, l, rq->now, &result, &err))
		answer_lease(rs, l, result);
	else
		response_failed(rs, &err);
}

/* What the workstation has of that day: a series that was put back to an older copy goes on behind it. */
static bool take_held(struct central *c, const struct request *rq, const json_t *held, struct err *err)
{
	enum restored result;
	if (!held)
		return true;
	if (!block_restore(c, held, &rq->caller, &result, err))
		return false;
	if (result == RESTORED_NOW)
		log_line(LOG_WARN, "workstation %s: holds a block that is not here; taken back", rq->caller.id);
	return true;
}

void route_blocks(struct central *c, const struct request *rq, struct response *rs)
{
	struct violations v = {.n = 0};
	struct err err = ERR_INIT;
	struct lease l;
	json_t *body = request_json(rq, rs);
	if (!body)
		return;
	read_wish(body, &rq->caller, &l, &v);
	if (v.n)
		response_invalid(rs, &v);
	else if (!take_held(c, rq, json_object_get(body, "held"), &err))
		response_failed(rs, &err);
	else
		lease(c, rq, &l, rs);
	json_decref(body);
}
