/* What a procedure of the catalogue says: for the guidance slip. */
#include "printing/values_tables.h"

#include <string.h>
#include "printing/words.h"

/* ---- values */

/* As the dossier has it, where there is one: the catalogue may have changed since. */
static void procedure_name(const struct facts *f, struct buf *out)
{
	bool of_catalogue = f->procedure && !*f->dossier->procedure_code;
	buf_str_add(out, of_catalogue ? f->procedure->name : f->dossier->procedure_name);
}

static void procedure_code(const struct facts *f, struct buf *out)
{
	bool of_catalogue = f->procedure && !*f->dossier->procedure_code;
	buf_str_add(out, of_catalogue ? f->procedure->code : f->dossier->procedure_code);
}

static void procedure_field(const struct facts *f, struct buf *out)
{
	if (f->procedure)
		buf_str_add(out, f->procedure->field);
}

static void online(const struct facts *f, struct buf *out)
{
	value_say_if(f->procedure && f->procedure->terms[CHANNEL_ONLINE].offered, out);
}

static const struct value values[] = {
	VALUE_MADE("procedure.name", procedure_name, "name of the procedure: of the dossier, else the one explained"),
	VALUE_MADE("procedure.code", procedure_code, "its national code"),
	VALUE_MADE("procedure.field", procedure_field, "its field (lĩnh vực)"),
	VALUE_FLAG_OF("procedure.online", online, "it can be filed online"),
};

const struct value_table values_of_procedure = {values, ARRAY_LEN(values)};

/* ---- papers to bring: of each case in turn, with a row that names the case where there are several */

struct paper_row {
	const struct procedure_case *kase; /* a row that only names the case: component NULL */
	const struct component *component;
	size_t n;                          /* within its case, 1 … */
};

/* The nth row; false past the last. */
static bool paper_row(const struct procedure *p, size_t nth, struct paper_row *out)
{
	bool heads = p && p->n_cases > 1;

	for (size_t c = 0; p && c < p->n_cases; c++) {
		const struct procedure_case *kase = &p->cases[c];
		*out = (struct paper_row){.kase = kase};
		if (heads && nth-- == 0)
			return true;
		if (nth < kase->n_components) {
			out->component = &kase->components[nth];
			out->n = nth + 1;
			return true;
		}
		nth -= kase->n_components;
	}
	return false;
}

static size_t count_papers(const struct facts *f)
{
	struct paper_row row;
	size_t n = 0;

	while (paper_row(f->procedure, n, &row))
		n++;
	return n;
}

static void paper_number(const struct facts *f, struct buf *out)
{
	struct paper_row row;

	if (paper_row(f->procedure, f->row, &row) && row.component)
		buf_printf(out, "%zu", row.n);
}

static void paper_name(const struct facts *f, struct buf *out)
{
	struct paper_row row;

	if (!paper_row(f->procedure, f->row, &row))
		return;
	if (!row.component) {
		buf_printf(out, "Trường hợp: %s", row.kase->name);
		if (row.kase->n_components == 0)
			buf_str_add(out, " (không có giấy tờ kèm theo)");
		return;
	}
	buf_str_add(out, row.component->name);
	if (!row.component->required && !strstr(row.component->name, "nếu có"))
		buf_str_add(out, " (nếu có)");
}

static void paper_counts(const struct facts *f, struct buf *out)
{
	struct paper_row row;

	if (paper_row(f->procedure, f->row, &row) && row.component)
		words_copies(row.component->count, out);
}

static const struct value papers_row[] = {
	VALUE_MADE("row.number", paper_number, "number within the case; empty in a row that names a case"),
	VALUE_MADE("row.name", paper_name, "name of the paper, or “Trường hợp: …” where there are several"),
	VALUE_MADE("row.copies", paper_counts, "“01 bản chính, 02 bản photo”"),
};

/* ---- ways of filing */

static enum channel way(const struct facts *f)
{
	size_t nth = f->row;

	for (int c = CHANNEL_DIRECT; f->procedure && c <= CHANNEL_POSTAL; c++) {
		if (f->procedure->terms[c].offered && nth-- == 0)
			return (enum channel)c;
	}
	return 0;
}

static size_t count_ways(const struct facts *f)
{
	size_t n = 0;

	for (int c = CHANNEL_DIRECT; f->procedure && c <= CHANNEL_POSTAL; c++)
		n += f->procedure->terms[c].offered;
	return n;
}

static void way_name(const struct facts *f, struct buf *out)
{
	static const char *const names[] = {
		"", [CHANNEL_DIRECT] = "Trực tiếp", [CHANNEL_ONLINE] = "Trực tuyến",
		[CHANNEL_POSTAL] = "Dịch vụ bưu chính",
	};
	buf_str_add(out, names[way(f)]);
}

static void way_limit(const struct facts *f, struct buf *out)
{
	if (way(f))
		words_limit(f->procedure->terms[way(f)].time, out);
}

static void way_fee(const struct facts *f, struct buf *out)
{
	if (way(f)) {
		const struct channel_terms *t = &f->procedure->terms[way(f)];
		words_fee(t->fee, t->lines, t->n_lines, out);
	}
}

static const struct value ways_row[] = {
	VALUE_MADE("row.name", way_name, "“Trực tiếp”, “Trực tuyến”, “Dịch vụ bưu chính”"),
	VALUE_MADE("row.limit", way_limit, "time the law gives"),
	VALUE_MADE("row.fee", way_fee, "fee and charge in one line, or “không thu”"),
};

static const struct value_list lists[] = {
	{.name = "procedure.papers", .about = "papers to bring for the procedure", .count = count_papers,
		.row = papers_row, .n_row = ARRAY_LEN(papers_row)},
	{.name = "procedure.ways", .about = "ways of filing, with time and money", .count = count_ways,
		.row = ways_row, .n_row = ARRAY_LEN(ways_row)},
};

const struct value_list_table lists_of_procedure = {lists, ARRAY_LEN(lists)};
