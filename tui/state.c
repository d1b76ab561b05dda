#include "tui/state.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "i18n/lang.h"

/* ---- the stack */

struct screen *ui_top(const struct ui *ui)
{
	return ui->stack[ui->depth - 1];
}

static void drop(struct screen *screen)
{
	if (screen->ops->keep)
		screen->ops->keep(screen);
	screen->ops->free(screen);
}

void ui_push(struct ui *ui, struct screen *screen)
{
	if (ui->depth >= (ui->locked ? UI_STACK_MAX : UI_STACK_MAX - UI_STACK_LOCK)) {
		drop(screen);
		ui_say(ui, STYLE_WARN, _("Đã mở quá nhiều màn hình. Nhấn Esc để về bớt."));
		return;
	}
	ui->stack[ui->depth++] = screen;
}

void ui_pop(struct ui *ui)
{
	if (ui->depth < 2)
		return;
	struct screen *screen = ui->stack[--ui->depth];
	bool dialog = screen->ops->dialog;
	drop(screen);
	if (!dialog && ui_top(ui)->ops->refresh)
		ui_top(ui)->ops->refresh(ui_top(ui));
}

void ui_unwind(struct ui *ui)
{
	while (ui->depth > 0)
		drop(ui->stack[--ui->depth]);
}

void ui_replace(struct ui *ui, struct screen *screen)
{
	drop(ui_top(ui));
	ui->stack[ui->depth - 1] = screen;
}

/* ---- the status line */

__attribute__((format(printf, 3, 0)))
__attribute__((format(printf, 3, 0)))
static void say(char *out, size_t size, const char *fmt, va_list args)
{
	char raw[1024];
	vsnprintf(raw, sizeof(raw), fmt, args);
	text_clean_to(out, size, raw);
}

void ui_say(struct ui *ui, enum style style, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	say(ui->status.text, sizeof(ui->status.text), fmt, args);
	va_end(args);
	ui->status.style = style;
}

void ui_say_paper(struct ui *ui, enum style style, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	say(ui->status.paper, sizeof(ui->status.paper), fmt, args);
	va_end(args);
	ui->status.paper_style = style;
}

void ui_say_err(struct ui *ui, const struct err *err)
{
	ui_say(ui, STYLE_BAD, "%s", err->text[0] ? err->text : _("Không làm được."));
}

void ui_quiet(struct ui *ui)
{
	ui->status.text[0] = '\0';
	if (!ui->status.job[0])
		ui->status.paper[0] = '\0';
	ui_tell_nothing(ui);
}

/* ---- shared state */

struct date ui_today(void)
{
	return instant_date(clock_now());
}

bool ui_offline(const struct ui *ui)
{
	enum link_state link = sync_state(ui->env->sync)->link;
	return link != LINK_ONLINE && link != LINK_SLOW;
}

static void load_catalogue(struct ui *ui)
{
	struct procedure_index *fresh = NULL;
	struct err err = ERR_INIT;
	int64_t changes = sync_state(ui->env->sync)->catalogue_changes;
	if (ui->procedures && changes == ui->catalogue_seen)
		return;
	if (!procedure_index_load(ui->env->store, &fresh, &err)) {
		ui_say_err(ui, &err);
		return;
	}
	procedure_index_free(ui->procedures);
	ui->procedures = fresh;
	areas_free(ui->areas);
	ui->areas = NULL;
	if (!areas_load(ui->env->store, ui->env->ws->agency, &ui->areas, &err))
		ui_say_err(ui, &err);
	ui->catalogue_seen = changes;
	if (ui->calendar)
		calendar_free(ui->calendar);
	ui->calendar = catalogue_calendar(ui->env->store);
}

void ui_load_alarms(struct ui *ui)
{
	struct err err = ERR_INIT;
	if (!alarms_list(ui->env->store, clock_now(), ui->alarms, UI_ALARMS_MAX, &ui->n_alarms,
		&ui->alarms_total, &err))
		ui_say_err(ui, &err);
}

