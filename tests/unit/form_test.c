#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "printing/form.h"
#include "printing/render.h"
#include "tests/harness/receipt_sample.h"

static void render(const struct sample_input *in, struct buf *pdf)
{
	struct err err = ERR_INIT;
	buf_init(pdf, PDF_MAX);
	if (!sample_render(in, pdf, &err))
		fail_msg("%s", err.text);
}

static size_t count(const struct buf *pdf, const char *what)
{
	size_t n = 0;
	for (char *p = pdf->data, *end = pdf->data + pdf->len;
		(p = memmem(p, (size_t)(end - p), what, strlen(what))); p++)
		n++;
	return n;
}

static size_t pages(const struct buf *pdf)
{
	return count(pdf, "/Type /Page\n") + count(pdf, "/Type /Page ");
}

static bool holds(const struct buf *pdf, const char *what)
{
	return count(pdf, what) > 0;
}

/* Every entry of the cross-reference table points at its object: the file was not shifted. */
static void cross_references_are_right(const struct buf *pdf)
{
	char *last = NULL;
	for (char *p = pdf->data; (p = memmem(p, (size_t)(pdf->data + pdf->len - p), "startxref\n", 10)); p++)
		last = p;
	assert_non_null(last);
	const char *table = pdf->data + strtol(last + 10, NULL, 10);
	int first, n;
	assert_int_equal(sscanf(table, "xref\n%d %d\n", &first, &n), 2);
	assert_true(n > 10);
	const char *entry = strchr(strchr(table, '\n') + 1, '\n') + 1;
	for (int i = first; i < first + n; i++, entry += 20) {
		char object[24];
		if (entry[17] != 'n')
			continue;
		snprintf(object, sizeof(object), "%d 0 obj", i);
		assert_memory_equal(pdf->data + strtol(entry, NULL, 10), object, strlen(object));
	}
	assert_memory_equal(pdf->data + pdf->len - 6, "%%EOF\n", 6);
}

/* Text as PDF strings carry it: UTF-16BE in hex. ASCII only. */
static bool holds_utf16(const struct buf *pdf, const char *ascii)
{
	char hex[400] = "", *p = hex;
	for (; *ascii; ascii++)
		p += snprintf(p, 5, "00%02X", (unsigned)*ascii);
	return holds(pdf, hex);
}

static void two_parts_of_one_page(void **state)
{
	(void)state;
	struct dossier d;
	struct buf pdf;
	sample_dossier(&d);
	struct sample_input in = sample_input(&d);
	render(&in, &pdf);
	assert_memory_equal(pdf.data, "%PDF-1.4\n", 9);
	assert_int_equal(pages(&pdf), 2);
	assert_true(pdf.len < 100 * 1024);
	cross_references_are_right(&pdf);
	assert_true(holds(&pdf, "/Lang (vi)"));
	assert_true(holds(&pdf, "/PrintScaling /None"));
	assert_true(holds_utf16(&pdf, SAMPLE_CODE));
	assert_true(holds(&pdf, "20261123084300+07'00)"));
	buf_clear(&pdf);
	dossier_clear(&d);
}

/* Streams are compressed: what stands in the open is the file's description. */
static void no_personal_data_in_the_description(void **state)
{
	(void)state;
	struct dossier d;
	struct buf pdf;
	sample_dossier(&d);
	d.applicant.name = "Zzyzx";
	struct sample_input in = sample_input(&d);
	render(&in, &pdf);
	assert_false(holds(&pdf, "Zzyzx") || holds_utf16(&pdf, "Zzyzx"));
	assert_false(holds(&pdf, SAMPLE_ID) || holds_utf16(&pdf, SAMPLE_ID));
	buf_clear(&pdf);
	dossier_clear(&d);
}

static void same_bytes_every_time(void **state)
{
	(void)state;
	struct dossier d;
	struct buf first, other, again;
	sample_dossier(&d);
	struct sample_input in = sample_input(&d), copy = in;
	copy.copy = 2;
	render(&in, &first);
	render(&copy, &other);
	assert_true(other.len != first.len || memcmp(other.data, first.data, first.len) != 0);
	render(&in, &again);
	assert_int_equal(again.len, first.len);
	assert_memory_equal(again.data, first.data, first.len);
	buf_clear(&again);
	render_teardown();
	render(&in, &again);
	assert_int_equal(again.len, first.len);
	assert_memory_equal(again.data, first.data, first.len);
	buf_clear(&first);
	buf_clear(&other);
	buf_clear(&again);
	dossier_clear(&d);
}

/* Orders as another program would write them. */
static void render_data(const char *form, const char *data, struct buf *pdf)
{
	struct err err = ERR_INIT;
	struct print_order order = {.data = xstrdup(data)};
	str_copy(order.form, sizeof(order.form), form);
	buf_init(pdf, PDF_MAX);
	if (!render_order(&order, 0, pdf, NULL, &err))
		fail_msg("%s", err.text);
	free(order.data);
}

