#ifndef MOTCUA_BASE_UUID_H
#define MOTCUA_BASE_UUID_H

/* UUID version 7 (RFC 9562): time-ordered, made here, never remade. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UUID_SIZE 37 /* text with terminator */

/* A new one from the wall clock and the kernel's random numbers; rises within one process. */
void uuid_new(char out[UUID_SIZE]);
/* Lower-case canonical form of any version; 16 bytes out (bytes may be NULL). */
bool uuid_parse(const char *text, uint8_t bytes[16]);
void uuid_format(const uint8_t bytes[16], char out[UUID_SIZE]);
/* Fills n bytes from the kernel. */
void random_bytes(void *out, size_t n);

#endif
