#include "central/routes.h"

#include "base/b64.h"
#include "base/str.h"
#include "central/items.h"
#include "central/leases.h"
#include "central/register.h"
#include "central/stations.h"
#include "central/track_page.h"
#include "core/receipt_token.h"

#define CLASHES_MAX 16 /* workstations whose four-byte key ids are equal */

struct found {
	struct track track;
	struct caller station;
	struct receipt receipt;
	struct entry entry;
	struct agency_info agency;
	int64_t replaced_at; /* by a newer receipt; 0: not */
};

/* Whose receipt is it: the enrolled workstation that signed it. */
static bool find_signer(struct central *c, const char *code, const char *token, struct found *f,
	bool *genuine, struct err *err)
{
	struct caller stations[CLASHES_MAX];
	size_t n;
	*genuine = false;
	if (!dossier_code_valid(code) || !receipt_parse(token, &f->receipt, NULL))
		return true;
	if (!station_by_key_id(c->db, f->receipt.key_id, stations, CLASHES_MAX, &n, err))
		return false;
	for (size_t i = 0; i < n && !*genuine; i++) {
		*genuine = receipt_verify(token, code, stations[i].key, &f->receipt, NULL);
		f->station = stations[i];
	}
	return true;
}

/* Is the dossier here this receipt's dossier, and not another one that clashed with it? */
static bool same_dossier(const struct entry *e, const char *code, const struct receipt *r)
{
	uint8_t hash[SHA256_SIZE];
	return str_eq(e->code, code) && hex_decode(e->sha256, hash, sizeof(hash)) &&
		memcmp(hash, r->content_hash, sizeof(r->content_hash)) == 0;
}

/* Another content of the same dossier: one that says it replaces this very receipt? 0 when not. */
static int64_t replaced_at(const struct buf *body, const char *code, const char *token)
{
	struct dossier d;
	struct violations v = {.n = 0};
	uint8_t link[8];
	char hex[RECEIPT_LINK_HEX];
	int64_t at = 0;
	receipt_link(token, link);
	hex_encode(link, sizeof(link), hex);
	dossier_init(&d);
	if (dossier_from_json(&d, buf_str(body), body->len, &v, NULL) && str_eq(d.code, code)) {
		for (size_t i = 0; i < d.correction.n_replaces; i++)
			if (str_eq(d.correction.replaces[i].link, hex))
				at = d.correction.at;
	}
	dossier_clear(&d);
	return at;
}

/* *known: it is here, in the receipt's version or in one that replaces it. */
static bool find_entry(struct central *c, const char *code, const char *token, struct found *f,
	bool *known, struct err *err)
{
	struct buf body;
	buf_init(&body, DOSSIER_JSON_MAX);
	bool ok = register_find(c->db, f->receipt.uuid, NULL, &f->entry, &body, known, err);
	if (ok && *known && !same_dossier(&f->entry, code, &f->receipt)) {
		f->replaced_at = replaced_at(&body, code, token);
		*known = f->replaced_at != 0;
	}
	buf_clear(&body);
	return ok;
}

static bool find(struct central *c, const char *code, const char *token, struct found *f,
	json_t **history, struct err *err)
{
	bool genuine, known = false;
	struct track *t = &f->track;
	if (!find_signer(c, code, token, f, &genuine, err))
		return false;
	if (!genuine)
		return true;
	if (!lease_covers(c->db, code, f->station.id, NULL, &genuine, err) ||
		!find_entry(c, code, token, f, &known, err) ||
		!items_agency(c->db, f->station.agency, &f->agency, NULL, err))
		return false;
	if (!genuine && !known) /* nobody gave that workstation this number */
		return true;
	*t = (struct track){.verdict = TRACK_WAITING, .code = code, .agency = f->agency.name,
		.procedure = "", .received_at = f->receipt.received_at, .due_at = f->receipt.due_at,
		.offline = f->receipt.flags & RECEIPT_OFFLINE, .replaced_at = f->replaced_at,
		.clock_untrusted = f->receipt.flags & RECEIPT_CLOCK_UNTRUSTED};
	if (!known)
		return true;
	if (!(*history = register_history(c->db, f->entry.uuid, false, err)))
		return false;
	t->verdict = TRACK_KNOWN;
	t->procedure = f->entry.procedure_name;
	t->due_at = f->entry.due_at;
	t->status = (int)f->entry.status;
	t->history = *history;
	return true;
}

static void page_headers(struct response *rs, enum track_lang lang)
{
	char source[64];
	track_style_source(source, sizeof(source));
	response_header(rs, "Cache-Control", "no-store");
	response_header(rs, "Content-Security-Policy",
		"default-src 'none'; style-src %s; base-uri 'none'; form-action 'none'; "
		"frame-ancestors 'none'", source);
	response_header(rs, "Content-Language", "%s", track_language_code(lang));
	response_header(rs, "Vary", "Accept-Language");
	response_header(rs, "Referrer-Policy", "no-referrer");
	response_header(rs, "X-Content-Type-Options", "nosniff");
	response_header(rs, "X-Robots-Tag", "noindex, nofollow");
}

void route_track(struct central *c, const struct request *rq, struct response *rs)
{
	struct err err = ERR_INIT;
	struct found f = {.track = {.verdict = TRACK_UNKNOWN}};
	enum track_lang lang = track_language(request_query(rq, "lang"), rq->accept_language);
	json_t *history = NULL;
	if (find(c, rq->args[0], rq->args[1], &f, &history, &err)) {
		page_headers(rs, lang);
		response_text(rs, f.track.verdict == TRACK_UNKNOWN ? 404 : 200,
			"text/html; charset=utf-8", "");
		track_page(&f.track, lang, &rs->body);
	} else {
		response_failed(rs, &err);
	}
	json_decref(history);
}
