#include "central/routes.h"

#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "central/twins.h"
#include "core/contact.h"
#include "i18n/fold.h"
#include "i18n/lang.h"
#include "i18n/text.h"

#define PAGE_DEFAULT 50
#define PAGE_MAX 200
#define STRETCH 500 /* rows of the register looked at in one go */
#define WORDS_MAX 400 /* bytes of a search */

/*
 * Search finds a tail or a longer part of a code, an ID number, a phone number, or words of the
 * names, without marks or with the ones that were typed. SQL narrows by the first word;
 * i18n/fold.h decides.
 */
struct search {
	char tail[WORDS_MAX + 3]; /* LIKE pattern for the code, "" when the text cannot be one */
	char exact[WORDS_MAX];    /* ID number or phone */
	char word[WORDS_MAX + 3]; /* LIKE pattern for the folded names; "%" for all */
	struct fold_query *words; /* NULL: everything matches */
	int64_t status, before, limit;
};

static bool code_letters(const char *s)
{
	return strspn(s, "0123456789.-GHgh") == strlen(s);
}

static void ascii_upper(char *s)
{
	for (; *s; s++) {
		if (*s >= 'a' && *s <= 'z')
			*s = (char)(*s - 'a' + 'A');
	}
}

static void search_text(struct search *s, const char *text)
{
	struct buf folded;
	char phone[16];
	s->words = fold_query_new(text);
	/* "0043" is a tail; "261123" and "H01.91" are any part */
	bool part = strlen(text) > 5 || strpbrk(text, ".-GHgh");
	if (code_letters(text)) {
		snprintf(s->tail, sizeof(s->tail), "%%%s%s", text, part ? "%" : "");
		ascii_upper(s->tail); /* as codes are written; LIKE minds it in one database, not in another */
	}
	if (!phone_parse(text, phone, sizeof(phone), NULL))
		phone[0] = '\0';
	str_copy(s->exact, sizeof(s->exact), phone[0] ? phone : text);
	buf_init(&folded, WORDS_MAX);
	fold_text(text, &folded);
	size_t first = strcspn(buf_str(&folded), " ");
	/* initials ("dkks") are in no single word: then only fold_match can tell */
	snprintf(s->word, sizeof(s->word), "%%%.*s%%", (int)first,
		strchr(buf_str(&folded), ' ') ? buf_str(&folded) : "");
	buf_clear(&folded);
}

static void search_read(struct search *s, const struct request *rq, struct violations *v)
{
	const char *q = request_query(rq, "q");
	char text[WORDS_MAX];
	*s = (struct search){.word = "%"};
	s->status = request_query_int(rq, "status", 1, 10, 0, v);
	s->limit = request_query_int(rq, "limit", 1, PAGE_MAX, PAGE_DEFAULT, v);
	if (!q)
		return;
	if (text_clean_to(text, sizeof(text), q) & TEXT_TRUNCATED)
		violation_add(v, "q", "too_long", "%s", _("Từ khóa tìm kiếm quá dài."));
	else if (*text)
		search_text(s, text);
}

/* The cursor is the place in the register where the page before ended. */
static bool cursor_read(struct search *s, const struct request *rq)
{
	const char *cursor = request_query(rq, "cursor");
	s->before = INT64_MAX;
	return !cursor || !*cursor || str_to_int(cursor, 1, INT64_MAX, &s->before);
}

static json_t *row_json(struct rows *r)
{
	json_t *row = json_pack("{s:s, s:s, s:I, s:{s:s, s:s}, s:s, s:o, s:o, s:o}", "uuid", rows_text(r, 1),
		"code", rows_text(r, 2), "status", (json_int_t)rows_int(r, 3), "procedure", "code",
		rows_text(r, 4), "name", rows_text(r, 5), "applicant_name", rows_text(r, 6),
		"received_at", json_instant(rows_int(r, 7)), "due_at", json_instant(rows_int(r, 8)),
		"changed_at", json_instant(rows_int(r, 9)));
	if (rows_int(r, 13))
		json_object_set_new(row, "clash", json_true());
	return row;
}

static bool row_matches(const struct search *s, struct rows *r)
{
	return !s->words || rows_int(r, 10) ||
		(!fold_query_empty(s->words) && fold_match(s->words, rows_text(r, 11), rows_text(r, 12)));
}

/* A page as it fills. */
struct found {
	json_t *items;
	int64_t last; /* place of the last one on it */
	int64_t seen; /* of the last row looked at */
	bool more;
};

/* One stretch of the register, the newest first; how many rows there were to look at. */
static bool look(struct central *c, const char *agency, const struct search *s, struct found *f,
	int *n, struct err *err)
{
	struct rows *r = db_rows(c->db,
		"SELECT seq, uuid, code, status, procedure_code, procedure_name, applicant_name,"
		" received_at, due_at, changed_at,"
		" code LIKE ? OR id_number = ? OR phone = ?, folded, marked, "
		CLASHES_OF("dossiers.uuid") " FROM dossiers"
		" WHERE agency = ? AND seq < ? AND (? = 0 OR status = ?)"
		" AND (folded LIKE ? OR code LIKE ? OR id_number = ? OR phone = ?)"
		" ORDER BY seq DESC LIMIT ?",
		"ttttiiitttti", s->tail, s->exact, s->exact, agency, f->seen, s->status, s->status,
		s->word, s->tail, s->exact, s->exact, (int64_t)STRETCH);
	for (*n = 0; !f->more && rows_next(r); ++*n) {
		f->seen = rows_int(r, 0);
		if (!row_matches(s, r))
			continue;
		f->more = (int64_t)json_array_size(f->items) == s->limit;
		if (f->more)
			break;
		f->last = f->seen;
		json_array_append_new(f->items, row_json(r));
	}
	return rows_end(r, err);
}

/* *next: where the page after this one begins, 0 when there is none. */
static bool list(struct central *c, const struct request *rq, const struct search *s, json_t *items,
	int64_t *next, struct err *err)
{
	struct found f = {.items = items, .seen = s->before};
	int n = STRETCH;
	while (n == STRETCH && !f.more)
		if (!look(c, rq->caller.agency, s, &f, &n, err))
			return false;
	*next = f.more ? f.last : 0;
	return true;
}

void route_dossier_list(struct central *c, const struct request *rq, struct response *rs)
{
	struct violations v = {.n = 0};
	struct err err = ERR_INIT;
	struct search s;
	int64_t next;
	search_read(&s, rq, &v);
	json_t *items = json_array();
	char cursor[24];
	if (v.n) {
		response_invalid(rs, &v);
	} else if (!cursor_read(&s, rq)) {
		response_problem(rs, 410, "gone", "%s",
			_("Con trỏ này không dùng được. Hãy xem lại danh sách từ đầu."));
	} else if (list(c, rq, &s, items, &next, &err)) {
		snprintf(cursor, sizeof(cursor), "%lld", (long long)next);
		response_json(rs, 200, json_pack("{s:O, s:o}", "items", items, "cursor",
			next ? json_string(cursor) : json_null()));
	} else {
		response_failed(rs, &err);
	}
	json_decref(items);
	fold_query_free(s.words);
}
