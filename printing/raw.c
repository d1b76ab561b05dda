#include "printing/raw.h"

#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "printing/raw_way.h"

#define ASK_AGAIN_MS 500 /* the state of a printer that stands still or is at work */
#define STEP_MS 50

const struct raw_limits raw_limits_usual = {
	.connect = 5000, .answer = 600, .stall = 3000, .patience = 10 * 60 * 1000, .finish = 5000,
};

struct run {
	struct raw_way way;
	const struct raw_limits *limits;
	const struct raw_watch *watch;
	struct raw_outcome *out;
	enum trouble told;  /* what the officer was told last */
	bool interrupted;   /* it stood still with our bytes in it */
	size_t given;       /* bytes of the document that have left us */
};

static bool end(struct run *r, enum raw_end how, enum trouble t, const char *why)
{
	r->out->end = how;
	r->out->trouble = t;
	str_copy(r->out->why, sizeof(r->out->why), why);
	return false;
}

static void tell(struct run *r, enum trouble t)
{
	if (t == r->told)
		return;
	r->told = t;
	if (t == TROUBLE_NONE)
		r->watch->printing(r->watch->user);
	else
		r->watch->waiting(r->watch->user, t);
}

/* ---- before: is it ready? */

/* Waits until the printer says that it can print; at once where it never says anything. */
static bool wait_ready(struct run *r)
{
	int64_t until = clock_mono_ms() + r->limits->patience;
	enum trouble t;

	for (;;) {
		enum raw_wait w = raw_ask(&r->way, r->limits->answer, &t);
		if (w == RAW_STOP)
			return end(r, RAW_STOPPED, TROUBLE_NONE, "");
		if (w == RAW_BROKEN || (w == RAW_TIMEOUT && r->way.two_way))
			return end(r, RAW_NOTHING, TROUBLE_AWAY, "");
		if (w == RAW_TIMEOUT || t == TROUBLE_NONE)
			return true;
		if (clock_mono_ms() > until)
			return end(r, RAW_NOTHING, t, "");
		tell(r, t);
		w = raw_rest(&r->way, ASK_AGAIN_MS);
		if (w == RAW_STOP)
			return end(r, RAW_STOPPED, TROUBLE_NONE, "");
		if (w == RAW_BROKEN)
			return end(r, RAW_NOTHING, TROUBLE_AWAY, "");
	}
}

/* ---- the document */

static bool broke_off(struct run *r, enum raw_wait w)
{
	if (r->given == 0)
		return w == RAW_STOP ? end(r, RAW_STOPPED, TROUBLE_NONE, "") :
			end(r, RAW_NOTHING, w == RAW_TIMEOUT ? TROUBLE_STALLED : TROUBLE_AWAY, "");
	return end(r, RAW_PARTLY, TROUBLE_NONE, w == RAW_STOP ? _("lệnh in bị hủy khi đang in") :
		w == RAW_TIMEOUT ? _("máy in không nhận hết dữ liệu") : _("mất liên lạc giữa chừng"));
}

static bool write_all(struct run *r, const char *bytes, size_t len)
{
	int64_t moved = clock_mono_ms();
	size_t sent = 0, n;

	while (sent < len) {
		enum raw_wait w = raw_write(&r->way, bytes + sent, len - sent, r->limits->stall, &n);
		sent += n;
		r->given += n;
		if (w == RAW_READY) {
			moved = clock_mono_ms();
			tell(r, TROUBLE_NONE);
			continue;
		}
		if (w != RAW_TIMEOUT || clock_mono_ms() - moved > r->limits->patience)
			return broke_off(r, w);
		if (clock_mono_ms() - moved >= r->limits->stall)
			tell(r, TROUBLE_STALLED);
	}
	return true;
}

