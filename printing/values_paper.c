/* What the paper itself says: its date, which copy it is, whether it has a QR. */
#include "printing/values_tables.h"

#include "printing/words.h"

static void date(const struct facts *f, struct buf *out)
{
	if (f->dated_at)
		words_date(f->dated_at, out);
}

static void moment(const struct facts *f, struct buf *out)
{
	if (f->dated_at)
		words_time(f->dated_at, out);
}

static void copy(const struct facts *f, struct buf *out)
{
	if (f->copy > 0)
		buf_printf(out, "%d", f->copy);
}

static void tracking(const struct facts *f, struct buf *out)
{
	value_say_if(*node_text(facts_at(f, "tracking_url")), out);
}

static void problem(const struct facts *f, struct buf *out)
{
	value_say_if(f->problem, out);
}

static const struct value values[] = {
	VALUE_MADE("date", date, "date of the paper: “ngày 23 tháng 11 năm 2026”"),
	VALUE_MADE("dated_at", moment, "the same with hour and minute"),
	VALUE_MADE("copy", copy, "which copy (bản sao) it is; empty for the original"),
	VALUE_FLAG_OF("tracking", tracking, "the paper has a QR to follow the dossier"),
	VALUE_FLAG_OF("problem", problem, "central did not take the dossier"),
};

const struct value_table values_of_paper = {values, ARRAY_LEN(values)};
