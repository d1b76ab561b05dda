/* What ledgers and lists say of a dossier in few words, and what their rows have in common. */
#include "printing/values_tables.h"

#include <string.h>
#include "base/str.h"
#include "core/date.h"
#include "i18n/text.h"
#include "printing/words.h"

#define ROW_MAX (256 * 1024)
#define SAID_MAX 4096

/* ---- one dossier, shortly */

static void day(int64_t at, struct buf *out)
{
	char text[DATE_SIZE];

	if (at == 0)
		return;
	date_format_vn(instant_date(at), text);
	buf_str_add(out, text);
}

static void received_day(const struct facts *f, struct buf *out)
{
	day(f->dossier->received_at, out);
}

static void due_day(const struct facts *f, struct buf *out)
{
	day(f->dossier->due_at, out);
}

static void returned_day(const struct facts *f, struct buf *out)
{
	day(node_time(facts_at(f, "returned_at")), out);
}

static void result_way(const struct facts *f, struct buf *out)
{
	buf_str_add(out, f->dossier->result == RESULT_POSTAL ? "Bưu chính" : "Trực tiếp");
}

static void papers(const struct facts *f, struct buf *out)
{
	const struct dossier *d = f->dossier;

	for (size_t i = 0; i < d->n_components; i++) {
		const struct dossier_component *c = &d->components[i];
		struct buf copies;
		buf_init(&copies, SAID_MAX);
		words_copies(c->count, &copies);
		buf_printf(out, "%s%zu) %s (%s)", i ? "; " : "", i + 1, c->name,
			copies.len ? buf_str(&copies) : "chưa nộp");
		buf_clear(&copies);
	}
}

/* Who resolves it: what was asked or the row says, else who took it in. */
static const char *resolver_name(const struct facts *f)
{
	const char *names[] = {node_text(facts_at(f, "asked.resolver")), node_text(facts_at(f, "resolver")),
		f->dossier->agency_name, node_text(facts_at(f, "agency.name"))};
	size_t i = 0;

	while (i < ARRAY_LEN(names) - 1 && !*names[i])
		i++;
	return names[i];
}

static void resolver(const struct facts *f, struct buf *out)
{
	value_say_body(f, resolver_name(f), out);
}

/* Of a letter that the resolving agency itself issues: it, and above it the body it is under; of another
 * agency than this one nobody here knows that. */
static void head_resolver(const struct facts *f, struct buf *out)
{
	value_say_authority(f, resolver_name(f), out);
}

static void head_superior(const struct facts *f, struct buf *out)
{
	if (str_eq(resolver_name(f), node_text(facts_at(f, "agency.name"))))
		value_say_authority(f, node_text(facts_at(f, "agency.parent")), out);
}

/* ---- the period */

static int64_t bound(const struct facts *f, const char *path)
{
	const struct json_t *node = facts_at(f, path);
	struct date d;

	if (node_time(node))
		return node_time(node);
	return date_parse_iso(node_text(node), &d) ? instant_make(d, 0) : 0;
}

static void period(const struct facts *f, struct buf *out)
{
	int64_t from = bound(f, "period.from"), to = bound(f, "period.to");

	if (!from || !to)
		return;
	if (date_compare(instant_date(from), instant_date(to)) == 0) {
		buf_str_add(out, "Trong ");
		words_date(from, out);
		return;
	}
	buf_str_add(out, "Từ ");
	words_date(from, out);
	buf_str_add(out, " đến ");
	words_date(to, out);
}

/* ---- what the rows have in common */

static void rows_count(const struct facts *f, struct buf *out)
{
	size_t n = 0;

	for (const char *at = f->rows ? f->rows : ""; *at; at += strspn(at, "\n")) {
		n++;
		at += strcspn(at, "\n");
	}
	buf_printf(out, "%02zu", n);
}

/* The text all rows have at that path; false where two differ. */
static bool in_common(const struct facts *f, const char *path, struct buf *out)
{
	bool same = true, first = true;
	struct err err = ERR_INIT;

	for (const char *at = f->rows ? f->rows : ""; same && *at; at += strspn(at, "\n")) {
		size_t len = strcspn(at, "\n");
		struct json_t *row = node_read(at, len, ROW_MAX, &err);
		const char *text = node_text(node_at(row, path));
		if (first)
			buf_str_add(out, text);
		same = str_eq(text, buf_str(out));
		first = false;
		node_free(row);
		at += len;
	}
	return same;
}

static void common(const struct facts *f, const char *path, struct buf *out)
{
	struct buf text;

	buf_init(&text, SAID_MAX);
	if (in_common(f, path, &text))
		buf_str_add(out, buf_str(&text));
	buf_clear(&text);
}

static void rows_name(const struct facts *f, struct buf *out)
{
	common(f, "dossier.applicant.name", out);
}

static void rows_address(const struct facts *f, struct buf *out)
{
	common(f, "dossier.applicant.address", out);
}

static void rows_phone(const struct facts *f, struct buf *out)
{
	common(f, "dossier.applicant.phone", out);
}

static void rows_mixed(const struct facts *f, struct buf *out)
{
	struct buf name;

	buf_init(&name, SAID_MAX);
	value_say_if(!in_common(f, "dossier.applicant.name", &name), out);
	buf_clear(&name);
}

static const struct value values[] = {
	VALUE_MADE("received_day", received_day, "day it was taken in: “23/11/2026”"),
	VALUE_MADE("due_day", due_day, "day the result is promised"),
	VALUE_MADE("returned_day", returned_day, "day the result was handed out, as papers made here tell; "
		"empty where not known"),
	VALUE_MADE("result_way", result_way, "“Trực tiếp” or “Bưu chính”"),
	VALUE_MADE("papers", papers, "its papers in one text, with how many of each"),
	VALUE_MADE("resolver", resolver, "who resolves it: {asked.resolver}, else the agency that took it in"),
	VALUE_MADE("head.resolver", head_resolver, "the same in capitals, for the head of a letter it issues"),
	VALUE_MADE("head.superior", head_superior, "the body above it, in capitals; empty for another agency"),
	VALUE_MADE("period", period, "of a ledger: “Từ ngày … đến ngày …”"),
	VALUE_MADE("rows.count", rows_count, "how many dossiers there are, two digits"),
	VALUE_MADE("rows.applicant", rows_name, "the applicant's name; empty where they are several"),
	VALUE_MADE("rows.address", rows_address, "the address, where it is the same in all"),
	VALUE_MADE("rows.phone", rows_phone, "the telephone, where it is the same in all"),
	VALUE_FLAG_OF("rows.mixed", rows_mixed, "the dossiers are of several applicants"),
};

const struct value_table values_of_ledger = {values, ARRAY_LEN(values)};
