#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/ed25519.h"
#include "i18n/text.h"
#include "printing/form.h"
#include "printing/forms.h"
#include "tests/harness/form_samples.h"
#include "tests/harness/page_ink.h"
#include "tests/harness/process.h"
#include "tests/harness/receipt_sample.h"

/* Every form on each of its papers: as pictures beside golden ones, read back as text, as a file that
 * is the same every time and says nothing about anybody in its description. */

#define TEXT_MAX (8 * 1024 * 1024)

struct room {
	char dir[64], *pdf;
	struct form_file files[FORMS_MAX];
	size_t n;
};

static int setup(void **state)
{
	struct room *room = xcalloc(1, sizeof(*room));
	char ids[FORMS_MAX][FORM_ID_SIZE];
	struct err err = ERR_INIT;
	snprintf(room->dir, sizeof(room->dir), "/tmp/motcua-forms.XXXXXX");
	BUG_ON(!mkdtemp(room->dir));
	room->pdf = fs_join(room->dir, "form.pdf");
	bool ok = forms_list("", ids, &room->n, &err);
	for (size_t i = 0; ok && i < room->n; i++)
		ok = form_file_load(&room->files[i], "", ids[i], &err);
	if (!ok)
		fprintf(stderr, "%s\n", err.text);
	*state = room;
	return !ok;
}

static int teardown(void **state)
{
	struct room *room = *state;
	process_run((const char *[]){"rm", "-rf", room->dir, NULL}, NULL);
	for (size_t i = 0; i < room->n; i++)
		form_file_clear(&room->files[i]);
	form_teardown();
	free(room->pdf);
	free(room);
	return 0;
}

/* ---- one document */

struct paper {
	const struct room *room;
	const struct template *form;
	const struct paper_kind *kind;
	enum sample_size size;
	char *data, *rows, name[48];
	bool english;
	int copy;
};

static struct doc_input input_of(const struct paper *p)
{
	return (struct doc_input){.form = p->form, .paper = p->kind, .data = p->data, .rows = p->rows,
		.english = p->english, .copy = p->copy};
}

static void render(const struct paper *p, struct buf *pdf)
{
	struct err err = ERR_INIT;
	const struct form_input in = {.doc = input_of(p), .subject = SAMPLE_CODE};
	buf_init(pdf, PDF_MAX);
	if (!form_render(&in, pdf, &err))
		fail_msg("%s: %s", p->name, err.text);
}

static void render_file(const struct paper *p)
{
	struct err err = ERR_INIT;
	struct buf pdf;
	render(p, &pdf);
	if (!fs_write_atomic(p->room->pdf, pdf.data, pdf.len, 0600, &err))
		fail_msg("%s", err.text);
	buf_clear(&pdf);
}

typedef void paper_fn(const struct paper *p);

static void each_paper(const struct room *room, enum sample_size size, paper_fn *fn)
{
	assert_true(room->n >= 14);
	for (size_t i = 0; i < room->n; i++) {
		const struct template *form = room->files[i].form;
		struct paper p = {.room = room, .form = form, .size = size,
			.data = form_sample_data(form->subject, size), .rows = form_sample_rows(size)};
		for (size_t k = 0; k < form->n_papers; k++) {
			p.kind = form->papers[k];
			snprintf(p.name, sizeof(p.name), "%s-%s", form->form, p.kind->name);
			fn(&p);
		}
		free(p.data);
		free(p.rows);
	}
}

/* ---- pictures */

static void is_golden(const struct paper *p)
{
	render_file(p);
	page_ink_golden(p->room->pdf, p->name, "/tmp");
}

static void looks_as_it_did(void **state)
{
	each_paper(*state, SAMPLE_USUAL, is_golden);
}

/* ---- text */

/* What pdftotext reads. */
static char *words_on_paper(const struct paper *p)
{
	struct buf out;
	buf_init(&out, TEXT_MAX);
	assert_int_equal(process_run((const char *[]){"pdftotext", "-layout", p->room->pdf, "-", NULL}, &out), 0);
	return buf_take(&out);
}

/* How often each letter is there: whatever the order in which cells are read back, and wherever a word
 * was broken, nothing may be missing. */
struct letters {
	int count[0x3000];
};

