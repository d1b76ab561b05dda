/* Single receipts judged, and lists of them: whatever is done to one line of a whole list shows. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/receipt_journal.h"

#define NOW 1795398180
#define CHAIN 12

static struct signing_key *mine, *other, *nobody;
static struct receipt_key keys[2];
static const char origins[2][ORIGIN_SIZE] = {"https://central.example", "http://127.0.0.1:8080"};
static struct receipt_trust trust = {.keys = keys, .n_keys = 2, .origins = origins, .n_origins = 2,
	.agency = "H01.91.12"};

/* A list as it would be handed in. */
static char lines[2 * CHAIN + 4][RECEIPT_URL_SIZE];
static size_t n_lines;

static void key_of(struct receipt_key *k, struct signing_key *from, int counter)
{
	*k = (struct receipt_key){.agency = "H01.91.12", .counter = counter, .own = counter == 3};
	signing_key_public(from, k->key);
	ed25519_key_id(k->key, k->id);
}

static int set_up(void **state)
{
	(void)state;
	mine = signing_key_new();
	other = signing_key_new();
	nobody = signing_key_new();
	key_of(&keys[0], mine, 3);
	key_of(&keys[1], other, 4);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	signing_key_free(mine);
	signing_key_free(other);
	signing_key_free(nobody);
	return 0;
}

static void code_of(int n, char code[DOSSIER_CODE_SIZE])
{
	snprintf(code, DOSSIER_CODE_SIZE, "H01.91.12-261123-%04d", n);
}

static void issue(struct signing_key *key, int n, unsigned flags, uint8_t link[8],
	char token[RECEIPT_TOKEN_SIZE])
{
	struct receipt r = {.received_at = NOW + n, .due_at = NOW + 86400, .flags = flags};
	char code[DOSSIER_CODE_SIZE];
	code_of(n, code);
	snprintf(r.uuid, sizeof(r.uuid), "01939b2e-0000-7000-8000-%012d", n);
	memcpy(r.previous, link, 8);
	receipt_sign(&r, code, key, token);
	receipt_link(token, link);
}

static void line(int n, const char *token)
{
	char code[DOSSIER_CODE_SIZE];
	code_of(n, code);
	if (n % 2)
		snprintf(lines[n_lines++], sizeof(lines[0]), "%s %s", code, token);
	else
		assert_true(receipt_url(origins[0], code, token, lines[n_lines++]));
}

/* A whole chain of CHAIN receipts. */
static void make_chain(void)
{
	uint8_t link[8] = {0};
	char token[RECEIPT_TOKEN_SIZE];
	n_lines = 0;
	for (int n = 1; n <= CHAIN; n++) {
		issue(mine, n, 0, link, token);
		line(n, token);
	}
}

static struct receipt_journal *check(void)
{
	struct receipt_journal *j = receipt_journal_new(&trust);
	for (size_t i = 0; i < n_lines; i++)
		assert_true(receipt_journal_line(j, (int64_t)i + 1, lines[i], strlen(lines[i])));
	receipt_journal_check(j);
	return j;
}

static size_t count(struct receipt_journal *j, enum journal_fault_kind kind, int64_t at)
{
	size_t n, found = 0;
	const struct journal_fault *f = receipt_journal_faults(j, &n);
	for (size_t i = 0; i < n; i++)
		found += f[i].kind == kind && (at == 0 || f[i].line == at);
	return found;
}

/* Exactly one fault, of that kind at that line. */
static void only(enum journal_fault_kind kind, int64_t at)
{
	struct receipt_journal *j = check();
	size_t n;
	const struct journal_fault *f = receipt_journal_faults(j, &n);
	if (n != 1 || f->kind != kind || f->line != at)
		fail_msg("%zu faults; first: line %d %s: %s", n, n ? (int)f->line : 0,
			n ? journal_fault_code(f->kind, f->verdict) : "", n ? f->text : "");
	receipt_journal_free(j);
}

static void whole(void)
{
	size_t n, chains;
	struct receipt_journal *j = check();
	const struct journal_fault *f = receipt_journal_faults(j, &n);
	if (n)
		fail_msg("line %d: %s", (int)f->line, f->text);
	assert_int_equal(receipt_journal_count(j, &chains), n_lines);
	receipt_journal_free(j);
}

static void take_out(size_t at)
{
	memmove(lines[at], lines[at + 1], (n_lines - at - 1) * sizeof(lines[0]));
	n_lines--;
}

