#include "central/command.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "central/import.h"
#include "central/items.h"
#include "i18n/lang.h"

/* Agencies first: accounts are checked against them. */
static const char *const kinds[] = {"agencies", "areas", "calendar", "procedures", "accounts"};

/* Beside the installed program, or beside the source tree's build folder. */
static const char *const places[] = {"../share/motcua/demo", "../central/demo"};

/* The folder with the demo's files; the caller frees. */
static char *demo_dir(struct err *err)
{
	char exe[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	exe[len < 0 ? 0 : len] = '\0';
	char *bin = fs_dir(exe), *found = NULL;
	for (size_t i = 0; i < ARRAY_LEN(places) && !found; i++) {
		char *dir = fs_join(bin, places[i]);
		char *probe = fs_join(dir, "agencies.json");
		if (fs_exists(probe))
			found = xstrdup(dir);
		free(probe);
		free(dir);
	}
	free(bin);
	if (!found)
		err_set(err, ERR_CONFIG, _("Không tìm thấy danh mục mẫu bên cạnh chương trình."));
	return found;
}

static bool load_kind(struct db *db, const char *dir, const char *kind, struct err *err)
{
	struct import_report report = {0};
	struct buf text;
	char *path = xasprintf("%s/%s.json", dir, kind);
	buf_init(&text, IMPORT_MAX);
	bool ok = fs_read(path, &text, err);
	if (ok && !import_rows_in_transaction(db, kind, buf_str(&text), text.len, clock_now(), &report,
			err)) {
		fprintf(stderr, "%s: %s", path, buf_str(&report.lines));
		ok = false;
	}
	import_report_clear(&report);
	buf_clear(&text);
	free(path);
	return ok;
}

static bool load_all(struct db *db, struct err *err)
{
	char *dir = demo_dir(err);
	bool ok = dir != NULL;
	for (size_t i = 0; ok && i < ARRAY_LEN(kinds); i++)
		ok = load_kind(db, dir, kinds[i], err);
	free(dir);
	return ok;
}

bool demo_load(struct db *db, struct err *err)
{
	int64_t version;
	if (!db_begin(db, err))
		return false;
	bool ok = items_version(db, &version, err) && (version > 0 || load_all(db, err));
	if (ok && version == 0)
		log_line(LOG_INFO, "demo catalogue loaded");
	return db_finish(db, ok, err);
}

/* A database that is made for the demo's sake is not made where the demo is not. */
static bool demo_possible(const char *url, struct err *err)
{
	const char *path = str_starts(url, "sqlite:") ? url + strlen("sqlite:") : NULL;
	char *dir = !path || fs_exists(path) ? xstrdup("") : demo_dir(err);
	free(dir);
	return dir != NULL;
}

bool central_open_with(struct central *c, const struct options *o, struct err *err)
{
	char *path = o->db ? xstrdup(o->db) : options_default_db(err);
	bool ok = path && (!o->demo || demo_possible(path, err)) && central_open(c, path, err);
	free(path);
	if (!ok)
		return false;
	if (!o->demo || demo_load(c->db, err))
		return true;
	central_close(c);
	return false;
}
