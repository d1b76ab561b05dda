/*
 * What sealing costs an intake: the same durable intake with sealing, and with sealing turned into
 * copying (same rows, same sizes), taken turn about so that both meet the same disk.
 */

#include "core/seal.h"

/* This program's own seal_close and seal_open stand before the real ones. */
static void real_close(struct seal *seal, const uint8_t key[SEAL_KEY], const void *aad,
	size_t aad_len, const void *text, size_t len, uint8_t *out);
static bool real_open(struct seal *seal, const uint8_t key[SEAL_KEY], const void *aad,
	size_t aad_len, const void *sealed, size_t len, uint8_t *text);
#define seal_close real_close
#define seal_open real_open
#include "core/seal.c"
#undef seal_close
#undef seal_open

#include <stdio.h>
#include "tests/harness/bench.h"
#include "tests/harness/store_fixture.h"

#define ROUNDS 1000
#define WARM 20

static bool copying;

void seal_close(struct seal *seal, const uint8_t key[SEAL_KEY], const void *aad, size_t aad_len,
	const void *text, size_t len, uint8_t *out)
{
	if (!copying) {
		real_close(seal, key, aad, aad_len, text, len, out);
		return;
	}
	memset(out, 0, 1 + SEAL_NONCE);
	memcpy(out + 1 + SEAL_NONCE, text, len);
	memset(out + 1 + SEAL_NONCE + len, 0, TAG);
}

bool seal_open(struct seal *seal, const uint8_t key[SEAL_KEY], const void *aad, size_t aad_len,
	const void *sealed, size_t len, uint8_t *text)
{
	if (!copying)
		return real_open(seal, key, aad, aad_len, sealed, len, text);
	memcpy(text, (const uint8_t *)sealed + 1 + SEAL_NONCE, len - SEAL_OVERHEAD);
	return true;
}

static double intake(struct fixture *f)
{
	struct dossier d;
	struct intake_result result;
	struct err err = ERR_INIT;
	struct intake_options opt = fixture_options(f);
	fixture_dossier(&d, NULL);
	double start = bench_now_us();
	bool ok = intake_commit(f->store, &f->ws, &d, &opt, &result, &err);
	double us = bench_now_us() - start;
	if (!ok) {
		fprintf(stderr, "seal_bench: %s\n", err.text);
		exit(1);
	}
	dossier_clear(&d);
	return us;
}

static void row(const char *what, double sealed, double plain, double most)
{
	char measured[64], beside[64], aim[32];
	snprintf(measured, sizeof(measured), "%s (%.2f×)", bench_ms(sealed), sealed / plain);
	snprintf(beside, sizeof(beside), "without %s", bench_ms(plain));
	snprintf(aim, sizeof(aim), "≤%.1f×", most);
	bench_row(what, measured, beside, aim, sealed <= most * plain);
}

int main(void)
{
	void *states[2];
	struct samples samples[2] = {{0}, {0}};
	for (int i = 0; i < 2; i++) {
		copying = i == 1;
		fixture_setup(&states[i]);
		fixture_lease(states[i], fixture_day(), 1, ROUNDS + WARM);
	}
	for (int i = 0; i < 2 * (ROUNDS + WARM); i++) {
		copying = i % 2;
		double us = intake(states[i % 2]);
		if (i >= 2 * WARM)
			samples_add(&samples[i % 2], us);
	}
	row("save with encryption, p50", samples_percentile(&samples[0], 50),
		samples_percentile(&samples[1], 50), 1.2);
	row("save with encryption, p90", samples_percentile(&samples[0], 90),
		samples_percentile(&samples[1], 90), 1.2);
	for (int i = 0; i < 2; i++) {
		copying = i == 1;
		fixture_teardown(&states[i]);
		samples_clear(&samples[i]);
	}
	return 0;
}
