/* motcua verify: is this receipt, or this list of receipts, genuine? Needs no network and asks none. */

#include "app/command.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include "app/verify_journal.h"
#include "base/clock.h"
#include "base/str.h"
#include "core/record.h"
#include "core/status.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "store/receipt_known.h"
#include "store/receipt_trust.h"

struct options {
	char text[RECEIPT_TEXT_MAX + 1]; /* clean: a scanner or a copy brings white space along */
	const char *code, *path;
	bool journal, json;
};

static bool read_options(struct options *o, int argc, char **argv)
{
	static const struct option longs[] = {
		{"code", required_argument, NULL, 'c'}, {"json", no_argument, NULL, 'j'},
		{"journal", no_argument, NULL, 'l'}, {0},
	};
	int c;
	opterr = 0;
	optind = 1;
	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		switch (c) {
		case 'c': o->code = optarg; break;
		case 'j': o->json = true; break;
		case 'l': o->journal = true; break;
		default: return false;
		}
	}
	if (o->journal) {
		o->path = optind < argc ? argv[optind] : NULL;
		return argc - optind <= 1 && !o->code;
	}
	if (argc - optind != 1)
		return false;
	text_clean_to(o->text, sizeof(o->text), argv[optind]);
	return true;
}

/* ---- the report */

static void report_json(const struct receipt_known *k)
{
	const struct judgement *j = &k->judged;
	bool genuine = verdict_is_genuine(j->verdict);
	struct record *r = record_new();
	record_bool(r, "genuine", genuine);
	record_text(r, "verdict", verdict_code(j->verdict));
	if (!genuine)
		record_text(r, "reason", j->reason);
	record_text(r, "code", j->code[0] ? j->code : NULL);
	if (genuine) {
		record_text(r, "uuid", j->receipt.uuid);
		record_time(r, "received_at", j->receipt.received_at);
		record_time(r, "due_at", j->receipt.due_at);
		record_bool(r, "overdue", k->late_days >= 0);
		record_bool(r, "offline", j->receipt.flags & RECEIPT_OFFLINE);
		record_bool(r, "clock_trusted", !(j->receipt.flags & RECEIPT_CLOCK_UNTRUSTED));
		record_bool(r, "replaces", j->receipt.flags & RECEIPT_REPLACES);
		record_time(r, "replaced_at", k->replaced_at);
		record_text(r, "agency", j->key->agency);
		record_int(r, "counter", j->key->counter);
		record_time(r, "key_until", j->key->until);
		if (k->own)
			record_bool(r, "in_journal", k->in_journal);
		if (k->status)
			record_int(r, "status", k->status);
	}
	if (j->origin[0])
		record_text(r, "host", strstr(j->origin, "//") + 2);
	record_print(r, stdout);
}

static void report_key(const struct receipt_known *k)
{
	const struct receipt_key *key = k->judged.key;
	char until[INSTANT_SIZE];
	if (!key->own)
		printf(_("Lập ở quầy %02d của cùng đơn vị.\n"), key->counter);
	if (!key->until)
		return;
	instant_format(key->until, until);
	printf(k->judged.receipt.received_at > key->until ?
		_("Chú ý: giấy ghi giờ sau khi khóa đã thôi dùng (%s). Hãy hỏi trung tâm trước khi trả kết "
		"quả.\n") :
		_("Ký bằng khóa nay không còn dùng (đến %s); giấy vẫn có giá trị.\n"), until);
}

static void report_paper(const struct receipt_known *k)
{
	char at[INSTANT_SIZE];
	unsigned flags = k->judged.receipt.flags;
	if (k->replaced_at) {
		instant_format(k->replaced_at, at);
		printf(_("Giấy này đã được thay bằng giấy cấp lúc %s. Hãy dùng giấy mới.\n"), at);
	} else if (flags & RECEIPT_REPLACES) {
		puts(_("Giấy này thay giấy hẹn đã cấp trước."));
	}
	if (flags & RECEIPT_OFFLINE)
		puts(_("Lập khi máy không có mạng."));
	if (flags & RECEIPT_CLOCK_UNTRUSTED)
		puts(_("Đồng hồ máy lúc lập chưa được xác nhận."));
	if (k->own && !k->in_journal)
		puts(_("Chú ý: máy này ký giấy này mà sổ của máy không có: dữ liệu có thể đã được khôi phục từ "
			"bản cũ. Hãy báo quản trị viên."));
}

static void report_text(const struct receipt_known *k)
{
	const struct judgement *j = &k->judged;
	char received[INSTANT_SIZE], due[INSTANT_SIZE];
	instant_format(j->receipt.received_at, received);
	instant_format(j->receipt.due_at, due);
	printf(_("Giấy hẹn thật: %s\n"), j->code);
	printf(_("Tiếp nhận %s, hẹn trả %s.\n"), received, j->receipt.due_at ? due : _("chưa công bố"));
	if (k->status)
		printf(_("Tình trạng hồ sơ, theo tin mới nhất ở máy này: %s.\n"), status_text(k->status));
	bool open = k->status != STATUS_RETURNED && k->status != STATUS_READY;
	if (k->late_days >= 0 && open)
		printf(k->late_days ? _("Đã quá giờ hẹn trả %lld ngày.\n") : _("Đã quá giờ hẹn trả.\n"),
			(long long)k->late_days);
	report_key(k);
	report_paper(k);
}

static int verify_one(struct app *app, const struct receipt_trust *trust, const struct options *o,
	struct err *err)
{
	struct receipt_known k;
	if (!receipt_look(app->store, trust, o->text, o->code, clock_now(), &k, err))
		return command_fail(err);
	bool genuine = verdict_is_genuine(k.judged.verdict);
	if (o->json)
		report_json(&k);
	else if (genuine)
		report_text(&k);
	if (!genuine)
		err_set(err, ERR_DATA, "%s", k.judged.reason);
	return command_fail(err);
}

int cmd_verify(struct app *app, int argc, char **argv, struct err *err)
{
	struct options o = {.code = NULL};
	struct trust_store trust;
	if (!read_options(&o, argc, argv))
		return command_usage(err, "verify");
	if (!app_need_workstation(app, err))
		return command_fail(err);
	int status = !trust_load(app->store, app->ws, &trust, err) ? command_fail(err) :
		o.journal ? verify_journal(app, &trust.trust, o.path, o.json, err) :
		verify_one(app, &trust.trust, &o, err);
	trust_clear(&trust);
	return status;
}
