#include "tests/fuzz/fuzz.h"

#include "base/str.h"
#include "core/card.h"
#include "core/dossier.h"
#include "i18n/text.h"

/* A card that is accepted is fit for the form as it is. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct date today = {2026, 11, 23};
	struct card card;
	struct err err = ERR_INIT;
	struct dossier d;

	if (!card_parse((const char *)data, size, today, &card, &err)) {
		HOLDS(err.kind == ERR_DATA && err.text[0]);
		return 0;
	}
	HOLDS(str_digits(card.id_number, 12));
	HOLDS(!card.old_id[0] || str_digits(card.old_id, 9));
	HOLDS(text_is_clean(card.name) && card.name[0] && text_is_clean(card.address));
	HOLDS(date_valid(card.birth) && date_compare(card.birth, today) <= 0);
	HOLDS(card.n_warnings <= CARD_WARNINGS_MAX);
	dossier_init(&d);
	dossier_use_card(&d, &card);
	HOLDS(str_eq(d.applicant.name, card.name));
	dossier_clear(&d);
	return 0;
}
