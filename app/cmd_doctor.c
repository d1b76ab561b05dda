/*
 * motcua doctor: looks at everything a counter needs and says, for what is wrong, how to mend it. One
 * row of the table below is one look; a look that needs something missing says so and goes on.
 */

#include "app/command.h"
#include "app/scanner_port.h"

#include <inttypes.h>
#include <langinfo.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "core/record.h"
#include "i18n/lang.h"
#include "net/sync.h"
#include "printing/forms.h"
#include "printing/press.h"
#include "store/alarms.h"
#include "store/damage.h"
#include "store/drain.h"
#include "store/numbers.h"
#include "store/outbox.h"
#include "store/print_jobs.h"
#include "store/room.h"
#include "store/scrub.h"
#include "store/store.h"
#include "store/vault.h"
#include "store/workstation.h"
#include "tui/when.h"

#define CLOCK_OFF_S 120
#define WAIT_MS 8000

enum level { GOOD, POOR, BAD };

struct finding {
	enum level level;
	char text[600]; /* what is; where not good, what to do */
};

/* What the looks share. */
struct visit {
	struct app *app;
	struct printer_list *printers; /* NULL: press_err says why not */
	struct err press_err;
	enum err_kind data; /* why the data could not be opened, or what is wrong with it */
};

__attribute__((format(printf, 3, 4)))
static void say(struct finding *f, enum level level, const char *fmt, ...)
{
	va_list ap;
	f->level = level;
	va_start(ap, fmt);
	vsnprintf(f->text, sizeof(f->text), fmt, ap);
	va_end(ap);
}

static void look_config(struct visit *v, struct finding *f)
{
	if (v->app->config.path)
		say(f, GOOD, "%s", v->app->config.path);
	else
		say(f, POOR, _("Chưa có tệp cấu hình, đang dùng giá trị mặc định. Chép config.ini.example thành "
			"~/.config/motcua/config.ini rồi đặt [central] url."));
}

static void look_disk(struct visit *v, struct finding *f)
{
	struct statvfs st;
	struct err err = ERR_INIT;
	if (!app_need_store(v->app, &err)) {
		v->data = err.kind;
		say(f, BAD, "%s", err.text);
		return;
	}
	int64_t fits = store_room_intakes(v->app->store);
	if (statvfs(v->app->config.data_dir, &st) != 0) {
		say(f, BAD, _("Không đọc được ổ đĩa của %s."), v->app->config.data_dir);
		return;
	}
	uint64_t mb = (uint64_t)st.f_bavail * st.f_frsize >> 20;
	if (fits < ROOM_FEW)
		say(f, fits ? POOR : BAD, _("%s chỉ còn %llu MB, đủ cho khoảng %lld hồ sơ. Hãy xóa bớt tệp "
			"không cần."), v->app->config.data_dir, (unsigned long long)mb, (long long)fits);
	else if (!store_room_reserved(v->app->store))
		say(f, POOR, _("%s-reserve phải là tệp để chương trình giữ chỗ cho lúc ổ đĩa đầy, nhưng không phải. Hãy "
			"chuyển nó đi nơi khác; chương trình sẽ tạo lại."), store_path(v->app->store));
	else
		say(f, GOOD, _("%s còn %llu MB"), v->app->config.data_dir, (unsigned long long)mb);
}

/* What cannot be looked at, since the data could not be opened: false, and said so. */
static bool has_data(const struct visit *v, struct finding *f)
{
	if (v->app->store)
		return true;
	if (v->data == ERR_CONFIG)
		say(f, POOR, _("chưa kiểm tra được: xem dòng Ổ đĩa"));
	else
		say(f, BAD, _("không mở được dữ liệu của máy"));
	return false;
}

/* All of it, for as long as it takes: the program looks only at what a start needs. */
static void look_data(struct visit *v, struct finding *f)
{
	struct err err = ERR_INIT;
	struct damage_round round = {0};
	struct outbox_counts before, after;
	struct store *store = v->app->store;
	if (!has_data(v, f))
		return;
	bool ok = damage_look_through(store, &err) && outbox_counts(store, &before, &err);
	while (ok && !round.done)
		ok = damage_look_on(store, &round, &err);
	ok = ok && outbox_counts(store, &after, &err);
	if (!ok) {
		v->data = err.kind;
		say(f, BAD, "%s", err.text);
	} else if (after.rejected > before.rejected)
		say(f, BAD, _("Nội dung của %lld hồ sơ chờ gửi bị hỏng, đã để riêng; xem: motcua queue list"),
			(long long)(after.rejected - before.rejected));
	else
		say(f, GOOD, _("nguyên vẹn; đã kiểm tra %lld hồ sơ chờ gửi"), (long long)round.looked);
}

