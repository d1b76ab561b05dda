#include "printing/doc_facts.h"

#include "i18n/lang.h"

#define PART_MAX (1024 * 1024)

static bool read_dossier(struct facts_box *box, const struct json_t *node, struct err *err)
{
	struct violations wrong = {.n = 0};
	struct err why = ERR_INIT;
	struct buf json;

	if (!node)
		return true;
	buf_init(&json, DOSSIER_JSON_MAX);
	bool ok = node_write(node, &json, &why) &&
		dossier_from_json(&box->dossier, buf_str(&json), json.len, &wrong, &why);
	buf_clear(&json);
	return ok || err_set(err, ERR_DATA, _("Không đọc được hồ sơ đã lưu để in: %s %s"),
		wrong.n ? wrong.list[0].field : "", wrong.n ? wrong.list[0].message : why.text);
}

static bool read_problem(struct facts_box *box, const struct json_t *node)
{
	struct buf json;

	buf_init(&json, PART_MAX);
	bool ok = node && node_write(node, &json, NULL) &&
		problem_from_json(&box->problem, buf_str(&json), json.len);
	buf_clear(&json);
	return ok;
}

static bool read_procedure(struct facts_box *box, const struct json_t *node, struct err *err)
{
	struct buf json;

	if (!node)
		return true;
	buf_init(&json, PART_MAX);
	bool ok = node_write(node, &json, err) &&
		procedure_from_json(&box->procedure, buf_str(&json), json.len, err);
	buf_clear(&json);
	if (ok)
		box->facts.procedure = &box->procedure;
	return ok;
}

bool facts_box_read(struct facts_box *box, const char *json, size_t len, size_t max,
	const struct facts *outer, struct err *err)
{
	*box = (struct facts_box){.json = NULL};
	dossier_init(&box->dossier);
	box->json = node_read(json, len, max, err);
	if (!box->json)
		return false;
	box->facts = (struct facts){.outer = outer, .data = box->json, .dossier = &box->dossier,
		.copy = outer ? outer->copy : 0,
		.dated_at = outer ? outer->dated_at : node_time(node_at(box->json, "dated_at"))};
	if (read_problem(box, node_at(box->json, "problem")))
		box->facts.problem = &box->problem;
	return read_dossier(box, node_at(box->json, "dossier"), err) &&
		read_procedure(box, node_at(box->json, "procedure"), err);
}

void facts_box_clear(struct facts_box *box)
{
	procedure_clear(&box->procedure);
	dossier_clear(&box->dossier);
	node_free(box->json);
}
