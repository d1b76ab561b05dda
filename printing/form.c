#include "printing/form.h"

#include <stdlib.h>
#include "base/mem.h"
#include "core/date.h"
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

/* The same content gives the same file: what is made anew each time, for a day, is of that day. */
static int64_t made_at(const struct form_input *in, const struct set *set)
{
	int64_t at = set_dated_at(set);
	bool anew = in->doc.form->subject == SUBJECT_PROCEDURE || in->doc.form->subject == SUBJECT_PERIOD;
	return anew && at ? instant_make(instant_date(at), 0) : at;
}

static struct output *begin(const struct form_input *in, const struct set *set, struct buf *buf,
	struct err *err)
{
	char *title = xasprintf("%s%s%s", in->doc.form->name, *in->subject ? " " : "", in->subject);
	const struct output_how how = {
		.paper = in->doc.paper, .dpi = in->dpi, .title = title, .created_at = made_at(in, set),
	};
	struct output *out = output_new(&how, buf, err);
	free(title);
	return out;
}

#define LABEL_STEP 0.5
#define LABEL_LEAST 6 /* pt, still read at 203 dpi */
#define TIGHT 0.95    /* of the usual type */

/* NULL where the data is at fault. */
static struct set *set_in_type(const struct form_input *in, double type, struct err *err)
{
	struct set *set = set_new(&in->doc, in->dpi, type);

	if (doc_walk(&in->doc, set_block, set, err))
		return set;
	set_free(set);
	return NULL;
}

/* A label is set in smaller type rather than on two; a paper that is a few lines longer than a page in
 * slightly smaller, where that makes it one. */
static struct set *set_on_paper(const struct form_input *in, struct err *err)
{
	double type = in->doc.paper->type, least = type, step = LABEL_STEP;
	struct set *set = set_in_type(in, type, err);

	if (in->doc.paper->shape == PAPER_LABEL)
		least = LABEL_LEAST;
	else if (in->doc.paper->shape == PAPER_SHEET && set && set_pages(set) == 2)
		step = type - (least = type * TIGHT);
	while (set && type - step >= least && set_pages(set) > 1) {
		struct set *smaller = set_in_type(in, type -= step, err);
		bool better = smaller && (set_pages(smaller) == 1 || in->doc.paper->shape == PAPER_LABEL);
		set_free(better ? set : smaller);
		set = better ? smaller : set;
	}
	return set;
}

bool form_render(const struct form_input *in, struct buf *buf, struct err *err)
{
	if (!template_takes(in->doc.form, in->doc.paper))
		return err_set(err, ERR_USAGE, _("Mẫu %s không in được trên %s."), in->doc.form->form,
			_(in->doc.paper->words));
	if (!(in->doc.paper->shape == PAPER_SHEET ? fonts_setup : fonts_setup_sans)(err))
		return false;
	struct set *set = set_on_paper(in, err);
	if (!set)
		return false;
	if (in->unknown)
		*in->unknown = set_unknown(set);
	struct output *out = begin(in, set, buf, err);
	if (out)
		set_draw(set, out);
	bool ok = out && output_end(out, err);
	set_free(set);
	return ok;
}
