#ifndef MOTCUA_CORE_DOSSIER_H
#define MOTCUA_CORE_DOSSIER_H

/*
 * A dossier as taken in at a counter, and its JSON (api/openapi.yaml, Dossier). Strings live in the
 * dossier's arena. Optional strings are "" when absent, never NULL, once dossier_init has run.
 *
 * The JSON has one canonical form (RFC 8785: keys sorted, no spaces, UTF-8); its SHA-256 is the
 * dossier's content hash, the same at both ends. Members this version does not know are kept in the
 * stored text and count in the hash.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/uuid.h"
#include "core/canonical.h"
#include "core/card.h"
#include "core/dossier_code.h"
#include "core/ed25519.h"
#include "core/procedure.h"
#include "core/violations.h"

enum applicant_kind {
	APPLICANT_CITIZEN = 1, APPLICANT_ENTERPRISE = 2, APPLICANT_STATE_BODY = 3, APPLICANT_OTHER = 4,
}; /* national codes */

enum result_delivery { RESULT_DIRECT = 0, RESULT_POSTAL = 1 }; /* national codes */

#define PERSON_NAME_MAX 150    /* graphemes */
#define ADDRESS_MAX 300
#define NOTE_MAX 1000
#define COPIES_MAX 20
#define DOSSIER_JSON_MAX (256 * 1024)

struct person {
	enum applicant_kind kind;
	const char *name;      /* of the person or organisation */
	const char *id_number; /* 12 digits or "" */
	struct date birth;
	enum sex sex;
	const char *address, *phone, *email;
	const char *tax_code;  /* organisations */
	enum id_source source;
};

struct dossier_component {
	const char *id, *name;
	int count[COPY_KINDS];
};

#define CORRECTIONS_MAX 20
#define RECEIPT_LINK_HEX 17

/* A dossier corrected after its receipt was printed: the newest receipt and those it replaces. */
struct correction {
	int64_t at;                 /* when the newest was issued; 0: never corrected */
	const char *officer, *officer_name; /* who corrected it */
	struct replaced_receipt {
		char link[RECEIPT_LINK_HEX]; /* receipt_link of its token, hex */
		int64_t issued_at;
	} *replaces;                /* oldest first */
	size_t n_replaces;
};

struct dossier {
	struct arena arena;

	/* who and what; filled in by the form or the command line */
	struct person applicant;
	const char *delegate;       /* who hands it in for the applicant, free text, or "" */
	const char *procedure_code, *procedure_name, *case_id, *case_name;
	int64_t procedure_version;
	const char *procedure_hash; /* hex SHA-256 of the catalogue item, or "" */
	struct dossier_component *components;
	size_t n_components;
	int copies;                 /* số bộ, 1–COPIES_MAX */
	enum fee_status fee;
	struct fee_line *fee_lines;
	size_t n_fee_lines;
	struct time_limit time;     /* as published when it was taken in */
	enum channel channel;
	enum result_delivery result;
	const char *note;

	/* who took it in, where */
	const char *agency, *agency_name, *workstation;
	int counter;                /* 1–999 */
	const char *officer, *officer_name;

	/* given by the intake transaction (store/intake.h), final from then on */
	char uuid[UUID_SIZE];
	char code[DOSSIER_CODE_SIZE];
	char block[UUID_SIZE];      /* the number block the code was taken from */
	int64_t sequence;           /* intakes of this workstation, 1, 2, 3 … */
	int64_t received_at, due_at; /* due 0: not published */
	bool due_provisional;
	bool offline, clock_trusted;

	struct correction correction; /* given by store/correction.h */
};

void dossier_init(struct dossier *d);
void dossier_clear(struct dossier *d);

/* What an officer may have got wrong. p: the procedure it is for, NULL when only the shape can be
 * checked (at central, with the procedure not found, that is a violation by itself). Brings phone
 * and tax code to their one form. True when there is nothing. */
bool dossier_check(struct dossier *d, const struct procedure *p, struct violations *v) MUST_CHECK;
/* Takes case, components, fee, time of the procedure for the dossier's channel into the dossier. */
bool dossier_use_procedure(struct dossier *d, const struct procedure *p, const char *case_id,
	struct err *err) MUST_CHECK;
/* What is published for it of that kind, in đồng, all lines together: 0 nothing, -1 not published. */
int64_t dossier_published(const struct dossier *d, enum fee_kind kind);
/* Puts what a card said into the applicant. */
void dossier_use_card(struct dossier *d, const struct card *card);

/* The applicant alone from JSON (the member "applicant" of the dossier's JSON; kind and source may be
 * left out: a citizen, typed). Text is cleaned. err->field names the first wrong member. */
bool dossier_use_applicant(struct dossier *d, const char *json, size_t len,
	struct err *err) MUST_CHECK;

/* Canonical JSON. */
void dossier_to_json(const struct dossier *d, struct buf *out);
/* Fills d, which is initialised, from JSON; each wrong field becomes a violation and the function
 * returns false with the first of them in err too. ERR_DATA in err alone for what is not JSON, has
 * duplicate keys, NUL, bad UTF-8 or is over the maximum. v may be NULL. Channel and applicant's kind
 * may be codes of a later version; all other codes must be known. */
bool dossier_from_json(struct dossier *d, const char *json, size_t len, struct violations *v,
	struct err *err) MUST_CHECK;

#endif
