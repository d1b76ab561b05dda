/* From what CUPS and printers say to what an officer reads. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "printing/trouble.h"
#include "printing/verdict.h"

static struct verdict judge(const struct job_facts *f, const struct job_past *past)
{
	struct verdict v;
	verdict_of_job(f, past, "quay", &v);
	assert_true(v.words[0] && v.message[0] && text_is_clean(v.message));
	return v;
}

static void is(const struct job_facts *f, const struct job_past *past, enum print_phase phase,
	const char *words)
{
	struct verdict v = judge(f, past);
	if (v.phase != phase || !str_eq(v.words, words))
		fail_msg("%d [%s], wanted %d [%s]: %s", v.phase, v.words, phase, words, v.message);
}

static const struct job_past nothing;

static void keywords_in_an_officers_words(void **state)
{
	static const struct {
		const char *reasons, *words;
	} rows[] = {
		{" media-empty-error ", "hết giấy"}, {" media-empty-warning ", "hết giấy"},
		{" media-empty ", "hết giấy"}, {" media-needed-error ", "hết giấy"},
		{" cover-open-error media-empty-error ", "mở nắp"}, {" door-open ", "mở nắp"},
		{" media-empty-error media-jam-error ", "kẹt giấy"},
		{" toner-empty-error ", "hết mực"}, {" marker-supply-empty-warning ", "hết mực"},
		{" output-area-full-error ", "khay ra đầy"}, {" fuser-over-temp-error ", "quá nóng"},
		{" paused ", "đang tạm dừng"}, {" offline-report offline-error ", "không liên lạc được"},
		{" other-error ", "máy in báo lỗi"},
		/* none of our business: nearly, only told, or unknown */
		{" media-low-warning toner-low-report ", "đang in"}, {" media-empty-report ", "đang in"},
		{" none ", "đang in"}, {" xmedia-empty media-emptyx ", "đang in"}, {"", "đang in"},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct job_facts f = {.state = JOB_PROCESSING, .printer = PRINTER_PROCESSING, .started_at = 5};
		str_copy(f.printer_reasons, sizeof(f.printer_reasons), rows[i].reasons);
		is(&f, &nothing, str_eq(rows[i].words, "đang in") ? PHASE_PRINTING : PHASE_WAITING,
			rows[i].words);
	}
}

static void sentences_of_backends(void **state)
{
	static const struct {
		const char *said, *words;
	} rows[] = {
		{"The printer is not responding.", "không liên lạc được"},
		{"The printer may not exist or is unavailable at this time.", "không liên lạc được"},
		{"Waiting for printer to become available.", "không liên lạc được"},
		{"Unable to locate printer \"may.in\".", "không liên lạc được"},
		{"Printer not connected; will retry in 30 seconds...", "không liên lạc được"},
		{"OUT OF PAPER", "hết giấy"}, {"The printer is in use.", "đang bận"},
		{"Sending data to printer.", "đang in"}, {"Printing.", "đang in"},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct job_facts f = {.state = JOB_PROCESSING, .printer = PRINTER_PROCESSING, .started_at = 5};
		str_copy(f.printer_said, sizeof(f.printer_said), rows[i].said);
		is(&f, &nothing, str_eq(rows[i].words, "đang in") ? PHASE_PRINTING : PHASE_WAITING,
			rows[i].words);
	}
}

static struct job_facts completed(void)
{
	return (struct job_facts){.state = JOB_COMPLETED, .printer = PRINTER_IDLE, .started_at = 5,
		.impressions = 1, .reasons = " processing-to-stop-point ", .printer_reasons = " none "};
}

static void completed_where_nothing_speaks_against_it(void **state)
{
	(void)state;
	struct job_facts f = completed();
	struct job_past past = {.counts = true, .started_at = 5, .reached = true};
	is(&f, &past, PHASE_DONE, "đã in");
	f.impressions = -1;
	is(&f, &past, PHASE_DONE, "đã in");
	f.impressions = 0;
	is(&f, &nothing, PHASE_DONE, "đã in"); /* a printer that never counts */
	str_copy(f.printer_reasons, sizeof(f.printer_reasons), " media-low-warning media-empty-report ");
	is(&f, &nothing, PHASE_DONE, "đã in");
	/* it has the next job already, and that one stands: nothing against this one */
	f.printer = PRINTER_PROCESSING;
	str_copy(f.printer_reasons, sizeof(f.printer_reasons), " media-empty-error ");
	is(&f, &nothing, PHASE_DONE, "đã in");
}

static void completed_is_not_believed(void **state)
{
	static const char *const reasons[] = {
		" job-completed-with-errors ", " job-canceled-at-device ", " aborted-by-system ",
		" document-format-error ",
	};
	static const char *const printer[] = {
		" media-empty-error ", " cover-open ", " cups-ipp-missing-job-history ",
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		struct job_facts f = completed();
		str_copy(f.reasons, sizeof(f.reasons), reasons[i]);
		is(&f, &nothing, PHASE_UNCERTAIN, "không rõ đã in chưa");
	}
	for (size_t i = 0; i < ARRAY_LEN(printer); i++) {
		struct job_facts f = completed();
		str_copy(f.printer_reasons, sizeof(f.printer_reasons), printer[i]);
		is(&f, &nothing, PHASE_UNCERTAIN, "không rõ đã in chưa");
	}
	struct job_facts f = completed();
	f.impressions = 0;
	is(&f, &(struct job_past){.counts = true}, PHASE_UNCERTAIN, "không rõ đã in chưa");
	f = completed();
	str_copy(f.printer_said, sizeof(f.printer_said), "Print job canceled at printer.");
	is(&f, &nothing, PHASE_UNCERTAIN, "không rõ đã in chưa");
	/* a printer that has always forgotten its jobs */
	f = completed();
	str_copy(f.printer_reasons, sizeof(f.printer_reasons), " cups-ipp-missing-job-history ");
	is(&f, &(struct job_past){.gap_before = true}, PHASE_DONE, "đã in");
}

