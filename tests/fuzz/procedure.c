#include "tests/fuzz/fuzz.h"

#include "base/str.h"
#include "core/dossier.h"
#include "i18n/text.h"

/* A procedure that is read can be used for a dossier, whatever is in it. */

static void use(const struct procedure *p)
{
	struct dossier d;
	struct violations v = {.n = 0};

	for (size_t i = 0; i < p->n_cases; i++) {
		dossier_init(&d);
		if (dossier_use_procedure(&d, p, p->cases[i].id, NULL)) {
			bool ok = dossier_check(&d, p, &v);
			HOLDS(!ok); /* there is no applicant yet */
			for (size_t at = 0; at < v.n; at++)
				HOLDS(!str_eq(v.list[at].field, "procedure.code") && !str_eq(v.list[at].field, "procedure.case_id"));
		}
		dossier_clear(&d);
		v.n = 0;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct procedure p;
	struct err err = ERR_INIT;
	struct buf out;

	if (!procedure_from_json(&p, (const char *)data, size, &err)) {
		HOLDS(err.kind == ERR_DATA && err.text[0] && !p.arena.head);
		return 0;
	}
	HOLDS(procedure_code_valid(p.code) && text_is_clean(p.name) && p.n_cases > 0);
	buf_init(&out, 1000);
	for (int channel = CHANNEL_DIRECT; channel <= CHANNEL_POSTAL; channel++) {
		fee_text(&p.terms[channel], &out);
		time_limit_text(p.terms[channel].time, &out);
	}
	buf_clear(&out);
	use(&p);
	procedure_clear(&p);
	return 0;
}
