/* Enrolment: the one exchange the program waits for. */
#include "net/sync.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/str.h"
#include "core/problem.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "net/api.h"
#include "store/clock_store.h"
#include "store/outbox.h"
#include "store/store.h"

struct enrolment {
	struct store *store;
	struct workstation *ws;
	struct err *err;
	bool done, ok;
};

static const struct {
	const char *type, *text;
} refusals[] = {
	{"unknown_code", N_("Mã đăng ký máy không đúng. Hãy kiểm tra lại từng ký tự.")},
	{"code_used", N_("Mã đăng ký này đã dùng cho máy khác. Hãy xin quản trị viên mã mới.")},
	{"code_expired", N_("Mã đăng ký này đã hết hạn. Hãy xin quản trị viên mã mới.")},
};

static bool refused(const struct http_response *r, struct err *err)
{
	struct problem p;

	if (!problem_from_json(&p, buf_str(r->body), r->body->len))
		return err_set(err, ERR_UNAVAILABLE, _("Chưa đăng ký được máy: %s"), r->reason);
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		if (strcmp(p.type, refusals[i].type) == 0)
			return err_set(err, ERR_DATA, "%s", _(refusals[i].text));
	}
	return err_set(err, ERR_DATA, _("Máy chủ trung tâm không cho đăng ký máy này: %s"),
		p.detail[0] ? p.detail : p.violations.n ? p.violations.list[0].message : p.title);
}

static void answered(void *user, const struct http_response *r)
{
	struct enrolment *e = user;

	struct time_witness witness = {.hits = 0};

	e->done = true;
	if (r->date)
		clock_store_hear(e->store, &witness, &(struct heard_date){r->date, r->valid_from, r->valid_until});
	if (r->outcome == HTTP_OK)
		e->ok = api_enrol_answer(r->body, e->ws, e->err);
	else if (r->outcome == HTTP_PROBLEM)
		e->ok = refused(r, e->err);
	else if (r->outcome == HTTP_AUTH)
		e->ok = err_set(e->err, ERR_DENIED, _("Chưa đăng ký được máy: %s"), r->reason);
	else
		e->ok = err_set(e->err, ERR_UNAVAILABLE, _("Chưa đăng ký được máy: %s"), r->reason);
}

static void host_name(char *out, size_t size)
{
	char name[65] = "";

	gethostname(name, sizeof(name) - 1);
	text_clean_to(out, size, name);
}

#define WAITING_SIZE 40

/* The agency whose dossiers have not gone out yet; "" where none wait. */
static bool waiting_agency(struct store *store, char out[WAITING_SIZE], struct err *err)
{
	struct outbox_counts counts;
	char *agency = NULL;
	bool ok = outbox_counts(store, &counts, err) && store_meta_read(store, "workstation.agency", &agency, err);

	if (!ok || counts.waiting + counts.rejected == 0 || !agency || !str_copy(out, WAITING_SIZE, agency))
		out[0] = '\0';
	free(agency);
	return ok;
}

/* A central that does not look by itself. */
static bool elsewhere(const char *waiting, struct err *err)
{
	return err_set(err, ERR_DATA, _("Trên máy này còn hồ sơ của %s chưa gửi về trung tâm, mà mã này là của đơn vị khác, "
		"nên ở đây không đổi gì. Hãy xin mã cho đúng đơn vị của máy, hoặc dùng một data_dir mới."), waiting);
}

bool sync_enrol(struct loop *loop, struct http_client *http, struct store *store, const char *code,
	struct workstation *ws, struct err *err)
{
	struct enrolment e = {.store = store, .ws = ws, .err = err};
	char clean[80], host[65], *body;
	uint8_t server_key[ED25519_PUBLIC];
	char waiting[WAITING_SIZE];
	bool bound;

	if (text_clean_to(clean, sizeof(clean), code) || !clean[0])
		return err_set(err, ERR_DATA, _("Mã đăng ký máy không đúng. Hãy kiểm tra lại từng ký tự."));
	if (!workstation_bound(store, server_key, &bound, err) || !waiting_agency(store, waiting, err))
		return false;
	host_name(host, sizeof(host));
	body = api_enrol_request(ws, bound ? server_key : NULL, waiting, clean, host);
	struct http_call call = {
		.method = "POST", .path = "/v1/workstations", .body = body, .body_len = strlen(body),
		.max_body = 65536, .done = answered, .user = &e,
	};
	http_start(http, &call);
	free(body);
	while (!e.done)
		loop_turn(loop, -1);
	return e.ok && (!waiting[0] || strcmp(waiting, ws->agency) == 0 || elsewhere(waiting, err));
}