void ui_refresh(struct ui *ui)
{
	struct err err = ERR_INIT;
	load_catalogue(ui);
	if (!dossiers_figures(ui->env->store, clock_now(), &ui->figures, &err) ||
		!numbers_stock(ui->env->store, ui_today(), &ui->stock, &err))
		ui_say_err(ui, &err);
	ui_load_alarms(ui);
	for (size_t i = 0; i < ui->depth; i++)
		if (ui->stack[i]->ops->refresh)
			ui->stack[i]->ops->refresh(ui->stack[i]);
}

/* ---- how one types */

/* The name its choice is kept under. */
static void typing_name(const struct ui *ui, char *out, size_t size)
{
	struct clerk clerk = {.id = ""};
	char account[PIN_ACCOUNT];
	str_copy(clerk.id, sizeof(clerk.id), ui->officer);
	str_copy(clerk.name, sizeof(clerk.name), ui->officer_name);
	clerk_account(&clerk, account);
	snprintf(out, size, "typing.%s", account);
}

/* As the officer left it; nothing another one typed can be undone. */
static void recall_typing(struct ui *ui)
{
	char name[PIN_ACCOUNT + 16];
	enum typing_method method = ui->env->typing;
	typing_name(ui, name, sizeof(name));
	char *word = ui->officer[0] ? store_meta_get(ui->env->store, name) : NULL;
	if (word && !typing_method_read(word, &method))
		method = ui->env->typing;
	free(word);
	typing_clear(&ui->typing);
	typing_use(&ui->typing, method);
}

void ui_next_typing(struct ui *ui)
{
	char name[PIN_ACCOUNT + 16];
	struct err err = ERR_INIT;
	if (ui->locked)
		return; /* F1 of a locked screen: it is the officer's who locked it */
	typing_use(&ui->typing, (ui->typing.method + 1) % TYPING_METHODS);
	ui_say(ui, STYLE_TEXT, "%s", typing_words(&ui->typing));
	typing_name(ui, name, sizeof(name));
	if (ui->officer[0] && !store_meta_set(ui->env->store, name,
		typing_method_word(ui->typing.method), &err))
		ui_say_err(ui, &err);
}

/* ---- who is at the counter */

void ui_set_officer(struct ui *ui, const char *id, const char *name)
{
	char day[DATE_SIZE];
	struct err err = ERR_INIT;
	struct store *store = ui->env->store;
	date_format_iso(ui_today(), day);
	text_clean_to(ui->officer, sizeof(ui->officer), id);
	text_clean_to(ui->officer_name, sizeof(ui->officer_name), name);
	if (!store_meta_set(store, "shift.officer", ui->officer, &err) ||
		!store_meta_set(store, "shift.officer_name", ui->officer_name, &err) ||
		!store_meta_set(store, "shift.day", day, &err))
		ui_say_err(ui, &err);
	recall_typing(ui);
}

void ui_end_shift(struct ui *ui)
{
	struct err err = ERR_INIT;
	ui->officer[0] = ui->officer_name[0] = '\0';
	recall_typing(ui);
	if (!store_meta_set(ui->env->store, "shift.officer", "", &err) ||
		!store_meta_set(ui->env->store, "shift.officer_name", "", &err))
		ui_say_err(ui, &err);
}

bool ui_recall_officer(struct ui *ui)
{
	char today[DATE_SIZE];
	struct store *store = ui->env->store;
	char *day = store_meta_get(store, "shift.day"), *id = store_meta_get(store, "shift.officer");
	char *name = store_meta_get(store, "shift.officer_name");
	date_format_iso(ui_today(), today);
	bool same = day && id && name && id[0] && name[0] && str_eq(day, today);
	if (same) {
		text_clean_to(ui->officer, sizeof(ui->officer), id);
		text_clean_to(ui->officer_name, sizeof(ui->officer_name), name);
		recall_typing(ui);
	}
	free(day);
	free(id);
	free(name);
	return same;
}