/* Written is not received: over TCP the bytes wait here until the printer has taken them. */
static bool wait_received(struct run *r)
{
	size_t left = raw_unsent(&r->way), before = left;
	int64_t moved = clock_mono_ms();

	for (; left; left = raw_unsent(&r->way)) {
		enum raw_wait w = raw_rest(&r->way, STEP_MS);
		int64_t now = clock_mono_ms();
		if (w == RAW_STOP || w == RAW_BROKEN || now - moved > r->limits->patience)
			return broke_off(r, w);
		if (left != before) {
			before = left;
			moved = now;
			tell(r, TROUBLE_NONE);
		} else if (now - moved >= r->limits->stall) {
			tell(r, TROUBLE_STALLED);
		}
	}
	return true;
}

/* ---- after: is it out? */

/* Waits so long for the answer to GS r, which comes when all before it is on paper. */
static enum raw_wait hear_printed(struct run *r, int ms)
{
	int64_t until = clock_mono_ms() + ms;
	unsigned char byte;

	for (;;) {
		int64_t left = until - clock_mono_ms();
		enum raw_wait w = raw_read(&r->way, left > 0 ? (int)left : 0, &byte);
		if (w != RAW_READY || raw_is_in_order_answer(byte))
			return w;
	}
}

static bool printed(struct run *r)
{
	if (r->interrupted)
		return end(r, RAW_PARTLY, TROUBLE_NONE, _("máy in bị dừng giữa chừng rồi in tiếp"));
	r->out->end = RAW_DONE;
	return true;
}

/* Asks now and then what hinders it, until it has answered to GS r; a printer that does not know GS r
 * is done when nothing hinders it any more. */
static bool wait_printed(struct run *r)
{
	int64_t since = clock_mono_ms();
	enum trouble t = TROUBLE_NONE;

	for (;;) {
		enum raw_wait w = hear_printed(r, ASK_AGAIN_MS);
		if (w == RAW_READY)
			return printed(r);
		if (w == RAW_TIMEOUT)
			w = raw_ask(&r->way, 4 * r->limits->answer, &t);
		if (w != RAW_READY)
			return broke_off(r, w == RAW_TIMEOUT ? RAW_BROKEN : w);
		int64_t now = clock_mono_ms();
		tell(r, t);
		if (t != TROUBLE_NONE) {
			r->interrupted = true;
			if (now - since > r->limits->patience)
				return end(r, RAW_PARTLY, t, trouble_words(t));
		} else if (now - since > r->limits->finish) {
			return printed(r);
		}
	}
}

static bool run_document(struct run *r, const void *bytes, size_t len)
{
	static const char in_order[] = {0x1D, 'r', 1}; /* GS r 1 */

	if (!wait_ready(r))
		return false;
	tell(r, TROUBLE_NONE);
	if (!write_all(r, bytes, len))
		return false;
	if (!r->way.two_way) {
		r->out->end = RAW_GIVEN;
		return wait_received(r);
	}
	return write_all(r, in_order, sizeof(in_order)) && wait_printed(r);
}

void raw_print(const char *destination, const void *bytes, size_t len,
	const struct raw_limits *limits, const struct raw_watch *watch, struct raw_outcome *out)
{
	struct run r = {
		.way = {.fd = -1, .stop_fd = watch->stop_fd}, .limits = limits, .watch = watch, .out = out,
		.told = (enum trouble)-1,
	};
	*out = (struct raw_outcome){.end = RAW_NOTHING, .trouble = TROUBLE_AWAY};
	if (!raw_open(&r.way, destination, limits->connect, out->why, sizeof(out->why)))
		return;
	run_document(&r, bytes, len);
	raw_close(&r.way);
}

bool raw_look(const char *destination, const struct raw_limits *limits, bool *two_way,
	enum trouble *trouble, char why[200])
{
	struct raw_way way = {.fd = -1, .stop_fd = -1};

	*two_way = false;
	*trouble = TROUBLE_NONE;
	if (!raw_open(&way, destination, limits->connect, why, 200))
		return false;
	*two_way = raw_ask(&way, limits->answer, trouble) == RAW_READY;
	raw_close(&way);
	return true;
}
