#ifndef MOTCUA_CENTRAL_TRACK_PAGE_H
#define MOTCUA_CENTRAL_TRACK_PAGE_H

/*
 * The page behind a receipt's QR: small HTML that is complete in itself, for a phone 360 px wide.
 * Nobody's name, number or address is ever put into it. It has two languages of its own, because
 * the citizen's phone chooses, not the machine central runs on.
 */

#include <stdbool.h>
#include <stdint.h>
#include <jansson.h>
#include "base/buf.h"

enum track_verdict {
	TRACK_UNKNOWN, /* forged, damaged, or not of this central */
	TRACK_WAITING, /* genuine; the dossier has not come yet */
	TRACK_KNOWN,
};

struct track {
	enum track_verdict verdict;
	const char *code, *agency, *procedure; /* "" where not known */
	int64_t received_at, due_at;           /* due 0: none published */
	int64_t replaced_at; /* a newer receipt was issued then; 0: this is the newest known */
	bool offline, clock_untrusted; /* the marks of this receipt */
	int status;
	const json_t *history; /* [{at, status}], NULL unless KNOWN */
};

enum track_lang { TRACK_VI, TRACK_EN };
/* query: the lang parameter or NULL; accept: the Accept-Language header. Vietnamese in doubt. */
enum track_lang track_language(const char *query, const char *accept);
/* "vi", "en". */
const char *track_language_code(enum track_lang lang);

void track_page(const struct track *t, enum track_lang lang, struct buf *out);
/* The style sheet's hash as a CSP source: 'sha256-…'. out ≥ 64 bytes. */
void track_style_source(char *out, size_t size);

#endif
