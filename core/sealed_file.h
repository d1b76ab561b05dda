#ifndef MOTCUA_CORE_SEALED_FILE_H
#define MOTCUA_CORE_SEALED_FILE_H

/*
 * A file of records sealed under a code that people carry from one PC to another (core/spoken_code.h):
 * what is read or changed on the way is of no use without it, and a piece that is missing shows.
 *
 * Head: "motcua-queue 1\n" (15 bytes), salt (16), check (8). scrypt (RFC 7914; N 2^15, r 8, p 1) makes
 * 40 bytes of code and salt: the key, and the check, which tells a wrong code from a changed file.
 * Record: length of the sealed bytes (4, big-endian; the highest bit: it is the last), sealed bytes
 * (core/seal.h). Head, place and whether it is the last are associated data. Bytes in, bytes out:
 * files are the caller's.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/err.h"

#define SEALED_CODE_LETTERS 16 /* 80 bits */
#define SEALED_CODE_SIZE 20    /* "ABCD-EFGH-JKMN-PQRS" */
#define SEALED_HEAD 39
#define SEALED_LENGTH 4
#define SEALED_RECORD_MAX (1024 * 1024)

struct sealed_file;

/* Begins one: a new code for people, and the head. Takes about a tenth of a second and 32 MB, as does
 * the next. */
struct sealed_file *sealed_file_make(char code[SEALED_CODE_SIZE], uint8_t head[SEALED_HEAD]);
/* Appends length and sealed bytes of the next record to out. Nothing follows the last. */
void sealed_file_add(struct sealed_file *file, const void *record, size_t len, bool last,
	struct buf *out);

/* Can what was typed be no code at all, of whatever file? */
bool sealed_code_wrong(const char *typed);
/* Is it the head of such a file? */
bool sealed_file_is(const void *head, size_t len);
/* ERR_DENIED when the code is not that of the head, ERR_DATA when it is no code. */
bool sealed_file_open(struct sealed_file **file, const uint8_t head[SEALED_HEAD], const char *code,
	struct err *err) MUST_CHECK;
/* How many sealed bytes follow; 0 when that length cannot be. */
size_t sealed_file_length(const uint8_t length[SEALED_LENGTH], bool *last);
/* The next record's text, put into out. False when it was changed or is not the next; ERR_DATA. */
bool sealed_file_read(struct sealed_file *file, const void *sealed, size_t len, bool last,
	struct buf *out, struct err *err) MUST_CHECK;

/* To the first record again. */
void sealed_file_rewind(struct sealed_file *file);

void sealed_file_free(struct sealed_file *file);

#endif
