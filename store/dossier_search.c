#include "store/dossier_search.h"

#include <string.h>
#include "base/str.h"
#include "core/contact.h"
#include "i18n/fold.h"

#define WORDS_MAX 8       /* of what was typed; further ones are not looked at */
#define TYPED_MAX 1000    /* bytes */
#define SQL_MAX 4096

/* Must read as in the schema, or SQLite does not see that the index fits. */
#define OPEN_DOSSIER "d.due_at > 0 AND d.status NOT IN (3, 7, 8, 10)"

/* ---- the key */

void dossier_search_key(const struct dossier *d, struct buf *plain, struct buf *marked)
{
	struct buf line;
	buf_init(&line, SEARCH_KEY_MAX);
	buf_printf(&line, "%s %s %s %s %s %s %s", d->code, d->applicant.id_number, d->applicant.phone,
		d->applicant.name, d->delegate, d->procedure_code, d->procedure_name);
	buf_char(plain, ' ');
	buf_char(marked, ' ');
	fold_text(buf_str(&line), plain);
	fold_marked(buf_str(&line), marked);
	buf_clear(&line);
}

/* ---- the filter */

static void add_value(struct dossier_query *q, struct db_value v)
{
	BUG_ON(q->n_values == DB_VALUES_MAX);
	q->values[q->n_values++] = v;
}

static void add_condition(struct dossier_query *q, const char *sql)
{
	buf_str_add(&q->where, q->where.len ? " AND " : " WHERE ");
	buf_str_add(&q->where, sql);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* What to look for: " word" at the start of a word, or digits anywhere. */
static const char *needle(struct dossier_query *q, const char *folded)
{
	return is_digit(folded[0]) ? arena_strdup(&q->arena, folded)
		: arena_printf(&q->arena, " %s", folded);
}

/* False when nothing of the word can be searched for, such as "***". */
static bool add_word(struct dossier_query *q, const char *word)
{
	struct buf plain, marked;
	buf_init(&plain, TYPED_MAX);
	buf_init(&marked, TYPED_MAX);
	fold_text(word, &plain);
	fold_marked(word, &marked);
	bool any = plain.len > 0;
	if (any) {
		bool marks = !str_eq(buf_str(&plain), buf_str(&marked));
		add_condition(q, marks ? "instr(s.marked, ?) > 0" : "instr(s.plain, ?) > 0");
		add_value(q, (struct db_value){.type = 't',
			.text = needle(q, buf_str(marks ? &marked : &plain))});
	}
	buf_clear(&plain);
	buf_clear(&marked);
	return any;
}

/* "0912 345 678" and "0891-9000-1234" are one number however they are written. */
static bool as_one_number(const char *text, char *out, size_t size)
{
	if (phone_parse(text, out, size, NULL))
		return true;
	size_t n = 0;
	for (; *text; text++) {
		if (strchr(" .-", *text))
			continue;
		if (!is_digit(*text) || n + 1 >= size)
			return false;
		out[n++] = *text;
	}
	out[n] = '\0';
	return n == 12;
}

static void add_text(struct dossier_query *q, const char *text)
{
	char number[32];
	if (as_one_number(text, number, sizeof(number))) {
		add_word(q, number);
		return;
	}
	char *copy = arena_strndup(&q->arena, text, strnlen(text, TYPED_MAX));
	char *rest = copy, *word;
	bool any = false, typed = false;
	for (int n = 0; n < WORDS_MAX && (word = strsep(&rest, " \t\n")) != NULL;) {
		if (!*word)
			continue;
		typed = true;
		if (add_word(q, word)) {
			any = true;
			n++;
		}
	}
	if (typed && !any)
		add_condition(q, "0"); /* signs only: nothing has that */
}

static void add_delivery(struct dossier_query *q, enum delivery delivery)
{
	if (delivery == DELIVERY_DELIVERED) {
		add_condition(q, "o.ordinal IS NULL");
		return;
	}
	add_condition(q, "o.rejected = ?");
	add_value(q, (struct db_value){.type = 'i', .number = delivery == DELIVERY_REJECTED});
}

/* CROSS JOIN keeps SQLite to this order: the table that decides comes first. */
static const char *from_clause(bool by_text, const struct dossier_filter *f)
{
	bool outbox_first = f->by_delivery && f->delivery != DELIVERY_DELIVERED;
	if (by_text)
		return " FROM dossier_search s CROSS JOIN dossier d ON d.ordinal = s.ordinal"
			" LEFT JOIN outbox o ON o.ordinal = d.ordinal";
	if (outbox_first)
		return " FROM outbox o CROSS JOIN dossier d ON d.ordinal = o.ordinal";
	return " FROM dossier d LEFT JOIN outbox o ON o.ordinal = d.ordinal";
}

static const char *order_clause(bool by_text, const struct dossier_filter *f)
{
	if (f->order == ORDER_DUE)
		return f->open_only ? " ORDER BY d.due_at, d.ordinal"
			: " ORDER BY d.due_at = 0, d.due_at, d.ordinal";
	if (by_text)
		return " ORDER BY s.ordinal DESC";
	return f->by_delivery && f->delivery != DELIVERY_DELIVERED ? " ORDER BY o.ordinal DESC"
		: " ORDER BY d.ordinal DESC";
}

static bool blank(const char *text)
{
	return !text || text[strspn(text, " \t\n")] == '\0';
}

void dossier_query_init(struct dossier_query *q, const struct dossier_filter *f)
{
	static const struct dossier_filter all = {0};
	memset(q, 0, sizeof(*q));
	buf_init(&q->from, SQL_MAX);
	buf_init(&q->where, SQL_MAX);
	if (!f)
		f = &all;
	bool by_text = !blank(f->text);
	buf_str_add(&q->from, from_clause(by_text, f));
	q->order = order_clause(by_text, f);
	if (by_text)
		add_text(q, f->text);
	if (f->by_delivery)
		add_delivery(q, f->delivery);
	if (f->open_only)
		add_condition(q, OPEN_DOSSIER);
	if (f->due_before) {
		add_condition(q, "d.due_at > 0 AND d.due_at < ?");
		add_value(q, (struct db_value){.type = 'i', .number = f->due_before});
	}
}

void dossier_query_clear(struct dossier_query *q)
{
	buf_clear(&q->from);
	buf_clear(&q->where);
	arena_clear(&q->arena);
}
