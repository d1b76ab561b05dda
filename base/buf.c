#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"

void buf_init(struct buf *buf, size_t max)
{
	*buf = (struct buf){.max = max};
}

void buf_clear(struct buf *buf)
{
	free(buf->data);
	buf_init(buf, buf->max);
}

void buf_reset(struct buf *buf)
{
	buf->len = 0;
	buf->full = false;
	if (buf->data)
		buf->data[0] = '\0';
}

static bool reserve(struct buf *buf, size_t more)
{
	if (buf->full || more > buf->max - buf->len) {
		buf->full = true;
		return false;
	}
	size_t need = buf->len + more + 1;
	if (need > buf->size) {
		size_t size = buf->size ? buf->size * 2 : 256;
		if (size < need)
			size = need;
		if (size > buf->max + 1)
			size = buf->max + 1;
		buf->data = xrealloc(buf->data, size);
		buf->size = size;
	}
	return true;
}

bool buf_add(struct buf *buf, const void *bytes, size_t len)
{
	if (!reserve(buf, len))
		return false;
	if (len)
		memcpy(buf->data + buf->len, bytes, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
	return true;
}

bool buf_str_add(struct buf *buf, const char *s)
{
	return buf_add(buf, s, strlen(s));
}

bool buf_char(struct buf *buf, char c)
{
	return buf_add(buf, &c, 1);
}

bool buf_printf(struct buf *buf, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int len = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	BUG_ON(len < 0);
	bool ok = reserve(buf, (size_t)len);
	if (ok) {
		vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, again);
		buf->len += (size_t)len;
	}
	va_end(again);
	return ok;
}

const char *buf_str(const struct buf *buf)
{
	return buf->data ? buf->data : "";
}

char *buf_take(struct buf *buf)
{
	char *data = buf->data ? buf->data : xstrdup("");
	buf_init(buf, buf->max);
	return data;
}