static void a_whole_chain_is_whole(void **state)
{
	(void)state;
	make_chain();
	whole();
	n_lines = 0;
	whole();
	struct receipt_journal *j = check();
	assert_true(receipt_journal_line(j, 1, " \t\r", 3)); /* blank lines are none */
	receipt_journal_free(j);
}

/* All but the last: that the end was cut off only who knows more can tell. */
static void one_dropped_at_every_position_is_a_gap(void **state)
{
	(void)state;
	for (size_t at = 0; at < CHAIN - 1; at++) {
		make_chain();
		take_out(at);
		only(FAULT_GAP, (int64_t)at + 1);
	}
	make_chain();
	char last[RECEIPT_URL_SIZE];
	struct judgement judged;
	uint8_t link[8];
	str_copy(last, sizeof(last), lines[CHAIN - 1]);
	receipt_judge(&trust, last, NULL, &judged);
	receipt_link(judged.token, link);
	struct receipt_journal *j = check();
	assert_int_equal(receipt_journal_find(j, link), CHAIN);
	receipt_journal_free(j);
	take_out(CHAIN - 1);
	whole();
	j = check();
	assert_int_equal(receipt_journal_find(j, link), 0);
	receipt_journal_free(j);
}

static void two_exchanged_at_every_position_are_out_of_order(void **state)
{
	(void)state;
	for (size_t a = 0; a < CHAIN; a++)
		for (size_t b = a + 1; b < CHAIN; b++) {
			char kept[RECEIPT_URL_SIZE];
			make_chain();
			memcpy(kept, lines[a], sizeof(kept));
			memcpy(lines[a], lines[b], sizeof(kept));
			memcpy(lines[b], kept, sizeof(kept));
			struct receipt_journal *j = check();
			assert_int_not_equal(count(j, FAULT_ORDER, (int64_t)a + 1) +
				count(j, FAULT_ORDER, (int64_t)b + 1), 0);
			assert_int_equal(count(j, FAULT_GAP, 0) + count(j, FAULT_LINE, 0) + count(j, FAULT_FORK, 0), 0);
			receipt_journal_free(j);
		}
}

/* Every character of a token, and of its number. */
static void one_forged_at_every_position_shows(void **state)
{
	(void)state;
	for (size_t at = 0; at < CHAIN; at++) {
		make_chain();
		char *end = lines[at] + strlen(lines[at]) - 40;
		*end = *end == 'A' ? 'B' : 'A';
		struct receipt_journal *j = check();
		assert_int_equal(count(j, FAULT_LINE, (int64_t)at + 1), 1);
		assert_int_equal(count(j, FAULT_GAP, (int64_t)at + 2), at + 1 < CHAIN);
		receipt_journal_free(j);
		make_chain();
		char *digit = strstr(lines[at], "-261123-") + 11;
		*digit = *digit == '9' ? '0' : (char)(*digit + 1);
		j = check();
		assert_int_equal(count(j, FAULT_LINE, (int64_t)at + 1), 1);
		receipt_journal_free(j);
	}
}

static void one_repeated_at_every_position_is_a_duplicate(void **state)
{
	(void)state;
	for (size_t at = 0; at < CHAIN; at++) {
		make_chain();
		memcpy(lines[n_lines++], lines[at], sizeof(lines[0]));
		only(FAULT_DUPLICATE, CHAIN + 1);
	}
}

static void two_that_follow_the_same_are_a_fork(void **state)
{
	uint8_t link[8] = {0};
	char token[RECEIPT_TOKEN_SIZE];
	(void)state;
	n_lines = 0;
	issue(mine, 1, 0, link, token);
	line(1, token);
	uint8_t twin[8];
	memcpy(twin, link, 8);
	issue(mine, 2, 0, link, token);
	line(2, token);
	issue(mine, 3, 0, twin, token); /* the restored copy went on by itself */
	line(3, token);
	only(FAULT_FORK, 3);
	memset(twin, 0, 8);
	n_lines = 2;
	issue(mine, 4, 0, twin, token); /* a second beginning */
	line(4, token);
	only(FAULT_FORK, 3);
}

static void chains_may_stand_mixed(void **state)
{
	uint8_t a[8] = {0}, b[8] = {0};
	char token[RECEIPT_TOKEN_SIZE];
	size_t chains;
	(void)state;
	n_lines = 0;
	for (int n = 1; n <= 6; n++) {
		issue(n % 3 ? mine : other, n, 0, n % 3 ? a : b, token);
		line(n, token);
	}
	whole();
	struct receipt_journal *j = check();
	assert_int_equal(receipt_journal_count(j, &chains), 6);
	assert_int_equal(chains, 2);
	receipt_journal_free(j);
}

