#ifndef MOTCUA_TESTS_RECEIPT_ROOM_H
#define MOTCUA_TESTS_RECEIPT_ROOM_H

/* A folder of its own with a sample receipt in it, for tests that read paper back. */

#include "tests/harness/receipt_sample.h"

struct room {
	char dir[64];
	char *pdf;              /* where the test puts it */
	struct dossier d;
	struct sample_input in; /* of d */
};

/* cmocka's; *state is the room. */
int room_setup(void **state);
int room_teardown(void **state);

#endif
