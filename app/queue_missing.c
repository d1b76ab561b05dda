#include "app/queue_missing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "app/command.h"
#include "app/line_reader.h"
#include "base/buf.h"
#include "base/say.h"
#include "base/str.h"
#include "core/dossier_code.h"
#include "core/record.h"
#include "i18n/lang.h"
#include "store/store.h"

#define LINE_BYTES 4096

struct comparing {
	struct app *app;
	bool json;
	int64_t looked, missing;
};

static bool is_here(struct store *store, const char *code, bool *here, struct err *err)
{
	int64_t one;
	return db_get_int(store_db(store), err, &one, here, "SELECT 1 FROM dossier WHERE code = ?", "t", code);
}

static void tell(const struct comparing *c, const char *code, const char *line)
{
	if (c->json) {
		struct record *r = record_new();
		record_text(r, "code", code);
		record_text(r, "state", "missing");
		record_print(r, stdout);
	} else {
		puts(line);
	}
}

/* The number is the line's first word; what is none (a heading, say) is passed over. */
static bool compare(struct comparing *c, char *line, struct err *err)
{
	char code[DOSSIER_CODE_SIZE];
	bool here;
	size_t len = strcspn(line, " \t\r");
	if (len >= sizeof(code))
		return true;
	memcpy(code, line, len);
	code[len] = '\0';
	if (dossier_code_number(code) <= 0)
		return true;
	c->looked++;
	if (!is_here(c->app->store, code, &here, err))
		return false;
	if (!here) {
		c->missing++;
		line[strcspn(line, "\r")] = '\0';
		tell(c, code, line);
	}
	return true;
}

static bool compare_all(struct comparing *c, FILE *in, struct err *err)
{
	struct buf line;
	bool ok = true;
	buf_init(&line, LINE_BYTES);
	while (ok && line_next(in, LINE_BYTES, &line))
		ok = !line.len || compare(c, line.data, err);
	buf_clear(&line);
	return ok && (!ferror(in) || err_set(err, ERR_DISK, _("Không đọc được danh sách.")));
}

int queue_missing(struct app *app, const char *path, bool json, struct err *err)
{
	struct comparing c = {.app = app, .json = json};
	bool from_stdin = str_eq(path, "-");
	FILE *in = from_stdin ? stdin : fopen(path, "re");
	if (!in) {
		err_set(err, ERR_DISK, "%s: %s", path, say_errno(errno));
		return command_fail(err);
	}
	bool ok = compare_all(&c, in, err);
	if (!from_stdin)
		fclose(in);
	if (ok && c.looked == 0)
		err_set(err, ERR_DATA, _("Danh sách không có mã hồ sơ nào. Lập ở trung tâm bằng: motcua-central received"));
	else if (ok && c.missing)
		err_set(err, ERR_DATA, _("Trung tâm có %lld trong %lld hồ sơ mà máy này không có."), (long long)c.missing,
			(long long)c.looked);
	else if (ok && !json)
		printf(_("Máy này có đủ %lld hồ sơ của danh sách.\n"), (long long)c.looked);
	return command_fail(err);
}