/* Which key, and whether everything from before it was sealed is gone from the files. */
static void look_vault(struct visit *v, struct finding *f)
{
	struct store *store = v->app->store;
	if (!has_data(v, f))
		return;
	if (store_scrub_owed(store) != SCRUB_NONE)
		say(f, POOR, _("Dữ liệu đã xóa chưa được dọn hết khỏi tệp vì tệp đang bận hoặc ổ đĩa đầy; "
			"chương trình sẽ tự dọn khi mở lại."));
	else if (vault_place(store_vault(store)) == VAULT_IN_CREDENTIAL)
		say(f, GOOD, _("dữ liệu cá nhân được mã hóa; khóa do systemd giữ"));
	else
		say(f, GOOD, _("dữ liệu cá nhân được mã hóa; khóa là tệp %s (cất bản sao riêng với bản sao dữ "
			"liệu)"), vault_file(store_vault(store)));
}

static void look_enrolment(struct visit *v, struct finding *f)
{
	struct err err = ERR_INIT;
	if (app_need_workstation(v->app, &err))
		say(f, GOOD, _("%s, quầy %d"), v->app->ws->agency_name, v->app->ws->counter);
	else
		say(f, BAD, "%s", err.text);
}

/* Before the look at central, which may make it us. */
static void look_drain(struct visit *v, struct finding *f)
{
	struct drain_owner owner;
	char since[WHEN_SIZE];
	if (!has_data(v, f))
		return;
	if (drain_owner(v->app->store, &owner)) {
		when_moment(owner.since, clock_now(), since);
		say(f, GOOD, _("%s (tiến trình %ld) đang gửi, từ %s"), owner.program, (long)owner.pid, since);
	} else {
		say(f, GOOD, _("chưa có chương trình nào đang gửi; hồ sơ được gửi khi mở motcua. Muốn gửi cả khi "
			"không ai mở: motcua sync --watch"));
	}
}

static void look_central(struct visit *v, struct finding *f)
{
	struct err err = ERR_INIT;
	if (!v->app->config.central_url[0]) {
		say(f, BAD, _("chưa có địa chỉ; hãy đặt [central] url trong tệp cấu hình"));
		return;
	}
	if (!v->app->store && v->data != ERR_CONFIG) {
		say(f, POOR, _("%s: chưa kiểm tra được vì không mở được dữ liệu của máy"), v->app->config.central_url);
		return;
	}
	if (!v->app->ws) {
		say(f, POOR, _("%s: chưa kiểm tra được vì máy chưa đăng ký"), v->app->config.central_url);
		return;
	}
	if (!app_need_sync(v->app, "motcua doctor", &err)) {
		say(f, BAD, "%s", err.text);
		return;
	}
	app_sync_round(v->app, WAIT_MS);
	char text[256];
	link_text(sync_state(v->app->sync), text, sizeof(text));
	enum link_state link = sync_state(v->app->sync)->link;
	if (link == LINK_UNKNOWN) { /* it took the whole wait */
		say(f, BAD, "%s: %s", v->app->config.central_url, _("Máy chủ trung tâm không trả lời kịp."));
		return;
	}
	say(f, link == LINK_ONLINE ? GOOD : link == LINK_SLOW ? POOR : BAD, "%s: %s%s%s",
		v->app->config.central_url, text, link > LINK_SLOW ? " — " : "",
		link > LINK_SLOW ? sync_state(v->app->sync)->reason : "");
}

static void look_certificate(struct visit *v, struct finding *f)
{
	bool tls = str_starts(v->app->config.central_url, "https://");
	if (!v->app->sync)
		say(f, POOR, _("chưa kiểm tra được vì chưa nối tới trung tâm"));
	else if (sync_state(v->app->sync)->link == LINK_CERTIFICATE)
		say(f, BAD, "%s", sync_state(v->app->sync)->reason);
	else if (!tls)
		say(f, POOR, _("không mã hóa (http chỉ dùng trong chính máy này)"));
	else if (sync_state(v->app->sync)->link > LINK_SLOW)
		say(f, POOR, _("chưa kiểm tra được vì chưa nối tới trung tâm"));
	else
		say(f, GOOD, _("chứng chỉ của trung tâm hợp lệ"));
}

