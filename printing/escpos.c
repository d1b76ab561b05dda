#include "printing/escpos.h"

#define ESC 0x1B
#define FF 0x0C
#define GS 0x1D

static void put(struct buf *out, const uint8_t *bytes, size_t n)
{
	buf_add(out, bytes, n);
}

void escpos_begin(struct buf *out)
{
	put(out, (const uint8_t[]){ESC, '@'}, 2);
}

void escpos_band(struct buf *out, const uint8_t *rows, int stride, int n)
{
	const uint8_t head[] = {
		GS, 'v', '0', 0, /* 0: a dot of the picture is a dot of the head */
		(uint8_t)(stride % 256), (uint8_t)(stride / 256), (uint8_t)(n % 256), (uint8_t)(n / 256),
	};

	put(out, head, sizeof(head));
	put(out, rows, (size_t)stride * (size_t)n);
}

void escpos_cut(struct buf *out)
{
	put(out, (const uint8_t[]){GS, 'V', 66, 0}, 4);
}

void escpos_next_label(struct buf *out)
{
	put(out, (const uint8_t[]){FF}, 1);
}
