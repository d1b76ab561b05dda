#ifndef MOTCUA_TESTS_POWER_STAGE_H
#define MOTCUA_TESTS_POWER_STAGE_H

/*
 * A counter's store on a disk that fails (power_vfs.h), put back to the same beginning again and
 * again, and the scenes played on it: each writes one kind of thing and knows how to tell whether
 * it is there, not there, or, which must never be, there by half. Whatever fails in here fails the
 * test.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "tests/harness/power_vfs.h"
#include "tests/harness/store_fixture.h"
#include "tests/harness/store_truth.h"

#define STAGE_FILES 4

/* The files of a folder, as they lay. */
struct stage_image {
	struct {
		char *name;
		char *bytes;
		size_t len;
	} files[STAGE_FILES];
	size_t n;
};

struct stage {
	struct fixture *f;
	struct stage_image cold;  /* closed in peace */
	struct stage_image hot;   /* ended by kill -9 with a log left behind */
	struct stage_image old;   /* the cold one as version 1 had it */
	struct truth before;      /* told at the beginning */
	struct truth truth;       /* told by now */
	char waiting[UUID_SIZE], rejected[UUID_SIZE], job[UUID_SIZE];
	char story[160];          /* what is being played, for who reads a failure */
};

struct scene {
	const char *name;
	bool hot;     /* begins from the hot image */
	bool nothing; /* begins without a database */
	bool old;     /* begins from the old image */
	/* True: it was said to be done. */
	bool (*play)(struct stage *s);
	/* done: it was said, and somebody was there to hear it. Fails the test itself. NULL: what
	 * truth_holds looks at is all. */
	void (*check)(struct stage *s, bool done);
	/* The same before the store is opened, for what it would not open. */
	void (*settle)(struct stage *s, bool done);
};

/* What a machine does once in its life, in hundreds of calls: gone through in larger steps. */
bool stage_is_long(const struct scene *scene);

extern const struct scene power_scenes[];
extern const size_t power_n_scenes;

int stage_setup(void **state);
int stage_teardown(void **state);

/* Everything as it was at the beginning of that scene, nothing open, the disk watched. */
void stage_set(struct stage *s, const struct scene *scene);
/* False: it was refused, with a sentence. */
bool stage_open(struct stage *s);
void stage_close(struct stage *s);
/* Takes one in and notes it when it was told; a refusal must come with a sentence and give back
 * what it took. */
bool stage_intake(struct stage *s);
/* Opens again after the fault and checks everything, takes in one more and checks again. */
void stage_check(struct stage *s, const struct scene *scene, bool done);
/* Of what is open: truth_holds. */
void stage_holds(struct stage *s);
/* MOTCUA_SOAK as a number, 1 without it: how many times as long to go on. */
int stage_soak(void);

#endif
