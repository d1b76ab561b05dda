#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "printing/doc.h"
#include "tests/harness/receipt_sample.h"

/* What names of templates stand for: money, procedures, ledgers, hand-overs. */

#define HEAD "form x\nversion 1\nname Thử\nsubject dossier\npapers A5\n" \
	"ask amount number Số tiền\nask resolver text Cơ quan\n"

static bool add_text(void *user, const struct doc_block *b, struct err *err)
{
	struct buf *out = user;
	(void)err;
	for (size_t i = 0; b->kind != DOC_BEGIN && i < b->n; i++) {
		if (out->len)
			buf_char(out, '|');
		doc_text_plain(&b->texts[i], out);
	}
	return true;
}

/* The texts of the blocks, "|" between. */
static void says(const char *blocks, const char *data, const char *rows, const char *wanted)
{
	struct err err = ERR_INIT;
	struct buf text, out;
	buf_init(&text, TEMPLATE_MAX);
	buf_init(&out, DOC_DATA_MAX);
	buf_printf(&text, HEAD "%s\n", blocks);
	struct template *t = template_read(buf_str(&text), text.len, "x.form", &err);
	const struct doc_input in = {.form = t, .paper = paper_find("A5", NULL), .data = data, .rows = rows};
	if (!t || !doc_walk(&in, add_text, &out, &err))
		fail_msg("%s", err.text);
	assert_string_equal(buf_str(&out), wanted);
	template_free(t);
	buf_clear(&text);
	buf_clear(&out);
}

/* {"dossier": …} with what comes behind; on the heap. */
static char *data_of(const struct dossier *d, const char *behind)
{
	struct buf json;
	buf_init(&json, DOC_DATA_MAX);
	buf_str_add(&json, "{\"dossier\":");
	dossier_to_json(d, &json);
	buf_printf(&json, "%s}", behind);
	return buf_take(&json);
}

static void with_fees(struct dossier *d, struct fee_line *lines, size_t n, const char *behind,
	const char *blocks, const char *wanted)
{
	d->fee = n ? FEE_PUBLISHED : d->fee;
	d->fee_lines = lines;
	d->n_fee_lines = n;
	char *data = data_of(d, behind);
	says(blocks, data, NULL, wanted);
	free(data);
}

#define BOTH "text {fee.amount:?}\ntext {fee.words:?}\ntext {charge.amount:?}\ntext {charge.words:?}"

static void fee_and_charge_are_kept_apart(void **state)
{
	(void)state;
	struct fee_line lines[] = {{FEE_CHARGE, "Cấp bản chính", 8000}, {FEE_FEE, "Tra cứu", 1005}, {FEE_CHARGE, "Bản sao", 21},
		{FEE_FEE, "Thẩm định", 24000}};
	const char *tables = "table fees\ncolumn 500 left A | {row.n}. {row.name}\ncolumn * right B | {row.amount}\n"
		"end\ntable charges\ncolumn * left C | {row.n}. {row.name}: {row.amount}\nend";
	struct dossier d;
	sample_dossier(&d);
	with_fees(&d, lines, 4, "", BOTH, "25.005 đồng|Hai mươi lăm nghìn không trăm linh năm đồng.|8.021 đồng|"
		"Tám nghìn không trăm hai mươi mốt đồng.");
	with_fees(&d, lines, 4, "", tables, "A|B|1. Tra cứu|1.005|2. Thẩm định|24.000|C|1. Cấp bản chính: 8.000|"
		"2. Bản sao: 21");
	with_fees(&d, lines, 1, "", BOTH, "?|?|8.000 đồng|Tám nghìn đồng.");
	dossier_clear(&d);
}

