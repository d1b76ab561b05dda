#include "printing/verdict.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"

#define NAME_SHOWN 60 /* bytes of a printer's name in a sentence */
#define GAP " cups-ipp-missing-job-history "

/* ---- what hinders it now */

static enum trouble trouble_of(const struct job_facts *f)
{
	enum trouble t = trouble_of_reasons(f->printer_reasons, SEVERITY_WARNING);

	if (t == TROUBLE_NONE)
		t = trouble_of_sentence(f->printer_said);
	return t == TROUBLE_NONE && f->printer == PRINTER_STOPPED ? TROUBLE_PAUSED : t;
}

static bool is_under_way(const struct job_facts *f)
{
	return f->state == JOB_PROCESSING || f->state == JOB_STOPPED;
}

void verdict_remember(struct job_past *past, const struct job_facts *f)
{
	enum trouble t = trouble_of(f);

	/* a beginning that never got through counts for nothing once there is another */
	if (f->started_at && (!past->started_at || (past->missed && !past->reached)))
		past->started_at = f->started_at;
	if (is_under_way(f)) {
		if (t == TROUBLE_AWAY || t == TROUBLE_BUSY)
			past->missed = true;
		else if (*f->printer_said || strstr(f->printer_reasons, " cups-waiting-for-job-completed "))
			past->reached = true;
	}
}

/* Never begun, or begun and never got through to the printer. */
static bool surely_nothing(const struct job_facts *f, const struct job_past *past)
{
	return (!f->started_at && !past->started_at) || (past->missed && !past->reached);
}

/* ---- saying it */

static void say(struct verdict *out, enum print_phase phase, const char *words)
{
	out->phase = phase;
	str_copy(out->words, sizeof(out->words), words);
}

__attribute__((format(printf, 2, 3)))
static void tell(struct verdict *out, const char *fmt, ...)
{
	struct buf text;
	va_list ap;
	char whole[2 * VERDICT_MESSAGE];

	va_start(ap, fmt);
	vsnprintf(whole, sizeof(whole), fmt, ap);
	va_end(ap);
	buf_init(&text, sizeof(out->message) - 1);
	text_clean(whole, strlen(whole), 0, &text); /* cuts between letters */
	str_copy(out->message, sizeof(out->message), buf_str(&text));
	buf_clear(&text);
}

static void waiting(struct verdict *out, enum trouble t, const char *printer)
{
	say(out, PHASE_WAITING, trouble_words(t));
	trouble_sentence(t, printer, out->message);
	out->patient = t == TROUBLE_AWAY || t == TROUBLE_BUSY;
}

static void uncertain(struct verdict *out, const char *printer, const char *why)
{
	say(out, PHASE_UNCERTAIN, _("không rõ đã in chưa"));
	tell(out, _("Máy in %s: %s, nên không rõ giấy đã ra chưa. Hồ sơ đã lưu. Xem máy in; nếu chưa có "
		"giấy thì in lại."), printer, why);
}

static void failed(struct verdict *out, const char *printer, const char *words, const char *why)
{
	say(out, PHASE_FAILED, words);
	tell(out, _("Máy in %s: %s, chưa in ra giấy. Hồ sơ đã lưu. Kiểm tra máy in rồi in lại."), printer,
		why);
}

/* ---- by state */

static void judge_waiting(const struct job_facts *f, const struct job_past *past, const char *printer,
	struct verdict *out)
{
	enum trouble t = past->deaf ? TROUBLE_AWAY : trouble_of(f);

	if (t != TROUBLE_NONE) {
		waiting(out, t, printer);
	} else if (f->state == JOB_PENDING) {
		say(out, PHASE_SENT, _("đang chờ"));
		tell(out, _("Đã gửi đến máy in %s, đang chờ đến lượt in."), printer);
	} else {
		say(out, PHASE_PRINTING, _("đang in"));
		tell(out, _("Máy in %s đang in."), printer);
	}
}

