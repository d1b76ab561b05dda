#ifndef MOTCUA_PRINTING_WORDS_H
#define MOTCUA_PRINTING_WORDS_H

/*
 * The wording of forms: always Vietnamese, as the law's templates have it, whatever the language of
 * the screen. So nothing here is translated.
 */

#include <stdint.h>
#include "base/buf.h"
#include "core/dossier.h"

/* "08 giờ 43 phút, ngày 23 tháng 11 năm 2026"; Viet Nam time. */
void words_time(int64_t t, struct buf *out);
/* "ngày 23 tháng 11 năm 2026"; days under 10 and January and February with a zero. */
void words_date(int64_t t, struct buf *out);
/* "10 ngày làm việc", "chưa công bố" … */
void words_limit(struct time_limit limit, struct buf *out);
/* "không thu", "chưa công bố", "phí thẩm định: 100.000 đồng; lệ phí: 5.000 đồng; cộng: …" */
void words_fee(enum fee_status fee, const struct fee_line *lines, size_t n, struct buf *out);
/* By enum copy_kind: "01 bản chính, 02 bản photo"; nothing for none. */
void words_copies(const int count[COPY_KINDS], struct buf *out);

#endif
