#include "printing/form.h"

#include <stdlib.h>
#include "base/mem.h"
#include "i18n/lang.h"
#include "printing/fonts.h"
#include "printing/output.h"
#include "printing/set.h"

bool form_setup(struct err *err)
{
	return fonts_setup(err);
}

void form_teardown(void)
{
	fonts_teardown();
}

static struct output *begin(const struct form_input *in, const struct set *set, struct buf *buf,
	struct err *err)
{
	char *title = xasprintf("%s%s%s", in->doc.form->name, *in->subject ? " " : "", in->subject);
	const struct output_how how = {
		.paper = in->doc.paper, .dpi = in->dpi, .title = title, .created_at = set_dated_at(set),
	};
	struct output *out = output_new(&how, buf, err);
	free(title);
	return out;
}

bool form_render(const struct form_input *in, struct buf *buf, struct err *err)
{
	if (!template_takes(in->doc.form, in->doc.paper))
		return err_set(err, ERR_USAGE, _("Mẫu %s không in được trên %s."), in->doc.form->form,
			_(in->doc.paper->words));
	if (!(in->doc.paper->shape == PAPER_SHEET ? fonts_setup : fonts_setup_sans)(err))
		return false;
	struct set *set = set_new(&in->doc, in->dpi);
	bool ok = doc_walk(&in->doc, set_block, set, err);
	if (ok) {
		struct output *out = begin(in, set, buf, err);
		if (out)
			set_draw(set, out);
		ok = out && output_end(out, err);
	}
	set_free(set);
	return ok;
}
