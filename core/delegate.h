#ifndef MOTCUA_CORE_DELEGATE_H
#define MOTCUA_CORE_DELEGATE_H

/* Who hands a dossier in for the applicant: free text, or what that person's card says. */

#include <stdbool.h>
#include "base/buf.h"
#include "base/err.h"
#include "core/card.h"

/* "Lê Thị Mẫu, số định danh 001…": Vietnamese whatever the screen speaks, for it stands on paper. */
void delegate_of_card(const struct card *card, struct buf *out);
/* Appends the text, cleaned; that of a card (its QR or MRZ) is read first. ERR_DATA, field "delegate", when it
 * has the looks of a card and cannot be read: it is never printed raw. today: as card_parse. */
bool delegate_read(const char *text, struct date today, struct buf *out, struct err *err) MUST_CHECK;

#endif