static void look_clock(struct visit *v, struct finding *f)
{
	struct time_anchor known;
	long long off = (long long)(clock_now() - clock_wall());
	(void)v;
	clock_get_anchor(&known);
	if (known.disputed)
		say(f, BAD, _("Trung tâm mỗi lần trả lời một giờ khác nhau, nên giấy hẹn ghi giờ chưa đối chiếu. "
			"Hãy báo quản trị viên trung tâm."));
	else if (!clock_trusted())
		say(f, known.at ? BAD : POOR, _("Giờ của máy chưa đối chiếu được với trung tâm; giấy hẹn ghi rõ như "
			"vậy. Hãy xem lại ngày giờ của máy, hoặc nối mạng."));
	else if (llabs(off) > CLOCK_OFF_S)
		say(f, BAD, _("Đồng hồ lệch %lld giây so với trung tâm; hồ sơ vẫn ghi giờ của trung tâm. Hãy bật "
			"đồng bộ giờ (timedatectl set-ntp true)."), off);
	else
		say(f, GOOD, _("lệch %lld giây so với trung tâm"), off);
}

static void look_login(struct visit *v, struct finding *f)
{
	if (!v->app->sync || sync_state(v->app->sync)->link == LINK_OFFLINE)
		say(f, POOR, _("chưa kiểm tra được vì chưa nối tới trung tâm"));
	else if (sync_state(v->app->sync)->link == LINK_LOGIN)
		say(f, BAD, _("Trung tâm không nhận khóa của máy này. Hãy xin mã đăng ký mới: motcua enrol MÃ"));
	else
		say(f, GOOD, _("trung tâm nhận khóa của máy này"));
}

static void look_numbers(struct visit *v, struct finding *f)
{
	struct number_stock stock;
	struct err err = ERR_INIT;
	if (!has_data(v, f))
		return;
	if (!v->app->ws) {
		say(f, POOR, _("chưa dùng được số nào: xem dòng Đăng ký máy"));
		return;
	}
	if (!numbers_stock(v->app->store, instant_date(clock_now()), &stock, &err))
		say(f, BAD, "%s", err.text);
	else if (!stock.left && stock.fallback_left > 0)
		say(f, POOR, _("hết số được cấp cho hôm nay, đang dùng số dự phòng (còn %lld). Khi có mạng hãy "
			"chạy: motcua sync --once"), (long long)stock.fallback_left);
	else if (!stock.left)
		say(f, BAD, _("Hôm nay hết số hồ sơ, cả số dự phòng. Khi có mạng hãy chạy: motcua sync --once"));
	else if (numbers_level(&stock) >= 50)
		say(f, numbers_level(&stock) >= 80 ? POOR : GOOD, _("đã dùng %d %% số hôm nay, còn %lld; dự "
			"phòng %lld. Có mạng thì máy tự lấy thêm."), numbers_level(&stock),
			(long long)stock.left, (long long)stock.fallback_left);
	else
		say(f, GOOD, _("còn %lld số cho hôm nay, dự phòng %lld"), (long long)stock.left,
			(long long)stock.fallback_left);
}

static void look_alarms(struct visit *v, struct finding *f)
{
	struct alarm alarms[20];
	size_t n;
	int64_t total;
	struct err err = ERR_INIT;
	if (!has_data(v, f))
		return;
	if (!alarms_list(v->app->store, clock_now(), alarms, ARRAY_LEN(alarms), &n, &total, &err)) {
		say(f, BAD, "%s", err.text);
		return;
	}
	if (n == 0) {
		say(f, GOOD, _("không có"));
		return;
	}
	struct buf line;
	buf_init(&line, sizeof(f->text) - 1);
	buf_printf(&line, "%lld:", (long long)total);
	for (size_t i = 0; i < n; i++) {
		char text[ALARM_TEXT], remedy[ALARM_TEXT];
		alarm_text(&alarms[i], text);
		alarm_remedy(&alarms[i], remedy);
		buf_printf(&line, " %s %s", text, remedy);
	}
	say(f, alarms[0].kind->level == ALARM_BAD ? BAD : POOR, "%s", buf_str(&line));
	buf_clear(&line);
}

