#ifndef MOTCUA_STORE_PRINT_JOBS_H
#define MOTCUA_STORE_PRINT_JOBS_H

/*
 * Papers: each is a job, made before it is printed, settled apart from what it is about, and kept for
 * ever as the record of who printed what, when, where and in which version of the form. Only what was
 * asked for it, which may be personal, goes with its dossier.
 *
 *   owed → sent → confirmed; owed, sent → uncertain (a crash, a status lost) or given up.
 *
 * Jobs of one and the same document (form, subject, what was asked) share their original: the first of
 * them says nothing, every further one bears BẢN SAO n, without holes. What may have come out counts as
 * come out, with the number it bears. A PDF or a file for a printer is no paper: the first paper after
 * files alone is the original, while a file after anything is a copy; so each job has a number for either.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/uuid.h"
#include "core/dossier_code.h"

struct store;

enum print_state { PRINT_OWED, PRINT_SENT, PRINT_CONFIRMED, PRINT_UNCERTAIN, PRINT_GIVEN_UP };
/* "owed", "sent", "confirmed", "uncertain", "given_up". */
const char *print_state_code(enum print_state s);

/* What a form is about, as its template says. */
enum print_subject { PRINT_DOSSIER, PRINT_DOSSIERS, PRINT_PROCEDURE, PRINT_PERIOD };

#define PRINT_FORM_SIZE 16
#define PRINT_PAPER_SIZE 16
#define PRINT_HASH_SIZE 65
#define PRINT_ASKED_MAX (64 * 1024)
#define PRINT_DOSSIERS_MAX 500 /* on one paper */

struct print_job {
	char id[UUID_SIZE];
	char original[UUID_SIZE]; /* the first job of the document; its own id where it is that */
	enum print_subject subject;
	char dossier[UUID_SIZE];  /* the only or first one; "" for a procedure or a period */
	char code[DOSSIER_CODE_SIZE]; /* of that dossier; else the procedure's, or DAY..DAY */
	int n_dossiers;
	char form[PRINT_FORM_SIZE];   /* "01" … */
	char paper[PRINT_PAPER_SIZE]; /* kind of paper; "": the form's usual one */
	char template[PRINT_HASH_SIZE]; /* SHA-256 of the form's text; "": not printed yet, then the newest */
	int copy;                 /* on paper: 0 the original, n: BẢN SAO n */
	int file_copy;            /* the same for a file */
	enum print_state state;
	char target[256];         /* printer name or file, once known */
	int printer_job;          /* CUPS's number of it, 0: none */
	char detail[300];         /* last word about it, for the officer */
	char officer[64], officer_name[200]; /* who asked for it */
	int counter;
	int64_t created_at, changed_at;
	bool elsewhere;           /* sent, and in the hand of another process that lives */
	bool lost;                /* uncertain because nobody heard its end: the printer may know */
	int64_t printed_at;       /* handed over to printer or file; 0: nothing of it can be out */
};

/* Is that target a file (.pdf, .bin) and no printer? */
bool print_target_is_file(const char *target);

/* ---- adding */

/* What is to be printed; strings may be NULL where they say nothing. */
struct print_wish {
	const char *form;
	enum print_subject subject;
	const char *const *dossiers; /* UUIDs; one for PRINT_DOSSIER */
	size_t n_dossiers;
	const char *about;    /* procedure's code; or DAY..DAY, ISO dates, both counted in */
	const char *asked;    /* JSON object: what the template asks for */
	const char *paper;
	bool copy;            /* the newest document again, marked as a copy in any case */
	bool once;            /* ERR_DATA, field "again", rather than a further document of that form */
	const char *officer, *officer_name;
	int counter;
};
/* The document there is already, again, when asked is none or the same as for the newest one of that
 * form and subject; else a new document. Procedures and periods are new each time, unless wish->copy. A
 * job of the document still owed is given back instead: two would put two originals on paper. A new control
 * slip (form 06) that names who takes over notes that hand-over (store/handovers.h). */
bool print_job_new(struct store *store, const struct print_wish *wish, int64_t now,
	struct print_job *out, struct err *err) MUST_CHECK;
/* Which document that wish would be a further paper of. */
struct print_document {
	bool found;                     /* one of that form and subject there is */
	bool same;                      /* and print_job_new would take it rather than make a new one */
	char original[UUID_SIZE];       /* its first job; "" */
	char template[PRINT_HASH_SIZE]; /* the text it is of, or a receipt still to be printed will be; "" */
};
bool print_document_find(struct store *store, const struct print_wish *wish, struct print_document *out,
	struct err *err) MUST_CHECK;
/* The same for one dossier and a form that asks nothing. */
bool print_job_add(struct store *store, const char *dossier_uuid, const char *form, int64_t now,
	struct print_job *out, struct err *err) MUST_CHECK;
