#include "central/routes.h"

#include "base/b64.h"
#include "base/log.h"
#include "base/str.h"
#include "central/items.h"
#include "central/stations.h"
#include "i18n/lang.h"
#include "i18n/text.h"

struct refusal {
	int status;
	const char *type, *text;
};

static const struct refusal refusals[] = {
	[ENROL_UNKNOWN] = {404, "unknown_code",
		N_("Không có mã đăng ký này. Hãy xem lại từng ký tự, hoặc xin mã mới.")},
	[ENROL_USED] = {409, "code_used",
		N_("Mã đăng ký này đã dùng cho máy khác. Hãy xin mã mới.")},
	[ENROL_EXPIRED] = {410, "code_expired",
		N_("Mã đăng ký này đã quá 24 giờ. Hãy xin mã mới.")},
	[ENROL_KEY_TAKEN] = {409, "conflict",
		N_("Khóa của máy này đã được đăng ký bằng một mã khác.")},
	[ENROL_ELSEWHERE] = {409, "conflict",
		N_("Trên máy này còn hồ sơ chưa gửi về trung tâm của một đơn vị khác với đơn vị ghi trong mã. Đăng ký bằng mã "
		   "này thì các hồ sơ ấy sẽ bị từ chối, nên chưa đăng ký. Hãy xin mã cho đúng đơn vị của máy, hoặc dùng một "
		   "data_dir mới. Mã đăng ký chưa bị dùng.")},
};

static bool enrol_read(const json_t *body, uint8_t key[ED25519_PUBLIC], char *host, size_t size,
	struct violations *v)
{
	const char *encoded = json_text(body, "public_key");
	size_t len = 0;
	if (!json_text(body, "code")[0])
		violation_add(v, "code", "required", "%s", _("Thiếu mã đăng ký."));
	if (!b64url_decode(encoded, strlen(encoded), key, ED25519_PUBLIC, &len) ||
		len != ED25519_PUBLIC)
		violation_add(v, "public_key", "format", "%s",
			_("Khóa công khai phải là 32 byte viết theo base64url."));
	text_clean_to(host, size, json_text(body, "host"));
	return v->n == 0;
}

/* Whatever is wrong with it, it is as if it were not there: the code alone decides. */
static void former_read(const json_t *body, struct former *out)
{
	const json_t *former = json_object_get(body, "former");
	uint8_t id[16];
	*out = (struct former){.counter = json_integer_value(json_object_get(former, "counter"))};
	if (!str_copy(out->waiting, sizeof(out->waiting), json_text(body, "waiting_agency")))
		out->waiting[0] = '\0';
	if (uuid_parse(json_text(former, "id"), id) &&
		str_copy(out->agency, sizeof(out->agency), json_text(former, "agency")))
		uuid_format(id, out->id);
}

/* Dossiers there carry numbers another central gave: they could never arrive here. */
static bool of_another_central(const struct central *c, const json_t *body)
{
	char own[B64_SIZE(ED25519_PUBLIC)];
	const char *theirs = json_text(body, "server_key");
	b64url_encode(c->public_key, sizeof(c->public_key), own);
	return theirs[0] && !str_eq(theirs, own);
}

static bool answer(struct central *c, const struct enrolment *e, bool first, struct response *rs,
	struct err *err)
{
	struct agency_info agency;
	char key[B64_SIZE(ED25519_PUBLIC)];
	b64url_encode(c->public_key, sizeof(c->public_key), key);
	if (!items_agency(c->db, e->caller.agency, &agency, NULL, err))
		return false;
	response_json(rs, first ? 201 : 200, json_pack(
		"{s:s, s:{s:s, s:s, s:s, s:s}, s:i, s:s, s:s, s:o}", "id", e->caller.id, "agency", "id",
		e->caller.agency, "name", agency.name, "parent_name", agency.parent_name, "place",
		agency.place, "counter", e->caller.counter, "public_url", c->public_url, "server_key", key,
		"enrolled_at", json_instant(e->enrolled_at)));
	return true;
}

static void enrol(struct central *c, const struct request *rq, const json_t *body,
	struct response *rs)
{
	struct violations v = {.n = 0};
	struct enrolment enrolment;
	enum enrol_result result;
	uint8_t key[ED25519_PUBLIC];
	char host[128];
	struct err err = ERR_INIT;
	if (!enrol_read(body, key, host, sizeof(host), &v)) {
		response_invalid(rs, &v);
		return;
	}
	if (of_another_central(c, body)) {
		response_problem(rs, 409, "conflict", "%s", _("Hồ sơ và số trên giấy của máy này thuộc một hệ thống "
			"trung tâm khác, chỉ hệ thống ấy nhận được. Hãy xem lại [central] url; muốn làm việc với hệ "
			"thống này, hãy dùng một data_dir mới. Mã đăng ký chưa bị dùng."));
		return;
	}
	struct former former;
	former_read(body, &former);
	if (!station_enrol(c->db, json_text(body, "code"), key, &former, host, rq->now, &enrolment,
		    &result, &err)) {
		response_failed(rs, &err);
		return;
	}
	if (result != ENROL_NEW && result != ENROL_REPLAY) {
		const struct refusal *no = &refusals[result];
		response_problem(rs, no->status, no->type, "%s", _(no->text));
		return;
	}
	log_line(LOG_INFO, "workstation %s enrolled at %s counter %d", enrolment.caller.id,
		enrolment.caller.agency, enrolment.caller.counter);
	if (!answer(c, &enrolment, result == ENROL_NEW, rs, &err))
		response_failed(rs, &err);
}

void route_enrol(struct central *c, const struct request *rq, struct response *rs)
{
	json_t *body = request_json(rq, rs);
	if (body)
		enrol(c, rq, body, rs);
	json_decref(body);
}
