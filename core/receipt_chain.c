/* The check of a journal as a whole: repeats, forks, order, gaps, numbers given twice. */
#include "core/receipt_journal_parts.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

#define NONE SIZE_MAX

/* ---- indexes */

static int by_link(const void *a, const void *b, void *entries)
{
	const size_t *x = a, *y = b;
	const struct entry *e = entries;
	int c = memcmp(e[*x].link, e[*y].link, 8);
	return c ? c : (*x > *y) - (*x < *y);
}

static int by_previous(const void *a, const void *b, void *entries)
{
	const size_t *x = a, *y = b;
	const struct entry *e = entries;
	int c = e[*x].key != e[*y].key ? (e[*x].key > e[*y].key) - (e[*x].key < e[*y].key) :
		memcmp(e[*x].previous, e[*y].previous, 8);
	return c ? c : (*x > *y) - (*x < *y);
}

static int by_code(const void *a, const void *b, void *entries)
{
	const size_t *x = a, *y = b;
	const struct entry *e = entries;
	int c = strcmp(e[*x].code, e[*y].code);
	return c ? c : (*x > *y) - (*x < *y);
}

static size_t *sorted(struct receipt_journal *j, int (*order)(const void *, const void *, void *))
{
	size_t *index = xcalloc(j->n + 1, sizeof(*index));
	for (size_t i = 0; i < j->n; i++)
		index[i] = i;
	qsort_r(index, j->n, sizeof(*index), order, j->entries);
	return index;
}

/* The first entry with that link; NONE. */
static size_t find_link(const struct receipt_journal *j, const uint8_t link[8])
{
	size_t low = 0, high = j->n;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (memcmp(j->entries[j->by_link[mid]].link, link, 8) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	bool found = low < j->n && memcmp(j->entries[j->by_link[low]].link, link, 8) == 0;
	return found ? j->by_link[low] : NONE;
}

int64_t receipt_journal_find(const struct receipt_journal *j, const uint8_t link[8])
{
	size_t at = find_link(j, link);
	return at == NONE ? 0 : j->entries[at].line;
}

/* ---- the check */

static void mark_repeats(struct receipt_journal *j)
{
	for (size_t i = 1; i < j->n; i++) {
		const struct entry *a = &j->entries[j->by_link[i - 1]];
		struct entry *b = &j->entries[j->by_link[i]];
		if (memcmp(a->link, b->link, sizeof(a->link)) != 0)
			continue;
		int64_t first = receipt_journal_find(j, b->link);
		b->repeated = true;
		journal_tell(j, b, first, FAULT_DUPLICATE, _("Trùng: cùng một giấy hẹn với dòng %lld."),
			(long long)first);
	}
}

/* Neighbours in the index by (chain, previous) that are not repeats of one another. */
static bool *mark_forks(struct receipt_journal *j)
{
	bool *forked = xcalloc(j->n + 1, sizeof(*forked));
	const struct entry *first = NULL;
	for (size_t i = 0; i < j->n; i++) {
		size_t at = j->by_previous[i];
		const struct entry *e = &j->entries[at];
		if (e->repeated)
			continue;
		if (!first || first->key != e->key || memcmp(first->previous, e->previous, 8) != 0) {
			first = e;
			continue;
		}
		forked[at] = true;
		journal_tell(j, e, first->line, FAULT_FORK, _("Hai giấy hẹn cùng nối sau một giấy (dòng kia: "
			"%lld): khóa của máy trạm đã được dùng ở hai nơi, hoặc máy đã chạy từ bản sao cũ."),
			(long long)first->line);
	}
	return forked;
}

/* It does not follow the last of its chain (NULL: it is the first here): why? */
static void explain(struct receipt_journal *j, const struct entry *e, const struct entry *last)
{
	static const uint8_t none[8];
	size_t at = find_link(j, e->previous);
	const struct entry *before = at == NONE ? NULL : &j->entries[at];
	if (memcmp(e->previous, none, sizeof(none)) == 0)
		journal_tell(j, e, last->line, FAULT_ORDER, _("Sai thứ tự: đây là giấy đầu tiên của máy trạm, "
			"phải đứng trước dòng %lld."), (long long)last->line);
	else if (before && before->key == e->key)
		journal_tell(j, e, before->line, FAULT_ORDER, _("Sai thứ tự: giấy này được lập ngay sau giấy ở "
			"dòng %lld."), (long long)before->line);
	else if (last)
		journal_tell(j, e, last->line, FAULT_GAP, _("Thiếu: giữa dòng %lld và dòng này còn ít nhất một "
			"giấy hẹn khác của cùng máy trạm."), (long long)last->line);
	else
		journal_tell(j, e, 0, FAULT_GAP, _("Thiếu phần đầu: trước giấy này máy trạm đã lập giấy khác, "
			"không có trong danh sách."));
}

static void follow_chains(struct receipt_journal *j, const bool *forked)
{
	static const uint8_t none[8];
	const struct entry **last = xcalloc(j->trust->n_keys + 1, sizeof(*last));
	for (size_t i = 0; i < j->n; i++) {
		const struct entry *e = &j->entries[i], *before = last[e->key];
		if (e->repeated)
			continue;
		if (!forked[i] && memcmp(e->previous, before ? before->link : none, sizeof(none)) != 0)
			explain(j, e, before);
		last[e->key] = e;
	}
	free(last);
}

/* One number is one dossier; its second receipt says that it replaces the first. */
static void check_codes(struct receipt_journal *j)
{
	const struct entry *first = NULL;
	for (size_t i = 0; i < j->n; i++) {
		const struct entry *e = &j->entries[j->by_code[i]];
		if (e->repeated)
			continue;
		if (!first || !str_eq(first->code, e->code))
			first = e;
		else if (!str_eq(first->uuid, e->uuid))
			journal_tell(j, e, first->line, FAULT_CLASH, _("Một mã hồ sơ cho hai hồ sơ khác nhau (dòng "
				"kia: %lld)."), (long long)first->line);
		else if (!e->replaces && !first->replaces)
			journal_tell(j, e, first->line, FAULT_UNMARKED, _("Hồ sơ này đã có giấy hẹn ở dòng %lld, mà "
				"giấy này không ghi là thay giấy trước."), (long long)first->line);
	}
}

void receipt_journal_check(struct receipt_journal *j)
{
	BUG_ON(j->checked);
	j->checked = true;
	j->by_link = sorted(j, by_link);
	mark_repeats(j);
	j->by_previous = sorted(j, by_previous);
	j->by_code = sorted(j, by_code);
	bool *forked = mark_forks(j);
	follow_chains(j, forked);
	check_codes(j);
	free(forked);
}
