#include "tui/paper_words.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "core/date.h"
#include "i18n/lang.h"
#include "tui/dossier_table.h"

static const struct {
	const char *form, *name;
} names[] = {
	{"01", N_("Giấy hẹn")},
	{"02", N_("Phiếu yêu cầu bổ sung")},
	{"03", N_("Phiếu từ chối tiếp nhận")},
	{"04", N_("Văn bản xin lỗi")},
	{"05", N_("Thông báo dừng giải quyết")},
	{"06", N_("Phiếu kiểm soát")},
	{"07", N_("Sổ theo dõi")},
	{"fee", N_("Biên lai phí")},
	{"charge", N_("Biên lai lệ phí")},
	{"results", N_("Danh sách bàn giao kết quả")},
	{"guidance", N_("Phiếu hướng dẫn")},
	{"label", N_("Nhãn hồ sơ")},
	{"joint", N_("Giấy hẹn chung")},
	{"notice", N_("Thông báo")},
};

void paper_short_name(const char *form, char *out, size_t size)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_eq(names[i].form, form)) {
			snprintf(out, size, "%s", _(names[i].name));
			return;
		}
	snprintf(out, size, _("Mẫu %s"), form);
}

void paper_name_of(const struct print_job *job, char *out, size_t size)
{
	char name[PAPER_NAME];
	paper_short_name(job->form, name, sizeof(name));
	if (job->copy > 0)
		snprintf(out, size, _("%s (sao %d)"), name, job->copy);
	else
		str_copy(out, size, name);
}

/* "2026-11-01..2026-11-30"; false when it is no such. */
static bool period(const char *about, char *out, size_t size)
{
	struct date from, to;
	char day[DATE_SIZE], last[DATE_SIZE];
	if (strlen(about) != 2 * (DATE_SIZE - 1) + 2)
		return false;
	memcpy(day, about, DATE_SIZE - 1);
	day[DATE_SIZE - 1] = '\0';
	if (!date_parse_iso(day, &from) || !date_parse_iso(about + DATE_SIZE + 1, &to))
		return false;
	date_format_vn(to, last);
	if (date_compare(from, to) == 0)
		snprintf(out, size, "%s", last);
	else if (from.year == to.year)
		snprintf(out, size, "%02d/%02d–%s", from.day, from.month, last);
	else
		snprintf(out, size, "%02d/%02d/%d–%s", from.day, from.month, from.year, last);
	return true;
}

void paper_about(const struct print_job *job, const char *agency, bool whole, char *out, size_t size)
{
	if (job->subject == PRINT_DOSSIERS)
		snprintf(out, size, P_("%d hồ sơ", "%d hồ sơ", job->n_dossiers), job->n_dossiers);
	else if (job->subject != PRINT_PERIOD || !period(job->code, out, size))
		snprintf(out, size, "%s", whole ? job->code : dossier_short_code(job->code, agency));
}

static const struct {
	const char *words, *advice;
} states[] = {
	[PRINT_OWED] = {N_("CHƯA IN"), N_("Chưa ra giấy. F7 in; không cần nữa thì Del bỏ lệnh in này.")},
	[PRINT_SENT] = {N_("đang in"), N_("Máy in đã nhận. Giấy đã ra mà máy chưa báo thì nhấn F5.")},
	[PRINT_CONFIRMED] = {N_("đã in"), ""},
	[PRINT_UNCERTAIN] = {N_("CHƯA RÕ"),
		N_("Không biết giấy đã ra chưa: hãy xem ở máy in. Có giấy thì F5; chưa có thì F7 in lại, giấy "
		   "sau ghi BẢN SAO.")},
	[PRINT_GIVEN_UP] = {N_("đã bỏ"), ""},
};

const char *paper_state_words(enum print_state state)
{
	return (size_t)state < ARRAY_LEN(states) ? _(states[state].words) : "";
}

const char *paper_state_advice(enum print_state state)
{
	return (size_t)state < ARRAY_LEN(states) && states[state].advice[0] ? _(states[state].advice) : "";
}