/* The receipt of an intake or a correction, a document of its own: inside that transaction. ordinal: of
 * the dossier. */
struct print_receipt {
	int64_t ordinal, at;
	const char *officer, *officer_name;
	int counter;
};
bool print_job_owe_receipt(struct store *store, const struct print_receipt *receipt, char id[UUID_SIZE],
	struct err *err) MUST_CHECK;

/* ---- reading: lists are the caller's to free */

bool print_job_get(struct store *store, const char *id, struct print_job *out,
	struct err *err) MUST_CHECK;
/* Jobs not settled, oldest first. */
bool print_jobs_open(struct store *store, struct print_job **out, size_t *n,
	struct err *err) MUST_CHECK;
/* Every paper of a dossier, oldest first; lists it stands on too. */
bool print_jobs_of(struct store *store, const char *dossier_uuid, struct print_job **out, size_t *n,
	struct err *err) MUST_CHECK;
/* How many documents of that form it has that are out, may be, or are still to come; *last: when the
 * newest was made, 0 none. */
bool print_documents(struct store *store, const char *dossier_uuid, const char *form, int *n,
	int64_t *last, struct err *err) MUST_CHECK;
/* What was asked for the job's document, a JSON object; the caller frees, "" where nothing was. NULL on
 * failure: ERR_DATA when it was erased. */
char *print_job_asked(struct store *store, const struct print_job *job, struct err *err);
/* The UUIDs of the job's dossiers, in order; the caller frees. */
bool print_job_dossiers(struct store *store, const struct print_job *job, char (**uuids)[UUID_SIZE],
	size_t *n, struct err *err) MUST_CHECK;

/* ---- settling */

/* A change of state that may be, see print_jobs.c. target and detail may be NULL. ERR_DATA when it may
 * not: a confirmed paper is out and stays so; what another living program has at a printer only that one
 * settles, but for the word that it came out. */
bool print_job_set(struct store *store, const char *id, enum print_state state, const char *target,
	const char *detail, int64_t now, struct err *err) MUST_CHECK;
/* Takes a job that is at a printer over, from whichever program has it: an officer settles it here. What other
 * programs hear of it is not theirs to write any more, but that it came out. */
bool print_job_take(struct store *store, const char *id, int64_t now, struct print_job *out,
	struct err *err) MUST_CHECK;
/* An owed job goes on its way to that target ("": not known yet), with the numbers it has to bear now, in
 * *out. ERR_DATA when it is not owed any more: of two programs that send it only one does. */
bool print_job_begin(struct store *store, const char *id, const char *target, int64_t now,
	struct print_job *out, struct err *err) MUST_CHECK;
/* It could never come out where it was to, and nothing of it did: dropped, and with it the hand-over that
 * was noted for it. One that was owed before it was sent there still is, on its form's usual paper again:
 * the one that was asked for there may be what it was refused for. */
bool print_job_refused(struct store *store, const char *id, bool owed_before, const char *target,
	const char *detail, int64_t now, struct err *err) MUST_CHECK;
/* Was it owed for itself before it is sent now: the receipt of an intake, or one that failed elsewhere? */
bool print_job_owed_before(const struct print_job *job);
/* Has any paper gone through CUPS? */
bool print_jobs_used_cups(struct store *store, bool *used, struct err *err) MUST_CHECK;
/* CUPS's number of it. */
bool print_job_set_printer_job(struct store *store, const char *id, int printer_job,
	struct err *err) MUST_CHECK;
/* Once at start: what a program that is no more had sent is uncertain now, and lost. What this very process
 * sent counts as such; what another living one sends is left to it. */
bool print_jobs_recover(struct store *store, int64_t now, struct err *err) MUST_CHECK;
/* At any time: the same of what others sent. *others: one of them lives, and has something in hand. */
bool print_jobs_recover_others(struct store *store, int64_t now, bool *others,
	struct err *err) MUST_CHECK;
/* An uncertain job is lost from now on: its printer may be asked what became of it. */
bool print_job_set_lost(struct store *store, const char *id, struct err *err) MUST_CHECK;
/* A lost job is in this process's hand, sent, to be followed to its end. *claimed false: another one was
 * faster, or it is settled. */
bool print_job_claim(struct store *store, const char *id, bool *claimed, struct err *err) MUST_CHECK;

/* What an officer says of an open job. */
enum print_settle {
	SETTLE_PRINTED, /* the paper is there */
	SETTLE_AGAIN,   /* print it again: this job is over, a further one is owed (*again); a copy where
	                 * this one may be out */
	SETTLE_DROP,    /* no more of it */
};
/* again may be NULL but for SETTLE_AGAIN; officer: who says so. ERR_DATA when it is settled already. */
bool print_job_settle(struct store *store, const char *id, enum print_settle how, const char *officer,
	int64_t now, struct print_job *again, struct err *err) MUST_CHECK;

#endif
