#include "store/upgrade.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"
#include "i18n/lang.h"
#include "store/schema.h"

#define PATIENCE_MS 3000 /* for another of ours that upgrades at this moment */
#define PAUSE_MS 10

static bool open_at(struct db **db, const char *path, unsigned flags, struct err *err)
{
	char *url = xasprintf("sqlite:%s", path);
	bool ok = db_open(db, url, flags, err);
	free(url);
	if (!ok)
		*db = NULL;
	return ok;
}

/* *done when it was; not: somebody has it open. */
static bool upgrade_alone(const char *path, void *context, bool *done, struct err *err)
{
	struct db *db;
	struct err why = ERR_INIT;
	*done = false;
	if (!open_at(&db, path, DB_ALONE, &why)) {
		if (why.kind == ERR_UNAVAILABLE)
			return true;
		return err_set(err, why.kind, "%s", why.text);
	}
	*done = db_migrate(db, store_schema, store_schema_versions, context, err);
	db_close(db);
	return *done;
}

static bool in_use(struct err *err)
{
	return err_set(err, ERR_UNAVAILABLE, _("Bản Motcua này cần nâng cấp tệp dữ liệu, nhưng tệp đang "
		"được mở ở cửa sổ khác. Chưa có gì thay đổi. Hãy thoát Motcua ở mọi cửa sổ (và dừng motcua "
		"sync --watch nếu có), rồi mở lại."));
}

static bool is_old(struct db *db, bool *old, struct err *err)
{
	int64_t version;
	if (!db_schema(db, &version, err))
		return false;
	*old = version > 0 && version < store_schema_versions;
	return true;
}

/* Another of ours may have upgraded it in the meantime: seen when it is opened again. */
static bool wait_for_turn(struct db **db, const char *path, void *context, struct err *err)
{
	int64_t deadline = clock_mono_ms() + PATIENCE_MS;
	bool old = true;
	while (old) {
		bool done;
		db_close(*db);
		*db = NULL;
		if (!upgrade_alone(path, context, &done, err))
			return false;
		if (!done && clock_mono_ms() > deadline)
			return in_use(err);
		if (!done)
			poll(NULL, 0, PAUSE_MS + (int)(getpid() % PAUSE_MS)); /* not all at once */
		if (!open_at(db, path, 0, err) || !is_old(*db, &old, err))
			return false;
	}
	return true;
}

bool store_upgrade(struct db **db, const char *path, void *context, struct err *err)
{
	bool old;
	bool ok = is_old(*db, &old, err) && (!old || wait_for_turn(db, path, context, err)) &&
		db_migrate(*db, store_schema, store_schema_versions, context, err);
	if (!ok && *db) {
		db_close(*db);
		*db = NULL;
	}
	return ok;
}
