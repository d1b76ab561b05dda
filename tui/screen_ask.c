/* A PIN is asked for: the locked screen, and before somebody else enters. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "tui/entry.h"
#include "tui/frame.h"
#include "tui/pin_field.h"
#include "tui/pin_work.h"
#include "tui/screens.h"
#include "tui/state.h"

struct ask {
	struct screen base;
	struct clerk who;
	enum ask_for what;
	enum pin_state state;
	struct pin_field field;
	struct pin_secret secret; /* of the try under way */
};

static enum pin_state state_of(const struct ask *a)
{
	enum pin_state state = PIN_NONE;
	char account[PIN_ACCOUNT];
	struct err err = ERR_INIT;
	clerk_account(&a->who, account);
	if (!pin_state(a->base.ui->env->store, account, &state, &err)) {
		ui_say_err(a->base.ui, &err);
		return PIN_IS_SET; /* nobody is let in by a fault of the disk */
	}
	return state;
}

static void ask_title(const struct screen *self, int cols, char *out, size_t size)
{
	const struct workstation *ws = self->ui->env->ws;
	(void)cols;
	snprintf(out, size, "%s  %s · %s %02d", _("MỘT CỬA"), ws->agency_name, _("Quầy"), ws->counter);
}

static const char *heading(const struct ask *a)
{
	static const char *const headings[] = {
		[ASK_UNLOCK] = N_("MÀN HÌNH ĐANG KHÓA"), [ASK_ENTER] = N_("VÀO CA"),
		[ASK_VOUCH] = N_("NGƯỜI BẢO LÃNH"), [ASK_CHANGE] = N_("ĐỔI MÃ PIN"),
	};
	return _(headings[a->what]);
}

static void draw_hint(const struct ask *a, struct area body)
{
	char text[400] = "";
	if (a->what == ASK_UNLOCK)
		str_copy(text, sizeof(text), _("Phiếu đang làm dở còn nguyên. Máy vẫn in và gửi hồ sơ."));
	else if (a->what == ASK_VOUCH)
		snprintf(text, sizeof(text), _("%s nhập mã PIN của mình để cho %s đặt mã mới."), a->who.name,
			a->base.ui->entrant.name);
	draw_wrapped(body.row + 8, body.col + 2, 3, body.cols - 4, text, STYLE_TEXT);
}

static void ask_draw(const struct screen *self, struct area body)
{
	const struct ask *a = (const struct ask *)self;
	draw_section(body.row + 2, body.col + 2, body.cols - 4, heading(a), "");
	term_put_fit(body.row + 4, body.col + 2, body.cols - 4, a->who.name, TEXT_LEFT, STYLE_TEXT);
	draw_hint(a, body);
	if (a->state == PIN_IS_SET) {
		pin_field_draw(&a->field, body.row + 6, body.col + 2, _("Mã PIN"), true);
		return;
	}
	term_put_fit(body.row + 6, body.col + 2, body.cols - 4, a->state == PIN_CLEARED ?
		_("Mã PIN đã được người quản trị xóa: nhấn Enter để đặt mã mới.") :
		_("Chưa đặt mã PIN: nhấn Enter để mở."), TEXT_LEFT, STYLE_WARN);
	term_cursor(body.row + 6, body.col + 1);
}

/* ---- one try */

static void say_wait(struct ui *ui, int64_t wait_ms)
{
	int64_t seconds = (wait_ms + 999) / 1000;
	if (seconds < 120)
		ui_say(ui, STYLE_BAD, _("Đã nhập sai nhiều lần: hãy chờ %lld giây rồi thử lại."),
			(long long)seconds);
	else
		ui_say(ui, STYLE_BAD, _("Đã nhập sai nhiều lần: hãy chờ %lld phút rồi thử lại."),
			(long long)(seconds + 59) / 60);
}

static void say_wrong(struct ask *a, const char *account)
{
	struct ui *ui = a->base.ui;
	struct err err = ERR_INIT;
	ui->drop_held = true;
	if (pin_wrong(ui->env->store, account, a->who.name, clock_now(), &err))
		ui_say(ui, STYLE_BAD, _("Mã PIN không đúng. Quên mã: F5."));
	else
		ui_say_err(ui, &err);
	ui_load_alarms(ui);
}