static void what_is_gone(void **state)
{
	(void)state;
	struct job_facts f = {.state = JOB_CANCELED, .printer = PRINTER_IDLE};
	struct job_past past = {.cancelling = true};
	is(&f, &past, PHASE_CANCELLED, "đã hủy");
	is(&f, &nothing, PHASE_FAILED, "bị hủy");
	f.started_at = 5;
	is(&f, &past, PHASE_UNCERTAIN, "không rõ đã in chưa");
	/* under way, and never got through to the printer */
	past.missed = true;
	is(&f, &past, PHASE_CANCELLED, "đã hủy");
	past.reached = true;
	is(&f, &past, PHASE_UNCERTAIN, "không rõ đã in chưa");
	f = (struct job_facts){.state = JOB_ABORTED, .printer = PRINTER_IDLE, .started_at = 5,
		.reasons = " document-format-error "};
	is(&f, &nothing, PHASE_FAILED, "từ chối");
	f.reasons[0] = '\0';
	is(&f, &nothing, PHASE_UNCERTAIN, "không rõ đã in chưa");
	f = (struct job_facts){.state = JOB_UNKNOWN, .printer = PRINTER_IDLE};
	is(&f, &nothing, PHASE_UNCERTAIN, "không rõ đã in chưa");
}

/* CUPS would print it a second time. */
static void what_begins_again_is_withdrawn(void **state)
{
	(void)state;
	struct job_facts f = {.state = JOB_PROCESSING, .printer = PRINTER_PROCESSING, .started_at = 5,
		.printer_said = "Printing."};
	struct job_past past = {.gap_before = false};
	verdict_remember(&past, &f);
	assert_true(past.reached);
	assert_false(judge(&f, &past).withdraw);
	f.started_at = 9;
	assert_true(judge(&f, &past).withdraw);
	is(&f, &past, PHASE_UNCERTAIN, "không rõ đã in chưa");
	f = (struct job_facts){.state = JOB_PENDING, .printer = PRINTER_IDLE, .started_at = 5};
	assert_true(judge(&f, &past).withdraw);
	/* never got through: CUPS tries again, and nothing is on paper */
	struct job_facts away = {.state = JOB_PROCESSING, .printer = PRINTER_PROCESSING, .started_at = 5,
		.printer_said = "The printer is not responding."};
	past = (struct job_past){.gap_before = false};
	verdict_remember(&past, &away);
	assert_false(judge(&f, &past).withdraw);
	is(&f, &past, PHASE_SENT, "đang chờ");
	/* had not begun when cupsd ended */
	assert_false(judge(&(struct job_facts){.state = JOB_PENDING, .printer = PRINTER_IDLE},
		&nothing).withdraw);
}

/* The second time may be over before anybody looked. */
static void what_began_anew_may_be_out_twice(void **state)
{
	(void)state;
	struct job_facts f = {.state = JOB_PROCESSING, .printer = PRINTER_PROCESSING, .started_at = 5,
		.printer_said = "Printing."};
	struct job_past past = {.gap_before = false};
	verdict_remember(&past, &f);
	f = (struct job_facts){.state = JOB_COMPLETED, .printer = PRINTER_IDLE, .started_at = 5};
	is(&f, &past, PHASE_DONE, "đã in");
	f.raw = true; /* nobody heard the printer */
	is(&f, &past, PHASE_DONE, "đã gửi hết");
	f.raw = false;
	f.started_at = 9;
	is(&f, &past, PHASE_UNCERTAIN, "không rõ đã in chưa");
	assert_non_null(strstr(judge(&f, &past).message, "hai tờ"));
	assert_false(judge(&f, &past).withdraw);
	/* the first time never got through: once is once */
	past = (struct job_past){.gap_before = false};
	verdict_remember(&past, &(struct job_facts){.state = JOB_PROCESSING, .printer = PRINTER_PROCESSING,
		.started_at = 5, .printer_said = "The printer is not responding."});
	struct job_facts again = {.state = JOB_PROCESSING, .printer = PRINTER_PROCESSING, .started_at = 9,
		.printer_said = "Printing."};
	verdict_remember(&past, &again);
	assert_false(judge(&again, &past).withdraw);
	is(&f, &past, PHASE_DONE, "đã in");
}

/* Whatever a printer says, and however much: only words come of it. */
static void nonsense_is_survived(void **state)
{
	(void)state;
	struct verdict v;
	struct job_facts f = {.state = JOB_ABORTED, .printer = PRINTER_STOPPED, .started_at = 1};
	char name[400];
	memset(f.said, '%', sizeof(f.said) - 1);
	memset(f.reasons, ' ', sizeof(f.reasons) - 1);
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	for (int s = -1; s < 12; s++) {
		f.state = (enum job_state)s;
		verdict_of_job(&f, &nothing, name, &v);
		assert_true(v.words[0] && v.message[0] && text_is_clean(v.message));
		verdict_of_job(&f, &nothing, "%s%n\x1b[31m", &v);
		assert_true(text_is_clean(v.message));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keywords_in_an_officers_words),
		cmocka_unit_test(sentences_of_backends),
		cmocka_unit_test(completed_where_nothing_speaks_against_it),
		cmocka_unit_test(completed_is_not_believed),
		cmocka_unit_test(what_is_gone),
		cmocka_unit_test(what_begins_again_is_withdrawn),
		cmocka_unit_test(what_began_anew_may_be_out_twice),
		cmocka_unit_test(nonsense_is_survived),
	};
	lang_init("vi", NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
