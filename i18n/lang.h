#ifndef MOTCUA_I18N_LANG_H
#define MOTCUA_I18N_LANG_H

/*
 * The language of the screen. Vietnamese is the language the program is written in: the sentences
 * in the code are the Vietnamese ones, English is a translation in i18n/po/en.po. So an officer sees
 * Vietnamese even where no catalogue and no generated locale is installed.
 *
 * "qps" is the pseudo-locale of the tests (po/pseudo): every sentence two fifths longer and in brackets,
 * so that one sees on a screen what would be cut in another language. It is not installed.
 */

#include "base/say.h"

/* Once at start, before threads. lang: "vi", "en" or "qps"; dir: where LC_MESSAGES catalogues are, NULL for
 * the installed or the build folder. Makes LC_CTYPE UTF-8 in any case. */
void lang_init(const char *lang, const char *dir);
/* "vi", "en" or "qps". */
const char *lang_current(void);
/* What the environment asked for when the program was started: the first of LANGUAGE's list that is there,
 * "vi" where it names none. */
const char *lang_asked(void);

#endif
