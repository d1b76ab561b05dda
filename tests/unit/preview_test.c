/* Forms as text for a terminal: never wider than asked for, whatever is in them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "i18n/text.h"
#include "printing/doc.h"
#include "printing/preview.h"

#define HEAD "form x\nversion 1\nname Giấy thử\nsubject period\npapers A4\n"

static void show(struct preview *p, const char *text, const char *data, const char *rows, int cols)
{
	struct err err = ERR_INIT;
	struct template *t = template_read(text, strlen(text), "x.form", &err);
	if (!t)
		fail_msg("%s", err.text);
	const struct doc_input in = {.form = t, .paper = paper_find("A4", NULL), .data = data, .rows = rows};
	if (!preview_form(p, &in, cols, &err))
		fail_msg("%s", err.text);
	template_free(t);
}

/* All lines, one after the other; none wider than cols. */
static char *lines_of(const struct preview *p, int cols)
{
	struct buf out;
	buf_init(&out, 1 << 22);
	for (size_t i = 0; i < p->n; i++) {
		if (text_width(p->lines[i].text) > cols)
			fail_msg("\"%s\" takes %d cells of %d", p->lines[i].text, text_width(p->lines[i].text), cols);
		buf_printf(&out, "%s\n", p->lines[i].text);
	}
	return buf_take(&out);
}

static void fits_any_width(void **state)
{
	(void)state;
	static const char form[] = HEAD "head\ntitle THÔNG BÁO VỀ KẾT QUẢ GIẢI QUYẾT\n"
		"field Nghiêng ngả khuỷu tay: | <b>{agency.name}</b>\n"
		"fields Một: | {agency.phone} || Hai: | {agency.address}\nitem – | Đường Nguyễn Đình Chiểu\ndots 2\n"
		"text Ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ ườ\n"
		"table rows\ncolumn 30 centre STT | {row.n}\ncolumn * left Tên | {applicant.name}\n"
		"column 200 right Mã | {officer.name}\nend\n"
		"sign NGƯỜI NỘP | (Ký) | || NGƯỜI NHẬN | (Ký) | {officer.name}\n";
	static const char data[] = "{\"agency\":{\"name\":\"Phường Nghĩanghĩanghĩanghĩanghĩanghĩanghĩanghĩanghĩanghĩa"
		"漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字\"},\"officer\":{\"name\":\"Lê Thị Mẫu\"}}";
	for (int cols = PREVIEW_COLS_MIN; cols <= 130; cols++) {
		struct preview p = {.n = 0};
		show(&p, form, data, "{}\n", cols);
		char *all = lines_of(&p, cols);
		assert_non_null(strstr(all, "THÔNG BÁO"));
		assert_non_null(strstr(all, "Lê Thị Mẫu"));
		free(all);
		preview_clear(&p);
	}
}

/* More columns than can be read side by side: each row told in a line. */
static void a_wide_table_is_told(void **state)
{
	(void)state;
	struct preview p = {.n = 0};
	struct buf form;
	buf_init(&form, 1 << 16);
	buf_str_add(&form, HEAD "table rows\n");
	for (int i = 0; i < 14; i++)
		buf_printf(&form, "column %s left Cột %d | {row.n}\n", i ? "60" : "*", i);
	buf_str_add(&form, "end\n");
	show(&p, buf_str(&form), "{}", "{}\n{}\n", 78);
	char *all = lines_of(&p, 78);
	assert_non_null(strstr(all, "Cột 0: 1 · Cột 1: 1 · "));
	assert_non_null(strstr(all, "Cột 0: 2 · "));
	free(all);
	preview_clear(&p);
	buf_clear(&form);
}

static void only_the_beginning_of_what_is_long(void **state)
{
	(void)state;
	struct preview p = {.n = 0};
	struct buf rows;
	buf_init(&rows, 1 << 20);
	for (int i = 0; i < 2 * PREVIEW_LINES_MAX; i++)
		buf_str_add(&rows, "{}\n");
	show(&p, HEAD "table rows\ncolumn * left STT | {row.n}\nend\n", "{}", buf_str(&rows), 78);
	assert_true(p.cut);
	assert_int_equal(p.n, PREVIEW_LINES_MAX);
	preview_clear(&p);
	assert_int_equal(p.n, 0);
	buf_clear(&rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fits_any_width),
		cmocka_unit_test(a_wide_table_is_told),
		cmocka_unit_test(only_the_beginning_of_what_is_long),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
