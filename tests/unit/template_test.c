/* Templates read and refused: everything wrong is said with file, line and what to write instead. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "printing/template.h"
#include "printing/template_lint.h"

#define HEAD "form x\nversion 1\nname Giấy thử\nsubject dossier\npapers A5\n" /* 5 lines */

static struct template *read_text(const char *text, size_t len, struct err *err)
{
	*err = (struct err)ERR_INIT;
	return template_read(text, len, "x.form", err);
}

static struct template *accepted(const char *text)
{
	struct err err;
	struct template *t = read_text(text, strlen(text), &err);
	if (!t)
		fail_msg("%s", err.text);
	return t;
}

static void refused_bytes(const char *text, size_t len, int line, const char *says)
{
	struct err err;
	char start[40];
	struct template *t = read_text(text, len, &err);
	if (t)
		fail_msg("not refused: %s", text);
	snprintf(start, sizeof(start), "x.form, dòng %d: ", line);
	assert_int_equal(err.kind, ERR_CONFIG);
	if (strncmp(err.text, start, strlen(start)) != 0 || !strstr(err.text, says))
		fail_msg("said: %s\nwanted: %s…%s", err.text, start, says);
}

static void refused(const char *text, int line, const char *says)
{
	refused_bytes(text, strlen(text), line, says);
}

static void everything_a_line_may_hold(void **state)
{
	(void)state;
	struct template *t = accepted("\xef\xbb\xbf# mẫu thử\r\n" HEAD "parts Lưu | Giao\nask ly-do text Lý do\n"
		"ask giay list Giấy tờ\n\nhead\n[roll !offline] field? A: | <b>{applicant.name:chưa rõ}</b> \\{\\|\n"
		"field.en Name\ntable components 3\n[!roll] column 60 centre TT | {row.n}\n"
		"column * left Tên \\\n  giấy tờ | {row.name}\nend\neach asked.giay\nitem – | {row.text}\nend\n"
		"[asked.giay] text {asked.ly-do}\nsign || A | b |\n");
	assert_int_equal(t->n_parts, 2);
	assert_int_equal(t->n_asks, 2);
	const struct block *field = &t->blocks[1], *table = &t->blocks[2], *name = &t->blocks[4];
	assert_true(field->optional);
	assert_int_equal(field->n_when, 2);
	assert_true(field->when[1].negated);
	assert_int_equal(field->n_english, 1);
	assert_int_equal(field->phrases[1].n, 2);
	assert_int_equal(field->phrases[1].runs[0].style, STYLE_BOLD);
	assert_string_equal(field->phrases[1].runs[0].text, "chưa rõ");
	assert_string_equal(field->phrases[1].runs[1].text, " {|");
	assert_int_equal(table->number, 3);
	assert_int_equal(table->last, 5);
	assert_string_equal(name->phrases[0].runs[0].text, "Tên giấy tờ");
	assert_int_equal(t->blocks[t->n_blocks - 1].n, 6);
	template_free(t);
}

/* As a Mac writes it, and with CR LF. */
static void text_is_brought_to_one_form(void **state)
{
	(void)state;
	struct template *t = accepted(HEAD "text Gia\xcc\x82\xcc\x81y   to\xcc\x9b\xcc\x80\r\n");
	assert_string_equal(t->blocks[0].phrases[0].runs[0].text, "Giấy tờ");
	template_free(t);
}

static void words_and_names_that_are_none(void **state)
{
	(void)state;
	refused(HEAD "texxt a\n", 6, "“texxt”");
	refused(HEAD "text {applicant.nmae}\n", 6, "“applicant.nmae”; có phải “applicant.name”?");
	refused(HEAD "text {nguoi_nop}\n", 6, "“nguoi_nop”. Các");
	refused(HEAD "text {asked.a}\n", 6, "ask a text");
	refused(HEAD "text {row.n}\n", 6, "danh sách");
	refused(HEAD "text {offline}\n", 6, "điều kiện");
	refused(HEAD "[ofline] text a\n", 6, "“ofline”; có phải “offline”?");
	refused(HEAD "table compnents\n", 6, "“compnents”");
	refused(HEAD "table components\ncolumn * left A | {row.nmae}\nend\n", 7, "có phải “row.name”?");
	refused(HEAD "ask a list A\ntext {asked.a}\n", 7, "each asked.a");
	refused(HEAD "text <u>a</u>\n", 6, "<u>");
	refused(HEAD "codes barcode aztec\n", 6, "codes");
	refused("form x\nversion 1\nname A\nsubject dossier\npapers A5 A9\ntext a\n", 5, "A9");
	refused("form x\nversion 1\nname A\nsubject person\n", 4, "subject");
	refused("form ../x\n", 1, "-");
}

