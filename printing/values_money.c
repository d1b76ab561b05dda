/* What the receipts of a fee and of a charge say. The two are never on one receipt. */
#include "printing/values_tables.h"

#include "core/amount_words.h"

/* The amount that was typed where another than the published one was taken, else that; -1 where none is
 * known or nothing is to be collected. */
static int64_t amount_of(const struct facts *f, enum fee_kind kind)
{
	int64_t typed = node_int(facts_at(f, "asked.amount"), -1);
	int64_t published = dossier_published(f->dossier, kind);

	return typed >= 0 ? typed : published > 0 ? published : -1;
}

static void figures(int64_t amount, struct buf *out)
{
	if (amount < 0)
		return;
	amount_text(amount, out);
	buf_str_add(out, " đồng");
}

/* Nothing where it is more than can be read out: it is then written by hand. */
static void words(int64_t amount, struct buf *out)
{
	if (amount_sentence(amount, out))
		buf_char(out, '.');
}

static void fee_amount(const struct facts *f, struct buf *out)
{
	figures(amount_of(f, FEE_FEE), out);
}

static void fee_words(const struct facts *f, struct buf *out)
{
	words(amount_of(f, FEE_FEE), out);
}

static void charge_amount(const struct facts *f, struct buf *out)
{
	figures(amount_of(f, FEE_CHARGE), out);
}

static void charge_words(const struct facts *f, struct buf *out)
{
	words(amount_of(f, FEE_CHARGE), out);
}

static const struct value values[] = {
	VALUE_MADE("fee.amount", fee_amount, "fee (phí) in figures: what {asked.amount} says, else the "
		"published fees together"),
	VALUE_MADE("fee.words", fee_words, "the same in words"),
	VALUE_MADE("charge.amount", charge_amount, "charge (lệ phí) in figures, likewise"),
	VALUE_MADE("charge.words", charge_words, "the same in words"),
};

const struct value_table values_of_money = {values, ARRAY_LEN(values)};

/* ---- the lines of each kind */

static const struct fee_line *line_of(const struct facts *f, enum fee_kind kind, size_t nth)
{
	const struct dossier *d = f->dossier;

	for (size_t i = 0; i < d->n_fee_lines; i++) {
		if (d->fee_lines[i].kind == kind && nth-- == 0)
			return &d->fee_lines[i];
	}
	return NULL;
}

static size_t count_lines(const struct facts *f, enum fee_kind kind)
{
	size_t n = 0;

	while (f->dossier->fee == FEE_PUBLISHED && line_of(f, kind, n))
		n++;
	return n;
}

static size_t count_fees(const struct facts *f)
{
	return count_lines(f, FEE_FEE);
}

static size_t count_charges(const struct facts *f)
{
	return count_lines(f, FEE_CHARGE);
}

static void line_name(const struct facts *f, enum fee_kind kind, struct buf *out)
{
	const struct fee_line *line = line_of(f, kind, f->row);
	if (line)
		buf_str_add(out, line->name);
}

static void line_amount(const struct facts *f, enum fee_kind kind, struct buf *out)
{
	const struct fee_line *line = line_of(f, kind, f->row);
	if (line)
		amount_text(line->amount_vnd, out);
}

static void fee_line_name(const struct facts *f, struct buf *out)
{
	line_name(f, FEE_FEE, out);
}

static void fee_line_amount(const struct facts *f, struct buf *out)
{
	line_amount(f, FEE_FEE, out);
}

static void charge_line_name(const struct facts *f, struct buf *out)
{
	line_name(f, FEE_CHARGE, out);
}

static void charge_line_amount(const struct facts *f, struct buf *out)
{
	line_amount(f, FEE_CHARGE, out);
}

static const struct value fee_row[] = {
	VALUE_MADE("row.name", fee_line_name, "what is paid for"),
	VALUE_MADE("row.amount", fee_line_amount, "đồng, in figures"),
};
static const struct value charge_row[] = {
	VALUE_MADE("row.name", charge_line_name, "what is paid for"),
	VALUE_MADE("row.amount", charge_line_amount, "đồng, in figures"),
};

static const struct value_list lists[] = {
	{.name = "fees", .about = "published fees (phí) of the dossier", .count = count_fees,
		.row = fee_row, .n_row = ARRAY_LEN(fee_row)},
	{.name = "charges", .about = "published charges (lệ phí) of the dossier", .count = count_charges,
		.row = charge_row, .n_row = ARRAY_LEN(charge_row)},
};

const struct value_list_table lists_of_money = {lists, ARRAY_LEN(lists)};
