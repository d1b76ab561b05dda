/* What matters, on one screen: shown to each officer once, before the first shift here. */
#include <stdlib.h>
#include "base/mem.h"
#include "i18n/lang.h"
#include "tui/frame.h"
#include "tui/screens.h"
#include "tui/state.h"

enum { MARGIN_COLS = 3, KEY_COLS = 8, INTRO_ROWS = 2, BOX_ROWS = 4 /* frame and blank lines */ };

static const struct {
	enum action action;
	enum scope scope; /* whose key it is */
	const char *words;
} lines[] = {
	{ACT_INTAKE, SCOPE_HOME, N_("Tiếp nhận. Quét thẻ căn cước ở màn hình nào cũng mở phiếu.")},
	{ACT_SAVE, SCOPE_INTAKE, N_("Trong phiếu: lưu, cấp số, in giấy hẹn.")},
	{ACT_BACK, SCOPE_INTAKE, N_("Rời phiếu; phiếu gõ dở được giữ, F2 rồi F6 mở lại.")},
	{ACT_QUEUE, SCOPE_HOME, N_("Hồ sơ chờ gửi, bị từ chối. Có mạng lại, máy tự gửi.")},
	{ACT_JOBS, SCOPE_HOME, N_("Giấy chưa ra. Còn chữ CHƯA IN là còn giấy phải xem.")},
	{ACT_LOCK, SCOPE_HOME, N_("Khóa màn hình khi rời quầy.")},
	{ACT_PALETTE, SCOPE_HOME, N_("Gõ việc muốn làm, không cần nhớ phím.")},
	{ACT_HELP, SCOPE_HOME, N_("Các phím của màn hình đang mở.")},
};

static void tour_title(const struct screen *self, int cols, char *out, size_t size)
{
	(void)self;
	(void)cols;
	if (size > 0)
		out[0] = '\0';
}

static void key_of(size_t i, char out[KEY_NAME_SIZE])
{
	out[0] = '\0';
	for (size_t k = bindings_count; k-- > 0;)
		if (bindings[k].action == lines[i].action && (bindings[k].scopes & lines[i].scope))
			key_label(bindings[k].key, out);
}

static void tour_draw(const struct screen *self, struct area body)
{
	(void)self;
	int rows = (int)ARRAY_LEN(lines) + INTRO_ROWS + BOX_ROWS, cols = body.cols - 2 * MARGIN_COLS;
	int row = body.row + (body.rows - rows) / 2, col = body.col + MARGIN_COLS;
	term_box(row, col, rows, cols, STYLE_QUIET);
	int end = term_put(row, col + 2, " ", STYLE_TEXT);
	end = term_put(row, end, _("TRƯỚC CA ĐẦU TIÊN"), STYLE_TITLE);
	term_put(row, end, " ", STYLE_TEXT);
	draw_wrapped(row + 1, col + 2, INTRO_ROWS, cols - 4, _("Thấy “Đã tiếp nhận” là hồ sơ đã nằm trên đĩa máy này, có số "
		"chính thức: mất mạng, mất điện vẫn còn. Mất mạng vẫn làm như thường."), STYLE_TEXT);
	row += INTRO_ROWS + 2;
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		char key[KEY_NAME_SIZE];
		key_of(i, key);
		term_put_fit(row + (int)i, col + 2, KEY_COLS - 1, key, TEXT_LEFT, STYLE_KEY);
		term_put_fit(row + (int)i, col + 2 + KEY_COLS, cols - KEY_COLS - 4, _(lines[i].words), TEXT_LEFT,
			STYLE_TEXT);
	}
	term_cursor(row, col + 2);
}

/* Enter and Esc go on; any other key but letters was meant for what lies below. What a scanner types goes
 * its own way. */
static bool tour_key(struct screen *self, struct key key, enum action action)
{
	struct ui *ui = self->ui;
	if (key.kind == KIND_CHAR || key.kind == KIND_PASTE)
		return true;
	ui_pop(ui);
	if (action != ACT_ENTER && action != ACT_BACK)
		ui_press(ui, key);
	return true;
}

static void tour_free(struct screen *self)
{
	free(self);
}

static const struct screen_ops tour_ops = {
	.scope = SCOPE_TOUR,
	.dialog = true,
	.title = tour_title,
	.draw = tour_draw,
	.key = tour_key,
	.free = tour_free,
};

struct screen *screen_tour_new(struct ui *ui)
{
	struct screen *screen = xcalloc(1, sizeof(*screen));
	*screen = (struct screen){&tour_ops, ui};
	return screen;
}
