#include "printing/template_lint.h"

#include <string.h>
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/template_parts.h"

static bool is_blank(const struct phrase *p)
{
	for (size_t i = 0; i < p->n; i++) {
		if (p->runs[i].named || p->runs[i].text[strspn(p->runs[i].text, " \n")])
			return false;
	}
	return true;
}

/* How many of them, every step-th from the first, say something. */
static size_t said(const struct phrase *list, size_t n, size_t step)
{
	size_t some = 0;

	for (size_t i = 0; i < n; i += step)
		some += !is_blank(&list[i]);
	return some;
}

/* ---- lines */

static bool says_something(const struct reading *r, const struct block *b)
{
	return said(b->phrases, b->n, 1) > 0 ||
		template_refuse(r, _("dòng chỉ có chỉ thị mà không có chữ: viết nội dung vào, hoặc xóa dòng."));
}

/* A value may be left to a hand, its label may not. */
static bool has_labels(const struct reading *r, const struct block *b)
{
	return said(b->phrases, b->n, 2) == (b->n + 1) / 2 ||
		template_refuse(r, _("thiếu tên mục trước dấu |."));
}

static bool has_text(const struct reading *r, const struct block *b)
{
	return !is_blank(&b->phrases[1]) || template_refuse(r, _("thiếu chữ sau dấu |."));
}

static bool has_codes(const struct reading *r, const struct block *b)
{
	if (!b->barcode && !b->qr)
		return template_refuse(r, _("codes cần barcode hoặc qr; không cần mã nào thì dùng place."));
	return said(b->phrases, b->n, 1) == b->n ||
		template_refuse(r, _("thiếu chữ sau dấu |."));
}

/* What stands in it, until its end. */
static bool has_lines(const struct reading *r, const struct block *b)
{
	return &r->t->blocks[b->last] > b + 1 ||
		template_refuse(r, _("danh sách không có dòng nào: thêm dòng giữa each và end."));
}

static bool (*const checks[BLOCK_KINDS])(const struct reading *r, const struct block *b) = {
	[BLOCK_HEAD] = says_something, [BLOCK_PLACE] = says_something, [BLOCK_CODES] = has_codes,
	[BLOCK_TITLE] = says_something, [BLOCK_CENTRE] = says_something, [BLOCK_FIELDS] = has_labels,
	[BLOCK_TEXT] = says_something, [BLOCK_ITEM] = has_text, [BLOCK_COLUMN] = says_something,
	[BLOCK_EACH] = has_lines, [BLOCK_SIGN] = says_something, [BLOCK_NOTE] = says_something,
	[BLOCK_FOOTER] = says_something,
};

static bool check_line(struct reading *r, const struct block *b)
{
	r->line = b->line;
	if (checks[b->kind] && !checks[b->kind](r, b))
		return false;
	r->line = b->english_line;
	return !b->n_english || said(b->english, b->n_english, 1) > 0 ||
		template_refuse(r, _("dòng .en còn trống: viết tiếng Anh vào, hoặc xóa dòng."));
}

/* ---- the form */

static bool papers_differ(struct reading *r)
{
	const struct template *t = r->t;

	r->line = 1;
	for (size_t i = 0; i < t->n_papers; i++) {
		for (size_t k = 0; k < i; k++) {
			if (t->papers[i] == t->papers[k])
				return template_refuse(r, _("dòng papers có khổ %s hai lần."), t->papers[i]->name);
		}
	}
	return true;
}

static bool asks(const struct template *t, const char *name)
{
	size_t i = 0;

	while (i < t->n_asks && !str_eq(t->asks[i].name, name))
		i++;
	return i < t->n_asks;
}

/* Another amount than the published one is refused without its reason (printing/paper_rules.h). */
static bool asks_for_reason(struct reading *r)
{
	const struct template *t = r->t;

	r->line = 1;
	if ((!str_eq(t->form, "fee") && !str_eq(t->form, "charge")) || !asks(t, "amount") || asks(t, "reason"))
		return true;
	return template_refuse(r, _("biên lai hỏi số tiền (amount) thì phải hỏi lý do: thêm dòng “ask reason text Lý "
		"do”."));
}

bool template_lint(struct template *t, const char *file_name, struct err *err)
{
	struct reading r = {.t = t, .file_name = file_name, .err = err};
	bool ok = papers_differ(&r) && asks_for_reason(&r);

	for (size_t i = 0; ok && i < t->n_blocks; i++)
		ok = check_line(&r, &t->blocks[i]);
	return ok;
}
