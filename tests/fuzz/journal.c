#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "core/receipt_journal.h"
#include "i18n/text.h"

/* Lists of receipts: lines as they come, and "#3" for the third of a chain that is genuine. */

#define CHAIN 8

static struct receipt_key keys[1];
static const char origins[1][ORIGIN_SIZE] = {"https://central.example"};
static const struct receipt_trust trust = {.keys = keys, .n_keys = 1, .origins = origins,
	.n_origins = 1, .agency = "H01.91.12"};
static char chain[CHAIN][RECEIPT_URL_SIZE];

static void make_chain(void)
{
	struct signing_key *key = signing_key_new();
	uint8_t link[8] = {0};
	signing_key_public(key, keys[0].key);
	ed25519_key_id(keys[0].key, keys[0].id);
	for (int i = 0; i < CHAIN; i++) {
		struct receipt r = {.received_at = 1795398180 + i, .flags = i == 5 ? RECEIPT_REPLACES : 0};
		char code[DOSSIER_CODE_SIZE], token[RECEIPT_TOKEN_SIZE];
		int n = i == 5 ? 2 : i; /* the sixth replaces the third */
		snprintf(code, sizeof(code), "H01.91.12-261123-%04d", n + 1);
		snprintf(r.uuid, sizeof(r.uuid), "01939b2e-0000-7000-8000-%012d", n);
		memcpy(r.previous, link, sizeof(r.previous));
		receipt_sign(&r, code, key, token);
		receipt_link(token, link);
		HOLDS(receipt_url("https://central.example", code, token, chain[i]));
	}
	signing_key_free(key);
}

static void feed(struct receipt_journal *j, int64_t line, const char *text, size_t len)
{
	if (len == 2 && text[0] == '#' && text[1] >= '0' && text[1] < '0' + CHAIN) {
		text = chain[text[1] - '0'];
		len = strlen(text);
	}
	HOLDS(receipt_journal_line(j, line, text, len));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data, *end = p + size;
	int64_t lines = 0;
	size_t n, chains;
	if (!keys[0].id[0] && !keys[0].id[1] && !chain[0][0])
		make_chain();
	struct receipt_journal *j = receipt_journal_new(&trust);
	while (p < end) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		size_t len = stop ? (size_t)(stop - p) : (size_t)(end - p);
		feed(j, ++lines, p, len);
		p += len + 1;
	}
	receipt_journal_check(j);
	const struct journal_fault *f = receipt_journal_faults(j, &n);
	for (size_t i = 0; i < n; i++) {
		HOLDS(f[i].line >= 1 && f[i].line <= lines && (i == 0 || f[i].line >= f[i - 1].line));
		HOLDS(f[i].text[0] && text_is_clean(f[i].text) && text_is_clean(f[i].code));
		HOLDS(journal_fault_code(f[i].kind, f[i].verdict)[0]);
	}
	size_t count = receipt_journal_count(j, &chains);
	HOLDS(count <= (size_t)lines && count <= CHAIN && chains <= 1);
	/* whole is only what is the beginning of the chain, in order */
	for (size_t i = 0; n == 0 && i < count; i++) {
		struct judgement judged;
		uint8_t link[8];
		receipt_judge(&trust, chain[i], NULL, &judged);
		receipt_link(judged.token, link);
		HOLDS(receipt_journal_find(j, link) > 0);
	}
	receipt_journal_free(j);
	return 0;
}
