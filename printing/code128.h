#ifndef MOTCUA_PRINTING_CODE128_H
#define MOTCUA_PRINTING_CODE128_H

/*
 * Code128 (ISO/IEC 15417) for dossier codes: printable ASCII in code sets B and C, in the shortest
 * mix of the two. Only widths come out; printing/marks.h draws them.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CODE128_TEXT_MAX 64
/* Start, check, for each character a symbol and at worst a change of set: 6 widths each. Stop: 7. */
#define CODE128_WIDTHS_MAX ((2 * CODE128_TEXT_MAX + 2) * 6 + 7)
#define CODE128_QUIET 10 /* modules that must stay white on each side */

struct code128 {
	uint8_t widths[CODE128_WIDTHS_MAX]; /* bar, space, bar … in modules of 1–4 */
	size_t n_widths;
	int modules;                        /* sum of the widths, without quiet zones */
};

/* False for "", for more than CODE128_TEXT_MAX bytes and for anything but printable ASCII. */
bool code128_encode(const char *text, struct code128 *out);

#endif
