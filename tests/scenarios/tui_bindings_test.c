/*
 * Every key that a footer, the help, the palette or the manual tells of does what it says: each row of
 * the table of keys is pressed on each of its screens, and what must come of it is looked for. A row
 * without a proof here fails.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "store/alarms.h"
#include "tests/harness/screen_case.h"
#include "tui/bindings.h"

#define PIN "480927"
#define NOW INT64_C(1795398180)
#define KEYS_MAX 8

/* Where a screen is found, from home or from another place, and how one knows it. */
struct place {
	enum scope scope;
	const char *keys;   /* from home, one after the other */
	const char *shows;  /* stands on this screen */
	const char *foot;   /* stands in its footer, where shows may stand elsewhere too; or NULL */
};

static const struct place places[] = {
	{SCOPE_HOME, "", "SẮP ĐẾN HẠN", NULL},
	{SCOPE_INTAKE, "F2", "TIẾP NHẬN HỒ SƠ", "Tab Ô kế"},
	{SCOPE_DOSSIERS, "F3", "TRA CỨU HỒ SƠ", NULL},
	{SCOPE_DETAIL, "F3 Down Down Down Enter", "Tiếp nhận ", "F8 Chép"},
	{SCOPE_QUEUE, "F4 Down", "HÀNG ĐỢI GỬI", "F2 Tiếp nhận"},
	{SCOPE_HELP, "F1", "TRỢ GIÚP", NULL},
	{SCOPE_MENU, "F2 F6", "TIẾP NHẬN HỒ SƠ", "Enter Chọn"},
	{SCOPE_CONDITION, "F11", "TÌNH TRẠNG MÁY", NULL},
	{SCOPE_JOBS, "F6", "Giấy chưa xong", "F9 In sổ"},
	{SCOPE_PRINTERS, "F6 F8", "CÁC MÁY IN", NULL},
	{SCOPE_PRINT, "F7", "IN GIẤY TỜ", "Enter In"},
	{SCOPE_FILL, "F7 Down Enter", "IN GIẤY TỜ", "F9 In"},
	{SCOPE_PREVIEW, "F7 F3", "XEM TRƯỚC", NULL},
	{SCOPE_PALETTE, "Ctrl-P", "Enter Làm", NULL},
	{SCOPE_OFFICER, "F8", "AI TRỰC QUẦY", NULL},
};

/* The same while there is a PIN. */
static const struct place behind_pin[] = {
	{SCOPE_LOCK, "F12", "MÀN HÌNH ĐANG KHÓA", NULL},
	{SCOPE_PIN, "F8 F5", "ĐỔI MÃ PIN", NULL},
	{SCOPE_NEW_PIN, "F8 F5 @" PIN " Enter", "ĐẶT MÃ PIN", NULL},
};

/* What must come of an action there: a text that was not on the screen before; "" some change; with "~"
 * before it a text that may have gone again. */
struct proof {
	unsigned scopes;
	enum action action;
	const char *before; /* keys pressed first, so that there is something to be done */
	const char *shows;
	const char *from;   /* another way to the screen, where that is; else NULL */
};

