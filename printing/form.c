#include "printing/form.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "printing/flow.h"
#include "printing/form01.h"
#include "printing/pdf.h"

#define MM (72 / 25.4)
#define PARTS 2 /* Lưu, Giao khách hàng */

/* Margins that every office printer can print. */
static const struct page_size a5 = {
	.width = 148 * MM, .height = 210 * MM,
	.left = 14 * MM, .right = 10 * MM, .top = 9 * MM, .bottom = 11 * MM,
};

bool form_setup(struct err *err)
{
	return fonts_setup(err);
}

void form_teardown(void)
{
	fonts_teardown();
}

/* Other systems put the citizen's ID number into the QR. Never here. */
static bool url_is_innocent(const struct form_input *in, struct err *err)
{
	const char *id = in->dossier->applicant.id_number;

	if (*id && strstr(in->tracking_url, id))
		return err_set(err, ERR_DATA,
			_("Không in: địa chỉ tra cứu trong mã QR chứa số định danh của công dân."));
	return true;
}

static cairo_t *begin(const struct dossier *d, struct buf *pdf)
{
	char *title = xasprintf("Giấy tiếp nhận hồ sơ và hẹn trả kết quả %s", d->code);
	const struct pdf_meta meta = {
		.title = title, .created_at = d->received_at, .width = a5.width, .height = a5.height,
	};
	cairo_t *cr = pdf_begin(&meta, pdf);
	free(title);
	return cr;
}

bool form_receipt(const struct form_input *in, struct buf *pdf, struct err *err)
{
	struct form01 form;

	if (!fonts_setup(err) || !url_is_innocent(in, err) || !form01_init(&form, in, &a5, err))
		return false;
	form01_build(&form);
	flow_paginate(form.flow);
	cairo_t *cr = begin(in->dossier, pdf);
	for (int part = 1; part <= PARTS; part++)
		flow_draw(form.flow, cr, part, form01_footer, &form);
	bool ok = pdf_end(cr, pdf, err);
	form01_clear(&form);
	return ok;
}
