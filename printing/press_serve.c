/* The press's own side: one question after the other, until the application hangs up. */

#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"
#include "printing/deliver.h"
#include "printing/form.h"
#include "printing/press_wire.h"
#include "printing/render.h"

static bool print(struct wire *w, struct buf *answer)
{
	struct print_order *order = xcalloc(1, sizeof(*order));
	struct print_result result;
	char *configured;
	bool ok = wire_order(w, order, &configured);
	if (ok) {
		deliver(order, configured, &result);
		wire_put_result(answer, &result);
	}
	print_order_free(order);
	free(configured);
	return ok;
}

static bool look(struct wire *w, struct buf *answer)
{
	struct err err = ERR_INIT;
	char printer[PRINTER_NAME_SIZE] = "";
	char *configured = wire_text(w);
	enum printer_found found = printer_find(configured, printer);
	wire_put_number(answer, found);
	wire_put_text(answer, found == PRINTER_FOUND ? printer : "");
	wire_put_text(answer, form_setup(&err) ? "" : err.text);
	free(configured);
	return !w->bad;
}

void press_serve(int fd)
{
	struct buf question, answer;
	bool ok = true;
	buf_init(&question, WIRE_MAX);
	buf_init(&answer, WIRE_MAX);
	while (ok && wire_receive(fd, &question)) {
		struct wire w = {.at = buf_str(&question), .left = question.len};
		buf_reset(&answer);
		switch (wire_number(&w)) {
		case ASK_PRINT: ok = print(&w, &answer); break;
		case ASK_LOOK: ok = look(&w, &answer); break;
		default: ok = false;
		}
		ok = ok && wire_send(fd, &answer);
	}
	render_teardown();
	buf_clear(&question);
	buf_clear(&answer);
}
