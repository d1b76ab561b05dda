/* Reading a queue out of a file: once to look at all of it, once more to take it in. */
#include "store/queue_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/say.h"
#include "base/str.h"
#include "core/seal.h"
#include "i18n/lang.h"
#include "store/relay.h"
#include "store/store.h"

#define RECORD_MAX SEALED_RECORD_MAX
#define TRIES 5           /* wrong codes in a row before one has to wait */
#define WAIT_S 60         /* then, doubling with each */
#define WAIT_MAX_S 900
#define WRONG "relay.wrong_codes"
#define WRONG_AT "relay.wrong_at"

struct reading {
	FILE *file;
	const char *path;
	uint8_t head[SEALED_HEAD];
	struct sealed_file *sealed;
	const char *code;
	uint8_t *sealed_bytes;    /* RECORD_MAX + 64 */
	struct buf record;
};

/* ---- the file */

static bool no_queue(const char *path, struct err *err)
{
	return err_set(err, ERR_DATA, _("%s không phải tệp hàng đợi do motcua queue export ghi ra."), path);
}

static bool open_file(struct reading *rd, const char *path, struct err *err)
{
	rd->path = path;
	rd->file = fopen(path, "re");
	if (!rd->file)
		return err_set(err, ERR_DISK, _("Không mở được tệp %s: %s."), path, say_errno(errno));
	bool whole = fread(rd->head, 1, sizeof(rd->head), rd->file) == sizeof(rd->head);
	if (!whole && ferror(rd->file))
		return err_set(err, ERR_DISK, _("Không đọc được %s: %s."), path, say_errno(errno));
	return (whole && sealed_file_is(rd->head, sizeof(rd->head))) || no_queue(path, err);
}

static bool cut_short(struct err *err)
{
	return err_set(err, ERR_DATA, _("Tệp bị cắt ngắn nên không nhập gì. Hãy chép lại tệp từ máy đã "
		"xuất."));
}

/* The next record into rd->record; *last when nothing follows. */
static bool next_record(struct reading *rd, bool *last, struct err *err)
{
	uint8_t length[SEALED_LENGTH];
	buf_reset(&rd->record);
	if (fread(length, 1, sizeof(length), rd->file) != sizeof(length))
		return cut_short(err);
	size_t n = sealed_file_length(length, last);
	if (n == 0 || fread(rd->sealed_bytes, 1, n, rd->file) != n)
		return cut_short(err);
	return sealed_file_read(rd->sealed, rd->sealed_bytes, n, *last, &rd->record, err) &&
		(!*last || fgetc(rd->file) == EOF || err_set(err, ERR_DATA,
			_("Sau phần cuối của tệp còn dữ liệu lạ, nên không nhập gì.")));
}

/* To the first record. */
static bool rewind_file(struct reading *rd, struct err *err)
{
	sealed_file_rewind(rd->sealed);
	return fseek(rd->file, SEALED_HEAD, SEEK_SET) == 0 || err_set(err, ERR_DISK,
		_("Không đọc được %s: %s."), rd->path, say_errno(errno));
}

static void close_file(struct reading *rd)
{
	if (rd->file)
		fclose(rd->file);
	sealed_file_free(rd->sealed);
	seal_wipe(rd->record.data, rd->record.size);
	buf_clear(&rd->record);
	free(rd->sealed_bytes);
}

/* ---- wrong codes */

static int64_t wait_of(int64_t wrong)
{
	int64_t wait = WAIT_S;
	for (int64_t i = TRIES; i < wrong && wait < WAIT_MAX_S; i++)
		wait *= 2;
	return wrong < TRIES ? 0 : wait < WAIT_MAX_S ? wait : WAIT_MAX_S;
}

/* A clock put back does not shorten the wait, one put forward beyond it ends it. */
static bool may_try(struct store *store, int64_t now, struct err *err)
{
	int64_t since = now - store_meta_int(store, WRONG_AT, 0);
	int64_t left = wait_of(store_meta_int(store, WRONG, 0)) - (since < 0 ? 0 : since);
	return left <= 0 || err_set(err, ERR_DENIED, _("Đã gõ sai mã nhiều lần. Hãy đợi %lld giây rồi thử "
		"lại; chưa có gì thay đổi và tệp vẫn còn nguyên."), (long long)left);
}