static void count_letters(const char *text, struct letters *out)
{
	uint32_t cp;
	for (size_t len; *text && (len = text_char(text, strlen(text), &cp)); text += len)
		if (cp > ' ' && cp < ARRAY_LEN(out->count))
			out->count[cp]++;
}

struct expected {
	struct letters letters;
	const struct paper *paper;
};

/* On rolls a heading stands only where its cell says something. */
static bool expect_block(void *user, const struct doc_block *b, struct err *err)
{
	struct expected *e = user;
	(void)err;
	bool on_roll = e->paper->kind->shape == PAPER_ROLL;
	if (b->kind == DOC_BEGIN || b->kind == DOC_PART || (b->kind == DOC_TABLE && on_roll))
		return true;
	for (size_t i = 0; i < b->n; i++) {
		struct buf text;
		buf_init(&text, TEXT_MAX);
		doc_text_plain(&b->texts[i], &text);
		count_letters(buf_str(&text), &e->letters);
		buf_clear(&text);
	}
	return true;
}

/* As it was put in: NFC, so that a search finds it. */
static void words_are_clean(const struct paper *p, char *text)
{
	for (char *word; (word = strsep(&text, " \n\f")); )
		if (!text_is_clean(word))
			fail_msg("%s: not NFC: %s", p->name, word);
}

static void nothing_is_missing(const struct paper *p)
{
	struct err err = ERR_INIT;
	struct expected *e = xcalloc(1, sizeof(*e));
	struct letters *seen = xcalloc(1, sizeof(*seen));
	const struct doc_input in = input_of(p);
	const int parts = p->form->n_parts ? (int)p->form->n_parts : 1;
	e->paper = p;
	if (!doc_walk(&in, expect_block, e, &err))
		fail_msg("%s: %s", p->name, err.text);
	render_file(p);
	char *text = words_on_paper(p);
	count_letters(text, seen);
	for (uint32_t c = '!'; c < ARRAY_LEN(seen->count); c++)
		if (seen->count[c] < e->letters.count[c] * parts)
			fail_msg("%s: U+%04X is on paper %d times, not %d × %d", p->name, c, seen->count[c], parts,
				e->letters.count[c]);
	words_are_clean(p, text);
	free(text);
	free(seen);
	free(e);
}

static void nothing_is_cut(void **state)
{
	each_paper(*state, SAMPLE_USUAL, nothing_is_missing);
	each_paper(*state, SAMPLE_EMPTY, nothing_is_missing);
}

/* A point of grace: a letter's box is larger than the letter. */
static void all_is_on_the_page(const struct paper *p)
{
	struct buf out;
	double width = 0, height = 0, left, top, right, bottom;
	buf_init(&out, TEXT_MAX);
	assert_int_equal(process_run((const char *[]){"pdftotext", "-bbox", p->room->pdf, "-", NULL}, &out), 0);
	for (const char *at = buf_str(&out); *at; at += strcspn(at, "\n"), at += *at == '\n') {
		at += strspn(at, " ");
		if (sscanf(at, "<page width=\"%lf\" height=\"%lf\"", &width, &height) == 2 ||
			sscanf(at, "<word xMin=\"%lf\" yMin=\"%lf\" xMax=\"%lf\" yMax=\"%lf\"", &left, &top, &right,
				&bottom) != 4)
			continue;
		if (left < -1 || top < -1 || right > width + 1 || bottom > height + 1)
			fail_msg("%s: off the page: %.*s", p->name, (int)strcspn(at, "\n"), at);
	}
	assert_true(width > 0);
	buf_clear(&out);
}

static void is_all_there(const struct paper *p)
{
	struct paper copy = *p;
	copy.english = true;
	copy.copy = 12;
	nothing_is_missing(&copy);
	all_is_on_the_page(&copy);
}

static void nothing_is_cut_of_much_either(void **state)
{
	each_paper(*state, SAMPLE_FULL, is_all_there);
}

/* Without blanks: lines may break anywhere. */
static void squeeze(char *text)
{
	char *to = text;
	for (const char *p = text; *p; p++)
		if (!strchr(" \n\f", *p))
			*to++ = *p;
	*to = '\0';
}