static void on_derived(void *user, bool made, const uint8_t hash[PIN_HASH])
{
	struct ask *a = user;
	struct ui *ui = a->base.ui;
	char account[PIN_ACCOUNT];
	struct err err = ERR_INIT;
	bool right = made && pin_same(hash, a->secret.hash);
	clerk_account(&a->who, account);
	ui->work = NULL;
	ui->dirty = true;
	explicit_bzero(&a->secret, sizeof(a->secret));
	ui->status.text[0] = '\0';
	if (!made) {
		ui->drop_held = true;
		ui_say(ui, STYLE_BAD, _("Máy không đủ bộ nhớ để kiểm tra mã PIN. Hãy thử lại."));
	} else if (!right) {
		say_wrong(a, account);
	} else {
		if (!pin_right(ui->env->store, account, &err))
			ui_say_err(ui, &err);
		entry_passed(ui, &a->who, a->what);
	}
}

static void check(struct ask *a)
{
	struct ui *ui = a->base.ui;
	char account[PIN_ACCOUNT];
	struct pin_moment at;
	struct err err = ERR_INIT;
	int64_t wait_ms;
	clerk_account(&a->who, account);
	entry_moment(&at);
	if (!pin_try(ui->env->store, account, &at, &a->secret, &wait_ms, &err)) {
		ui_say_err(ui, &err);
	} else if (wait_ms > 0) {
		say_wait(ui, wait_ms);
	} else {
		ui_say(ui, STYLE_TEXT, _("Đang kiểm tra…"));
		ui->work = pin_work_start(ui->env->loop, &a->secret, a->field.digits, on_derived, a);
	}
	pin_field_wipe(&a->field);
}

static void enter(struct ask *a)
{
	struct ui *ui = a->base.ui;
	if (state_of(a) != PIN_IS_SET)
		entry_passed(ui, &a->who, a->what);
	else if (a->field.n == 0)
		ui_say(ui, STYLE_TEXT, _("Nhập mã PIN rồi nhấn Enter."));
	else
		check(a);
}

/* ---- keys */

static bool ask_key(struct screen *self, struct key key, enum action action)
{
	struct ask *a = (struct ask *)self;
	switch (action) {
	case ACT_ENTER:
		enter(a);
		return true;
	case ACT_BACK:
		ui_pop(self->ui);
		return true;
	case ACT_FORGOT:
		entry_forgot(self->ui, &a->who);
		return true;
	default:
		if (action != ACT_NONE || key.kind != KIND_CHAR)
			return action == ACT_NONE && pin_field_key(&a->field, key);
		if (!pin_field_key(&a->field, key))
			ui_say(self->ui, STYLE_TEXT, _("Mã PIN chỉ gồm chữ số."));
		return true;
	}
}

/* What a scanner typed is no PIN. */
static void ask_unscan(struct screen *self)
{
	pin_field_wipe(&((struct ask *)self)->field);
}

/* Quick digits with Enter are a PIN as long as they can be one. */
static bool ask_takes(const struct screen *self, const char *text)
{
	(void)self;
	return strlen(text) <= PIN_MAX;
}

static void ask_paste(struct screen *self, const char *bytes, size_t len)
{
	(void)bytes, (void)len;
	ui_say(self->ui, STYLE_TEXT, _("Mã PIN phải gõ bằng phím."));
}

static void ask_refresh(struct screen *self)
{
	struct ask *a = (struct ask *)self;
	a->state = state_of(a);
}

static void ask_free(struct screen *self)
{
	explicit_bzero(self, sizeof(struct ask));
	free(self);
}

#define OPS(keys) \
	{ \
		.scope = (keys), .title = ask_title, .draw = ask_draw, .key = ask_key, .paste = ask_paste, \
		.takes = ask_takes, .unscan = ask_unscan, .refresh = ask_refresh, .free = ask_free, \
	}
static const struct screen_ops ops[] = {
	[ASK_UNLOCK] = OPS(SCOPE_LOCK),
	[ASK_ENTER] = OPS(SCOPE_PIN),
	[ASK_VOUCH] = OPS(SCOPE_NEW_PIN), /* who forgot may not vouch */
	[ASK_CHANGE] = OPS(SCOPE_PIN),
};

struct screen *screen_ask_new(struct ui *ui, const struct clerk *who, enum ask_for what)
{
	struct ask *a = xcalloc(1, sizeof(*a));
	a->base = (struct screen){&ops[what], ui};
	a->who = *who;
	a->what = what;
	a->state = state_of(a);
	return &a->base;
}
