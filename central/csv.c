#include "central/csv.h"

#include <string.h>
#include "base/str.h"
#include "i18n/lang.h"

/* The one of , ; and tab that is most frequent in the first line, outside quotes. */
static char find_separator(const char *at, const char *end)
{
	static const char choices[] = ",;\t";
	size_t count[3] = {0}, best = 0;
	bool quoted = false;
	for (; at < end && (quoted || *at != '\n'); at++) {
		const char *hit = strchr(choices, *at);
		quoted ^= *at == '"';
		if (hit && *hit && !quoted)
			count[hit - choices]++;
	}
	for (size_t i = 1; i < 3; i++)
		best = count[i] > count[best] ? i : best;
	return choices[best];
}

void csv_init(struct csv *csv, const char *text, size_t len)
{
	*csv = (struct csv){.at = text, .end = text + len, .line = 1};
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		csv->at += 3;
	csv->separator = find_separator(csv->at, csv->end);
	buf_init(&csv->text, (size_t)CSV_COLUMNS_MAX * (CSV_CELL_MAX + 1));
}

void csv_clear(struct csv *csv)
{
	buf_clear(&csv->text);
}

static bool complain(struct csv *csv, const char *why)
{
	csv->why = why;
	return false;
}

/* The rest of a quoted cell, after its opening quote. */
static bool read_quoted(struct csv *csv)
{
	while (csv->at < csv->end) {
		char ch = *csv->at++;
		if (ch == '"' && (csv->at == csv->end || *csv->at != '"'))
			return true;
		if (ch == '"')
			csv->at++;
		csv->line += ch == '\n';
		buf_char(&csv->text, ch);
	}
	return complain(csv, N_("Dấu nháy kép mở ra mà không đóng lại."));
}

static bool at_cell_end(const struct csv *csv)
{
	return csv->at == csv->end || *csv->at == csv->separator || *csv->at == '\n' ||
		(*csv->at == '\r' && (csv->at + 1 == csv->end || csv->at[1] == '\n'));
}

static bool read_cell(struct csv *csv)
{
	size_t start = csv->text.len;
	bool ok = true;
	if (csv->at < csv->end && *csv->at == '"') {
		csv->at++;
		ok = read_quoted(csv);
	}
	while (!at_cell_end(csv))
		buf_char(&csv->text, *csv->at++);
	if (csv->text.len - start > CSV_CELL_MAX)
		ok = complain(csv, N_("Một ô dài quá 8192 byte."));
	if (ok && memchr(buf_str(&csv->text) + start, '\0', csv->text.len - start))
		ok = complain(csv, N_("Một ô có byte NUL."));
	buf_char(&csv->text, '\0');
	return ok;
}

/* Past the line's end. */
static void end_row(struct csv *csv)
{
	if (csv->at < csv->end && *csv->at == '\r')
		csv->at++;
	if (csv->at < csv->end && *csv->at == '\n') {
		csv->at++;
		csv->line++;
	}
}

static bool row_blank(const struct csv *csv)
{
	for (size_t i = 0; i < csv->text.len; i++) {
		if (csv->text.data[i] != '\0' && csv->text.data[i] != ' ')
			return false;
	}
	return true;
}

/* Pointers only now: the buffer moves while it grows. */
static void point_at_cells(struct csv *csv)
{
	const char *cell = buf_str(&csv->text);
	for (size_t i = 0; i < csv->n; i++) {
		csv->cells[i] = cell;
		cell += strlen(cell) + 1;
	}
}

enum csv_result csv_next(struct csv *csv)
{
	while (csv->at < csv->end) {
		bool ok = true;
		buf_reset(&csv->text);
		csv->n = 0;
		csv->row_line = csv->line;
		for (;;) {
			ok = read_cell(csv) && ok;
			if (++csv->n > CSV_COLUMNS_MAX)
				ok = complain(csv, N_("Dòng này có quá 64 ô."));
			if (csv->at == csv->end || *csv->at != csv->separator)
				break;
			csv->at++;
		}
		end_row(csv);
		if (csv->text.full)
			ok = complain(csv, N_("Dòng này quá dài."));
		if (!ok)
			return CSV_BAD;
		if (row_blank(csv))
			continue;
		point_at_cells(csv);
		return CSV_ROW;
	}
	return CSV_END;
}
