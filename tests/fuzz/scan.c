#include "tests/fuzz/fuzz.h"

#include <string.h>
#include "base/str.h"
#include "core/card.h"
#include "devices/scan_lines.h"

/* Bytes of a serial scanner in any pieces: what comes out is bounded and without control characters, and
 * does not depend on the pieces. The first byte says how often the line pauses. */

static void check(const char *text)
{
	const struct date today = {2026, 11, 23};
	const char *start;
	struct card card;
	struct err err = ERR_INIT;
	size_t len = strlen(text);
	HOLDS(len > 0 && len <= SCANNED_MAX);
	for (size_t i = 0; i < len; i++)
		HOLDS((unsigned char)text[i] >= ' ' || text[i] == '\n');
	enum scanned_kind kind = scanned_find(text, &start);
	HOLDS(start >= text && start <= text + len);
	if (kind == SCANNED_CODE) {
		char code[DOSSIER_CODE_SIZE];
		scanned_code(start, code);
		HOLDS(dossier_code_valid(code));
	}
	if (kind == SCANNED_CARD && card_parse_scanned(start, strlen(start), today, &card, &err))
		HOLDS(str_digits(card.id_number, 12) && (card.name[0] || card_is_garbled(&card)));
	if (scanned_is_complete(text))
		HOLDS(kind == SCANNED_CARD || kind == SCANNED_RECEIPT);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scan_lines lines;
	int64_t now = 1000;
	unsigned pause = size > 0 ? data[0] : 0;
	scan_lines_init(&lines);
	for (size_t i = 1; i < size; i++) {
		if (scan_lines_feed(&lines, data[i], now))
			check(scan_lines_text(&lines));
		int64_t patience = scan_lines_patience_ms(&lines);
		HOLDS((patience < 0) == (lines.line.len == 0));
		if (pause && i % pause == 0 && patience >= 0) {
			now += patience;
			if (scan_lines_pause(&lines, now))
				check(scan_lines_text(&lines));
			HOLDS(lines.line.len == 0);
		}
	}
	scan_lines_clear(&lines);
	return 0;
}
