#ifndef MOTCUA_I18N_GARBLED_H
#define MOTCUA_I18N_GARBLED_H

/*
 * Names that a scanner typed on a keyboard whose layout has no Vietnamese letters, or through an input
 * method that made something else of them. What is a name in another language of the country is left
 * alone: only what no such name looks like counts.
 */

#include <stdbool.h>

/* Letters doubled by an input method ("Nguyeễn"), or left as the keys of one ("Nguyeenx"). Clean text. */
bool garbled_by_typing(const char *name);
/* Plain letters only, and a word that no Vietnamese letter could have been left out of: "Nguyn", "Th". */
bool garbled_by_loss(const char *name);
/* Not one letter with a mark, and not đ. */
bool garbled_is_plain(const char *s);

#endif
