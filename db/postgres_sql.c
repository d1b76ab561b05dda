#include "db/postgres_sql.h"

#include <string.h>
#include <strings.h>
#include "base/buf.h"
#include "base/mem.h"

#define SQL_MAX (1024 * 1024)

/* The length of what begins here and is to be left alone: a quoted piece or a comment; else 0. */
static size_t opaque(const char *s)
{
	const char *end = NULL;
	if (*s == '\'' || *s == '"')
		end = strchr(s + 1, *s);
	else if (s[0] == '-' && s[1] == '-')
		end = strchr(s, '\n');
	else
		return 0;
	return end ? (size_t)(end - s) + 1 : strlen(s);
}

char *postgres_sql(const char *sql, int *n)
{
	struct buf out;
	buf_init(&out, SQL_MAX);
	*n = 0;
	while (*sql) {
		size_t len = opaque(sql);
		if (len > 0)
			buf_add(&out, sql, len);
		else if (*sql == '?')
			buf_printf(&out, "$%d", ++*n);
		else
			buf_char(&out, *sql);
		sql += len > 0 ? len : 1;
	}
	BUG_ON(out.full);
	return out.len > 0 ? buf_take(&out) : xstrdup("");
}

bool postgres_sql_writes(const char *sql)
{
	static const char *const reading[] = {"SELECT", "VALUES", "SHOW"};
	sql += strspn(sql, " \t\r\n(");
	for (size_t i = 0; i < ARRAY_LEN(reading); i++) {
		if (strncasecmp(sql, reading[i], strlen(reading[i])) == 0)
			return false;
	}
	return true;
}
