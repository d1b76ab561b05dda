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
/* How the link and this machine are: what to know, what to do. */
struct screen *screen_condition_new(struct ui *ui);
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