static void what_is_not_closed(void **state)
{
	(void)state;
	refused(HEAD "text <b>a\n", 6, "</b>");
	refused(HEAD "text a</b>\n", 6, "</b>");
	refused(HEAD "text <b><i>a</b></i>\n", 6, "</b>");
	refused(HEAD "text <b>a<b>b</b></b>\n", 6, "<b>");
	refused(HEAD "text <b\n", 6, ">");
	refused(HEAD "text {code\n", 6, "}");
	refused(HEAD "text code}\n", 6, "}");
	refused(HEAD "[offline text a\n", 6, "]");
	refused(HEAD "[] text a\n", 6, "[]");
	refused(HEAD "text a\neach components\nitem – | a\n", 8, "dòng 7");
	refused(HEAD "end\n", 6, "end");
	refused(HEAD "table components\nend\n", 7, "column");
	refused(HEAD "table components\ntext a\n", 7, "column");
	refused(HEAD "column * left A | b\n", 6, "table");
	refused(HEAD "each components\ntable components\n", 7, "table");
}

static void what_is_missing_or_twice(void **state)
{
	(void)state;
	refused("form x\nversion 1\nname A\nsubject dossier\ntext a\n", 5, "papers");
	refused(HEAD, 5, "nội dung");
	refused("", 1, "form");
	refused(HEAD "form y\n", 6, "form");
	refused(HEAD "text a\nparts A | B\n", 7, "parts");
	refused(HEAD "field A:\n", 6, "2");
	refused(HEAD "name.en\n", 6, "name.en");
	refused(HEAD "text a\nfield.en b\n", 7, "field.en");
	refused(HEAD "ask a text A\nask a text B\n", 7, "“a”");
	refused(HEAD "ask a colour A\n", 6, "LOẠI");
	refused(HEAD "dots many\n", 6, "dots");
	refused(HEAD "table components\ncolumn wide left A | b\n", 7, "phần nghìn");
	refused(HEAD "table components\ncolumn * middle A | b\n", 7, "centre");
}

static char *many(const char *start, const char *piece, size_t n)
{
	char *text = xmalloc(strlen(start) + strlen(piece) * n + 2), *p = text + strlen(start);
	memcpy(text, start, strlen(start));
	for (size_t i = 0; i < n; i++, p += strlen(piece))
		memcpy(p, piece, strlen(piece));
	memcpy(p, "\n", 2);
	return text;
}

static void refused_many(const char *start, const char *piece, size_t n, int line, const char *says)
{
	char *text = many(start, piece, n);
	refused(text, line, says);
	free(text);
}

/* Read, for papers there are; refused in a file of today. */
static void lint(const char *body, int line, const char *says)
{
	struct err err = ERR_INIT;
	char text[2000], start[40];
	snprintf(text, sizeof(text), HEAD "ask l list L\n%s\n", body);
	struct template *t = accepted(text);
	bool ok = template_lint(t, "x.form", &err);
	template_free(t);
	snprintf(start, sizeof(start), "x.form, dòng %d: ", line);
	if (says ? ok || strncmp(err.text, start, strlen(start)) != 0 || !strstr(err.text, says) : !ok)
		fail_msg("%s\nsaid: %s\nwanted: %s%s", body, err.text, start, says ? says : "nothing");
}

