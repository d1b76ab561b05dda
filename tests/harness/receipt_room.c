#include "tests/harness/receipt_room.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "tests/harness/process.h"

int room_setup(void **state)
{
	struct room *room = xcalloc(1, sizeof(*room));
	snprintf(room->dir, sizeof(room->dir), "/tmp/motcua-receipt.XXXXXX");
	BUG_ON(!mkdtemp(room->dir));
	room->pdf = fs_join(room->dir, "receipt.pdf");
	sample_dossier(&room->d);
	room->in = sample_input(&room->d);
	*state = room;
	return 0;
}

int room_teardown(void **state)
{
	struct room *room = *state;
	process_run((const char *[]){"rm", "-rf", room->dir, NULL}, NULL);
	dossier_clear(&room->d);
	free(room->pdf);
	free(room);
	return 0;
}
