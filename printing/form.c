#include "printing/form.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "printing/flow.h"
#include "printing/form01.h"
#include "printing/notice.h"
#include "printing/output.h"

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

static struct output *begin(const struct form01 *form, const char *name, struct buf *pdf,
	struct err *err)
{
	char *title = xasprintf("%s %s", name, form->d->code);
	const struct output_how how = {
		.paper = paper_find("A5", NULL), .title = title, .created_at = form->dated_at,
	};
	struct output *out = output_new(&how, pdf, err);
	free(title);
	return out;
}

static bool render(const struct form_input *in, const char *name, void (*build)(struct form01 *),
	int parts, struct buf *pdf, struct err *err)
{
	struct form01 form;

	if (!fonts_setup(err) || !url_is_innocent(in, err) || !form01_init(&form, in, &a5, err))
		return false;
	build(&form);
	flow_paginate(form.flow);
	struct output *out = begin(&form, name, pdf, err);
	for (int part = 1; out && part <= parts; part++) {
		if (part > 1)
			output_part(out);
		flow_draw(form.flow, out, part, form01_footer, &form);
	}
	bool ok = out && output_end(out, err);
	form01_clear(&form);
	return ok;
}

bool form_receipt(const struct form_input *in, struct buf *pdf, struct err *err)
{
	return render(in, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", form01_build, PARTS, pdf, err);
}

bool form_notice(const struct form_input *in, struct buf *pdf, struct err *err)
{
	if (!in->problem)
		return err_set(err, ERR_DATA, _("Hồ sơ này không bị trung tâm từ chối, nên không có gì để thông "
			"báo."));
	return render(in, "Thông báo về hồ sơ đã tiếp nhận", notice_build, 1, pdf, err);
}
