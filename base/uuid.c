#include "base/uuid.h"

#include <string.h>
#include <sys/random.h>
#include "base/b64.h"
#include "base/clock.h"
#include "base/mem.h"

void random_bytes(void *out, size_t n)
{
	uint8_t *to = out;
	while (n) {
		ssize_t got = getrandom(to, n, 0);
		BUG_ON(got <= 0);
		to += got;
		n -= (size_t)got;
	}
}

void uuid_format(const uint8_t bytes[16], char out[UUID_SIZE])
{
	static const uint8_t ends[] = {4, 6, 8, 10, 16};
	char hex[HEX_SIZE(16)];
	hex_encode(bytes, 16, hex);
	char *to = out;
	const char *from = hex;
	for (size_t i = 0; i < sizeof(ends); i++) {
		while (from < hex + ends[i] * 2)
			*to++ = *from++;
		*to++ = '-';
	}
	to[-1] = '\0';
}

bool uuid_parse(const char *text, uint8_t bytes[16])
{
	uint8_t local[16];
	char hex[HEX_SIZE(16)];
	size_t n = 0;
	if (strlen(text) != UUID_SIZE - 1)
		return false;
	for (size_t i = 0; i < UUID_SIZE - 1; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;
		if (dash != (text[i] == '-') || (text[i] >= 'A' && text[i] <= 'F'))
			return false;
		if (!dash)
			hex[n++] = text[i];
	}
	hex[n] = '\0';
	return hex_decode(hex, bytes ? bytes : local, 16);
}

void uuid_new(char out[UUID_SIZE])
{
	static int64_t last_ms;
	static uint16_t counter;
	uint8_t b[16];
	random_bytes(b, sizeof(b));
	int64_t ms = clock_now_ms();
	if (ms > last_ms) {
		last_ms = ms;
		counter = (uint16_t)((b[6] & 3) << 8 | b[7]);
	} else if (++counter > 0xFFF) {
		last_ms++;
		counter = 0;
	}
	for (int i = 0; i < 6; i++)
		b[i] = (uint8_t)(last_ms >> (40 - 8 * i));
	b[6] = (uint8_t)(0x70 | counter >> 8);
	b[7] = (uint8_t)counter;
	b[8] = (uint8_t)(0x80 | (b[8] & 0x3F));
	uuid_format(b, out);
}
