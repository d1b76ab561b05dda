#ifndef MOTCUA_PRINTING_FORMS_H
#define MOTCUA_PRINTING_FORMS_H

/*
 * Where templates lie: those of the program (printing/forms of the source, or share/motcua/forms of the
 * installation) and a province's own ([printing] forms_dir of the configuration), whose files win over
 * those of the same id. A province's file that is wrong is refused, never replaced by the program's in
 * silence. A version is known by the SHA-256 of its file's text.
 */

#include <stdbool.h>
#include <stddef.h>
#include "base/err.h"
#include "core/ed25519.h"
#include "printing/template.h"

#define FORM_HASH_SIZE (2 * SHA256_SIZE + 1)
#define FORMS_MAX 64

struct form_file {
	char id[FORM_ID_SIZE];
	bool province;             /* of forms_dir */
	char *path, *text;
	char hash[FORM_HASH_SIZE]; /* SHA-256 of the text, hex */
	struct template *form;
};

/* Finds, reads and checks it. dir: of the province, "" for none. ERR_DATA: no such form; ERR_CONFIG: it
 * is refused, with file, line and remedy. form_file_clear in any case. */
bool form_file_load(struct form_file *file, const char *dir, const char *id,
	struct err *err) MUST_CHECK;
void form_file_clear(struct form_file *file);
/* Of any text: a version that was kept. */
void form_hash(const char *text, char out[FORM_HASH_SIZE]);

/* The ids of all forms there are, in order; how many. ERR_CONFIG when a folder cannot be read. */
bool forms_list(const char *dir, char ids[FORMS_MAX][FORM_ID_SIZE], size_t *n,
	struct err *err) MUST_CHECK;
/* A file of the province's folder that ends as a form does but whose name is none, so that nobody prints it:
 * the first by its name, for people; "" where there is none. */
void forms_misnamed(const char *dir, char *name, size_t size);

#endif
