/* A new PIN, typed twice. */
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

struct new_pin {
	struct screen base;
	struct clerk who;
	char by[PIN_ACCOUNT];
	struct pin_field fields[2];
	int focus;
	struct pin_secret secret;
};

static void pin_title(const struct screen *self, int cols, char *out, size_t size)
{
	(void)cols;
	(void)self;
	str_copy(out, size, _("ĐẶT MÃ PIN"));
}

static void pin_draw(const struct screen *self, struct area body)
{
	const struct new_pin *p = (const struct new_pin *)self;
	int col = body.col + 2, cols = body.cols - 4;
	char text[400];
	draw_section(body.row + 2, col, cols, p->who.name, "");
	snprintf(text, sizeof(text), _("Mã PIN khóa màn hình ở máy này: %d đến %d chữ số, không dùng dãy "
		"dễ đoán hay ngày sinh. Không ai xem được mã, kể cả người quản trị."), PIN_MIN, PIN_MAX);
	draw_wrapped(body.row + 4, col, 3, cols, text, STYLE_TEXT);
	pin_field_draw(&p->fields[0], body.row + 8, col, _("Mã PIN mới"), p->focus == 0);
	pin_field_draw(&p->fields[1], body.row + 10, col, _("Gõ lại lần nữa"), p->focus == 1);
}

static void start_over(struct new_pin *p)
{
	pin_field_wipe(&p->fields[0]);
	pin_field_wipe(&p->fields[1]);
	p->focus = 0;
}

static void on_derived(void *user, bool made, const uint8_t hash[PIN_HASH])
{
	struct new_pin *p = user;
	struct ui *ui = p->base.ui;
	char account[PIN_ACCOUNT];
	struct err err = ERR_INIT;
	clerk_account(&p->who, account);
	ui->work = NULL;
	ui->dirty = true;
	ui->drop_held = !made;
	memcpy(p->secret.hash, hash, PIN_HASH);
	if (!made)
		ui_say(ui, STYLE_BAD, _("Máy không đủ bộ nhớ để lưu mã PIN. Hãy thử lại."));
	else if (!pin_set(ui->env->store, account, &p->secret, p->by, clock_now(), &err))
		ui_say_err(ui, &err);
	else
		entry_was_set(ui, &p->who);
}

static void enter(struct new_pin *p)
{
	struct ui *ui = p->base.ui;
	struct err err = ERR_INIT;
	if (!pin_acceptable(p->fields[0].digits, &err)) {
		start_over(p);
		ui_say(ui, STYLE_BAD, "%s", err.text);
	} else if (p->focus == 0) {
		p->focus = 1;
	} else if (!str_eq(p->fields[0].digits, p->fields[1].digits)) {
		start_over(p);
		ui_say(ui, STYLE_BAD, _("Hai lần gõ không giống nhau. Hãy gõ lại từ đầu."));
	} else {
		ui_say(ui, STYLE_TEXT, _("Đang lưu mã PIN…"));
		pin_secret_new(&p->secret);
		ui->work = pin_work_start(ui->env->loop, &p->secret, p->fields[0].digits, on_derived, p);
		start_over(p);
	}
}

static bool pin_key(struct screen *self, struct key key, enum action action)
{
	struct new_pin *p = (struct new_pin *)self;
	if (action == ACT_ENTER)
		enter(p);
	else if (action == ACT_BACK)
		ui_pop(self->ui);
	else if (action != ACT_NONE)
		return false;
	else if (!pin_field_key(&p->fields[p->focus], key) && key.kind == KIND_CHAR)
		ui_say(self->ui, STYLE_TEXT, _("Mã PIN chỉ gồm chữ số."));
	else
		return key.kind == KIND_CHAR || key.code == K_BACKSPACE;
	return true;
}

static void pin_unscan(struct screen *self)
{
	start_over((struct new_pin *)self);
}

/* Quick digits with Enter are a PIN as long as they can be one. */
static bool pin_takes(const struct screen *self, const char *text)
{
	(void)self;
	return strlen(text) <= PIN_MAX;
}

static void pin_paste(struct screen *self, const char *bytes, size_t len)
{
	(void)bytes, (void)len;
	ui_say(self->ui, STYLE_TEXT, _("Mã PIN phải gõ bằng phím."));
}

static void pin_free(struct screen *self)
{
	explicit_bzero(self, sizeof(struct new_pin));
	free(self);
}

static const struct screen_ops pin_ops = {
	.scope = SCOPE_NEW_PIN,
	.title = pin_title,
	.draw = pin_draw,
	.key = pin_key,
	.takes = pin_takes,
	.unscan = pin_unscan,
	.paste = pin_paste,
	.free = pin_free,
};

struct screen *screen_pin_new(struct ui *ui, const struct clerk *who, const char *by)
{
	struct new_pin *p = xcalloc(1, sizeof(*p));
	p->base = (struct screen){&pin_ops, ui};
	p->who = *who;
	str_copy(p->by, sizeof(p->by), by);
	return &p->base;
}
