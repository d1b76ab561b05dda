/* What the office says on paper: who it is, who prints, and the lists that lie in the order. */
#include "printing/values_tables.h"

#include <string.h>
#include "base/str.h"
#include "i18n/text.h"
#include "printing/words.h"

/* ---- who issues the paper */

static const char *agency_name(const struct facts *f)
{
	const char *name = node_text(facts_at(f, "agency.name"));
	return *name ? name : f->dossier->agency_name;
}

static bool starts_with_one_of(const char *name, const char *const *starts, size_t n, size_t *len)
{
	struct buf lower;
	bool found = false;

	buf_init(&lower, 4096);
	text_lower(name, &lower);
	for (size_t i = 0; i < n && !found; i++) {
		found = str_starts(buf_str(&lower), starts[i]);
		*len = strlen(starts[i]);
	}
	buf_clear(&lower);
	return found;
}

/* Is the agency itself the place that takes in, or a body that has such a unit? */
static bool is_unit(const char *name)
{
	static const char *const starts[] = {"trung tâm", "bộ phận"};
	size_t len;
	return starts_with_one_of(name, starts, ARRAY_LEN(starts), &len);
}

/* "Phường …" as a sentence has it behind the committee's name: "phường …". How many bytes of the name. */
static size_t add_lower_first(const char *name, struct buf *out)
{
	struct buf first;
	uint32_t c;
	size_t len = text_char(name, strlen(name), &c);

	buf_init(&first, 16);
	buf_add(&first, name, len);
	text_lower(buf_str(&first), out);
	buf_clear(&first);
	return len;
}

void value_say_body(const char *name, struct buf *out)
{
	static const char *const places[] = {"phường ", "xã ", "đặc khu "}, *const shorts[] = {"ubnd "};
	size_t len = 0, first = 0;
	bool is_short = starts_with_one_of(name, shorts, ARRAY_LEN(shorts), &len);

	if (is_short)
		name += len;
	bool is_place = starts_with_one_of(name, places, ARRAY_LEN(places), &len);
	if (is_short || is_place)
		buf_str_add(out, "Ủy ban nhân dân ");
	if (is_place)
		first = add_lower_first(name, out);
	buf_str_add(out, name + first);
}

void value_say_authority(const char *name, struct buf *out)
{
	struct buf body;

	buf_init(&body, 4096);
	value_say_body(name, &body);
	text_upper(buf_str(&body), out);
	buf_clear(&body);
}

/* The unit that takes in stands below the body it belongs to: see docs/forms.md, The head. */
static void head_above(const struct facts *f, struct buf *out)
{
	const char *name = agency_name(f), *parent = node_text(facts_at(f, "agency.parent"));
	value_say_authority(is_unit(name) && *parent ? parent : name, out);
}

static void head_unit(const struct facts *f, struct buf *out)
{
	const char *unit = node_text(facts_at(f, "agency.desk"));

	if (!*unit)
		unit = is_unit(agency_name(f)) ? agency_name(f) : "Bộ phận tiếp nhận\nvà trả kết quả";
	text_upper(unit, out);
}

static void agency(const struct facts *f, struct buf *out)
{
	value_say_body(agency_name(f), out);
}

static void counter(const struct facts *f, struct buf *out)
{
	int64_t n = node_int(facts_at(f, "counter"), 0);
	if (n > 0)
		buf_printf(out, "%02lld", (long long)n);
}

static void officer(const struct facts *f, struct buf *out)
{
	value_say_officer(node_text(facts_at(f, "officer.id")), node_text(facts_at(f, "officer.name")), out);
}

static const struct value values[] = {
	VALUE_MADE("head.above", head_above, "head, first line: the body above the unit, in capitals"),
	VALUE_MADE("head.unit", head_unit, "head, second line: the unit that takes in, in capitals"),
	VALUE_MADE("agency.name", agency, "agency of this counter"),
	VALUE_IN_DATA("agency.parent", "agency.parent", "the agency above"),
	VALUE_IN_DATA("agency.place", "agency.place", "place name for “Long Xuyên, ngày …”"),
	VALUE_IN_DATA("agency.address", "agency.address", "address of the agency"),
	VALUE_IN_DATA("agency.phone", "agency.phone", "telephone of the agency"),
	VALUE_MADE("officer.name", officer, "officer who prints the paper"),
	VALUE_MADE("counter", counter, "counter that prints the paper, two digits"),
	VALUE_IN_DATA("register_no", "register_no", "number of the register (quyển số)"),
};

const struct value_table values_of_office = {values, ARRAY_LEN(values)};

/* ---- lists */

static void handed_over_at(const struct facts *f, struct buf *out)
{
	int64_t at = node_time(node_at(f->item, "at"));
	if (at)
		words_time(at, out);
}

static const struct value handover_row[] = {
	VALUE_MADE("row.at", handed_over_at, "when it was handed over"),
	{.name = "row.from", .about = "who hands over", .path = "from"},
	{.name = "row.to", .about = "who takes over", .path = "to"},
	{.name = "row.verdict", .about = "before, on or after its time", .path = "verdict"},
	{.name = "row.note", .about = "note", .path = "note"},
};

/* With rows for those to come, to be filled in by hand. */
static size_t count_slip(const struct facts *f)
{
	const size_t to_come = 3, least = 6;
	size_t n = node_items(facts_at(f, "handovers")) + to_come;

	return n < least ? least : n;
}

static void asked_text(const struct facts *f, struct buf *out)
{
	buf_str_add(out, node_text(f->item));
}

static const struct value asked_row[] = {
	VALUE_MADE("row.text", asked_text, "one line of what was asked"),
};

const struct value_list value_list_asked = {.name = "asked", .row = asked_row,
	.n_row = ARRAY_LEN(asked_row)};

static const struct value_list lists[] = {
	{.name = "handovers", .about = "hand-overs of the dossier", .path = "handovers",
		.row = handover_row, .n_row = ARRAY_LEN(handover_row)},
	{.name = "handover_slip", .about = "the same, and empty rows for those to come", .path = "handovers",
		.count = count_slip, .row = handover_row, .n_row = ARRAY_LEN(handover_row)},
	{.name = "rows", .about = "dossiers of the period or selection, each with all names above",
		.is_rows = true},
};

const struct value_list_table lists_of_order = {lists, ARRAY_LEN(lists)};
