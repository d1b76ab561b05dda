#include "core/terms_json.h"

#include "base/mem.h"
#include "i18n/lang.h"

static const char *const time_units[] = {
	[TIME_NOT_PUBLISHED] = "not_published", [TIME_WORKING_DAYS] = "working_days",
	[TIME_CALENDAR_DAYS] = "calendar_days", [TIME_WORKING_HOURS] = "working_hours",
	[TIME_SAME_DAY] = "same_day",
};
static const char *const fee_statuses[] = {
	[FEE_NOT_PUBLISHED] = "not_published", [FEE_FREE] = "free", [FEE_PUBLISHED] = "published",
};
static const char *const fee_kinds[] = {[FEE_FEE] = "fee", [FEE_CHARGE] = "charge"};

struct time_limit terms_read_time(struct json_in *in, const char *member)
{
	struct time_limit time = {.unit = TIME_NOT_PUBLISHED};
	struct json_in at = json_in_object(in, member, JSON_REQUIRED);
	int unit = json_in_word(&at, "unit", JSON_REQUIRED, time_units, ARRAY_LEN(time_units));
	int count = (int)json_in_int(&at, "count", JSON_REQUIRED, 0, TIME_COUNT_MAX);

	if (unit < 0)
		return time;
	time.unit = (enum time_unit)unit;
	time.count = count;
	if (count > 0 && (time.unit == TIME_NOT_PUBLISHED || time.unit == TIME_SAME_DAY))
		json_in_wrong(&at, "count", "range", "%s",
			_("Thời hạn chưa công bố hoặc trong ngày thì số ngày, giờ phải là 0."));
	return time;
}

static struct fee_line read_line(struct json_in *in)
{
	struct fee_line line = {.kind = FEE_FEE};
	int kind = json_in_word(in, "kind", JSON_REQUIRED, fee_kinds, ARRAY_LEN(fee_kinds));

	if (kind >= 0)
		line.kind = (enum fee_kind)kind;
	line.name = json_in_text(in, "name", JSON_REQUIRED, FEE_NAME_MAX);
	line.amount_vnd = json_in_int(in, "amount_vnd", JSON_REQUIRED, 0, FEE_AMOUNT_MAX);
	return line;
}

enum fee_status terms_read_fee(struct json_in *in, const char *member, struct fee_line **lines,
	size_t *n)
{
	struct json_in at = json_in_object(in, member, JSON_REQUIRED);
	int status = json_in_word(&at, "status", JSON_REQUIRED, fee_statuses, ARRAY_LEN(fee_statuses));

	*n = json_in_array(&at, "lines", JSON_REQUIRED, 0, FEE_LINES_MAX);
	*lines = *n ? arena_alloc(in->doc->arena, *n * sizeof(**lines)) : NULL;
	for (size_t i = 0; i < *n; i++) {
		struct json_in item = json_in_item(&at, "lines", i);
		(*lines)[i] = read_line(&item);
	}
	const json_t *list = json_object_get(at.object, "lines");
	if (status == FEE_PUBLISHED && json_is_array(list) && json_array_size(list) == 0)
		json_in_wrong(&at, "lines", "required", "%s",
			_("Phí, lệ phí đã công bố thì phải có ít nhất một khoản."));
	return status < 0 ? FEE_NOT_PUBLISHED : (enum fee_status)status;
}

void terms_read_counts(struct json_in *in, int count[COPY_KINDS])
{
	for (int kind = 0; kind < COPY_KINDS; kind++)
		count[kind] = (int)json_in_int(in, copy_kind_code((enum copy_kind)kind), JSON_REQUIRED, 0,
			COMPONENT_COUNT_MAX);
}

json_t *terms_write_time(struct time_limit time)
{
	json_t *object = json_object();

	json_object_set_new(object, "unit", json_string(time_units[time.unit]));
	json_object_set_new(object, "count", json_integer(time.count));
	return object;
}

json_t *terms_write_fee(enum fee_status status, const struct fee_line *lines, size_t n)
{
	json_t *object = json_object(), *list = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *line = json_object();
		json_object_set_new(line, "kind", json_string(fee_kinds[lines[i].kind]));
		json_object_set_new(line, "name", json_string(lines[i].name));
		json_object_set_new(line, "amount_vnd", json_integer(lines[i].amount_vnd));
		json_array_append_new(list, line);
	}
	json_object_set_new(object, "status", json_string(fee_statuses[status]));
	json_object_set_new(object, "lines", list);
	return object;
}
