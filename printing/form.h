#ifndef MOTCUA_PRINTING_FORM_H
#define MOTCUA_PRINTING_FORM_H

/*
 * Forms rendered to PDF by pango and cairo: text selectable, fonts embedded, the same bytes every
 * time for the same input, on A5. Form 01: receipt and appointment (giấy tiếp nhận hồ sơ và hẹn trả
 * kết quả). "notice": to the citizen whose dossier was taken in and then rejected by central; it is
 * none of the law's forms, since nobody has judged the matter yet.
 */

#include <stdbool.h>
#include "base/buf.h"
#include "base/err.h"
#include "core/dossier.h"
#include "core/problem.h"

struct form_input {
	const struct dossier *dossier;
	const char *tracking_url;  /* in the QR */
	const char *parent_name, *place; /* of the agency, for the head */
	const char *register_no;   /* quyển số; "" leaves dots */
	int copy;                  /* 0: original; n: "BẢN SAO n" */
	const struct problem *problem; /* notice: why central did not take it; else NULL */
	int64_t dated_at;          /* notice: the date on it */
};

#define PDF_MAX (16 * 1024 * 1024)

/* Loads fonts once; called on the worker thread, may be called again at no cost. */
bool form_setup(struct err *err) MUST_CHECK;
/* Two pages: Liên 1 (Lưu) and Liên 2 (Giao khách hàng). */
bool form_receipt(const struct form_input *in, struct buf *pdf, struct err *err) MUST_CHECK;
/* One part: what the citizen is to do about a dossier that central did not take. */
bool form_notice(const struct form_input *in, struct buf *pdf, struct err *err) MUST_CHECK;
void form_teardown(void);

#endif
