#include "app/verify_journal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "app/line_reader.h"
#include "base/mem.h"
#include "base/say.h"
#include "base/str.h"
#include "core/receipt_journal.h"
#include "core/record.h"
#include "i18n/lang.h"
#include "store/receipts.h"

struct check {
	const struct receipt_trust *trust;
	struct receipt_journal *journal;
	int64_t lines;
	/* of each own key: where its chain was last met in the list, and what is known after that */
	struct tail {
		int64_t line, later;
		char first[DOSSIER_CODE_SIZE];
	} *tails;
};

__attribute__((format(printf, 5, 6)))
static void tell(struct check *c, int64_t line, const char *code, enum journal_fault_kind kind,
	const char *fmt, ...)
{
	struct journal_fault f = {.line = line, .kind = kind};
	va_list args;
	va_start(args, fmt);
	vsnprintf(f.text, sizeof(f.text), fmt, args);
	va_end(args);
	str_copy(f.code, sizeof(f.code), code);
	receipt_journal_tell(c->journal, &f);
}

/* ---- the own journal */

static bool own_row(void *user, const struct receipt_row *row)
{
	struct check *c = user;
	struct receipt receipt;
	char line[DOSSIER_CODE_SIZE + RECEIPT_TOKEN_SIZE + 2];
	int n = snprintf(line, sizeof(line), "%s %s", row->code, row->token);
	c->lines = row->ordinal;
	if (receipt_parse(row->token, &receipt, NULL) && !str_eq(receipt.uuid, row->uuid))
		tell(c, row->ordinal, row->code, FAULT_RECORD,
			_("Sổ ghi giấy này cho hồ sơ khác với hồ sơ nêu trong mã xác thực."));
	return receipt_journal_line(c->journal, row->ordinal, line, (size_t)n);
}

static void stray(void *user, const char *code)
{
	tell(user, 0, code, FAULT_RECORD, _("Hồ sơ có trên máy mà giấy hẹn của nó không có trong sổ."));
}

static void gap(void *user, const char *before, int64_t most)
{
	if (before[0])
		tell(user, 0, before, FAULT_GAP, _("Thiếu: trước giấy này máy đã lập những giấy hẹn khác (nhiều nhất "
			"%lld) không có trong dữ liệu này, vì đây là bản cũ khôi phục hoặc bản sao."), (long long)most);
	else
		tell(user, 0, "", FAULT_TAIL, _("Thiếu phần cuối: máy đã lập thêm những giấy hẹn khác (nhiều nhất %lld) "
			"không có trong dữ liệu này, vì đây là bản cũ khôi phục hoặc bản sao."), (long long)most);
}

static bool read_own(struct check *c, struct app *app, struct err *err)
{
	return receipts_each(app->store, own_row, c, err) && receipts_strays(app->store, stray, c, err) &&
		receipts_gaps(app->store, app->ws, gap, c, err);
}

/* ---- a list */

static bool read_lines(struct check *c, FILE *in, struct err *err)
{
	static const char bom[] = "\xEF\xBB\xBF";
	struct buf line;
	bool ok = true;
	buf_init(&line, 1);
	while (ok && line_next(in, RECEIPT_TEXT_MAX + 1, &line)) {
		size_t skip = c->lines == 0 && str_starts(buf_str(&line), bom) ? strlen(bom) : 0;
		ok = receipt_journal_line(c->journal, ++c->lines, buf_str(&line) + skip,
			line.full ? RECEIPT_TEXT_MAX + 1 - skip : line.len - skip);
	}
	buf_clear(&line);
	if (!ok)
		return err_set(err, ERR_DATA, _("Danh sách dài quá %d dòng. Hãy chia ra."), JOURNAL_LINES_MAX);
	return !ferror(in) || err_set(err, ERR_DISK, _("Không đọc được danh sách sau dòng %lld."),
		(long long)c->lines);
}

