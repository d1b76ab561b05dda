/*
 * What a name, a number or an address being typed may mean: people who came before, areas of the
 * catalogue. Looked for at each letter, only offered: whoever types on never notices.
 */
#include "tui/intake_screen.h"

#include <stdio.h>
#include <string.h>
#include "base/str.h"
#include "core/date.h"
#include "i18n/lang.h"
#include "i18n/text.h"

#define LETTERS_MIN 2
#define TEXT_BYTES_MAX 120 /* of what is looked for: a longer one is no name and no area */

/* ---- which there are */

/* The part of an address one is typing at its end; NULL elsewhere. */
static const char *part_of_address(const struct field *f, size_t *from)
{
	if (f->cursor != f->len)
		return NULL;
	for (*from = f->len; *from > 0 && f->text[*from - 1] != ',';)
		--*from;
	*from += strspn(f->text + *from, " ");
	return f->text + *from;
}

static bool worth_looking(const char *text)
{
	return text && strlen(text) <= TEXT_BYTES_MAX && text_length(text) >= LETTERS_MIN;
}

static size_t find_areas(struct intake *in)
{
	struct offer *o = &in->offer;
	const char *part = part_of_address(&in->form.text[IN_ADDRESS], &o->from);
	if (!in->base.ui->areas || !worth_looking(part))
		return 0;
	size_t n = areas_search(in->base.ui->areas, part, o->areas, OFFER_MAX, NULL);
	return n > 0 && str_eq(o->areas[0].text, part) ? 0 : n; /* it stands there already */
}

/* Takes out the one the form tells of already. */
static size_t without_present(struct intake *in, size_t n)
{
	struct person_hit *people = in->offer.people;
	const struct intake_form *form = &in->form;
	for (size_t i = 0; i < n; i++)
		if (str_eq(people[i].name, form->text[IN_NAME].text) &&
			str_eq(people[i].id_number, form->text[IN_ID].text)) {
			memmove(&people[i], &people[i + 1], (n - i - 1) * sizeof(people[i]));
			return n - 1;
		}
	return n;
}

static size_t find_people(struct intake *in)
{
	bool number = in->form.focus == IN_ID;
	const char *text = in->form.text[in->form.focus].text;
	struct err err = ERR_INIT;
	size_t n = 0;
	if (in->form.correcting[0] || !worth_looking(text) ||
		(number && (intake_is_organisation(&in->form) || text[strspn(text, "0123456789")])))
		return 0;
	/* a store that fails only offers nobody */
	bool ok = (number ? people_by_number : people_by_name)(in->base.ui->env->store, text, in->offer.people,
		OFFER_MAX, &n, &err);
	return ok ? without_present(in, n) : 0;
}

static size_t find(struct intake *in)
{
	switch (in->form.focus) {
	case IN_NAME:
	case IN_ID:
		return find_people(in);
	case IN_ADDRESS:
		return find_areas(in);
	default:
		return 0;
	}
}

void offer_update(struct intake *in)
{
	struct offer *o = &in->offer;
	if (o->dismissed)
		return;
	size_t n = find(in);
	o->list.open = n > 0;
	candidates_begin(&o->list, n, n);
}

void offer_again(struct intake *in)
{
	struct offer *o = &in->offer;
	long chosen = o->list.chosen;
	if (!o->list.open)
		return;
	offer_update(in);
	if (chosen >= 0 && (size_t)chosen < o->list.n)
		o->list.chosen = chosen;
}

void offer_close(struct intake *in)
{
	in->offer.list.open = in->offer.dismissed = false;
}

/* ---- taking one */

static void take_area(struct intake *in)
{
	struct offer *o = &in->offer;
	struct field *f = &in->form.text[IN_ADDRESS];
	struct field_mark before;
	field_mark(f, &before);
	if (!field_replace(f, o->from, o->areas[o->list.chosen].text)) {
		ui_say(in->base.ui, STYLE_WARN, _("Ô này đã đầy, chữ gõ thêm bị bỏ."));
		return;
	}
	undo_note(&in->base.ui->typing.undo, f, before.text, before.cursor, UNDO_WHOLE);
	intake_form_edited(&in->form, IN_ADDRESS);
	o->list.open = false;
}

static void fill_person(struct intake *in, const struct dossier *d)
{
	char day[DATE_SIZE];
	date_format_vn(instant_date(d->received_at), day);
	intake_form_use_person(&in->form, &d->applicant);
	in->form.focus = in->form.has_procedure ? IN_ADDRESS : IN_PROCEDURE;
	intake_focus_moved(in);
	ui_say(in->base.ui, STYLE_TEXT, _("Đã điền theo hồ sơ ngày %s: hỏi lại địa chỉ và điện thoại."), day);
}

static void take_person(struct intake *in)
{
	struct dossier d;
	struct err err = ERR_INIT;
	const struct person_hit *hit = &in->offer.people[in->offer.list.chosen];
	in->offer.list.open = false;
	if (dossiers_load(in->base.ui->env->store, hit->uuid, &d, NULL, NULL, &err))
		fill_person(in, &d);
	else
		ui_say_err(in->base.ui, &err);
	dossier_clear(&d);
}

bool offer_key(struct intake *in, enum action action)
{
	enum candidates_key key = candidates_key(&in->offer.list, action);
	if (key == CANDIDATES_CLOSED)
		in->offer.dismissed = true; /* until another field is come to */
	if (key == CANDIDATES_TAKEN && in->form.focus == IN_ADDRESS)
		take_area(in);
	else if (key == CANDIDATES_TAKEN)
		take_person(in);
	return key != CANDIDATES_PASS;
}

/* ---- drawing */

static void area_line(const void *user, size_t i, struct candidate *out)
{
	const struct intake *in = user;
	str_copy(out->text, sizeof(out->text), in->offer.areas[i].text);
}

static void person_line(const void *user, size_t i, struct candidate *out)
{
	const struct intake *in = user;
	const struct person_hit *hit = &in->offer.people[i];
	char day[DATE_SIZE];
	date_format_vn(instant_date(hit->received_at), day);
	snprintf(out->text, sizeof(out->text), "%s  %s", hit->name, hit->id_number);
	snprintf(out->note, sizeof(out->note), _("đã đến ngày %s"), day);
}

void offer_draw(const struct intake *in, struct area body, int row, int col)
{
	bool area = in->form.focus == IN_ADDRESS;
	candidates_draw(&in->offer.list, &(struct candidates_look){.line = area ? area_line : person_line, .user = in,
		.none = "", .left = area ? "" : _("Người đã đến quầy này"), .right = in->offer.list.chosen < 0 ?
		_("mũi tên xuống để chọn") : _("Enter lấy · Esc đóng")},
		row, col, body.col + body.cols - col, OFFER_MAX);
}
