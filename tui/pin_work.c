#include "tui/pin_work.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/mem.h"
#include "base/str.h"

struct pin_work {
	struct loop *loop;
	pin_work_done *done;
	void *user;
	struct pin_secret secret;
	char pin[PIN_MAX + 1];
	uint8_t hash[PIN_HASH];
	bool made, threaded;
	pthread_t thread;
	int ends[2]; /* the thread closes the second */
};

static void *derive(void *arg)
{
	struct pin_work *w = arg;
	w->made = pin_derive(&w->secret, w->pin, w->hash);
	close(w->ends[1]);
	return NULL;
}

static void drop(struct pin_work *w)
{
	loop_remove_fd(w->loop, w->ends[0]);
	if (w->threaded)
		pthread_join(w->thread, NULL);
	close(w->ends[0]);
	explicit_bzero(w, sizeof(*w));
	free(w);
}

static void on_end(void *user, int fd)
{
	struct pin_work *w = user;
	(void)fd;
	if (w->threaded)
		pthread_join(w->thread, NULL);
	w->threaded = false;
	loop_remove_fd(w->loop, w->ends[0]);
	w->done(w->user, w->made, w->hash);
	drop(w);
}

struct pin_work *pin_work_start(struct loop *loop, const struct pin_secret *secret, const char *pin,
	pin_work_done *done, void *user)
{
	struct pin_work *w = xcalloc(1, sizeof(*w));
	w->loop = loop;
	w->done = done;
	w->user = user;
	w->secret = *secret;
	str_copy(w->pin, sizeof(w->pin), pin);
	BUG_ON(pipe2(w->ends, O_CLOEXEC) != 0);
	w->threaded = pthread_create(&w->thread, NULL, derive, w) == 0;
	if (!w->threaded)
		close(w->ends[1]); /* the loop tells it as one that was not made */
	loop_add_fd(loop, w->ends[0], on_end, w);
	return w;
}

void pin_work_cancel(struct pin_work *work)
{
	if (work)
		drop(work);
}
