/* motcua card: what a card's QR text or MRZ says, as JSON. */

#include "app/command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/str.h"
#include "core/card.h"
#include "core/record.h"
#include "i18n/lang.h"

static const char *source_name(enum id_source source)
{
	return source == ID_CARD_MRZ ? "card_mrz" : source == ID_CARD_QR ? "card_qr" : "typed";
}

static void add_date(struct record *r, const char *key, struct date d)
{
	char text[DATE_SIZE];
	if (!d.year) {
		record_text(r, key, NULL);
		return;
	}
	date_format_iso(d, text);
	record_text(r, key, text);
}

static bool print_card(const struct card *card)
{
	struct record *r = record_new();
	record_text(r, "source", source_name(card->source));
	record_text(r, "id_number", card->id_number);
	record_text(r, "old_id", card->old_id[0] ? card->old_id : NULL);
	record_text(r, "name", card->name);
	add_date(r, "birth_date", card->birth);
	record_text(r, "sex", card->sex == SEX_UNKNOWN ? NULL : sex_code(card->sex));
	record_text(r, "address", card->address[0] ? card->address : NULL);
	add_date(r, "issued", card->issued);
	add_date(r, "expires", card->expires);
	record_array(r, "warnings");
	for (size_t i = 0; i < card->n_warnings; i++) {
		struct record *w = record_new();
		record_text(w, "code", card->warnings[i].code);
		record_text(w, "message", card->warnings[i].message);
		record_push(r, "warnings", w);
	}
	return record_print(r, stdout);
}

int cmd_card(struct app *app, int argc, char **argv, struct err *err)
{
	(void)app;
	if (argc == 3 && str_eq(argv[2], "--json")) /* which it is anyway */
		argc--;
	if (argc != 2)
		return command_usage(err, "card");
	struct buf text;
	buf_init(&text, CARD_TEXT_MAX);
	bool ok;
	if (str_eq(argv[1], "-"))
		ok = fs_read_fd(STDIN_FILENO, _("đầu vào"), &text, err);
	else
		ok = buf_str_add(&text, argv[1]);
	if (text.full)
		err_set(err, ERR_DATA, _("Nội dung quét quá dài, không phải thẻ căn cước. Hãy quét lại."));
	struct card card;
	ok = ok && card_parse(buf_str(&text), text.len, instant_date(clock_now()), &card, err);
	buf_clear(&text);
	if (!ok)
		return command_fail(err);
	return print_card(&card) ? 0 : err_exit_status(ERR_DISK);
}