static void no_amount_is_made_up(void **state)
{
	(void)state;
	struct dossier d;
	sample_dossier(&d);
	d.fee = FEE_FREE;
	with_fees(&d, NULL, 0, "", BOTH, "?|?|?|?");
	d.fee = FEE_NOT_PUBLISHED;
	with_fees(&d, NULL, 0, "", BOTH, "?|?|?|?");
	with_fees(&d, NULL, 0, ",\"asked\":{\"amount\":0}", BOTH, "0 đồng|Không đồng.|0 đồng|Không đồng.");
	with_fees(&d, NULL, 0, ",\"asked\":{\"amount\":-5}", BOTH, "?|?|?|?");
	with_fees(&d, NULL, 0, ",\"asked\":{\"amount\":\"5\"}", BOTH, "?|?|?|?");
	/* more than can be read out: by hand */
	with_fees(&d, NULL, 0, ",\"asked\":{\"amount\":1000000000000001}", "text {fee.words:?}", "?");
	says(BOTH, "{}", NULL, "?|?|?|?");
	dossier_clear(&d);
}

static void what_was_taken_goes_before_what_is_published(void **state)
{
	(void)state;
	struct fee_line lines[] = {{FEE_FEE, "Thẩm định", 24000}};
	struct dossier d;
	sample_dossier(&d);
	with_fees(&d, lines, 1, ",\"asked\":{\"amount\":5000}", "text {fee.amount} {asked.amount}",
		"5.000 đồng 5.000");
	dossier_clear(&d);
}

/* ---- procedures */

#define PROCEDURE "{\"procedure\":{\"code\":\"1.001193\",\"name\":\"Khai sinh\",\"field\":\"Hộ tịch\",\"channels\":{" \
	"\"postal\":{\"time\":{\"unit\":\"working_days\",\"count\":3},\"fee\":{\"status\":\"not_published\",\"lines\":[]}}," \
	"\"direct\":{\"time\":{\"unit\":\"same_day\",\"count\":0},\"fee\":{\"status\":\"free\",\"lines\":[]}}},\"cases\":["
#define PAPER(name, required, n) "{\"id\":\"" name "\",\"name\":\"" name "\",\"required\":" required ",\"original\":" n \
	",\"certified\":0,\"copy\":" n ",\"translation\":0}"
#define CASE(name, papers) "{\"id\":\"" name "\",\"name\":\"" name "\",\"components\":[" papers "]}"
#define PAPERS "each procedure.papers\nitem {row.number:–} | {row.name} {row.copies}\nend"

static void a_procedure_is_explained(void **state)
{
	(void)state;
	const char *one = PROCEDURE CASE("Chung", PAPER("Tờ khai", "true", "1") ","
		PAPER("Giấy ủy quyền", "false", "0") "," PAPER("Ảnh (nếu có)", "false", "2")) "]}}";
	says("text {procedure.name} {procedure.code} {procedure.field}", one, NULL, "Khai sinh 1.001193 Hộ tịch");
	says(PAPERS, one, NULL, "1|Tờ khai 01 bản chính, 01 bản photo|2|Giấy ủy quyền (nếu có) |3|Ảnh (nếu có) "
		"02 bản chính, 02 bản photo");
	says("each procedure.ways\ntext {row.name}: {row.limit}; {row.fee}\nend", one, NULL,
		"Trực tiếp: trong ngày làm việc; không thu|Dịch vụ bưu chính: 03 ngày làm việc; chưa công bố");
	says("[procedure.online] text qua mạng\n[!procedure.online] text tại quầy", one, NULL, "tại quầy");
}

static void each_case_has_its_papers(void **state)
{
	(void)state;
	says(PAPERS, PROCEDURE CASE("Một", PAPER("A", "true", "1")) "," CASE("Hai", "") "," CASE("Ba",
		PAPER("B", "true", "1") "," PAPER("C", "true", "1")) "]}}", NULL,
		"–|Trường hợp: Một |1|A 01 bản chính, 01 bản photo|–|Trường hợp: Hai (không có giấy tờ kèm theo) |"
		"–|Trường hợp: Ba |1|B 01 bản chính, 01 bản photo|2|C 01 bản chính, 01 bản photo");
	says("text x\n" PAPERS, "{}", NULL, "x");
}