/* What must stand on a form, whatever its template says: in this order. */
static const struct {
	const char *form, *says[16];
} facts[] = {
	{"02", {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", SAMPLE_CODE,
		"PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", SAMPLE_NAME, "trợ cấp hưu trí xã hội – Hưởng lần đầu",
		"0912345678", "1.", "Giấy khai sinh của con (bản chính)", "3.", "Lý do: Chờ kết quả xác minh",
		"NGƯỜI HƯỚNG DẪN", "Trần Văn Mẫu"}},
	{"03", {SAMPLE_CODE, "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", SAMPLE_NAME,
		"không tiếp nhận, giải quyết hồ sơ này với lý do cụ thể như sau", "Chờ kết quả xác minh",
		"NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ", "Trần Văn Mẫu"}},
	{"04", {SAMPLE_CODE, "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT", SAMPLE_NAME,
		"08 giờ 43 phút, ngày 23 tháng 11 năm 2026", "08 giờ 43 phút, ngày 08 tháng 12 năm 2026",
		"Lý do: Chờ kết quả xác minh", "16 giờ 30 phút, ngày 15 tháng 12 năm 2026",
		"THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ", "Phạm Thị Thử"}},
	{"05", {SAMPLE_CODE, "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", SAMPLE_NAME, "Chờ kết quả xác minh",
		"Tờ khai theo mẫu, kê khai lại mục 4", "THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ", "Phạm Thị Thử"}},
	{"06", {SAMPLE_CODE, "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Phòng Thử nghiệm",
		"THỜI GIAN GIAO, NHẬN HỒ SƠ", "08 giờ 43 phút, ngày 24 tháng 11 năm 2026", "trang 1/2",
		"TÊN CƠ QUAN"}},
	{"07", {"SỔ THEO DÕI HỒ SƠ", "Từ ngày 01 tháng 11 năm 2026 đến ngày 30 tháng 11 năm 2026"}},
	{"fee", {"BIÊN LAI THU TIỀN PHÍ", "Phí thẩm định hồ sơ", "1.005.000",
		"Một triệu không trăm linh năm nghìn đồng.", "Tiền mặt", "NGƯỜI THU TIỀN"}},
	{"charge", {"BIÊN LAI THU TIỀN LỆ PHÍ", "75.000", "8.021", "83.021 đồng",
		"Tám mươi ba nghìn không trăm hai mươi mốt đồng."}},
	{"results", {"DANH SÁCH BÀN GIAO KẾT QUẢ GIẢI QUYẾT HỒ SƠ", "Tổng số hồ sơ bàn giao: 03",
		"H01.91.12-261124-0044", "BÊN GIAO", "BÊN NHẬN", "Lê Thị Mẫu"}},
	{"guidance", {"PHIẾU HƯỚNG DẪN THỦ TỤC HÀNH CHÍNH", "1.001193", "Đăng ký đúng hạn", "Giấy chứng sinh",
		"01 bản chính", "Giấy chứng nhận kết hôn (nếu có)", "Trực tiếp", "trong ngày làm việc",
		"8.000 đồng", "Trực tuyến", "01 ngày làm việc", "không thu", "Số 1, đường Thử Nghiệm"}},
	{"label", {SAMPLE_CODE, SAMPLE_NAME, "Kho 2, giá 14, hộp 7", "23/11/2026", "08/12/2026"}},
	{"joint", {"GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", SAMPLE_NAME, "Số lượng hồ sơ: 03",
		"NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ"}},
	{"notice", {"THÔNG BÁO VỀ HỒ SƠ ĐÃ TIẾP NHẬN", SAMPLE_NAME, "Số điện thoại không có thật."}},
};

/* Searched without blanks too. */
static const char *find_after(const char *text, const char *what)
{
	char *squeezed = xstrdup(what);
	squeeze(squeezed);
	const char *at = strstr(text, squeezed);
	if (at)
		at += strlen(squeezed);
	free(squeezed);
	return at;
}

static void says_what_it_must(const struct paper *p)
{
	if (p->kind != p->form->papers[0])
		return;
	render_file(p);
	char *text = words_on_paper(p);
	squeeze(text);
	for (size_t i = 0; i < ARRAY_LEN(facts); i++) {
		const char *at = text;
		for (size_t k = 0; str_eq(facts[i].form, p->form->form) && facts[i].says[k]; k++) {
			const char *next = find_after(at, facts[i].says[k]);
			if (!next)
				fail_msg("%s: not on paper, or not in its place: %s", p->name, facts[i].says[k]);
			at = next;
		}
	}
	free(text);
}

