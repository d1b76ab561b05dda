/*
 * Put before libcrypto (LD_PRELOAD, or linked into a unit test): scrypt at next to no cost. The keys are not
 * those of the real one, so all programs of a test have this or none has.
 */
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>

#define N_MOST 16

typedef int scrypt_fn(const char *, size_t, const unsigned char *, size_t, uint64_t, uint64_t, uint64_t,
	uint64_t, unsigned char *, size_t);

scrypt_fn EVP_PBE_scrypt;
int EVP_PBE_scrypt(const char *pass, size_t pass_len, const unsigned char *salt, size_t salt_len, uint64_t n,
	uint64_t r, uint64_t p, uint64_t memory, unsigned char *key, size_t key_len)
{
	scrypt_fn *real = (scrypt_fn *)dlsym(RTLD_NEXT, "EVP_PBE_scrypt");

	return real(pass, pass_len, salt, salt_len, n < N_MOST ? n : N_MOST, r, p, memory, key, key_len);
}
