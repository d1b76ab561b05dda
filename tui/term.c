#include "tui/term.h"

#include <curses.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"

#define ESCAPE_WAIT_MS 25
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
/* Codes for the marks around a paste and keys curses has no name for. Above KEY_MAX curses numbers the keys
 * that a terminal's description adds (kDC5 …): far from those. */
enum { CODE_PASTE_BEGIN = KEY_MAX + 0x1000, CODE_PASTE_END, CODE_WORD_LEFT, CODE_WORD_RIGHT, CODE_BACKTAB };

static struct {
	bool on;
	bool plain;                 /* a console font without signs */
	SCREEN *screen;
	attr_t attr[STYLE_COUNT];
	short pair[STYLE_COUNT];
	int cursor_row, cursor_col;
	struct utf8_feed feed;
	int again;                  /* a byte to be fed once more, -1 none */
	struct key waiting;         /* read after an Esc, and not Alt with a letter */
	struct buf paste;
	bool pasting;
	struct termios saved;
	char restore[256];          /* what term_restore writes */
	size_t restore_len;
} term = {.again = -1};

/* ---- leaving in a hurry */

void term_restore(void)
{
	if (!term.on)
		return;
	term.on = false;
	size_t done = 0;
	while (done < term.restore_len) {
		ssize_t n = write(STDOUT_FILENO, term.restore + done, term.restore_len - done);
		if (n <= 0)
			break;
		done += (size_t)n;
	}
	tcsetattr(STDIN_FILENO, TCSANOW, &term.saved);
}

/* A capability without its $<delays>. */
static void keep(const char *name)
{
	const char *s = tigetstr(name);
	if (!s || s == (char *)-1)
		return;
	while (*s && term.restore_len < sizeof(term.restore) - 16) {
		if (s[0] == '$' && s[1] == '<') {
			const char *end = strchr(s, '>');
			if (end) {
				s = end + 1;
				continue;
			}
		}
		term.restore[term.restore_len++] = *s++;
	}
}

static void prepare_restore(void)
{
	term.restore_len = 0;
	memcpy(term.restore, PASTE_OFF, sizeof(PASTE_OFF) - 1);
	term.restore_len = sizeof(PASTE_OFF) - 1;
	static const char *const caps[] = {"sgr0", "op", "cnorm", "rmkx", "rmcup"};
	for (size_t i = 0; i < ARRAY_LEN(caps); i++)
		keep(caps[i]);
}

/* ---- start and stop */

static const struct look {
	attr_t mono, colour; /* attributes without and with colours */
	short dark, light;   /* colours on such a background; -1: the terminal's own */
} looks[STYLE_COUNT] = {
	[STYLE_TEXT] = {A_NORMAL, A_NORMAL, -1, -1},
	[STYLE_TITLE] = {A_BOLD, A_BOLD, -1, -1},
	[STYLE_LABEL] = {A_NORMAL, A_NORMAL, COLOR_CYAN, COLOR_BLUE},
	[STYLE_QUIET] = {A_DIM, A_DIM, -1, -1},
	[STYLE_FIELD] = {A_NORMAL, A_NORMAL, -1, -1},
	[STYLE_FOCUS] = {A_UNDERLINE | A_BOLD, A_UNDERLINE | A_BOLD, -1, -1},
	[STYLE_SELECTED] = {A_REVERSE, A_REVERSE, -1, -1},
	[STYLE_KEY] = {A_BOLD, A_BOLD, COLOR_CYAN, COLOR_BLUE},
	[STYLE_GOOD] = {A_BOLD, A_BOLD, COLOR_GREEN, COLOR_BLUE},
	[STYLE_WARN] = {A_BOLD, A_BOLD, COLOR_YELLOW, COLOR_MAGENTA},
	[STYLE_BAD] = {A_BOLD | A_REVERSE, A_BOLD, COLOR_RED, COLOR_RED},
};

/* COLORFGBG, "15;0" or "0;default;15": the background, last, is white or another bright colour. */
static bool is_light(void)
{
	const char *colours = getenv("COLORFGBG"), *last = colours ? strrchr(colours, ';') : NULL;
	int64_t background;
	return last && str_to_int(last + 1, 0, 15, &background) && (background == 7 || background > 8);
}

/* The Linux console underlines with a colour, which an empty field does not show; and where its font has
 * 512 signs, so that all of Vietnamese is there, dim letters are black and bold ones not bright. */
static attr_t on_console(attr_t attr)
{
	if (attr & A_UNDERLINE)
		attr |= A_REVERSE;
	return attr & ~(A_UNDERLINE | A_DIM);
}

