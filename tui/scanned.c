#include "tui/scanned.h"

#include <string.h>
#include "base/clock.h"
#include "base/str.h"
#include "core/card.h"
#include "i18n/lang.h"
#include "store/receipt_known.h"
#include "store/receipt_trust.h"
#include "tui/screens.h"
#include "tui/state.h"
#include "tui/when.h"

/* ---- where a scan may do nothing */

/* Why not; NULL when it may. */
static const char *refusal(const struct ui *ui)
{
	enum scope scope = ui_top(ui)->ops->scope;
	if (ui->locked)
		return _("Màn hình đang khóa: mở khóa rồi quét lại.");
	if (scope & (SCOPE_PIN | SCOPE_NEW_PIN))
		return _("Nhập xong mã PIN (hoặc Esc về) rồi quét lại.");
	/* while the shift changes it would count as the last officer's */
	return ui->officer[0] && scope != SCOPE_OFFICER ? NULL : _("Chọn người trực quầy trước, rồi quét lại.");
}

static void leave_dialogs(struct ui *ui)
{
	while (ui_top(ui)->ops->dialog)
		ui_pop(ui);
}

/* ---- a card */

/* The form that is open, under whatever was looked up meanwhile; a new one where there is none. NULL, and
 * said, when there is no room. */
static struct screen *form_for_card(struct ui *ui)
{
	size_t depth = ui->depth;
	while (depth > 0 && !ui->stack[depth - 1]->ops->card)
		depth--;
	if (depth == 0) {
		depth = ui->depth + 1;
		ui_push(ui, screen_intake_new(ui));
	}
	while (ui->depth > depth)
		ui_pop(ui);
	return ui_top(ui)->ops->card ? ui_top(ui) : NULL;
}

/* Where letters were garbled: how that is mended for good. */
static void say_remedy(struct ui *ui, enum scanned_by by)
{
	ui_say(ui, STYLE_WARN, "%s", by == SCANNED_BY_PORT ?
		_("Chữ Việt bị hỏng: gõ họ tên, địa chỉ; hãy đặt máy quét gửi chữ UTF-8.") :
		_("Chữ Việt bị hỏng: gõ họ tên, địa chỉ; hãy đặt máy quét về chế độ USB-COM."));
}

static void take_card(struct ui *ui, const char *text, enum scanned_by by)
{
	struct card card;
	struct err err = ERR_INIT;
	if (!card_parse_scanned(text, strlen(text), ui_today(), &card, &err)) {
		ui_say(ui, STYLE_BAD, _("%s Quét lại không được thì gõ tay."), err.text);
		return;
	}
	struct screen *form = form_for_card(ui);
	if (!form)
		return;
	form->ops->card(form, &card);
	if (card_is_garbled(&card))
		say_remedy(ui, by);
}

/* ---- a dossier */

/* False: it is none of this machine's. One that is open already is not opened twice. */
static bool open_dossier(struct ui *ui, const char *uuid_or_code)
{
	struct dossier d;
	struct dossier_row row = {.uuid = ""};
	struct err ignored = ERR_INIT;
	bool found = dossiers_load(ui->env->store, uuid_or_code, &d, NULL, &row, &ignored) || row.uuid[0];
	dossier_clear(&d);
	if (!found)
		return false;
	if (ui_top(ui)->ops->scope == SCOPE_DETAIL)
		ui_replace(ui, screen_detail_new(ui, row.uuid));
	else
		ui_push(ui, screen_detail_new(ui, row.uuid));
	return true;
}

static void take_code(struct ui *ui, const char *text)
{
	char code[DOSSIER_CODE_SIZE];
	scanned_code(text, code);
	ui_quiet(ui);
	if (!open_dossier(ui, code))
		ui_say(ui, STYLE_WARN, _("Hồ sơ %s không do máy này tiếp nhận nên không mở được ở đây."), code);
}

static void say_genuine(struct ui *ui, const struct receipt_known *k)
{
	char when[WHEN_SIZE];
	const struct judgement *j = &k->judged;
	if (!k->here)
		ui_say(ui, STYLE_WARN, _("Giấy hẹn thật của hồ sơ %s, lập ở quầy %02d; hồ sơ không có ở máy này."), j->code,
			j->key->counter);
	else if (k->replaced_at) {
		when_moment(k->replaced_at, clock_now(), when);
		ui_say(ui, STYLE_WARN, _("Giấy hẹn thật, nhưng đã thay bằng giấy cấp lúc %s. Hãy dùng giấy mới."), when);
	} else
		ui_say(ui, STYLE_GOOD, _("%s Giấy hẹn thật."), term_glyph(GLYPH_OK));
}

/* A receipt that is not genuine opens nothing: what it says of itself may be another's. */
static void say_verdict(struct ui *ui, const struct receipt_known *k)
{
	const struct judgement *j = &k->judged;
	ui_quiet(ui);
	if (!verdict_is_genuine(j->verdict)) {
		ui_say(ui, STYLE_BAD, j->code[0] ? _("%s (mã ghi trên giấy: %s)") : "%s", j->reason, j->code);
		return;
	}
	if (k->here)
		open_dossier(ui, j->receipt.uuid);
	say_genuine(ui, k);
}

static void take_receipt(struct ui *ui, const char *text)
{
	struct trust_store trust;
	struct receipt_known known;
	char clean[RECEIPT_TEXT_MAX + 1];
	struct err err = ERR_INIT;
	text_clean_to(clean, sizeof(clean), text);
	if (!trust_load(ui->env->store, ui->env->ws, &trust, &err) ||
		!receipt_look(ui->env->store, &trust.trust, clean, NULL, clock_now(), &known, &err))
		ui_say_err(ui, &err);
	else
		say_verdict(ui, &known);
	trust_clear(&trust);
}

/* ---- all of them */

void ui_scanned(struct ui *ui, enum scanned_kind kind, const char *text, enum scanned_by by)
{
	const char *why = refusal(ui);
	if (why) {
		ui_say(ui, STYLE_WARN, "%s", why);
		return;
	}
	if (kind == SCANNED_NONE) {
		ui_say(ui, STYLE_WARN, _("Không nhận ra mã vừa quét. Nếu là thẻ căn cước, hãy quét lại mã QR."));
		return;
	}
	leave_dialogs(ui);
	if (kind == SCANNED_CARD)
		take_card(ui, text, by);
	else if (kind == SCANNED_RECEIPT)
		take_receipt(ui, text);
	else
		take_code(ui, text);
}
