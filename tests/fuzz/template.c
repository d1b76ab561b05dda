#include "tests/fuzz/fuzz.h"

#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "i18n/text.h"
#include "printing/doc.h"
#include "printing/template_lint.h"

/* A province's template, and behind a line "--" the data it is filled with. */

#define BLOCKS_MAX 20000

static bool look(void *user, const struct doc_block *b, struct err *err)
{
	size_t *n = user;

	(void)err;
	HOLDS(b->kind < DOC_KINDS);
	HOLDS(b->kind != DOC_FIELDS || b->n % 2 == 0);
	HOLDS(b->kind != DOC_SIGN || b->n % 3 == 0);
	HOLDS((b->kind != DOC_TABLE && b->kind != DOC_ROW) || (b->columns && b->n));
	for (size_t i = 0; i < b->n; i++) {
		struct buf plain;
		buf_init(&plain, 1 << 22);
		doc_text_plain(&b->texts[i], &plain);
		for (const char *p = buf_str(&plain); *p; p++)
			HOLDS((unsigned char)*p >= 0x20 || *p == '\n');
		buf_clear(&plain);
	}
	return ++*n < BLOCKS_MAX;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char mark[] = "\n--\n";
	const char *text = (const char *)data;
	const char *split = memmem(text, size, mark, strlen(mark));
	size_t len = split ? (size_t)(split - text) : size;
	char *json = split ? xstrndup(split + strlen(mark), size - len - strlen(mark)) : xstrdup("{}");
	struct err err = ERR_INIT;
	struct template *t = template_read(text, len, "x.form", &err);

	HOLDS(t || (err.kind == ERR_CONFIG && !strncmp(err.text, "x.form, ", 8) && text_is_clean(err.text)));
	if (t && !template_lint(t, "x.form", &err))
		HOLDS(err.kind == ERR_CONFIG && !strncmp(err.text, "x.form, ", 8) && text_is_clean(err.text));
	for (size_t i = 0; t && i < t->n_papers; i++) {
		const struct doc_input in = {.form = t, .paper = t->papers[i], .data = json, .rows = json,
			.copy = (int)i, .english = true};
		size_t n = 0;
		err = (struct err)ERR_INIT;
		HOLDS(doc_walk(&in, look, &n, &err) || n >= BLOCKS_MAX || err.text[0]);
	}
	template_free(t);
	free(json);
	return 0;
}
