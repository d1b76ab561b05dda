#include "printing/fitting.h"

#include "base/str.h"
#include "i18n/lang.h"
#include "printing/paper.h"
#include "printing/render.h"

static bool fits_head(const struct paper_kind *paper, const struct route *route, struct err *err)
{
	return paper->shape != PAPER_SHEET || err_set(err, ERR_DATA, _("Máy in %.60s là máy in nhiệt, không in được "
		"trên %s. Chọn máy in khác hoặc in ra tệp PDF."), route->shown, _(paper->words));
}

/* A size that somebody asked for must be there; for a form's usual one a larger sheet does, which is cut.
 * What the configuration says of the paper in the printer is believed before the printer. */
static bool fits_sheet(const struct print_order *order, const struct paper_kind *paper,
	const struct route *route, struct err *err)
{
	enum media_fit fit = route->own_paper ? MEDIA_HAS : printer_media_fit(route->media, paper->media);

	if (fit == MEDIA_HAS || (fit == MEDIA_HOLDS && !*order->paper))
		return true;
	return err_set(err, ERR_DATA, _("Máy in %.60s không có %s. Chọn máy in hoặc khổ giấy khác, hoặc in ra tệp "
		"PDF."), route->shown, _(paper->words));
}

bool fitting_check(const struct print_order *order, const struct route *route, struct err *err)
{
	struct print_order shaped = *order;
	struct err why = ERR_INIT;

	if (route->kind != ROUTE_QUEUE && route->kind != ROUTE_DEVICE)
		return true;
	str_copy(shaped.paper, sizeof(shaped.paper), route->paper);
	const struct paper_kind *paper = render_paper(&shaped, route->dpi, &why);
	if (!paper)
		return err_set(err, why.kind == ERR_USAGE ? ERR_DATA : why.kind, "%s", why.text);
	if (!render_takes(&shaped, paper->name))
		return err_set(err, ERR_DATA, _("Mẫu %s không in được trên %s của máy in %.60s. Chọn máy in khác hoặc in "
			"ra tệp PDF."), order->form, _(paper->words), route->shown);
	return route->dpi ? fits_head(paper, route, err) : fits_sheet(order, paper, route, err);
}
