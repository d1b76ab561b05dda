#ifndef MOTCUA_CORE_RECEIPT_JOURNAL_H
#define MOTCUA_CORE_RECEIPT_JOURNAL_H

/*
 * A list of receipts, checked as a whole. Each receipt carries the hash of the one its workstation
 * issued before it, so what is missing, moved, doubled or forged shows. Receipts of several
 * workstations may stand mixed; each chain is followed by itself.
 *
 * What a list cannot show is that its end was cut off: whoever knows later receipts asks
 * receipt_journal_line.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/receipt_judge.h"

#define JOURNAL_LINES_MAX 1000000

enum journal_fault_kind {
	FAULT_LINE,      /* the line is no genuine receipt: judgement tells */
	FAULT_DUPLICATE, /* the same receipt again */
	FAULT_GAP,       /* one or more are missing before it */
	FAULT_ORDER,     /* it does not follow the one it was issued after */
	FAULT_FORK,      /* two follow the same one: two machines, or an old copy, used one key */
	FAULT_CLASH,     /* one number, two dossiers */
	FAULT_UNMARKED,  /* a second receipt of a dossier that does not say it replaces the first */
	FAULT_TAIL,      /* told by the caller: later ones are known and not in the list */
	FAULT_RECORD,    /* told by the caller: beside the receipt, something else is wrong */
};
/* "gap", "order" …; of FAULT_LINE the verdict's code. */
const char *journal_fault_code(enum journal_fault_kind kind, enum verdict verdict);

struct journal_fault {
	int64_t line, other; /* other: the line it has to do with, 0 none */
	enum journal_fault_kind kind;
	enum verdict verdict; /* of FAULT_LINE */
	char code[DOSSIER_CODE_SIZE]; /* "" where not readable */
	char text[480];               /* a sentence */
};

struct receipt_journal;

/* trust must live longer. */
struct receipt_journal *receipt_journal_new(const struct receipt_trust *trust);
void receipt_journal_free(struct receipt_journal *j);
/* A line as it was read, any bytes; empty ones are passed over. False past JOURNAL_LINES_MAX. */
bool receipt_journal_line(struct receipt_journal *j, int64_t line, const char *text, size_t len);
/* A fault the caller found. */
void receipt_journal_tell(struct receipt_journal *j, const struct journal_fault *fault);
/* The line that receipt stands at, by its link; 0 when it is not in the list. After _check. */
int64_t receipt_journal_find(const struct receipt_journal *j, const uint8_t link[8]);

/* Once, after the last line. */
void receipt_journal_check(struct receipt_journal *j);
/* All faults by line. */
const struct journal_fault *receipt_journal_faults(struct receipt_journal *j, size_t *n);
/* Genuine receipts in it, repeats not counted; from how many chains. */
size_t receipt_journal_count(const struct receipt_journal *j, size_t *chains);

#endif