static void what_says_nothing(void **state)
{
	(void)state;
	static const char *const bare[] = {"title", "centre", "text", "note", "footer", "text?", "[offline] text",
		"text <b></b>", "text <br>", "sign", "sign ||", "sign | | || | |", "head |"};
	for (size_t i = 0; i < ARRAY_LEN(bare); i++) {
		char body[100];
		snprintf(body, sizeof(body), "text A\n\n%s\ntext B", bare[i]);
		lint(body, 9, "chỉ có chỉ thị mà không có chữ");
	}
	lint("codes", 7, "barcode hoặc qr");
	lint("codes | A", 7, "barcode hoặc qr");
	lint("codes qr | A |", 7, "sau dấu |");
	lint("field | {code}", 7, "tên mục");
	lint("field |", 7, "tên mục");
	lint("fields A | b || | d", 7, "tên mục");
	lint("item – |", 7, "sau dấu |");
	lint("table components\ncolumn 60 left |\nend", 8, "không có chữ");
	lint("each components\nend", 7, "không có dòng nào");
	lint("text A\n# xen giữa\ntext.en", 9, ".en còn trống");
	lint("fields A | b || \\\n C | d\nfields.en |", 9, ".en còn trống");
	lint("head\nplace\ncodes barcode\ncodes qr | A\ndots\nfield A |\nfields A | || B |\nitem | x\nsign || A | |\n"
		"fields A | b || C | d\nfields.en | C\neach asked.l\ndots 2\nend\nfooter {code}", 0, NULL);
	struct err err = ERR_INIT;
	struct template *t = accepted("form x\nversion 1\nname n\nsubject dossier\npapers A5 A4 A5\ntext a\n");
	assert_false(template_lint(t, "x.form", &err));
	assert_non_null(strstr(err.text, "A5 hai lần"));
	template_free(t);
	t = accepted("form fee\nversion 1\nname n\nsubject dossier\npapers A5\nask amount number Số tiền\ntext a\n");
	assert_false(template_lint(t, "x.form", &err));
	assert_non_null(strstr(err.text, "ask reason text"));
	template_free(t);
}

static void what_is_too_much(void **state)
{
	(void)state;
	refused_many(HEAD "text ", "a", TEMPLATE_LINE_MAX, 6, "quá dài");
	refused_many(HEAD "text ", "a\\\n", TEMPLATE_LINE_MAX, 6 + TEMPLATE_LINE_MAX, "quá dài");
	refused_many(HEAD, "text a\n", TEMPLATE_BLOCKS_MAX + 1, 6 + TEMPLATE_BLOCKS_MAX, "300");
	refused_many(HEAD "text ", "<b>a</b>{code}", TEMPLATE_RUNS_MAX / 2 + 1, 6, "60");
	refused_many(HEAD "fields ", "a | b || ", 10, 6, "8");
	refused_many(HEAD "[", "offline ", TEMPLATE_TERMS_MAX + 1, 6, "]");
	refused(HEAD "[a a a a a a a] text a\n", 6, "“a”");
	refused(HEAD "[roll roll roll roll roll roll roll] text a\n", 6, "6");
	refused_many(HEAD "table components\n", "column 10 left A | b\n", TEMPLATE_COLUMNS_MAX + 1,
		7 + TEMPLATE_COLUMNS_MAX, "20");
	char name[600];
	snprintf(name, sizeof(name), HEAD "text {%0400d}\n", 0);
	refused(name, 6, "quá dài");
	refused_many(HEAD "# ", "a", TEMPLATE_LINE_MAX, 6, "quá dài");
	refused_many(HEAD, "#\n", TEMPLATE_MAX / 2, 1, "KB");
	refused_many("form x\nparts ", "a | ", 5, 2, "4");
	refused_many("form ", "x", FORM_ID_SIZE, 1, "15");
}

static void what_is_no_text(void **state)
{
	(void)state;
	refused(HEAD "text \xff\xfe\n", 6, "UTF-8");
	refused(HEAD "text Gi\xe0y\n", 6, "UTF-8");
	refused(HEAD "text a\x1b[31mb\n", 6, "ký tự");
	refused(HEAD "text a\xe2\x80\xae" "b\n", 6, "ký tự");
	refused_bytes(HEAD "text a\0b\n", strlen(HEAD) + 9, 6, "ký tự");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_a_line_may_hold),
		cmocka_unit_test(text_is_brought_to_one_form),
		cmocka_unit_test(words_and_names_that_are_none),
		cmocka_unit_test(what_is_not_closed),
		cmocka_unit_test(what_is_missing_or_twice),
		cmocka_unit_test(what_says_nothing), cmocka_unit_test(what_is_too_much),
		cmocka_unit_test(what_is_no_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
