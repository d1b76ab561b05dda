/* Templates with their values put in, as the blocks a sink gets: written here as lines of text. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "printing/doc.h"
#include "tests/harness/receipt_sample.h"

#define HEAD "form x\nversion 1\nname Giấy thử\nsubject dossier\npapers A5 80mm\n"

/* "KIND a | b | c" a line, bold in stars. */
static bool write_block(void *user, const struct doc_block *b, struct err *err)
{
	static const char *const names[DOC_KINDS] = {"begin", "head", "place", "codes", "title", "part",
		"centre", "fields", "text", "item", "dots", "table", "row", "end", "sign", "note"};
	struct buf *out = user;
	(void)err;
	buf_str_add(out, names[b->kind]);
	for (size_t i = 0; i < b->n; i++) {
		buf_str_add(out, i ? " | " : " ");
		for (size_t k = 0; k < b->texts[i].n; k++) {
			const struct doc_run *r = &b->texts[i].runs[k];
			buf_printf(out, r->style & STYLE_BOLD ? "*%s*" : "%s", r->text);
		}
	}
	if (b->kind == DOC_PART && *b->copy)
		buf_printf(out, " +%s", b->copy);
	if (b->kind == DOC_DOTS)
		buf_printf(out, " %d", b->dots);
	buf_char(out, '\n');
	return true;
}

static bool with_english;

static bool walk(const char *text, const char *data, const char *rows, const char *paper, int copy,
	struct buf *out, struct err *err)
{
	struct template *t = template_read(text, strlen(text), "x.form", err);
	if (!t)
		fail_msg("%s", err->text);
	const struct doc_input in = {.form = t, .paper = paper_find(paper, NULL), .data = data, .rows = rows,
		.copy = copy, .english = with_english};
	bool ok = doc_walk(&in, write_block, out, err);
	template_free(t);
	return ok;
}

static void gives_all(const char *text, const char *data, const char *rows, const char *paper, int copy,
	const char *wanted)
{
	struct err err = ERR_INIT;
	struct buf out;
	buf_init(&out, 1 << 20);
	if (!walk(text, data, rows, paper, copy, &out, &err))
		fail_msg("%s", err.text);
	const char *got = strchr(buf_str(&out), '\n') + 1; /* without begin */
	assert_string_equal(got, wanted);
	buf_clear(&out);
}

static void gives(const char *text, const char *data, const char *wanted)
{
	gives_all(text, data, NULL, "A5", 0, wanted);
}

static void values_stand_in_their_places(void **state)
{
	(void)state;
	gives(HEAD "field Nơi: | <b>{agency.place}</b>\nfield Số: | {register_no:………}\ntext a {agency.phone}b\n",
		"{\"agency\":{\"place\":\"Long Xuyên\"}}",
		"fields Nơi: | *Long Xuyên*\nfields Số: | ………\ntext a b\n");
}

static void what_is_empty_is_left_out_where_so_said(void **state)
{
	(void)state;
	gives(HEAD "field? Nơi: | {agency.place}\ntext? {agency.place}, {agency.phone}\nfield Nơi: | {agency.place}\n"
		"text? luôn có\n", "{}", "fields Nơi: | \ntext luôn có\n");
}

static void conditions_go_by_values_and_paper(void **state)
{
	const char *text = HEAD "[roll] text cuộn\n[sheet] text tờ\n[A5 agency.place] text A5 có\n"
		"[!agency.place] text không\n[!A5 !agency.place] text cả hai\n";
	(void)state;
	gives_all(text, "{\"agency\":{\"place\":\"x\"}}", NULL, "A5", 0, "text tờ\ntext A5 có\n");
	gives_all(text, "{}", NULL, "80mm", 0, "text cuộn\ntext không\ntext cả hai\n");
}

static void parts_and_copies_cannot_be_left_out(void **state)
{
	(void)state;
	gives_all(HEAD "parts Lưu | Giao\ntitle GIẤY\n", "{}", NULL, "A5", 2,
		"title GIẤY\npart Liên: Lưu | Liên: Giao +BẢN SAO 2\n");
	gives(HEAD "title GIẤY\n", "{}", "title GIẤY\n");
}

static void answers_by_their_kind(void **state)
{
	const char *text = HEAD "ask a text A\nask b time B\nask c date C\nask d number D\nask e list E\n"
		"text {asked.a}\ntext {asked.b}\ntext {asked.c}\ntext {asked.d}\n"
		"each asked.e\nitem {row.n}. | {row.text}\nend\n[!asked.e] dots 4\n";
	(void)state;
	gives(text, "{\"asked\":{\"a\":\"Dòng 1\\nDòng 2\",\"b\":\"2026-11-23T08:43:00+07:00\",\"c\":\"2026-02-03\","
		"\"d\":1500000,\"e\":[\"một\",\"hai\"]}}",
		"text Dòng 1\nDòng 2\ntext 08 giờ 43 phút, ngày 23 tháng 11 năm 2026\n"
		"text ngày 03 tháng 02 năm 2026\ntext 1.500.000\nitem 1. | một\nitem 2. | hai\n");
	gives(text, "{\"asked\":{\"a\":7,\"b\":\"x\",\"c\":\"2026-13-01\",\"d\":\"1\",\"e\":\"một\"}}",
		"text \ntext \ntext \ntext \ndots 4\n");
}

