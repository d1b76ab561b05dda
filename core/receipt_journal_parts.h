#ifndef MOTCUA_CORE_RECEIPT_JOURNAL_PARTS_H
#define MOTCUA_CORE_RECEIPT_JOURNAL_PARTS_H

/* Inside the journal: receipt_journal.c takes lines in, receipt_chain.c checks them as a whole. */

#include "core/receipt_journal.h"

/* What is kept of a genuine receipt. */
struct entry {
	int64_t line;
	size_t key; /* index: which chain */
	uint8_t link[8], previous[8];
	char code[DOSSIER_CODE_SIZE], uuid[UUID_SIZE];
	bool replaces, repeated;
};

struct receipt_journal {
	const struct receipt_trust *trust;
	struct entry *entries;
	size_t n, room;
	size_t *by_link, *by_previous, *by_code; /* indexes of entries, sorted */
	struct journal_fault *faults;
	size_t n_faults, faults_room;
	bool checked;
};

/* A fault at that entry's line. */
void journal_tell(struct receipt_journal *j, const struct entry *e, int64_t other,
	enum journal_fault_kind kind, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

#endif
