#ifndef MOTCUA_I18N_LETTER_H
#define MOTCUA_I18N_LETTER_H

/* Inside i18n only: the marked letters of Vietnamese, taken apart. */

#include <stdint.h>

enum {
	LETTER_STROKE = 3, /* quality of đ; the others: 1 â ê ô, 2 ă ơ ư */
};

struct letter {
	char base;   /* '\0': not a marked letter of Vietnamese */
	int tone;    /* none huyền hỏi ngã sắc nặng: 0–5 */
	int quality;
};

/* cp in lower case. */
struct letter letter_of(int32_t cp);

#endif
