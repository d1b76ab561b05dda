#ifndef MOTCUA_TESTS_SAYS_H
#define MOTCUA_TESTS_SAYS_H

/* What a text must say, and must not; a cmocka test fails with both shown. */

void says(const char *text, const char *what);
void says_not(const char *text, const char *what);

#endif
