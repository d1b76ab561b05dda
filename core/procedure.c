#include "core/procedure.h"

#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

#define PROCEDURE_CODE_MAX 32

static const char *const copy_kinds[COPY_KINDS] = {"original", "certified", "copy", "translation"};

const char *copy_kind_code(enum copy_kind kind)
{
	return copy_kinds[kind];
}

bool copy_kind_parse(const char *code, enum copy_kind *out)
{
	for (int i = 0; code && i < COPY_KINDS; i++) {
		if (str_eq(code, copy_kinds[i])) {
			*out = (enum copy_kind)i;
			return true;
		}
	}
	return false;
}

const struct procedure_case *procedure_case_find(const struct procedure *p, const char *id)
{
	if (!id || !*id)
		return p->n_cases > 0 ? &p->cases[0] : NULL;
	for (size_t i = 0; i < p->n_cases; i++) {
		if (str_eq(p->cases[i].id, id))
			return &p->cases[i];
	}
	return NULL;
}

void procedure_clear(struct procedure *p)
{
	arena_clear(&p->arena);
	*p = (struct procedure){0};
}

int64_t channel_terms_total(const struct channel_terms *t)
{
	int64_t total = 0;

	for (size_t i = 0; t->fee == FEE_PUBLISHED && i < t->n_lines; i++)
		total += t->lines[i].amount_vnd;
	return total;
}

void amount_text(int64_t amount_vnd, struct buf *out)
{
	char digits[24];
	uint64_t n = amount_vnd < 0 ? -(uint64_t)amount_vnd : (uint64_t)amount_vnd;
	size_t at = sizeof(digits);

	for (size_t count = 0; count == 0 || n > 0; n /= 10, count++)
		digits[--at] = (char)('0' + n % 10);
	if (amount_vnd < 0)
		buf_char(out, '-');
	for (size_t i = at; i < sizeof(digits); i++) {
		if (i > at && (sizeof(digits) - i) % 3 == 0)
			buf_char(out, '.');
		buf_char(out, digits[i]);
	}
}

void fee_text(const struct channel_terms *t, struct buf *out)
{
	if (t->fee == FEE_NOT_PUBLISHED) {
		buf_str_add(out, _("chưa công bố"));
	} else if (channel_terms_total(t) == 0) {
		buf_str_add(out, _("không thu"));
	} else {
		amount_text(channel_terms_total(t), out);
		buf_str_add(out, " đ");
	}
}

static bool is_group_letter(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ^[0-9]\.[0-9]{6}([.-][0-9A-Za-z]+)*$ */
bool procedure_code_valid(const char *code)
{
	if (strlen(code) > PROCEDURE_CODE_MAX || strspn(code, "0123456789") != 1 || code[1] != '.' ||
		strspn(code + 2, "0123456789") < 6)
		return false;
	for (const char *p = code + 8; *p;) {
		if (*p != '.' && *p != '-')
			return false;
		const char *group = ++p;
		while (is_group_letter(*p))
			p++;
		if (p == group)
			return false;
	}
	return true;
}

const char *procedure_name_proper(const char *name)
{
	static const char head[] = "Thủ tục ";
	return name + (str_starts(name, head) ? strlen(head) : 0);
}
