#ifndef MOTCUA_TUI_SCREEN_H
#define MOTCUA_TUI_SCREEN_H

/*
 * A screen is a small table of functions and a state of its own. Screens lie on a stack; the topmost
 * gets the keys, dialogs are screens too (they leave the one below in sight). draw reads state only,
 * key changes state only, and what happens elsewhere (link, printer, clock) reaches a screen through
 * refresh, which never moves the focus.
 */

#include <stdbool.h>
#include <stddef.h>
#include "tui/bindings.h"
#include "tui/key.h"
#include "tui/layout.h"

struct ui;
struct screen;
struct card;
struct field;

struct screen_ops {
	enum scope scope;
	bool dialog; /* draws over the screen below */
	/* Left side of the header, for so many cells; written into out, which holds size bytes. */
	void (*title)(const struct screen *self, int cols, char *out, size_t size);
	void (*draw)(const struct screen *self, struct area body);
	/* action: what the bindings make of the key, ACT_NONE otherwise. False: not for this screen. */
	bool (*key)(struct screen *self, struct key key, enum action action);
	/* Is there anything now that the action could be done to? What it could not is not in the footer.
	 * NULL: there always is. */
	bool (*can)(const struct screen *self, enum action action);
	/* The field one types in just now; NULL: none, also for the function. */
	struct field *(*field)(struct screen *self);
	/* Its text was changed from outside: undone, given back its keys, a scan taken out of it. */
	void (*edited)(struct screen *self);
	/* A paste (one event, raw bytes). NULL: ignored. */
	void (*paste)(struct screen *self, const char *bytes, size_t len);
	/* A card was scanned. NULL: the screen has no use for one. */
	void (*card)(struct screen *self, const struct card *card);
	/* Characters come that may turn out to be a scanner's: remember all that characters can change.
	 * NULL: the field's text is all, or nothing. */
	void (*mark)(struct screen *self);
	/* They were: everything as it was at mark. NULL where mark is; without one it is called
	 * where there is no field. */
	void (*unscan)(struct screen *self);
	/* May a person have typed that text here, and then Enter? NULL: where there is a field, yes. */
	bool (*takes)(const struct screen *self, const char *text);
	/* Something outside changed: read again what is shown. May be NULL. */
	void (*refresh)(struct screen *self);
	/* Is there something keep would write? Asked after each paint; keep is then called half a second
	 * later, so that no key waits for the disk. May be NULL. */
	bool (*unsaved)(const struct screen *self);
	/* The program ends, or the screen is left: keep what must not be lost. May be NULL. */
	void (*keep)(struct screen *self);
	void (*free)(struct screen *self);
};

struct screen {
	const struct screen_ops *ops;
	struct ui *ui;
};

/* The field one types in just now, or NULL. */
static inline struct field *screen_field(struct screen *screen)
{
	return screen->ops->field ? screen->ops->field(screen) : NULL;
}

#endif
