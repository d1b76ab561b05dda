#include "printing/paper.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"

#define MM (72 / 25.4)

/* A5's margins are what every office printer can print; A4's those of administrative documents
 * (Nghị định 30/2020/NĐ-CP, annex I); a ledger has its wide one where it is bound. The heads of
 * receipt printers are 72 and 48 mm wide whatever the roll is called; small ones have no knife, so
 * theirs is fed past the edge it is torn at. */
static const struct paper_kind kinds[] = {
	{.name = "A5", .words = N_("giấy A5"), .media = "iso_a5_148x210mm", .across = 1,
		.width = 148 * MM, .height = 210 * MM,
		.left = 14 * MM, .right = 10 * MM, .top = 9 * MM, .bottom = 11 * MM, .type = 10.5},
	{.name = "A4", .words = N_("giấy A4"), .media = "iso_a4_210x297mm", .across = 1,
		.width = 210 * MM, .height = 297 * MM,
		.left = 30 * MM, .right = 15 * MM, .top = 20 * MM, .bottom = 20 * MM, .type = 13},
	{.name = "A4-landscape", .words = N_("giấy A4 ngang"), .media = "iso_a4_210x297mm", .across = 1,
		.width = 297 * MM, .height = 210 * MM,
		.left = 20 * MM, .right = 15 * MM, .top = 20 * MM, .bottom = 15 * MM, .type = 10.5},
	{.name = "2xA5", .words = N_("hai liên A5 trên một tờ A4 ngang"), .media = "iso_a4_210x297mm",
		.across = 2, .width = 297 * MM, .height = 210 * MM,
		.left = 14 * MM, .right = 10 * MM, .top = 9 * MM, .bottom = 11 * MM, .type = 10.5},
	{.name = "80mm", .words = N_("cuộn giấy nhiệt 80 mm"), .media = "", .shape = PAPER_ROLL,
		.across = 1, .width = 80 * MM,
		.left = 4 * MM, .right = 4 * MM, .top = 2 * MM, .bottom = 3 * MM, .type = 9},
	{.name = "58mm", .words = N_("cuộn giấy nhiệt 58 mm"), .media = "", .shape = PAPER_ROLL,
		.across = 1, .width = 58 * MM,
		.left = 5 * MM, .right = 5 * MM, .top = 2 * MM, .bottom = 12 * MM, .type = 8},
	{.name = "label", .words = N_("nhãn dán 62 × 29 mm"), .media = "", .shape = PAPER_LABEL,
		.across = 1, .width = 62 * MM, .height = 29 * MM,
		.left = 1.5 * MM, .right = 1.5 * MM, .top = 1.5 * MM, .bottom = 1.5 * MM, .type = 8},
};

/* What heads are sold as, and what they are. */
static const struct {
	int dpi;
	double dots_per_mm;
} heads[] = {
	{180, 180 / 25.4},
	{203, 8},
	{300, 300 / 25.4},
};

bool paper_dpi_known(int dpi)
{
	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		if (heads[i].dpi == dpi)
			return true;
	}
	return false;
}

double paper_dots_per_pt(int dpi)
{
	for (size_t i = 0; i < ARRAY_LEN(heads); i++) {
		if (heads[i].dpi == dpi)
			return heads[i].dots_per_mm / MM;
	}
	return dpi / 72.0;
}

int paper_dots(const struct paper_kind *paper, int dpi)
{
	const double rounding = 0.01; /* 575.99 dots are 576 */

	if (paper->shape == PAPER_SHEET)
		return 0;
	double dots = (paper->width - paper->left - paper->right) * paper_dots_per_pt(dpi);
	return (int)(dots + rounding) / 8 * 8;
}

double paper_page_width(const struct paper_kind *paper)
{
	return paper->width / paper->across;
}

const struct paper_kind *paper_at(size_t i)
{
	return i < ARRAY_LEN(kinds) ? &kinds[i] : NULL;
}

const struct paper_kind *paper_find(const char *name, struct err *err)
{
	char all[128] = "", shown[40];

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (strcasecmp(kinds[i].name, name) == 0)
			return &kinds[i];
		size_t len = strlen(all);
		snprintf(all + len, sizeof(all) - len, "%s%s", i ? ", " : "", kinds[i].name);
	}
	text_clean_to(shown, sizeof(shown), name);
	err_set(err, ERR_USAGE, _("Không có khổ giấy “%s”. Chọn một trong: %s."), shown, all);
	return NULL;
}