static void everything_absent(void **state)
{
	(void)state;
	struct buf pdf;
	render_data("01", "{}", &pdf);
	assert_int_equal(pages(&pdf), 2);
	buf_clear(&pdf);
	render_data("notice", "{\"agency\":7,\"problem\":[],\"dated_at\":\"x\"}", &pdf);
	assert_int_equal(pages(&pdf), 1);
	buf_clear(&pdf);
}

static char *repeat(struct arena *arena, const char *word, size_t n)
{
	char *text = arena_alloc(arena, strlen(word) * n + 1), *p = text;
	for (size_t i = 0; i < n; i++, p += strlen(word))
		memcpy(p, word, strlen(word));
	*p = '\0';
	return text;
}

static void sixty_components_of_300_characters(void **state)
{
	(void)state;
	struct dossier d;
	struct buf pdf;
	sample_dossier(&d);
	const char *name = arena_printf(&d.arena, "%shôn nhân", repeat(&d.arena,
		"Giấy xác nhận tình trạng hôn nhân ", 8));
	const char *person = arena_printf(&d.arena, "%sMẫu", repeat(&d.arena, "Nguyễn ", 20));
	struct dossier_component *list = arena_alloc(&d.arena, COMPONENTS_MAX * sizeof(*list));
	for (size_t i = 0; i < COMPONENTS_MAX; i++)
		list[i] = (struct dossier_component){"x", name, {1, 2, 3, 4}};
	d.components = list;
	d.n_components = COMPONENTS_MAX;
	d.applicant.name = d.delegate = d.officer_name = person;
	d.procedure_name = name;
	d.agency_name = person;
	struct sample_input in = sample_input(&d);
	in.parent_name = in.place = in.register_no = name;
	render(&in, &pdf);
	assert_true(pages(&pdf) > 20 && pages(&pdf) % 2 == 0);
	cross_references_are_right(&pdf);
	buf_clear(&pdf);
	dossier_clear(&d);
}

/* One word of 20,000 letters, and a text longer than any page. */
static void a_name_without_end(void **state)
{
	(void)state;
	struct dossier d;
	struct buf pdf;
	sample_dossier(&d);
	struct sample_input in = sample_input(&d);
	in.place = repeat(&d.arena, "ượ", 10000);
	in.register_no = repeat(&d.arena, "ấp Vĩnh Phú, ", 2000);
	render(&in, &pdf);
	assert_true(pages(&pdf) > 10);
	buf_clear(&pdf);
	dossier_clear(&d);
}

static void hostile_text_is_only_text(void **state)
{
	(void)state;
	struct dossier d;
	struct buf pdf;
	sample_dossier(&d);
	d.applicant.name = "<b>%s%n</b> &amp; {code} ()\\ | [roll]";
	d.procedure_name = "/JavaScript (app.alert(1)) >> endobj";
	struct sample_input in = sample_input(&d);
	in.place = "\x1b[31mĐỏ\x07 \xe2\x80\xae tráo a\tb\r\nc\vd";
	render(&in, &pdf);
	assert_false(holds(&pdf, "JavaScript"));
	cross_references_are_right(&pdf);
	buf_clear(&pdf);
	dossier_clear(&d);
}

static void refused(struct dossier *d, const char *url)
{
	struct err err = ERR_INIT;
	struct buf pdf;
	struct sample_input in = sample_input(d);
	in.tracking_url = url;
	buf_init(&pdf, PDF_MAX);
	assert_false(sample_render(&in, &pdf, &err));
	assert_int_equal(err.kind, ERR_DATA);
	assert_true(strlen(err.text) > 10);
	assert_int_equal(pdf.len, 0);
	assert_null(strstr(err.text, SAMPLE_ID));
	buf_clear(&pdf);
}

static void never_the_id_number_in_the_qr(void **state)
{
	(void)state;
	struct dossier d;
	sample_dossier(&d);
	refused(&d, "https://example.vn/t/" SAMPLE_CODE "/" SAMPLE_ID);
	refused(&d, repeat(&d.arena, "https://example.vn/", 200));
	dossier_clear(&d);
}

static void a_file_that_may_not_grow(void **state)
{
	(void)state;
	struct err err = ERR_INIT;
	struct dossier d;
	struct buf pdf;
	sample_dossier(&d);
	struct sample_input in = sample_input(&d);
	buf_init(&pdf, 10000);
	assert_false(sample_render(&in, &pdf, &err));
	assert_int_equal(err.kind, ERR_DATA);
	buf_clear(&pdf);
	dossier_clear(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_parts_of_one_page),
		cmocka_unit_test(no_personal_data_in_the_description),
		cmocka_unit_test(same_bytes_every_time),
		cmocka_unit_test(everything_absent),
		cmocka_unit_test(sixty_components_of_300_characters),
		cmocka_unit_test(a_name_without_end),
		cmocka_unit_test(hostile_text_is_only_text),
		cmocka_unit_test(never_the_id_number_in_the_qr),
		cmocka_unit_test(a_file_that_may_not_grow),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	render_teardown();
	return failed;
}
