/* The input method: what a key costs while a page of Vietnamese is typed. */

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "tests/harness/bench.h"
#include "i18n/ime.h"

#define ROUNDS 2000

static double type_ns(enum ime_method method, const char *keys)
{
	char text[1000], out[1000];
	struct ime ime;
	double start = bench_now_us();

	for (int i = 0; i < ROUNDS; i++) {
		size_t len = 0;
		ime_init(&ime, method, IME_OLD);
		text[0] = '\0';
		for (const char *p = keys; *p; p++) {
			size_t at = ime_word_start(text, len);
			if (ime_key(&ime, text + at, (uint32_t)*p, out, sizeof(out))) {
				memcpy(text + at, out, strlen(out) + 1);
				len = at + strlen(out);
			} else {
				text[len++] = *p;
				text[len] = '\0';
			}
		}
	}
	return (bench_now_us() - start) * 1000 / (double)(strlen(keys) * ROUNDS);
}

int main(void)
{
	static const struct {
		const char *name, *keys;
		enum ime_method method;
	} rows[] = {
		{"Telex, a key", "Tooi teen laf Nguyeenx Vawn Thuwr, truowngf DDaij hocj, phuowngf Buoon Ma Thuootj, "
			"ddeef nghij caaps banr sao giaays khai sinh nghieemj thuyeets windows software ", IME_TELEX},
		{"VNI, a key", "To6i te6n la2 Nguye6n4 Va8n Thu73, truong72 D9a5i ho5c, phuong72 Buo6n Ma Thuo6t5, "
			"d9e62 nghi5 ca6p1 ban3 sao gia61y khai sinh nghie6m5 thuye6t1 P12 51F-123.45 ", IME_VNI},
	};
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		double ns = type_ns(rows[i].method, rows[i].keys);
		char text[32];
		snprintf(text, sizeof(text), "%.0f ns", ns);
		bench_row(rows[i].name, text, NULL, "≤20 µs", ns <= 20000);
	}
	return 0;
}
