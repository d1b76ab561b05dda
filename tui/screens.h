#ifndef MOTCUA_TUI_SCREENS_H
#define MOTCUA_TUI_SCREENS_H

/* Every screen's maker. What is returned belongs to whoever pushes it. */

#include "core/card.h"
#include "tui/screen.h"

struct screen *screen_officer_new(struct ui *ui);
struct screen *screen_home_new(struct ui *ui);
struct screen *screen_intake_new(struct ui *ui);
struct screen *screen_dossiers_new(struct ui *ui);
struct screen *screen_detail_new(struct ui *ui, const char *uuid);
struct screen *screen_queue_new(struct ui *ui);
/* Papers that are not out yet, or nobody knows of. */
struct screen *screen_jobs_new(struct ui *ui);
/* A form is chosen for what they are about, filled in and printed. ui_print_dossier says why when it
 * cannot; marks are copied. */
struct print_about;
struct marks;
struct screen *screen_print_new(struct ui *ui, const struct print_about *about); /* takes its uuids over */
void ui_print_dossier(struct ui *ui, const char *uuid);
void ui_print_marked(struct ui *ui, const struct marks *marks);
/* A paper as text, to be looked at: takes its lines over. name: of the form. print: what F9 and F6 do,
 * with the screen below, once the preview is gone. */
struct preview;
typedef void preview_print_fn(struct screen *below, bool to_file);
struct screen *screen_preview_new(struct ui *ui, const char *name, struct preview *preview,
	preview_print_fn *print);
void ui_print_period(struct ui *ui);
void ui_print_guidance(struct ui *ui, const char *procedure, const char *name);
/* How each printer stands, what is in it and kept for it. */
struct screen *screen_printers_new(struct ui *ui);
/* How the link and this machine are: what to know, what to do. */
struct screen *screen_condition_new(struct ui *ui);
/* What matters, on one screen. */
struct screen *screen_tour_new(struct ui *ui);
/* What one may want to do over the screen below: the command palette. */
struct screen *screen_palette_new(struct ui *ui);
/* The keys of the screen with that scope. */
struct screen *screen_help_new(struct ui *ui, enum scope scope);

/*
 * A short list to choose one from. The items are copied. on_choice gets the index; on_delete (may be
 * NULL) too, and the menu closes. Both are called after the menu is gone.
 */
struct menu_spec {
	const char *title;
	const char *const *items;
	size_t n;
	int row, col; /* within the body; 0: in the middle */
	void (*on_choice)(void *user, size_t index);
	void (*on_delete)(void *user, size_t index);
	void *user; /* must live as long as the screen below */
};
struct screen *screen_menu_new(struct ui *ui, const struct menu_spec *spec);

#endif