/* No value is ever read as a template: not its tags, not its names, not what would show as another. */
static void values_are_only_text(void **state)
{
	(void)state;
	gives(HEAD "ask a text A\ntext {asked.a}\n", "{\"asked\":{\"a\":\"<b>{code}</b> | [roll] \\\\ #\"}}",
		"text <b>{code}</b> | [roll] \\ #\n");
	gives(HEAD "text {agency.place}\n",
		"{\"agency\":{\"place\":\"\xe2\x80\xaeoảđ\xe2\x80\xac\\u0007\\u001b[31m A\\u030A\xc2\xa0x\"}}",
		"text oảđ Å x\n");
	gives(HEAD "field A: | {agency.place}\n", "{\"agency\":{\"place\":\"\\u202e\"}}", "fields A: | \n");
}

static void rows_have_their_own_values_and_those_of_the_whole(void **state)
{
	(void)state;
	gives_all(HEAD "[rows] text có\n[!rows] text không\ntable rows\ncolumn 100 left TT | {row.n}\n"
		"[roll] column 100 left C | x\ncolumn * left Nơi | {agency.place} {agency.phone}\nend\ntext {agency.place}\n",
		"{\"agency\":{\"place\":\"P\",\"phone\":\"1\"}}",
		"{\"agency\":{\"place\":\"Q\"}}\n\n{}\n", "A5", 0,
		"text có\ntable TT | Nơi\nrow 1 | Q 1\nrow 2 | P 1\nend\ntext P\n");
	gives_all(HEAD "[!rows] text không\ntable rows\ncolumn * left A | b\nend\n", "{}", "", "A5", 0,
		"text không\n");
}

/* Below a heading where it stands once, behind it where it stands in each row. */
static void headings_in_english(void **state)
{
	(void)state;
	static const char form[] = "form x\nversion 1\nname n\nsubject dossier\npapers A5 80mm\ntable handovers 1\n"
		"column * left Tên | a\ncolumn.en Name\nend\n";
	with_english = true;
	gives_all(form, "{}", NULL, "A5", 0, "table Tên\nName\nrow a\nend\n");
	gives_all(form, "{}", NULL, "80mm", 0, "table Tên (Name)\nrow a\nend\n");
	with_english = false;
}

static void tables_may_have_empty_rows(void **state)
{
	(void)state;
	gives(HEAD "table handovers 3\ncolumn 100 left TT | {row.n}\ncolumn * left Giao | {row.from}\nend\n",
		"{\"handovers\":[{\"from\":\"Một cửa\"}]}",
		"table TT | Giao\nrow 1 | Một cửa\nrow 2 | \nrow 3 | \nend\n");
	gives(HEAD "table components 2\ncolumn * left Tên | {row.name}\nend\n"
		"table tasks 1\ncolumn * left Tên | {row.text}\nend\n"
		"table reasons 1\ncolumn * left Tên | {row.message}\nend\n", "{}",
		"table Tên\nrow \nrow \nend\ntable Tên\nrow \nend\ntable Tên\nrow \nend\n");
}

static void refuses_data_that_is_none(void **state)
{
	static const char *const bad[] = {"", "{", "{\"a\":1,\"a\":2}", "{\"dossier\":{}}", "{\"dossier\":[]}"};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct err err = ERR_INIT;
		struct buf out;
		buf_init(&out, 1 << 20);
		assert_false(walk(HEAD "text a\n", bad[i], NULL, "A5", 0, &out, &err));
		assert_int_equal(err.kind, ERR_DATA);
		assert_int_equal(out.len, 0);
		err = (struct err)ERR_INIT;
		if (*bad[i]) /* as a row it is no better */
			assert_false(walk(HEAD "table rows\ncolumn * left A | b\nend\n", "{}", bad[i], "A5", 0, &out, &err));
		buf_clear(&out);
	}
}

static bool add_widths(void *user, const struct doc_block *b, struct err *err)
{
	int *widths = user;
	(void)err;
	for (size_t i = 0; b->kind == DOC_TABLE && i < b->n; i++)
		widths[i] = b->columns[i].mille;
	return true;
}

/* Whatever a template says of its columns, each has a width and together they fill the page. */
static void columns_share_the_width(void **state)
{
	static const char *const columns[] = {"900 900 * *", "100 * 100 100", "1000 10 10 10", "10 10 10 10",
		"* * * *"};
	(void)state;
	for (size_t k = 0; k < ARRAY_LEN(columns); k++) {
		char text[600], w[4][8];
		struct err err = ERR_INIT;
		int widths[4] = {0};
		sscanf(columns[k], "%7s %7s %7s %7s", w[0], w[1], w[2], w[3]);
		snprintf(text, sizeof(text), HEAD "table components 1\ncolumn %s left A | a\ncolumn %s left B | b\n"
			"column %s left C | c\ncolumn %s left D | d\nend\n", w[0], w[1], w[2], w[3]);
		struct template *t = template_read(text, strlen(text), "x", &err);
		assert_non_null(t);
		const struct doc_input in = {.form = t, .paper = paper_find("A5", NULL), .data = "{}"};
		assert_true(doc_walk(&in, add_widths, widths, &err));
		assert_in_range(widths[0] + widths[1] + widths[2] + widths[3], 990, 1000);
		for (int i = 0; i < 4; i++)
			assert_in_range(widths[i], 9, 1000);
		template_free(t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_stand_in_their_places),
		cmocka_unit_test(what_is_empty_is_left_out_where_so_said),
		cmocka_unit_test(conditions_go_by_values_and_paper),
		cmocka_unit_test(parts_and_copies_cannot_be_left_out),
		cmocka_unit_test(answers_by_their_kind),
		cmocka_unit_test(values_are_only_text),
		cmocka_unit_test(rows_have_their_own_values_and_those_of_the_whole),
		cmocka_unit_test(tables_may_have_empty_rows),
		cmocka_unit_test(refuses_data_that_is_none),
		cmocka_unit_test(columns_share_the_width), cmocka_unit_test(headings_in_english),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
