/* The ledger (form 07) of 10,000 dossiers through the press, as an order like any other; beside
 * pango and cairo setting the same words in the same columns and doing nothing else. */

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/dossier.h"
#include "printing/press.h"
#include "tests/harness/bench.h"
#include "tests/harness/process.h"
#include "tests/harness/receipt_sample.h"

#define ROWS 10000
#define BARE_ROWS 500
#define RATE_AIM 2000
#define MEMORY_AIM 40

/* ---- the dossiers: as long as real ones, and none like the one before */

static const char *const families[] = {"Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi"};
static const char *const middles[] = {"Thị Ánh", "Văn", "Thị Mỹ", "Hữu", "Ngọc", "Thị Kim", "Minh"};
static const char *const given[] = {"Mẫu", "Thử", "Mẫu Một", "Thử Hai", "Mẫu Ba"};
static const char *const procedures[] = {
	"Đăng ký khai sinh", "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có thẩm "
	"quyền của Việt Nam cấp hoặc chứng nhận", "Thực hiện, điều chỉnh, thôi hưởng trợ cấp hưu trí xã hội",
	"Cấp giấy xác nhận tình trạng hôn nhân", "Đăng ký đất đai, cấp giấy chứng nhận quyền sử dụng đất",
};
#define PICK(list, i) (list)[(i) % ARRAY_LEN(list)]

static char *name_of(int i)
{
	return xasprintf("%s %s %s", PICK(families, i), PICK(middles, i / 8), PICK(given, i / 56));
}

static char *all_rows(void)
{
	struct dossier d;
	struct buf rows;
	sample_dossier(&d);
	buf_init(&rows, 64 << 20);
	for (int i = 0; i < ROWS; i++) {
		char *name = name_of(i);
		d.applicant.name = name;
		d.procedure_name = PICK(procedures, i);
		d.received_at += 97;
		d.due_at = d.received_at + 5 * 86400;
		d.sequence = i + 1;
		snprintf(d.code, sizeof(d.code), "H01.91.12-261123-%04d", i % 9999 + 1);
		buf_str_add(&rows, "{\"dossier\":");
		dossier_to_json(&d, &rows);
		buf_str_add(&rows, "}\n");
		free(name);
	}
	dossier_clear(&d);
	return buf_take(&rows);
}

/* ---- the press */

static double peak_mb(int pid)
{
	char path[64], line[256];
	double kb = 0;
	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	FILE *f = fopen(path, "re");
	BUG_ON(!f);
	while (fgets(line, sizeof(line), f)) {
		if (strncmp(line, "VmHWM:", 6) == 0)
			kb = strtod(line + 6, NULL);
	}
	fclose(f);
	return kb / 1024;
}

static int pages_of(const char *pdf)
{
	struct buf out;
	buf_init(&out, 65536);
	BUG_ON(process_run((const char *[]){"pdfinfo", pdf, NULL}, &out) != 0);
	const char *pages = strstr(buf_str(&out), "Pages:");
	int n = pages ? (int)strtol(pages + 6, NULL, 10) : 0;
	buf_clear(&out);
	return n;
}

static const struct book no_printers = {.n = 0};

static double print_ledger(struct press *press, const char *dir, const char *rows,
	struct print_result *result)
{
	char *path = fs_join(dir, "ledger.pdf");
	struct dossier d;
	sample_dossier(&d);
	struct print_order *o = sample_order(&d, TO_FILE, path, dir);
	str_copy(o->form, sizeof(o->form), "07");
	o->rows = xstrdup(rows);
	struct printer_list *list;
	struct err err = ERR_INIT;
	double start = bench_now_us();
	BUG_ON(!press_print(press, o, &no_printers, &err));
	BUG_ON(press_hear(press, result, &list) != PRESS_RESULT);
	double us = bench_now_us() - start;
	if (result->phase != PHASE_DONE)
		fprintf(stderr, "%s\n", result->message);
	BUG_ON(result->phase != PHASE_DONE);
	print_order_free(o);
	dossier_clear(&d);
	free(path);
	return us;
}

/* ---- beside it */

static cairo_status_t drop(void *closure, const unsigned char *data, unsigned len)
{
	(void)data;
	*(size_t *)closure += len;
	return CAIRO_STATUS_SUCCESS;
}

static void bare_cell(cairo_t *cr, const PangoFontDescription *font, double x, double y,
	double width, const char *text)
{
	PangoLayout *layout = pango_cairo_create_layout(cr);
	pango_layout_set_font_description(layout, font);
	pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_text(layout, text, -1);
	cairo_move_to(cr, x, y);
	pango_cairo_show_layout(cr, layout);
	g_object_unref(layout);
}

/* Thirteen cells a row, twelve rows a page. */
static double bare_us_a_row(void)
{
	size_t bytes = 0;
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(drop, &bytes, 842, 595);
	cairo_t *cr = cairo_create(surface);
	PangoFontDescription *font = pango_font_description_from_string("Liberation Serif 8");
	double start = bench_now_us();
	for (int i = 0; i < BARE_ROWS; i++) {
		char *name = name_of(i);
		const char *cells[] = {"1234", "H01.91.12-261123-0043", PICK(procedures, i), "1", name,
			"Ấp Vĩnh Phú, xã Vĩnh Hanh, tỉnh An Giang\n0912345678", "Ủy ban nhân dân phường Long Xuyên",
			"23/11/2026", "28/11/2026", "", "Trực tiếp", "", ""};
		for (size_t k = 0; k < ARRAY_LEN(cells); k++)
			bare_cell(cr, font, 30 + 60 * (double)k, 40 + 45 * (i % 12), 58, cells[k]);
		if (i % 12 == 11)
			cairo_show_page(cr);
		free(name);
	}
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	double us = bench_now_us() - start;
	pango_font_description_free(font);
	return us / BARE_ROWS;
}

int main(void)
{
	char dir[] = "/tmp/motcua-ledger.XXXXXX", text[64], beside[64];
	struct press press = PRESS_INIT;
	struct print_result result;
	struct stat st;
	BUG_ON(!mkdtemp(dir));
	char *rows = all_rows();
	double us = print_ledger(&press, dir, rows, &result), rate = ROWS / us * 1e6;
	double peak = peak_mb(press.pid);
	BUG_ON(stat(result.target, &st) != 0);
	snprintf(text, sizeof(text), "%.0f rows/s (%.1f s)", rate, us / 1e6);
	snprintf(beside, sizeof(beside), "bare pango cells %.0f rows/s", 1e6 / bare_us_a_row());
	bench_row("ledger of 10,000 rows", text, beside, "≥2000 rows/s", rate >= RATE_AIM);
	snprintf(text, sizeof(text), "%.1f MB", peak);
	snprintf(beside, sizeof(beside), "the order itself %.1f MB", (double)strlen(rows) / (1 << 20));
	bench_row("ledger, most memory of the press", text, beside, "≤40 MB", peak <= MEMORY_AIM);
	snprintf(text, sizeof(text), "%d pages, %.1f MB", pages_of(result.target),
		(double)st.st_size / (1 << 20));
	bench_row("ledger, the PDF", text, NULL, NULL, -1);
	press_close(&press);
	free(rows);
	process_run((const char *[]){"rm", "-rf", dir, NULL}, NULL);
	return 0;
}