/* CUPS begins again with a job that it had to leave: after its own end, or when a queue that was
 * stopped is let go. What was on paper by then comes out twice. */
static bool began_anew(const struct job_facts *f, const struct job_past *past)
{
	return past->started_at && f->started_at && f->started_at != past->started_at &&
		!surely_nothing(f, past);
}

/* It may have come out before it can be taken back: the officer is told. */
static bool begins_again(const struct job_facts *f, const struct job_past *past)
{
	return (f->state == JOB_PENDING && past->started_at && !surely_nothing(f, past)) ||
		(is_under_way(f) && began_anew(f, past));
}

static void twice(struct verdict *out, const char *printer)
{
	say(out, PHASE_UNCERTAIN, _("không rõ đã in chưa"));
	tell(out, _("Máy in %s bị ngắt giữa chừng, CUPS đã in lại từ đầu. Hồ sơ đã lưu. Xem máy in: có hai "
		"tờ như nhau thì hủy một tờ; chưa có giấy thì in lại."), printer);
}

static void judge_open(const struct job_facts *f, const struct job_past *past, const char *printer,
	struct verdict *out)
{
	if (begins_again(f, past)) {
		out->withdraw = true;
		twice(out, printer);
	} else if (f->state == JOB_HELD && !strstr(f->reasons, " job-incoming ")) {
		waiting(out, TROUBLE_HELD, printer);
	} else if (f->state == JOB_STOPPED && trouble_of(f) == TROUBLE_NONE) {
		waiting(out, TROUBLE_PAUSED, printer);
	} else {
		judge_waiting(f, past, printer, out);
	}
}

static void judge_unknown(const struct job_facts *f, const struct job_past *past, const char *printer,
	struct verdict *out)
{
	(void)past;
	uncertain(out, printer, f->printer == PRINTER_UNKNOWN ? _("hàng đợi in đã bị xóa khỏi CUPS") :
		_("CUPS không còn giữ lệnh in này"));
}

static void judge_canceled(const struct job_facts *f, const struct job_past *past, const char *printer,
	struct verdict *out)
{
	const char *why = past->cancelling ? _("lệnh in đã được hủy") :
		f->printer == PRINTER_UNKNOWN ? _("hàng đợi in đã bị xóa khỏi CUPS") :
		strcasestr(f->said, "at printer") ? _("lệnh in bị hủy tại máy in") : _("lệnh in bị hủy");

	if (!surely_nothing(f, past)) {
		uncertain(out, printer, why);
	} else if (past->cancelling) {
		say(out, PHASE_CANCELLED, _("đã hủy"));
		tell(out, _("Đã hủy lệnh in ở máy in %s; chưa in ra giấy."), printer);
	} else {
		failed(out, printer, _("bị hủy"), why);
	}
}

static bool is_refusal(const char *reasons)
{
	static const char *const keywords[] = {
		" document-format-error ", " unsupported-document-format ", " document-unprintable-error ",
		" document-access-error ", " unsupported-compression ", " compression-error ",
		" unsupported-attributes-or-values ",
	};
	for (size_t i = 0; i < ARRAY_LEN(keywords); i++) {
		if (strstr(reasons, keywords[i]))
			return true;
	}
	return false;
}

static void judge_aborted(const struct job_facts *f, const struct job_past *past, const char *printer,
	struct verdict *out)
{
	char why[VERDICT_MESSAGE];

	if (is_refusal(f->reasons)) {
		failed(out, printer, _("từ chối"), _("từ chối vì không đọc được loại tài liệu này"));
		return;
	}
	if (*f->said)
		snprintf(why, sizeof(why), _("việc in bị bỏ dở (%.100s)"), f->said);
	else
		str_copy(why, sizeof(why), _("việc in bị bỏ dở"));
	if (surely_nothing(f, past))
		failed(out, printer, _("từ chối"), why);
	else
		uncertain(out, printer, why);
}

