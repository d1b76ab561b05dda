#ifndef MOTCUA_CORE_CONTACT_H
#define MOTCUA_CORE_CONTACT_H

/* Phone numbers, e-mail addresses and tax codes as people write them, brought to one form. */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"

/* "0912 345 678", "+84-912-345-678", "0296.3841234" → "0912345678"; out ≥ 16 bytes. Mobile
 * 0[35789] + 8 digits, landline 02 + 8 or 9. */
bool phone_parse(const char *s, char *out, size_t size, struct err *err) MUST_CHECK;
/* local@domain with a dot, ≤ 254 bytes, ASCII. */
bool email_valid(const char *s);
/* 10 digits with check digit, the same with "-NNN", or the 12-digit personal number. */
bool tax_code_parse(const char *s, char *out, size_t size, struct err *err) MUST_CHECK;

#endif
