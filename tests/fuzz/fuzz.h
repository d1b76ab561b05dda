#ifndef MOTCUA_TESTS_FUZZ_H
#define MOTCUA_TESTS_FUZZ_H

/* A fuzzer is one program: libFuzzer calls LLVMFuzzerTestOneInput with bytes it makes up. It fails by
 * a sanitizer or by HOLDS. */

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define HOLDS(cond)                                                                  \
	do {                                                                             \
		if (!(cond)) {                                                               \
			fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #cond); \
			abort();                                                                 \
		}                                                                            \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
