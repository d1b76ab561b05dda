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

/* "Phường " as a sentence has it behind the committee's name: "phường ". */
static void add_lower(const char *name, size_t len, struct buf *out)
{
	struct buf part;

	buf_init(&part, 32);
	buf_add(&part, name, len);
	text_lower(buf_str(&part), out);
	buf_clear(&part);
}

/* Does that letter begin a proper name? */
static bool is_capital(const char *word)
{
	struct buf letter, lower;
	uint32_t c;

	buf_init(&letter, 16);
	buf_init(&lower, 16);
	buf_add(&letter, word, text_char(word, strlen(word), &c));
	text_lower(buf_str(&letter), &lower);
	bool capital = (*word >= '0' && *word <= '9') || !str_eq(buf_str(&letter), buf_str(&lower));
	buf_clear(&letter);
	buf_clear(&lower);
	return capital;
}

/* A commune: what the catalogue says of this counter's agency; of others what their name says, "Xã Tri Tôn",
 * "Phường 1", but not "Xã hội …", in capitals neither. How many bytes "phường " are; 0: it is none. */
static size_t commune(const struct facts *f, const char *name)
{
	static const char *const places[] = {"phường ", "xã ", "đặc khu "}, *const not_one[] = {"xã hội"};
	const char *level = str_eq(name, node_text(facts_at(f, "agency.name"))) ?
		node_text(facts_at(f, "agency.level")) : "";
	size_t len = 0, ignored;

	if (!starts_with_one_of(name, places, ARRAY_LEN(places), &len) || (*level && !str_eq(level, "commune")))
		return 0;
	if (!*level && (!is_capital(name + len) || starts_with_one_of(name, not_one, ARRAY_LEN(not_one), &ignored)))
		return 0;
	return len;
}

void value_say_body(const struct facts *f, const char *name, struct buf *out)
{
	static const char *const shorts[] = {"ubnd "};
	size_t len = 0;
	bool is_short = starts_with_one_of(name, shorts, ARRAY_LEN(shorts), &len);

	if (is_short)
		name += len;
	size_t place = commune(f, name);
	if (is_short || place)
		buf_str_add(out, "Ủy ban nhân dân ");
	add_lower(name, place, out);
	buf_str_add(out, name + place);
}

void value_say_authority(const struct facts *f, const char *name, struct buf *out)
{
	struct buf body;

	buf_init(&body, 4096);
	value_say_body(f, name, &body);
	text_upper(buf_str(&body), out);
	buf_clear(&body);
}

/* The unit that takes in stands below the body it belongs to: see docs/forms.md, The head. */
static void head_above(const struct facts *f, struct buf *out)
{
	const char *name = agency_name(f), *parent = node_text(facts_at(f, "agency.parent"));
	value_say_authority(f, is_unit(name) && *parent ? parent : name, out);
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
	value_say_body(f, agency_name(f), out);
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
	VALUE_IN_DATA("agency.tax_code", "agency.tax_code", "tax code of the agency, for receipts of money"),
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
