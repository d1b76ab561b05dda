#include "tests/fuzz/fuzz.h"

#include <string.h>
#include "core/dossier.h"
#include "i18n/text.h"

/* What is read is written again with the same meaning, and its canonical form stands still. */

static void check_read(const struct dossier *d)
{
	struct dossier back;
	struct buf once, twice;
	struct err err = ERR_INIT;

	buf_init(&once, 4 * DOSSIER_JSON_MAX);
	buf_init(&twice, 4 * DOSSIER_JSON_MAX);
	dossier_to_json(d, &once);
	dossier_init(&back);
	HOLDS(dossier_from_json(&back, buf_str(&once), once.len, NULL, &err));
	dossier_to_json(&back, &twice);
	HOLDS(strcmp(buf_str(&once), buf_str(&twice)) == 0);
	HOLDS(text_is_clean(d->applicant.name) && text_is_clean_lines(d->note));
	dossier_clear(&back);
	buf_clear(&once);
	buf_clear(&twice);
}

static void check_canonical(const char *json, size_t len)
{
	struct buf once, twice;

	buf_init(&once, 4 * DOSSIER_JSON_MAX);
	buf_init(&twice, 4 * DOSSIER_JSON_MAX);
	if (json_canonical(json, len, &once, NULL)) {
		HOLDS(json_canonical(buf_str(&once), once.len, &twice, NULL));
		HOLDS(once.len == twice.len && memcmp(buf_str(&once), buf_str(&twice), once.len) == 0);
	}
	buf_clear(&once);
	buf_clear(&twice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dossier d;
	struct violations v = {.n = 0};
	struct err err = ERR_INIT;

	dossier_init(&d);
	bool ok = dossier_from_json(&d, (const char *)data, size, &v, &err);
	HOLDS(ok == (err.kind == ERR_NONE));
	HOLDS(!ok || v.n == 0);
	for (size_t i = 0; i < v.n; i++)
		HOLDS(text_is_clean(v.list[i].field) && v.list[i].code[0] && v.list[i].message[0]);
	if (ok)
		check_read(&d);
	v.n = 0;
	if (!dossier_check(&d, NULL, &v))
		HOLDS(v.n > 0);
	dossier_clear(&d);
	check_canonical((const char *)data, size);
	return 0;
}
