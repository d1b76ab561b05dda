#include "tui/bindings.h"

#include <stdio.h>
#include "base/str.h"
#include "i18n/lang.h"

#define FN(n) {KIND_FUNCTION, K_F##n}
#define ON(name) {KIND_FUNCTION, K_##name}
#define CTRL(c) {KIND_CTRL, c}
#define ALT(c) {KIND_ALT, c}
#define NO_KEY {KIND_NONE, 0}

enum {
	PAPER_LISTS = SCOPE_JOBS | SCOPE_PRINTERS | SCOPE_PRINT | SCOPE_PREVIEW,
	LISTS = SCOPE_OFFICER | SCOPE_HOME | SCOPE_DOSSIERS | SCOPE_QUEUE | SCOPE_MENU |
		SCOPE_CONDITION | PAPER_LISTS,
	ENDS = SCOPE_HOME | SCOPE_QUEUE | SCOPE_MENU | SCOPE_HELP | SCOPE_DETAIL | SCOPE_CONDITION |
		PAPER_LISTS, /* Home and End are the list's, not a field's */
	MAIN = SCOPE_HOME | SCOPE_DOSSIERS | SCOPE_DETAIL | SCOPE_QUEUE,
	BEYOND_HOME = SCOPE_INTAKE | SCOPE_DOSSIERS | SCOPE_DETAIL | SCOPE_QUEUE | SCOPE_HELP | SCOPE_MENU |
		SCOPE_CONDITION | SCOPE_PIN | SCOPE_NEW_PIN | PAPER_LISTS | SCOPE_FILL | SCOPE_PALETTE,
	CHOOSING = SCOPE_PRINT | SCOPE_FILL,
	ASKING = SCOPE_LOCK | SCOPE_PIN | SCOPE_NEW_PIN,
	TYPED_IN = SCOPE_INTAKE | SCOPE_FILL | SCOPE_DOSSIERS | SCOPE_OFFICER |
		SCOPE_PALETTE, /* have a field */
	ALL = 2 * SCOPE_LAST - 1,
};

