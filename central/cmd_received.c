/*
 * motcua-central received: what arrived from one counter, so that a workstation whose data was put back from
 * an older copy can be compared with it. Numbers and times only: no citizen's data.
 */
#include "central/command.h"

#include <stdio.h>
#include "base/str.h"
#include "core/date.h"
#include "core/record.h"
#include "i18n/lang.h"

static void tell(const struct options *o, const char *code, const char *uuid, int64_t received_at)
{
	char at[INSTANT_SIZE];
	if (o->json) {
		struct record *r = record_new();
		record_text(r, "code", code);
		record_text(r, "uuid", uuid);
		record_time(r, "received_at", received_at);
		record_print(r, stdout);
		return;
	}
	instant_format(received_at, at);
	printf("%s  %s\n", code, at);
}

int central_cmd_received(struct central *c, const struct options *o, struct err *err)
{
	int64_t counter;
	if (!o->agency || !o->counter) {
		err_set(err, ERR_USAGE, _("Cần cả --agency MÃ và --counter SỐ."));
		return -1;
	}
	if (!str_to_int(o->counter, 1, 999, &counter)) {
		err_set(err, ERR_USAGE, _("Số quầy (--counter) phải là số từ 1 đến 999."));
		return -1;
	}
	struct rows *r = db_rows(c->db, "SELECT d.code, d.uuid, d.received_at FROM dossiers d"
		" JOIN workstations w ON w.id = d.workstation WHERE w.agency = ? AND w.counter = ?"
		" ORDER BY d.received_at, d.seq", "ti", o->agency, counter);
	while (rows_next(r))
		tell(o, rows_text(r, 0), rows_text(r, 1), rows_int(r, 2));
	return rows_end(r, err) ? 0 : -1;
}
