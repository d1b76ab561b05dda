#include "tests/harness/form_samples.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/record.h"
#include "tests/harness/receipt_sample.h"

#define DAY 86400
#define DATA_MAX (4 * 1024 * 1024)
#define COMPONENTS 40

static const char *text_of(struct arena *arena, const char *words, size_t characters)
{
	struct buf out;
	buf_init(&out, characters * 4 + 1);
	for (size_t n = 0, i = 0; n < characters; n++) {
		size_t len = 1;
		while (((unsigned char)words[i + len] & 0xc0) == 0x80)
			len++;
		buf_add(&out, words + i, len);
		i = words[i + len] ? i + len : 0;
	}
	if (out.data[out.len - 1] == ' ') /* no clean text ends so */
		out.data[out.len - 1] = '.';
	const char *text = arena_strdup(arena, buf_str(&out));
	buf_clear(&out);
	return text;
}

static void fill_up(struct dossier *d)
{
	struct dossier_component *list = arena_alloc(&d->arena, COMPONENTS * sizeof(*list));
	for (size_t i = 0; i < COMPONENTS; i++)
		list[i] = (struct dossier_component){arena_printf(&d->arena, "%zu", i),
			text_of(&d->arena, "Giấy xác nhận tình trạng hôn nhân và Quyết định ", i == 7 ? 300 : 20 + i * 4),
			{(int)i % 3, (int)i % 2, (int)i % 5, i == 3}};
	d->components = list;
	d->n_components = COMPONENTS;
	d->applicant.name = text_of(&d->arena, "Nguyễn Phước Thử Nghiệm ", 120);
	d->applicant.address = text_of(&d->arena, "Ấp Vĩnh Phú Thượng, ", 300);
	d->applicant.email = text_of(&d->arena, "thudientuthatdai", 100);
	d->applicant.tax_code = "0312345678-001";
	d->delegate = text_of(&d->arena, "Lê Thị Mẫu Ủy Quyền ", 120);
	d->procedure_name = text_of(&d->arena, "Thực hiện, điều chỉnh, thôi hưởng trợ cấp hưu trí xã hội ", 300);
	d->case_name = text_of(&d->arena, "Trường hợp chuyển nơi cư trú ", 300);
	d->agency_name = text_of(&d->arena, "Ủy ban nhân dân phường Đặc Biệt Dài Tên ", 120);
	d->officer_name = text_of(&d->arena, "Trần Văn Mẫu Rất Dài ", 120);
	d->offline = true;
	d->clock_trusted = false;
	d->due_provisional = true;
}

static void add_fees(struct dossier *d)
{
	static struct fee_line lines[] = {
		{FEE_FEE, "Phí thẩm định hồ sơ", 1005000},
		{FEE_CHARGE, "Lệ phí cấp giấy", 75000},
		{FEE_CHARGE, "Bản sao thứ hai", 8021},
	};
	d->fee = FEE_PUBLISHED;
	d->fee_lines = lines;
	d->n_fee_lines = ARRAY_LEN(lines);
}

static char *dossier_text(enum sample_size size, int nth)
{
	struct dossier d;
	struct buf json;
	sample_dossier(&d);
	if (size == SAMPLE_FULL && nth % 2 == 0)
		fill_up(&d);
	if (size == SAMPLE_FULL)
		add_fees(&d);
	if (nth > 0) {
		d.sequence += nth;
		d.received_at += nth * DAY;
		d.due_at = nth % 4 == 3 ? 0 : d.due_at + nth * DAY;
		d.result = nth % 2 ? RESULT_POSTAL : RESULT_DIRECT;
		snprintf(d.code, sizeof(d.code), "H01.91.12-2611%02d-%04d", 23 + nth % 7, 43 + nth);
	} else {
		add_fees(&d);
	}
	buf_init(&json, DATA_MAX);
	dossier_to_json(&d, &json);
	dossier_clear(&d);
	return buf_take(&json);
}

static void put_json(struct record *r, const char *key, const char *json)
{
	struct err err = ERR_INIT;
	if (!record_json(r, key, json, &err))
		bug_abort(__FILE__, __LINE__, err.text);
}

static void put_agency(struct record *data, enum sample_size size)
{
	const bool full = size == SAMPLE_FULL;
	struct arena arena = {0};
	struct record *agency = record_new(), *officer = record_new();
	record_text(agency, "id", "H01.91.12");
	record_text(agency, "name", full ? text_of(&arena, "Ủy ban nhân dân phường Đặc Biệt Dài Tên ", 120) :
		"Ủy ban nhân dân phường Long Xuyên");
	record_text(agency, "parent", full ? text_of(&arena, "Ủy ban nhân dân tỉnh Thử Nghiệm ", 120) :
		"Ủy ban nhân dân tỉnh An Giang");
	record_text(agency, "place", full ? text_of(&arena, "Đặc Biệt Dài Tên ", 60) : "Long Xuyên");
	record_text(agency, "address", full ? text_of(&arena, "Số 1, đường Thử Nghiệm, ", 200) :
		"Số 1, đường Thử Nghiệm, phường Long Xuyên");
	record_text(agency, "phone", "0296 3000 000");
	record_child(data, "agency", agency);
	record_text(officer, "id", "mau");
	record_text(officer, "name", full ? text_of(&arena, "Trần Văn Mẫu Rất Dài ", 120) : "Trần Văn Mẫu");
	record_child(data, "officer", officer);
	record_int(data, "counter", 3);
	arena_clear(&arena);
}

