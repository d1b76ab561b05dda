#ifndef MOTCUA_TESTS_TLS_IDENTITY_H
#define MOTCUA_TESTS_TLS_IDENTITY_H

/* Made-up certificates for tests: a small authority and what it signs, right or wrong. */

#include <openssl/evp.h>
#include <openssl/x509.h>

struct tls_identity {
	EVP_PKEY *key;
	X509 *cert;
};

/* A self-signed authority; its certificate is written as PEM to ca_file. */
void tls_authority(struct tls_identity *ca, const char *name, const char *ca_file);
/* A server's certificate for `host`, valid from now + from_s to now + to_s, signed by ca. */
void tls_server(struct tls_identity *id, const struct tls_identity *ca, const char *host, long from_s,
	long to_s);
void tls_identity_clear(struct tls_identity *id);

#endif