static void a_number_has_one_dossier_and_marked_replacements(void **state)
{
	uint8_t link[8] = {0};
	char token[RECEIPT_TOKEN_SIZE];
	struct receipt r = {.uuid = "01939b2e-0000-7000-8000-0000000000ff"};
	(void)state;
	n_lines = 0;
	issue(mine, 1, 0, link, token);
	line(1, token);
	issue(mine, 1, RECEIPT_REPLACES, link, token);
	line(1, token);
	whole();
	issue(mine, 2, 0, link, token);
	line(2, token);
	issue(mine, 2, 0, link, token); /* again, and says nothing of the first */
	line(2, token);
	only(FAULT_UNMARKED, 4);
	n_lines = 3;
	assert_true(receipt_parse(strrchr(lines[2], '/') + 1, &r, NULL));
	receipt_link(strrchr(lines[2], '/') + 1, r.previous);
	str_copy(r.uuid, sizeof(r.uuid), "01939b2e-0000-7000-8000-0000000000ff");
	receipt_sign(&r, "H01.91.12-261123-0002", mine, token);
	line(2, token);
	only(FAULT_CLASH, 4);
}

/* ---- one line */

static enum verdict judge(const char *text)
{
	struct judgement j;
	receipt_judge(&trust, text, NULL, &j);
	if (verdict_is_genuine(j.verdict) != !j.reason[0] || verdict_is_genuine(j.verdict) != (j.key != NULL))
		if (j.verdict != VERDICT_FOREIGN_HOST)
			fail_msg("%s: %s", verdict_code(j.verdict), j.reason);
	return j.verdict;
}

static void every_verdict_is_told(void **state)
{
	uint8_t link[8] = {0};
	char token[RECEIPT_TOKEN_SIZE], text[1400];
	(void)state;
	issue(mine, 1, 0, link, token);
	const char *code = "H01.91.12-261123-0001";
	const struct {
		const char *before, *between, *token;
		int cut; /* characters of the token */
		enum verdict verdict;
	} rows[] = {
		{"", " ", token, 158, VERDICT_GENUINE},
		{"", "  \t ", token, 158, VERDICT_GENUINE},
		{"https://central.example/t/", "/", token, 158, VERDICT_GENUINE},
		{"HTTPS://Central.Example:443/t/", "/", token, 158, VERDICT_GENUINE},
		{"https://central.example./some/path/t/", "/", token, 158, VERDICT_GENUINE},
		{"http://127.0.0.1:8080/t/", "/", token, 158, VERDICT_GENUINE},
		{"http://127.0.0.1:8081/t/", "/", token, 158, VERDICT_FOREIGN_HOST},
		{"http://central.example/t/", "/", token, 158, VERDICT_FOREIGN_HOST},
		{"https://central.example.evil.example/t/", "/", token, 158, VERDICT_FOREIGN_HOST},
		{"https://central.example@evil.example/t/", "/", token, 158, VERDICT_FOREIGN_HOST},
		{"https://evil.example\\@central.example/t/", "/", token, 158, VERDICT_FOREIGN_HOST},
		{"https://evil.example/?x=https://central.example/t/", "/", token, 158, VERDICT_FOREIGN_HOST},
		{"ftp://central.example/t/", "/", token, 158, VERDICT_UNREADABLE},
		{"https://central.example/t/", "/", token, 157, VERDICT_TRUNCATED},
		{"https://central.example/t/", "/", token, 0, VERDICT_TRUNCATED},
		{"https://central.example/t/", "", token, 0, VERDICT_TRUNCATED},
		{"https://evil.example/t/", "/", token, 40, VERDICT_FOREIGN_HOST},
		{"", " ", token, 157, VERDICT_TRUNCATED},
		{"", " ", "", 0, VERDICT_TRUNCATED},
		{"", "", "", 0, VERDICT_UNREADABLE},
		{"", " ", "không phải mã", 158, VERDICT_UNREADABLE},
		{"x", " ", token, 158, VERDICT_UNREADABLE},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		snprintf(text, sizeof(text), "%s%s%s%.*s", rows[i].before, code, rows[i].between, rows[i].cut,
			rows[i].token);
		enum verdict got = judge(text);
		if (got != rows[i].verdict)
			fail_msg("row %zu: %s, not %s: %s", i, verdict_code(got), verdict_code(rows[i].verdict), text);
	}
	snprintf(text, sizeof(text), "%s %sAAAA", code, token);
	assert_int_equal(judge(text), VERDICT_UNREADABLE);
	memset(text, 'A', 1300);
	text[1300] = '\0';
	assert_int_equal(judge(text), VERDICT_UNREADABLE);
	assert_int_equal(judge(""), VERDICT_TRUNCATED);
	assert_int_equal(judge(token), VERDICT_UNREADABLE); /* whose number? */
}

