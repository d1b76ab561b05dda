#include "store/alarms.h"

#include <stdio.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "store/store.h"

static const struct alarm_kind *find(const char *id)
{
	for (size_t i = 0; i < n_alarm_kinds; i++)
		if (str_eq(alarm_kinds[i].id, id))
			return &alarm_kinds[i];
	return NULL;
}

bool alarm_raise(struct store *store, const char *kind, const char *subject, int64_t now,
	struct err *err)
{
	struct db *db = store_db(store);
	char clean[ALARM_SUBJECT];
	int64_t there = 0;
	const struct alarm_kind *k = find(kind);
	BUG_ON(!k || k->holds);
	text_clean_to(clean, sizeof(clean), subject);
	/* most are raised again and again: only the first needs the disk */
	if (!db_get_int(db, err, &there, NULL, "SELECT count(*) FROM alarm WHERE kind = ? AND subject = ?",
		"tt", kind, clean))
		return false;
	return there > 0 || db_run(db, err, "INSERT INTO alarm (kind, subject, at) VALUES (?, ?, ?)"
		" ON CONFLICT (kind, subject) DO NOTHING", "tti", kind, clean, now);
}

bool alarm_clear(struct store *store, const char *kind, const char *subject, struct err *err)
{
	struct db *db = store_db(store);
	char clean[ALARM_SUBJECT] = "";
	int64_t there = 0;
	if (subject)
		text_clean_to(clean, sizeof(clean), subject);
	if (!db_get_int(db, err, &there, NULL, "SELECT count(*) FROM alarm WHERE kind = ?"
		" AND (? = 1 OR subject = ?)", "tit", kind, (int64_t)(subject == NULL), clean))
		return false;
	return there == 0 || db_run(db, err, "DELETE FROM alarm WHERE kind = ? AND (? = 1 OR subject = ?)",
		"tit", kind, (int64_t)(subject == NULL), clean);
}

bool alarm_dismiss(struct store *store, const struct alarm *alarm, const char *officer, int64_t now,
	struct err *err)
{
	if (!alarm->kind->dismissable)
		return err_set(err, ERR_DATA, _("Cảnh báo này tự hết khi nguyên nhân đã được xử lý."));
	return db_run(store_db(store), err, "UPDATE alarm SET dismissed_at = ?, dismissed_by = ?"
		" WHERE kind = ? AND subject = ? AND dismissed_at = 0", "ittt", now, officer,
		alarm->kind->id, alarm->subject);
}

/* ---- listing */

struct listing {
	struct alarm *out;
	size_t max, *n;
	int64_t *total;
};

static void add(struct listing *l, const struct alarm *alarm)
{
	if (*l->n < l->max)
		l->out[(*l->n)++] = *alarm;
	++*l->total;
}

static bool add_kind(struct store *store, int64_t now, const struct alarm_kind *kind,
	struct listing *l, struct err *err)
{
	struct alarm alarm = {.kind = kind};
	if (kind->holds) {
		if (kind->holds(store, now, alarm.subject))
			add(l, &alarm);
		return true;
	}
	struct rows *r = db_rows(store_db(store), "SELECT subject, at FROM alarm WHERE kind = ?"
		" AND dismissed_at = 0 ORDER BY at, subject", "t", kind->id);
	while (rows_next(r)) {
		text_clean_to(alarm.subject, sizeof(alarm.subject), rows_text(r, 0));
		alarm.at = rows_int(r, 1);
		add(l, &alarm);
	}
	return rows_end(r, err);
}

bool alarms_list(struct store *store, int64_t now, struct alarm *out, size_t max, size_t *n,
	int64_t *total, struct err *err)
{
	struct listing l = {out, max, n, total};
	*n = 0;
	*total = 0;
	for (int level = ALARM_BAD; level <= ALARM_WARN; level++)
		for (size_t i = 0; i < n_alarm_kinds; i++)
			if ((int)alarm_kinds[i].level == level &&
				!add_kind(store, now, &alarm_kinds[i], &l, err))
				return false;
	return true;
}

/* ---- words */

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
void alarm_text(const struct alarm *alarm, char *out)
{
	snprintf(out, ALARM_TEXT, _(alarm->kind->text), alarm->subject);
}

void alarm_remedy(const struct alarm *alarm, char *out)
{
	snprintf(out, ALARM_TEXT, _(alarm->kind->remedy), alarm->subject);
}
#pragma GCC diagnostic pop
