#ifndef MOTCUA_PRINTING_PRESS_WIRE_H
#define MOTCUA_PRINTING_PRESS_WIRE_H

/*
 * What goes between the application and its press, as bytes: texts and numbers one after the other,
 * each text behind its length, the whole behind its length. Both ends are the same build.
 */

#include <stdbool.h>
#include "base/buf.h"
#include "printing/book.h"
#include "printing/printer_list.h"
#include "printing/worker.h"

#define WIRE_MAX (8 * 1024 * 1024) /* without rows, see printing/press_rows.h */

/* The first number of a question: printers and order (its rows come behind the message), printers, id of
 * a job. */
enum { PRESS_ASK_PRINT = 1, PRESS_ASK_LIST, PRESS_ASK_CANCEL };
/* The first number of an answer. To PRINT there comes at least one result, and others in their time;
 * to LIST a list; to CANCEL what becomes of that job. */
enum { ANSWER_RESULT = 1, ANSWER_LIST };

/* A message read: what is left of it. bad once something did not fit. */
struct wire {
	const char *at;
	size_t left;
	bool bad;
};

void wire_put_text(struct buf *out, const char *text);
void wire_put_number(struct buf *out, uint32_t number);
/* On the heap; "" when bad. */
char *wire_text(struct wire *w);
void wire_text_to(struct wire *w, char *dst, size_t size);
uint32_t wire_number(struct wire *w);

/* A whole message over the socket; false when the other end is gone or sends nonsense. */
bool wire_send(int fd, const struct buf *message);
bool wire_receive(int fd, struct buf *message);
/* What goes before and behind messages. */
bool wire_send_bytes(int fd, const void *bytes, size_t len);
bool wire_receive_bytes(int fd, void *bytes, size_t len);

/* All but the rows. */
void wire_put_order(struct buf *out, const struct print_order *order);
/* order: on the heap by the caller, filled. */
bool wire_order(struct wire *w, struct print_order *order);
void wire_put_book(struct buf *out, const struct book *book);
bool wire_book(struct wire *w, struct book *book);
void wire_put_list(struct buf *out, const struct printer_list *list);
/* NULL when it is none. */
struct printer_list *wire_list(struct wire *w);
void wire_put_result(struct buf *out, const struct print_result *result);
bool wire_result(struct wire *w, struct print_result *result);

#endif