static void a_dossier_keeps_the_name_it_was_taken_in_under(void **state)
{
	(void)state;
	struct dossier d;
	sample_dossier(&d);
	char *data = data_of(&d, ",\"procedure\":{\"code\":\"1.000001\",\"name\":\"Tên mới\",\"field\":\"Y tế\",\"channels\":{"
		"\"direct\":{\"time\":{\"unit\":\"same_day\",\"count\":0},\"fee\":{\"status\":\"free\",\"lines\":[]}}},\"cases\":["
		CASE("Chung", "") "]}");
	says("text {procedure.code}", data, NULL, "1.014027");
	free(data);
	dossier_clear(&d);
}

/* ---- ledgers and lists */

static void periods_in_words(void **state)
{
	(void)state;
	says("text {period}", "{\"period\":{\"from\":\"2026-11-01\",\"to\":\"2026-11-30\"}}", NULL,
		"Từ ngày 01 tháng 11 năm 2026 đến ngày 30 tháng 11 năm 2026");
	says("text {period}", "{\"period\":{\"from\":\"2026-02-03\",\"to\":\"2026-02-03\"}}", NULL,
		"Trong ngày 03 tháng 02 năm 2026");
	says("text {period}", "{\"period\":{\"from\":\"2026-11-01T00:00:00+07:00\",\"to\":\"2026-11-02T08:00:00+07:00\"}}",
		NULL, "Từ ngày 01 tháng 11 năm 2026 đến ngày 02 tháng 11 năm 2026");
	says("text {period:?}", "{\"period\":{\"from\":\"hôm qua\",\"to\":7}}", NULL, "?");
	says("text {period:?}", "{}", NULL, "?");
}

static char *rows_of(const char *const names[], size_t n)
{
	struct dossier d;
	struct buf rows;
	buf_init(&rows, 4 * DOC_DATA_MAX);
	for (size_t i = 0; i < n; i++) {
		sample_dossier(&d);
		d.applicant.name = names[i];
		d.result = i % 2 ? RESULT_POSTAL : RESULT_DIRECT;
		char *row = data_of(&d, i % 2 ? ",\"returned_at\":\"2026-11-25T09:00:00+07:00\",\"resolver\":\"Sở Thử\"" : "");
		buf_printf(&rows, "%s\n", row);
		free(row);
		dossier_clear(&d);
	}
	return buf_take(&rows);
}

static void rows_say_what_they_have_in_common(void **state)
{
	(void)state;
	char *same = rows_of((const char *const[]){"Lê Thị Mẫu", "Lê Thị Mẫu"}, 2);
	char *other = rows_of((const char *const[]){"Lê Thị Mẫu", "Lê Thị Mẫu", "Trần Thử"}, 3);
	const char *blocks = "text {rows.count} {rows.applicant:?} {rows.phone:?}\n[rows.mixed] text nhiều người";
	says(blocks, "{}", same, "02 Lê Thị Mẫu 0912345678");
	says(blocks, "{}", other, "03 ? 0912345678|nhiều người");
	says(blocks, "{}", "", "00 ? ?");
	says("table rows\ncolumn * left X | {row.n} {applicant.name} {result_way} {received_day} {returned_day:?} {resolver}"
		"\nend", "{}", same, "X|1 Lê Thị Mẫu Trực tiếp 23/11/2026 ? Ủy ban nhân dân phường Long Xuyên|"
		"2 Lê Thị Mẫu Bưu chính 23/11/2026 25/11/2026 Sở Thử");
	free(same);
	free(other);
}

static void papers_in_one_text(void **state)
{
	(void)state;
	struct dossier d;
	sample_dossier(&d);
	memset(d.components[1].count, 0, sizeof(d.components[1].count));
	char *data = data_of(&d, "");
	says("text {papers}", data, NULL, "1) Văn bản đề nghị hưởng trợ cấp hưu trí xã hội (Mẫu số 01) (01 bản chính); "
		"2) Giấy chứng nhận đăng ký kết hôn (chưa nộp); 3) Giấy tờ do nước ngoài cấp (01 bản chính, 01 bản dịch)");
	says("text {papers:?}", "{}", NULL, "?");
	free(data);
	dossier_clear(&d);
}

