#ifndef MOTCUA_PRINTING_FACE_H
#define MOTCUA_PRINTING_FACE_H

/*
 * A TrueType face made lighter for paper. Its instructions ("hints") fit letters to the pixels of
 * a screen; paper is set without them, yet each subset in a PDF carries all of them: half of a
 * receipt's bytes and a fifth of the time to make it. So the faces are read into memory files
 * whose table of contents says that the tables shared by all letters are empty, and whose letters
 * have none of their own.
 */

#include <stddef.h>

/* A memory file with the face of that path, without its hints; -1 when it cannot be read. The
 * caller closes. */
int face_open(const char *path);

/* In place; anything that is not a TrueType file is left as it is. */
void face_drop_hints(unsigned char *font, size_t len);

#endif