#define TO_PROCEDURE "Tab Tab Tab Tab Tab Tab Tab Tab Tab"
#define ANY (2 * SCOPE_LAST - 1)
static const struct proof proofs[] = {
	{ANY, ACT_HELP, "", "TRỢ GIÚP", NULL},
	{ANY, ACT_INTAKE, "", "TIẾP NHẬN HỒ SƠ", NULL},
	{ANY, ACT_SEARCH, "", "TRA CỨU HỒ SƠ", NULL},
	{ANY, ACT_QUEUE, "", "HÀNG ĐỢI GỬI", NULL},
	{ANY, ACT_JOBS, "", "Giấy chưa xong", NULL},
	{ANY, ACT_PRINTERS, "", "CÁC MÁY IN", NULL},
	{ANY, ACT_LEDGER, "", "Sổ theo dõi hồ sơ", NULL},
	{ANY, ACT_CONDITION, "", "TÌNH TRẠNG MÁY", NULL},
	{SCOPE_PALETTE, ACT_PALETTE, "", "", NULL},
	{ANY, ACT_PALETTE, "", "Enter Làm", NULL},
	{SCOPE_INTAKE, ACT_PRINT, TO_PROCEDURE " @khai Enter Esc", "Phiếu hướng dẫn", NULL},
	{SCOPE_JOBS, ACT_PRINT, "", "Enter Chọn", NULL},
	{ANY, ACT_PRINT, "", "IN GIẤY TỜ", NULL},
	{ANY, ACT_COPY, "", "TIẾP NHẬN HỒ SƠ", NULL},
	{SCOPE_DETAIL, ACT_CORRECT, "", "SỬA HỒ SƠ", "F3 Down Enter"},
	{ANY, ACT_CORRECT, "", "SỬA HỒ SƠ", NULL},
	{ANY, ACT_BACK, "", "", NULL},
	{ANY, ACT_UP, "Down", "", NULL}, {ANY, ACT_DOWN, "", "", NULL},
	{SCOPE_INTAKE, ACT_PAGE_UP, TO_PROCEDURE " PgDn", "", NULL},
	{SCOPE_INTAKE, ACT_PAGE_DOWN, TO_PROCEDURE, "", NULL},
	{ANY, ACT_PAGE_UP, "PgDn", "", NULL}, {ANY, ACT_PAGE_DOWN, "", "", NULL},
	{ANY, ACT_FIRST, "End", "", NULL}, {ANY, ACT_LAST, "", "", NULL},
	{ANY, ACT_NEXT, "", "", NULL}, {ANY, ACT_PREV, "Tab", "", NULL},
	{SCOPE_PRINTERS, ACT_RETRY, "", "Đã hỏi lại", NULL},
	{ANY, ACT_RETRY, "", "Gửi lại: ", NULL},
	{ANY, ACT_SEND, "", "~Đang thử gửi", NULL},
	{ANY, ACT_FILTER, "", "", NULL},
	{ANY, ACT_PAPER, "", "", NULL}, {ANY, ACT_PRINTER, "", "", NULL}, {ANY, ACT_PREVIEW, "", "XEM TRƯỚC", NULL},
	{ANY, ACT_TO_FILE, "", "lưu ở", NULL},
	{SCOPE_INTAKE, ACT_SAVE, "", "chưa có gì để lưu", NULL},
	{SCOPE_FILL, ACT_SAVE, "@khai", "In H01.91.12", NULL},
	{SCOPE_PREVIEW, ACT_SAVE, "", "BẢN SAO", NULL},
	{ANY, ACT_MARK, "", "", NULL}, {ANY, ACT_MARK_ALL, "", "", NULL},
	{ANY, ACT_OFFICER, "", "AI TRỰC QUẦY", NULL},
	{ANY, ACT_NEW_PIN, "", "ĐẶT MÃ PIN", NULL},
	{SCOPE_DETAIL, ACT_CAME_OUT, "", "Đã ghi: giấy đã có", NULL},
	{ANY, ACT_CAME_OUT, "", "đã ghi là có giấy", NULL},
	{SCOPE_JOBS, ACT_DELETE, "", "Bỏ lệnh in?", NULL},
	{ANY, ACT_DELETE, "", "", NULL},
	{ANY, ACT_DISMISS, "", "đã xử lý", NULL},
	{ANY, ACT_DRAFTS, "", "", NULL}, {ANY, ACT_FRESH, "@Lê", "", NULL},
	{SCOPE_HELP | SCOPE_PALETTE, ACT_TYPING, "Alt-T Alt-T", "", NULL},
	{ANY, ACT_TOUR, "", "", NULL},
	{ANY, ACT_TYPING, "Alt-T Alt-T", "Telex", NULL},
	{ANY, ACT_RAW, "Ctrl-W @cos", "cos", NULL},
	{ANY, ACT_UNDO, "@cos", "", NULL}, {ANY, ACT_REDO, "@cos Ctrl-Z", "", NULL},
	{ANY, ACT_WORD_LEFT, "@mot", "", NULL}, {ANY, ACT_WORD_RIGHT, "@mot Ctrl-Left", "", NULL},
	{ANY, ACT_WORD_BACK, "@mot", "", NULL},
	{ANY, ACT_FORGOT, "", "", NULL},
	{SCOPE_FILL, ACT_ENTER, "@khai", "", NULL},
	{SCOPE_DOSSIERS | SCOPE_HOME | SCOPE_JOBS | SCOPE_QUEUE, ACT_ENTER, "", "Số định danh", NULL},
	{ANY, ACT_ENTER, "", "", NULL},
};

