#ifndef MOTCUA_CORE_AMOUNT_WORDS_H
#define MOTCUA_CORE_AMOUNT_WORDS_H

/*
 * Amounts of money read out in Vietnamese, as receipts carry them: 1005 is "một nghìn không trăm
 * linh năm đồng". Northern official usage: "nghìn" (not "ngàn"), "linh" (not "lẻ"); after mươi:
 * mốt, tư, lăm; "mười" for ten itself. Groups of nothing but zeros are not read, yet a group after
 * a read one has its hundreds read ("không trăm"). From a thousand tỷ on, thousands and tỷ are read
 * as one number before tỷ: "một nghìn không trăm linh năm tỷ".
 *
 * "Chẵn" is not said: no rule asks for it, the amount is complete without, and it means different
 * things in different offices (no xu, or thousands only).
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"

/* The largest amount that is read: 10^15. */
#define AMOUNT_WORDS_MAX INT64_C(1000000000000000)

/* "không đồng" … False, and nothing added, for a negative amount or one above the maximum. */
bool amount_words(int64_t amount_vnd, struct buf *out) MUST_CHECK;
/* The same where a sentence begins: "Một nghìn đồng". */
bool amount_sentence(int64_t amount_vnd, struct buf *out) MUST_CHECK;

#endif
