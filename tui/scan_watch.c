#include "tui/scan_watch.h"

#include <string.h>
#include "base/clock.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "net/loop.h"
#include "tui/scanned.h"

void scan_watch_init(struct scan_watch *w, struct ui *ui)
{
	*w = (struct scan_watch){.ui = ui};
	scan_init(&w->scan);
}

void scan_watch_clear(struct scan_watch *w)
{
	if (w->silence)
		loop_cancel(w->ui->env->loop, w->silence);
	w->silence = NULL;
	scan_clear(&w->scan);
}

/* ---- giving back */

static bool is_there(const struct ui *ui, const struct screen *screen)
{
	for (size_t i = 0; i < ui->depth; i++)
		if (ui->stack[i] == screen)
			return true;
	return false;
}

/* So many bytes of the run were a person's: they are typed again. */
static void type_again(struct ui *ui, const char *bytes, size_t len)
{
	struct utf8_feed feed = {0};
	int code;
	bool again;
	for (size_t i = 0; i < len; i++) {
		if (utf8_feed(&feed, (unsigned char)bytes[i], &code, &again) > 0 && code >= ' ')
			ui_press(ui, (struct key){KIND_CHAR, code});
	}
}

/* What was typed before is given back only where the screen remembers what it had before that. */
static void give_back(struct scan_watch *w, size_t before)
{
	struct ui *ui = w->ui;
	if (!is_there(ui, w->marked))
		return;
	while (ui_top(ui) != w->marked)
		ui_pop(ui);
	struct screen *top = w->marked;
	if (top->ops->unscan) {
		top->ops->unscan(top);
	} else if (w->field && w->field == screen_field(top)) {
		field_give_back(w->field, &w->before);
		if (top->ops->edited)
			top->ops->edited(top);
	}
	if (top->ops->mark || w->field)
		type_again(ui, scan_run(&w->scan), before);
}

/* ---- what becomes of it */

static void done(struct scan_watch *w)
{
	struct buf text;
	enum scanned_kind kind = scan_kind(&w->scan);
	buf_init(&text, SCANNED_MAX);
	buf_str_add(&text, scan_text(&w->scan));
	give_back(w, scan_before(&w->scan));
	scan_reset(&w->scan);
	ui_scanned(w->ui, kind, buf_str(&text), SCANNED_BY_KEYS);
	buf_clear(&text);
}

static void refused(struct scan_watch *w, const char *text)
{
	give_back(w, scan_before(&w->scan));
	scan_reset(&w->scan);
	ui_say(w->ui, STYLE_WARN, "%s", text);
}

static void unknown(struct scan_watch *w)
{
	give_back(w, 0);
	scan_reset(&w->scan);
	ui_scanned(w->ui, SCANNED_NONE, "", SCANNED_BY_KEYS);
}

static void begin(struct scan_watch *w)
{
	struct screen *top = ui_top(w->ui);
	w->marked = top;
	w->field = top->ops->mark ? NULL : screen_field(top);
	if (top->ops->mark)
		top->ops->mark(top);
	else if (w->field)
		field_mark(w->field, &w->before);
}

static bool at_field(const struct scan_watch *w)
{
	struct screen *top = ui_top(w->ui);
	return top->ops->takes ? top->ops->takes(top, scan_run(&w->scan)) : screen_field(top) != NULL;
}

bool scan_watch_key(struct scan_watch *w, struct key key)
{
	/* what was typed on another screen is over */
	if (w->scan.characters > 0 && ui_top(w->ui) != w->marked)
		scan_reset(&w->scan);
	switch (scan_feed(&w->scan, key, clock_mono_ms(), at_field(w))) {
	case SCAN_BEGINS:
		begin(w);
		return false;
	case SCAN_DROP:
		return true;
	case SCAN_DONE:
		done(w);
		return true;
	case SCAN_SPOILT:
		refused(w, _("Nội dung quét có ký tự điều khiển nên không dùng được. Hãy quét lại."));
		return true;
	case SCAN_CUT:
		refused(w, _("Quét thiếu một phần. Hãy quét lại."));
		return true;
	case SCAN_UNKNOWN:
		unknown(w);
		return true;
	case SCAN_BROKEN:
		refused(w, _("Lần quét trước dở dang nên đã bỏ. Hãy quét lại."));
		return false;
	default:
		if (key.kind != KIND_CHAR)
			scan_reset(&w->scan);
		return false;
	}
}

/* ---- keys among digits */

size_t scan_watch_held(struct scan_watch *w, struct key keys[SCAN_HOLD_MAX])
{
	size_t n = w->hold.n;
	memcpy(keys, w->hold.keys, n * sizeof(keys[0]));
	w->hold.n = 0;
	return n;
}

/* They came with a scan: it is spoilt, as by any key in its text. */
static void drop_held(struct scan_watch *w)
{
	struct key keys[SCAN_HOLD_MAX];
	size_t n = scan_watch_held(w, keys);
	for (size_t i = 0; i < n; i++)
		if (keys[i].kind == KIND_CHAR)
			(void)scan_feed(&w->scan, keys[i], clock_mono_ms(), at_field(w));
	w->scan.spoilt = true;
}

bool scan_watch_holds(struct scan_watch *w, struct key key)
{
	enum scan_hold_result r = scan_hold_feed(&w->hold, &w->scan, key, clock_mono_ms());
	if (r == HOLD_SCAN)
		drop_held(w);
	return r == HOLD_KEPT;
}

static void on_silence(void *user)
{
	struct scan_watch *w = user;
	w->silence = NULL;
	if (!scan_waits(&w->scan))
		return;
	scan_silence(&w->scan, clock_mono_ms());
	done(w);
	w->ui->dirty = true;
}

void scan_watch_rest(struct scan_watch *w)
{
	if (w->silence)
		loop_cancel(w->ui->env->loop, w->silence);
	w->silence = scan_waits(&w->scan) ?
		loop_timer(w->ui->env->loop, SCAN_SILENCE_MS, on_silence, w) : NULL;
}

/* ---- pastes */

bool scan_watch_paste(struct scan_watch *w, const char *bytes)
{
	const char *start;
	enum scanned_kind kind = scanned_find(bytes, &start);
	scan_reset(&w->scan);
	/* a table with bars in it is text; so is an address or a number where there is a field */
	if (kind == SCANNED_NONE || (kind == SCANNED_CARD ? *start == '|' : ui_top(w->ui)->ops->paste != NULL))
		return false;
	ui_scanned(w->ui, kind, start, SCANNED_BY_PASTE);
	return true;
}
