#include "core/delegate.h"

#include <string.h>
#include "base/str.h"
#include "i18n/text.h"

#define OLD_ID 9 /* digits of the shortest number a card's text can begin with */

/* Digits and a bar, as a QR; or the fillers of an MRZ. */
static bool looks_like_card(const char *text)
{
	const char *start = text + strspn(text, " \t\r\n\xEF\xBB\xBF");
	size_t digits = strspn(start, "0123456789");
	return (digits >= OLD_ID && start[digits] == '|') || strstr(text, "<<");
}

void delegate_of_card(const struct card *card, struct buf *out)
{
	buf_printf(out, "%s, số định danh %s", card->name, card->id_number);
}

bool delegate_read(const char *text, struct date today, struct buf *out, struct err *err)
{
	struct card card;
	struct err why = ERR_INIT;
	if (!looks_like_card(text)) {
		text_clean(text, strlen(text), 0, out);
		return true;
	}
	if (!card_parse(text, strlen(text), today, &card, &why))
		return err_at(err, ERR_DATA, "delegate", "%s", why.text);
	delegate_of_card(&card, out);
	return true;
}
