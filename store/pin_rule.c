/* Which PINs may be, and what scrypt makes of them: pure, for any thread. */
#include "store/pins.h"

#include <string.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include "base/mem.h"
#include "i18n/lang.h"

/* About 150 ms on a slow PC of 2020; 128·N·r bytes. */
enum { COST_N = 1 << 15, COST_R = 8, COST_P = 2 };
#define MEMORY_MAX (256u << 20)

/* ---- what everybody would try first */

static bool all_digits(const char *pin)
{
	return pin[strspn(pin, "0123456789")] == '\0';
}

/* 111111, 123456, 987654, 890123: each digit the same step from the one before. */
static bool is_run(const char *pin)
{
	int step = (pin[1] - pin[0] + 10) % 10;
	for (const char *p = pin; p[1]; p++)
		if ((p[1] - p[0] + 10) % 10 != step)
			return false;
	return step == 0 || step == 1 || step == 9;
}

/* 121212, 123123, 112112. */
static bool is_repetition(const char *pin)
{
	size_t len = strlen(pin);
	for (size_t part = 1; part <= len / 2; part++)
		if (len % part == 0 && memcmp(pin, pin + part, len - part) == 0)
			return true;
	return false;
}

static int number(const char *digits, int n)
{
	int value = 0;
	for (int i = 0; i < n; i++)
		value = 10 * value + digits[i] - '0';
	return value;
}

/* A birthday, read by one of the ways people write it. */
static bool is_date(const char *pin)
{
	static const char *const ways[] = {"ddmmyy", "mmyyyy", "yyyymm", "ddmmyyyy", "yyyymmdd"};
	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		const char *day = strstr(ways[i], "dd"), *month = strstr(ways[i], "mm");
		const char *year = strstr(ways[i], "yyyy");
		if (strlen(pin) != strlen(ways[i]))
			continue;
		int d = day ? number(pin + (day - ways[i]), 2) : 1;
		int m = number(pin + (month - ways[i]), 2);
		int y = year ? number(pin + (year - ways[i]), 4) : 1990;
		if (d >= 1 && d <= 31 && m >= 1 && m <= 12 && y >= 1930 && y <= 2039)
			return true;
	}
	return false;
}

bool pin_acceptable(const char *pin, struct err *err)
{
	size_t len = strlen(pin);
	if (len < PIN_MIN || len > PIN_MAX || !all_digits(pin))
		return err_set(err, ERR_DATA, _("Mã PIN gồm %d đến %d chữ số."), PIN_MIN, PIN_MAX);
	if (is_run(pin) || is_repetition(pin))
		return err_set(err, ERR_DATA, _("Mã này ai cũng đoán được (dãy liền nhau hoặc lặp lại). Hãy "
			"chọn mã khác."));
	if (is_date(pin))
		return err_set(err, ERR_DATA, _("Mã này giống ngày tháng, dễ đoán. Hãy chọn mã khác."));
	return true;
}

/* ---- scrypt */

void pin_secret_new(struct pin_secret *secret)
{
	*secret = (struct pin_secret){.n = COST_N, .r = COST_R, .p = COST_P};
	BUG_ON(RAND_bytes(secret->salt, sizeof(secret->salt)) != 1);
}

/* The cost comes out of a file: no more than we would ever choose. */
static bool cost_sane(const struct pin_secret *s)
{
	return s->n >= 1024 && s->n <= 1 << 18 && (s->n & (s->n - 1)) == 0 && s->r >= 1 && s->r <= 16 &&
		s->p >= 1 && s->p <= 16 && (uint64_t)s->n * (uint64_t)s->r * 128 <= MEMORY_MAX / 2;
}

bool pin_derive(const struct pin_secret *secret, const char *pin, uint8_t out[PIN_HASH])
{
	return cost_sane(secret) && EVP_PBE_scrypt(pin, strlen(pin), secret->salt, sizeof(secret->salt),
		(uint64_t)secret->n, (uint64_t)secret->r, (uint64_t)secret->p, MEMORY_MAX, out, PIN_HASH) == 1;
}

bool pin_same(const uint8_t a[PIN_HASH], const uint8_t b[PIN_HASH])
{
	return CRYPTO_memcmp(a, b, PIN_HASH) == 0;
}
