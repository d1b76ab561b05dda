#include "tests/fuzz/fuzz.h"

#include <string.h>
#include "base/mem.h"
#include "core/receipt_token.h"

/* Tokens and URLs as they come from a scanner. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t key[ED25519_PUBLIC] = {1};
	char code[DOSSIER_CODE_SIZE], token[RECEIPT_TOKEN_SIZE], url[RECEIPT_URL_SIZE];
	char again_code[DOSSIER_CODE_SIZE], again[RECEIPT_TOKEN_SIZE];
	struct receipt r;
	struct err err = ERR_INIT;
	char *text = xstrndup((const char *)data, size);

	if (receipt_parse(text, &r, &err)) {
		HOLDS(uuid_parse(r.uuid, NULL) && strlen(text) == RECEIPT_TOKEN_SIZE - 1);
		HOLDS(!receipt_verify(text, "H01.91.12-261123-0043", key, &r, &err));
	} else {
		HOLDS(err.kind == ERR_DATA && err.text[0]);
	}
	if (receipt_url_parse(text, code, token)) {
		HOLDS(dossier_code_valid(code));
		HOLDS(strlen(token) < RECEIPT_TOKEN_SIZE);
		/* What passes as a token makes a URL that is read back the same. */
		if (receipt_parse(token, &r, &err)) {
			HOLDS(receipt_url("https://example.vn", code, token, url));
			HOLDS(receipt_url_parse(url, again_code, again));
			HOLDS(strcmp(token, again) == 0 && strcmp(code, again_code) == 0);
		}
	}
	free(text);
	return 0;
}
