#ifndef MOTCUA_NET_SYNC_ENGINE_H
#define MOTCUA_NET_SYNC_ENGINE_H

/*
 * The inside of the sync engine; only net/sync*.c include this. sync.c holds the machine and its
 * table, each other file one part of the work. A part never changes the phase itself: it reports an
 * event (sync_event) or a fault (sync_fault), and must look at s->phase before it goes on, since
 * either may have ended its work.
 */

#include "net/api.h"
#include "net/sync.h"
#include "base/clock.h"
#include "store/drain.h"
#include "store/store.h"

#define SYNC_PARALLEL_MAX 32
#define SYNC_WISHES_MAX 32
#define SYNC_CLOSINGS_MAX 16 /* told in one round; the rest in the next */
#define SYNC_WINDOW 32 /* outbox items read at once */

enum sync_phase { PHASE_REST, PHASE_WATCH, PHASE_PROBE, PHASE_TOKEN, PHASE_WORK, PHASES };

enum sync_event {
	EV_KICK,    /* something new is waiting, or the officer is */
	EV_NEWS,    /* another process left something in the queue, or ended */
	EV_TIMER,   /* rested enough */
	EV_OK,      /* probe or token: got it */
	EV_AGAIN,   /* the chores from the first: what they are to do has changed */
	EV_REFUSED, /* the token is not (or soon no longer) good */
	EV_FAULT,   /* s->fault says why this round cannot go on */
	EV_DONE,    /* all work of this round is done */
};

struct sync_fault {
	enum link_state link;
	char reason[200];
	int64_t retry_after_ms;
	bool store; /* our own disk's, not the link's */
};

/* One delivery under way. */
struct flight {
	struct sync *sync;
	struct http_request *request; /* NULL: this place is free */
	struct outbox_item item;
	unsigned token; /* which one it went out with */
};

/* An item whose delivery failed in a way that was not its own fault: it goes behind the others. */
struct held {
	int64_t sequence, until_ms;
	int tries;
	unsigned round; /* last tried in */
	unsigned unknown_at; /* central did not know its number: what it was told of them then, and 1 */
};

/* A comparison under way. */
struct reconciling {
	bool fully, blocks; /* also the blocks; those are its turn */
	int64_t after;      /* ordinal up to which was asked */
	size_t asked;       /* items in the request under way */
};

struct deliveries {
	struct flight flights[SYNC_PARALLEL_MAX];
	int n_flights;
	struct outbox_item window[SYNC_WINDOW]; /* read, not yet sent: from window_at up to window_n */
	size_t window_at, window_n;
	int64_t after;   /* sequence up to which the outbox was read in this pass */
	struct held *held; /* by sequence */
	size_t n_held;
	int trouble;     /* faults since the last delivery that went well */
	bool careful;    /* central was in trouble: one at a time until one goes well */
	int room;        /* how many may be in flight by now: sync_pace.c */
	int64_t quickest_ms; /* the quickest answer of this round; INT64_MAX before the first */
};

struct sync {
	struct loop *loop;
	struct http_client *http;
	struct store *store;
	const struct workstation *ws;
	struct sync_options opt;

	enum sync_phase phase;
	unsigned round;
	struct loop_timer *timer;     /* the end of a rest */
	int64_t rest_ms;
	struct http_request *request; /* of the probe, the token or a chore: one at a time */

	struct sync_state state, told;
	bool started;
	struct loop_timer *telling;
	void (*on_change)(void *user);
	void *on_change_user;

	/* link, back-off, clock: sync_link.c */
	struct sync_fault fault;   /* why the round fails */
	bool store_failed;         /* while sync_store_fault tells of it */
	bool chore_failed;         /* fault is a chore's: the round went on */
	int failures;              /* rounds in a row that failed */
	int64_t heard_ms;          /* central last answered; 0: not since the last fault */
	int64_t server_date, server_date_ms; /* its clock, and ours when it said so */
	struct time_witness witness;

	/* token: sync_token.c */
	struct api_token token;
	bool has_token, token_doubted, use_local_clock;
	unsigned token_number;
	int64_t token_since_ms, token_until_ms, asserted_at;
	int token_tries;

	/* who drains: sync_watch.c */
	struct drain *drain;
	struct loop_timer *looking; /* a moment after the first sign, when the others are in, too */
	unsigned seen;             /* drain_event */
	int64_t newest;            /* of the queue, as far as known */
	char noted[DRAIN_NOTE_MAX]; /* the note as it stands */
	int64_t ticket;            /* what we asked the owner for */
	int64_t asked, answered;   /* as owner: requests seen, and those whose round is over */
	int64_t catalogue_at;      /* its number when it was last looked at */

	struct deliveries out;

	/* chores: sync_chores.c */
	int chore; /* index; CHORES_DONE */
	struct number_wish wishes[SYNC_WISHES_MAX];
	size_t wish, n_wishes;
	struct number_closing closings[SYNC_CLOSINGS_MAX];
	size_t closing, n_closings;
	bool numbers_parted;   /* a clash retired the stock: the chores go round once more for new numbers */
	bool lease_by_central; /* our clock is days off, and central leases by its own */
	bool feed_restarted; /* the changes feed began anew in this round */
	struct reconciling re;
	unsigned blocks_told; /* how often central was told of all our blocks */
	unsigned overlap_told, closing_told; /* rounds it was last to be told in for a lease, a closing */
	bool gated; /* deliveries wait for that */
};

