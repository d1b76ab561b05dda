#include "app/print_what.h"

#include <stdlib.h>
#include <string.h>
#include "app/print_answers.h"
#include "app/print_kept.h"
#include "app/print_target.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/seal.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "printing/paper_owe.h"
#include "store/catalogue.h"
#include "store/dossiers.h"
#include "store/workstation.h"

/* One request being read. */
struct reading {
	struct print_what *what;
	struct app *app;
	const struct print_request *request;
};

/* ---- what the codes stand for */

/* A code as it may be shown: what was typed, cleaned. */
static const char *shown(const char *code, char out[DOSSIER_CODE_SIZE])
{
	text_clean_to(out, DOSSIER_CODE_SIZE, code);
	return out;
}

static bool find_dossier(struct reading *r, const char *code, char uuid[UUID_SIZE], struct err *err)
{
	struct dossier d;
	struct dossier_row row;
	struct err why = ERR_INIT;
	char text[DOSSIER_CODE_SIZE];
	dossier_init(&d);
	bool ok = dossiers_load(r->app->store, code, &d, NULL, &row, &why);
	dossier_clear(&d);
	if (!ok)
		return err_set(err, why.kind, "%s: %s", shown(code, text), why.text);
	str_copy(uuid, UUID_SIZE, row.uuid);
	return true;
}

/* A code said twice counts once. */
static bool find_dossiers(struct reading *r, size_t *n, struct err *err)
{
	*n = 0;
	r->what->uuids = xcalloc(r->request->n_codes, UUID_SIZE);
	r->what->codes = xcalloc(r->request->n_codes, sizeof(*r->what->codes));
	for (size_t i = 0; i < r->request->n_codes; i++) {
		char uuid[UUID_SIZE];
		if (!find_dossier(r, r->request->codes[i], uuid, err))
			return false;
		size_t k = 0;
		while (k < *n && !str_eq(r->what->uuids[k], uuid))
			k++;
		if (k < *n)
			continue;
		r->what->codes[*n] = r->request->codes[i];
		str_copy(r->what->uuids[(*n)++], UUID_SIZE, uuid);
	}
	return true;
}

/* ---- wishes */

static struct print_wish *add_wish(struct reading *r, enum print_subject subject)
{
	struct print_what *what = r->what;
	struct print_wish *wish = &what->wishes[what->n++];
	*wish = (struct print_wish){.form = r->request->form, .subject = subject,
		.asked = buf_str(&what->asked), .paper = r->request->paper, .copy = r->request->copy,
		.once = str_eq(r->request->form, "02") && !r->request->again,
		.officer = what->officer, .officer_name = what->officer_name, .counter = r->app->ws->counter};
	return wish;
}

/* all: they stand on one paper. */
static bool wish_dossiers(struct reading *r, bool all, struct err *err)
{
	size_t n;
	if (!find_dossiers(r, &n, err))
		return false;
	if (all && n > PRINT_DOSSIERS_MAX)
		return err_set(err, ERR_DATA, _("Một giấy chỉ ghi được %d hồ sơ."), PRINT_DOSSIERS_MAX);
	r->what->lists = xcalloc(n, sizeof(*r->what->lists));
	for (size_t i = 0; i < n; i++)
		r->what->lists[i] = r->what->uuids[i];
	for (size_t i = 0; i < (all ? 1 : n); i++) {
		struct print_wish *wish = add_wish(r, all ? PRINT_DOSSIERS : PRINT_DOSSIER);
		wish->dossiers = &r->what->lists[i];
		wish->n_dossiers = all ? n : 1;
	}
	return true;
}

static bool wish_each_dossier(struct reading *r, struct err *err)
{
	return wish_dossiers(r, false, err);
}

static bool wish_all_dossiers(struct reading *r, struct err *err)
{
	return wish_dossiers(r, true, err);
}

static bool wish_procedures(struct reading *r, struct err *err)
{
	for (size_t i = 0; i < r->request->n_codes; i++) {
		char text[DOSSIER_CODE_SIZE], *about = r->what->about[i];
		const char *code = r->request->codes[i];
		struct err why = ERR_INIT;
		char *body = str_copy(about, DOSSIER_CODE_SIZE, code) ?
			catalogue_body(r->app->store, "procedure", code, &why) : NULL;
		if (!body)
			return err_set(err, why.kind ? why.kind : ERR_DATA, _("%s: mẫu %s in theo mã thủ tục. %s"),
				shown(code, text), r->request->form, why.text);
		free(body);
		add_wish(r, PRINT_PROCEDURE)->about = about;
	}
	return true;
}

