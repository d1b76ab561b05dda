/* One dossier in full: what was taken in, how far it has come, its address for the citizen. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/field_words.h"
#include "core/seal.h"
#include "core/status.h"
#include "i18n/lang.h"
#include "store/outbox.h"
#include "store/settle.h"
#include "tui/dossier_table.h"
#include "tui/frame.h"
#include "tui/list.h"
#include "tui/pair.h"
#include "tui/screens.h"
#include "tui/state.h"
#include "tui/when.h"

#define LINES_MAX 200

enum { LABEL_COLS = 16, LABEL_COLS_MOST = 26 };

struct detail {
	struct screen base;
	char uuid[UUID_SIZE], code[DOSSIER_CODE_SIZE];
	struct arena arena;
	struct pair lines[LINES_MAX]; /* label "" goes on from the line above */
	size_t n;
	size_t uncertain; /* papers of which nobody knows whether they are out */
	struct list list; /* counts screen lines; top only */
};

static void add(struct detail *s, const char *label, enum style style, const char *value)
{
	if (s->n == LINES_MAX || !value[0])
		return;
	s->lines[s->n++] = (struct pair){label, arena_strdup(&s->arena, value), STYLE_LABEL, style};
}

static void add_date(struct detail *s, const char *label, struct date d)
{
	char text[DATE_SIZE];
	if (!date_valid(d))
		return;
	date_format_vn(d, text);
	add(s, label, STYLE_TEXT, text);
}

static void add_moment(struct detail *s, const char *label, int64_t at, const char *note)
{
	char text[WHEN_SIZE];
	when_moment(at, clock_now(), text);
	if (text[0])
		add(s, label, STYLE_TEXT, arena_printf(&s->arena, "%s%s", text, note));
}

/* The field, what was sent there, what central says of it. */
static void add_violation(struct detail *s, const char *json, const struct violation *v)
{
	char field[120];
	struct buf sent;
	buf_init(&sent, 400);
	field_words(v->field, field, sizeof(field));
	bool there = field_value(json, strlen(json), v->field, &sent) && sent.len > 0;
	add(s, "", STYLE_BAD, arena_printf(&s->arena, "• %s: %s", field,
		v->message[0] ? v->message : v->code));
	if (there)
		add(s, "", STYLE_TEXT, arena_printf(&s->arena, _("  đã gửi: %s"), buf_str(&sent)));
	buf_clear(&sent);
}

static void add_rejection(struct detail *s, const struct dossier *d)
{
	struct outbox_row row;
	struct buf json;
	bool found;
	char kind[120];
	if (!outbox_find(s->base.ui->env->store, s->uuid, &row, &found, NULL) || !found)
		return;
	problem_words(row.problem.type, kind, sizeof(kind));
	add(s, _("Lý do"), STYLE_BAD, row.reason);
	add(s, "", STYLE_BAD, kind);
	buf_init(&json, DOSSIER_JSON_MAX);
	dossier_to_json(d, &json);
	for (size_t i = 0; i < row.problem.violations.n; i++)
		add_violation(s, buf_str(&json), &row.problem.violations.list[i]);
	seal_wipe(json.data, json.size);
	buf_clear(&json);
}

/* Sent no more, though central never took this version. */
static void add_settled(struct detail *s, const char *code)
{
	char by[SETTLED_BY], when[WHEN_SIZE];
	int64_t at;
	bool found;
	if (!settle_record(s->base.ui->env->store, code, by, &at, &found, NULL) || !found)
		return;
	when_moment(at, clock_now(), when);
	add(s, "", STYLE_WARN, arena_printf(&s->arena, _("bản này không gửi: bản ở trung tâm là bản đúng · %s · %s"), by,
		when));
}

static void add_state(struct detail *s, const struct dossier *d, const struct dossier_row *row)
{
	static const enum style styles[] = {
		[DELIVERY_WAITING] = STYLE_WARN, [DELIVERY_DELIVERED] = STYLE_GOOD,
		[DELIVERY_REJECTED] = STYLE_BAD,
	};
	const char *delivery = row->delivery == DELIVERY_WAITING ?
		_("đã lưu ở máy này, chờ gửi về trung tâm") : row->delivery == DELIVERY_REJECTED ?
		_("trung tâm từ chối nhận") : _("trung tâm đã nhận");
	const char *paper = row->not_printed ? _("giấy hẹn CHƯA IN") : row->only_file ?
		_("giấy hẹn đã lưu thành tệp PDF, chưa in ra giấy") : row->printed ?
		_("đã in giấy hẹn") : _("chưa yêu cầu in giấy hẹn");
	add(s, _("Trạng thái"), STYLE_TITLE, status_text(row->status));
	add(s, "", styles[row->delivery], delivery);
	if (row->delivery == DELIVERY_REJECTED)
		add_rejection(s, d);
	add_settled(s, d->code);
	add(s, "", row->not_printed ? STYLE_BAD : STYLE_TEXT, paper);
	add_moment(s, _("Tiếp nhận"), d->received_at,
		arena_printf(&s->arena, " · %s · %s %02d%s%s", d->officer_name, _("quầy"), d->counter,
			d->offline ? _(" · lúc mất mạng") : "",
			d->clock_trusted ? "" : _(" · đồng hồ máy chưa chắc đúng")));
	if (dossier_code_fallback(d->code))
		add(s, "", STYLE_WARN, _("Số dự phòng: lúc đó máy đã hết số được cấp"));
	if (row->duplicate[0])
		add(s, _("Có thể trùng"), STYLE_WARN, arena_printf(&s->arena,
			_("%s · cùng người, cùng thủ tục, quầy khác nhận"), row->duplicate));
	if (d->due_at)
		add_moment(s, _("Hẹn trả"), d->due_at, d->due_provisional || !d->clock_trusted ?
			_(" · tạm tính") : "");
	else
		add(s, _("Hẹn trả"), STYLE_TEXT, _("chưa công bố thời hạn"));
}