/* ---- sync.c */
void sync_event(struct sync *s, enum sync_event event);
/* The round cannot go on. */
void sync_fault(struct sync *s, enum link_state link, const char *reason, int64_t retry_after_ms);
/* The same for what http found. */
void sync_http_fault(struct sync *s, const struct http_response *r);
/* The store failed: the link is not to blame. */
void sync_store_fault(struct sync *s, const struct err *err);
/* Tells whoever listens, once in a turn. Call after anything in s->state changed. */
void sync_tell(struct sync *s);
/* Work may be complete. */
void sync_work_check(struct sync *s);

/* ---- sync_pace.c */
void sync_pace_begin(struct sync *s);
/* A delivery went well, so quickly. */
void sync_pace_good(struct sync *s, int64_t took_ms);
/* How many may be in flight now. */
int sync_pace(const struct sync *s);

/* ---- sync_link.c */
enum link_state sync_link_of(enum http_outcome outcome);
void sync_set_link(struct sync *s, enum link_state link, const char *reason);
bool sync_link_is_up(const struct sync *s);
/* Takes clock and speed from an answer of any kind. */
void sync_hear(struct sync *s, const struct http_response *r);
/* Central's clock as far as known, else ours; Unix seconds. */
int64_t sync_server_now(const struct sync *s);
/* Full jitter: between 0 and the window of that many failures, 1 s doubling up to 60 s. */
int64_t sync_back_off_ms(int failures);
/* The act of EV_FAULT: names the link, decides how long to rest. */
void sync_back_off(struct sync *s);
/* The act of EV_DONE. */
void sync_round_done(struct sync *s);

/* ---- sync_watch.c */
void sync_watch_open(struct sync *s);
void sync_watch_close(struct sync *s);
/* Do we drain? Tries to, when nobody does. */
bool sync_is_ours(struct sync *s);
/* Enters PHASE_WATCH. */
void sync_watch(struct sync *s);
/* The act of a kick while another drains: it is passed on. */
void sync_pass_on(struct sync *s);
/* As owner: what was asked for up to now, this round answers. */
void sync_take_requests(struct sync *s);
/* As owner: the round is over; another was asked for meanwhile? */
bool sync_asked_again(struct sync *s);
/* As owner: writes down how it goes, for the others. */
void sync_publish(struct sync *s);
/* Has the owner answered what we asked for? */
bool sync_watch_settled(const struct sync *s);

/* ---- sync_token.c */
bool sync_need_probe(const struct sync *s);
void sync_probe(struct sync *s);
bool sync_need_token(const struct sync *s);
void sync_token(struct sync *s);
void sync_drop_token(struct sync *s);
/* A request that went out with a token was answered as agreed. */
void sync_accepted(struct sync *s);
/* One that went out with that token got 401. */
void sync_refused(struct sync *s, unsigned token, const char *reason);

/* ---- sync_deliver.c */
void sync_deliver(struct sync *s);
/* From the first item again: something changed in the outbox. */
void sync_deliver_again(struct sync *s);
bool sync_deliver_done(const struct sync *s);
void sync_deliver_cancel(struct sync *s);

/* ---- sync_window.c */
/* The next in order that is neither under way nor held; false when there is none in this pass, or
 * the store failed (the phase tells). item is the caller's. */
bool sync_next_in_order(struct sync *s, struct outbox_item *item);
/* Those held, once all others had their turn. */
bool sync_next_held(struct sync *s, struct outbox_item *item);
void sync_window_drop(struct sync *s);
/* That item is to be read again in this pass. */
void sync_window_back_to(struct sync *s, int64_t sequence);

/* ---- sync_hold.c */
void sync_hold(struct sync *s, int64_t sequence);
void sync_hold_forget(struct sync *s, int64_t sequence);
bool sync_is_held(const struct sync *s, int64_t sequence);
/* The next held one that may be tried again in this round, marked as tried; NULL when none. */
struct held *sync_hold_next(struct sync *s);
struct held *sync_hold_find(const struct sync *s, int64_t sequence);
/* "Send now": all may be tried again. */
void sync_hold_release(struct sync *s);
/* Milliseconds until the first may be tried; fallback when none is held. */
int64_t sync_hold_wait_ms(const struct sync *s, int64_t fallback);

/* ---- sync_chores.c */
void sync_chores(struct sync *s);
bool sync_chores_done(const struct sync *s);
/* Starts a chore's request with the current token; done gets s. */
void sync_chore_request(struct sync *s, const char *method, const char *path, const char *body,
	size_t max_body, http_done_fn *done);
/* Did it go well? If not, what is to be done has been done. */
bool sync_chore_answered(struct sync *s, const struct http_response *r);
/* This chore failed, the round goes on with the next. */
void sync_chore_failed(struct sync *s, const char *reason);
void sync_chore_next(struct sync *s);

/* ---- each false when there is nothing to do */
bool sync_lease(struct sync *s);
bool sync_standing(struct sync *s);
bool sync_closings(struct sync *s);
bool sync_catalogue(struct sync *s);
bool sync_changes(struct sync *s);
bool sync_reconcile(struct sync *s);
bool sync_reconcile_fully(struct sync *s);

/* ---- sync_reconcile.c */
/* Something says that central was restored from a backup; stored. False after a fault of the store. */
bool sync_want_reconcile(struct sync *s);
/* Central has forgotten a block: it is told of all and the chores begin again. Once a round: false when
 * *told, the last one, is this. */
bool sync_tell_blocks(struct sync *s, unsigned *told);
/* Central does not know that item's number: it is told, and the item tried again. False when it was
 * told before. */
bool sync_number_unknown(struct sync *s, int64_t sequence);

#endif
