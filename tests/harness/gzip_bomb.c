/* Made by hand: fixed Huffman codes, one zero byte and then "the last byte 258 times more" again and
 * again, 13 bits each (RFC 1951 §3.2.6). */
#include "tests/harness/gzip_bomb.h"

struct bits {
	struct buf *out;
	unsigned held, n;
};

static void bit(struct bits *b, unsigned value)
{
	b->held |= value << b->n;
	if (++b->n == 8) {
		buf_char(b->out, (char)b->held);
		b->held = b->n = 0;
	}
}

static void code(struct bits *b, unsigned value, int length)
{
	while (length-- > 0)
		bit(b, value >> length & 1);
}

void gzip_bomb(struct buf *out, int repeats)
{
	struct bits b = {.out = out};

	buf_add(out, "\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
	bit(&b, 1);         /* last block */
	bit(&b, 1);         /* fixed codes: 01, low bit first */
	bit(&b, 0);
	code(&b, 0x30, 8);  /* literal 0 */
	for (int i = 0; i < repeats; i++) {
		code(&b, 0xC5, 8); /* length 258 */
		code(&b, 0, 5);    /* distance 1 */
	}
	code(&b, 0, 7);     /* end of block */
	while (b.n)
		bit(&b, 0);
	buf_add(out, "\0\0\0\0\0\0\0\0", 8); /* checksum and length: nobody gets that far */
}
