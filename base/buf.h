#ifndef MOTCUA_BASE_BUF_H
#define MOTCUA_BASE_BUF_H

/*
 * A growing byte buffer with a mandatory maximum. What would pass the maximum is not added and the
 * buffer is marked full, for good: check buf.full once at the end. Always NUL-terminated.
 */

#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *data;      /* never NULL after the first add; buf_str() for a pointer at any time */
	size_t len, size;
	size_t max;      /* bytes, without the terminator */
	bool full;       /* something did not fit */
};

void buf_init(struct buf *buf, size_t max);
/* Frees; the maximum stays, so the buffer can be used again. */
void buf_clear(struct buf *buf);
/* Empties without freeing. */
void buf_reset(struct buf *buf);
bool buf_add(struct buf *buf, const void *bytes, size_t len);
bool buf_str_add(struct buf *buf, const char *s);
bool buf_char(struct buf *buf, char c);
bool buf_printf(struct buf *buf, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* "" when nothing was added. */
const char *buf_str(const struct buf *buf);
/* Hands the bytes to the caller, who frees them; the buffer is empty after. */
char *buf_take(struct buf *buf);

#endif
