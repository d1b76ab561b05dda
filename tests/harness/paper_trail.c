#include "tests/harness/paper_trail.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/str.h"
#include "tests/harness/receipt_sample.h"

#define WAIT_MS 30000

void paper_trail_start(struct paper_trail *t, const struct book *book, const char *dir)
{
	*t = (struct paper_trail){.worker = worker_new(book), .dir = xstrdup(dir)};
}

void paper_trail_stop(struct paper_trail *t)
{
	worker_free(t->worker);
	free(t->dir);
}

void paper_trail_send(struct paper_trail *t, enum print_target target, const char *name,
	const char *paper, char job[UUID_SIZE])
{
	struct dossier d;

	sample_dossier(&d);
	struct print_order *order = sample_order(&d, target, name, t->dir);
	uuid_new(order->job);
	str_copy(order->paper, sizeof(order->paper), paper);
	str_copy(job, UUID_SIZE, order->job);
	worker_submit(t->worker, order);
	dossier_clear(&d);
}

void paper_trail_follow(struct paper_trail *t, const char *printer, const char *job, int cups_job)
{
	struct dossier d;

	sample_dossier(&d);
	struct print_order *order = sample_order(&d, TO_FOLLOW, printer, t->dir);
	str_copy(order->job, sizeof(order->job), job);
	order->cups_job = cups_job;
	worker_submit(t->worker, order);
	dossier_clear(&d);
}

static void give_up(const struct paper_trail *t, const char *what)
{
	fprintf(stderr, "waited in vain for: %s\n", what);
	for (size_t i = 0; i < t->n; i++)
		fprintf(stderr, "%s %d [%s] %s\n", t->said[i].job, t->said[i].phase, t->said[i].words,
			t->said[i].message);
	BUG_ON(true);
}

typedef bool trail_match(const struct print_result *r, const void *what);

static const struct print_result *wait_for(struct paper_trail *t, const char *job, trail_match *match,
	const void *what, const char *called)
{
	int64_t until = clock_mono_ms() + WAIT_MS;
	size_t at = 0;

	for (;;) {
		for (; at < t->n; at++) {
			if (!str_eq(t->said[at].job, job))
				continue;
			if (match(&t->said[at], what))
				return &t->said[at];
			if (print_phase_is_last(t->said[at].phase))
				give_up(t, called);
		}
		struct pollfd p = {worker_fd(t->worker), POLLIN, 0};
		int64_t left = until - clock_mono_ms();
		if (left <= 0 || poll(&p, 1, (int)left) == 0 || t->n == TRAIL_MAX)
			give_up(t, called);
		while (t->n < TRAIL_MAX && worker_result(t->worker, &t->said[t->n]))
			t->n++;
	}
}

static bool is_phase(const struct print_result *r, const void *what)
{
	return r->phase == *(const enum print_phase *)what;
}

static bool has_words(const struct print_result *r, const void *what)
{
	return str_eq(r->words, what);
}

static bool is_last(const struct print_result *r, const void *what)
{
	(void)what;
	return print_phase_is_last(r->phase);
}

const struct print_result *paper_trail_wait(struct paper_trail *t, const char *job,
	enum print_phase phase)
{
	char called[60];

	snprintf(called, sizeof(called), "%s phase %d", job, phase);
	return wait_for(t, job, is_phase, &phase, called);
}

const struct print_result *paper_trail_words(struct paper_trail *t, const char *job,
	const char *words)
{
	return wait_for(t, job, has_words, words, words);
}

const struct print_result *paper_trail_last(struct paper_trail *t, const char *job)
{
	return wait_for(t, job, is_last, NULL, "a last result");
}

void paper_says(const struct print_result *r, enum print_phase phase, const char *words, const char *message)
{
	if (r->phase != phase)
		print_message("%s\n", r->message);
	assert_int_equal(r->phase, phase);
	assert_string_equal(r->words, words);
	assert_string_equal(r->message, message);
}
