/* Form 01 rendered to PDF: the first in a process, then again and again, then a hundred in one
 * file; beside a bare cairo page. */

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/mem.h"
#include "printing/form.h"
#include "printing/forms.h"
#include "printing/render.h"
#include "printing/set.h"
#include "tests/harness/bench.h"
#include "tests/harness/receipt_sample.h"

#define WARM 300
#define HUNDRED 100
#define ROUNDS 5
#define LINES 32 /* about what a receipt has, on each of its two parts */

static cairo_status_t drop(void *closure, const unsigned char *data, unsigned len)
{
	(void)data;
	*(size_t *)closure += len;
	return CAIRO_STATUS_SUCCESS;
}

/* Pages with as many lines of the same kind of text, nothing else. */
static double bare(int pages)
{
	size_t bytes = 0;
	double start = bench_now_us();
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(drop, &bytes, 419.5, 595.3);
	cairo_t *cr = cairo_create(surface);
	for (int page = 0; page < pages; page++) {
		for (int i = 0; i < LINES; i++) {
			PangoLayout *layout = pango_cairo_create_layout(cr);
			PangoFontDescription *font = pango_font_description_from_string("Liberation Serif 11");
			pango_layout_set_font_description(layout, font);
			pango_layout_set_text(layout, "Tiếp nhận hồ sơ của: Nguyễn Thị Ánh Mẫu, xã Vĩnh Hanh", -1);
			cairo_move_to(cr, 40, 40 + i * 15);
			pango_cairo_show_layout(cr, layout);
			pango_font_description_free(font);
			g_object_unref(layout);
		}
		cairo_show_page(cr);
	}
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	return bench_now_us() - start;
}

/* With its template's text, as the application sends it. */
static struct print_order *make_order(const struct dossier *d)
{
	struct print_order *order = sample_order(d, TO_FILE, "", "");
	struct form_file file;
	struct err err = ERR_INIT;
	BUG_ON(!form_file_load(&file, "", "01", &err));
	order->template = xstrdup(file.text);
	form_file_clear(&file);
	return order;
}

static double render(const struct print_order *order, size_t *len)
{
	struct buf pdf;
	struct err err = ERR_INIT;
	buf_init(&pdf, PDF_MAX);
	double start = bench_now_us();
	bool ok = form_setup(&err) && render_order(order, 0, &pdf, NULL, &err);
	double us = bench_now_us() - start;
	if (!ok)
		fprintf(stderr, "%s\n", err.text);
	BUG_ON(!ok);
	*len = pdf.len;
	buf_clear(&pdf);
	return us;
}

/* As an evening's papers go into one file: fonts are embedded once. */
static double hundred(const struct dossier *d, size_t *len)
{
	struct sample_input sample = sample_input(d);
	struct form_file file;
	struct err err = ERR_INIT;
	struct buf pdf;
	buf_init(&pdf, PDF_MAX);
	BUG_ON(!form_file_load(&file, "", "01", &err));
	char *data = sample_data(&sample);
	const struct output_how how = {.paper = file.form->papers[0], .title = "100", .created_at = 1};
	const struct doc_input in = {.form = file.form, .paper = how.paper, .data = data};
	double start = bench_now_us();
	struct output *out = output_new(&how, &pdf, &err);
	for (int i = 0; i < HUNDRED; i++) {
		struct set *set = set_new(&in, 0, how.paper->type);
		BUG_ON(!doc_walk(&in, set_block, set, &err));
		if (i)
			output_part(out);
		set_draw(set, out);
		set_free(set);
	}
	BUG_ON(!output_end(out, &err));
	double us = bench_now_us() - start;
	*len = pdf.len;
	buf_clear(&pdf);
	free(data);
	form_file_clear(&file);
	return us;
}

/* Measured in turn, so that a busy machine hurts both alike. */
static void show_warm(const struct print_order *order)
{
	struct samples warm = {0}, page = {0};
	size_t len;
	char text[96];
	for (int i = 0; i < WARM; i++) {
		samples_add(&warm, render(order, &len));
		samples_add(&page, bare(2));
	}
	double p50 = samples_percentile(&warm, 50);
	snprintf(text, sizeof(text), "bare pango page ×2 %s", bench_ms(samples_percentile(&page, 50)));
	bench_row("receipt warm, p50", bench_ms(p50), text, "≤4 ms", p50 <= 4000);
	snprintf(text, sizeof(text), "%zu KB", len / 1024);
	bench_row("receipt, size of the PDF", text, NULL, NULL, -1);
	samples_clear(&warm);
	samples_clear(&page);
}

static void show_hundred(const struct dossier *d)
{
	struct samples all = {0}, pages = {0};
	size_t len;
	char text[96], beside[96];
	for (int i = 0; i < ROUNDS; i++) {
		samples_add(&all, hundred(d, &len));
		samples_add(&pages, bare(2 * HUNDRED));
	}
	double p50 = samples_percentile(&all, 50);
	snprintf(text, sizeof(text), "%s, %s each", bench_ms(p50), bench_ms(p50 / HUNDRED));
	snprintf(beside, sizeof(beside), "bare pango page ×200 %s",
		bench_ms(samples_percentile(&pages, 50)));
	bench_row("100 receipts in one PDF", text, beside, NULL, -1);
	snprintf(text, sizeof(text), "%zu KB", len / 1024);
	bench_row("100 receipts, size of the PDF", text, NULL, NULL, -1);
	samples_clear(&all);
	samples_clear(&pages);
}

int main(void)
{
	struct dossier d;
	size_t len;
	char text[96];
	sample_dossier(&d);
	struct print_order *order = make_order(&d);
	double before = bench_rss_mb(getpid()), cold = render(order, &len);
	snprintf(text, sizeof(text), "memory %.1f → %.1f MB", before, bench_rss_mb(getpid()));
	bench_row("receipt, two pages, cold", bench_ms(cold), text, NULL, -1);
	show_warm(order);
	show_hundred(&d);
	render_teardown();
	print_order_free(order);
	dossier_clear(&d);
	return 0;
}
