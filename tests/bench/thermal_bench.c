/* Form 01 as the dots of a thermal printer, both parts: the first in a process, then again and again;
 * beside a bare cairo picture of the same size and kind of text. And the longest piece of paper. */

#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/mem.h"
#include "printing/render.h"
#include "tests/harness/bench.h"
#include "tests/harness/receipt_sample.h"

#define WARM 100
#define PIECES 2
#define LINES 38 /* about what a receipt of that width has */
#define OUT_MAX (64 * 1024 * 1024)

static double render(const struct dossier *d, const char *paper, size_t *len)
{
	struct sample_input in = sample_input(d);
	struct buf out;
	struct err err = ERR_INIT;

	in.paper = paper;
	in.dpi = PAPER_DPI_USUAL;
	buf_init(&out, OUT_MAX);
	double start = bench_now_us();
	bool ok = sample_render(&in, &out, &err);
	double us = bench_now_us() - start;
	if (!ok)
		fprintf(stderr, "%s\n", err.text);
	BUG_ON(!ok);
	*len = out.len;
	buf_clear(&out);
	return us;
}

/* Two pictures in grey, as large and with as many lines; not made black and white. */
static double bare(int width, int height)
{
	const double dots_per_pt = paper_dots_per_pt(PAPER_DPI_USUAL);
	double start = bench_now_us();

	for (int piece = 0; piece < PIECES; piece++) {
		cairo_surface_t *picture = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height);
		cairo_t *cr = cairo_create(picture);
		cairo_scale(cr, dots_per_pt, dots_per_pt);
		for (int i = 0; i < LINES; i++) {
			PangoLayout *layout = pango_cairo_create_layout(cr);
			PangoFontDescription *font = pango_font_description_from_string("Liberation Sans 9");
			pango_layout_set_font_description(layout, font);
			pango_layout_set_text(layout, "Tiếp nhận hồ sơ của: Nguyễn Thị Ánh Mẫu", -1);
			cairo_move_to(cr, 0, i * 11);
			pango_cairo_show_layout(cr, layout);
			pango_font_description_free(font);
			g_object_unref(layout);
		}
		cairo_destroy(cr);
		cairo_surface_destroy(picture);
	}
	return bench_now_us() - start;
}

static void warm_row(const struct dossier *d, const char *paper, int width)
{
	struct samples warm = {0}, beside = {0};
	char what[64], text[64];
	size_t len;

	for (int i = 0; i < WARM; i++) {
		samples_add(&warm, render(d, paper, &len));
		samples_add(&beside, bare(width, (int)(len / PIECES) / (width / 8)));
	}
	double p50 = samples_percentile(&warm, 50);
	snprintf(what, sizeof(what), "receipt to %s at 203 dpi, %zu KB, p50", paper, len / 1024);
	snprintf(text, sizeof(text), "bare picture ×2 %s", bench_ms(samples_percentile(&beside, 50)));
	bench_row(what, bench_ms(p50), text, "≤20 ms", p50 <= 20000);
	samples_clear(&warm);
	samples_clear(&beside);
}

/* As many papers as a dossier may have, with names as long as they may be. */
static void longest_row(struct dossier *d)
{
	struct dossier_component *list = arena_alloc(&d->arena, COMPONENTS_MAX * sizeof(*list));
	char *name = arena_alloc(&d->arena, 301), text[64];
	size_t len;

	for (size_t i = 0; i < 300; i++)
		name[i] = i % 6 == 5 ? ' ' : 'a';
	name[299] = 'a', name[300] = '\0';
	for (size_t i = 0; i < COMPONENTS_MAX; i++)
		list[i] = (struct dossier_component){"x", name, {1}};
	d->components = list;
	d->n_components = COMPONENTS_MAX;
	double us = render(d, "58mm", &len), memory = bench_rss_mb(getpid());
	snprintf(text, sizeof(text), "%.1f m of paper, memory %.1f MB", (double)len / 48 / 8 / 1000, memory);
	bench_row("the longest receipt to 58mm", bench_ms(us), text, "≤40 MB", memory <= 40);
}

int main(void)
{
	struct dossier d;
	char text[64];
	size_t len;
	double before = bench_rss_mb(getpid());

	sample_dossier(&d);
	double cold = render(&d, "80mm", &len);
	snprintf(text, sizeof(text), "memory %.1f → %.1f MB", before, bench_rss_mb(getpid()));
	bench_row("receipt to 80mm at 203 dpi, cold", bench_ms(cold), text, NULL, -1);
	warm_row(&d, "80mm", 576);
	warm_row(&d, "58mm", 384);
	longest_row(&d);
	render_teardown();
	dossier_clear(&d);
	return 0;
}
