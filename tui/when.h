#ifndef MOTCUA_TUI_WHEN_H
#define MOTCUA_TUI_WHEN_H

/* Times in the words of a counter. Pure; 0 gives "". out holds WHEN_SIZE bytes. */

#include <stdint.h>

#define WHEN_SIZE 48

void when_clock(int64_t at, char out[WHEN_SIZE]);  /* "T2 23/11 08:41" */
/* "T3 08/12 08:43", with the year where it is another one than now's. */
void when_moment(int64_t at, int64_t now, char out[WHEN_SIZE]);
/* For a list: "hôm nay 17:00", "mai 11:30", "quá hạn 20/11", "T5 26/11". At most 13 cells. */
void when_due(int64_t at, int64_t now, char out[WHEN_SIZE]);
void when_time(int64_t at, char out[WHEN_SIZE]);   /* "08:41" */

#endif