/* "Máy nhiệt: hết giấy (80mm; mẫu 01); …": each of ours, and the one that is used when none is kept
 * for a form. Others of CUPS's are not this counter's. */
static void add_printer(struct buf *line, const struct printer_row *r)
{
	buf_printf(line, "%s%s: %s", line->len ? "; " : "", r->name, r->words);
	if (*r->papers || *r->forms)
		buf_printf(line, " (%s%s%s%s)", r->papers, *r->papers && *r->forms ? "; " : "",
			*r->forms ? _("mẫu ") : "", r->forms);
	if (r->waiting > 0)
		buf_printf(line, _(", %d lệnh in đang chờ"), r->waiting);
}

static bool is_ours(const struct app *app, const struct printer_row *r)
{
	return r->usual || book_find(&app->config.book, r->name);
}

static bool cups_used(struct app *app)
{
	bool used = false;
	return app->store && print_jobs_used_cups(app->store, &used, NULL) && used;
}

static void say_printers(struct visit *v, struct finding *f)
{
	const struct printer_list *list = v->printers;
	const char *remedy = "";
	struct buf line;

	buf_init(&line, sizeof(f->text) - 1);
	for (size_t i = 0; i < list->n; i++) {
		if (!is_ours(v->app, &list->rows[i]))
			continue;
		add_printer(&line, &list->rows[i]);
		if (!list->rows[i].ready && !*remedy)
			remedy = list->rows[i].message;
	}
	if (line.len)
		say(f, *remedy ? BAD : GOOD, *remedy ? "%s. %s" : "%s", buf_str(&line), remedy);
	else if (!list->cups_answers && (list->cups_expected || cups_used(v->app)))
		say(f, BAD, _("không liên lạc được với hệ thống in CUPS; giấy chờ in cho đến khi CUPS chạy lại. Hãy khởi "
			"động CUPS (systemctl restart cups)"));
	else
		say(f, POOR, list->cups_answers ? _("không có máy in; giấy hẹn lưu thành tệp PDF trong %s") :
			_("không thấy CUPS nên không có máy in; giấy hẹn lưu thành tệp PDF trong %s"),
			v->app->config.pdf_dir);
	buf_clear(&line);
}

static void look_printers(struct visit *v, struct finding *f)
{
	if (v->press_err.kind != ERR_NONE)
		say(f, BAD, "%s", v->press_err.text);
	else
		say_printers(v, f);
}

/* All that can be used are sound. */
static void say_sound_forms(const char *dir, size_t n, size_t own, const struct book_entry *stray,
	const char *form, struct finding *f)
{
	char name[300];

	forms_misnamed(dir, name, sizeof(name));
	if (stray)
		say(f, POOR, _("máy in %s được giữ cho mẫu %s, nhưng không có mẫu nào tên đó: sửa dòng forms của máy in ấy"),
			stray->name, form);
	else if (*name)
		say(f, POOR, _("%zu mẫu, trong đó %zu mẫu của %s; tệp %s ở đó không được dùng: tên mẫu chỉ có a–z, 0–9, "
			"- và _, nhiều nhất 15 ký tự, rồi .form"), n, own, dir, name);
	else if (*dir)
		say(f, GOOD, _("%zu mẫu, trong đó %zu mẫu của %s"), n, own, dir);
	else
		say(f, GOOD, _("%zu mẫu"), n);
}

/* Each form there is, read and checked: the first that is refused, and how many. */
static void look_forms(struct visit *v, struct finding *f)
{
	const char *dir = v->app->config.forms_dir;
	char ids[FORMS_MAX][FORM_ID_SIZE], first[sizeof(((struct err *)0)->text)] = "";
	char stray[BOOK_NAME_SIZE];
	size_t n, wrong = 0, own = 0;
	struct err err = ERR_INIT;
	if (!forms_list(dir, ids, &n, &err)) {
		say(f, BAD, "%s", err.text);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		struct form_file file;
		if (!form_file_load(&file, dir, ids[i], &err) && !wrong++)
			str_copy(first, sizeof(first), err.text);
		own += file.province;
		form_file_clear(&file);
	}
	if (wrong)
		say(f, BAD, _("%zu mẫu không dùng được, nên không in được; mẫu đầu tiên: %s"), wrong, first);
	else
		say_sound_forms(dir, n, own, book_stray_form(&v->app->config.book, ids, n, stray), stray, f);
}

