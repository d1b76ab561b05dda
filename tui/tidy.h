#ifndef MOTCUA_TUI_TIDY_H
#define MOTCUA_TUI_TIDY_H

/*
 * How what was typed looks once its field is left: 1/2/90 is 01/02/1990, +84 912345678 is 0912 345 678, 250000 is
 * 250.000. What is not what the field asks for stays as it was typed, for its writer to see. Pure.
 */

#include <stdbool.h>
#include "core/date.h"
#include "tui/field.h"

/* today: for years and days that are written short. True: f has another text now, the cursor at its end. */
bool tidy_field(struct field *f, struct date today);

#endif
