/* What a dossier says on paper: values and lists. */
#include "printing/values_tables.h"

#include <string.h>
#include "core/dossier_code.h"
#include "printing/notice_words.h"
#include "printing/words.h"

/* ---- values */

static void request(const struct facts *f, struct buf *out)
{
	const struct dossier *d = f->dossier;

	buf_str_add(out, d->procedure_name);
	if (*d->case_name && strcmp(d->case_name, d->procedure_name) != 0)
		buf_printf(out, " – %s", d->case_name);
	if (*d->procedure_code)
		buf_printf(out, " (mã thủ tục: %s)", d->procedure_code);
}

static void code(const struct facts *f, struct buf *out)
{
	buf_str_add(out, f->dossier->code);
}

static void sequence(const struct facts *f, struct buf *out)
{
	if (f->dossier->sequence > 0)
		buf_printf(out, "%lld", (long long)f->dossier->sequence);
}

static void copies(const struct facts *f, struct buf *out)
{
	buf_printf(out, "%02d", f->dossier->copies > 0 ? f->dossier->copies : 1);
}

static void counter(const struct facts *f, struct buf *out)
{
	if (f->dossier->counter > 0)
		buf_printf(out, "%02d", f->dossier->counter);
}

static void limit(const struct facts *f, struct buf *out)
{
	words_limit(f->dossier->time, out);
}

static void received(const struct facts *f, struct buf *out)
{
	if (f->dossier->received_at)
		words_time(f->dossier->received_at, out);
}

static void due(const struct facts *f, struct buf *out)
{
	if (f->dossier->due_at)
		words_time(f->dossier->due_at, out);
}

static void due_promise(const struct facts *f, struct buf *out)
{
	const struct dossier *d = f->dossier;

	if (d->due_at == 0) {
		buf_str_add(out, "theo thông báo (thời hạn chưa công bố)");
		return;
	}
	words_time(d->due_at, out);
	if (d->due_provisional)
		buf_str_add(out, " (tạm tính, lịch nghỉ chính thức chưa công bố)");
	if (!d->clock_trusted)
		buf_str_add(out, " (tạm tính, đồng hồ của máy chưa đối chiếu)");
}

static void result_at(const struct facts *f, struct buf *out)
{
	buf_str_add(out, f->dossier->result == RESULT_POSTAL ?
		"địa chỉ nêu trên, qua dịch vụ bưu chính công ích" :
		"Bộ phận tiếp nhận và trả kết quả nơi nộp hồ sơ");
}

static void fee(const struct facts *f, struct buf *out)
{
	words_fee(f->dossier->fee, f->dossier->fee_lines, f->dossier->n_fee_lines, out);
}

static void replaces_at(const struct facts *f, struct buf *out)
{
	const struct correction *c = &f->dossier->correction;

	if (c->at && c->n_replaces > 0)
		words_time(c->replaces[c->n_replaces - 1].issued_at, out);
}

static void offline(const struct facts *f, struct buf *out)
{
	value_say_if(f->dossier->offline, out);
}

static void fallback(const struct facts *f, struct buf *out)
{
	value_say_if(dossier_code_fallback(f->dossier->code), out);
}

static void untrusted_clock(const struct facts *f, struct buf *out)
{
	value_say_if(*f->dossier->code && !f->dossier->clock_trusted, out);
}

static void agency(const struct facts *f, struct buf *out)
{
	value_say_body(f, f->dossier->agency_name, out);
}

static void officer(const struct facts *f, struct buf *out)
{
	value_say_officer(f->dossier->officer, f->dossier->officer_name, out);
}

