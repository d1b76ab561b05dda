#include "core/receipt_journal_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"

const char *journal_fault_code(enum journal_fault_kind kind, enum verdict verdict)
{
	static const char *const codes[] = {"line", "duplicate", "gap", "order", "fork", "clash",
		"unmarked", "tail", "record"};
	if (kind == FAULT_LINE)
		return verdict_code(verdict);
	return (unsigned)kind < ARRAY_LEN(codes) ? codes[kind] : "";
}

struct receipt_journal *receipt_journal_new(const struct receipt_trust *trust)
{
	struct receipt_journal *j = xcalloc(1, sizeof(*j));
	j->trust = trust;
	return j;
}

void receipt_journal_free(struct receipt_journal *j)
{
	if (!j)
		return;
	free(j->entries);
	free(j->by_link);
	free(j->by_previous);
	free(j->by_code);
	free(j->faults);
	free(j);
}

/* ---- faults */

void receipt_journal_tell(struct receipt_journal *j, const struct journal_fault *fault)
{
	if (j->n_faults == j->faults_room) {
		j->faults_room = j->faults_room ? 2 * j->faults_room : 16;
		j->faults = xreallocarray(j->faults, j->faults_room, sizeof(*j->faults));
	}
	j->faults[j->n_faults++] = *fault;
}

void journal_tell(struct receipt_journal *j, const struct entry *e, int64_t other,
	enum journal_fault_kind kind, const char *fmt, ...)
{
	struct journal_fault f = {.line = e->line, .other = other, .kind = kind};
	va_list args;
	va_start(args, fmt);
	vsnprintf(f.text, sizeof(f.text), fmt, args);
	va_end(args);
	str_copy(f.code, sizeof(f.code), e->code);
	receipt_journal_tell(j, &f);
}

static void tell_line(struct receipt_journal *j, int64_t line, const struct judgement *why)
{
	struct journal_fault f = {.line = line, .kind = FAULT_LINE, .verdict = why->verdict};
	str_copy(f.code, sizeof(f.code), why->code);
	str_copy(f.text, sizeof(f.text), why->reason);
	receipt_journal_tell(j, &f);
}

/* ---- lines */

static void keep(struct receipt_journal *j, int64_t line, const struct judgement *judged)
{
	if (j->n == j->room) {
		j->room = j->room ? 2 * j->room : 256;
		j->entries = xreallocarray(j->entries, j->room, sizeof(*j->entries));
	}
	struct entry *e = &j->entries[j->n++];
	*e = (struct entry){.line = line, .key = (size_t)(judged->key - j->trust->keys),
		.replaces = judged->receipt.flags & RECEIPT_REPLACES};
	receipt_link(judged->token, e->link);
	memcpy(e->previous, judged->receipt.previous, sizeof(e->previous));
	str_copy(e->code, sizeof(e->code), judged->code);
	str_copy(e->uuid, sizeof(e->uuid), judged->receipt.uuid);
}

bool receipt_journal_line(struct receipt_journal *j, int64_t line, const char *text, size_t len)
{
	struct judgement judged = {.verdict = VERDICT_UNREADABLE};
	struct buf clean;
	if (line > JOURNAL_LINES_MAX)
		return false;
	buf_init(&clean, RECEIPT_TEXT_MAX);
	unsigned found = len > RECEIPT_TEXT_MAX ? TEXT_TRUNCATED : text_clean(text, len, 0, &clean);
	if (found & TEXT_TRUNCATED)
		snprintf(judged.reason, sizeof(judged.reason), _("Dòng dài quá %d byte: không phải giấy hẹn."),
			RECEIPT_TEXT_MAX);
	else if (found & (TEXT_CONTROL | TEXT_BAD_UTF8))
		str_copy(judged.reason, sizeof(judged.reason),
			_("Dòng có ký tự điều khiển hoặc byte không phải chữ: không phải giấy hẹn."));
	else if (clean.len > 0)
		receipt_judge(j->trust, buf_str(&clean), NULL, &judged);
	if (verdict_is_genuine(judged.verdict))
		keep(j, line, &judged);
	else if (judged.reason[0])
		tell_line(j, line, &judged);
	buf_clear(&clean);
	return true;
}

static int by_line(const void *a, const void *b)
{
	const struct journal_fault *x = a, *y = b;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return (x->kind > y->kind) - (x->kind < y->kind);
}

const struct journal_fault *receipt_journal_faults(struct receipt_journal *j, size_t *n)
{
	if (j->n_faults)
		qsort(j->faults, j->n_faults, sizeof(*j->faults), by_line);
	*n = j->n_faults;
	return j->faults;
}

size_t receipt_journal_count(const struct receipt_journal *j, size_t *chains)
{
	bool *seen = xcalloc(j->trust->n_keys + 1, sizeof(*seen));
	size_t n = 0;
	*chains = 0;
	for (size_t i = 0; i < j->n; i++) {
		n += !j->entries[i].repeated;
		*chains += !seen[j->entries[i].key];
		seen[j->entries[i].key] = true;
	}
	free(seen);
	return n;
}
