#include "tests/harness/violation_at.h"

#include "base/str.h"

const struct violation *violation_at(const struct violations *v, const char *field)
{
	for (size_t i = 0; i < v->n; i++) {
		if (str_eq(v->list[i].field, field))
			return &v->list[i];
	}
	return NULL;
}