static void keys_decide_who_signed(void **state)
{
	uint8_t link[8] = {0};
	char token[RECEIPT_TOKEN_SIZE], text[600];
	struct judgement j;
	(void)state;
	issue(other, 1, 0, link, token);
	snprintf(text, sizeof(text), "H01.91.12-261123-0001 %s", token);
	receipt_judge(&trust, text, NULL, &j);
	assert_int_equal(j.verdict, VERDICT_GENUINE);
	assert_int_equal(j.key->counter, 4);
	keys[1].until = NOW + 5;
	assert_int_equal(judge(text), VERDICT_OLD_KEY);
	keys[1].until = 0;
	issue(nobody, 1, 0, link, token);
	snprintf(text, sizeof(text), "H01.91.12-261123-0001 %s", token);
	assert_int_equal(judge(text), VERDICT_UNKNOWN_KEY);
	struct receipt r = {.uuid = "01939b2e-0000-7000-8000-0000000000ff"};
	receipt_sign(&r, "H01.91.15-261123-0001", nobody, token);
	snprintf(text, sizeof(text), "H01.91.15-261123-0001 %s", token);
	assert_int_equal(judge(text), VERDICT_FOREIGN_AGENCY);
	memcpy(keys[1].id, keys[0].id, KEY_ID_SIZE); /* four bytes can clash: then both are tried */
	issue(mine, 1, 0, link, token);
	snprintf(text, sizeof(text), "H01.91.12-261123-0001 %s", token);
	assert_int_equal(judge(text), VERDICT_GENUINE);
	ed25519_key_id(keys[1].key, keys[1].id);
	receipt_judge(&trust, token, "H01.91.12-261123-0001", &j);
	assert_int_equal(j.verdict, VERDICT_GENUINE);
	receipt_judge(&trust, token, "H01.91.12-261123-0002", &j);
	assert_int_equal(j.verdict, VERDICT_FORGED);
	receipt_judge(&trust, text, "H01.91.12-261123-0002", &j);
	assert_int_equal(j.verdict, VERDICT_FORGED);
}

static void hostile_lines_are_bounded_and_cleaned(void **state)
{
	static char long_line[300000];
	size_t n;
	(void)state;
	memset(long_line, 'H', sizeof(long_line));
	struct receipt_journal *j = receipt_journal_new(&trust);
	assert_true(receipt_journal_line(j, 1, long_line, sizeof(long_line)));
	assert_true(receipt_journal_line(j, 2, "\x1b]0;x\x07 H01", 10));
	assert_true(receipt_journal_line(j, 3, "\0\0\0", 3));
	assert_true(receipt_journal_line(j, 4, "\xff\xfe" "abc", 5));
	assert_true(receipt_journal_line(j, 5, "https://evil\x1b[31m.example/t/x/y", 30));
	assert_false(receipt_journal_line(j, JOURNAL_LINES_MAX + 1, "x", 1));
	receipt_journal_check(j);
	const struct journal_fault *f = receipt_journal_faults(j, &n);
	assert_int_equal(n, 5);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(f[i].line, i + 1);
		assert_null(strchr(f[i].text, 0x1b));
	}
	receipt_journal_free(j);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_chain_is_whole),
		cmocka_unit_test(one_dropped_at_every_position_is_a_gap),
		cmocka_unit_test(two_exchanged_at_every_position_are_out_of_order),
		cmocka_unit_test(one_forged_at_every_position_shows),
		cmocka_unit_test(one_repeated_at_every_position_is_a_duplicate),
		cmocka_unit_test(two_that_follow_the_same_are_a_fork),
		cmocka_unit_test(chains_may_stand_mixed),
		cmocka_unit_test(a_number_has_one_dossier_and_marked_replacements),
		cmocka_unit_test(every_verdict_is_told),
		cmocka_unit_test(keys_decide_who_signed),
		cmocka_unit_test(hostile_lines_are_bounded_and_cleaned),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
