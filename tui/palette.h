#ifndef MOTCUA_TUI_PALETTE_H
#define MOTCUA_TUI_PALETTE_H

/*
 * What one may want to do right now, found by what is typed: keys of the screen below, commands that
 * other screens hold ("ways"), procedures to take in, dossiers by their code. Names and keys come from
 * the bindings. Knows no terminal; screen_palette.c draws it and does what was chosen.
 */

#include <stddef.h>
#include "core/dossier_code.h"
#include "store/catalogue.h"
#include "tui/bindings.h"

#define PALETTE_ROWS_MAX 120
#define PALETTE_TEXT 700
#define PALETTE_KEYS 64

struct store;

enum palette_kind {
	PALETTE_KEY,       /* a key of the screen below */
	PALETTE_WAY,       /* what can be done from anywhere */
	PALETTE_DOSSIER,
	PALETTE_PROCEDURE, /* an intake of it */
};

struct palette_row {
	enum palette_kind kind;
	size_t at;                 /* binding, of the first two */
	enum scope by_way_of;      /* of PALETTE_WAY: the screen that is opened first; 0 none */
	char id[64];               /* UUID or procedure code */
	char text[PALETTE_TEXT];
	char keys[PALETTE_KEYS];   /* that do the same; "" none */
	int rank, order;           /* higher and lower come first */
};

struct palette {
	const struct procedure_index *procedures; /* may be NULL */
	struct store *store;
	struct palette_row *rows;  /* the best first */
	size_t n;
	struct palette_row *commands; /* those there are here, in the order of the bindings */
	struct fold_list *lines;      /* label and help of each */
	size_t n_commands;
};

struct screen;
/* What there is over that screen, and can be done now. procedures and store are lent for as long as it lives. */
void palette_init(struct palette *p, const struct screen *below, const struct procedure_index *procedures,
	struct store *store);
void palette_clear(struct palette *p);
/* Fills rows by what was typed; "": all commands. A store that fails only finds no dossier. */
void palette_find(struct palette *p, const char *text);

#endif