/* None is fine: most scanners play keyboard. While the application runs it is the one that has it. */
static void look_scanner(struct visit *v, struct finding *f)
{
	struct scanner_port port;
	struct serial s;
	char words[500];
	scanner_port_init(&port, &v->app->config);
	serial_open(&s, &port.wish);
	serial_words(&s, words, sizeof(words));
	bool wished = v->app->config.scanner_device[0] == '/';
	bool poor = s.state == SERIAL_DENIED || s.state == SERIAL_STRANGE ||
		(s.state == SERIAL_ABSENT && wished);
	serial_close(&s);
	say(f, poor ? POOR : GOOD, "%s", words);
}

static void look_locale(struct visit *v, struct finding *f)
{
	(void)v;
	const char *charset = nl_langinfo(CODESET);
	if (str_eq(charset, "UTF-8"))
		say(f, GOOD, "%s, %s", charset, lang_current());
	else
		say(f, BAD, _("Bảng mã %s không hiện được tiếng Việt. Hãy đặt LANG=C.UTF-8."), charset);
}

static void look_font(struct visit *v, struct finding *f)
{
	const char *term = getenv("TERM");
	if (v->press_err.kind != ERR_NONE)
		say(f, BAD, "%s", v->press_err.text);
	else if (v->printers->fonts[0])
		say(f, BAD, "%s", v->printers->fonts);
	else if (term && str_eq(term, "linux"))
		say(f, POOR, _("Phông giấy in đủ. Đang ở màn hình console: cần phông có chữ Việt, ví dụ "
			"setfont Vietnamese-Fixed16."));
	else
		say(f, GOOD, _("phông giấy in đủ chữ Việt"));
}

static const struct look {
	const char *id, *title;
	void (*look)(struct visit *v, struct finding *f);
} looks[] = {
	{"configuration", N_("Cấu hình"), look_config},
	{"disk", N_("Ổ đĩa"), look_disk},
	{"data", N_("Dữ liệu"), look_data},
	{"vault", N_("Mã hóa"), look_vault},
	{"enrolment", N_("Đăng ký máy"), look_enrolment},
	{"drain", N_("Gửi hồ sơ"), look_drain},
	{"central", N_("Trung tâm"), look_central},
	{"certificate", N_("Chứng chỉ"), look_certificate},
	{"clock", N_("Đồng hồ"), look_clock},
	{"login", N_("Quyền truy cập"), look_login},
	{"numbers", N_("Số hồ sơ"), look_numbers},
	{"alarms", N_("Cảnh báo"), look_alarms},
	{"printer", N_("Máy in"), look_printers},
	{"forms", N_("Mẫu giấy"), look_forms},
	{"scanner", N_("Máy quét"), look_scanner},
	{"locale", N_("Bảng mã"), look_locale},
	{"font", N_("Phông chữ"), look_font},
};

static void report(const struct look *look, const struct finding *f, bool json)
{
	static const char *const codes[] = {"ok", "warning", "error"};
	static const char *const marks[] = {"  ", "! ", "!!"};
	if (json) {
		struct record *r = record_new();
		record_text(r, "check", look->id);
		record_text(r, "state", codes[f->level]);
		record_text(r, "text", f->text);
		record_print(r, stdout);
	} else {
		printf("%s %s: %s\n", marks[f->level], _(look->title), f->text);
	}
}

int cmd_doctor(struct app *app, int argc, char **argv, struct err *err)
{
	bool json = argc == 2 && str_eq(argv[1], "--json");
	if (argc - json != 1)
		return command_usage(err, "doctor");
	enum level worst = GOOD;
	struct visit visit = {.app = app};
	struct press press = PRESS_INIT;
	visit.printers = press_look(&press, &app->config.book, &visit.press_err);
	press_close(&press);
	for (size_t i = 0; i < ARRAY_LEN(looks); i++) {
		struct finding f = {0};
		looks[i].look(&visit, &f);
		report(&looks[i], &f, json);
		if (f.level > worst)
			worst = f.level;
	}
	printer_list_free(visit.printers);
	if (worst == BAD)
		err_set(err, visit.data == ERR_DAMAGED || visit.data == ERR_DISK ? visit.data : ERR_UNAVAILABLE, _("Có điều cần sửa: xem các dòng có dấu !!"));
	return command_fail(err);
}
