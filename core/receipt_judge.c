#include "core/receipt_judge.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

#define TOKEN_LEN (RECEIPT_TOKEN_SIZE - 1)
#define TOKEN_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

const char *verdict_code(enum verdict v)
{
	static const char *const codes[] = {"genuine", "old_key", "replaced", "forged", "truncated",
		"unreadable", "foreign_host", "foreign_agency", "unknown_key"};
	return (unsigned)v < ARRAY_LEN(codes) ? codes[v] : "";
}

bool verdict_is_genuine(enum verdict v)
{
	return v == VERDICT_GENUINE || v == VERDICT_OLD_KEY || v == VERDICT_REPLACED;
}

__attribute__((format(printf, 3, 4)))
static bool say(struct judgement *j, enum verdict verdict, const char *fmt, ...)
{
	struct err text = ERR_INIT; /* cuts at a whole character */
	char line[sizeof(j->reason)];
	va_list args;
	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	err_set(&text, ERR_DATA, "%s", line);
	j->verdict = verdict;
	str_copy(j->reason, sizeof(j->reason), text.text);
	return false;
}

/* ---- the parts */

static bool cut_short(struct judgement *j, size_t got)
{
	return say(j, VERDICT_TRUNCATED, _("Mã bị cắt: chỉ đọc được %zu trong %d ký tự của mã xác thực. Hãy "
		"quét lại mã QR cho trọn."), got, TOKEN_LEN);
}

static bool no_receipt(struct judgement *j)
{
	return say(j, VERDICT_UNREADABLE, _("Không phải mã xác thực của giấy hẹn: mã bị hỏng, hoặc của hệ "
		"thống khác."));
}

/* A token by its looks: whole, cut, or none. */
static bool take_token(struct judgement *j, const char *text)
{
	size_t len = strlen(text), good = strspn(text, TOKEN_LETTERS);
	if (good == len && len < TOKEN_LEN)
		return cut_short(j, len);
	if (good != len || !str_copy(j->token, sizeof(j->token), text))
		return no_receipt(j);
	return true;
}

/* The address is no whole one: was it cut within its path? */
static bool why_not_url(struct judgement *j, const char *url)
{
	const char *path = strstr(url, "/t/"), *slash;
	if (!path || !j->origin[0])
		return say(j, VERDICT_UNREADABLE, _("Không phải địa chỉ tra cứu trên giấy hẹn."));
	path += 3;
	slash = strchr(path, '/');
	const char *token = slash ? slash + 1 : path + strlen(path);
	size_t len = strlen(token);
	bool letters = strspn(path, TOKEN_LETTERS ".") == (slash ? (size_t)(slash - path) : strlen(path)) &&
		strspn(token, TOKEN_LETTERS) == len;
	if (slash && slash - path < DOSSIER_CODE_SIZE) {
		memcpy(j->code, path, (size_t)(slash - path));
		j->code[slash - path] = '\0';
		if (!dossier_code_valid(j->code))
			j->code[0] = '\0';
	}
	return letters && len < TOKEN_LEN && (!slash || j->code[0]) ? cut_short(j, len) :
		say(j, VERDICT_UNREADABLE, _("Không phải địa chỉ tra cứu trên giấy hẹn."));
}

static bool take_url(struct judgement *j, const char *url)
{
	char token[RECEIPT_TOKEN_SIZE];
	url_origin(url, j->origin);
	if (!j->origin[0] || !receipt_url_parse(url, j->code, token))
		return why_not_url(j, url);
	return take_token(j, token);
}

/* "CODE TOKEN", with any blanks between. */
static bool take_pair(struct judgement *j, const char *text)
{
	size_t n = strcspn(text, " \t");
	if (n >= sizeof(j->code))
		return no_receipt(j);
	memcpy(j->code, text, n);
	j->code[n] = '\0';
	if (!dossier_code_valid(j->code)) {
		j->code[0] = '\0';
		return no_receipt(j);
	}
	return take_token(j, text + n + strspn(text + n, " \t"));
}

