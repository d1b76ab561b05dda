#include "central/routes.h"

#include "base/mem.h"
#include "base/str.h"
#include "central/ledger.h"
#include "i18n/lang.h"

static const char *const reasons[] = {"day_over", "retired"};

static const char *known_reason(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		if (str_eq(reasons[i], word))
			return reasons[i];
	}
	return NULL;
}

static void read_closing(const struct request *rq, const json_t *body, struct closing *c,
	struct violations *v)
{
	uint8_t id[16];
	const json_t *next = json_object_get(body, "next");
	*c = (struct closing){.next = json_integer_value(next),
		.reason = known_reason(json_text(body, "reason"))};
	if (uuid_parse(rq->args[0], id))
		uuid_format(id, c->block);
	else
		violation_add(v, "id", "format", "%s", _("Địa chỉ phải mang UUID của dải số."));
	if (!json_is_integer(next))
		violation_add(v, "next", "format", "%s", _("Phải là số nguyên."));
	if (!c->reason)
		violation_add(v, "reason", "range", "%s", _("Lý do đóng dải số không hợp lệ."));
}

static void answer(struct response *rs, const struct closing *c, enum closing_result result)
{
	struct violations v = {.n = 0};
	switch (result) {
	case CLOSING_NEW:
	case CLOSING_REPLAY:
		response_json(rs, result == CLOSING_NEW ? 201 : 200, json_pack("{s:s, s:I}", "id", c->block,
			"next", (json_int_t)c->next));
		return;
	case CLOSING_UNKNOWN:
		response_problem(rs, 404, "not_found", "%s", _("Đơn vị không có dải số này."));
		return;
	case CLOSING_STANDING:
		violation_add(&v, "id", "range", "%s", _("Dải số dự phòng dùng mãi, không đóng."));
		break;
	case CLOSING_RANGE:
		violation_add(&v, "next", "range", "%s", _("Số kế tiếp nằm ngoài dải số."));
		break;
	}
	response_invalid(rs, &v);
}

void route_block_closing(struct central *c, const struct request *rq, struct response *rs)
{
	struct violations v = {.n = 0};
	struct err err = ERR_INIT;
	struct closing closing;
	enum closing_result result;
	json_t *body = request_json(rq, rs);
	if (!body)
		return;
	read_closing(rq, body, &closing, &v);
	json_decref(body);
	if (v.n)
		response_invalid(rs, &v);
	else if (ledger_close(c->db, &closing, rq->caller.agency, rq->now, &result, &err))
		answer(rs, &closing, result);
	else
		response_failed(rs, &err);
}