static void letters_are_headed_by_who_resolves(void **state)
{
	(void)state;
	const char *blocks = "head {head.superior:?} | {head.resolver:?}";
	const char *nation = "|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc";
	const char *office = "\"agency\":{\"name\":\"Ủy ban nhân dân xã Thử\",\"parent\":\"Ủy ban nhân dân tỉnh Mẫu\"}";
	const struct {
		const char *asked, *wanted;
	} cases[] = {
		{"", "ỦY BAN NHÂN DÂN TỈNH MẪU|ỦY BAN NHÂN DÂN XÃ THỬ"},
		{",\"asked\":{\"resolver\":\"\"}", "ỦY BAN NHÂN DÂN TỈNH MẪU|ỦY BAN NHÂN DÂN XÃ THỬ"},
		{",\"asked\":{\"resolver\":\"Sở Y tế\"}", "?|SỞ Y TẾ"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *data = xasprintf("{%s%s}", office, cases[i].asked);
		char *wanted = xasprintf("%s%s", cases[i].wanted, nation);
		says(blocks, data, NULL, wanted);
		free(data);
		free(wanted);
	}
}

static void heads_name_bodies_in_full(void **state)
{
	(void)state;
	static const struct { const char *name, *head, *said; } cases[] = {
		{"Phường Long Xuyên", "ỦY BAN NHÂN DÂN PHƯỜNG LONG XUYÊN", "Ủy ban nhân dân phường Long Xuyên"},
		{"xã Vĩnh Hanh", "ỦY BAN NHÂN DÂN XÃ VĨNH HANH", "Ủy ban nhân dân xã Vĩnh Hanh"},
		{"Đặc khu Phú Quốc", "ỦY BAN NHÂN DÂN ĐẶC KHU PHÚ QUỐC", "Ủy ban nhân dân đặc khu Phú Quốc"},
		{"UBND Phường Long Xuyên", "ỦY BAN NHÂN DÂN PHƯỜNG LONG XUYÊN", "Ủy ban nhân dân phường Long Xuyên"},
		{"UBND tỉnh Mẫu", "ỦY BAN NHÂN DÂN TỈNH MẪU", "Ủy ban nhân dân tỉnh Mẫu"},
		{"Ủy ban nhân dân xã Mẫu", "ỦY BAN NHÂN DÂN XÃ MẪU", "Ủy ban nhân dân xã Mẫu"},
		{"Sở Nội vụ", "SỞ NỘI VỤ", "Sở Nội vụ"}, {"Xãng Mẫu", "XÃNG MẪU", "Xãng Mẫu"},
		{"Phường 1", "ỦY BAN NHÂN DÂN PHƯỜNG 1", "Ủy ban nhân dân phường 1"},
		{"XÃ ÓC EO", "ỦY BAN NHÂN DÂN XÃ ÓC EO", "Ủy ban nhân dân xã ÓC EO"},
		{"Xã hội học Mẫu", "XÃ HỘI HỌC MẪU", "Xã hội học Mẫu"}, {"XÃ HỘI MẪU", "XÃ HỘI MẪU", "XÃ HỘI MẪU"},
		{"Phường", "PHƯỜNG", "Phường"}, {"phường của tôi", "PHƯỜNG CỦA TÔI", "phường của tôi"},
		{"Trung tâm Phục vụ hành chính công Xã Mẫu", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ MẪU",
			"Trung tâm Phục vụ hành chính công Xã Mẫu"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *data = xasprintf("{\"agency\":{\"name\":\"%s\"}}", cases[i].name);
		says("text {head.above}", data, NULL, cases[i].head);
		says("text {agency.name}", data, NULL, cases[i].said);
		says("text {resolver}", data, NULL, cases[i].said);
		free(data);
	}
}

/* The catalogue says whether the counter's agency is a commune; its unit, address and register too. */
static void what_the_catalogue_says_of_the_agency(void **state)
{
	(void)state;
	static const struct { const char *name, *level, *said; } cases[] = {
		{"Xã Hội An", "commune", "Ủy ban nhân dân xã Hội An"},
		{"Xã Hội An", "department", "Xã Hội An"}, {"Xã Tri Tôn", "province", "Xã Tri Tôn"},
		{"Sở Nội vụ", "commune", "Sở Nội vụ"}, {"UBND Xã Tri Tôn", "commune", "Ủy ban nhân dân xã Tri Tôn"},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *data = xasprintf("{\"agency\":{\"name\":\"%s\",\"level\":\"%s\"}}", cases[i].name, cases[i].level);
		says("text {agency.name}", data, NULL, cases[i].said);
		says("text {resolver}", data, NULL, cases[i].said);
		free(data);
	}
	says("text {head.unit}\ntext {agency.address}\ntext {agency.phone}\ntext {agency.tax_code}\ntext {register_no}",
		"{\"agency\":{\"name\":\"Xã Mẫu\",\"desk\":\"Trung tâm Phục vụ hành chính công\",\"address\":\"Số 1\","
		"\"phone\":\"0296\",\"tax_code\":\"1600\"},\"register_no\":\"01/2026\"}", NULL,
		"TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG|Số 1|0296|1600|01/2026");
}

/* A login name of this machine is not a person's. */
static void no_login_name_on_paper(void **state)
{
	(void)state;
	struct dossier d;
	sample_dossier(&d);
	d.officer = "unix:cqthu";
	d.officer_name = "cqthu";
	char *data = data_of(&d, ",\"officer\":{\"id\":\"unix:cqthu\",\"name\":\"cqthu\"}");
	says("text {intake.officer:?}\ntext {officer.name:?}", data, NULL, "?|?");
	free(data);
	d.officer = "7";
	d.officer_name = "Trần Thị Mẫu";
	data = data_of(&d, ",\"officer\":{\"id\":\"8\",\"name\":\"Lê Văn Thử\"}");
	says("text {intake.officer:?}\ntext {officer.name:?}", data, NULL, "Trần Thị Mẫu|Lê Văn Thử");
	free(data);
	dossier_clear(&d);
}

static void the_control_slip_has_rows_to_come(void **state)
{
	(void)state;
	const char *blocks = "each handover_slip\ntext {row.n}{row.to:…}{row.at:…}\nend";
	const char *one = "{\"handovers\":[{\"at\":\"2026-11-23T08:43:00+07:00\",\"from\":\"A\",\"to\":\"B\"}]}";
	struct buf many, wanted;
	says(blocks, "{}", NULL, "1……|2……|3……|4……|5……|6……");
	says(blocks, one, NULL, "1B08 giờ 43 phút, ngày 23 tháng 11 năm 2026|2……|3……|4……|5……|6……");
	buf_init(&many, 10000);
	buf_init(&wanted, 10000);
	for (int i = 1; i <= 9; i++) {
		buf_printf(&many, "%s{\"to\":\"x\"}", i > 1 ? "," : "{\"handovers\":[");
		buf_printf(&wanted, "%dx…|", i);
	}
	buf_str_add(&many, "]}");
	buf_str_add(&wanted, "10……|11……|12……");
	says(blocks, buf_str(&many), NULL, buf_str(&wanted));
	buf_clear(&many);
	buf_clear(&wanted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fee_and_charge_are_kept_apart),
		cmocka_unit_test(no_amount_is_made_up),
		cmocka_unit_test(what_was_taken_goes_before_what_is_published),
		cmocka_unit_test(a_procedure_is_explained),
		cmocka_unit_test(each_case_has_its_papers),
		cmocka_unit_test(a_dossier_keeps_the_name_it_was_taken_in_under),
		cmocka_unit_test(periods_in_words),
		cmocka_unit_test(rows_say_what_they_have_in_common),
		cmocka_unit_test(papers_in_one_text),
		cmocka_unit_test(letters_are_headed_by_who_resolves),
		cmocka_unit_test(heads_name_bodies_in_full),
		cmocka_unit_test(what_the_catalogue_says_of_the_agency),
		cmocka_unit_test(no_login_name_on_paper),
		cmocka_unit_test(the_control_slip_has_rows_to_come),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
