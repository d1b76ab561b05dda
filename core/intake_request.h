#ifndef MOTCUA_CORE_INTAKE_REQUEST_H
#define MOTCUA_CORE_INTAKE_REQUEST_H

/*
 * An intake asked for from outside a form: by options of `motcua intake` or as a line of JSON with
 * the same names. Filled in, it becomes a dossier ready for dossier_check.
 *
 *     {"card":"…" | "applicant":{"name":…,"id_number":…,…},"procedure":"1.014027","case":"1",
 *      "phone":"…","component":["1=original:1,copy:2",…],"delegate":"…","copies":1,
 *      "result":"direct"|"postal","note":"…","print":true}
 *
 * "delegate": free text, or what that person's card says. With "uuid" (the UUID or number of a rejected dossier) it is that dossier's corrected content.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"
#include "base/mem.h"
#include "core/dossier.h"

struct component_request {
	const char *id;
	int count[COPY_KINDS]; /* all kinds of this component; not named: 0 */
	unsigned given;        /* bit k: count[k] was named */
};

/* Starts as {0}; strings live in the arena, NULL where not given. */
struct intake_request {
	struct arena arena;
	const char *card, *applicant, *procedure, *case_id, *phone, *delegate, *note;
	const char *uuid; /* of a rejected dossier that this corrects; only from JSON */
	struct component_request components[COMPONENTS_MAX];
	size_t n_components;
	int64_t copies; /* 0: not given */
	bool postal, print;
};

#define INTAKE_LINE_MAX (64 * 1024)

void intake_request_clear(struct intake_request *req);
/* "ID=KIND:COUNT[,KIND:COUNT…]" */
bool intake_request_component(struct intake_request *req, const char *text,
	struct err *err) MUST_CHECK;
/* "direct" | "postal" */
bool intake_request_result(struct intake_request *req, const char *text, struct err *err) MUST_CHECK;
bool intake_request_from_json(struct intake_request *req, const char *json, size_t len,
	struct err *err) MUST_CHECK;

/* Into an initialised dossier: the person, the procedure's case, components and fee. Components not
 * named keep the case's usual counts. today: for the card. err->field names what is at fault. */
bool intake_request_fill(const struct intake_request *req, const struct procedure *p, struct date today,
	struct dossier *d, struct err *err) MUST_CHECK;

#endif
