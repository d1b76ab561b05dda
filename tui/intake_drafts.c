/*
 * Half-filled forms. Each open form has a slot of its own in the store, nine for each officer
 * ("intake.ACCOUNT.1" …), so that a second citizen can be served before the first form is finished,
 * and that what one officer left half-way waits for that officer. Those kept before there were owners
 * ("intake.1") go to the first who opens the form.
 */
#include "tui/intake_screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "store/drafts.h"
#include "tui/screens.h"

#define DRAFT_BYTES_MAX (128 * 1024)

enum { SLOT_NAME = PIN_ACCOUNT + 24 };

static void slot_name(const struct ui *ui, int slot, char out[SLOT_NAME])
{
	struct clerk clerk = {.id = ""};
	char account[PIN_ACCOUNT];
	str_copy(clerk.id, sizeof(clerk.id), ui->officer);
	str_copy(clerk.name, sizeof(clerk.name), ui->officer_name);
	clerk_account(&clerk, account);
	snprintf(out, SLOT_NAME, "intake.%s.%d", account, slot);
}

/* NULL when the slot is empty; the caller frees. */
static char *load(struct ui *ui, int slot, int64_t *at)
{
	char name[SLOT_NAME];
	slot_name(ui, slot, name);
	return draft_load(ui->env->store, name, at);
}

int draft_free_slot(struct ui *ui)
{
	for (int slot = 1; slot <= DRAFT_SLOTS; slot++) {
		int64_t at;
		char *json = load(ui, slot, &at);
		free(json);
		if (!json)
			return slot;
	}
	return 0;
}

void draft_adopt(struct ui *ui)
{
	struct store *store = ui->env->store;
	for (int old = 1; old <= DRAFT_SLOTS; old++) {
		char from[24], to[SLOT_NAME];
		int64_t at;
		struct err err = ERR_INIT;
		snprintf(from, sizeof(from), "intake.%d", old);
		char *json = draft_load(store, from, &at);
		int slot = json ? draft_free_slot(ui) : 0;
		slot_name(ui, slot, to);
		if (slot && (!draft_save(store, to, json, at, &err) || !draft_drop(store, from, &err)))
			ui_say_err(ui, &err);
		free(json);
	}
}

int draft_correcting(struct ui *ui, const char *uuid)
{
	for (int slot = 1; slot <= DRAFT_SLOTS; slot++) {
		struct string_map map = {0};
		int64_t at;
		char *json = load(ui, slot, &at);
		bool ours = json && string_map_from_json(&map, json, strlen(json), NULL) &&
			str_eq(string_map_get(&map, "correcting"), uuid);
		string_map_clear(&map);
		free(json);
		if (ours)
			return slot;
	}
	return 0;
}

void intake_drop_draft(struct intake *in)
{
	char name[SLOT_NAME];
	struct err err = ERR_INIT;
	slot_name(in->base.ui, in->slot, name);
	if (in->kept_edits > 0 && !draft_drop(in->base.ui->env->store, name, &err))
		log_line(LOG_WARN, "draft %s not dropped: %s", name, err.text);
	in->kept_edits = 0;
}

bool intake_keep(struct intake *in)
{
	struct string_map map = {0};
	struct buf json;
	struct err err = ERR_INIT;
	char name[SLOT_NAME];
	if (in->form.edits == in->kept_edits && !in->unkept)
		return true;
	in->unkept = false;
	if (intake_form_is_blank(&in->form)) {
		intake_drop_draft(in);
		in->kept_edits = in->form.edits;
		return true;
	}
	buf_init(&json, DRAFT_BYTES_MAX);
	intake_form_to_map(&in->form, &map);
	string_map_to_json(&map, &json);
	slot_name(in->base.ui, in->slot, name);
	in->unkept = !draft_save(in->base.ui->env->store, name, buf_str(&json), clock_now(), &err);
	if (in->unkept)
		ui_say_err(in->base.ui, &err);
	in->kept_edits = in->form.edits;
	buf_clear(&json);
	string_map_clear(&map);
	return !in->unkept;
}

