#ifndef MOTCUA_BASE_SAY_H
#define MOTCUA_BASE_SAY_H

/*
 * Sentences for people. The ones in the code are Vietnamese; i18n/lang.h chooses the language they
 * are shown in.
 */

#include <libintl.h>

/* A sentence in the chosen language; N_ marks one in a table, to be passed through _ when shown. */
#define _(s) gettext(s)
#define N_(s) (s)
/* With a number: the plural of the chosen language. */
#define P_(one, many, n) ngettext(one, many, (unsigned long)(n))

/* Why the system refused (an errno), as an officer can read it: "không đủ quyền". In the system's own
 * English where it is none of the usual ones. */
const char *say_errno(int error);

#endif
