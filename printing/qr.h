#ifndef MOTCUA_PRINTING_QR_H
#define MOTCUA_PRINTING_QR_H

/*
 * A QR symbol (libqrencode) at error correction M, the smallest that holds the text. Only modules
 * come out; printing/marks.h draws them.
 */

#include <stdbool.h>
#include <stdint.h>
#include "base/err.h"

#define QR_QUIET 4 /* modules that must stay white on each side */

struct qr {
	int size;         /* modules a side, 21–177 */
	uint8_t *modules; /* size × size, row by row; 1 is black */
};

/* text: ASCII, at most 2,300 bytes. */
bool qr_encode(const char *text, struct qr *out, struct err *err) MUST_CHECK;
void qr_clear(struct qr *qr);

#endif