static bool open_sealed(struct reading *rd, struct store *store, int64_t now, struct err *err)
{
	struct err why = ERR_INIT;
	if (!may_try(store, now, err))
		return false;
	if (sealed_file_open(&rd->sealed, rd->head, rd->code, &why))
		return store_meta_set_int(store, WRONG, 0, err);
	if (why.kind == ERR_DENIED && (!store_meta_set_int(store, WRONG,
			store_meta_int(store, WRONG, 0) + 1, err) ||
			!store_meta_set_int(store, WRONG_AT, now, err)))
		return false;
	return err_set(err, why.kind, "%s", why.text);
}

/* ---- the records */

typedef bool item_fn(void *user, const struct queue_item *item, const struct dossier *d,
	struct err *err);

static bool name_item(const struct queue_item *item, struct err *err)
{
	if (err && err->text[0] && !strstr(err->text, item->code)) {
		struct err why = *err;
		err_set(err, why.kind, "%s: %s", item->code, why.text);
	}
	return false;
}

static bool each_item(struct reading *rd, const char *agency, item_fn *fn, void *user,
	int64_t *items, struct err *err)
{
	struct queue_item item;
	struct dossier d;
	if (!queue_item_read(&item, &rd->record, err))
		return false;
	bool ok = (queue_item_check(&item, agency, &d, err) && (!fn || fn(user, &item, &d, err))) ||
		name_item(&item, err);
	dossier_clear(&d);
	queue_item_clear(&item);
	*items += 1;
	return ok;
}

/* All records once; fn for each dossier, NULL: only looks. */
static bool read_all(struct reading *rd, const char *agency, item_fn *fn, void *user,
	struct queue_import *out, struct err *err)
{
	int64_t items = 0, told;
	bool last;
	if (!next_record(rd, &last, err) || last || !queue_head_read(&out->from, &rd->record, err))
		return err && err->text[0] ? false : cut_short(err);
	if (out->from.agency[0] && !str_eq(out->from.agency, agency))
		return err_set(err, ERR_DATA, _("Hàng đợi này của đơn vị khác (%s), không nhập vào máy này "
			"được."), out->from.agency_name[0] ? out->from.agency_name : out->from.agency);
	while (next_record(rd, &last, err)) {
		if (last)
			return queue_end_read(&told, &out->left, &rd->record, err) &&
				(told == items || cut_short(err));
		if (!each_item(rd, agency, fn, user, &items, err))
			return false;
	}
	return false;
}

static bool take(void *user, const struct queue_item *item, const struct dossier *d, struct err *err)
{
	return relay_take(user, item, d, err);
}

static bool take_all(struct reading *rd, struct store *store, const struct workstation *ws, bool dry,
	int64_t now, struct queue_import *out, struct err *err)
{
	struct relay_in in;
	if (!rewind_file(rd, err) || !relay_begin(&in, store, ws, now, err))
		return false;
	bool ok = read_all(rd, ws->agency, take, &in, out, err);
	out->added = in.added;
	out->known = in.known;
	bool ended = relay_end(&in, ok && !dry, ok && !dry ? err : NULL);
	return ok && (ended || dry);
}

bool queue_file_import(struct store *store, const struct workstation *ws, const char *path,
	const char *code, bool dry, int64_t now, struct queue_import *out, struct err *err)
{
	struct reading rd = {.code = code, .sealed_bytes = xmalloc(RECORD_MAX + 64)};
	*out = (struct queue_import){.added = 0};
	buf_init(&rd.record, RECORD_MAX + 64);
	bool ok = open_file(&rd, path, err) && open_sealed(&rd, store, now, err) &&
		read_all(&rd, ws->agency, NULL, NULL, out, err) &&
		take_all(&rd, store, ws, dry, now, out, err);
	close_file(&rd);
	return ok;
}

bool queue_file_look(const char *path, struct err *err)
{
	struct reading rd = {.code = ""};
	bool ok = open_file(&rd, path, err);
	close_file(&rd);
	return ok;
}
