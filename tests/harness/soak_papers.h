#ifndef MOTCUA_TESTS_SOAK_PAPERS_H
#define MOTCUA_TESTS_SOAK_PAPERS_H

/* Every number that was told to the outside: what `motcua intake --json` said it had saved, and the
 * receipts that lie about as files. The property is about these. */

#include <stdbool.h>
#include <stddef.h>
#include "base/uuid.h"
#include "core/dossier_code.h"
#include "core/receipt_token.h"

struct paper {
	char uuid[UUID_SIZE]; /* "" where only a file was found */
	char code[DOSSIER_CODE_SIZE], token[RECEIPT_TOKEN_SIZE];
	int counter;
};

/* Starts as {0}. */
struct papers {
	struct paper *list;
	size_t n, room, files;
};

/* A line of intake's JSON. False when it is not one. */
bool papers_heard(struct papers *p, int counter, const char *line);
/* Every CODE.pdf of that folder. */
void papers_found(struct papers *p, int counter, const char *folder);
/* By code, then counter. */
void papers_sort(struct papers *p);
void papers_clear(struct papers *p);

#endif
