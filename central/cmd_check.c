#include "central/command.h"

#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "core/calendar.h"
#include "core/record.h"
#include "i18n/lang.h"

enum weight {
	MISSING, /* a counter cannot work */
	NOTE,    /* works, but somebody should know */
};

/*
 * One row a question: the SQL lists ids of what is wanting. JSON is looked into as text: bodies are
 * canonical, so a member is always written the same way.
 */
struct question {
	const char *code;
	enum weight weight;
	const char *sql; /* a `?` in it stands for the day LATE_DAYS ago */
	const char *text;
};

#define LATE_DAYS 3 /* until which a block's workstation may not have come online again */

/* Ids and codes in the order of their bytes, whatever language the database sorts in. */
#define BY(id) " ORDER BY " id " COLLATE \"C\""
#define ONCE(id) " GROUP BY " id BY(id)

/* Of a block, in the way officers write numbers: "H01.91.12 2026-11-23: 12-60". */
#define SPAN(first, last) "SELECT b.agency || ' ' || b.day || ': ' || " first " || '-' || " last \
	" FROM number_blocks b"
#define CLOSED " JOIN block_closings c ON c.block = b.id"

#define ACCOUNTS_OF "(SELECT 1 FROM items a WHERE a.kind = 'account' AND a.body IS NOT NULL" \
	" AND a.scope = "
#define OFFERED " FROM items WHERE kind = 'procedure' AND body IS NOT NULL AND body LIKE "

static const struct question questions[] = {
	{"no_agencies", MISSING,
		"SELECT 'agencies' FROM counters WHERE name = 'catalogue' AND NOT EXISTS"
		" (SELECT 1 FROM items WHERE kind = 'agency' AND body IS NOT NULL)",
		N_("chưa có danh mục đơn vị")},
	{"no_procedures", MISSING,
		"SELECT 'procedures' FROM counters WHERE name = 'catalogue' AND NOT EXISTS"
		" (SELECT 1 FROM items WHERE kind = 'procedure' AND body IS NOT NULL)",
		N_("chưa có danh mục thủ tục")},
	{"no_calendar", MISSING,
		"SELECT 'calendar' FROM counters WHERE name = 'catalogue' AND NOT EXISTS"
		" (SELECT 1 FROM items WHERE kind = 'calendar' AND body IS NOT NULL)",
		N_("chưa có lịch làm việc")},
	{"commune_without_accounts", MISSING,
		"SELECT g.id FROM items g WHERE g.kind = 'agency' AND g.body LIKE '%\"level\":\"commune\"%'"
		" AND NOT EXISTS " ACCOUNTS_OF "g.id)" BY("g.id"),
		N_("đơn vị cấp xã chưa có cán bộ nào")},
	{"counter_without_accounts", MISSING,
		"SELECT w.agency FROM workstations w WHERE NOT EXISTS " ACCOUNTS_OF
		"w.agency)" ONCE("w.agency"),
		N_("đơn vị có máy trạm mà chưa có cán bộ nào")},
	{"counter_without_agency", MISSING,
		"SELECT w.agency FROM workstations w WHERE NOT EXISTS (SELECT 1 FROM items g"
		" WHERE g.kind = 'agency' AND g.id = w.agency AND g.body IS NOT NULL)" ONCE("w.agency"),
		N_("đơn vị có máy trạm mà không còn trong danh mục")},
	{"procedure_without_case", MISSING,
		"SELECT id" OFFERED "'%\"cases\":[]%'" BY("id"), N_("thủ tục chưa có trường hợp nào")},
	{"conflict", NOTE, "SELECT code FROM conflicts WHERE kind <> 'clash' ORDER BY at",
		N_("hồ sơ bị từ chối vì trùng với hồ sơ đã có, cần người xem xét")},
	{"clash", NOTE, "SELECT code FROM conflicts WHERE kind = 'clash'" ONCE("code"),
		N_("số hồ sơ đã cấp hai lần (máy nhân bản hoặc bản cũ khôi phục); cả hai hồ sơ đều giữ, cần "
		   "người xem xét")},
	{"possible_duplicate", NOTE, "SELECT min(d.code COLLATE \"C\") AS code FROM possible_duplicates p"
		" JOIN dossiers d ON d.uuid = p.uuid WHERE p.uuid < p.other GROUP BY p.uuid, p.other"
		" ORDER BY code",
		N_("cặp hồ sơ có thể trùng: cùng người, cùng thủ tục, nhận ở hai quầy")},
	{"numbers_not_arrived", NOTE, SPAN("b.first_number", "(c.next_number - 1)") CLOSED
		" LEFT JOIN dossiers d ON d.block = b.id AND d.clash = 0 AND d.number < c.next_number"
		" GROUP BY b.id, b.agency, b.day, b.first_number, c.next_number"
		" HAVING count(d.uuid) < c.next_number - b.first_number ORDER BY b.day, b.first_number",
		N_("dải số có số đã in mà hồ sơ chưa về trung tâm")},
	{"numbers_not_reported", NOTE, SPAN("b.first_number", "b.last_number")
		" LEFT JOIN dossiers d ON d.block = b.id AND d.clash = 0"
		" LEFT JOIN block_closings c ON c.block = b.id"
		" WHERE b.day <> '' AND b.day < ? AND c.block IS NULL"
		" GROUP BY b.id, b.agency, b.day, b.first_number, b.last_number"
		" HAVING count(d.uuid) < b.last_number + 1 - b.first_number"
		" ORDER BY b.day, b.first_number",
		N_("dải số đã qua ngày mà máy trạm chưa báo số nào bỏ trống")},
	{"numbers_burned_and_used", NOTE, "SELECT d.code FROM block_closings c"
		" JOIN dossiers d ON d.block = c.block WHERE d.number >= c.next_number" BY("d.code"),
		N_("số đã báo bỏ trống mà sau đó vẫn dùng (dấu hiệu có máy nhân bản)")},
	{"numbers_burned", NOTE, SPAN("c.next_number", "b.last_number") CLOSED
		" WHERE c.next_number <= b.last_number ORDER BY b.day, b.first_number",
		N_("dải số có số bỏ trống, đã báo và không dùng nữa")},
	{"copies", NOTE, "SELECT w.agency || ' ' || w.counter FROM workstations w WHERE (SELECT"
		" count(DISTINCT b.lineage) FROM number_blocks b WHERE b.workstation = w.id) > 1"
		" ORDER BY w.agency COLLATE \"C\", w.counter, w.id",
		N_("quầy có máy trạm đã chạy trên bản cũ hoặc bản sao của dữ liệu: số cũ đã bỏ; cần đối chiếu hồ sơ ở máy "
		   "đó với trung tâm")},
	{"fallback_used", NOTE, "SELECT code FROM dossiers WHERE number > 8999999 ORDER BY seq",
		N_("hồ sơ mang số dự phòng: quầy đã hết số được cấp")},
	{"agency_without_accounts", NOTE,
		"SELECT g.id FROM items g WHERE g.kind = 'agency' AND g.body IS NOT NULL"
		" AND g.body NOT LIKE '%\"level\":\"commune\"%' AND NOT EXISTS " ACCOUNTS_OF
		"g.id)" BY("g.id"),
		N_("đơn vị cấp tỉnh, sở chưa có cán bộ nào")},
	{"case_without_components", NOTE,
		"SELECT id" OFFERED "'%\"components\":[]%'" BY("id"),
		N_("thủ tục có trường hợp chưa kê thành phần hồ sơ")},
	{"time_not_published", NOTE,
		"SELECT id" OFFERED "'%\"unit\":\"not_published\"%'" BY("id"),
		N_("thủ tục chưa công bố thời hạn ở ít nhất một hình thức nộp")},
	{"fee_not_published", NOTE,
		"SELECT id" OFFERED "'%\"status\":\"not_published\"%'" BY("id"),
		N_("thủ tục chưa công bố phí, lệ phí ở ít nhất một hình thức nộp")},
};

