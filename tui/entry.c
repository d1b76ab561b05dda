#include "tui/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/order.h"
#include "tui/intake_screen.h"
#include "tui/screens.h"
#include "tui/state.h"

#define TYPED ACCOUNT_TYPED

void clerk_account(const struct clerk *p, char out[PIN_ACCOUNT])
{
	snprintf(out, PIN_ACCOUNT, "%s%s%s", p->id, str_eq(p->id, TYPED) ? ":" : "",
		str_eq(p->id, TYPED) ? p->name : "");
}

void entry_moment(struct pin_moment *out)
{
	struct clock_face face;
	clock_look(&face);
	*out = (struct pin_moment){.boot_ms = face.boot_ms, .now = clock_now()};
	if (!str_copy(out->boot, sizeof(out->boot), face.boot_id))
		out->boot[0] = '\0'; /* a boot of its own */
}

static struct clerk at_the_counter(const struct ui *ui)
{
	struct clerk p = {.id = ""};
	str_copy(p.id, sizeof(p.id), ui->officer);
	str_copy(p.name, sizeof(p.name), ui->officer_name);
	return p;
}

static bool is_at_the_counter(const struct ui *ui, const struct clerk *p)
{
	return ui->officer[0] && str_eq(ui->officer, p->id) &&
		(!str_eq(p->id, TYPED) || str_eq(ui->officer_name, p->name));
}

/* A store that cannot be read lets nobody pass. */
static enum pin_state state_of(struct ui *ui, const struct clerk *p)
{
	enum pin_state state = PIN_NONE;
	char account[PIN_ACCOUNT];
	struct err err = ERR_INIT;
	clerk_account(p, account);
	if (pin_state(ui->env->store, account, &state, &err))
		return state;
	ui_say_err(ui, &err);
	return PIN_IS_SET;
}

/* ---- coming and going */

static void unlock(struct ui *ui)
{
	bool lock = false;
	while (!lock && ui->depth > 1) {
		lock = ui_top(ui)->ops->scope == SCOPE_LOCK;
		ui_pop(ui);
	}
	BUG_ON(!lock);
	ui->locked = false;
	ui_refresh(ui);
}

/* What was left half-way is offered where one comes back to. */
static void offer_drafts(struct ui *ui)
{
	size_t n = draft_others(ui, 0);
	if (n > 0)
		ui_tell(ui, STYLE_TEXT, "drafts", P_("Bạn còn %zu bản nháp: F2 rồi F6 mở lại.",
			"Bạn còn %zu bản nháp: F2 rồi F6 mở lại.", n), n);
}

/* Once for each officer on this machine. */
static void introduce(struct ui *ui, const struct clerk *who)
{
	char key[PIN_ACCOUNT + 8], account[PIN_ACCOUNT];
	struct err err = ERR_INIT;
	clerk_account(who, account);
	snprintf(key, sizeof(key), "tour.%s", account);
	if (!ui->env->tour || store_meta_int(ui->env->store, key, 0))
		return;
	if (store_meta_set(ui->env->store, key, "1", &err))
		ui_push(ui, screen_tour_new(ui));
	else
		ui_say_err(ui, &err);
}

static void take_shift(struct ui *ui, const struct clerk *who)
{
	struct clerk p = *who; /* it may lie in a screen that goes */
	if (is_at_the_counter(ui, &p) && ui->locked) {
		unlock(ui);
		return;
	}
	ui_unwind(ui); /* keeps the drafts of who was here */
	ui->locked = false;
	ui_set_officer(ui, p.id, p.name);
	ui_quiet(ui);
	ui_push(ui, screen_home_new(ui));
	ui_refresh(ui);
	offer_drafts(ui);
	introduce(ui, &p);
	if (state_of(ui, &p) == PIN_NONE)
		ui_say(ui, STYLE_TEXT, _("Chưa có mã PIN để khóa màn hình: nhấn F12 để đặt."));
}

static void push_lock(struct ui *ui)
{
	struct clerk p = at_the_counter(ui);
	ui_quiet(ui);
	ui->status.paper[0] = '\0';
	ui->locked = true;
	ui_push(ui, screen_ask_new(ui, &p, ASK_UNLOCK));
}

