#include "core/dossier.h"

#include <string.h>
#include "base/str.h"
#include "i18n/lang.h"

void dossier_init(struct dossier *d)
{
	*d = (struct dossier){
		.applicant = {.kind = APPLICANT_CITIZEN, .name = "", .id_number = "", .address = "",
			.phone = "", .email = "", .tax_code = ""},
		.delegate = "",
		.procedure_code = "",
		.procedure_name = "",
		.case_id = "",
		.case_name = "",
		.procedure_hash = "",
		.copies = 1,
		.channel = CHANNEL_DIRECT,
		.note = "",
		.agency = "",
		.agency_name = "",
		.workstation = "",
		.officer = "",
		.officer_name = "",
		.correction = {.officer = "", .officer_name = ""},
	};
}

void dossier_clear(struct dossier *d)
{
	arena_clear(&d->arena);
	dossier_init(d);
}

/* ---- the procedure */

static void use_components(struct dossier *d, const struct procedure_case *c)
{
	d->n_components = c->n_components;
	d->components = arena_alloc(&d->arena, (c->n_components + 1) * sizeof(*d->components));
	for (size_t i = 0; i < c->n_components; i++) {
		struct dossier_component *to = &d->components[i];
		to->id = arena_strdup(&d->arena, c->components[i].id);
		to->name = arena_strdup(&d->arena, c->components[i].name);
		memcpy(to->count, c->components[i].count, sizeof(to->count));
	}
}

static void use_terms(struct dossier *d, const struct channel_terms *t)
{
	d->time = t->time;
	d->fee = t->fee;
	d->n_fee_lines = t->n_lines;
	d->fee_lines = arena_alloc(&d->arena, (t->n_lines + 1) * sizeof(*d->fee_lines));
	for (size_t i = 0; i < t->n_lines; i++) {
		d->fee_lines[i] = t->lines[i];
		d->fee_lines[i].name = arena_strdup(&d->arena, t->lines[i].name);
	}
}

bool dossier_use_procedure(struct dossier *d, const struct procedure *p, const char *case_id,
	struct err *err)
{
	const struct procedure_case *c = procedure_case_find(p, case_id);
	bool known_channel = d->channel >= CHANNEL_DIRECT && d->channel <= CHANNEL_POSTAL;

	if (!c)
		return err_at(err, ERR_DATA, "procedure.case_id",
			_("Thủ tục này không có trường hợp đã chọn. Hãy chọn lại."));
	if (!known_channel || !p->terms[d->channel].offered)
		return err_at(err, ERR_DATA, "channel",
			_("Thủ tục này không nhận hồ sơ theo cách nộp đã chọn."));
	d->procedure_code = arena_strdup(&d->arena, p->code);
	d->procedure_name = arena_strdup(&d->arena, p->name);
	d->procedure_version = p->version;
	d->case_id = arena_strdup(&d->arena, c->id);
	d->case_name = arena_strdup(&d->arena, c->name);
	use_components(d, c);
	use_terms(d, &p->terms[d->channel]);
	return true;
}

/* ---- the card */

void dossier_use_card(struct dossier *d, const struct card *card)
{
	struct person *a = &d->applicant;

	a->kind = APPLICANT_CITIZEN;
	a->name = arena_strdup(&d->arena, card->name);
	a->id_number = arena_strdup(&d->arena, card->id_number);
	a->birth = card->birth;
	a->sex = card->sex;
	/* An MRZ has no address: what the officer typed stays. */
	if (card->address[0])
		a->address = arena_strdup(&d->arena, card->address);
	a->source = card->source;
}

int64_t dossier_published(const struct dossier *d, enum fee_kind kind)
{
	int64_t total = 0;
	if (d->fee == FEE_NOT_PUBLISHED)
		return -1;
	for (size_t i = 0; d->fee == FEE_PUBLISHED && i < d->n_fee_lines; i++)
		total += d->fee_lines[i].kind == kind ? d->fee_lines[i].amount_vnd : 0;
	return total;
}
