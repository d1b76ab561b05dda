#include "central/server.h"

#include "base/str.h"
#include "core/date.h"
#include "i18n/lang.h"

const char *request_query(const struct request *rq, const char *name)
{
	for (size_t i = 0; i < rq->n_query; i++) {
		if (str_eq(rq->query[i].name, name))
			return rq->query[i].value;
	}
	return NULL;
}

int64_t request_query_int(const struct request *rq, const char *name, int64_t min, int64_t max,
	int64_t fallback, struct violations *v)
{
	const char *text = request_query(rq, name);
	int64_t n;
	if (!text || !*text)
		return fallback;
	if (str_to_int(text, min, max, &n))
		return n;
	violation_add(v, name, "range", _("Tham số %s phải là số nguyên từ %lld đến %lld."), name,
		(long long)min, (long long)max);
	return fallback;
}

json_t *request_json(const struct request *rq, struct response *rs)
{
	json_error_t why;
	json_t *root = json_loadb(rq->body, rq->body_len, JSON_REJECT_DUPLICATES, &why);
	if (json_is_object(root))
		return root;
	if (root)
		response_problem(rs, 400, "invalid", "%s", _("Nội dung phải là một đối tượng JSON."));
	else
		response_problem(rs, 400, "invalid", _("Nội dung không phải JSON đúng: dòng %d, cột %d."),
			why.line, why.column);
	json_decref(root);
	return NULL;
}

json_t *json_instant(int64_t at)
{
	char text[INSTANT_SIZE];
	if (!at)
		return json_null();
	instant_format(at, text);
	return json_string(text);
}

const char *json_text(const json_t *object, const char *name)
{
	const char *s = json_string_value(json_object_get(object, name));
	return s ? s : "";
}
