/* motcua verify: is this receipt genuine? Needs no network and asks none. */

#include "app/command.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "core/receipt_token.h"
#include "core/record.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "store/dossiers.h"
#include "store/workstation.h"

struct options {
	char text[1024]; /* clean: a scanner or a copy brings white space along */
	const char *code;
	bool json;
};

static bool read_options(struct options *o, int argc, char **argv)
{
	static const struct option longs[] = {
		{"code", required_argument, NULL, 'c'}, {"json", no_argument, NULL, 'j'}, {0},
	};
	int c;
	opterr = 0;
	optind = 1;
	while ((c = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		switch (c) {
		case 'c': o->code = optarg; break;
		case 'j': o->json = true; break;
		default: return false;
		}
	}
	if (argc - optind != 1)
		return false;
	text_clean_to(o->text, sizeof(o->text), argv[optind]);
	return true;
}

/* Code and token out of a URL; or a bare token with its code said or known here. */
static bool find_parts(struct app *app, const struct options *o, char *code, char *token,
	struct err *err)
{
	if (strstr(o->text, "://")) {
		if (!receipt_url_parse(o->text, code, token))
			return err_set(err, ERR_DATA, _("Không phải địa chỉ tra cứu trên giấy hẹn."));
		if (o->code && !str_eq(o->code, code))
			return err_set(err, ERR_DATA, _("Mã hồ sơ trên giấy hẹn khác với mã đã cho."));
		return true;
	}
	if (!str_copy(token, RECEIPT_TOKEN_SIZE, o->text))
		return err_set(err, ERR_DATA, _("Không phải mã xác thực của giấy hẹn (sai độ dài)."));
	if (o->code)
		return str_copy(code, DOSSIER_CODE_SIZE, o->code) ||
			err_set(err, ERR_DATA, _("Mã hồ sơ quá dài."));
	return dossiers_find_token(app->store, token, code) ||
		err_set(err, ERR_DATA, _("Máy này không có giấy hẹn đó; hãy cho biết mã hồ sơ: --code MÃ"));
}

static bool check(struct app *app, const char *code, const char *token, struct receipt *receipt,
	struct err *err)
{
	uint8_t public_key[ED25519_PUBLIC], key_id[KEY_ID_SIZE];
	signing_key_public(app->ws->key, public_key);
	ed25519_key_id(public_key, key_id);
	if (!receipt_parse(token, receipt, err))
		return false;
	if (!mem_eq_secret(key_id, receipt->key_id, KEY_ID_SIZE))
		return err_set(err, ERR_DATA, _("Giấy hẹn không do máy này lập, nên máy này không xác nhận "
			"được. Hãy quét mã QR bằng điện thoại để hỏi trung tâm."));
	return receipt_verify(token, code, public_key, receipt, err);
}

static void report(const char *code, const struct receipt *receipt, bool json)
{
	char received[INSTANT_SIZE], due[INSTANT_SIZE];
	bool offline = receipt->flags & RECEIPT_OFFLINE;
	bool untrusted = receipt->flags & RECEIPT_CLOCK_UNTRUSTED;
	if (json) {
		struct record *r = record_new();
		record_bool(r, "genuine", true);
		record_text(r, "code", code);
		record_text(r, "uuid", receipt->uuid);
		record_time(r, "received_at", receipt->received_at);
		record_time(r, "due_at", receipt->due_at);
		record_bool(r, "offline", offline);
		record_bool(r, "clock_trusted", !untrusted);
		record_print(r, stdout);
		return;
	}
	instant_format(receipt->received_at, received);
	instant_format(receipt->due_at, due);
	printf(_("Giấy hẹn thật: %s\n"), code);
	printf(_("Tiếp nhận %s, hẹn trả %s.\n"), received, receipt->due_at ? due : _("chưa công bố"));
	if (offline)
		puts(_("Lập khi máy không có mạng."));
	if (untrusted)
		puts(_("Đồng hồ máy lúc lập chưa được xác nhận."));
}

static void report_forged(bool json, const struct err *err)
{
	if (!json)
		return;
	struct record *r = record_new();
	record_bool(r, "genuine", false);
	record_text(r, "reason", err->text);
	record_print(r, stdout);
}

int cmd_verify(struct app *app, int argc, char **argv, struct err *err)
{
	struct options o = {0};
	char code[DOSSIER_CODE_SIZE], token[RECEIPT_TOKEN_SIZE];
	struct receipt receipt;
	if (!read_options(&o, argc, argv))
		return command_usage(err, "verify");
	if (!app_need_workstation(app, err))
		return command_fail(err);
	if (!find_parts(app, &o, code, token, err) || !check(app, code, token, &receipt, err)) {
		report_forged(o.json, err);
		return command_fail(err);
	}
	report(code, &receipt, o.json);
	return 0;
}
