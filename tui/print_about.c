/* What papers are to be about: one dossier, those marked, a procedure, a period. */
#include <stdio.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/seal.h"
#include "i18n/lang.h"
#include "store/dossiers.h"
#include "tui/marks.h"
#include "tui/print_screen.h"
#include "tui/screens.h"
#include "tui/when.h"

static void describe(struct print_about *about, const struct dossier *d, const struct dossier_row *row)
{
	char due[WHEN_SIZE];
	when_moment(d->due_at, clock_now(), due);
	str_copy(about->code, sizeof(about->code), d->code);
	about->rejected = row->delivery == DELIVERY_REJECTED;
	for (size_t i = 0; i < d->n_fee_lines; i++) {
		bool some = d->fee_lines[i].amount_vnd > 0;
		about->has_fee = about->has_fee || (some && d->fee_lines[i].kind == FEE_FEE);
		about->has_charge = about->has_charge || (some && d->fee_lines[i].kind == FEE_CHARGE);
	}
	snprintf(about->line, sizeof(about->line), "%.120s · %.180s%s%s", d->applicant.name,
		d->procedure_name, due[0] ? _(" · hẹn trả ") : "", due);
}

void ui_print_dossier(struct ui *ui, const char *uuid)
{
	struct print_about about = {.subject = PRINT_DOSSIER, .n = 1};
	struct dossier d;
	struct dossier_row row;
	struct err err = ERR_INIT;
	dossier_init(&d);
	if (dossiers_load(ui->env->store, uuid, &d, NULL, &row, &err)) {
		describe(&about, &d, &row);
		about.uuids = xcalloc(1, sizeof(*about.uuids));
		str_copy(about.uuids[0], UUID_SIZE, d.uuid);
		ui_push(ui, screen_print_new(ui, &about));
	} else {
		ui_say_err(ui, &err);
	}
	dossier_clear(&d);
}

void ui_print_marked(struct ui *ui, const struct marks *marks)
{
	struct print_about about = {.subject = PRINT_DOSSIERS, .n = marks->n};
	about.uuids = xcalloc(marks->n, sizeof(*about.uuids));
	for (size_t i = 0; i < marks->n; i++)
		str_copy(about.uuids[i], UUID_SIZE, marks->uuids[i]);
	snprintf(about.line, sizeof(about.line), P_("%zu hồ sơ đã đánh dấu", "%zu hồ sơ đã đánh dấu", marks->n),
		marks->n);
	ui_push(ui, screen_print_new(ui, &about));
}

void ui_print_period(struct ui *ui)
{
	struct print_about about = {.subject = PRINT_PERIOD};
	str_copy(about.line, sizeof(about.line), _("Hồ sơ tiếp nhận ở quầy này, từ ngày đến ngày:"));
	ui_push(ui, screen_print_new(ui, &about));
}

void ui_print_guidance(struct ui *ui, const char *procedure, const char *name)
{
	struct print_about about = {.subject = PRINT_PROCEDURE};
	str_copy(about.code, sizeof(about.code), procedure);
	snprintf(about.line, sizeof(about.line), "%.380s", name);
	ui_push(ui, screen_print_new(ui, &about));
}