void entry_lock(struct ui *ui, bool idle)
{
	struct clerk p = at_the_counter(ui);
	if (ui->locked || ui->work || !ui->officer[0])
		return;
	if (!idle && state_of(ui, &p) == PIN_NONE) {
		char account[PIN_ACCOUNT];
		clerk_account(&p, account);
		ui_push(ui, screen_pin_new(ui, &p, account));
		ui_say(ui, STYLE_TEXT, _("Đặt mã PIN một lần, từ đó F12 khóa màn hình."));
		return;
	}
	for (size_t i = 0; i < ui->depth; i++)
		if (ui->stack[i]->ops->keep)
			ui->stack[i]->ops->keep(ui->stack[i]);
	ui->may_quit = false;
	push_lock(ui);
}

/* ---- who vouches */

static bool find_account(const struct account *accounts, size_t n, const char *id,
	const struct account **out)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(accounts[i].id, id)) {
			*out = &accounts[i];
			return true;
		}
	return false;
}

/* One that holds a PIN here, as a person; false for one that is no officer of this agency any more. */
static bool holder(const char *account, const struct account *accounts, size_t n, bool supervisors,
	struct clerk *out)
{
	const struct account *a;
	*out = (struct clerk){.id = ""};
	if (str_starts(account, TYPED ":")) {
		str_copy(out->id, sizeof(out->id), TYPED);
		return !supervisors && str_copy(out->name, sizeof(out->name), account + sizeof(TYPED));
	}
	if (!find_account(accounts, n, account, &a) || (supervisors && !a->supervisor))
		return false;
	str_copy(out->id, sizeof(out->id), a->id);
	return str_copy(out->name, sizeof(out->name), a->name);
}

static const char *clerk_name(const void *clerk)
{
	return ((const struct clerk *)clerk)->name;
}

/* Fills ui->vouchers, by name; false when the store failed. */
static bool find_vouchers(struct ui *ui, const struct clerk *whom, bool supervisors)
{
	static char held[UI_VOUCHERS_MAX][PIN_ACCOUNT];
	struct account *accounts = NULL;
	size_t n = 0, n_held = 0;
	char own[PIN_ACCOUNT];
	struct err err = ERR_INIT;
	clerk_account(whom, own);
	ui->n_vouchers = 0;
	bool ok = catalogue_accounts(ui->env->store, ui->env->ws->agency, &accounts, &n, &err) &&
		pin_accounts(ui->env->store, held, UI_VOUCHERS_MAX, &n_held, &err);
	for (size_t i = 0; ok && i < n_held; i++)
		if (!str_eq(held[i], own) &&
			holder(held[i], accounts, n, supervisors, &ui->vouchers[ui->n_vouchers]))
			ui->n_vouchers++;
	order_array(ui->vouchers, ui->n_vouchers, sizeof(*ui->vouchers), clerk_name, ORDER_PEOPLE);
	free(accounts);
	if (!ok)
		ui_say_err(ui, &err);
	return ok;
}

static void voucher_chosen(void *user, size_t index)
{
	struct ui *ui = user;
	ui_push(ui, screen_ask_new(ui, &ui->vouchers[index], ASK_VOUCH));
}

static void show_vouchers(struct ui *ui)
{
	const char *items[UI_VOUCHERS_MAX];
	for (size_t i = 0; i < ui->n_vouchers; i++)
		items[i] = ui->vouchers[i].name;
	ui_push(ui, screen_menu_new(ui, &(struct menu_spec){
		.title = _("Ai bảo lãnh? Enter chọn, Esc thôi"), .items = items, .n = ui->n_vouchers,
		.on_choice = voucher_chosen, .user = ui}));
}

void entry_forgot(struct ui *ui, const struct clerk *who)
{
	char account[PIN_ACCOUNT];
	ui->entrant = *who;
	clerk_account(who, account);
	if (!find_vouchers(ui, who, true))
		return;
	if (ui->n_vouchers > 0)
		show_vouchers(ui);
	else
		ui_say(ui, STYLE_WARN, _("Ở máy này chưa có người phụ trách nào có mã PIN để bảo lãnh. Người "
			"quản trị chạy: motcua pin clear %s"), account);
}

/* ---- choosing */