static bool take_parts(struct judgement *j, const char *text, const char *code)
{
	bool url = strstr(text, "://") != NULL;
	if (strnlen(text, RECEIPT_TEXT_MAX) >= RECEIPT_TEXT_MAX)
		return say(j, VERDICT_UNREADABLE, _("Dài quá %d ký tự: không phải giấy hẹn."), RECEIPT_TEXT_MAX);
	if (!(url ? take_url(j, text) : strpbrk(text, " \t") ? take_pair(j, text) : take_token(j, text)))
		return false;
	if (code && j->code[0] && !str_eq(code, j->code))
		return say(j, VERDICT_FORGED, _("Mã hồ sơ trên giấy hẹn khác với mã đã cho."));
	if (code && !str_copy(j->code, sizeof(j->code), code))
		return say(j, VERDICT_UNREADABLE, _("Mã hồ sơ quá dài."));
	if (!dossier_code_valid(j->code))
		return say(j, VERDICT_UNREADABLE, j->code[0] ? _("Mã hồ sơ trên giấy hẹn không đúng dạng.") :
			_("Chỉ có mã xác thực; hãy cho biết mã hồ sơ in trên giấy: --code MÃ"));
	return true;
}

/* ---- the judgement */

static bool is_our_origin(const struct receipt_trust *trust, const char *origin)
{
	for (size_t i = 0; i < trust->n_origins; i++)
		if (str_eq(trust->origins[i], origin))
			return true;
	return false;
}

/* The agency whose number it is, as far as the number tells. */
static bool is_our_agency(const struct receipt_trust *trust, const char *code)
{
	size_t n = strlen(trust->agency);
	return n && strncmp(code, trust->agency, n) == 0 && code[n] == '-';
}

/* Whose signature it is. *known: a key of that id is at hand. */
static const struct receipt_key *signer(const struct receipt_trust *trust, struct judgement *j,
	bool *known)
{
	*known = false;
	for (size_t i = 0; i < trust->n_keys; i++) {
		const struct receipt_key *k = &trust->keys[i];
		if (memcmp(k->id, j->receipt.key_id, KEY_ID_SIZE) != 0)
			continue;
		*known = true;
		if (receipt_verify(j->token, j->code, k->key, &j->receipt, NULL))
			return k;
	}
	return NULL;
}

static void unknown_signer(const struct receipt_trust *trust, struct judgement *j)
{
	if (is_our_agency(trust, j->code))
		say(j, VERDICT_UNKNOWN_KEY, _("Chưa xác nhận được: máy này không biết khóa đã ký giấy hẹn này, dù "
			"mã hồ sơ là của đơn vị mình. Hãy chạy motcua sync --once rồi kiểm tra lại; nếu vẫn vậy, "
			"giấy hẹn không do quầy nào của đơn vị lập."));
	else
		say(j, VERDICT_FOREIGN_AGENCY, _("Không do đơn vị này lập: mã %s là của đơn vị khác, máy này không "
			"có khóa để xác nhận. Hãy hỏi đơn vị đó hoặc trung tâm."), j->code);
}

static void judge_signature(const struct receipt_trust *trust, struct judgement *j)
{
	bool known;
	const struct receipt_key *key = signer(trust, j, &known);
	if (!known)
		unknown_signer(trust, j);
	else if (!key)
		say(j, VERDICT_FORGED, _("Giấy hẹn là giả hoặc đã bị sửa: chữ ký không khớp với mã hồ sơ và nội "
			"dung."));
	else
		j->verdict = key->until ? VERDICT_OLD_KEY : VERDICT_GENUINE;
	j->key = key;
}

/* Whatever else is wrong with it: nobody should open an address that leads elsewhere. */
static void judge_host(const struct receipt_trust *trust, struct judgement *j)
{
	bool receipt = j->parsed || j->verdict == VERDICT_TRUNCATED;
	if (receipt && j->origin[0] && !is_our_origin(trust, j->origin))
		say(j, VERDICT_FOREIGN_HOST, _("Mã QR dẫn đến %s, không phải địa chỉ của hệ thống này. Đừng mở "
			"địa chỉ đó. %s"), j->origin, j->key ?
			_("Chữ ký thì đúng của quầy trong đơn vị: có người dán mã khác lên giấy thật, hoặc địa chỉ hệ "
			"thống đã đổi.") : _("Giấy hẹn không do đơn vị này lập."));
}

void receipt_judge(const struct receipt_trust *trust, const char *text, const char *code,
	struct judgement *out)
{
	struct err err = ERR_INIT;
	*out = (struct judgement){.verdict = VERDICT_UNREADABLE};
	if (take_parts(out, text, code)) {
		out->parsed = receipt_parse(out->token, &out->receipt, &err);
		if (out->parsed)
			judge_signature(trust, out);
		else
			say(out, VERDICT_UNREADABLE, "%s", err.text);
	}
	judge_host(trust, out);
}