static void prepare_styles(void)
{
	const char *no_color = getenv("NO_COLOR");
	bool colours = has_colors() && !(no_color && no_color[0]) && start_color() == OK &&
		use_default_colors() == OK;
	for (int i = 0; i < STYLE_COUNT; i++) {
		attr_t attr = colours ? looks[i].colour : looks[i].mono;
		short fg = is_light() ? looks[i].light : looks[i].dark;
		term.attr[i] = term.plain ? on_console(attr) : attr;
		term.pair[i] = 0;
		if (colours && fg >= 0) {
			term.pair[i] = (short)i;
			init_pair((short)i, fg, -1);
		}
	}
}

static bool refuse(struct err *err, const char *name)
{
	return err_set(err, ERR_UNAVAILABLE,
		_("Không vẽ được màn hình trong cửa sổ này (TERM=%s). Hãy mở motcua trong một cửa sổ dòng "
		  "lệnh khác, hoặc dùng các lệnh: motcua help"), name && name[0] ? name : _("chưa đặt"));
}

static bool terminal_fits(struct err *err)
{
	const char *name = getenv("TERM");
	int status;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(err, ERR_UNAVAILABLE,
			_("Màn hình làm việc cần một cửa sổ dòng lệnh; không có thì dùng các lệnh: motcua "
			  "help"));
	if (!name || !name[0] || setupterm(name, STDOUT_FILENO, &status) != OK)
		return refuse(err, name);
	const char *move_cursor = tigetstr("cup");
	bool moves = move_cursor && move_cursor != (char *)-1;
	del_curterm(cur_term); /* newterm makes its own */
	return moves || refuse(err, name);
}

/* What terminals send whatever TERM says of them: PuTTY's F1, arrows of either mode. */
static void define_common_keys(void)
{
	static const struct {
		const char *bytes;
		int code;
	} keys[] = {
		{"\033[A", KEY_UP}, {"\033[B", KEY_DOWN}, {"\033[C", KEY_RIGHT}, {"\033[D", KEY_LEFT},
		{"\033OA", KEY_UP}, {"\033OB", KEY_DOWN}, {"\033OC", KEY_RIGHT}, {"\033OD", KEY_LEFT},
		{"\033[H", KEY_HOME}, {"\033[F", KEY_END}, {"\033OH", KEY_HOME}, {"\033OF", KEY_END},
		{"\033[1~", KEY_HOME}, {"\033[4~", KEY_END}, {"\033OP", KEY_F(1)}, {"\033OQ", KEY_F(2)},
		{"\033OR", KEY_F(3)}, {"\033OS", KEY_F(4)}, {"\033[11~", KEY_F(1)}, {"\033[12~", KEY_F(2)},
		{"\033[13~", KEY_F(3)}, {"\033[14~", KEY_F(4)}, {"\033[Z", CODE_BACKTAB},
		{"\033[1;5D", CODE_WORD_LEFT}, {"\033[1;5C", CODE_WORD_RIGHT}, {"\033[5D", CODE_WORD_LEFT},
		{"\033[5C", CODE_WORD_RIGHT}, {"\033Od", CODE_WORD_LEFT}, {"\033Oc", CODE_WORD_RIGHT},
		{"\033[200~", CODE_PASTE_BEGIN}, {"\033[201~", CODE_PASTE_END},
	};
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		define_key(keys[i].bytes, keys[i].code);
}

static void send(const char *bytes)
{
	fputs(bytes, stdout);
	fflush(stdout);
}

bool term_start(struct err *err)
{
	if (!terminal_fits(err))
		return false;
	tcgetattr(STDIN_FILENO, &term.saved);
	term.screen = newterm(NULL, stdout, stdin);
	if (!term.screen)
		return refuse(err, getenv("TERM"));
	prepare_restore();
	term.plain = str_starts(getenv("TERM"), "linux");
	typeahead(-1);
	set_escdelay(ESCAPE_WAIT_MS);
	raw();
	noecho();
	nonl();
	meta(stdscr, TRUE);
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	define_common_keys();
	prepare_styles();
	buf_init(&term.paste, TERM_PASTE_MAX);
	term.feed = (struct utf8_feed){0};
	term.on = true;
	send(PASTE_ON);
	return true;
}

void term_stop(void)
{
	if (!term.screen)
		return;
	if (term.on) {
		send(PASTE_OFF);
		curs_set(1);
		endwin();
		term.on = false;
	}
	delscreen(term.screen);
	term.screen = NULL;
	buf_clear(&term.paste);
	term.pasting = false;
}

int term_rows(void)
{
	return LINES;
}

