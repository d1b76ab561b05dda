#ifndef MOTCUA_CORE_PROCEDURE_H
#define MOTCUA_CORE_PROCEDURE_H

/*
 * Procedure → cases → components; time and fee by channel. Read from the catalogue's JSON
 * (api/openapi.yaml, Procedure); all strings live in the procedure's arena.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/err.h"
#include "base/mem.h"
#include "core/calendar.h"

enum channel { CHANNEL_DIRECT = 1, CHANNEL_ONLINE = 2, CHANNEL_POSTAL = 3 }; /* national codes */

/* What a component may come as; the printed table has columns for the first three. */
enum copy_kind { COPY_ORIGINAL, COPY_CERTIFIED, COPY_PHOTO, COPY_TRANSLATION, COPY_KINDS };
/* "original", "certified", "copy", "translation"; NULL-safe parse returns false on others. */
const char *copy_kind_code(enum copy_kind kind);
bool copy_kind_parse(const char *code, enum copy_kind *out);

#define COMPONENTS_MAX 60
#define CASES_MAX 40
#define COMPONENT_COUNT_MAX 99

struct component {
	const char *id, *name;
	int count[COPY_KINDS]; /* usual counts, filled in when the case is chosen */
	bool required;
};

struct procedure_case {
	const char *id, *name;
	struct component *components;
	size_t n_components;
};

enum fee_status { FEE_NOT_PUBLISHED, FEE_FREE, FEE_PUBLISHED };
enum fee_kind { FEE_FEE, FEE_CHARGE }; /* phí, lệ phí: separate lines, separate receipts */

struct fee_line {
	enum fee_kind kind;
	const char *name;
	int64_t amount_vnd; /* 0 … 10^12 */
};

struct channel_terms {
	bool offered;
	struct time_limit time;
	enum fee_status fee;
	struct fee_line *lines;
	size_t n_lines;
};

struct procedure {
	struct arena arena;
	const char *code, *name, *field;
	int64_t version; /* of the catalogue item it was read from; set by the reader of the item */
	struct channel_terms terms[4]; /* by enum channel; [0] unused */
	struct procedure_case *cases;
	size_t n_cases;
	const char *note; /* what is known of the source; may be "" */
};

/* Sets *p (empty or zeroed before); refuses what the schema refuses, naming the field. */
bool procedure_from_json(struct procedure *p, const char *json, size_t len, struct err *err) MUST_CHECK;
void procedure_clear(struct procedure *p);
/* By id; NULL id: the only or first one. */
const struct procedure_case *procedure_case_find(const struct procedure *p, const char *id);
/* Where names differ: behind "Thủ tục ", which half of them begin with. */
const char *procedure_name_proper(const char *name);
/* Sum of the lines; 0 where free or not published. */
int64_t channel_terms_total(const struct channel_terms *t);
/* "không thu", "chưa công bố", "10.000 đ". */
void fee_text(const struct channel_terms *t, struct buf *out);
/* 1234567 → "1.234.567". */
void amount_text(int64_t amount_vnd, struct buf *out);
/* "d.ddd.dddd"-like national code: ^[0-9]\.[0-9]{6}$ with optional further groups; ≤ 32 characters. */
bool procedure_code_valid(const char *code);

#endif