static bool read_list(struct check *c, const char *path, struct err *err)
{
	if (str_eq(path, "-"))
		return read_lines(c, stdin, err);
	FILE *in = fopen(path, "re");
	if (!in)
		return err_set(err, ERR_DATA, _("Không mở được %s: %s."), path, say_errno(errno));
	bool ok = read_lines(c, in, err);
	fclose(in);
	return ok;
}

static struct tail *tail_of(struct check *c, const char *workstation)
{
	for (size_t i = 0; i < c->trust->n_keys; i++)
		if (c->trust->keys[i].own && str_eq(c->trust->keys[i].workstation, workstation))
			return &c->tails[i];
	return NULL;
}

static bool look_for(void *user, const struct receipt_row *row)
{
	struct check *c = user;
	struct tail *tail = tail_of(c, row->workstation);
	uint8_t link[8];
	receipt_link(row->token, link);
	int64_t line = receipt_journal_find(c->journal, link);
	if (!tail)
		return true;
	if (line) {
		tail->line = line;
		tail->later = 0;
	} else if (tail->line && tail->later++ == 0) {
		str_copy(tail->first, sizeof(tail->first), row->code);
	}
	return true;
}

/* That the end of a list was cut off shows only to who issued what stood there. */
static bool find_tails(struct check *c, struct store *store, struct err *err)
{
	c->tails = xcalloc(c->trust->n_keys + 1, sizeof(*c->tails));
	if (!receipts_each(store, look_for, c, err))
		return false;
	for (size_t i = 0; i < c->trust->n_keys; i++)
		if (c->tails[i].later)
			tell(c, c->tails[i].line, c->tails[i].first, FAULT_TAIL,
				_("Thiếu phần cuối: sau dòng này máy này đã lập thêm %lld giấy hẹn, từ %s, không có trong "
				"danh sách."), (long long)c->tails[i].later, c->tails[i].first);
	return true;
}

/* ---- the report */

static void print_fault(const struct journal_fault *f, bool json)
{
	if (!json) {
		if (f->line)
			printf(_("dòng %lld: "), (long long)f->line);
		printf("%s%s%s\n", f->code, f->code[0] ? ": " : "", f->text);
		return;
	}
	struct record *r = record_new();
	record_int(r, "line", f->line);
	record_text(r, "fault", journal_fault_code(f->kind, f->verdict));
	record_text(r, "code", f->code[0] ? f->code : NULL);
	if (f->other)
		record_int(r, "other_line", f->other);
	record_text(r, "reason", f->text);
	record_print(r, stdout);
}

static int report(struct check *c, bool json, struct err *err)
{
	size_t n, chains, count = receipt_journal_count(c->journal, &chains);
	const struct journal_fault *faults = receipt_journal_faults(c->journal, &n);
	for (size_t i = 0; i < n; i++)
		print_fault(&faults[i], json);
	if (json) {
		struct record *r = record_new();
		record_int(r, "lines", c->lines);
		record_int(r, "receipts", (int64_t)count);
		record_int(r, "chains", (int64_t)chains);
		record_int(r, "faults", (int64_t)n);
		record_bool(r, "whole", n == 0);
		record_print(r, stdout);
	} else if (n == 0) {
		printf(_("Nguyên vẹn: %zu giấy hẹn thật, liền mạch, của %zu khóa máy trạm.\n"), count, chains);
	}
	if (n)
		err_set(err, ERR_DATA, _("%zu chỗ sai trong %lld dòng; %zu giấy hẹn thật."), n,
			(long long)c->lines, count);
	return err_exit_status(err->kind);
}

int verify_journal(struct app *app, const struct receipt_trust *trust, const char *path, bool json,
	struct err *err)
{
	struct check c = {.trust = trust, .journal = receipt_journal_new(trust)};
	bool ok = path ? read_list(&c, path, err) : read_own(&c, app, err);
	if (ok)
		receipt_journal_check(c.journal);
	ok = ok && (!path || find_tails(&c, app->store, err));
	int status = ok ? report(&c, json, err) : err_exit_status(err->kind);
	receipt_journal_free(c.journal);
	free(c.tails);
	return status;
}
