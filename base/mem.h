#ifndef MOTCUA_BASE_MEM_H
#define MOTCUA_BASE_MEM_H

/*
 * Memory and bugs. Out of memory ends the program: that is safe, because what an officer was told
 * is saved is on the disk. A broken invariant does the same, through BUG_ON.
 * An arena holds all strings of one object (a dossier, a procedure) and frees them together.
 */

#include <stddef.h>

void *xmalloc(size_t size) __attribute__((malloc, returns_nonnull));
void *xcalloc(size_t n, size_t size) __attribute__((malloc, returns_nonnull));
void *xrealloc(void *p, size_t size) __attribute__((returns_nonnull));
/* Checks n*size for overflow. */
void *xreallocarray(void *p, size_t n, size_t size) __attribute__((returns_nonnull));
char *xstrdup(const char *s) __attribute__((malloc, returns_nonnull));
char *xstrndup(const char *s, size_t len) __attribute__((malloc, returns_nonnull));
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2), returns_nonnull));

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* Called once before the program ends by BUG_ON or lack of memory: restores the terminal. */
void bug_set_hook(void (*hook)(void));
_Noreturn void bug_abort(const char *file, int line, const char *what);
#define BUG_ON(cond) ((cond) ? bug_abort(__FILE__, __LINE__, #cond) : (void)0)

/* Starts as {0}; grows in blocks; pointers stay valid until arena_clear. */
struct arena {
	struct arena_block *head;
};

void *arena_alloc(struct arena *arena, size_t size) __attribute__((returns_nonnull));
char *arena_strdup(struct arena *arena, const char *s) __attribute__((returns_nonnull));
char *arena_strndup(struct arena *arena, const char *s, size_t len) __attribute__((returns_nonnull));
char *arena_printf(struct arena *arena, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), returns_nonnull));
/* Frees everything; the arena can be used again. */
void arena_clear(struct arena *arena);

#endif
