#include "store/receipt_known.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "store/dossiers.h"
#include "store/receipts.h"

static void find_dossier(struct store *store, struct receipt_known *k)
{
	struct dossier d;
	struct dossier_row row = {.uuid = ""};
	struct err ignored = ERR_INIT;
	dossier_init(&d);
	k->here = dossiers_load(store, k->judged.receipt.uuid, &d, NULL, &row, &ignored) || row.uuid[0];
	if (k->here)
		k->status = row.status;
	dossier_clear(&d);
}

static bool look_up(struct store *store, struct receipt_known *k, int64_t now,
	struct err *err)
{
	struct judgement *j = &k->judged;
	struct receipt_row row, newest;
	bool found;
	k->late_days = j->receipt.due_at && now > j->receipt.due_at ? (now - j->receipt.due_at) / 86400 : -1;
	find_dossier(store, k);
	if (!j->key || !j->key->own)
		return true;
	k->own = true;
	k->in_journal = receipts_find(store, j->token, &row);
	if (k->in_journal)
		k->issued_at = row.at;
	if (!receipts_newest(store, j->receipt.uuid, &newest, &found, err))
		return false;
	if (found && k->in_journal && newest.ordinal > row.ordinal) {
		k->replaced_at = newest.at;
		if (verdict_is_genuine(j->verdict))
			j->verdict = VERDICT_REPLACED;
	}
	return true;
}

/* A forged paper that says it is of a dossier taken in here: what was changed on it? */
static void explain_forged(struct store *store, struct judgement *j)
{
	struct receipt_row row;
	struct receipt real;
	bool found = false;
	if (j->verdict != VERDICT_FORGED || !j->parsed ||
		!receipts_newest(store, j->receipt.uuid, &row, &found, NULL) || !found ||
		!receipt_parse(row.token, &real, NULL))
		return;
	const struct {
		bool changed;
		const char *words;
	} parts[] = {
		{!str_eq(row.code, j->code), N_("mã hồ sơ")},
		{real.received_at != j->receipt.received_at, N_("giờ tiếp nhận")},
		{real.due_at != j->receipt.due_at, N_("giờ hẹn trả")},
		{memcmp(real.content_hash, j->receipt.content_hash, sizeof(real.content_hash)) != 0,
			N_("nội dung")},
		{real.flags != j->receipt.flags, N_("dấu hiệu mất mạng, đồng hồ, thay giấy")},
		{memcmp(real.previous, j->receipt.previous, sizeof(real.previous)) != 0, N_("mối nối với giấy trước")},
	};
	size_t len = strlen(j->reason);
	const char *sep = _(" Khác với giấy đã lập ở máy này: ");
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (!parts[i].changed || len >= sizeof(j->reason))
			continue;
		len += (size_t)snprintf(j->reason + len, sizeof(j->reason) - len, "%s%s", sep, _(parts[i].words));
		sep = ", ";
	}
}

bool receipt_look(struct store *store, const struct receipt_trust *trust, const char *text,
	const char *code, int64_t now, struct receipt_known *out, struct err *err)
{
	struct receipt_row row;
	*out = (struct receipt_known){.status = 0};
	if (!code && receipts_find(store, text, &row))
		code = row.code;
	receipt_judge(trust, text, code, &out->judged);
	explain_forged(store, &out->judged);
	return look_up(store, out, now, err);
}
