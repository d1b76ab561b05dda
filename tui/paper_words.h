#ifndef MOTCUA_TUI_PAPER_WORDS_H
#define MOTCUA_TUI_PAPER_WORDS_H

/* Papers in the words of a counter, short enough for a line. Pure. */

#include <stddef.h>
#include "store/print_jobs.h"

#define PAPER_NAME 80 /* bytes that hold any short name */

/* What officers call a form: "Giấy hẹn" for 01, "Mẫu ID" for one not known here. */
void paper_short_name(const char *form, char *out, size_t size);
/* The same of a paper: "Giấy hẹn (sao 2)". */
void paper_name_of(const struct print_job *job, char *out, size_t size);
/* What it is about: the dossier's code (without "AGENCY-" unless whole), "3 hồ sơ", the procedure's
 * code, "01/11–30/11/2026". */
void paper_about(const struct print_job *job, const char *agency, bool whole, char *out, size_t size);
/* "CHƯA IN", "đang in", "đã in", "CHƯA RÕ", "đã bỏ". */
const char *paper_state_words(enum print_state state);
/* What to do about a paper of which nothing else was said; "" where nothing is to be done. */
const char *paper_state_advice(enum print_state state);

#endif