/* Days, months, or FROM..TO; or dossiers: the lines of these alone. */
static bool wish_periods(struct reading *r, struct err *err)
{
	struct period p;
	if (!period_parse(r->request->codes[0], &p) && dossier_code_valid(r->request->codes[0]))
		return wish_all_dossiers(r, err);
	for (size_t i = 0; i < r->request->n_codes; i++) {
		char text[DOSSIER_CODE_SIZE], *about = r->what->about[i];
		if (period_is_backwards(r->request->codes[i]))
			return err_set(err, ERR_DATA, _("%s: ngày cuối trước ngày đầu. Hãy ghi TỪ..ĐẾN, ngày đầu trước."),
				shown(r->request->codes[i], text));
		if (!period_parse(r->request->codes[i], &p))
			return err_set(err, ERR_DATA, _("%s: mẫu %s in theo thời gian, là ngày (2026-11-23), tháng "
				"(2026-11) hoặc TỪ..ĐẾN."), shown(r->request->codes[i], text), r->request->form);
		period_format(&p, about);
		add_wish(r, PRINT_PERIOD)->about = about;
	}
	return true;
}

static bool make_wishes(struct reading *r, struct err *err)
{
	static bool (*const make[])(struct reading *, struct err *) = {
		[SUBJECT_DOSSIER] = wish_each_dossier, [SUBJECT_DOSSIERS] = wish_all_dossiers,
		[SUBJECT_PROCEDURE] = wish_procedures, [SUBJECT_PERIOD] = wish_periods,
	};
	size_t n = r->request->n_codes;
	r->what->wishes = xcalloc(n, sizeof(*r->what->wishes));
	r->what->about = xcalloc(n, DOSSIER_CODE_SIZE);
	return make[r->what->form->subject](r, err);
}

/* All of them may be made, before the first one is; which one may not. */
static bool may_be_made(struct reading *r, struct err *err)
{
	const struct print_what *what = r->what;
	struct err why = ERR_INIT;
	size_t i = 0;
	while (i < what->n && paper_may_be_owed(r->app->store, &what->wishes[i], clock_now(), &why))
		i++;
	if (i == what->n)
		return true;
	if (what->n == 1 || !what->codes)
		return err_at(err, why.kind, why.field, "%s", why.text);
	char text[DOSSIER_CODE_SIZE];
	return err_set(err, why.kind, "%s: %s%s%s", shown(what->codes[i], text), why.field, why.field[0] ? ": " : "",
		why.text);
}

/* ---- together */

static bool refuse_form(struct reading *r, struct err *err)
{
	char ids[FORMS_MAX][FORM_ID_SIZE], text[40];
	struct buf names;
	size_t n;
	if (!forms_list(r->app->config.forms_dir, ids, &n, err))
		return false;
	buf_init(&names, 300);
	for (size_t i = 0; i < n; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", ids[i]);
	text_clean_to(text, sizeof(text), r->request->form);
	err_set(err, ERR_DATA, _("Không có mẫu %s. Các mẫu: %s."), text, buf_str(&names));
	buf_clear(&names);
	return false;
}

static bool newest_form(struct reading *r, struct err *err)
{
	struct print_what *what = r->what;
	struct err why = ERR_INIT;
	what->made = true;
	if (!form_file_load(&what->file, r->app->config.forms_dir, r->request->form, &why))
		return why.kind == ERR_DATA ? refuse_form(r, err) : err_set(err, why.kind, "%s", why.text);
	what->form = what->file.form;
	return true;
}

/* The papers of a document that is there are of the text it was first made with, whatever the folders hold
 * by now; what is answered anew makes a new one. */
static bool load_form(struct reading *r, struct err *err)
{
	const struct print_request *request = r->request;
	if (request->n_with == 0)
		r->what->form = r->what->kept = print_kept_form(r->app->store, request);
	return r->what->form || newest_form(r, err);
}

bool print_what_read(struct print_what *what, struct app *app, const struct print_request *request,
	struct err *err)
{
	struct reading r = {.what = what, .app = app, .request = request};
	buf_init(&what->asked, PRINT_ASKED_MAX);
	app_officer(app, what->officer, sizeof(what->officer), what->officer_name,
		sizeof(what->officer_name));
	return load_form(&r, err) && print_target_check(what->form, request, err) &&
		print_answers(what->form, request->with, request->n_with, clock_now(), &what->asked, err) &&
		make_wishes(&r, err) && print_target_check_count(request, what->n, err) && may_be_made(&r, err);
}

void print_what_clear(struct print_what *what)
{
	if (what->made)
		form_file_clear(&what->file);
	template_free(what->kept);
	if (what->asked.data)
		seal_wipe(what->asked.data, what->asked.size);
	buf_clear(&what->asked);
	free(what->wishes);
	free(what->uuids);
	free(what->lists);
	free(what->codes);
	free(what->about);
	*what = (struct print_what){.n = 0};
}