static const struct value values[] = {
	VALUE_MADE("code", code, "official number of the dossier"),
	VALUE_MADE("sequence", sequence, "number in the order of intake (số thứ tự)"),
	VALUE_MADE("request", request, "procedure, case and code of the procedure"),
	VALUE_OF_DOSSIER("procedure.case", case_name, "case (trường hợp) of the procedure"),
	VALUE_OF_DOSSIER("delegate", delegate, "who hands it in for the applicant"),
	VALUE_OF_DOSSIER("note", note, "note of the officer"),
	VALUE_MADE("copies", copies, "number of sets, two digits"),
	VALUE_MADE("limit", limit, "time the law gives: “10 ngày làm việc”"),
	VALUE_MADE("received", received, "when it was taken in: hour, minute, day"),
	VALUE_MADE("due", due, "when the result is promised; empty where no limit is published"),
	VALUE_MADE("promise", due_promise, "the same with what is provisional about it, in words"),
	VALUE_MADE("result_at", result_at, "where the result is handed out"),
	VALUE_MADE("fee", fee, "fee and charge in one line, or “không thu”"),
	VALUE_MADE("intake.agency", agency, "agency that took it in"),
	VALUE_MADE("intake.counter", counter, "counter that took it in, two digits"),
	VALUE_MADE("intake.officer", officer, "officer who took it in"),
	VALUE_MADE("replaces", replaces_at, "when the receipt was issued that this one replaces"),
	VALUE_OF_DOSSIER("applicant.name", applicant.name, "person or organisation"),
	VALUE_OF_DOSSIER("applicant.address", applicant.address, "address"),
	VALUE_OF_DOSSIER("applicant.phone", applicant.phone, "telephone"),
	VALUE_OF_DOSSIER("applicant.email", applicant.email, "e-mail"),
	VALUE_OF_DOSSIER("applicant.id_number", applicant.id_number, "personal number, 12 digits"),
	VALUE_OF_DOSSIER("applicant.tax_code", applicant.tax_code, "tax code of an organisation"),
	VALUE_FLAG_OF("offline", offline, "taken in without network"),
	VALUE_FLAG_OF("fallback", fallback, "its number is a fallback number (số dự phòng)"),
	VALUE_FLAG_OF("untrusted_clock", untrusted_clock, "the clock of the machine was not confirmed"),
};

const struct value_table values_of_dossier = {values, ARRAY_LEN(values)};

/* ---- the papers that were handed in */

static size_t count_components(const struct facts *f)
{
	return f->dossier->n_components;
}

static const struct dossier_component *component(const struct facts *f)
{
	static const struct dossier_component none = {.name = ""};

	return f->row < f->dossier->n_components ? &f->dossier->components[f->row] : &none;
}

/* The form has no column for translations, nor for papers still to come: the name says it. */
static void component_name(const struct facts *f, struct buf *out)
{
	const struct dossier_component *c = component(f);

	buf_str_add(out, c->name);
	if (c->count[COPY_TRANSLATION] > 0)
		buf_printf(out, " (bản dịch: %d)", c->count[COPY_TRANSLATION]);
	else if (*c->name && c->count[COPY_ORIGINAL] + c->count[COPY_CERTIFIED] + c->count[COPY_PHOTO] == 0)
		buf_str_add(out, " (chưa nộp)");
}

static void copies_of(const struct facts *f, enum copy_kind kind, struct buf *out)
{
	if (component(f)->count[kind] > 0)
		buf_printf(out, "%02d", component(f)->count[kind]);
}

static void originals(const struct facts *f, struct buf *out)
{
	copies_of(f, COPY_ORIGINAL, out);
}

static void certified(const struct facts *f, struct buf *out)
{
	copies_of(f, COPY_CERTIFIED, out);
}

static void photos(const struct facts *f, struct buf *out)
{
	copies_of(f, COPY_PHOTO, out);
}

static void translations(const struct facts *f, struct buf *out)
{
	copies_of(f, COPY_TRANSLATION, out);
}

static const struct value component_row[] = {
	VALUE_MADE("row.name", component_name, "name of the paper, with translations and “chưa nộp”"),
	VALUE_MADE("row.original", originals, "how many originals, two digits; empty for none"),
	VALUE_MADE("row.certified", certified, "how many certified copies"),
	VALUE_MADE("row.photo", photos, "how many photocopies"),
	VALUE_MADE("row.translation", translations, "how many translations"),
};

static const struct value_list lists[] = {
	{.name = "components", .about = "papers of the dossier", .count = count_components,
		.row = component_row, .n_row = ARRAY_LEN(component_row)},
	{.name = "reasons", .about = "why central did not take the dossier", .count = notice_reasons,
		.row = notice_reason_row, .n_row = NOTICE_REASON_ROW},
	{.name = "tasks", .about = "what the applicant is to do about it", .count = notice_tasks,
		.row = notice_task_row, .n_row = NOTICE_TASK_ROW},
};

const struct value_list_table lists_of_dossier = {lists, ARRAY_LEN(lists)};
