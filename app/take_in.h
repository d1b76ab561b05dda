#ifndef MOTCUA_APP_TAKE_IN_H
#define MOTCUA_APP_TAKE_IN_H

/* One dossier by command: checked, numbered and saved, its receipt printed, what came of it told. */

#include <stdbool.h>
#include "app/app.h"
#include "core/intake_request.h"
#include "core/violations.h"
#include "printing/desk.h"
#include "store/dossiers.h"
#include "store/intake.h"

/* Starts as {0}. */
struct taken_in {
	struct dossier dossier;
	struct intake_result intake;
	struct print_result paper;
	bool printed;
	struct err paper_err; /* a receipt that failed is owed, and no reason to call the intake failed */
	enum delivery delivery;
	char stock_warning[200]; /* the numbers run out, said once a level and day; "" */
	struct violations refused;
};

/* Learns whether the link is up, before the first dossier is marked; an answer that does not come in
 * time counts as no link. */
void take_in_probe(struct app *app);
/* Saves the dossier durably and prints its receipt where asked for. Where the numbers have run out it
 * fetches more first. A request with a uuid corrects that rejected dossier, under its number. False: nothing was kept; t->refused has the fields at fault, else only err. */
bool take_in(struct app *app, const struct intake_request *req, struct taken_in *t,
	struct err *err) MUST_CHECK;
/* Waits a while for central's word on it; t->delivery. */
void take_in_deliver(struct app *app, struct taken_in *t);
/* On stdout; what is wrong with the paper on stderr. */
void take_in_report(const struct taken_in *t, bool json);
void taken_in_clear(struct taken_in *t);

#endif