/* What was typed; full: as much of it as the screen takes. */
static const struct {
	const char *name, *usual, *full;
	size_t characters;
} answers[] = {
	{"reason", "Chờ kết quả xác minh của cơ quan liên quan.",
		"Hồ sơ chưa đủ giấy tờ theo quy định, cần xác minh thêm. ", 1500},
	{"due", "2026-12-15T16:30:00+07:00", NULL, 0},
	{"signer", "Phạm Thị Thử", "Phạm Thị Thử Tên Rất Dài ", 120},
	{"partner", "Phòng Thử nghiệm", "Phòng Thử nghiệm và Phòng Mẫu, ", 300},
	{"resolver", NULL, "Sở Thử nghiệm và Phát triển Mẫu, ", 300},
	{"method", "Tiền mặt", "Tiền mặt hoặc chuyển khoản, ", 200},
	{"giver", "Trần Văn Mẫu", "Trần Văn Mẫu Rất Dài ", 120},
	{"receiver", "Lê Thị Mẫu", "Lê Thị Mẫu Tên Cũng Dài ", 120},
	{"shelf", "Kho 2, giá 14, hộp 7", "Kho 2, giá 14, hộp 7, ngăn ", 120},
	{"submitter", NULL, "Lê Thị Mẫu Người Nộp Hộ ", 120},
	{"series", NULL, "01BLP2-", 40}, {"number", NULL, "0123456789", 40},
};

static void put_asked(struct record *data, enum sample_size size)
{
	static const char *const list = "[\"Giấy khai sinh của con (bản chính)\",\"Tờ khai theo mẫu, kê khai "
		"lại mục 4 và ký tên\",\"Giấy chứng nhận kết hôn (bản sao có chứng thực)\"]";
	struct record *asked = record_new();
	struct arena arena = {0};
	for (size_t i = 0; i < ARRAY_LEN(answers); i++) {
		const bool full = size == SAMPLE_FULL && answers[i].full;
		if (full || answers[i].usual)
			record_text(asked, answers[i].name, full ? text_of(&arena, answers[i].full, answers[i].characters) :
				answers[i].usual);
	}
	for (size_t i = 0; size == SAMPLE_FULL && i < COMPONENTS; i++) {
		record_push_text(asked, "missing", text_of(&arena, "Giấy tờ phải bổ sung cho đủ ", 10 + 12 * i));
		record_push_text(asked, "returned", text_of(&arena, "Bản chính trả lại người nộp ", 10 + 5 * i));
	}
	if (size != SAMPLE_FULL) {
		put_json(asked, "missing", list);
		put_json(asked, "returned", list);
	}
	record_child(data, "asked", asked);
	arena_clear(&arena);
}

/* What central said, for the notice. */
static void put_problem(struct record *data, enum sample_size size)
{
	struct problem p = {.type = "invalid", .title = "Hồ sơ không hợp lệ", .status = 422};
	struct arena arena = {0};
	struct buf json;
	violation_add(&p.violations, "applicant.phone", "format", "Số điện thoại không có thật.");
	violation_add(&p.violations, "components[1].copy", "range", "Thiếu bản photo.");
	for (size_t i = 2; size == SAMPLE_FULL && i < VIOLATIONS_MAX; i++)
		violation_add(&p.violations, i % 3 ? "applicant.address" : "note", "x", "%s",
			text_of(&arena, "Điều này không đúng như quy định của thủ tục ", 6 * i));
	buf_init(&json, DATA_MAX);
	problem_to_json(&p, &json);
	put_json(data, "problem", buf_str(&json));
	buf_clear(&json);
	arena_clear(&arena);
}

