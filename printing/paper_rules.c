#include "printing/paper_rules.h"

#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/amount_words.h"
#include "core/node.h"
#include "i18n/lang.h"
#include "store/print_jobs.h"

/* One paper that is wished for. */
struct wished {
	const struct dossier *d;
	const struct json_t *asked;
	int64_t now;
};

/* ---- receipts of money */

static const char *said(int64_t amount, char out[40])
{
	struct buf text;
	buf_init(&text, 39);
	amount_text(amount, &text);
	str_copy(out, 40, buf_str(&text));
	buf_clear(&text);
	return out;
}

static bool nothing_collected(const struct wished *w, const char *kind, struct err *err)
{
	if (node_int(node_at(w->asked, "amount"), -1) == 0)
		return err_at(err, ERR_DATA, "amount", _("Số tiền là 0 đồng: không thu tiền thì không có biên lai để in."));
	return err_at(err, ERR_DATA, "amount", _("Hồ sơ này không có %s phải thu theo mức đã công bố, nên không có biên "
		"lai để in. Nếu đã thu tiền thì ghi số tiền và lý do."), kind);
}

static bool needs_reason(int64_t published, const char *kind, struct err *err)
{
	char text[40];
	if (published > 0)
		return err_at(err, ERR_DATA, "reason", _("Số tiền khác mức %s đã công bố (%s đồng). Hãy ghi lý do."),
			kind, said(published, text));
	return err_at(err, ERR_DATA, "reason", published ? _("Thủ tục chưa công bố mức %s. Hãy ghi lý do (căn cứ) thu "
		"số tiền này.") : _("Hồ sơ này không có %s phải thu theo mức đã công bố. Hãy ghi lý do (căn cứ) thu số tiền "
		"này."), kind);
}

static bool receipt(const struct wished *w, enum fee_kind fee, const char *kind, struct err *err)
{
	int64_t published = dossier_published(w->d, fee);
	int64_t typed = node_int(node_at(w->asked, "amount"), -1);
	if (typed == 0 || (typed < 0 && published == 0))
		return nothing_collected(w, kind, err);
	return typed < 0 || typed == published || *node_text(node_at(w->asked, "reason")) ||
		needs_reason(published, kind, err);
}

static bool fee_receipt(const struct wished *w, struct err *err)
{
	return receipt(w, FEE_FEE, _("phí"), err);
}

static bool charge_receipt(const struct wished *w, struct err *err)
{
	return receipt(w, FEE_CHARGE, _("lệ phí"), err);
}

/* ---- the apology promises another time */

static bool apology(const struct wished *w, struct err *err)
{
	int64_t due = node_time(node_at(w->asked, "due"));
	if (due && due <= w->now)
		return err_at(err, ERR_DATA, "due", _("Giờ hẹn lại đã qua; phải hẹn một lúc sau bây giờ."));
	return !due || due > w->d->due_at ||
		err_at(err, ERR_DATA, "due", _("Giờ hẹn lại phải sau giờ đã hẹn trả kết quả của hồ sơ."));
}

static const struct rule {
	const char *form;
	bool (*check)(const struct wished *w, struct err *err);
} rules[] = {{"fee", fee_receipt}, {"charge", charge_receipt}, {"04", apology}};

bool paper_rules_check(const char *form, const struct dossier *d, const char *asked, int64_t now,
	struct err *err)
{
	bool ok = true;
	struct json_t *node = *asked ? node_read(asked, strlen(asked), PRINT_ASKED_MAX, err) : NULL;
	const struct wished w = {.d = d, .asked = node, .now = now};
	if (*asked && !node)
		return false;
	for (size_t i = 0; ok && i < ARRAY_LEN(rules); i++)
		ok = !str_eq(rules[i].form, form) || rules[i].check(&w, err);
	node_free(node);
	return ok;
}