/* The footer shows them in this order. */
const struct binding bindings[] = {
	{ALL & ~(SCOPE_HELP | SCOPE_MENU), FN(1), CTRL('G'), ACT_HELP, N_("Giúp"),
		N_("Các phím của màn hình đang mở."), NULL},
	{SCOPE_INTAKE, FN(9), CTRL('S'), ACT_SAVE, N_("Lưu và in"),
		N_("Tiếp nhận: lưu, lấy số, in giấy hẹn; phiếu trống lại ngay."), NULL},
	{SCOPE_DETAIL, FN(9), CTRL('S'), ACT_CORRECT, NULL,
		N_("Hồ sơ bị từ chối: mở vào phiếu để sửa; mã giữ nguyên."), NULL},
	{SCOPE_INTAKE, ON(TAB), NO_KEY, ACT_NEXT, N_("Ô kế"), N_("Sang ô kế tiếp."), NULL},
	{MAIN & ~SCOPE_DOSSIERS, FN(2), CTRL('N'), ACT_INTAKE, N_("Tiếp nhận"),
		N_("Mở phiếu tiếp nhận. Quét thẻ ở đâu cũng mở phiếu."), NULL},
	{MAIN & ~SCOPE_DOSSIERS & ~SCOPE_QUEUE, FN(3), CTRL('F'), ACT_SEARCH, N_("Tra cứu"),
		N_("Tìm hồ sơ đã nhận ở quầy này."), NULL},
	{SCOPE_QUEUE, FN(3), CTRL('F'), ACT_SEARCH, NULL, N_("Tìm hồ sơ đã nhận ở quầy này."), NULL},
	{MAIN & ~SCOPE_QUEUE & ~SCOPE_DOSSIERS, FN(4), CTRL('Q'), ACT_QUEUE, N_("Hàng đợi"),
		N_("Hồ sơ đang chờ gửi và hồ sơ bị từ chối."), NULL},
	{SCOPE_QUEUE, FN(5), CTRL('E'), ACT_RETRY, N_("Gửi lại"),
		N_("Đưa hồ sơ bị từ chối đang chọn, hoặc tất cả, về hàng đợi."), NULL},
	{SCOPE_QUEUE, FN(9), CTRL('S'), ACT_CORRECT, N_("Sửa"),
		N_("Hồ sơ bị từ chối: mở vào phiếu để sửa; mã giữ nguyên."), NULL},
	{SCOPE_QUEUE, FN(6), CTRL('O'), ACT_SEND, N_("Gửi ngay"),
		N_("Thử gửi tất cả ngay, không chờ đến lượt."), NULL},
	{SCOPE_QUEUE, FN(8), CTRL('U'), ACT_FILTER, N_("Lọc"),
		N_("Đổi bộ lọc: tất cả, chờ gửi, bị từ chối."), NULL},
	{SCOPE_DOSSIERS, FN(6), CTRL('O'), ACT_FILTER, N_("Lọc"),
		N_("Đổi bộ lọc: tất cả, chờ gửi, bị từ chối, gần hạn."), NULL},
	{MAIN & ~SCOPE_HOME, FN(7), CTRL('R'), ACT_PRINT, N_("In"),
		N_("Chọn giấy tờ để in; Enter ngay thì in lại giấy hẹn."), NULL},
	{SCOPE_HOME, FN(7), CTRL('R'), ACT_PRINT, NULL,
		N_("Chọn giấy tờ để in; Enter ngay thì in lại giấy hẹn."), NULL},
	{SCOPE_INTAKE, FN(7), CTRL('R'), ACT_PRINT, NULL,
		N_("In phiếu hướng dẫn của thủ tục đang chọn."), NULL},
	{SCOPE_HOME, FN(6), CTRL('O'), ACT_JOBS, N_("In"),
		N_("Giấy chưa in xong, máy in, sổ theo dõi."), NULL},
	{SCOPE_DETAIL, FN(6), CTRL('O'), ACT_JOBS, NULL,
		N_("Giấy chưa in xong, máy in, sổ theo dõi."), NULL},
	{SCOPE_JOBS, FN(5), CTRL('E'), ACT_CAME_OUT, N_("Có giấy"),
		N_("Ghi là giấy đã ra, khi máy không biết chắc."), NULL},
	{SCOPE_JOBS, FN(7), CTRL('R'), ACT_PRINT, N_("In lại"),
		N_("In, hoặc in lại; có thể đã ra một lần thì ghi BẢN SAO."), NULL},
	{SCOPE_JOBS, ON(DELETE), NO_KEY, ACT_DELETE, N_("Bỏ"),
		N_("Bỏ lệnh in; cần giấy thì in lại từ hồ sơ."), NULL},
	{SCOPE_JOBS, FN(8), CTRL('U'), ACT_PRINTERS, N_("Máy in"),
		N_("Các máy in: tình trạng, khổ giấy, mẫu in ở đó."), NULL},
	{SCOPE_JOBS, FN(9), CTRL('S'), ACT_LEDGER, N_("In sổ"),
		N_("In sổ theo dõi hồ sơ của một khoảng ngày."), NULL},
	{SCOPE_PRINTERS, FN(5), CTRL('E'), ACT_RETRY, N_("Xem lại"), N_("Hỏi lại các máy in."), NULL},
	{SCOPE_FILL, FN(9), CTRL('S'), ACT_SAVE, N_("In"), N_("In giấy này."), NULL},
	{SCOPE_PRINT, ON(ENTER), NO_KEY, ACT_ENTER, N_("In"),
		N_("In mẫu đang chọn; mẫu cần điền thì mở các ô để gõ."), NULL},
	{SCOPE_PRINT, FN(7), CTRL('R'), ACT_ENTER, NULL, N_("Cũng để in: F7 hai lần là in lại giấy hẹn."),
		NULL},
	{SCOPE_PRINT, FN(9), CTRL('S'), ACT_ENTER, NULL, N_("Cũng để in."), NULL},
	{SCOPE_FILL, ON(TAB), NO_KEY, ACT_NEXT, N_("Ô kế"), N_("Sang ô kế tiếp."), NULL},
	{SCOPE_FILL, ON(ENTER), NO_KEY, ACT_ENTER, NULL,
		N_("Sang ô kế tiếp; trong danh sách: thêm một dòng."), NULL},
	{CHOOSING, FN(3), CTRL('F'), ACT_PREVIEW, N_("Xem trước"),
		N_("Xem nội dung giấy trên màn hình trước khi in."), NULL},
	{SCOPE_PRINT, FN(6), CTRL('O'), ACT_PAPER, N_("Khổ giấy"), N_("Đổi khổ giấy."), NULL},
	{CHOOSING, FN(8), CTRL('U'), ACT_PRINTER, N_("Máy in"), N_("Đổi máy in, hoặc ra tệp PDF."), NULL},
	{SCOPE_PREVIEW, FN(9), CTRL('S'), ACT_SAVE, N_("In"), N_("In giấy này."), NULL},
	{SCOPE_PREVIEW, FN(6), CTRL('O'), ACT_TO_FILE, N_("Ra tệp PDF"),
		N_("Ghi giấy này thành tệp PDF; màn hình báo tệp ở đâu."), NULL},
	{SCOPE_DETAIL, FN(5), CTRL('E'), ACT_CAME_OUT, NULL,
		N_("Khi máy không biết giấy đã ra chưa: báo là đã có giấy."), NULL},
	{SCOPE_DETAIL, FN(8), CTRL('U'), ACT_COPY, N_("Chép"),
		N_("Chép thành phiếu mới: người nộp, thủ tục; giấy tờ tích lại."), NULL},
	{SCOPE_CONDITION, FN(6), CTRL('O'), ACT_SEND, N_("Gửi ngay"),
		N_("Thử nối và gửi ngay, không chờ đến lượt."), NULL},
	{SCOPE_CONDITION, FN(5), CTRL('E'), ACT_DISMISS, N_("Đã xử lý"),
		N_("Ghi là đã xử lý cảnh báo đang đánh dấu; giữ tên người ghi."), NULL},
	{SCOPE_HOME, FN(8), CTRL('U'), ACT_OFFICER, NULL, N_("Đổi ca: chọn người trực quầy khác."), NULL},
	{ASKING, ON(ENTER), NO_KEY, ACT_ENTER, N_("Xác nhận"), N_("Nhận mã PIN vừa gõ."), NULL},
	{SCOPE_LOCK, FN(8), CTRL('U'), ACT_OFFICER, N_("Người khác vào ca"),
		N_("Người khác vào ca; phiếu dở của người trước được giữ."),
		NULL},
	{SCOPE_LOCK | SCOPE_PIN, FN(5), CTRL('E'), ACT_FORGOT, N_("Quên mã PIN"),
		N_("Người phụ trách bảo lãnh bằng mã PIN của mình để đặt mã mới."), NULL},
	{SCOPE_OFFICER, FN(5), CTRL('E'), ACT_NEW_PIN, NULL,
		N_("Đặt hoặc đổi mã PIN của người đang trực."), NULL},
	{SCOPE_DOSSIERS, ON(INSERT), NO_KEY, ACT_MARK, N_("Tích"),
		N_("Đánh dấu hồ sơ để in nhiều hồ sơ một lần; lần nữa thì bỏ."), NULL},
	{SCOPE_DOSSIERS, NO_KEY, NO_KEY, ACT_NONE, NULL,
		N_("Cũng để đánh dấu, khi ô tìm trống hoặc sau một phím mũi tên."), N_("Phím cách")},
	{SCOPE_DOSSIERS, CTRL('A'), NO_KEY, ACT_MARK_ALL, NULL,
		N_("Đánh dấu tất cả hồ sơ của danh sách; lần nữa thì bỏ hết."), NULL},
	{SCOPE_DOSSIERS, ON(ENTER), NO_KEY, ACT_ENTER, N_("Mở"), N_("Mở hồ sơ đang đánh dấu."), NULL},
	{SCOPE_JOBS, ON(ENTER), NO_KEY, ACT_ENTER, NULL, N_("Mở hồ sơ đang đánh dấu."), NULL},
	{SCOPE_PALETTE, ON(ENTER), NO_KEY, ACT_ENTER, N_("Làm"), N_("Làm việc đang đánh dấu."), NULL},
	{SCOPE_OFFICER | SCOPE_MENU, ON(ENTER), NO_KEY, ACT_ENTER, N_("Chọn"),
		N_("Chọn dòng đang đánh dấu."), NULL},
	{SCOPE_HOME | SCOPE_INTAKE | SCOPE_QUEUE, ON(ENTER), NO_KEY, ACT_ENTER, NULL,
		N_("Mở dòng đang chọn; trong phiếu: nhận ô này, sang ô kế."), NULL},
	{SCOPE_MENU, ON(DELETE), NO_KEY, ACT_DELETE, NULL, N_("Bỏ dòng đang chọn, ở nơi bỏ được."), NULL},
	{TYPED_IN, ALT('T'), NO_KEY, ACT_TYPING, N_("Telex: bật"),
		N_("Đổi cách gõ tiếng Việt: Telex, VNI, tắt."), NULL},
	{SCOPE_INTAKE | SCOPE_OFFICER | SCOPE_PALETTE, ALT('R'), NO_KEY, ACT_RAW, N_("Phím gốc"),
		N_("Trả phím gốc của chữ bên trái con trỏ."), NULL},
	{ALL & ~(TYPED_IN | ASKING), ALT('T'), NO_KEY, ACT_TYPING, NULL,
		N_("Đổi cách gõ tiếng Việt: Telex, VNI, tắt."), NULL},
	{SCOPE_INTAKE, ON(ESC), NO_KEY, ACT_BACK, N_("Về"),
		N_("Về màn hình trước; phiếu dở được giữ thành bản nháp."), NULL},
	{SCOPE_OFFICER, ON(ESC), NO_KEY, ACT_BACK, NULL, N_("Về màn hình trước."), NULL},
	{BEYOND_HOME & ~SCOPE_INTAKE, ON(ESC), NO_KEY, ACT_BACK, N_("Về"), N_("Về màn hình trước."), NULL},
	/* Below the way out: in the footer where there is room left. */
	{TYPED_IN & ~(SCOPE_INTAKE | SCOPE_OFFICER | SCOPE_PALETTE), ALT('R'), NO_KEY, ACT_RAW, N_("Phím gốc"),
		N_("Trả phím gốc của chữ bên trái con trỏ."), NULL},
	{SCOPE_INTAKE, FN(6), CTRL('O'), ACT_DRAFTS, N_("Bản nháp"),
		N_("Bản nháp: các phiếu còn dở, mở lại hoặc bỏ."), NULL},
	{SCOPE_INTAKE, FN(8), CTRL('U'), ACT_FRESH, N_("Phiếu mới"),
		N_("Cất phiếu đang dở thành bản nháp và mở phiếu trống."), NULL},
	{SCOPE_DOSSIERS, FN(2), CTRL('N'), ACT_INTAKE, N_("Tiếp nhận"),
		N_("Mở phiếu tiếp nhận. Quét thẻ ở đâu cũng mở phiếu."), NULL},
	{SCOPE_DOSSIERS, FN(4), CTRL('Q'), ACT_QUEUE, N_("Hàng đợi"),
		N_("Hồ sơ đang chờ gửi và hồ sơ bị từ chối."), NULL},
	{SCOPE_FILL, FN(6), CTRL('O'), ACT_PAPER, N_("Khổ giấy"), N_("Đổi khổ giấy."), NULL},
	{SCOPE_HOME, CTRL('P'), NO_KEY, ACT_PALETTE, N_("Lệnh"),
		N_("Gõ việc muốn làm: lệnh, thủ tục, mã hồ sơ; Enter làm ngay."), NULL},
	{ALL & ~(ASKING | SCOPE_HOME), CTRL('P'), NO_KEY, ACT_PALETTE, NULL,
		N_("Gõ việc muốn làm: lệnh, thủ tục, mã hồ sơ; Enter làm ngay."), NULL},
	{ALL & ~(ASKING | SCOPE_OFFICER), FN(12), CTRL('K'), ACT_LOCK, NULL,
		N_("Khóa màn hình bằng mã PIN; máy vẫn in và gửi hồ sơ."), NULL},
	{ALL & ~(SCOPE_MENU | SCOPE_CONDITION | ASKING | SCOPE_PALETTE), FN(11), CTRL('T'), ACT_CONDITION, NULL,
		N_("Tình trạng mạng và các cảnh báo của máy này."), NULL},
	{SCOPE_HOME | SCOPE_OFFICER, FN(10), CTRL('X'), ACT_QUIT, N_("Thoát"),
		N_("Thoát. Hồ sơ chờ gửi còn nguyên, mở lại thì gửi tiếp."), NULL},
	{ALL & ~(SCOPE_HOME | SCOPE_OFFICER), FN(10), CTRL('X'), ACT_QUIT, NULL,
		N_("Thoát; phiếu dở được giữ thành bản nháp."), NULL},
	{SCOPE_INTAKE | SCOPE_FILL, ON(BACKTAB), NO_KEY, ACT_PREV, NULL, N_("Về ô trước."), NULL},
	{LISTS | SCOPE_PALETTE | SCOPE_INTAKE | SCOPE_HELP | SCOPE_DETAIL | SCOPE_FILL, ON(UP), NO_KEY, ACT_UP, NULL,
		N_("Lên một dòng; trong phiếu: ô phía trên."), NULL},
	{LISTS | SCOPE_PALETTE | SCOPE_INTAKE | SCOPE_HELP | SCOPE_DETAIL | SCOPE_FILL, ON(DOWN), NO_KEY, ACT_DOWN, NULL,
		N_("Xuống một dòng; trong phiếu: ô phía dưới."), NULL},
	{LISTS | SCOPE_PALETTE | SCOPE_INTAKE | SCOPE_HELP | SCOPE_DETAIL, ON(PGUP), NO_KEY, ACT_PAGE_UP, NULL,
		N_("Lên một trang."), NULL},
	{LISTS | SCOPE_PALETTE | SCOPE_INTAKE | SCOPE_HELP | SCOPE_DETAIL, ON(PGDN), NO_KEY, ACT_PAGE_DOWN, NULL,
		N_("Xuống một trang."), NULL},
	{ENDS, ON(HOME), NO_KEY, ACT_FIRST, NULL, N_("Về dòng đầu."), NULL},
	{ENDS, ON(END), NO_KEY, ACT_LAST, NULL, N_("Đến dòng cuối."), NULL},
	{SCOPE_INTAKE, NO_KEY, NO_KEY, ACT_NONE, NULL,
		N_("Vào danh sách gợi ý dưới ô; Enter lấy, Esc đóng."), N_("Mũi tên xuống")},
	{SCOPE_INTAKE, NO_KEY, NO_KEY, ACT_NONE, NULL,
		N_("Tích giấy tờ hoặc đổi lựa chọn ở ô đang đứng."), N_("Phím cách")},
	{SCOPE_INTAKE, NO_KEY, NO_KEY, ACT_NONE, NULL,
		N_("Số bản của giấy tờ; + - thêm, bớt; mũi tên ngang đổi cột."), "0-9"},
	{TYPED_IN, CTRL('Z'), NO_KEY, ACT_UNDO, NULL, N_("Hoàn lại chữ vừa gõ, vừa xóa hoặc vừa dán."), NULL},
	{TYPED_IN, CTRL('Y'), NO_KEY, ACT_REDO, NULL, N_("Làm lại điều vừa hoàn lại."), NULL},
	{TYPED_IN, ON(WORD_LEFT), ALT('B'), ACT_WORD_LEFT, NULL, N_("Sang trái một từ."), NULL},
	{TYPED_IN, ON(WORD_RIGHT), ALT('F'), ACT_WORD_RIGHT, NULL, N_("Sang phải một từ."), NULL},
	{TYPED_IN, CTRL('W'), NO_KEY, ACT_WORD_BACK, NULL, N_("Xóa từ bên trái con trỏ."), NULL},
	{SCOPE_HOME, ALT('G'), NO_KEY, ACT_TOUR, NULL,
		N_("Giới thiệu trong một trang, như trước ca đầu tiên."), NULL},
	{SCOPE_TOUR, ON(ENTER), NO_KEY, ACT_ENTER, N_("Vào việc"), N_("Vào việc."), NULL},
	{ALL & ~ASKING, CTRL('C'), NO_KEY, ACT_STOP, NULL,
		N_("Dừng in hàng loạt sau giấy đang in; số còn lại không in."), NULL},
	{ALL, CTRL('L'), NO_KEY, ACT_REDRAW, NULL, N_("Vẽ lại màn hình khi bị viết đè."),
		NULL},
};