static void put_handovers(struct record *data, enum sample_size size)
{
	static const struct {
		const char *from, *to, *verdict, *note;
	} way[] = {
		{"Bộ phận tiếp nhận và trả kết quả", "Phòng Văn hóa – Xã hội", "Đúng hạn", ""},
		{"Phòng Văn hóa – Xã hội", "Lãnh đạo Ủy ban nhân dân phường", "Trước hạn", "Trình ký"},
		{"Lãnh đạo Ủy ban nhân dân phường", "Bộ phận tiếp nhận và trả kết quả", "", ""},
	};
	struct arena arena = {0};
	for (int i = 0; i < (size == SAMPLE_FULL ? 40 : 3); i++) {
		struct record *r = record_new();
		const bool much = size == SAMPLE_FULL && i == 11;
		record_time(r, "at", 1795398180 + i * DAY);
		record_text(r, "from", much ? text_of(&arena, "Phòng Văn hóa – Xã hội ", 199) : way[i % 3].from);
		record_text(r, "to", way[i % 3].to);
		record_text(r, "verdict", way[i % 3].verdict);
		record_text(r, "note", much ? text_of(&arena, "Trình ký lại ", 590) : way[i % 3].note);
		record_push(data, "handovers", r);
	}
	arena_clear(&arena);
}

static void put_procedure(struct record *data, enum sample_size size)
{
	static const char *const usual =
		"{\"code\":\"1.001193\",\"name\":\"Đăng ký khai sinh\",\"field\":\"Hộ tịch\",\"channels\":{"
		"\"direct\":{\"time\":{\"unit\":\"same_day\",\"count\":0},\"fee\":{\"status\":\"published\",\"lines\":["
		"{\"kind\":\"charge\",\"name\":\"đăng ký khai sinh\",\"amount_vnd\":8000}]}},"
		"\"online\":{\"time\":{\"unit\":\"working_days\",\"count\":1},\"fee\":{\"status\":\"free\",\"lines\":[]}}},"
		"\"cases\":[{\"id\":\"1\",\"name\":\"Đăng ký đúng hạn\",\"components\":["
		"{\"id\":\"1\",\"name\":\"Giấy chứng sinh\",\"required\":true,\"original\":1,\"certified\":0,\"copy\":0,"
		"\"translation\":0},{\"id\":\"2\",\"name\":\"Giấy chứng nhận kết hôn (nếu có)\",\"required\":false,"
		"\"original\":0,\"certified\":1,\"copy\":2,\"translation\":0}]},"
		"{\"id\":\"2\",\"name\":\"Đăng ký lại\",\"components\":[]}]}";
	struct arena arena = {0};
	struct buf full;
	if (size != SAMPLE_FULL) {
		put_json(data, "procedure", usual);
		return;
	}
	buf_init(&full, DATA_MAX);
	buf_printf(&full, "{\"code\":\"1.001193\",\"name\":\"%s\",\"field\":\"Hộ tịch\",\"channels\":{\"postal\":{"
		"\"time\":{\"unit\":\"not_published\",\"count\":0},\"fee\":{\"status\":\"not_published\",\"lines\":[]}}},"
		"\"cases\":[", text_of(&arena, "Đăng ký khai sinh có yếu tố nước ngoài ", 300));
	for (int i = 0; i < COMPONENTS; i++)
		buf_printf(&full, "%s{\"id\":\"%d\",\"name\":\"%s\",\"components\":[{\"id\":\"1\",\"name\":\"%s\","
			"\"required\":true,\"original\":99,\"certified\":99,\"copy\":99,\"translation\":99}]}",
			i ? "," : "", i, text_of(&arena, "Trường hợp thứ ", 40),
			text_of(&arena, "Giấy tờ do cơ quan có thẩm quyền cấp ", 20 + (size_t)i * 7));
	buf_str_add(&full, "]}");
	put_json(data, "procedure", buf_str(&full));
	buf_clear(&full);
	arena_clear(&arena);
}

char *form_sample_data(enum form_subject subject, enum sample_size size)
{
	struct record *data = record_new(), *period = record_new();
	struct buf json;
	if (size == SAMPLE_EMPTY) {
		record_free(period);
	} else {
		char *dossier = dossier_text(size, 0);
		if (subject == SUBJECT_DOSSIER)
			put_json(data, "dossier", dossier);
		free(dossier);
		put_agency(data, size);
		put_asked(data, size);
		put_handovers(data, size);
		put_problem(data, size);
		if (subject == SUBJECT_PROCEDURE)
			put_procedure(data, size);
		record_text(period, "from", "2026-11-01T00:00:00+07:00");
		record_text(period, "to", "2026-11-30T23:59:59+07:00");
		record_child(data, "period", period);
		record_text(data, "tracking_url", SAMPLE_URL);
		record_time(data, "dated_at", 1795398180);
	}
	buf_init(&json, DATA_MAX);
	record_write(data, &json);
	return buf_take(&json);
}

char *form_sample_rows(enum sample_size size)
{
	struct buf rows;
	buf_init(&rows, 16 * DATA_MAX);
	for (int i = 0; i < (size == SAMPLE_EMPTY ? 0 : size == SAMPLE_FULL ? 12 : 3); i++) {
		char *dossier = dossier_text(size, i + 1);
		buf_printf(&rows, "{\"dossier\":%s}\n", dossier);
		free(dossier);
	}
	return buf_take(&rows);
}
