/* Writing the queue into a file. */
#include "store/queue_file.h"

#include <stdlib.h>
#include "base/new_file.h"
#include "base/str.h"
#include "core/seal.h"
#include "store/relay.h"
#include "store/store.h"

#define RECORD_MAX SEALED_RECORD_MAX

struct writing {
	struct new_file file;
	struct sealed_file *sealed;
	struct queue_export *out;
};

static bool write_record(struct writing *w, const struct buf *record, bool last, struct err *err)
{
	struct buf sealed;
	buf_init(&sealed, RECORD_MAX + 4096);
	sealed_file_add(w->sealed, buf_str(record), record->len, last, &sealed);
	bool ok = new_file_write(&w->file, buf_str(&sealed), sealed.len, err);
	buf_clear(&sealed);
	return ok;
}

static bool write_item(void *user, const struct queue_item *item, struct err *err)
{
	struct writing *w = user;
	struct buf record;
	buf_init(&record, RECORD_MAX);
	queue_item_write(item, &record);
	bool ok = write_record(w, &record, false, err);
	seal_wipe(record.data, record.size);
	buf_clear(&record);
	w->out->waiting += ok && !item->rejected;
	w->out->rejected += ok && item->rejected;
	return ok;
}

/* Whose it is, as far as that can still be read: it is shown, and every dossier says so itself. */
static void take_text(struct store *store, const char *key, char *out, size_t size)
{
	char *value = store_meta_get(store, key);
	str_copy(out, size, value ? value : "");
	free(value);
}

static bool write_head(struct writing *w, struct store *store, int64_t now, struct err *err)
{
	struct queue_head head = {.exported_at = now,
		.counter = (int)store_meta_int(store, "workstation.counter", 0)};
	struct buf record;
	take_text(store, "workstation.id", head.workstation, sizeof(head.workstation));
	take_text(store, "workstation.agency", head.agency, sizeof(head.agency));
	take_text(store, "workstation.agency_name", head.agency_name, sizeof(head.agency_name));
	buf_init(&record, RECORD_MAX);
	queue_head_write(&head, &record);
	bool ok = write_record(w, &record, false, err);
	buf_clear(&record);
	return ok;
}

static bool write_end(struct writing *w, struct err *err)
{
	struct buf record;
	buf_init(&record, RECORD_MAX);
	queue_end_write(w->out->waiting + w->out->rejected, w->out->left, &record);
	bool ok = write_record(w, &record, true, err);
	buf_clear(&record);
	return ok;
}

static bool write_items(struct writing *w, struct store *store, struct err *err)
{
	struct relay_left left;
	bool ok = relay_each(store, write_item, w, &left, err);
	w->out->left = left.n;
	w->out->names = left.names;
	return ok;
}

bool queue_file_export(struct store *store, const char *path, int64_t now, struct queue_export *out,
	struct err *err)
{
	struct writing w = {.out = out};
	uint8_t head[SEALED_HEAD];
	*out = (struct queue_export){.left = 0};
	buf_init(&out->names, 0);
	if (!new_file_begin(&w.file, path, err))
		return false;
	w.sealed = sealed_file_make(out->code, head);
	bool ok = new_file_write(&w.file, head, sizeof(head), err) &&
		write_head(&w, store, now, err) && write_items(&w, store, err) && write_end(&w, err);
	bool some = out->waiting + out->rejected > 0;
	if (ok && some)
		ok = new_file_finish(&w.file, err);
	else
		new_file_drop(&w.file);
	sealed_file_free(w.sealed);
	return ok;
}
