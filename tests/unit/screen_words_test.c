/* The screens' words have room in 80 columns, in both languages. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include "core/status.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "tui/bindings.h"
#include "tui/when.h"

enum {
	BODY_COLS = 78, /* 80 without the margins */
	HELP_COLS = BODY_COLS - 18,
	STATE_COLS = 14, DUE_COLS = 13, CLOCK_COLS = 15,
};

#define NOON INT64_C(1795064400) /* Thursday 19/11/2026 12:00 */
#define DAY 86400

static void speak(const char *lang)
{
	const char *build = getenv("B");
	char dir[4096];
	snprintf(dir, sizeof(dir), "%s/locale", build && *build ? build : "build");
	lang_init(lang, dir);
}

static void fits(const char *text, int cols)
{
	if (text_width(text) > cols)
		fail_msg("\"%s\" takes %d cells of %d", text, text_width(text), cols);
}

/* What has a label is told at the foot, up to the way out; what comes below that in the table stands
 * there only where there is room left. */
static void footers_fit(void)
{
	for (unsigned scope = SCOPE_OFFICER; scope <= SCOPE_LAST; scope <<= 1) {
		int cols = -2;
		for (size_t i = 0; i < bindings_count; i++) {
			char name[KEY_NAME_SIZE];
			if (!bindings[i].label || !(bindings[i].scopes & scope))
				continue;
			key_label(bindings[i].key, name);
			cols += text_width(name) + 1 + text_width(_(bindings[i].label)) + 2;
			if (bindings[i].action == ACT_BACK)
				break;
		}
		if (cols > BODY_COLS)
			fail_msg("the footer of scope %u takes %d cells of %d", scope, cols, BODY_COLS);
	}
}

static void help_fits(void)
{
	for (size_t i = 0; i < bindings_count; i++)
		fits(_(bindings[i].help), HELP_COLS);
}

static void times_fit(void)
{
	char out[WHEN_SIZE];
	for (int day = -3; day <= 400; day++) {
		when_due(NOON + (int64_t)day * DAY, NOON, out);
		fits(out, DUE_COLS);
		when_clock(NOON + (int64_t)day * DAY, out);
		fits(out, CLOCK_COLS);
	}
}

static void vietnamese(void **state)
{
	(void)state;
	speak("vi");
	assert_string_equal(_(bindings[0].label), bindings[0].label);
	footers_fit();
	help_fits();
	times_fit();
}

static void english(void **state)
{
	(void)state;
	speak("en");
	assert_string_equal(_(bindings[0].label), "Help");
	footers_fit();
	help_fits();
	times_fit();
	for (int status = STATUS_SUBMITTED; status <= STATUS_RETURNED; status++)
		fits(status_text(status), STATE_COLS);
	fits(_("bị từ chối"), STATE_COLS);
	fits(_("CHƯA IN"), STATE_COLS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vietnamese),
		cmocka_unit_test(english),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
