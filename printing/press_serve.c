/* The press's own side: one question after the other, until the application hangs up. What becomes of
 * each paper is said from the threads that look after it. */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "base/str.h"
#include "i18n/lang.h"
#include "i18n/text.h"
#include "printing/deliver.h"
#include "printing/follow.h"
#include "printing/form.h"
#include "printing/lanes.h"
#include "printing/press.h"
#include "printing/press_rows.h"
#include "printing/press_wire.h"
#include "printing/render.h"
#include "printing/printer_look.h"

#define FINISH_MS 30000 /* for what is at a printer when the application hangs up */

struct serving {
	int fd;
	pthread_mutex_t lock; /* over what goes out of fd */
	struct follow *follow;
	struct lanes *lanes;
	pthread_t looker;
	bool has_looker;
};

/* ---- answers, from any thread */

static bool send_answer(struct serving *s, const struct buf *answer)
{
	pthread_mutex_lock(&s->lock);
	bool ok = wire_send(s->fd, answer);
	pthread_mutex_unlock(&s->lock);
	return ok;
}

/* Whatever becomes of a paper: that some of its characters are not what was typed. */
static void add_unknown(struct print_result *result)
{
	struct buf text;

	if (result->unknown == 0 || result->phase == PHASE_FAILED || result->phase >= PHASE_CANCELLED)
		return;
	buf_init(&text, sizeof(result->message) * 2);
	buf_str_add(&text, result->message);
	buf_char(&text, ' ');
	buf_printf(&text, _("Có %d ký tự mà phông chữ in không có: trên giấy là mã, như [4E2D]. Xem lại giấy."),
		result->unknown);
	text_clean_to(result->message, sizeof(result->message), buf_str(&text));
	buf_clear(&text);
}

static bool say(struct serving *s, const struct print_result *said)
{
	struct print_result result = *said;
	struct buf answer;

	add_unknown(&result);
	buf_init(&answer, WIRE_MAX);
	wire_put_number(&answer, ANSWER_RESULT);
	wire_put_result(&answer, &result);
	bool ok = send_answer(s, &answer);
	buf_clear(&answer);
	return ok;
}

/* Nobody may be there any more: then the main loop notices. */
static void on_result(void *user, const struct print_result *result)
{
	(void)say(user, result);
}

/* ---- printing */

static bool print_order(struct serving *s, const struct print_order *order, const struct book *book)
{
	struct delivery d;

	deliver(order, book, &d);
	const struct followed_job job = {d.destination, d.job_name, d.result.cups_job, d.gap_before};
	/* the first result before those of other threads */
	bool ok = say(s, &d.result);
	if (d.next == DELIVERY_FOLLOW)
		follow_add(s->follow, &job, &d.result);
	else if (d.next == DELIVERY_DEVICE)
		lanes_add(s->lanes, d.destination, &d.result, order->patience_ms, &d.bytes);
	buf_clear(&d.bytes);
	return ok;
}

static bool print(struct serving *s, struct wire *w)
{
	struct print_order *order = xcalloc(1, sizeof(*order));
	struct rows_file rows = {0};
	struct book book;
	bool ok = wire_book(w, &book) && wire_order(w, order);
	enum rows_received got = ok ? rows_receive(s->fd, &rows) : ROWS_BROKEN;

	order->rows = rows.text;
	order->rows_in_file = rows.size > 0;
	ok = got == ROWS_GIVEN_UP || (got == ROWS_HERE && print_order(s, order, &book));
	order->rows = NULL;
	rows_close(&rows);
	print_order_free(order);
	return ok;
}

static bool cancel(struct serving *s, struct wire *w)
{
	char job[UUID_SIZE];

	wire_text_to(w, job, sizeof(job));
	/* one that neither has is settled, and its last result on the way */
	if (!w->bad && !follow_cancel(s->follow, job))
		(void)lanes_cancel(s->lanes, job);
	return !w->bad;
}

/* ---- looking: printers that do not answer take their time, which no paper is to wait for */

struct look {
	struct serving *s;
	struct book book;
	char fonts[300];
};

static void *run_look(void *user)
{
	struct look *look = user;
	struct printer_list *list = printer_list_make(&look->book);
	struct buf answer;

	str_copy(list->fonts, sizeof(list->fonts), look->fonts);
	buf_init(&answer, WIRE_MAX);
	wire_put_number(&answer, ANSWER_LIST);
	wire_put_list(&answer, list);
	(void)send_answer(look->s, &answer);
	buf_clear(&answer);
	printer_list_free(list);
	free(look);
	return NULL;
}

static void end_look(struct serving *s)
{
	if (s->has_looker)
		pthread_join(s->looker, NULL);
	s->has_looker = false;
}

static bool look_at_printers(struct serving *s, struct wire *w)
{
	struct look *look = xcalloc(1, sizeof(*look));
	struct err err = ERR_INIT;

	end_look(s);
	look->s = s;
	if (!wire_book(w, &look->book)) {
		free(look);
		return false;
	}
	if (!form_setup(&err))
		str_copy(look->fonts, sizeof(look->fonts), err.text);
	BUG_ON(pthread_create(&s->looker, NULL, run_look, look) != 0);
	s->has_looker = true;
	return true;
}

/* ---- questions */

static bool answer_question(struct serving *s, const struct buf *question)
{
	struct wire w = {.at = buf_str(question), .left = question->len};

	switch (wire_number(&w)) {
	case PRESS_ASK_PRINT:
		return print(s, &w);
	case PRESS_ASK_LIST:
		return look_at_printers(s, &w);
	case PRESS_ASK_CANCEL:
		return cancel(s, &w);
	default:
		return false;
	}
}

void press_serve(int fd)
{
	struct serving s = {.fd = fd};
	struct buf question;

	pthread_mutex_init(&s.lock, NULL);
	s.follow = follow_new(on_result, &s);
	s.lanes = lanes_new(on_result, &s);
	buf_init(&question, WIRE_MAX);
	while (wire_receive(fd, &question) && answer_question(&s, &question))
		;
	buf_clear(&question);
	follow_free(s.follow);
	end_look(&s);
	lanes_free(s.lanes, FINISH_MS);
	render_teardown();
}
