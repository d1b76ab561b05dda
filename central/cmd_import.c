#include "central/command.h"

#include <stdio.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/str.h"
#include "central/import.h"
#include "central/items.h"
#include "core/record.h"
#include "i18n/lang.h"

static bool file_read(const char *path, struct buf *out, struct err *err)
{
	if (str_eq(path, "-"))
		return fs_read_fd(0, _("đầu vào chuẩn"), out, err);
	return fs_read(path, out, err);
}

/* Each line of the report after the file's name, as compilers do it. */
static void print_report(const char *path, const char *lines)
{
	while (*lines) {
		size_t len = strcspn(lines, "\n");
		fprintf(stderr, "%s: %.*s\n", path, (int)len, lines);
		lines += len + (lines[len] == '\n');
	}
}

static void print_result(const struct options *o, const struct import_report *report,
	int64_t version)
{
	if (!o->json) {
		printf(_("Đã nhập %s: %lld mới, %lld thay đổi, %lld rút, %lld như cũ. Phiên bản danh mục: "
			 "%lld.\n"), o->args[0], (long long)report->added, (long long)report->changed,
			(long long)report->removed, (long long)report->same, (long long)version);
		return;
	}
	struct record *r = record_new();
	record_text(r, "kind", o->args[0]);
	record_int(r, "added", report->added);
	record_int(r, "changed", report->changed);
	record_int(r, "removed", report->removed);
	record_int(r, "same", report->same);
	record_int(r, "version", version);
	record_print(r, stdout);
}

int central_cmd_import(struct central *c, const struct options *o, struct err *err)
{
	struct buf text;
	struct import_report report = {0};
	int64_t version = 0;
	buf_init(&text, IMPORT_MAX);
	bool ok = file_read(o->args[1], &text, err) &&
		import_text(c->db, o->args[0], buf_str(&text), text.len, clock_now(), &report, err) &&
		items_version(c->db, &version, err);
	if (ok)
		print_result(o, &report, version);
	else
		print_report(o->args[1], buf_str(&report.lines));
	import_report_clear(&report);
	buf_clear(&text);
	return ok ? 0 : -1;
}