int term_cols(void)
{
	return COLS;
}

void term_resize(void)
{
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
		resize_term(size.ws_row, size.ws_col);
	clearok(curscr, TRUE);
}

void term_redraw(void)
{
	clearok(curscr, TRUE);
}

/* ---- keys */

static const struct {
	int curses, code;
} functions[] = {
	{KEY_ENTER, K_ENTER}, {KEY_BTAB, K_BACKTAB}, {CODE_BACKTAB, K_BACKTAB},
	{KEY_BACKSPACE, K_BACKSPACE}, {KEY_DC, K_DELETE}, {KEY_IC, K_INSERT}, {KEY_UP, K_UP},
	{KEY_DOWN, K_DOWN}, {KEY_LEFT, K_LEFT}, {KEY_RIGHT, K_RIGHT}, {KEY_HOME, K_HOME},
	{KEY_FIND, K_HOME}, {KEY_END, K_END}, {KEY_SELECT, K_END}, {KEY_PPAGE, K_PGUP},
	{KEY_NPAGE, K_PGDN}, {CODE_WORD_LEFT, K_WORD_LEFT}, {CODE_WORD_RIGHT, K_WORD_RIGHT},
};

static struct key function_key(int curses)
{
	struct key key = {KIND_FUNCTION, K_OTHER};
	if (curses >= KEY_F(1) && curses <= KEY_F(12))
		key.code = K_F1 + curses - KEY_F(1);
	for (size_t i = 0; i < ARRAY_LEN(functions); i++)
		if (functions[i].curses == curses)
			key.code = functions[i].code;
	return key;
}

static struct key control_key(int byte)
{
	switch (byte) {
	case '\r':
		return (struct key){KIND_FUNCTION, K_ENTER};
	case '\n':
		return (struct key){KIND_FUNCTION, K_LINEFEED};
	case '\t':
		return (struct key){KIND_FUNCTION, K_TAB};
	case 27:
		return (struct key){KIND_FUNCTION, K_ESC};
	case 8:
	case 127:
		return (struct key){KIND_FUNCTION, K_BACKSPACE};
	case 0:
		return (struct key){KIND_FUNCTION, K_OTHER};
	default:
		return (struct key){KIND_CTRL, byte + '@'};
	}
}

/* Everything between the marks is text: a function key in there was an escape sequence. */
static bool gather_paste(int c, struct key *key)
{
	if (c == CODE_PASTE_END) {
		term.pasting = false;
		*key = (struct key){KIND_PASTE, 0};
		return true;
	}
	if (c >= 0 && c < 256)
		buf_char(&term.paste, (char)c);
	return false;
}

static bool byte_key(int byte, struct key *key)
{
	int code;
	bool again;
	int got = utf8_feed(&term.feed, (unsigned char)byte, &code, &again);
	if (again)
		term.again = byte;
	if (got <= 0)
		return false;
	*key = code < 32 || code == 127 ? control_key(code) : (struct key){KIND_CHAR, code};
	return true;
}

/* One key, an Esc by itself included. */
static bool single_key(struct key *key)
{
	for (;;) {
		int c = term.again >= 0 ? term.again : getch();
		term.again = -1;
		if (c == ERR)
			return false;
		if (c == CODE_PASTE_BEGIN) {
			buf_clear(&term.paste);
			buf_init(&term.paste, TERM_PASTE_MAX);
			term.pasting = true;
		} else if (term.pasting) {
			if (gather_paste(c, key))
				return true;
		} else if (c >= 256) {
			*key = function_key(c);
			return true;
		} else if (byte_key(c, key)) {
			return true;
		}
	}
}

/* The rest of a key nobody knows ("[1;5C"): not Esc, and not letters for a field. */
static struct key unknown_key(void)
{
	struct key key;
	while (single_key(&key) && key.kind == KIND_CHAR && (key.code < 0x40 || key.code > 0x7e))
		;
	return (struct key){KIND_FUNCTION, K_OTHER};
}

bool term_next(struct key *key)
{
	if (term.waiting.kind != KIND_NONE) {
		*key = term.waiting;
		term.waiting.kind = KIND_NONE;
		return true;
	}
	if (!single_key(key))
		return false;
	if (key_eq(*key, (struct key){KIND_FUNCTION, K_ESC}) && single_key(&term.waiting)) {
		if (key_eq(term.waiting, (struct key){KIND_CHAR, '['})) {
			term.waiting.kind = KIND_NONE;
			*key = unknown_key();
		} else if (term.waiting.kind == KIND_CHAR) {
			*key = (struct key){KIND_ALT, term.waiting.code};
			term.waiting.kind = KIND_NONE;
		}
	}
	return true;
}