static void add_person(struct detail *s, const struct dossier *d)
{
	const struct person *p = &d->applicant;
	add(s, _("Người nộp"), STYLE_TITLE, p->name);
	add(s, _("Số định danh"), STYLE_TEXT, p->id_number);
	add(s, _("Mã số thuế"), STYLE_TEXT, p->tax_code);
	add_date(s, _("Ngày sinh"), p->birth);
	if (p->sex != SEX_UNKNOWN)
		add(s, _("Giới tính"), STYLE_TEXT, p->sex == SEX_MALE ? _("nam") : _("nữ"));
	add(s, _("Địa chỉ"), STYLE_TEXT, p->address);
	add(s, _("Điện thoại"), STYLE_TEXT, p->phone);
	add(s, _("Email"), STYLE_TEXT, p->email);
	add(s, _("Nộp thay"), STYLE_TEXT, d->delegate);
}

static void add_components(struct detail *s, const struct dossier *d)
{
	static const char *const kinds[COPY_KINDS] = {
		N_("bản chính"), N_("bản chứng thực"), N_("bản photo"), N_("bản dịch"),
	};
	for (size_t i = 0; i < d->n_components; i++) {
		struct buf line;
		bool any = false;
		buf_init(&line, 4096);
		buf_printf(&line, "%zu. %s", i + 1, d->components[i].name);
		for (int kind = 0; kind < COPY_KINDS; kind++)
			if (d->components[i].count[kind] > 0) {
				buf_printf(&line, "%s%d %s", any ? ", " : ": ", d->components[i].count[kind],
					_(kinds[kind]));
				any = true;
			}
		add(s, i ? "" : _("Thành phần"), any ? STYLE_TEXT : STYLE_QUIET, buf_str(&line));
		buf_clear(&line);
	}
}

static void add_what(struct detail *s, const struct dossier *d)
{
	struct channel_terms terms = {
		.time = d->time, .fee = d->fee, .lines = d->fee_lines, .n_lines = d->n_fee_lines};
	struct buf fee;
	buf_init(&fee, 400);
	fee_text(&terms, &fee);
	add(s, _("Thủ tục"), STYLE_TITLE,
		arena_printf(&s->arena, "%s %s", d->procedure_code, d->procedure_name));
	add(s, _("Trường hợp"), STYLE_TEXT, d->case_name);
	add_components(s, d);
	add(s, _("Số bộ"), STYLE_TEXT, arena_printf(&s->arena, "%d", d->copies));
	add(s, _("Lệ phí"), STYLE_TEXT, buf_str(&fee));
	add(s, _("Trả kết quả"), STYLE_TEXT, d->result == RESULT_POSTAL ? _("bưu điện") : _("tại quầy"));
	add(s, _("Ghi chú"), STYLE_TEXT, d->note);
	buf_clear(&fee);
}

static void add_url(struct detail *s, const struct dossier *d, const char *token)
{
	char url[RECEIPT_URL_SIZE];
	if (receipt_url(s->base.ui->env->ws->public_url, d->code, token, url))
		add(s, _("Tra cứu"), STYLE_TEXT, url);
}

static size_t count_uncertain(const struct detail *s)
{
	struct print_job *jobs = NULL;
	size_t n = 0, uncertain = 0;
	if (!print_jobs_of(s->base.ui->env->store, s->uuid, &jobs, &n, NULL))
		return 0;
	for (size_t i = 0; i < n; i++)
		uncertain += jobs[i].state == PRINT_UNCERTAIN;
	free(jobs);
	return uncertain;
}

