#ifndef MOTCUA_PRINTING_WORKER_INSIDE_H
#define MOTCUA_PRINTING_WORKER_INSIDE_H

/*
 * The worker's two sides: worker.c is what the loop's thread calls, worker_thread.c the thread that
 * speaks to the press. Included by these two alone.
 */

#include <pthread.h>
#include <stdbool.h>
#include "printing/press.h"
#include "printing/worker.h"

struct waiting {
	struct waiting *next;
	struct print_order *order;
};

struct done {
	struct done *next;
	struct print_result result;
};

/* A paper that the press has, without a last result. */
struct under_way {
	struct under_way *next;
	struct print_result last; /* phase FAILED: none has come yet */
	char subject[48];
	bool answered;
	bool take_back, told; /* the officer wants it back; the press was told */
	int tries;
};

struct worker {
	struct book book;
	pthread_t thread;
	struct press press; /* the thread's */
	int fd;             /* readable while results or a list wait to be taken */
	int wake_fd;        /* for the thread: something below is new */
	pthread_mutex_t lock; /* over what follows */
	bool stop, ask_list;
	struct waiting *orders, **orders_end;
	struct under_way *at_press;
	struct done *results, **results_end;
	struct printer_list *list;
};

/* The thread; user is its worker. */
void *worker_run(void *user);

/* With the lock held. Adds a result: as it is, or what is known with this end. */
void worker_give(struct worker *w, const struct print_result *result);
void worker_give_end(struct worker *w, const struct print_result *known, enum print_phase phase,
	const char *words, const char *message);
/* Where in at_press it is; *it is NULL where it is not. */
struct under_way **worker_find(struct worker *w, const char *job);
void worker_drop(struct under_way **at);

#endif
