/* What was typed for a form is kept until it is printed, for each officer, dossier and form. */
#include "tui/print_screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "core/date.h"
#include "i18n/lang.h"
#include "store/drafts.h"

#define DRAFT_BYTES_MAX (128 * 1024)

enum { NAME_SIZE = PIN_ACCOUNT + DOSSIER_CODE_SIZE + 80 };

/* Of several dossiers, or a period: the last one typed. */
static void draft_name(const struct printing *s, char out[NAME_SIZE])
{
	struct clerk clerk = {.id = ""};
	char account[PIN_ACCOUNT];
	const struct print_about *about = &s->about;
	str_copy(clerk.id, sizeof(clerk.id), s->base.ui->officer);
	str_copy(clerk.name, sizeof(clerk.name), s->base.ui->officer_name);
	clerk_account(&clerk, account);
	snprintf(out, NAME_SIZE, "print.%s.%s.%s", account,
		about->subject == PRINT_DOSSIER ? about->uuids[0] : about->code, printing_form(s)->id);
}

static void add_blanks(struct printing *s)
{
	const struct form_choice *form = printing_form(s);
	if (s->about.subject == PRINT_PERIOD) {
		blanks_add(&s->blanks, "from", _("Từ ngày"), ASK_DATE);
		blanks_add(&s->blanks, "to", _("Đến ngày"), ASK_DATE);
	}
	for (size_t i = 0; i < form->n_asks; i++)
		blanks_add(&s->blanks, form->asks[i].name, form->asks[i].label, form->asks[i].kind);
}

/* From the first of this month until today. */
static void propose_period(struct printing *s)
{
	struct date today = instant_date(clock_now()), first = today;
	char day[DATE_SIZE];
	first.day = 1;
	date_format_vn(first, day);
	field_set(&s->blanks.list[0].lines[0], day);
	date_format_vn(today, day);
	field_set(&s->blanks.list[1].lines[0], day);
}

/* What the newest document of the form was asked: printed again as it is, it is a copy of that. */
static void load_before(struct printing *s)
{
	struct print_job *jobs = NULL;
	size_t n = 0;
	struct store *store = s->base.ui->env->store;
	struct err err = ERR_INIT;
	if (s->about.subject != PRINT_DOSSIER ||
		!print_jobs_of(store, s->about.uuids[0], &jobs, &n, &err))
		return;
	while (n > 0 && (!str_eq(jobs[n - 1].form, printing_form(s)->id) ||
		jobs[n - 1].subject != PRINT_DOSSIER || jobs[n - 1].state == PRINT_GIVEN_UP))
		n--;
	if (n > 0)
		s->before = print_job_asked(store, &jobs[n - 1], &err);
	free(jobs);
}

void printing_load_blanks(struct printing *s)
{
	struct string_map map = {0};
	char name[NAME_SIZE];
	int64_t at;
	draft_name(s, name);
	add_blanks(s);
	load_before(s);
	char *json = draft_load(s->base.ui->env->store, name, &at);
	if (json && string_map_from_json(&map, json, strlen(json), NULL))
		blanks_from_map(&s->blanks, &map);
	else if (s->about.subject == PRINT_PERIOD)
		propose_period(s);
	else if (s->before)
		blanks_from_json(&s->blanks, s->before);
	string_map_clear(&map);
	free(json);
	s->kept_edits = s->blanks.edits;
}

void printing_drop_draft(struct printing *s)
{
	char name[NAME_SIZE];
	struct err err = ERR_INIT;
	draft_name(s, name);
	if (!draft_drop(s->base.ui->env->store, name, &err))
		log_line(LOG_WARN, "draft of a form not dropped: %s", err.text);
	s->kept_edits = s->blanks.edits;
}

void printing_keep(struct printing *s)
{
	struct string_map map = {0};
	struct buf json;
	struct err err = ERR_INIT;
	char name[NAME_SIZE];
	if (!s->filling || s->blanks.edits == s->kept_edits)
		return;
	if (blanks_empty(&s->blanks)) {
		printing_drop_draft(s);
		return;
	}
	buf_init(&json, DRAFT_BYTES_MAX);
	blanks_to_map(&s->blanks, &map);
	string_map_to_json(&map, &json);
	draft_name(s, name);
	if (!draft_save(s->base.ui->env->store, name, buf_str(&json), clock_now(), &err))
		ui_say_err(s->base.ui, &err);
	s->kept_edits = s->blanks.edits;
	buf_clear(&json);
	string_map_clear(&map);
}
