#ifndef MOTCUA_BASE_B64_H
#define MOTCUA_BASE_B64_H

/* base64url without padding (RFC 4648 §5) and lower-case hex. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Characters needed for len bytes, with the terminator. */
#define B64_SIZE(len) (((len) * 4 + 2) / 3 + 1)
#define HEX_SIZE(len) ((len) * 2 + 1)

/* out must hold B64_SIZE(len). */
void b64url_encode(const void *bytes, size_t len, char *out);
/* Strict: no padding, no spaces, unused bits zero. out must hold max bytes; *len is set. */
bool b64url_decode(const char *text, size_t text_len, void *out, size_t max, size_t *len);
/* out must hold HEX_SIZE(len). */
void hex_encode(const void *bytes, size_t len, char *out);
/* Exactly len bytes, lower or upper case. */
bool hex_decode(const char *text, void *out, size_t len);

#endif
