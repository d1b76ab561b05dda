#include "printing/pdf.h"

#include <cairo-pdf.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/date.h"
#include "i18n/lang.h"
#include "printing/pdf_mark.h"

static cairo_status_t write_bytes(void *user, const unsigned char *bytes, unsigned int len)
{
	return buf_add(user, bytes, len) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

cairo_t *pdf_begin(const struct pdf_meta *meta, struct buf *out)
{
	char created[INSTANT_SIZE];
	cairo_surface_t *surface =
		cairo_pdf_surface_create_for_stream(write_bytes, out, meta->width, meta->height);

	/* 1.4 keeps the plain cross-reference table that say_language relies on. */
	cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
	instant_format(meta->created_at, created);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, meta->title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, PDF_MAKER);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
	cairo_t *cr = cairo_create(surface);
	cairo_surface_destroy(surface);
	return cr;
}

void pdf_page(cairo_t *cr, double width, double height)
{
	cairo_pdf_surface_set_size(cairo_get_target(cr), width, height);
}

/* The last occurrence of what before `end`. */
static char *find_last(char *start, char *end, const char *what)
{
	char *found = NULL;
	size_t len = strlen(what);

	for (char *p = start; (p = memmem(p, (size_t)(end - p), what, len)); p += len)
		found = p;
	return found;
}

/*
 * cairo cannot say the language of the text, nor that the page is not to be scaled. It writes the
 * catalogue as the last object, right before the cross-reference table, so words can be put in there
 * and only the table's own offset changes. Where the file looks otherwise it is left as it is.
 */
static void say_language(struct buf *out)
{
	static const char catalogue[] = "<< /Type /Catalog";
	static const char words[] = "\n   " PDF_MARK_CATALOGUE;
	char *end = out->data + out->len;
	char *trailer = find_last(out->data, end, "startxref\n");
	char *number = trailer ? trailer + strlen("startxref\n") : NULL;
	char *newline = number ? memchr(number, '\n', (size_t)(end - number)) : NULL;
	int64_t at;

	if (!newline)
		return;
	*newline = '\0';
	bool plain = str_to_int(number, 1, (int64_t)out->len - 5, &at) &&
		!memcmp(out->data + at, "xref\n", 5);
	*newline = '\n';
	char *table = out->data + (plain ? at : 0);
	char *here = plain ? find_last(out->data, table, catalogue) : NULL;
	if (!here || find_last(here, table, " obj\n"))
		return;
	here += strlen(catalogue);
	size_t rest_len = (size_t)(number - here);
	char *rest = memcpy(xmalloc(rest_len), here, rest_len);
	out->len = (size_t)(here - out->data);
	buf_str_add(out, words);
	buf_add(out, rest, rest_len);
	buf_printf(out, "%lld\n%%%%EOF\n", (long long)at + (long long)strlen(words));
	free(rest);
}

bool pdf_end(cairo_t *cr, struct buf *out, struct err *err)
{
	cairo_surface_t *surface = cairo_get_target(cr);

	cairo_surface_finish(surface);
	cairo_status_t status = cairo_surface_status(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_status(cr);
	cairo_destroy(cr);
	if (status == CAIRO_STATUS_SUCCESS)
		say_language(out);
	if (out->full)
		return err_set(err, ERR_DATA, _("Tệp in quá lớn (trên %zu MB)."), out->max >> 20);
	if (status != CAIRO_STATUS_SUCCESS)
		return err_set(err, ERR_BUG, _("Không tạo được tệp PDF: %s"),
			cairo_status_to_string(status));
	return true;
}