bool intake_load_draft(struct intake *in, int slot)
{
	struct string_map map = {0};
	struct err err = ERR_INIT;
	int64_t at;
	char *json = load(in->base.ui, slot, &at);
	bool ok = json && string_map_from_json(&map, json, strlen(json), &err);
	if (ok) {
		const char *code = string_map_get(&map, "procedure");
		intake_form_reset(&in->form);
		pick_close(in);
		if (code[0])
			intake_take_procedure(in, code);
		intake_form_from_map(&in->form, &map);
		in->form.edits++;
		in->kept_edits = in->form.edits;
		in->slot = slot;
		intake_focus_moved(in);
		intake_reckon(in);
	} else if (json) {
		ui_say_err(in->base.ui, &err);
	}
	string_map_clear(&map);
	free(json);
	return ok;
}

/* "08:41  Nguyễn Văn Thử · Đăng ký khai sinh"; false when the slot is empty. */
static bool describe(struct ui *ui, int slot, char *text, size_t size)
{
	struct string_map map = {0};
	int64_t at = 0;
	char time[WHEN_SIZE];
	char *json = load(ui, slot, &at);
	if (!json)
		return false;
	when_moment(at, clock_now(), time);
	if (string_map_from_json(&map, json, strlen(json), NULL)) {
		const char *name = string_map_get(&map, "name");
		const char *what = string_map_get(&map, "procedure_text");
		snprintf(text, size, "%s  %.200s%s%.200s", time, name[0] ? name : _("(chưa có tên)"),
			what[0] ? " · " : "", what);
	} else {
		snprintf(text, size, "%s  %s", time, _("(bản nháp bị hỏng)"));
	}
	string_map_clear(&map);
	free(json);
	return true;
}

size_t draft_others(struct ui *ui, int slot)
{
	size_t n = 0;
	for (int i = 1; i <= DRAFT_SLOTS; i++) {
		int64_t at;
		char *json = i == slot ? NULL : load(ui, i, &at);
		n += json != NULL;
		free(json);
	}
	return n;
}

/* The index-th kept slot other than the open one; 0 when there is none. */
static int nth_slot(struct intake *in, size_t index)
{
	for (int slot = 1; slot <= DRAFT_SLOTS; slot++) {
		int64_t at;
		char *json = slot == in->slot ? NULL : load(in->base.ui, slot, &at);
		free(json);
		if (json && index-- == 0)
			return slot;
	}
	return 0;
}

static void draft_chosen(void *user, size_t index)
{
	struct intake *in = user;
	int slot = nth_slot(in, index);
	if (slot && intake_keep(in) && intake_load_draft(in, slot))
		ui_say(in->base.ui, STYLE_TEXT, _("Đã mở lại bản nháp."));
	ui_told(in->base.ui, "drafts");
	in->drafts = draft_others(in->base.ui, in->slot);
}

static void draft_deleted(void *user, size_t index)
{
	struct intake *in = user;
	char name[SLOT_NAME];
	struct err err = ERR_INIT;
	int slot = nth_slot(in, index);
	slot_name(in->base.ui, slot, name);
	if (slot && !draft_drop(in->base.ui->env->store, name, &err))
		ui_say_err(in->base.ui, &err);
	else
		ui_say(in->base.ui, STYLE_TEXT, _("Đã bỏ bản nháp."));
	in->drafts = draft_others(in->base.ui, in->slot);
}

void intake_show_drafts(struct intake *in)
{
	static char lines[DRAFT_SLOTS][640];
	const char *items[DRAFT_SLOTS];
	size_t n = 0;
	for (int slot = 1; slot <= DRAFT_SLOTS; slot++)
		if (slot != in->slot && describe(in->base.ui, slot, lines[n], sizeof(lines[n]))) {
			items[n] = lines[n];
			n++;
		}
	if (n == 0) {
		ui_say(in->base.ui, STYLE_TEXT, _("Không còn bản nháp nào khác."));
		return;
	}
	ui_push(in->base.ui, screen_menu_new(in->base.ui, &(struct menu_spec){
		.title = _("Bản nháp: Enter mở, Del bỏ, Esc thôi"), .items = items, .n = n,
		.on_choice = draft_chosen, .on_delete = draft_deleted, .user = in}));
}