static struct pty *pty;
static int failed;

static void press_all(const char *keys)
{
	char one[32];
	while (*keys) {
		size_t n = strcspn(keys, " ");
		snprintf(one, sizeof(one), "%.*s", (int)n, keys);
		if (one[0] == '@')
			pty_type(pty, one + 1);
		else
			pty_key(pty, one);
		keys += n + (keys[n] == ' ');
	}
	pty_settle(pty);
}

/* The screen as it is, with where the cursor stands and what is marked. */
static char *seen(void)
{
	struct buf text;
	int row, col;
	buf_init(&text, 1 << 16);
	pty_screen(pty, &text);
	pty_cursor(pty, &row, &col);
	buf_printf(&text, "%d,%d", row, col);
	for (int r = 0; r < 24; r++)
		buf_printf(&text, "%d", pty_look(pty, r, 2).reverse);
	return buf_take(&text);
}

static bool at(const struct place *place)
{
	char *now = seen();
	bool there = strstr(now, place->shows) && (!place->foot || strstr(now, place->foot));
	free(now);
	return there;
}

/* The keys in the footer where one has come to last: another footer is another screen. */
static char footer[400];

static bool still_there(const struct place *place)
{
	return at(place) && str_eq(footer, pty_line(pty, 23));
}

static void go_home(void)
{
	for (int i = 0; i < 8 && !(at(&places[0]) && strstr(pty_line(pty, 23), "F10 Thoát")); i++) {
		if (at(&behind_pin[0])) {
			press_all("@" PIN " Enter");
			pty_expect_no(pty, behind_pin[0].shows);
		} else {
			press_all("Esc");
		}
	}
	if (!at(&places[0]))
		fail_msg("home is not reached");
}

static void go_to(const struct place *place)
{
	go_home();
	press_all(place->keys);
	pty_expect(pty, place->shows);
	if (!at(place)) {
		char *now = seen();
		fprintf(stderr, "%s\n", now);
		fail_msg("%s does not lead to %s", place->keys, place->shows);
	}
	str_copy(footer, sizeof(footer), pty_line(pty, 23));
}

static const struct proof *proof_of(const struct place *place, enum action action)
{
	for (size_t i = 0; i < ARRAY_LEN(proofs); i++)
		if (proofs[i].action == action && (proofs[i].scopes & (unsigned)place->scope))
			return &proofs[i];
	return NULL;
}

static const char *key_name(struct key key, char name[KEY_NAME_SIZE])
{
	static const struct {
		int code;
		const char *name;
	} named[] = {{K_WORD_LEFT, "Ctrl-Left"}, {K_WORD_RIGHT, "Ctrl-Right"}, {K_UP, "Up"}, {K_DOWN, "Down"}, {K_LEFT, "Left"}, {K_RIGHT, "Right"}};
	for (size_t i = 0; key.kind == KIND_FUNCTION && i < ARRAY_LEN(named); i++)
		if (named[i].code == key.code)
			return named[i].name;
	key_label(key, name);
	return name;
}

static void told(const struct place *place, const struct binding *b, const char *what)
{
	char name[KEY_NAME_SIZE], *now = seen();
	fprintf(stderr, "%s after \"%s\" (%s): %s\n%s\n", key_name(b->key, name), place->keys, b->help, what, now);
	free(now);
	failed++;
}

static void one(const struct place *place, const struct binding *b)
{
	const struct proof *proof = proof_of(place, b->action);
	char name[KEY_NAME_SIZE];
	if (!proof) {
		told(place, b, "has no proof");
		return;
	}
	if (proof->from) {
		go_home();
		press_all(proof->from);
	} else if (!still_there(place) || proof->before[0]) {
		go_to(place);
	}
	press_all(proof->before);
	if (proof->shows[0] == '~') /* nothing earlier may speak in between */
		pty_settle_all(pty);
	char *before = seen();
	pty_key(pty, key_name(b->key, name));
	pty_settle(pty);
	if (proof->shows[0] == '~') {
		pty_settle_all(pty);
		if (!pty_wrote(pty, proof->shows + 1))
			told(place, b, proof->shows);
	} else if (proof->shows[0] && strstr(before, proof->shows)) {
		told(place, b, "was there before");
	} else if (proof->shows[0]) {
		pty_expect(pty, proof->shows);
	}
	char *after = seen();
	if (strcmp(before, after) == 0 && proof->shows[0] != '~')
		told(place, b, "changes nothing");
	free(before);
	free(after);
}

