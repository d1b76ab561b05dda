#include "central/server.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/problem.h"
#include "i18n/lang.h"

struct title {
	const char *type, *text;
};

static const struct title titles[] = {
	{"invalid", N_("Dữ liệu không hợp lệ")},
	{"conflict", N_("Cùng mã định danh nhưng khác nội dung")},
	{"unauthorised", N_("Chưa được xác thực")},
	{"not_found", N_("Không tìm thấy")},
	{"unknown_code", N_("Mã đăng ký không đúng")},
	{"code_used", N_("Mã đăng ký đã được dùng")},
	{"code_expired", N_("Mã đăng ký đã hết hạn")},
	{"too_large", N_("Nội dung quá lớn")},
	{"unsupported_media_type", N_("Kiểu nội dung không được hỗ trợ")},
	{"method_not_allowed", N_("Phương thức không được phép")},
	{"gone", N_("Con trỏ không còn dùng được")},
	{"unavailable", N_("Trung tâm đang bận")},
	{"internal", N_("Trung tâm gặp sự cố")},
};

void response_init(struct response *rs)
{
	*rs = (struct response){.status = 500, .route = ""};
	buf_init(&rs->body, RESPONSE_MAX);
}

void response_clear(struct response *rs)
{
	buf_clear(&rs->body);
}

void response_header(struct response *rs, const char *name, const char *fmt, ...)
{
	va_list ap;
	BUG_ON(rs->n_headers == ARRAY_LEN(rs->headers));
	struct header *h = &rs->headers[rs->n_headers++];
	h->name = name;
	va_start(ap, fmt);
	int len = vsnprintf(h->value, sizeof(h->value), fmt, ap);
	va_end(ap);
	BUG_ON(len < 0 || (size_t)len >= sizeof(h->value));
}

void response_text(struct response *rs, int status, const char *content_type, const char *text)
{
	rs->status = status;
	rs->content_type = content_type;
	buf_reset(&rs->body);
	buf_str_add(&rs->body, text);
}

void response_json(struct response *rs, int status, json_t *json)
{
	char *text = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(json);
	BUG_ON(!text);
	response_text(rs, status, "application/json", text);
	free(text);
}

static void problem_send(struct response *rs, struct problem *p, const char *type)
{
	str_copy(p->type, sizeof(p->type), type);
	for (size_t i = 0; i < ARRAY_LEN(titles); i++) {
		if (str_eq(titles[i].type, type))
			str_copy(p->title, sizeof(p->title), _(titles[i].text));
	}
	BUG_ON(!p->title[0]);
	rs->status = p->status;
	rs->content_type = "application/problem+json";
	buf_reset(&rs->body);
	problem_to_json(p, &rs->body);
}

static void __attribute__((format(printf, 2, 0))) detail_set(struct problem *p, const char *fmt,
	va_list ap)
{
	struct err text;
	vsnprintf(p->detail, sizeof(p->detail), fmt, ap);
	/* err_set cuts at a whole character */
	err_set(&text, ERR_DATA, "%s", p->detail);
	str_copy(p->detail, sizeof(p->detail), text.text);
}

void response_problem(struct response *rs, int status, const char *type, const char *fmt, ...)
{
	struct problem p = {.status = status};
	va_list ap;
	va_start(ap, fmt);
	detail_set(&p, fmt, ap);
	va_end(ap);
	problem_send(rs, &p, type);
}

void response_conflict(struct response *rs, const struct violations *where, const char *fmt, ...)
{
	struct problem p = {.status = 409, .violations = *where};
	va_list ap;
	va_start(ap, fmt);
	detail_set(&p, fmt, ap);
	va_end(ap);
	problem_send(rs, &p, "conflict");
}

void response_invalid(struct response *rs, const struct violations *v)
{
	struct problem p = {.status = 422, .violations = *v};
	str_copy(p.detail, sizeof(p.detail), v->n ? v->list[0].message : "");
	problem_send(rs, &p, "invalid");
}

void response_failed(struct response *rs, const struct err *err)
{
	bool busy = err->kind == ERR_UNAVAILABLE;
	log_line(LOG_ERROR, "%s", err->text);
	response_header(rs, "Retry-After", "5");
	response_problem(rs, busy ? 503 : 500, busy ? "unavailable" : "internal", "%s",
		_("Hệ thống trung tâm chưa xử lý được yêu cầu này. Không có gì bị mất; hãy gửi lại sau."));
}
