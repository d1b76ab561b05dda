#ifndef MOTCUA_STORE_ALARMS_H
#define MOTCUA_STORE_ALARMS_H

/*
 * What an officer must be told until it is settled, whoever is at the counter and however often the
 * program starts: one line on every screen, a list with what to do, and `motcua doctor`.
 *
 * A kind of alarm is a row of alarm_kinds (alarm_kinds.c), and nothing else is needed to add one. Some
 * hold as long as something is so: their row has a function that looks. The others are raised by
 * whoever finds out, about a subject (a dossier's code, a file's name: never a citizen's data), and
 * stand until they are cleared by whoever sees them mended or, where the row allows it, dismissed by an
 * officer; who and when is kept.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"

struct store;

enum alarm_level { ALARM_BAD, ALARM_WARN }; /* the worse first */

#define ALARM_SUBJECT 160 /* bytes, with the terminator */
#define ALARM_TEXT 600

struct alarm_kind {
	const char *id;      /* stable word, kept in the database and given to scripts */
	enum alarm_level level;
	enum {
		STANDS,      /* until it is mended */
		MAY_GO,      /* an officer may say: seen to */
		MAY_GO_ASKED /* the same, asked once more whether it was: something may be lost or doubled */
	} dismissable;
	const char *text;    /* N_(), one line; at most one %s, for the subject */
	const char *remedy;  /* N_(): what is safe, what to do; at most one %s */
	/* NULL: raised. Else: is it so now? subject has ALARM_SUBJECT bytes. A store that cannot be read
	 * is no alarm here: whoever reads next says so. */
	bool (*holds)(struct store *store, int64_t now, char *subject);
};
extern const struct alarm_kind alarm_kinds[];
extern const size_t n_alarm_kinds;

struct alarm {
	const struct alarm_kind *kind;
	char subject[ALARM_SUBJECT];
	int64_t at; /* raised; 0 for one that is looked for */
};

/* Raises one; does nothing when it was raised already, also when it was dismissed since. May stand
 * inside a transaction. kind must be in the table. subject is cleaned and cut, "" where the kind needs
 * none. */
bool alarm_raise(struct store *store, const char *kind, const char *subject, int64_t now,
	struct err *err) MUST_CHECK;
/* Mended: it is gone, and may be raised anew. subject NULL: all of that kind. */
bool alarm_clear(struct store *store, const char *kind, const char *subject,
	struct err *err) MUST_CHECK;
/* Seen to by that officer. ERR_DATA for a kind that goes only when it is mended. */
bool alarm_dismiss(struct store *store, const struct alarm *alarm, const char *officer, int64_t now,
	struct err *err) MUST_CHECK;

/* The open ones, the worse first, then as the kinds stand in the table, then the older; at most max
 * into out, *n of them; *total: how many there are. */
bool alarms_list(struct store *store, int64_t now, struct alarm *out, size_t max, size_t *n,
	int64_t *total, struct err *err) MUST_CHECK;

/* In the language of the screen; out holds ALARM_TEXT bytes. */
void alarm_text(const struct alarm *alarm, char *out);
void alarm_remedy(const struct alarm *alarm, char *out);

#endif
