#ifndef MOTCUA_TESTS_FONTS_CASE_H
#define MOTCUA_TESTS_FONTS_CASE_H

/* The fonts forms are set in, for a whole group of tests: its setup and teardown. */

int fonts_case_open(void **state);
int fonts_case_close(void **state);

#endif
