#include "base/ini.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "base/say.h"

#define MAX_FILE (64 * 1024)

struct reading {
	ini_key_fn *fn;
	void *user;
	struct err err;
	bool refused;
	FILE *file;
	int lines, too_long; /* the line that is; 0: none */
};

/* As fgets; inih would read the rest of a line too long for it as a line of its own. */
static char *next_line(char *line, int size, void *user)
{
	struct reading *r = user;
	if (!fgets(line, size, r->file))
		return NULL;
	r->lines++;
	if (strlen(line) < (size_t)size - 1 || strchr(line, '\n') || feof(r->file))
		return line;
	r->too_long = r->lines;
	return NULL;
}

/* inih reports the line of the first handler that returned 0. */
static int on_key(void *user, const char *section, const char *key, const char *value)
{
	struct reading *r = user;
	if (r->refused)
		return 1;
	if (r->fn(r->user, section, key, value ? value : "", &r->err))
		return 1;
	r->refused = true;
	return 0;
}

static bool check_file(FILE *f, const char *path, struct err *err)
{
	struct stat st;
	if (fstat(fileno(f), &st) != 0 || !S_ISREG(st.st_mode))
		return err_set(err, ERR_CONFIG, _("%s: không phải tệp thường"), path);
	if (st.st_mode & (S_IWGRP | S_IWOTH))
		return err_set(err, ERR_CONFIG, _("%s: người khác cũng ghi được tệp này; hãy chạy: chmod go-w %s"),
			path, path);
	if (st.st_size > MAX_FILE)
		return err_set(err, ERR_CONFIG, _("%s: lớn quá 64 KB, không phải tệp cấu hình"), path);
	return true;
}

bool ini_read(const char *path, ini_key_fn *fn, void *user, struct err *err)
{
	FILE *f = fopen(path, "re");
	struct reading r = {.fn = fn, .user = user, .err = ERR_INIT, .file = f};
	if (!f)
		return err_set(err, ERR_CONFIG, "%s: %s", path, say_errno(errno));
	bool ok = check_file(f, path, err);
	if (ok) {
		int line = ini_parse_stream(next_line, &r, on_key, &r);
		if (r.too_long)
			ok = err_set(err, ERR_CONFIG, "%s:%d: %s", path, r.too_long,
				_("giá trị quá dài hoặc có ký tự lạ"));
		else if (line != 0 && r.refused)
			ok = err_set(err, ERR_CONFIG, "%s:%d: %s", path, line, r.err.text);
		else if (line != 0)
			ok = err_set(err, ERR_CONFIG, _("%s:%d: mỗi dòng phải là \"mục = giá trị\", [phần] hoặc ghi "
				"chú sau dấu ;"), path, line);
	}
	fclose(f);
	return ok;
}
