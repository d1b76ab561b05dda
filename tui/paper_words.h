#ifndef MOTCUA_TUI_PAPER_WORDS_H
#define MOTCUA_TUI_PAPER_WORDS_H

/* Papers in the words of a counter, short enough for a line. Pure. */

#include <stddef.h>

#define PAPER_NAME 80 /* bytes that hold any short name */

/* What officers call a form: "Giấy hẹn" for 01, "Mẫu ID" for one not known here. */
void paper_short_name(const char *form, char *out, size_t size);

#endif
