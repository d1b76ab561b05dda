#include "store/dossier_search.h"

#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "core/contact.h"
#include "i18n/fold.h"

#define WORDS_MAX 8       /* of what was typed; further ones are not looked at */
#define TYPED_MAX 1000    /* bytes */
#define SQL_MAX 8192
#define LINE_MAX_BYTES 4096 /* of a key are looked at */

/* Must read as in the schema, or SQLite does not see that the index fits. */
#define OPEN_DOSSIER "d.due_at > 0 AND d.status NOT IN (3, 7, 8, 10)"

/* ---- the key */

/* i and y are written for each other: "lý", "lí". */
static char letter(char c)
{
	return c == 'y' ? 'i' : c;
}

/* Each letter followed by its marks, so that both are compared at the same place. */
static void interleave(const struct buf *plain, const struct buf *marks, struct buf *out)
{
	for (size_t i = 0; i < plain->len; i++) {
		buf_char(out, letter(plain->data[i]));
		buf_char(out, marks->data[i]);
	}
}

static void letters(const struct buf *plain, struct buf *out)
{
	for (size_t i = 0; i < plain->len; i++)
		buf_char(out, letter(plain->data[i]));
}

/* The two keys of a line. */
struct keys {
	struct buf plain, marked;
};

static void keys_make(struct keys *k, const char *line)
{
	struct buf plain, marks;
	buf_init(&plain, LINE_MAX_BYTES);
	buf_init(&marks, LINE_MAX_BYTES);
	buf_init(&k->plain, LINE_MAX_BYTES + 1);
	buf_init(&k->marked, 2 * LINE_MAX_BYTES + 2);
	fold_keys(line, &plain, &marks);
	buf_str_add(&k->plain, " ");
	letters(&plain, &k->plain);
	buf_str_add(&k->marked, "  ");
	interleave(&plain, &marks, &k->marked);
	buf_clear(&plain);
	buf_clear(&marks);
}

static void keys_clear(struct keys *k)
{
	buf_clear(&k->plain);
	buf_clear(&k->marked);
}

static bool add_line(struct db *db, const char *line, int64_t *ordinal, struct err *err)
{
	struct keys k;
	keys_make(&k, line);
	struct rows *r = db_rows(db, "INSERT INTO procedure_line (line, plain, marked) VALUES (?, ?, ?)"
		" RETURNING ordinal", "ttt", line, buf_str(&k.plain), buf_str(&k.marked));
	if (rows_next(r))
		*ordinal = rows_int(r, 0);
	keys_clear(&k);
	return rows_end(r, err);
}

/* The line of the dossier's procedure, made when it is the first of it. */
static bool procedure_line(struct db *db, const struct dossier *d, int64_t *ordinal,
	struct err *err)
{
	bool found;
	char *line = xasprintf("%s %s", d->procedure_code, d->procedure_name);
	bool ok = db_get_int(db, err, ordinal, &found,
		"SELECT ordinal FROM procedure_line WHERE line = ?", "t", line);
	ok = ok && (found || add_line(db, line, ordinal, err));
	free(line);
	return ok;
}

