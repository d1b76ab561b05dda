#include "central/command.h"

#include <stdio.h>
#include "base/clock.h"
#include "base/str.h"
#include "central/stations.h"
#include "core/record.h"
#include "i18n/lang.h"

static void print_code(const struct options *o, const char *code, int64_t counter, int64_t now)
{
	if (!o->json) {
		puts(code);
		fprintf(stderr, _("Trên máy trạm, trong 24 giờ, hãy chạy: motcua enrol %s\n"), code);
		return;
	}
	struct record *r = record_new();
	record_text(r, "code", code);
	record_text(r, "agency", o->agency);
	record_int(r, "counter", counter);
	record_time(r, "expires_at", now + ENROL_CODE_VALID_S);
	record_print(r, stdout);
}

int central_cmd_enrol_code(struct central *c, const struct options *o, struct err *err)
{
	char code[ENROL_CODE_SIZE];
	int64_t counter, now = clock_now();
	if (!o->agency || !o->counter) {
		err_set(err, ERR_USAGE, _("Cần cả --agency MÃ và --counter SỐ."));
		return -1;
	}
	if (!str_to_int(o->counter, 1, 999, &counter)) {
		err_set(err, ERR_USAGE, _("Số quầy (--counter) phải là số từ 1 đến 999."));
		return -1;
	}
	if (!enrol_code_make(c->db, o->agency, counter, now, code, err))
		return -1;
	print_code(o, code, counter, now);
	return 0;
}