#define EXAMPLES 5

struct finding {
	int64_t n;
	char examples[400];
};

static bool ask(struct db *db, const struct question *q, struct finding *out, struct err *err)
{
	size_t used = 0;
	char day[DATE_SIZE];
	date_format_iso(date_add(instant_date(clock_now()), -LATE_DAYS), day);
	struct rows *r = db_rows(db, q->sql, strchr(q->sql, '?') ? "t" : "", day);
	*out = (struct finding){0};
	while (rows_next(r)) {
		if (++out->n <= EXAMPLES)
			used += (size_t)snprintf(out->examples + used, sizeof(out->examples) - used, "%s%s",
				used ? ", " : "", rows_text(r, 0));
		if (used >= sizeof(out->examples))
			used = sizeof(out->examples) - 1;
	}
	return rows_end(r, err);
}

static void tell(const struct options *o, const struct question *q, const struct finding *f)
{
	if (!o->json) {
		printf("%s %s: %lld (%s%s)\n", q->weight == MISSING ? _("[thiếu]") : _("[lưu ý]"),
			_(q->text), (long long)f->n, f->examples, f->n > EXAMPLES ? ", …" : "");
		return;
	}
	struct record *r = record_new();
	record_text(r, "code", q->code);
	record_text(r, "weight", q->weight == MISSING ? "missing" : "note");
	record_text(r, "text", _(q->text));
	record_int(r, "count", f->n);
	record_text(r, "examples", f->examples);
	record_print(r, stdout);
}

static bool calendar_load(struct db *db, struct calendar **out, struct err *err)
{
	struct rows *r = db_rows(db,
		"SELECT body FROM items WHERE kind = 'calendar' AND body IS NOT NULL", "");
	*out = NULL;
	if (rows_next(r))
		*out = calendar_from_json(rows_text(r, 0), strlen(rows_text(r, 0)), NULL);
	return rows_end(r, err);
}

/* Due dates run into next year in its last months: its official days off are wanted by then. */
static bool check_years(struct central *c, const struct options *o, struct err *err)
{
	static const struct question q = {"year_not_official", NOTE, NULL,
		N_("năm chưa có lịch nghỉ chính thức, giờ hẹn trả được ghi là tạm tính")};
	struct date today = instant_date(clock_now());
	struct calendar *cal;
	if (!calendar_load(c->db, &cal, err))
		return false;
	for (int year = today.year; cal && year <= date_add(today, 60).year; year++) {
		struct finding f = {.n = 1};
		snprintf(f.examples, sizeof(f.examples), "%d", year);
		if (!calendar_year_official(cal, year))
			tell(o, &q, &f);
	}
	calendar_free(cal);
	return true;
}

int central_cmd_check(struct central *c, const struct options *o, struct err *err)
{
	int64_t missing = 0;
	for (size_t i = 0; i < ARRAY_LEN(questions); i++) {
		struct finding f;
		if (!ask(c->db, &questions[i], &f, err))
			return -1;
		if (f.n)
			tell(o, &questions[i], &f);
		if (f.n && questions[i].weight == MISSING)
			missing++;
	}
	if (!check_years(c, o, err))
		return -1;
	if (!o->json)
		puts(missing ? _("Cấu hình chưa đủ.") : _("Cấu hình đủ để các quầy làm việc."));
	return missing ? err_exit_status(ERR_CONFIG) : 0;
}
