#ifndef MOTCUA_STORE_DRAIN_H
#define MOTCUA_STORE_DRAIN_H

/*
 * Who drains this database. Application, commands and `sync --watch` may all have it open, and one of
 * them at a time speaks to central: whoever holds the lock on the file DATABASE-drain. The kernel
 * frees the lock with its process, however that ends, so it is never stale. In the file the holder
 * writes who it is and how it goes (a note), and the others ask it for a round there; everybody
 * hears of changes, and of new work in the database, through one descriptor, without asking again
 * and again. Loop thread only.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct store;
struct drain;

#define DRAIN_NOTE_MAX 900 /* bytes of a note */

struct drain_owner {
	pid_t pid;
	int64_t since;     /* Unix seconds */
	char program[40];  /* "application", "sync --watch" … */
};

/* program: the words others get to read. Never NULL: where the file cannot be made, drain_take says
 * no until it can. */
struct drain *drain_open(struct store *store, const char *program);
/* Gives up the lock. */
void drain_close(struct drain *d);

/* Do we drain from here on? Asked before each round; costs a system call. */
bool drain_take(struct drain *d);
bool drain_is_mine(const struct drain *d);
/* Who drains; false when nobody does. */
bool drain_owner(struct store *store, struct drain_owner *out);

/* Readable when something may have happened; -1 when the system has none to give. */
int drain_fd(const struct drain *d);
enum drain_event {
	DRAIN_FILE = 1, /* the note, a request, or the owner itself is another */
	DRAIN_DATA = 2, /* the database was written to, by us or others */
};
/* What it was; empties the descriptor. */
unsigned drain_look(struct drain *d);
/* Has another connection changed the database since the last call? */
bool drain_news(struct drain *d);
/* The newest place in the queue of what waits, 0 when nothing does: rises with each intake. */
int64_t drain_newest(struct drain *d);

/* The owner's: what the others are to know. */
void drain_note(struct drain *d, const char *text);
/* False when nobody drains, or it is just being written. */
bool drain_read_note(struct drain *d, char out[DRAIN_NOTE_MAX]);

/* Asks whoever drains for a round now; a number that rises. */
int64_t drain_ask(struct drain *d);
/* The highest number that was asked. */
int64_t drain_asked(const struct drain *d);
/* For those without a drain of their own: something was put back into the queue. */
void drain_poke(struct store *store);

#endif
