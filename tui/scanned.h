#ifndef MOTCUA_TUI_SCANNED_H
#define MOTCUA_TUI_SCANNED_H

/*
 * What is done with a scan, on whichever screen: a card goes into the form, a receipt or a dossier's bar
 * code opens the dossier, anything else is named. On a locked screen, while a PIN is typed, and before
 * somebody is at the counter, there is a word and nothing else. A scan answers no question: dialogs go.
 */

#include "core/scanned.h"

struct ui;

enum scanned_by { SCANNED_BY_KEYS, SCANNED_BY_PORT, SCANNED_BY_PASTE };

/* text begins where the scan begins. */
void ui_scanned(struct ui *ui, enum scanned_kind kind, const char *text, enum scanned_by by);

#endif
