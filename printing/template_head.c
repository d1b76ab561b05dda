#include "printing/template_head.h"

#include <ctype.h>
#include <string.h>
#include "base/str.h"
#include "i18n/lang.h"

static const char *kept(struct reading *r, const char *text)
{
	return arena_strdup(&r->t->arena, text);
}

/* A word of lower-case letters, digits, '-' and '_': it becomes a file name, an option, a name. */
static bool is_id(const char *text, size_t max)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];
		if (!islower(c) && !isdigit(c) && c != '-' && c != '_')
			return false;
	}
	return len > 0 && len < max;
}

static bool form(struct reading *r, char *rest)
{
	if (!is_id(rest, FORM_ID_SIZE))
		return template_refuse(r, _("tên ngắn của mẫu chỉ gồm chữ thường không dấu, số, - và _, nhiều nhất "
			"%d ký tự."), FORM_ID_SIZE - 1);
	str_copy(r->t->form, sizeof(r->t->form), rest);
	return true;
}

static bool version(struct reading *r, char *rest)
{
	r->t->version = kept(r, rest);
	return true;
}

static bool name(struct reading *r, char *rest)
{
	r->t->name = kept(r, rest);
	return true;
}

static bool name_en(struct reading *r, char *rest)
{
	r->t->name_en = kept(r, rest);
	return true;
}

static bool subject(struct reading *r, char *rest)
{
	static const char *const words[] = {
		[SUBJECT_DOSSIER] = "dossier", [SUBJECT_DOSSIERS] = "dossiers",
		[SUBJECT_PROCEDURE] = "procedure", [SUBJECT_PERIOD] = "period",
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (str_eq(words[i], rest)) {
			r->t->subject = (enum form_subject)i;
			return true;
		}
	}
	return template_refuse(r, _("subject là một trong: dossier, dossiers, procedure, period."));
}

static bool papers(struct reading *r, char *rest)
{
	struct err why = ERR_INIT;

	while (*rest) {
		const struct paper_kind *paper = paper_find(template_word(&rest), &why);
		if (!paper)
			return template_refuse(r, "%s", why.text);
		if (r->t->n_papers == TEMPLATE_PAPERS_MAX)
			return template_refuse(r, _("quá %d khổ giấy."), TEMPLATE_PAPERS_MAX);
		r->t->papers[r->t->n_papers++] = paper;
	}
	return true;
}

static bool parts(struct reading *r, char *rest)
{
	char *texts[TEMPLATE_PARTS_MAX];

	if (!template_split(r, rest, 0, texts, TEMPLATE_PARTS_MAX, &r->t->n_parts))
		return false;
	for (size_t i = 0; i < r->t->n_parts; i++) {
		if (!*texts[i])
			return template_refuse(r, _("tên liên không được để trống."));
		r->t->parts[i] = kept(r, texts[i]);
	}
	return true;
}

static bool ask(struct reading *r, char *rest)
{
	static const char *const kinds[] = {
		[ASK_TEXT] = "text", [ASK_TIME] = "time", [ASK_DATE] = "date", [ASK_NUMBER] = "number",
		[ASK_LIST] = "list",
	};
	const char *ask_name = template_word(&rest), *kind = template_word(&rest);
	size_t k = 0;

	while (k < ARRAY_LEN(kinds) && !str_eq(kinds[k], kind))
		k++;
	if (!is_id(ask_name, 32) || k == ARRAY_LEN(kinds) || !*rest)
		return template_refuse(r, _("viết: ask TÊN LOẠI CÂU-HỎI; LOẠI là text, time, date, number hoặc "
			"list, TÊN là chữ thường không dấu."));
	for (size_t i = 0; i < r->t->n_asks; i++) {
		if (str_eq(r->t->asks[i].name, ask_name))
			return template_refuse(r, _("“%s” đã được hỏi ở trên."), ask_name);
	}
	if (r->t->n_asks == TEMPLATE_ASKS_MAX)
		return template_refuse(r, _("quá %d câu hỏi (ask)."), TEMPLATE_ASKS_MAX);
	r->t->asks[r->t->n_asks++] = (struct template_ask){kept(r, ask_name), (enum ask_kind)k,
		kept(r, rest)};
	return true;
}

enum { ONCE = 1 };
static const struct head_word {
	const char *keyword;
	bool (*read)(struct reading *r, char *rest);
	unsigned flags;
} words[] = {
	{"form", form, ONCE}, {"version", version, ONCE}, {"name", name, ONCE}, {"name.en", name_en, ONCE},
	{"subject", subject, ONCE}, {"papers", papers, ONCE}, {"parts", parts, ONCE}, {"ask", ask, 0},
};

bool template_head_line(struct reading *r, char *line, bool *done)
{
	size_t len = strcspn(line, " ");

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strlen(words[i].keyword) != len || strncmp(words[i].keyword, line, len) != 0)
			continue;
		*done = true;
		if (r->t->n_blocks)
			return template_refuse(r, _("dòng %s phải đứng trước nội dung của mẫu."), words[i].keyword);
		if ((r->seen & 1u << i) && words[i].flags)
			return template_refuse(r, _("dòng %s đã có ở trên."), words[i].keyword);
		r->seen |= 1u << i;
		if (!line[len] || !line[len + 1])
			return template_refuse(r, _("dòng %s còn trống."), words[i].keyword);
		return words[i].read(r, line + len + 1);
	}
	return true;
}

bool template_head_end(const struct reading *r)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		bool needed = words[i].flags && words[i].read != name_en && words[i].read != parts;
		if (needed && !(r->seen & 1u << i))
			return template_refuse(r, _("thiếu dòng %s ở đầu tệp."), words[i].keyword);
	}
	if (!r->t->name_en)
		r->t->name_en = "";
	return r->t->n_blocks || template_refuse(r, _("mẫu không có nội dung."));
}
