#include "app/print_answers.h"

#include <string.h>
#include "app/print_request.h"
#include "base/str.h"
#include "core/asked.h"
#include "core/record.h"
#include "core/seal.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "printing/template.h"
#include "store/print_jobs.h"

#define NAME_SIZE 40
#define TEXT_MAX 4096 /* bytes of one answer, or of one line of a list */
#define LINES_MAX 100 /* of a list */

struct answers {
	const struct template *form;
	struct record *json;
	struct date today;
	size_t times[TEMPLATE_ASKS_MAX]; /* how often each was answered; of a list: its lines */
	bool said[TEMPLATE_ASKS_MAX]; /* also where nothing stands behind the "=" */
};

/* ---- refusals */

static bool refuse_name(const struct template *form, const char *name, struct err *err)
{
	struct buf names;
	char clean[NAME_SIZE];
	text_clean_to(clean, sizeof(clean), name);
	buf_init(&names, 400);
	for (size_t i = 0; i < form->n_asks; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", form->asks[i].name);
	if (names.len)
		err_at(err, ERR_DATA, clean, _("Mẫu %s không hỏi điều này; chỉ hỏi: %s."), form->form,
			buf_str(&names));
	else
		err_at(err, ERR_DATA, clean, _("Mẫu %s không hỏi thêm điều gì."), form->form);
	buf_clear(&names);
	return false;
}

/* ---- one answer */

static bool answer(struct answers *a, size_t i, const char *text, size_t len, struct err *err)
{
	const struct template_ask *ask = &a->form->asks[i];
	struct buf clean;
	if (a->times[i] == (ask->kind == ASK_LIST ? LINES_MAX : 1))
		return ask->kind == ASK_LIST ?
			err_at(err, ERR_DATA, ask->name, _("Nhiều dòng quá; nhiều nhất là %d."), LINES_MAX) :
			err_at(err, ERR_DATA, ask->name, _("Được nói hai lần."));
	buf_init(&clean, TEXT_MAX);
	unsigned found = text_clean(text, len, 0, &clean);
	bool full = found & TEXT_TRUNCATED, garbled = found & TEXT_BAD_UTF8, empty = clean.len == 0;
	bool ok = !full && !garbled && (empty || asked_put(a->json, ask->name, ask->kind, buf_str(&clean),
		a->today, err));
	seal_wipe(clean.data, clean.size);
	buf_clear(&clean);
	a->times[i] += !empty;
	if (garbled)
		return err_at(err, ERR_DATA, ask->name, _("Nội dung không phải chữ Unicode (UTF-8), nên không in được "
			"đúng. Hãy nhập lại."));
	if (full)
		return err_at(err, ERR_DATA, ask->name, _("Nội dung dài quá %d byte."), TEXT_MAX);
	return ok;
}

/* A list: line by line. */
static bool answer_lines(struct answers *a, size_t i, const char *text, struct err *err)
{
	bool ok = true;
	while (ok && *text) {
		size_t len = strcspn(text, "\n");
		ok = answer(a, i, text, len, err);
		text += len + (text[len] == '\n');
	}
	return ok;
}

static bool put_one(struct answers *a, const char *with, struct err *err)
{
	char name[NAME_SIZE];
	const char *mark = strchr(with, '=');
	size_t len = mark ? (size_t)(mark - with) : 0;
	if (len == 0 || len >= sizeof(name))
		return err_set(err, ERR_USAGE, _("Sau --with phải là TÊN=NỘI DUNG."));
	memcpy(name, with, len);
	name[len] = '\0';
	for (size_t i = 0; i < a->form->n_asks; i++) {
		const struct template_ask *ask = &a->form->asks[i];
		if (!str_eq(ask->name, name))
			continue;
		a->said[i] = true;
		return ask->kind == ASK_LIST ? answer_lines(a, i, mark + 1, err) :
			answer(a, i, mark + 1, strlen(mark + 1), err);
	}
	return refuse_name(a->form, name, err);
}

/* Said to be empty is an answer too: another document than the one with words there. */
static bool put_empty(struct answers *a)
{
	bool any = false;
	for (size_t i = 0; i < a->form->n_asks; i++) {
		if (a->said[i] && a->times[i] == 0)
			record_text(a->json, a->form->asks[i].name, "");
		any = any || a->said[i];
	}
	return any;
}

bool print_answers(const struct template *form, const char *const *with, size_t n, int64_t now,
	struct buf *out, struct err *err)
{
	struct answers a = {.form = form, .json = record_new(),
		.today = instant_date(now)};
	bool ok = n <= PRINT_WITH_MAX ||
		err_set(err, ERR_DATA, _("Nhiều --with quá; nhiều nhất là %d."), PRINT_WITH_MAX);
	for (size_t i = 0; ok && i < n; i++)
		ok = put_one(&a, with[i], err);
	if (!ok || !put_empty(&a)) {
		record_free(a.json);
		return ok;
	}
	record_write(a.json, out);
	return !out->full || err_set(err, ERR_DATA, _("Nội dung nhập cho giấy này quá dài."));
}