const struct buf *term_paste(void)
{
	return &term.paste;
}

bool term_paste_open(void)
{
	return term.pasting;
}

void term_paste_close(void)
{
	term.pasting = false;
	term.waiting = (struct key){KIND_PASTE, 0};
}

bool term_hung_up(void)
{
	struct pollfd fd = {.fd = STDIN_FILENO, .events = POLLIN};
	int waiting = 0;
	return poll(&fd, 1, 0) > 0 &&
		((fd.revents & (POLLHUP | POLLERR | POLLNVAL)) ||
		 (ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0 && waiting == 0));
}

/* ---- drawing */

static const struct {
	const char *full, *plain;
} glyphs[GLYPH_COUNT] = {
	[GLYPH_OK] = {"✓", "*"}, [GLYPH_BAD] = {"✗", "!"}, [GLYPH_LINK_UP] = {"●", "+"},
	[GLYPH_LINK_DOWN] = {"○", "-"}, [GLYPH_CHOSEN] = {"•", "*"},
};

const char *term_glyph(enum glyph glyph)
{
	return term.plain ? glyphs[glyph].plain : glyphs[glyph].full;
}

const char *term_bar(int height)
{
	static const char *const full[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	static const char *const plain[] = {" ", ".", ".", ":", ":", "|", "|", "#", "#"};
	if (height < 0 || height > 8)
		height = height < 0 ? 0 : 8;
	return term.plain ? plain[height] : full[height];
}

void term_erase(void)
{
	erase();
	term.cursor_row = term.cursor_col = 0;
}

static void use_style(enum style style)
{
	attr_set(term.attr[style], term.pair[style], NULL);
}

/* How wide curses will think these bytes are; -1 when it cannot draw them. */
static int curses_width(const char *s, size_t len)
{
	int width = 0;
	mbstate_t state = {0};
	while (len > 0) {
		wchar_t wc;
		size_t n = mbrtowc(&wc, s, len, &state);
		if (n == 0 || n > len)
			return -1;
		int w = wcwidth(wc);
		if (w < 0)
			return -1;
		width += w;
		s += n;
		len -= n;
	}
	return width;
}

static int put_cells(int row, int col, const char *text, enum style style)
{
	use_style(style);
	for (size_t n; (n = text_next(text)) > 0; text += n) {
		int width = text_width_n(text, n);
		if (col + width > COLS)
			break;
		if (width > 0 && curses_width(text, n) == width)
			mvaddnstr(row, col, text, (int)n);
		else
			for (int i = 0; i < width; i++)
				mvaddch(row, col + i, i ? ' ' : '?');
		col += width;
	}
	use_style(STYLE_TEXT);
	return col;
}

int term_put(int row, int col, const char *text, enum style style)
{
	int room = COLS - col;
	if (row < 0 || row >= LINES || col < 0 || room <= 0)
		return col;
	if (strlen(text) <= (size_t)room || text_width(text) <= room) /* no cell without a byte */
		return put_cells(row, col, text, style);
	struct buf line;
	buf_init(&line, 8192);
	text_fit(text, room, TEXT_LEFT, &line);
	col = put_cells(row, col, buf_str(&line), style);
	buf_clear(&line);
	return col;
}

void term_put_fit(int row, int col, int cols, const char *text, enum text_align align,
	enum style style)
{
	if (cols <= 0)
		return;
	struct buf line;
	buf_init(&line, 8192);
	text_fit(text, cols, align, &line);
	term_put(row, col, buf_str(&line), style);
	buf_clear(&line);
}

void term_fill(int row, int col, int cols, const char *one_cell, enum style style)
{
	for (int i = 0; i < cols; i++)
		term_put(row, col + i, one_cell, style);
}

void term_box(int row, int col, int rows, int cols, enum style style)
{
	for (int r = 0; r < rows; r++) {
		bool edge = r == 0 || r == rows - 1;
		term_put(row + r, col, r == 0 ? "┌" : edge ? "└" : "│", style);
		term_fill(row + r, col + 1, cols - 2, edge ? "─" : " ", edge ? style : STYLE_TEXT);
		term_put(row + r, col + cols - 1, r == 0 ? "┐" : edge ? "┘" : "│", style);
	}
}

void term_cursor(int row, int col)
{
	term.cursor_row = row;
	term.cursor_col = col;
}

void term_paint(void)
{
	move(term.cursor_row < LINES ? term.cursor_row : LINES - 1,
		term.cursor_col < COLS ? term.cursor_col : COLS - 1);
	refresh();
}
