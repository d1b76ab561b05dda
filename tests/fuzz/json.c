#include "tests/fuzz/fuzz.h"

#include "core/calendar.h"
#include "core/intake_request.h"
#include "core/jwt.h"
#include "core/number_block.h"
#include "core/problem.h"
#include "i18n/text.h"

/* The smaller documents: the first byte chooses which. */

static void problem(const char *json, size_t len)
{
	struct problem p;

	if (!problem_from_json(&p, json, len))
		return;
	HOLDS(text_is_clean(p.type) && text_is_clean(p.title) && text_is_clean(p.detail));
	for (size_t i = 0; i < p.violations.n; i++)
		HOLDS(text_is_clean(p.violations.list[i].message));
}

static void calendar(const char *json, size_t len)
{
	struct calendar *cal = calendar_from_json(json, len, NULL);
	const int64_t now = 1795398180;

	for (int unit = TIME_NOT_PUBLISHED; cal && unit <= TIME_SAME_DAY; unit++) {
		bool counted = unit != TIME_NOT_PUBLISHED && unit != TIME_SAME_DAY;
		struct due due = calendar_due(cal, now,
			(struct time_limit){(enum time_unit)unit, counted ? 9 : 0});
		HOLDS(due.at == 0 || due.at >= now);
	}
	calendar_free(cal);
}

static void block(const char *json, size_t len)
{
	struct number_block b;

	if (number_block_from_json(&b, json, len, NULL))
		HOLDS(number_block_range_valid(&b));
}

static void request(const char *json, size_t len)
{
	struct intake_request req = {.copies = 0};

	if (intake_request_from_json(&req, json, len, NULL))
		HOLDS(req.n_components <= COMPONENTS_MAX);
	intake_request_clear(&req);
}

static void token(const char *json, size_t len)
{
	struct jwt_claims claims;
	char *text = xstrndup(json, len);

	(void)!jwt_peek(text, &claims, NULL);
	free(text);
}

static void applicant(const char *json, size_t len)
{
	struct dossier d;

	dossier_init(&d);
	if (dossier_use_applicant(&d, json, len, NULL))
		HOLDS(text_is_clean(d.applicant.name));
	dossier_clear(&d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const readers[])(const char *json, size_t len) = {
		problem, calendar, block, request, token, applicant,
	};

	if (size > 0)
		readers[data[0] % (sizeof(readers) / sizeof(*readers))]((const char *)data + 1, size - 1);
	return 0;
}