static void detail_refresh(struct screen *self)
{
	struct detail *s = (struct detail *)self;
	struct dossier d;
	struct dossier_row row;
	char token[RECEIPT_TOKEN_SIZE];
	struct err err = ERR_INIT;
	dossier_init(&d);
	arena_clear(&s->arena);
	s->n = s->uncertain = 0;
	if (dossiers_load(self->ui->env->store, s->uuid, &d, token, &row, &err)) {
		str_copy(s->code, sizeof(s->code), d.code);
		add_state(s, &d, &row);
		add_person(s, &d);
		add_what(s, &d);
		add_url(s, &d, token);
		s->uncertain = count_uncertain(s);
	} else {
		add(s, _("Không mở được"), STYLE_BAD, err.text);
	}
	dossier_clear(&d);
}

static void detail_title(const struct screen *self, int cols, char *out, size_t size)
{
	(void)cols;
	snprintf(out, size, "%s  %s", _("HỒ SƠ"), ((const struct detail *)self)->code);
}

/* Returns how many lines there are; those from top on are drawn, as far as the area goes. */
static int draw_all(const struct detail *s, struct area area, int top)
{
	int row = 0, cols = LABEL_COLS;
	for (size_t i = 0; i < s->n; i++)
		cols = label_fits(cols, s->lines[i].label, LABEL_COLS_MOST);
	for (size_t i = 0; i < s->n; i++)
		row += pair_draw(&s->lines[i], area, cols, row, top);
	return row;
}

static int count_lines(const struct detail *s, struct area body)
{
	return draw_all(s, (struct area){.cols = body.cols}, 0);
}

static void detail_draw(const struct screen *self, struct area body)
{
	const struct detail *s = (const struct detail *)self;
	int page = body.rows - 1, total = count_lines(s, body), last = total > page ? total - page : 0;
	int top = s->list.top < last ? (int)s->list.top : last; /* the window may have grown */
	draw_all(s, (struct area){body.row, body.col, page, body.cols}, top);
	struct list place = {total, 0, top};
	char position[40];
	list_position(&place, page, position, sizeof(position));
	term_put_fit(body.row + body.rows - 1, body.col, body.cols, position, TEXT_RIGHT, STYLE_QUIET);
	term_cursor(body.row, body.col - 1);
}

static bool scroll(struct detail *s, enum action action)
{
	struct area body = frame_body();
	int64_t page = body.rows - 1;
	s->list.total = count_lines(s, body);
	list_settle(&s->list, page);
	bool down = action == ACT_DOWN || action == ACT_PAGE_DOWN || action == ACT_LAST;
	s->list.cursor = down ? s->list.top + page - 1 : s->list.top;
	return list_move(&s->list, action, page);
}

static bool detail_can(const struct screen *self, enum action action)
{
	return action != ACT_CAME_OUT || ((const struct detail *)self)->uncertain > 0;
}

/* The officer has seen the paper nobody knew about. */
static void came_out(struct detail *s)
{
	struct ui *ui = s->base.ui;
	struct print_job *jobs = NULL;
	size_t n = 0, settled = 0;
	struct err err = ERR_INIT;
	bool ok = print_jobs_of(ui->env->store, s->uuid, &jobs, &n, &err);
	for (size_t i = 0; ok && i < n; i++)
		if (jobs[i].state == PRINT_UNCERTAIN) {
			ok = ui_settle_paper(ui, jobs[i].id, SETTLE_PRINTED, NULL, &err);
			settled++;
		}
	free(jobs);
	if (!ok)
		ui_say_err(ui, &err);
	else if (settled > 0)
		ui_say(ui, STYLE_GOOD, _("%s Đã ghi: giấy đã có rồi."), term_glyph(GLYPH_OK));
	else
		ui_say(ui, STYLE_TEXT, _("Không có giấy nào còn chưa rõ. Cần in thì nhấn F7."));
	ui_refresh(ui);
}

static bool detail_key(struct screen *self, struct key key, enum action action)
{
	struct detail *s = (struct detail *)self;
	(void)key;
	if (action == ACT_BACK)
		ui_pop(self->ui);
	else if (action == ACT_PRINT)
		ui_print_dossier(self->ui, s->uuid);
	else if (action == ACT_COPY)
		ui_copy_dossier(self->ui, s->uuid);
	else if (action == ACT_CORRECT)
		ui_correct(self->ui, s->uuid);
	else if (action == ACT_CAME_OUT)
		came_out(s);
	else
		return scroll(s, action);
	return true;
}

static void detail_free(struct screen *self)
{
	arena_clear(&((struct detail *)self)->arena);
	free(self);
}

static const struct screen_ops detail_ops = {
	.scope = SCOPE_DETAIL,
	.title = detail_title,
	.draw = detail_draw,
	.key = detail_key,
	.can = detail_can,
	.refresh = detail_refresh,
	.free = detail_free,
};

struct screen *screen_detail_new(struct ui *ui, const char *uuid)
{
	struct detail *s = xcalloc(1, sizeof(*s));
	s->base = (struct screen){&detail_ops, ui};
	str_copy(s->uuid, sizeof(s->uuid), uuid);
	detail_refresh(&s->base);
	return &s->base;
}
