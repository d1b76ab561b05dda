#include "tests/harness/tls_identity.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include "base/mem.h"

static void extend(X509 *cert, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509_EXTENSION *ext;

	X509V3_set_ctx_nodb(&ctx);
	X509V3_set_ctx(&ctx, issuer, cert, NULL, NULL, 0);
	ext = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	BUG_ON(!ext || X509_add_ext(cert, ext, -1) != 1);
	X509_EXTENSION_free(ext);
}

static X509 *blank(EVP_PKEY *key, const char *name, long serial, long from_s, long to_s)
{
	X509 *cert = X509_new();

	X509_set_version(cert, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), serial);
	X509_gmtime_adj(X509_getm_notBefore(cert), from_s);
	X509_gmtime_adj(X509_getm_notAfter(cert), to_s);
	X509_set_pubkey(cert, key);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_UTF8,
		(const unsigned char *)name, -1, -1, 0);
	return cert;
}

void tls_authority(struct tls_identity *ca, const char *name, const char *ca_file)
{
	FILE *f;

	ca->key = EVP_EC_gen("P-256");
	ca->cert = blank(ca->key, name, 1, -86400, 86400);
	X509_set_issuer_name(ca->cert, X509_get_subject_name(ca->cert));
	extend(ca->cert, ca->cert, NID_basic_constraints, "critical,CA:TRUE");
	extend(ca->cert, ca->cert, NID_key_usage, "critical,keyCertSign");
	BUG_ON(!X509_sign(ca->cert, ca->key, EVP_sha256()));
	f = fopen(ca_file, "we");
	BUG_ON(!f || PEM_write_X509(f, ca->cert) != 1 || fclose(f) != 0);
}

void tls_server(struct tls_identity *id, const struct tls_identity *ca, const char *host, long from_s,
	long to_s)
{
	char san[128];

	id->key = EVP_EC_gen("P-256");
	id->cert = blank(id->key, host, 2, from_s, to_s);
	X509_set_issuer_name(id->cert, X509_get_subject_name(ca->cert));
	snprintf(san, sizeof(san), "DNS:%s", host);
	extend(id->cert, ca->cert, NID_subject_alt_name, san);
	BUG_ON(!X509_sign(id->cert, ca->key, EVP_sha256()));
}

void tls_identity_clear(struct tls_identity *id)
{
	EVP_PKEY_free(id->key);
	X509_free(id->cert);
	*id = (struct tls_identity){0};
}