static void redraws(const struct place *place)
{
	uint64_t before = pty_bytes(pty);
	pty_key(pty, "Ctrl-L");
	pty_settle(pty);
	if (pty_bytes(pty) - before < 400 || !at(place))
		fail_msg("Ctrl-L after \"%s\"", place->keys);
}

/* In tests of their own here, or (a run of papers stopped half way) in tui_print_test. */
static bool proved_elsewhere(enum action action)
{
	return action == ACT_NONE || action == ACT_QUIT || action == ACT_REDRAW || action == ACT_LOCK ||
		action == ACT_STOP;
}

static void all_of(const struct place *place)
{
	go_to(place);
	redraws(place);
	for (size_t i = 0; i < bindings_count; i++) {
		const struct binding *b = &bindings[i];
		if ((b->scopes & (unsigned)place->scope) && !proved_elsewhere(b->action))
			one(place, b);
	}
}

/* Neither of them is there; alarms that an officer may say are seen to. */
static void two_printers(void)
{
	FILE *config = fopen(office.config, "a");
	struct store *store = case_store();
	struct err err = ERR_INIT;
	assert_non_null(config);
	fputs("[printer Máy một]\ndestination = socket://127.0.0.1:9\n[printer Máy hai]\ndestination = socket://127.0.0.1:9\n"
		"forms = 07\n", config);
	fclose(config);
	assert_true(alarm_raise(store, "pin_wrong", "thu", NOW, &err));
	assert_true(alarm_raise(store, "pin_wrong", "vidu", NOW, &err));
	store_close(store);
}

/* Nineteen dossiers: two of them rejected, one waiting; papers in doubt. */
static int a_long_day(void **state)
{
	case_open(state);
	struct problem why = {.type = "invalid", .title = "Dữ liệu không hợp lệ", .status = 422,
		.detail = "Cần số điện thoại để báo tin."};
	pty = office_screen(&office, 24, 80, NULL);
	pty_key(pty, "Enter");
	pty_expect(pty, "● có mạng");
	for (int i = 0; i < 16; i++)
		case_take_in(pty, "Nguyễn Văn Thử");
	pty_type(pty, "Lê"); /* half a form, as a draft */
	pty_key(pty, "F8");
	office_central_stop(&office);
	for (int i = 0; i < 3; i++)
		case_take_in(pty, "Lê Thị Mẫu");
	case_quit(pty);
	case_reject(&why);
	case_reject(&why);
	case_doubt(16);
	two_printers();
	pty = office_screen(&office, 24, 80, NULL);
	pty_expect(pty, "SẮP ĐẾN HẠN");
	return 0;
}

static void every_key_does_what_is_said_of_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(places); i++)
		all_of(&places[i]);
	assert_int_equal(failed, 0);
}

/* From wherever one is. */
static void one_can_leave(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		go_to(&places[i]);
		pty_key(pty, "F10");
		assert_int_equal(pty_exit_status(pty), 0);
		pty_free(pty);
		pty = office_screen(&office, 24, 80, NULL);
	}
}

static void one_can_lock(void **state)
{
	(void)state;
	failed = 0;
	go_home();
	press_all("F12 @" PIN " Enter @" PIN " Enter");
	pty_expect(pty, "Đã đặt mã PIN");
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		if (places[i].scope == SCOPE_OFFICER)
			continue;
		go_to(&places[i]);
		press_all("F12");
		pty_expect(pty, behind_pin[0].shows);
	}
	for (size_t i = 0; i < ARRAY_LEN(behind_pin); i++)
		all_of(&behind_pin[i]);
	go_home();
	case_quit(pty);
	assert_int_equal(failed, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_key_does_what_is_said_of_it),
		cmocka_unit_test(one_can_leave),
		cmocka_unit_test(one_can_lock),
	};
	return cmocka_run_group_tests(tests, a_long_day, case_close);
}