/* Why "completed" is not to be believed; NULL: nothing speaks against it. What the printer says of
 * itself counts only while it has nothing else to do: else it may be about the next job. */
static const char *doubt(const struct job_facts *f, const struct job_past *past)
{
	static const char *const bad[] = {
		" job-completed-with-errors ", " job-canceled-at-device ", " aborted-by-system ",
		" job-canceled-by-operator ",
	};
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		if (strstr(f->reasons, bad[i]))
			return _("máy in báo in lỗi");
	}
	if (is_refusal(f->reasons))
		return _("máy in báo không đọc được tài liệu");
	if (f->device == DEVICE_GAVE_UP)
		return _("lệnh in bị hủy tại máy in");
	if (f->device == DEVICE_AWAY)
		return _("máy in đã bị tắt hoặc mất liên lạc giữa chừng");
	if (f->impressions == 0 && past->counts)
		return _("máy in đếm không có trang nào");
	if (f->printer == PRINTER_PROCESSING)
		return NULL;
	if (strstr(f->printer_reasons, GAP) && !past->gap_before)
		return _("máy in đã bị tắt hoặc mất liên lạc giữa chừng");
	if (strcasestr(f->printer_said, "at printer") || strcasestr(f->printer_said, "not accepted"))
		return _("máy in báo đã hủy lệnh in");
	enum trouble t = trouble_of_reasons(f->printer_reasons, SEVERITY_ERROR);
	if (t == TROUBLE_NONE)
		t = trouble_of_sentence(f->printer_said);
	return t == TROUBLE_NONE || t == TROUBLE_PAUSED ? NULL : trouble_words(t);
}

static void judge_completed(const struct job_facts *f, const struct job_past *past,
	const char *printer, struct verdict *out)
{
	const char *why = doubt(f, past);

	if (began_anew(f, past)) { /* and was quicker than whoever follows it */
		twice(out, printer);
		return;
	}
	if (why) {
		uncertain(out, printer, why);
		return;
	}
	say(out, PHASE_DONE, f->raw ? _("đã gửi hết") : _("đã in"));
	if (f->raw)
		tell(out, _("Đã gửi hết đến máy in %.60s. Máy này không báo lại: hãy nhìn giấy.%s"), printer, "");
	else
		tell(out, _("Đã in ở máy in %s."), printer);
}

void verdict_of_job(const struct job_facts *f, const struct job_past *past, const char *printer,
	struct verdict *out)
{
	static void (*const judges[])(const struct job_facts *, const struct job_past *, const char *,
		struct verdict *) = {
		[JOB_UNKNOWN] = judge_unknown, [JOB_PENDING] = judge_open, [JOB_HELD] = judge_open,
		[JOB_PROCESSING] = judge_open, [JOB_STOPPED] = judge_open, [JOB_CANCELED] = judge_canceled,
		[JOB_ABORTED] = judge_aborted, [JOB_COMPLETED] = judge_completed,
	};
	char shown[NAME_SHOWN + 1];

	*out = (struct verdict){0};
	text_clean_to(shown, sizeof(shown), printer);
	size_t state = (size_t)f->state;
	if (state < ARRAY_LEN(judges) && judges[state])
		judges[state](f, past, shown, out);
	else
		judge_unknown(f, past, shown, out);
}

void verdict_of_lost_cups(const char *printer, struct verdict *out)
{
	*out = (struct verdict){0};
	uncertain(out, printer, _("máy tính này không còn hệ thống in CUPS"));
}

bool verdict_of_printer(const struct job_facts *f, char words[VERDICT_WORDS], enum trouble *trouble)
{
	enum trouble t = trouble_of(f);
	const char *said = t != TROUBLE_NONE ? trouble_words(t) :
		f->refuses ? _("không nhận lệnh in") :
		f->printer == PRINTER_PROCESSING ? _("đang in") : _("sẵn sàng");

	str_copy(words, VERDICT_WORDS, said);
	*trouble = t;
	return t == TROUBLE_NONE && !f->refuses;
}