void entry_choose(struct ui *ui, const struct clerk *who)
{
	struct clerk p = *who;
	char account[PIN_ACCOUNT];
	clerk_account(&p, account);
	if (is_at_the_counter(ui, &p) && ui->depth > 1) {
		ui_pop(ui);
		return;
	}
	ui->entrant = p;
	enum pin_state state = state_of(ui, &p);
	if (state == PIN_IS_SET)
		ui_push(ui, screen_ask_new(ui, &p, ASK_ENTER));
	else if (state == PIN_CLEARED)
		ui_push(ui, screen_pin_new(ui, &p, account));
	else if (find_vouchers(ui, &p, false) && ui->n_vouchers > 0)
		show_vouchers(ui);
	else if (ui->n_vouchers == 0)
		take_shift(ui, &p);
}

void entry_change(struct ui *ui)
{
	struct clerk p = at_the_counter(ui);
	char account[PIN_ACCOUNT];
	clerk_account(&p, account);
	if (!ui->officer[0] || ui->locked)
		ui_say(ui, STYLE_TEXT, _("Vào ca trước rồi mới đặt được mã PIN."));
	else if (state_of(ui, &p) == PIN_IS_SET)
		ui_push(ui, screen_ask_new(ui, &p, ASK_CHANGE));
	else
		ui_push(ui, screen_pin_new(ui, &p, account));
}

static bool is_withdrawn(struct ui *ui)
{
	struct err err = ERR_INIT;
	bool gone;
	if (!catalogue_withdrawn(ui->env->store, ui->env->ws->agency, ui->officer, &gone, &err)) {
		ui_say_err(ui, &err);
		return false;
	}
	return gone;
}

static void send_home(struct ui *ui)
{
	char name[CLERK_NAME];
	str_copy(name, sizeof(name), ui->officer_name);
	log_line(LOG_INFO, "shift: %s is no officer here any more", ui->officer);
	ui_unwind(ui); /* keeps the drafts */
	ui->locked = false;
	ui_quiet(ui);
	ui_end_shift(ui);
	ui_push(ui, screen_officer_new(ui));
	ui_tell(ui, STYLE_WARN, "shift", _("Trung tâm đã thôi tài khoản của %s ở đơn vị này, nên ca trực kết thúc; phiếu đang nhập dở "
		"được giữ lại. Hãy chọn người trực khác."), name);
}

void entry_heed_catalogue(struct ui *ui)
{
	if (ui->accounts_seen == ui->catalogue_seen || ui->work || !ui->officer[0])
		return;
	ui->accounts_seen = ui->catalogue_seen;
	if (is_withdrawn(ui))
		send_home(ui);
}

void entry_begin(struct ui *ui)
{
	if (!ui_recall_officer(ui)) {
		ui_push(ui, screen_officer_new(ui));
		return;
	}
	if (is_withdrawn(ui)) {
		send_home(ui);
		return;
	}
	struct clerk p = at_the_counter(ui);
	enum pin_state state = state_of(ui, &p);
	if (state == PIN_NONE && (!find_vouchers(ui, &p, false) || ui->n_vouchers > 0)) {
		ui->officer[0] = ui->officer_name[0] = '\0';
		ui_push(ui, screen_officer_new(ui));
		return;
	}
	ui_push(ui, screen_home_new(ui));
	offer_drafts(ui);
	if (state == PIN_NONE)
		return;
	ui->may_quit = true; /* whoever started it was at the keys already */
	push_lock(ui);
}

/* ---- what comes of it */

void entry_passed(struct ui *ui, const struct clerk *who, enum ask_for what)
{
	struct clerk p = *who;
	char account[PIN_ACCOUNT];
	clerk_account(&p, account);
	if (what == ASK_VOUCH) {
		log_line(LOG_INFO, "pin: %s vouches for %s", p.id, ui->entrant.id);
		ui_replace(ui, screen_pin_new(ui, &ui->entrant, account));
	} else if (what == ASK_CHANGE) {
		ui_replace(ui, screen_pin_new(ui, &p, account));
	} else if (state_of(ui, &p) == PIN_CLEARED) {
		ui_push(ui, screen_pin_new(ui, &p, account));
	} else if (what == ASK_UNLOCK) {
		unlock(ui);
	} else {
		take_shift(ui, &p);
	}
}

void entry_was_set(struct ui *ui, const struct clerk *who)
{
	struct clerk p = *who;
	if (!is_at_the_counter(ui, &p) || ui->locked)
		take_shift(ui, &p);
	else
		ui_pop(ui);
	ui_say(ui, STYLE_GOOD, _("%s Đã đặt mã PIN. F12 khóa màn hình."), term_glyph(GLYPH_OK));
}