bool dossier_search_add(struct db *db, int64_t ordinal, const struct dossier *d, struct err *err)
{
	struct keys all, names;
	int64_t procedure = 0;
	if (!procedure_line(db, d, &procedure, err))
		return false;
	char *line = xasprintf("%s %s %s %s %s", d->code, d->applicant.id_number, d->applicant.phone,
		d->applicant.name, d->delegate);
	char *name_line = xasprintf("%s %s", d->applicant.name, d->delegate);
	keys_make(&all, line);
	keys_make(&names, name_line);
	bool ok = db_run(db, err, "INSERT INTO dossier_search (ordinal, procedure, plain, marked)"
		" VALUES (?, ?, ?, ?)", "iitt", ordinal, procedure, buf_str(&all.plain),
		buf_str(&names.marked));
	keys_clear(&all);
	keys_clear(&names);
	free(line);
	free(name_line);
	return ok;
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

/* Marks of a folded word: one of @A–W for each letter, @ for none. */
static bool has_marks(const struct buf *marks)
{
	return marks->data[strspn(marks->data, "@ ")] != '\0';
}

/* What to look for: the word where a word begins, or digits anywhere. */
static const char *needle(struct dossier_query *q, const struct buf *plain, const struct buf *marks)
{
	struct buf out;
	bool marked = has_marks(marks);
	buf_init(&out, 2 * TYPED_MAX + 2);
	if (!is_digit(plain->data[0]))
		buf_str_add(&out, marked ? "  " : " ");
	if (marked)
		interleave(plain, marks, &out);
	else
		letters(plain, &out);
	const char *text = arena_strdup(&q->arena, buf_str(&out));
	buf_clear(&out);
	return text;
}

/* Is there a procedure with that word? Rarely: then the cheaper condition will do. */
static bool in_procedures(struct db *db, bool marked, const char *what)
{
	int64_t one;
	bool found = true;
	return !db_get_int(db, NULL, &one, &found,
		marked ? "SELECT 1 FROM procedure_line WHERE instr(marked, ?) > 0 LIMIT 1"
			: "SELECT 1 FROM procedure_line WHERE instr(plain, ?) > 0 LIMIT 1", "t", what) || found;
}

#define IN_DOSSIER(key) "instr(s." key ", ?) > 0"
#define IN_EITHER(key) "(s.procedure IN (SELECT ordinal FROM procedure_line WHERE instr(" key \
	", ?) > 0) OR " IN_DOSSIER(key) ")"

/* False when nothing of the word can be searched for, such as "***". */
static bool add_word(struct dossier_query *q, struct db *db, const char *word)
{
	struct buf plain, marks;
	buf_init(&plain, TYPED_MAX);
	buf_init(&marks, TYPED_MAX);
	fold_keys(word, &plain, &marks);
	bool any = plain.len > 0;
	if (any) {
		bool marked = has_marks(&marks);
		struct db_value v = {.type = 't', .text = needle(q, &plain, &marks)};
		bool both = in_procedures(db, marked, v.text);
		if (both) {
			add_condition(q, marked ? IN_EITHER("marked") : IN_EITHER("plain"));
			add_value(q, v);
		} else {
			add_condition(q, marked ? IN_DOSSIER("marked") : IN_DOSSIER("plain"));
		}
		add_value(q, v);
	}
	buf_clear(&plain);
	buf_clear(&marks);
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

static void add_text(struct dossier_query *q, struct db *db, const char *text)
{
	char number[32];
	if (as_one_number(text, number, sizeof(number))) {
		add_word(q, db, number);
		return;
	}
	char *copy = arena_strndup(&q->arena, text, strnlen(text, TYPED_MAX));
	char *rest = copy, *word;
	bool any = false, typed = false;
	for (int n = 0; n < WORDS_MAX && (word = strsep(&rest, " \t\n")) != NULL;) {
		if (!*word)
			continue;
		typed = true;
		if (add_word(q, db, word)) {
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

/* Which tables decide; CROSS JOIN keeps SQLite to this order. */
static void add_from(struct dossier_query *q, bool by_text, const struct dossier_filter *f)
{
	bool queued = f->by_delivery && f->delivery != DELIVERY_DELIVERED;
	bool dossier = f->open_only || f->due_before || f->order == ORDER_DUE;
	q->at = by_text ? "s.ordinal" : queued ? "o.ordinal" : "d.ordinal";
	buf_str_add(&q->from, by_text ? " FROM dossier_search s" : queued ? " FROM outbox o"
		: " FROM dossier d");
	if (by_text && queued)
		buf_str_add(&q->from, " CROSS JOIN outbox o ON o.ordinal = s.ordinal");
	if (dossier && (by_text || queued))
		buf_printf(&q->from, " CROSS JOIN dossier d ON d.ordinal = %s", q->at);
	if (f->by_delivery && !queued)
		buf_printf(&q->from, " LEFT JOIN outbox o ON o.ordinal = %s", q->at);
}

static const char *order_clause(struct dossier_query *q, const struct dossier_filter *f)
{
	if (f->order == ORDER_DUE)
		return f->open_only ? " ORDER BY d.due_at, d.ordinal"
			: " ORDER BY d.due_at = 0, d.due_at, d.ordinal";
	return arena_printf(&q->arena, " ORDER BY %s DESC", q->at);
}

static bool blank(const char *text)
{
	return !text || text[strspn(text, " \t\n")] == '\0';
}

void dossier_query_init(struct dossier_query *q, struct db *db, const struct dossier_filter *f)
{
	static const struct dossier_filter all = {0};
	memset(q, 0, sizeof(*q));
	buf_init(&q->from, SQL_MAX);
	buf_init(&q->where, SQL_MAX);
	if (!f)
		f = &all;
	bool by_text = !blank(f->text);
	add_from(q, by_text, f);
	q->order = order_clause(q, f);
	if (by_text)
		add_text(q, db, f->text);
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