static void every_value_in_its_place(void **state)
{
	each_paper(*state, SAMPLE_USUAL, says_what_it_must);
}

/* ---- the file */

static void fonts_are_in_it(const struct paper *p)
{
	struct buf out;
	buf_init(&out, TEXT_MAX);
	render_file(p);
	assert_int_equal(process_run((const char *[]){"pdffonts", p->room->pdf, NULL}, &out), 0);
	const char *line = strstr(buf_str(&out), "---\n");
	assert_non_null(line);
	size_t fonts = 0;
	for (line += strlen("---\n"); *line; fonts++) {
		size_t len = strcspn(line, "\n");
		if (!memmem(line, len, " yes yes yes ", 13)) /* embedded, a subset, readable as Unicode */
			fail_msg("%s: %.*s", p->name, (int)len, line);
		line += len + (line[len] == '\n');
	}
	assert_true(fonts > 0);
	buf_clear(&out);
}

static void says_nothing_of_anybody(const struct paper *p)
{
	static const char *const personal[] = {"Mẫu", "Ánh", SAMPLE_ID, "0912345678", "Vĩnh Phú", "mau@"};
	struct buf out, pdf;
	buf_init(&out, TEXT_MAX);
	render_file(p);
	assert_int_equal(process_run((const char *[]){"pdfinfo", p->room->pdf, NULL}, &out), 0);
	char *title = xasprintf("Title:           %s %s\n", p->form->name, SAMPLE_CODE);
	if (!strstr(buf_str(&out), title))
		fail_msg("%s: no title: %s", p->name, buf_str(&out));
	for (size_t i = 0; i < ARRAY_LEN(personal); i++)
		if (strstr(buf_str(&out), personal[i]))
			fail_msg("%s: %s is in its description", p->name, personal[i]);
	render(p, &pdf);
	assert_non_null(memmem(pdf.data, pdf.len, "/Lang (vi)", 10));
	assert_null(memmem(pdf.data, pdf.len, "/Metadata", 9)); /* no second description */
	free(title);
	buf_clear(&pdf);
	buf_clear(&out);
}

static void fonts_title_and_language(void **state)
{
	each_paper(*state, SAMPLE_USUAL, fonts_are_in_it);
	each_paper(*state, SAMPLE_USUAL, says_nothing_of_anybody);
}

/* ---- the same bytes */

static void print_digest(const struct paper *p)
{
	uint8_t hash[SHA256_SIZE];
	struct buf pdf;
	render(p, &pdf);
	sha256(pdf.data, pdf.len, hash);
	printf("%s %zu ", p->name, pdf.len);
	for (size_t i = 0; i < sizeof(hash); i++)
		printf("%02x", hash[i]);
	printf("\n");
	buf_clear(&pdf);
}

/* The program itself, as another process: the digest of every paper, twice with all forgotten between. */
static int print_digests(void)
{
	void *state = NULL;
	if (setup(&state))
		return 1;
	each_paper(state, SAMPLE_USUAL, print_digest);
	form_teardown();
	each_paper(state, SAMPLE_USUAL, print_digest);
	return teardown(&state);
}

static void digests(struct buf *out)
{
	buf_init(out, TEXT_MAX);
	assert_int_equal(process_run((const char *[]){"/proc/self/exe", "digests", NULL}, out), 0);
}

static void same_bytes_in_every_process(void **state)
{
	(void)state;
	struct buf here, there;
	digests(&here);
	setenv("TZ", "America/New_York", 1);
	setenv("LC_ALL", "C", 1);
	setenv("LANGUAGE", "en", 1);
	digests(&there);
	unsetenv("TZ");
	unsetenv("LC_ALL");
	unsetenv("LANGUAGE");
	assert_string_equal(buf_str(&here), buf_str(&there));
	size_t half = here.len / 2;
	assert_true(half > 1000);
	assert_memory_equal(here.data, here.data + half, half);
	buf_clear(&here);
	buf_clear(&there);
}

int main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		return print_digests();
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks_as_it_did),
		cmocka_unit_test(nothing_is_cut),
		cmocka_unit_test(nothing_is_cut_of_much_either),
		cmocka_unit_test(every_value_in_its_place),
		cmocka_unit_test(fonts_title_and_language),
		cmocka_unit_test(same_bytes_in_every_process),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