const size_t bindings_count = sizeof(bindings) / sizeof(bindings[0]);

const struct scope_name scope_names[] = {
	{SCOPE_HOME, N_("Màn hình đầu")},
	{SCOPE_INTAKE, N_("Phiếu tiếp nhận")},
	{SCOPE_DOSSIERS, N_("Tra cứu hồ sơ")},
	{SCOPE_DETAIL, N_("Một hồ sơ")},
	{SCOPE_QUEUE, N_("Hàng đợi")},
	{SCOPE_PRINT, N_("In: chọn mẫu")},
	{SCOPE_FILL, N_("In: điền mẫu")},
	{SCOPE_PREVIEW, N_("In: xem trước")},
	{SCOPE_JOBS, N_("Giấy chưa xong")},
	{SCOPE_PRINTERS, N_("Máy in")},
	{SCOPE_CONDITION, N_("Tình trạng máy")},
	{SCOPE_PALETTE, N_("Bảng lệnh")},
	{SCOPE_TOUR, N_("Giới thiệu")},
	{SCOPE_MENU, N_("Danh sách để chọn")},
	{SCOPE_HELP, N_("Trợ giúp")},
	{SCOPE_OFFICER, N_("Ai trực quầy")},
	{SCOPE_LOCK, N_("Màn hình đang khóa")},
	{SCOPE_PIN, N_("Hỏi mã PIN")},
	{SCOPE_NEW_PIN, N_("Đặt mã PIN")},
};
const size_t scope_names_count = sizeof(scope_names) / sizeof(scope_names[0]);

/* With Alt the letter counts, not its case. */
static bool is_key(struct key bound, struct key key)
{
	if (key.kind == KIND_ALT && key.code >= 'a' && key.code <= 'z')
		key.code -= 'a' - 'A';
	return key_eq(bound, key);
}

enum action bindings_find(enum scope scope, struct key key)
{
	if (key.kind == KIND_NONE || key.kind == KIND_CHAR)
		return ACT_NONE;
	for (size_t i = 0; i < bindings_count; i++) {
		const struct binding *b = &bindings[i];
		if ((b->scopes & scope) && (is_key(b->key, key) || is_key(b->second, key)))
			return b->action;
	}
	return ACT_NONE;
}

void binding_keys(const struct binding *b, char *out, size_t size)
{
	char first[KEY_NAME_SIZE], second[KEY_NAME_SIZE];
	if (b->shown) {
		str_copy(out, size, b->shown);
		return;
	}
	key_label(b->key, first);
	key_label(b->second, second);
	snprintf(out, size, "%s%s%s", first, second[0] ? ", " : "", second);
}
