#ifndef MOTCUA_NET_SYNC_H
#define MOTCUA_NET_SYNC_H

/*
 * The sync engine: probes the link, keeps an access token, leases numbers ahead, delivers the
 * outbox, reads the changes feed and the catalogue. It never blocks and never touches the screen;
 * whoever shows something asks for its state. The same engine runs behind the application and in
 * `motcua sync`. Where several processes have the database open, one of them does all this
 * (store/drain.h); the others' engines look on, tell its link as theirs, pass kicks on to it, and one
 * of them takes over when it ends.
 */

#include <stdbool.h>
#include <stdint.h>
#include "net/http.h"

struct store;
struct workstation;

enum link_state {
	LINK_UNKNOWN,     /* not tried yet */
	LINK_ONLINE,
	LINK_SLOW,        /* answers, but takes over 2 s */
	LINK_OFFLINE,     /* nothing answers */
	LINK_SERVER,      /* central answers with errors */
	LINK_PORTAL,      /* something else answers in central's place */
	LINK_CERTIFICATE, /* TLS could not be verified */
	LINK_LOGIN,       /* central does not accept this workstation's key */
};

struct sync_state {
	enum link_state link;
	int64_t since;        /* Unix seconds: in this link state since */
	char reason[200];     /* for the officer, when not online */
	int64_t store_since;  /* Unix seconds: this machine's disk fails since; 0: it does not. reason is its */
	int64_t delivered, rejected; /* since the engine was made */
	int in_flight;
	bool idle;            /* nothing waiting that can be sent now, nothing in flight */
	bool settled;         /* one full round was made (or failed) since sync_kick */
	int64_t next_try_ms;  /* when it begins by itself again, by the monotonic clock; 0: under way */
	int64_t server_offset_s; /* central's clock minus this machine's, as of the last answer */
	bool server_time_known;
	bool compared;        /* central said what it has of this workstation, and we looked (store/copies.h) */
	int64_t catalogue_changes; /* rises when the catalogue changed */
	int64_t news;         /* rises when another process changed the database */
	bool chores_only;     /* link is LINK_SERVER by catalogue or feed alone: deliveries go well */
	char drained_by[40];  /* another process speaks to central, of that name; "": we do */
	int64_t drained_pid;
};

struct sync_options {
	int parallel;          /* deliveries in flight at most; 0: as the line is worth, 8 to 32 */
	int lease_days_ahead;  /* working days besides today; 0: 10 */
	int64_t lease_count;   /* numbers a day; 0: 60 */
	const char *program;   /* what others read of who drains; NULL: "motcua" */
};

struct sync;
/* Begins with a round on the loop's next turn. opt NULL: all defaults. What is passed in must live
 * longer. */
struct sync *sync_new(struct loop *loop, struct http_client *http, struct store *store,
	const struct workstation *ws, const struct sync_options *opt);
void sync_free(struct sync *sync);
/* Something new is waiting, or the officer said "send now": forget the back-off, start a round. */
void sync_kick(struct sync *sync);
const struct sync_state *sync_state(const struct sync *sync);
/* Called on the loop whenever the state changed. */
void sync_on_change(struct sync *sync, void (*fn)(void *user), void *user);

/* In words, in the language of the screen: "có mạng", "mất mạng từ 08:12 · vẫn nhận được" … */
void link_text(const struct sync_state *state, char *out, size_t size);

/* Enrolment (POST /v1/workstations), blocking on the loop until answered: ws gets what central gave.
 * ws->key must be set; where ws has an id, it asks for that again. What central's clock says is taken in, too. */
bool sync_enrol(struct loop *loop, struct http_client *http, struct store *store, const char *code,
	struct workstation *ws, struct err *err) MUST_CHECK;

#endif
