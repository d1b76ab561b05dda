#include "printing/words.h"

#include <string.h>
#include "core/date.h"

void words_date(int64_t t, struct buf *out)
{
	struct date d = instant_date(t);
	buf_printf(out, d.month <= 2 ? "ngày %02d tháng %02d năm %d" : "ngày %02d tháng %d năm %d",
		d.day, d.month, d.year);
}

void words_time(int64_t t, struct buf *out)
{
	int second = instant_second_of_day(t);
	buf_printf(out, "%02d giờ %02d phút, ", second / 3600, second / 60 % 60);
	words_date(t, out);
}

void words_limit(struct time_limit limit, struct buf *out)
{
	static const struct {
		bool counted;
		const char *words;
	} units[] = {
		[TIME_NOT_PUBLISHED] = {false, "chưa công bố"},
		[TIME_WORKING_DAYS] = {true, "ngày làm việc"},
		[TIME_CALENDAR_DAYS] = {true, "ngày"},
		[TIME_WORKING_HOURS] = {true, "giờ làm việc"},
		[TIME_SAME_DAY] = {false, "trong ngày làm việc"},
	};

	if (units[limit.unit].counted)
		buf_printf(out, "%02d ", limit.count);
	buf_str_add(out, units[limit.unit].words);
}

/* Catalogues write "Phí thẩm định" as well as "Thẩm định": the kind is said once. */
static void fee_name(const struct fee_line *line, struct buf *out)
{
	static const char *const kinds[] = {[FEE_FEE] = "phí", [FEE_CHARGE] = "lệ phí"};
	const char *kind = kinds[line->kind];
	bool said = !strncasecmp(line->name, "phí", strlen("phí")) ||
		!strncasecmp(line->name, "lệ phí", strlen("lệ phí"));

	if (!said)
		buf_printf(out, "%s%s", kind, *line->name ? " " : "");
	buf_str_add(out, line->name);
}

static void amount(int64_t vnd, struct buf *out)
{
	buf_str_add(out, ": ");
	amount_text(vnd, out);
	buf_str_add(out, " đồng");
}

static void fee_lines(const struct fee_line *lines, size_t n, struct buf *out)
{
	int64_t total = 0;

	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_str_add(out, "; ");
		fee_name(&lines[i], out);
		amount(lines[i].amount_vnd, out);
		total += lines[i].amount_vnd;
	}
	if (n > 1) {
		buf_str_add(out, "; cộng");
		amount(total, out);
	}
}

void words_fee(enum fee_status fee, const struct fee_line *lines, size_t n, struct buf *out)
{
	if (fee == FEE_FREE)
		buf_str_add(out, "không thu");
	else if (fee == FEE_PUBLISHED && n > 0)
		fee_lines(lines, n, out);
	else
		buf_str_add(out, "chưa công bố");
}

void words_copies(const int count[COPY_KINDS], struct buf *out)
{
	static const char *const kinds[COPY_KINDS] = {
		[COPY_ORIGINAL] = "bản chính", [COPY_CERTIFIED] = "bản chứng thực", [COPY_PHOTO] = "bản photo",
		[COPY_TRANSLATION] = "bản dịch",
	};
	const char *comma = "";

	for (int i = 0; i < COPY_KINDS; i++) {
		if (count[i] > 0) {
			buf_printf(out, "%s%02d %s", comma, count[i], kinds[i]);
			comma = ", ";
		}
	}
}
